// SPF's macros (RFC 7208, section 7).
#include "sim/base/text.h"
#include "sim/policy/spf_evaluation.h"

namespace mailscope::policy {
namespace {

constexpr std::size_t k_ptr_names_max = 10;

std::string url_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += "%" + upper(hex(std::string_view(&c, 1)));
    }
  }
  return out;
}

// 192.0.2.1, or nibbles with dots (section 7.3).
std::string dotted(const Address& address) {
  if (address.is_ipv4()) return mailscope::to_text(address.v4);
  std::string out;
  for (const char c : upper(hex(octets_of(address.v6)))) {
    if (!out.empty()) out += '.';
    out += c;
  }
  return out;
}

// "2r-": split at the delimiters, reversed, the last two kept, joined by dots.
std::string transformed(const std::string& value, std::string_view transformers) {
  std::size_t at = 0;
  while (at < transformers.size() && is_digit(transformers[at])) ++at;
  const auto kept = parse_number(transformers.substr(0, at));
  const bool is_reversed = at < transformers.size() && ascii_lower(transformers[at]) == 'r';
  std::string_view delimiters = transformers.substr(is_reversed ? at + 1 : at);
  if (delimiters.empty()) delimiters = ".";
  std::vector<std::string> parts{""};
  for (const char c : value) {
    if (delimiters.find(c) != std::string_view::npos) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (is_reversed) parts = std::vector<std::string>(parts.rbegin(), parts.rend());
  const std::size_t first =
      kept && *kept < parts.size() ? parts.size() - static_cast<std::size_t>(*kept) : 0;
  std::string out;
  for (std::size_t i = first; i < parts.size(); ++i) out += (i == first ? "" : ".") + parts[i];
  return out;
}

}  // namespace

std::optional<std::string> SpfEvaluation::expand(std::string_view text, const std::string& domain) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '%' || at + 1 >= text.size()) {
      out += text[at++];
      continue;
    }
    const char next = text[at + 1];
    if (next != '{') {
      out += next == '_' ? " " : next == '-' ? "%20" : "%";
      at += 2;
      continue;
    }
    const auto end = text.find('}', at);
    if (end == std::string_view::npos) break;
    const char letter = text[at + 2];
    const auto value = macro(ascii_lower(letter), domain);
    if (!value) return std::nullopt;
    const std::string changed = transformed(*value, text.substr(at + 3, end - at - 3));
    out += letter == ascii_lower(letter) ? changed : url_escaped(changed);
    at = end + 1;
  }
  return out;
}

std::optional<std::string> SpfEvaluation::macro(char letter, const std::string& domain) {
  switch (letter) {
    case 's': return sender_;
    case 'l': return local_part_;
    case 'o': return sender_domain_;
    case 'd': return domain;
    case 'i': return dotted(request_.client);
    case 'c': return mailscope::to_text(request_.client);
    case 'v': return std::string(request_.client.is_ipv4() ? "in-addr" : "ip6");
    case 'h': return request_.helo;
    case 'r': return request_.receiver;
    case 't': return std::to_string(request_.now_s);
    case 'p': break;
    default: return std::string();
  }
  const auto names = validated_names();
  if (!names) return std::nullopt;
  const auto current = spf_name(domain);
  for (const auto& name : *names) {
    if (current && spf_name(name) == current) return name;
  }
  for (const auto& name : *names) {
    const auto parsed = spf_name(name);
    if (current && parsed && parsed->is_within(*current)) return name;
  }
  return names->empty() ? "unknown" : names->front();
}

// The client's names by PTR that lead back to it (section 5.5). DNS errors mean: no such name.
std::optional<std::vector<std::string>> SpfEvaluation::validated_names() {
  const auto reverse = dns::Name::parse(reverse_name(request_.client));
  MUST(reverse.has_value());
  const dns::Answer* pointers = questions_.find({*reverse, dns::Type::ptr});
  if (pointers == nullptr) return std::nullopt;
  std::vector<std::string> names;
  std::size_t asked = 0;
  const dns::Type type = request_.client.is_ipv4() ? dns::Type::a : dns::Type::aaaa;
  for (const dns::Ptr& pointer : dns::data_of<dns::Ptr>(pointers->records)) {
    if (++asked > k_ptr_names_max) break;
    const dns::Answer* addresses = questions_.find({pointer.target, type});
    if (addresses == nullptr) return std::nullopt;
    for (const dns::Record& record : addresses->records) {
      const auto* a = std::get_if<dns::A>(&record.data);
      const auto* aaaa = std::get_if<dns::Aaaa>(&record.data);
      if ((a != nullptr && Address(a->address) == request_.client) ||
          (aaaa != nullptr && Address(aaaa->address) == request_.client)) {
        names.push_back(pointer.target.text());
        break;
      }
    }
  }
  return names;
}

}  // namespace mailscope::policy
