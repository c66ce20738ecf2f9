// SEARCH: its whole grammar (RFC 9051, section 6.4.4; RFC 3501's keys; RFC 4731, RFC 5182, RFC 7162).
#include "sim/base/text.h"
#include "sim/imap/command_parts.h"

namespace mailscope::imap {

namespace {

using Kind = SearchKey::Kind;

class Reader {
 public:
  Reader(Scanner& in, SearchArguments& arguments) : in_(in), arguments_(arguments) {}

  SearchKey key(int depth) {
    if (depth > k_search_depth_max) {
      in_.fail("the search is nested too deeply");
      return {};
    }
    if (in_.skip('(')) {
      SearchKey all{.kind = Kind::all_of};
      while (in_.is_ok()) {
        all.keys.push_back(key(depth + 1));
        if (in_.skip(')')) break;
        in_.space();
      }
      return all;
    }
    const char next = in_.peek();
    if (is_digit(next) || next == '*' || next == '$') return SearchKey{.kind = Kind::numbers, .set = read_set(in_)};
    return named(in_.keyword("a search key"), depth);
  }

 private:
  struct FlagKey {
    std::string_view name, flag;
    Kind kind;
  };
  static constexpr FlagKey k_flag_keys[] = {
      {"ANSWERED", "\\Answered", Kind::flag}, {"UNANSWERED", "\\Answered", Kind::no_flag},
      {"DELETED", "\\Deleted", Kind::flag},   {"UNDELETED", "\\Deleted", Kind::no_flag},
      {"DRAFT", "\\Draft", Kind::flag},       {"UNDRAFT", "\\Draft", Kind::no_flag},
      {"FLAGGED", "\\Flagged", Kind::flag},   {"UNFLAGGED", "\\Flagged", Kind::no_flag},
      {"SEEN", "\\Seen", Kind::flag},         {"UNSEEN", "\\Seen", Kind::no_flag},
  };
  struct DateKey {
    std::string_view name;
    Kind kind;
  };
  static constexpr DateKey k_date_keys[] = {
      {"BEFORE", Kind::before},          {"ON", Kind::on},          {"SINCE", Kind::since},
      {"SENTBEFORE", Kind::sent_before}, {"SENTON", Kind::sent_on}, {"SENTSINCE", Kind::sent_since},
  };

  SearchKey named(const std::string& name, int depth) {
    for (const FlagKey& key : k_flag_keys)
      if (name == key.name) return {.kind = key.kind, .text = std::string(key.flag)};
    for (const DateKey& key : k_date_keys)
      if (name == key.name) {
        in_.space();
        return {.kind = key.kind, .day_s = in_.date()};
      }
    if (name == "ALL" || name == "OLD") return {.kind = Kind::all_of};
    if (name == "RECENT" || name == "NEW") return {.kind = Kind::nothing};
    if (name == "NOT") {
      in_.space();
      SearchKey none{.kind = Kind::none_of};
      none.keys.push_back(key(depth + 1));
      return none;
    }
    if (name == "OR") {
      SearchKey any{.kind = Kind::any_of};
      for (int i = 0; i < 2; ++i) {
        in_.space();
        any.keys.push_back(key(depth + 1));
      }
      return any;
    }
    return with_text(name);
  }

  SearchKey with_text(const std::string& name) {
    if (name == "KEYWORD" || name == "UNKEYWORD") {
      in_.space();
      return {.kind = name == "KEYWORD" ? Kind::flag : Kind::no_flag, .text = in_.atom("a keyword")};
    }
    if (name == "LARGER" || name == "SMALLER") {
      in_.space();
      return {.kind = name == "LARGER" ? Kind::larger : Kind::smaller,
              .number = in_.number("a number of octets", INT64_MAX)};
    }
    if (name == "UID") {
      in_.space();
      return {.kind = Kind::uids, .set = read_set(in_)};
    }
    if (name == "MODSEQ") return modseq();
    if (name == "HEADER") {
      in_.space();
      SearchKey header{.kind = Kind::header, .name = in_.astring("a field's name")};
      in_.space();
      header.text = in_.astring("a text to look for");
      if (header.text.empty()) header.kind = Kind::header_exists;
      return header;
    }
    if (name == "BODY" || name == "TEXT") {
      in_.space();
      return {.kind = name == "BODY" ? Kind::body : Kind::text, .text = in_.astring("a text to look for")};
    }
    if (name == "FROM" || name == "TO" || name == "CC" || name == "BCC" || name == "SUBJECT") {
      in_.space();
      return {.kind = Kind::header, .name = name, .text = in_.astring("a text to look for")};
    }
    in_.fail("SEARCH knows no key " + visible(name));
    return {};
  }

  // MODSEQ ["/flags/\\Seen" all] 620162338: flags have no sequence of their own here.
  SearchKey modseq() {
    in_.space();
    if (in_.peek() == '"') {
      in_.string("an entry's name");
      in_.space();
      in_.keyword("an entry's type");
      in_.space();
    }
    arguments_.uses_modseq = true;
    return {.kind = Kind::modseq, .number = in_.number("a modification sequence", INT64_MAX)};
  }

  Scanner& in_;
  SearchArguments& arguments_;
};

void read_return(Scanner& in, SearchArguments& arguments) {
  arguments.is_extended = true;
  in.expect('(', "after RETURN");
  bool is_first = true;
  while (in.is_ok() && !in.skip(')')) {
    if (!is_first) in.space();
    is_first = false;
    const std::string option = in.keyword("a return option");
    if (option == "MIN") arguments.returns_min = true;
    else if (option == "MAX") arguments.returns_max = true;
    else if (option == "ALL") arguments.returns_all = true;
    else if (option == "COUNT") arguments.returns_count = true;
    else if (option == "SAVE") arguments.saves = true;
    else in.fail("SEARCH knows no return option " + option);
  }
  const bool is_any = arguments.returns_min || arguments.returns_max || arguments.returns_all ||
                      arguments.returns_count || arguments.saves;
  if (!is_any) arguments.returns_all = true;  // RFC 4731, section 3.1
}

}  // namespace

SearchArguments read_search(Scanner& in) {
  SearchArguments arguments;
  in.space();
  if (in.skip_word("RETURN")) {
    in.space();
    read_return(in, arguments);
    in.space();
  }
  const std::size_t start = in.position();
  if (in.skip_word("CHARSET")) {
    in.space();
    arguments.charset = upper(in.astring("a charset"));
    in.space();
  }
  Reader reader(in, arguments);
  arguments.key.kind = Kind::all_of;
  while (in.is_ok()) {
    arguments.key.keys.push_back(reader.key(0));
    if (in.is_at_end()) break;
    in.space();
  }
  if (in.is_ok()) arguments.criteria = std::string(in.since(start));
  return arguments;
}

}  // namespace mailscope::imap
