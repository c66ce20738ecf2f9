#include "sim/policy/transport_policy.h"

#include "sim/base/text.h"
#include "sim/crypto/hash.h"
#include "sim/policy/tag_list.h"
#include "sim/policy/transport_records.h"

namespace mailscope::policy {
namespace {

constexpr std::uint64_t k_max_age_max_s = 31'557'600;

std::string digest_of(std::uint8_t matching, const std::string& octets) {
  if (matching == 1) return crypto::sha256(octets);
  return matching == 2 ? crypto::sha512(octets) : octets;
}

}  // namespace

Result<MtaStsPolicy, std::string> parse_mta_sts(std::string_view file) {
  MtaStsPolicy policy;
  bool has_version = false, has_mode = false, has_age = false;
  for (std::string_view line : split(file, '\n')) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (trim(line).empty()) continue;
    const Cut field = cut(line, ':');
    if (!field.found) return Error{"\"" + visible(line) + "\" has no colon"};
    const std::string_view key = trim(field.head), value = trim(field.tail);
    // Of a field that is there twice the first counts, but for mx (section 3.2).
    if (key == "version" && !has_version) {
      if (value != "STSv1") return Error{std::string("the version is not STSv1")};
      has_version = true;
    } else if (key == "mode" && !has_mode) {
      has_mode = true;
      if (value == "enforce") {
        policy.mode = MtaStsMode::enforce;
      } else if (value == "testing") {
        policy.mode = MtaStsMode::testing;
      } else if (value != "none") {
        return Error{"the mode \"" + visible(value) + "\" is none of enforce, testing, none"};
      }
    } else if (key == "max_age" && !has_age) {
      const auto age_s = parse_number(value);
      if (!age_s || *age_s > k_max_age_max_s)
        return Error{std::string("max_age is no number of seconds up to a year")};
      policy.max_age_s = static_cast<std::uint32_t>(*age_s);
      has_age = true;
    } else if (key == "mx") {
      policy.mx.emplace_back(value);
    }
  }
  if (!has_version || !has_mode || !has_age)
    return Error{std::string("version, mode and max_age are all needed")};
  if (policy.mode != MtaStsMode::none && policy.mx.empty())
    return Error{std::string("no mx is named")};
  return policy;
}

Result<std::string, std::string> parse_mta_sts_record(std::string_view text) {
  const auto tags = TagList::parse(text);
  if (!tags || tags->tags().empty() || tags->tags().front().first != "v" ||
      tags->tags().front().second != "STSv1") {
    return Error{std::string("it does not begin with v=STSv1")};
  }
  const std::string id = tags->value_or("id", "");
  bool is_good = !id.empty() && id.size() <= 32;
  for (const char c : id) is_good = is_good && (is_alpha(c) || is_digit(c));
  if (!is_good) return Error{std::string("id= needs 1 to 32 letters and digits")};
  return id;
}

std::optional<std::string> mta_sts_id(const std::vector<std::string>& texts) {
  std::optional<std::string> id;
  std::size_t found = 0;
  for (const std::string& text : texts) {
    if (text.rfind("v=STSv1", 0) != 0) continue;
    ++found;
    if (const auto read = parse_mta_sts_record(text)) id = *read;
  }
  return found == 1 ? id : std::nullopt;
}

bool mta_sts_allows(const MtaStsPolicy& policy, const dns::Name& host) {
  for (const std::string& pattern : policy.mx) {
    const bool is_wildcard = starts_with_ignoring_case(pattern, "*.");
    const auto name = dns::Name::parse(is_wildcard ? std::string_view(pattern).substr(2)
                                                   : std::string_view(pattern));
    if (!name) continue;
    if (is_wildcard ? !host.is_root() && host.parent() == *name : host == *name) return true;
  }
  return false;
}

DaneMatch match_tlsa(const std::vector<dns::Tlsa>& records,
                     const std::vector<ShownCertificate>& chain) {
  return match_tlsa(records, chain, [](const std::string&) { return true; });
}

DaneMatch match_tlsa(const std::vector<dns::Tlsa>& records,
                     const std::vector<ShownCertificate>& chain, const LeadsTo& leads_to) {
  DaneMatch match;
  for (const dns::Tlsa& record : records) {
    const bool is_usable =
        (record.usage == 2 || record.usage == 3) && record.selector <= 1 && record.matching <= 2;
    if (!is_usable) continue;
    match.has_usable_record = true;
    for (std::size_t i = 0; i < chain.size(); ++i) {
      if (record.usage == 3 && i > 0) break;  // the server's own certificate only
      const std::string& octets = record.selector == 1 ? chain[i].public_key : chain[i].certificate;
      if (digest_of(record.matching, octets) != record.association) continue;
      if (record.usage == 2 && !leads_to(chain[i].certificate)) continue;
      match.matches = true;
      match.record = dns::to_text(dns::Data{record});
      return match;
    }
  }
  return match;
}

}  // namespace mailscope::policy
