// Rewriting of addresses and mails for forwarders and lists.
#include "sim/hosts/forwarding.h"

#include "sim/base/text.h"
#include "sim/crypto/hash.h"
#include "sim/hosts/mail_writing.h"
#include "sim/mime/header.h"
#include "sim/mime/trace_fields.h"

namespace mailscope::hosts {
namespace {

constexpr std::string_view k_prefix = "srs0=";
constexpr std::int64_t k_days_modulo = 1024, k_days_valid = 21;
constexpr std::string_view k_base32 = "abcdefghijklmnopqrstuvwxyz234567";

std::string day_text(std::int64_t unix_s) {
  const std::int64_t day = unix_s / 86'400 % k_days_modulo;
  return {k_base32[static_cast<std::size_t>(day / 32)],
          k_base32[static_cast<std::size_t>(day % 32)]};
}

// Four letters are what the scheme uses: enough against guessing, and local parts are short.
std::string hash_of(std::string_view secret, std::string_view day, std::string_view domain,
                    std::string_view local) {
  const std::string mac =
      crypto::hmac_sha256(secret, std::string(day) + "=" + lower(domain) + "=" + lower(local));
  std::string text;
  for (std::size_t i = 0; i < 4; ++i)
    text += k_base32[static_cast<unsigned char>(mac[i]) % k_base32.size()];
  return text;
}

// The mail with the first field of this name replaced, or put on top if it has none.
std::string with_changed_field(const std::string& content, std::string_view name,
                               const std::string& body) {
  mime::Faults faults;
  const mime::Header header = mime::parse_header(content, {0, content.size()}, faults);
  const mime::Field* field = header.find(name);
  if (!field) return mime::with_field(content, mime::fold_field(name, body));
  std::string out = content;
  return out.replace(field->whole.offset, field->whole.length, mime::fold_field(name, body));
}

std::string header_text(const std::string& content, std::string_view name) {
  mime::Faults faults;
  const mime::Header header = mime::parse_header(content, {0, content.size()}, faults);
  return mime::field_text(content, header, name).value_or("");
}

}  // namespace

std::string srs_address(std::string_view secret, const std::string& reverse_path,
                        const std::string& forwarder, std::int64_t unix_s) {
  const std::size_t at = reverse_path.rfind('@');
  if (at == std::string::npos) return reverse_path;
  const std::string local = reverse_path.substr(0, at), domain = reverse_path.substr(at + 1);
  const std::string day = day_text(unix_s);
  return std::string(k_prefix) + hash_of(secret, day, domain, local) + "=" + day + "=" +
         lower(domain) + "=" + local + "@" + forwarder;
}

std::optional<std::string> address_in_srs(std::string_view secret, const std::string& address,
                                          std::int64_t unix_s) {
  if (!starts_with_ignoring_case(address, k_prefix)) return std::nullopt;
  const std::string inside = address.substr(k_prefix.size(), address.rfind('@') - k_prefix.size());
  const Cut hash = cut(inside, '=');
  const Cut day = cut(hash.tail, '=');
  const Cut domain = cut(day.tail, '=');
  if (domain.head.empty() || domain.tail.empty() || day.head.size() != 2) return std::nullopt;
  const std::string day_low = lower(day.head);
  if (!equal_ignoring_case(hash.head, hash_of(secret, day_low, domain.head, domain.tail)))
    return std::nullopt;
  const std::size_t high = k_base32.find(day_low[0]), low = k_base32.find(day_low[1]);
  if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
  const std::int64_t age =
      (unix_s / 86'400 - static_cast<std::int64_t>(high * 32 + low)) % k_days_modulo;
  if ((age + k_days_modulo) % k_days_modulo > k_days_valid) return std::nullopt;
  return std::string(domain.tail) + "@" + std::string(domain.head);
}

std::string bounces_of(const MailingListSpec& list) {
  const std::size_t at = list.address.find('@');
  if (at == std::string::npos) return list.address + "-bounces";
  return list.address.substr(0, at) + "-bounces" + list.address.substr(at);
}

std::string as_list_sends(const std::string& content, const MailingListSpec& list) {
  std::string out = content;
  const std::string subject = header_text(out, "Subject");
  if (!list.subject_prefix.empty() && subject.find(list.subject_prefix) == std::string::npos) {
    out = with_changed_field(out, "Subject", list.subject_prefix + subject);
  }
  if (list.rewrites_from) {
    const std::string from = header_text(out, "From");
    std::string name(trim(cut(from, '<').head));
    if (name.empty() || name.find('@') != std::string::npos) {
      const std::string address = address_in(from);
      name = address.substr(0, address.find('@'));
    }
    out = with_changed_field(out, "Reply-To", from);
    out = with_changed_field(out, "From", name + " via list <" + list.address + ">");
  }
  if (!list.footer.empty()) {
    if (out.size() < 2 || out.compare(out.size() - 2, 2, "\r\n") != 0) out += "\r\n";
    for (const char c : list.footer) {  // a scenario ends its lines by LF alone
      if (c == '\n' && out.back() != '\r') out.push_back('\r');
      out.push_back(c);
    }
    out += "\r\n";
  }
  std::string id = list.address;
  const std::size_t at = id.find('@');
  if (at != std::string::npos) id[at] = '.';
  return mime::with_field(out, "List-Id: <" + id + ">\r\n");  // RFC 2919
}

}  // namespace mailscope::hosts
