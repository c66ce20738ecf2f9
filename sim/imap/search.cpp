// Reading and evaluating the criteria of SEARCH.
#include "sim/imap/search.h"

#include <algorithm>
#include <utility>

#include "sim/base/text.h"
#include "sim/imap/collation.h"
#include "sim/mime/charset.h"
#include "sim/mime/date.h"
#include "sim/mime/encoded_word.h"
#include "sim/mime/message.h"

namespace mailscope::imap {
namespace {

using What = Criterion::What;
constexpr int k_depth_max = 40;
constexpr std::int64_t k_day_s = 86'400;

struct FlagWord {
  std::string_view word, flag;
  bool is_set;
};
constexpr FlagWord k_flag_words[] = {
    {"ANSWERED", store::k_answered, true}, {"UNANSWERED", store::k_answered, false},
    {"DELETED", store::k_deleted, true},   {"UNDELETED", store::k_deleted, false},
    {"DRAFT", store::k_draft, true},       {"UNDRAFT", store::k_draft, false},
    {"FLAGGED", store::k_flagged, true},   {"UNFLAGGED", store::k_flagged, false},
    {"SEEN", store::k_seen, true},         {"UNSEEN", store::k_seen, false},
};
struct DateWord {
  std::string_view word;
  What what;
};
constexpr DateWord k_date_words[] = {
    {"BEFORE", What::before},          {"ON", What::on},          {"SINCE", What::since},
    {"SENTBEFORE", What::sent_before}, {"SENTON", What::sent_on}, {"SENTSINCE", What::sent_since},
};
constexpr std::string_view k_field_words[] = {"FROM", "TO", "CC", "BCC", "SUBJECT"};

// What the keys are read for: their texts come in the charset said, their use of MODSEQ is noted.
struct Reading {
  Scanner& scanner;
  SearchRequest& request;
  std::string charset;  // empty: UTF-8, of which US-ASCII is a part

  std::string text() {
    std::string octets = scanner.astring("a text to look for");
    if (charset.empty() || is_ascii(octets)) return octets;
    const auto converted = mime::to_utf8(octets, charset);
    if (!converted) scanner.fail("the text is not in the charset that was said");
    return converted.value_or(std::string());
  }
};

Criterion parse_key(Reading& reading, int depth);

Criterion parse_list(Reading& reading, int depth) {
  Scanner& scanner = reading.scanner;
  Criterion every;
  every.what = What::every;
  do {
    every.inner.push_back(parse_key(reading, depth));
  } while (scanner.is_ok() && scanner.skip(' '));
  return every;
}

Criterion parse_set(Scanner& scanner, What what) {
  Criterion criterion;
  criterion.what = what;
  const auto set = parse_sequence_set(scanner.digits_and(":,*$", "a set of numbers"));
  if (scanner.is_ok() && !set) scanner.fail("this is no set of numbers");
  if (set) criterion.set = *set;
  return criterion;
}

Criterion with_text(Reading& reading, What what, std::string name) {
  Criterion criterion;
  criterion.what = what;
  criterion.name = std::move(name);
  reading.scanner.space();
  criterion.text = reading.text();
  return criterion;
}

// MODSEQ ["/flags/\\Seen" all] 620162338: flags have no sequence of their own here (RFC 7162, 3.1.5).
Criterion parse_modseq(Reading& reading) {
  Scanner& scanner = reading.scanner;
  Criterion criterion;
  criterion.what = What::modseq;
  scanner.space();
  if (scanner.peek() == '"') {
    static_cast<void>(scanner.string("an entry's name"));
    scanner.space();
    const std::string type = scanner.keyword("an entry's type");
    if (scanner.is_ok() && type != "PRIV" && type != "SHARED" && type != "ALL")
      scanner.fail("an entry's type is priv, shared or all");
    scanner.space();
  }
  criterion.number =
      static_cast<std::int64_t>(scanner.number("a modification sequence", INT64_MAX));
  reading.request.uses_modseq = true;
  return criterion;
}

Criterion parse_key(Reading& reading, int depth) {
  Scanner& scanner = reading.scanner;
  Criterion criterion;
  if (depth > k_depth_max) {
    scanner.fail("the criteria are nested too deeply");
    return criterion;
  }
  if (scanner.skip('(')) {
    criterion = parse_list(reading, depth + 1);
    scanner.expect(')', "after criteria in parentheses");
    return criterion;
  }
  if (is_digit(scanner.peek()) || scanner.peek() == '*' || scanner.peek() == '$')
    return parse_set(scanner, What::numbers);
  for (const FlagWord& each : k_flag_words) {
    if (!scanner.skip_word(each.word)) continue;
    criterion.what = each.is_set ? What::flag : What::no_flag;
    criterion.text = std::string(each.flag);
    return criterion;
  }
  for (const DateWord& each : k_date_words) {
    if (!scanner.skip_word(each.word)) continue;
    criterion.what = each.what;
    scanner.space();
    criterion.number = scanner.date();
    return criterion;
  }
  for (const std::string_view word : k_field_words) {
    if (scanner.skip_word(word)) return with_text(reading, What::header, std::string(word));
  }
  if (scanner.skip_word("ALL")) return criterion;
  if (scanner.skip_word("OLD"))
    return criterion;  // \Recent is not kept: nothing is recent (RFC 9051, 2.3.2)
  if (scanner.skip_word("NEW") || scanner.skip_word("RECENT")) {
    criterion.what = What::negation;
    criterion.inner.emplace_back();
    return criterion;
  }
  if (scanner.skip_word("BODY")) return with_text(reading, What::body, {});
  if (scanner.skip_word("TEXT")) return with_text(reading, What::text, {});
  if (scanner.skip_word("HEADER")) {
    scanner.space();
    const std::string name = scanner.astring("a header field's name");
    return with_text(reading, What::header, name);
  }
  if (scanner.skip_word("KEYWORD") || scanner.skip_word("UNKEYWORD")) {
    const bool is_negated = scanner.position() >= 9 &&
                            equal_ignoring_case(scanner.since(scanner.position() - 9), "UNKEYWORD");
    criterion.what = is_negated ? What::no_flag : What::flag;
    scanner.space();
    criterion.text = scanner.atom("a keyword");
    return criterion;
  }
  if (scanner.skip_word("LARGER") || scanner.skip_word("SMALLER")) {
    const bool is_larger = equal_ignoring_case(scanner.since(scanner.position() - 6), "LARGER");
    criterion.what = is_larger ? What::larger : What::smaller;
    scanner.space();
    criterion.number = static_cast<std::int64_t>(scanner.number("a count of octets"));
    return criterion;
  }
  if (scanner.skip_word("MODSEQ")) return parse_modseq(reading);
  if (scanner.skip_word("UID")) {
    scanner.space();
    return parse_set(scanner, What::uids);
  }
  if (scanner.skip_word("NOT")) {
    criterion.what = What::negation;
    scanner.space();
    criterion.inner.push_back(parse_key(reading, depth + 1));
    return criterion;
  }
  if (scanner.skip_word("OR")) {
    criterion.what = What::either;
    for (int i = 0; i < 2; ++i) {
      scanner.space();
      criterion.inner.push_back(parse_key(reading, depth + 1));
    }
    return criterion;
  }
  scanner.fail("SEARCH knows no criterion '" + visible(scanner.rest().substr(0, 30)) + "'");
  return criterion;
}

bool has_text(std::string_view where, const std::string& what) {
  return what.empty() || folded_case(where).find(folded_case(what)) != std::string::npos;
}

// The text parts, decoded; of a mail inside its header, too. Files are not looked into.
bool part_has(std::string_view mail, const mime::Part& part, const std::string& text) {
  for (const mime::Part& child : part.children) {
    if (part.is_message() &&
        has_text(mime::decode_words(mime::unfold(child.header.span.of(mail))), text))
      return true;
    if (part_has(mail, child, text)) return true;
  }
  return part.children.empty() && (part.main_type() == "text" || part.is_multipart()) &&
         has_text(mime::decoded_text(mail, part), text);
}

bool body_has(const store::Mail& mail, const mime::Message& message, const std::string& text) {
  return has_text(message.root.body.of(mail.content), text) ||
         part_has(mail.content, message.root, text);
}

bool header_has(const store::Mail& mail, const mime::Message& message, const Criterion& criterion) {
  for (const mime::Field& field : message.root.header.fields) {
    if (!criterion.name.empty() && !equal_ignoring_case(field.name, criterion.name)) continue;
    const std::string body = mime::unfold(field.body.of(mail.content));
    if (has_text(body, criterion.text)) return true;
    if (has_text(mime::decode_words(body), criterion.text)) return true;
  }
  return false;
}

// The day as the Date field writes it; mails without a readable one are taken by their arrival.
std::int64_t sent_day(const store::Mail& mail) {
  mime::Faults faults;
  const mime::Header header = mime::parse_header(mail.content, {0, mail.content.size()}, faults);
  const auto text = mime::field_text(mail.content, header, "Date");
  const auto date = text ? mime::parse_date(*text) : std::nullopt;
  return date ? date->local_day_s : mail.date_s - mail.date_s % k_day_s;
}

}  // namespace

namespace {

void parse_return(Scanner& scanner, SearchRequest& request) {
  request.is_extended = true;
  scanner.expect('(', "after RETURN");
  bool is_first = true;
  while (scanner.is_ok() && !scanner.skip(')')) {
    if (!std::exchange(is_first, false)) scanner.space();
    const std::string option = scanner.keyword("a return option");
    if (option == "MIN") {
      request.returns_min = true;
    } else if (option == "MAX") {
      request.returns_max = true;
    } else if (option == "ALL") {
      request.returns_all = true;
    } else if (option == "COUNT") {
      request.returns_count = true;
    } else if (option == "SAVE") {
      request.saves = true;
    } else {
      scanner.fail("SEARCH knows no return option " + visible(option));
    }
  }
  // RETURN () asks for ALL (RFC 4731, section 3.1).
  request.returns_all = request.returns_all || is_first;
}

void parse_criteria(Scanner& scanner, const std::string& charset, SearchRequest& request) {
  Reading reading{scanner, request, {}};
  request.is_charset_known = mime::is_known_charset(charset);
  const bool is_plain =
      equal_ignoring_case(charset, "UTF-8") || equal_ignoring_case(charset, "US-ASCII");
  if (request.is_charset_known && !is_plain) reading.charset = charset;
  request.criterion = parse_list(reading, 0);
}

}  // namespace

SearchRequest parse_search(Scanner& scanner) {
  SearchRequest request;
  if (scanner.skip_word("RETURN")) {
    scanner.space();
    parse_return(scanner, request);
    scanner.space();
  }
  std::string charset = "UTF-8";
  if (scanner.skip_word("CHARSET")) {
    scanner.space();
    charset = scanner.astring("a charset");
    scanner.space();
  }
  parse_criteria(scanner, charset, request);
  return request;
}

SearchRequest parse_search_in_charset(Scanner& scanner) {
  SearchRequest request;
  const std::string charset = scanner.astring("a charset");
  scanner.space();
  parse_criteria(scanner, charset, request);
  return request;
}

namespace {

bool is_saved(const Criterion& criterion, const store::Mail& mail, const SearchContext& context) {
  return criterion.set.is_saved_result && context.saved &&
         std::binary_search(context.saved->begin(), context.saved->end(), mail.uid);
}

}  // namespace

bool meets(const Criterion& criterion, const store::Mail& mail, std::uint32_t number,
           const SearchContext& context) {
  const auto inner = [&](const Criterion& each) { return meets(each, mail, number, context); };
  switch (criterion.what) {
    case What::all: return true;
    case What::every: return std::all_of(criterion.inner.begin(), criterion.inner.end(), inner);
    case What::either: return std::any_of(criterion.inner.begin(), criterion.inner.end(), inner);
    case What::negation: return std::none_of(criterion.inner.begin(), criterion.inner.end(), inner);
    case What::numbers:
      return is_saved(criterion, mail, context) ||
             criterion.set.contains(number, context.number_max);
    case What::uids:
      return is_saved(criterion, mail, context) ||
             criterion.set.contains(mail.uid, context.uid_max);
    case What::modseq: return mail.modseq >= static_cast<store::ModSequence>(criterion.number);
    case What::flag: return mail.flags.has(criterion.text);
    case What::no_flag: return !mail.flags.has(criterion.text);
    case What::before: return mail.date_s < criterion.number;
    case What::on:
      return mail.date_s >= criterion.number && mail.date_s < criterion.number + k_day_s;
    case What::since: return mail.date_s >= criterion.number;
    case What::sent_before: return sent_day(mail) < criterion.number;
    case What::sent_on: return sent_day(mail) == criterion.number;
    case What::sent_since: return sent_day(mail) >= criterion.number;
    case What::larger: return static_cast<std::int64_t>(mail.content.size()) > criterion.number;
    case What::smaller: return static_cast<std::int64_t>(mail.content.size()) < criterion.number;
    case What::header: return header_has(mail, mime::parse(mail.content), criterion);
    case What::body: return body_has(mail, mime::parse(mail.content), criterion.text);
    case What::text: {  // all of the header, the fields' names, too
      const mime::Message message = mime::parse(mail.content);
      return has_text(message.root.header.span.of(mail.content), criterion.text) ||
             header_has(mail, message, criterion) || body_has(mail, message, criterion.text);
    }
  }
  return false;
}

}  // namespace mailscope::imap
