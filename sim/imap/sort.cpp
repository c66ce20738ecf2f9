#include "sim/imap/sort.h"

#include <algorithm>
#include <string>
#include <utility>

#include "sim/base/text.h"
#include "sim/imap/base_subject.h"
#include "sim/imap/collation.h"
#include "sim/mime/address.h"
#include "sim/mime/date.h"

namespace mailscope::imap {
namespace {

using By = SortKey::By;

struct KeyWord {
  std::string_view word;
  By by;
};
constexpr KeyWord k_key_words[] = {
    {"ARRIVAL", By::arrival}, {"CC", By::cc},     {"DATE", By::date},       {"FROM", By::from},
    {"REVERSE", By::arrival}, {"SIZE", By::size}, {"SUBJECT", By::subject}, {"TO", By::to},
};
constexpr std::size_t k_keys_max = 50;

// What one key makes of one mail: a number or a text, the other stays as it is.
struct Value {
  std::int64_t number = 0;
  std::string text;
};

// The local part of the first address; of a group its name, as ENVELOPE has it there.
std::string first_mailbox(std::string_view mail, const mime::Header& header,
                          std::string_view name) {
  const auto body = mime::field_text(mail, header, name);
  if (!body) return {};
  const mime::AddressList list = mime::parse_addresses(*body);
  if (list.entries.empty()) return {};
  const mime::AddressEntry& first = list.entries.front();
  if (first.is_group) return collation_key(first.group_name);
  return first.addresses.empty() ? std::string()
                                 : collation_key(first.addresses.front().local_part);
}

Value value_of(const store::Mail& mail, const mime::Header& header, By by) {
  switch (by) {
    case By::arrival: return {mail.date_s, {}};
    case By::cc: return {0, first_mailbox(mail.content, header, "Cc")};
    case By::date: return {sent_at(mail, header), {}};
    case By::from: return {0, first_mailbox(mail.content, header, "From")};
    case By::size: return {static_cast<std::int64_t>(mail.content.size()), {}};
    case By::subject: {
      const auto body = mime::field_text(mail.content, header, "Subject");
      return {0, body ? collation_key(base_subject(*body).text) : std::string()};
    }
    case By::to: return {0, first_mailbox(mail.content, header, "To")};
  }
  return {};
}

SortKey parse_key(Scanner& scanner) {
  SortKey key;
  std::string word = scanner.keyword("a key to sort by");
  if (word == "REVERSE") {
    key.is_reversed = true;
    scanner.space();
    word = scanner.keyword("the key that is reversed");
  }
  for (const KeyWord& each : k_key_words) {
    if (word != each.word || word == "REVERSE") continue;
    key.by = each.by;
    return key;
  }
  scanner.fail("SORT knows no key '" + visible(word.substr(0, 30)) + "'");
  return key;
}

}  // namespace

SortRequest parse_sort(Scanner& scanner) {
  SortRequest request;
  scanner.expect('(', "before the keys to sort by");
  do {
    request.keys.push_back(parse_key(scanner));
    if (request.keys.size() > k_keys_max) scanner.fail("these are too many keys");
  } while (scanner.is_ok() && scanner.skip(' '));
  scanner.expect(')', "after the keys to sort by");
  scanner.space();
  request.search = parse_search_in_charset(scanner);
  return request;
}

std::vector<const store::Mail*> sorted(std::vector<const store::Mail*> mails,
                                       const std::vector<SortKey>& keys) {
  struct Row {
    const store::Mail* mail;
    std::vector<Value> values;
  };
  std::vector<Row> rows;
  for (const store::Mail* mail : mails) {
    const mime::Header header = header_of(*mail);
    Row row{mail, {}};
    for (const SortKey& key : keys) row.values.push_back(value_of(*mail, header, key.by));
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const Value& x = keys[i].is_reversed ? b.values[i] : a.values[i];
      const Value& y = keys[i].is_reversed ? a.values[i] : b.values[i];
      if (x.number != y.number) return x.number < y.number;
      if (const int order = x.text.compare(y.text); order != 0) return order < 0;
    }
    return false;
  });
  for (std::size_t i = 0; i < rows.size(); ++i) mails[i] = rows[i].mail;
  return mails;
}

std::int64_t sent_at(const store::Mail& mail, const mime::Header& header) {
  const auto text = mime::field_text(mail.content, header, "Date");
  const auto date = text ? mime::parse_date(*text) : std::nullopt;
  return date ? date->unix_s : mail.date_s;
}

mime::Header header_of(const store::Mail& mail) {
  mime::Faults faults;
  return mime::parse_header(mail.content, {0, mail.content.size()}, faults);
}

}  // namespace mailscope::imap
