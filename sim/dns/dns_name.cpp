#include "sim/dns/dns_name.h"

#include <algorithm>
#include <utility>

#include "sim/base/text.h"

namespace mailscope::dns {
namespace {

BadName fault(std::size_t at, std::string what) { return {at, std::move(what)}; }

// Octets of a name's wire form: every label with its length, and the root's zero.
std::size_t wire_octets_of(const std::vector<std::string>& labels) {
  std::size_t octets = 1;
  for (const auto& label : labels) octets += 1 + label.size();
  return octets;
}

// "\065" or "\." at `at`: the octet meant and how many characters it took; size 0 = malformed.
struct Escaped {
  char octet = 0;
  std::size_t size = 0;
};
Escaped escaped_at(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return {};
  if (!is_digit(text[at + 1])) return {text[at + 1], 2};
  if (at + 3 >= text.size()) return {};
  const auto number = parse_number(text.substr(at + 1, 3));
  if (!number || *number > 255) return {};
  return {static_cast<char>(static_cast<unsigned char>(*number)), 4};
}

std::string label_text(const std::string& label) {
  std::string text;
  for (const char c : label) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '.' || c == '\\' || c == '"' || c == ';' || c == '(' || c == ')' || c == '@' ||
        c == '$') {
      text += '\\';
      text += c;
    } else if (octet <= 0x20 || octet >= 0x7F) {
      text += '\\';
      text += static_cast<char>('0' + octet / 100);
      text += static_cast<char>('0' + octet / 10 % 10);
      text += static_cast<char>('0' + octet % 10);
    } else {
      text += c;
    }
  }
  return text;
}

// Negative, zero, positive, by lower-case octets.
int compare_labels(const std::string& a, const std::string& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const auto x = static_cast<unsigned char>(ascii_lower(a[i]));
    const auto y = static_cast<unsigned char>(ascii_lower(b[i]));
    if (x != y) return x < y ? -1 : 1;
  }
  return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

}  // namespace

Result<Name, BadName> Name::parse(std::string_view text) {
  if (text.empty()) return Error{fault(0, "a domain name is missing")};
  if (text == ".") return Name();
  Name name;
  std::string label;
  std::size_t label_start = 0;
  for (std::size_t at = 0; at <= text.size();) {
    if (at == text.size() || text[at] == '.') {
      if (label.empty() && at == text.size() && at > 0) break;  // after the final dot
      if (label.empty()) return Error{fault(at, "two dots follow each other, or one comes first")};
      if (label.size() > k_label_octets_max) {
        return Error{fault(label_start, "the part between two dots has " +
                                            std::to_string(label.size()) +
                                            " octets; 63 is the most")};
      }
      name.labels_.push_back(std::move(label));
      label.clear();
      label_start = ++at;
      continue;
    }
    if (text[at] == '\\') {
      const Escaped escaped = escaped_at(text, at);
      if (escaped.size == 0) {
        return Error{
            fault(at, "a backslash is followed by one character, or by three digits up to 255")};
      }
      label += escaped.octet;
      at += escaped.size;
      continue;
    }
    if (text[at] == ' ' || text[at] == '\t')
      return Error{fault(at, "a space inside a domain name")};
    label += text[at++];
  }
  if (name.wire_octets() > k_name_octets_max) {
    return Error{fault(0, "the name takes " + std::to_string(name.wire_octets()) +
                              " octets on the wire; 255 is the most")};
  }
  return name;
}

std::optional<Name> Name::from_labels(std::vector<std::string> labels) {
  for (const auto& label : labels) {
    if (label.empty() || label.size() > k_label_octets_max) return std::nullopt;
  }
  if (wire_octets_of(labels) > k_name_octets_max) return std::nullopt;
  Name name;
  name.labels_ = std::move(labels);
  return name;
}

std::size_t Name::wire_octets() const { return wire_octets_of(labels_); }

bool Name::is_within(const Name& ancestor) const {
  const std::size_t count = ancestor.labels_.size();
  if (labels_.size() < count) return false;
  for (std::size_t i = 1; i <= count; ++i) {
    if (compare_labels(labels_[labels_.size() - i], ancestor.labels_[count - i]) != 0) return false;
  }
  return true;
}

Name Name::parent() const {
  Name name;
  if (!labels_.empty()) name.labels_.assign(labels_.begin() + 1, labels_.end());
  return name;
}

Name Name::last_labels(std::size_t count) const {
  Name name;
  const std::size_t kept = std::min(count, labels_.size());
  name.labels_.assign(labels_.end() - static_cast<std::ptrdiff_t>(kept), labels_.end());
  return name;
}

std::optional<Name> Name::child(std::string_view label) const {
  std::vector<std::string> labels;
  labels.reserve(labels_.size() + 1);
  labels.emplace_back(label);
  labels.insert(labels.end(), labels_.begin(), labels_.end());
  return from_labels(std::move(labels));
}

std::optional<Name> Name::moved(const Name& from, const Name& to) const {
  if (!is_within(from)) return std::nullopt;
  std::vector<std::string> labels(labels_.begin(),
                                  labels_.end() - static_cast<std::ptrdiff_t>(from.labels_.size()));
  labels.insert(labels.end(), to.labels_.begin(), to.labels_.end());
  return from_labels(std::move(labels));
}

Name Name::lowered() const {
  Name name = *this;
  for (auto& label : name.labels_) label = lower(label);
  return name;
}

std::string Name::text() const {
  if (labels_.empty()) return ".";
  std::string text;
  for (const auto& label : labels_) {
    if (!text.empty()) text += '.';
    text += label_text(label);
  }
  return text;
}

bool operator==(const Name& a, const Name& b) {
  return a.labels_.size() == b.labels_.size() && a.is_within(b);
}

bool operator<(const Name& a, const Name& b) {
  const std::size_t common = std::min(a.labels_.size(), b.labels_.size());
  for (std::size_t i = 1; i <= common; ++i) {
    const int order =
        compare_labels(a.labels_[a.labels_.size() - i], b.labels_[b.labels_.size() - i]);
    if (order != 0) return order < 0;
  }
  return a.labels_.size() < b.labels_.size();
}

Name name_of(std::string_view text) {
  auto name = Name::parse(text);
  MUST(name.has_value());
  return *std::move(name);
}

bool is_host_name(const Name& name) {
  for (const auto& label : name.labels()) {
    if (label.front() == '-' || label.back() == '-') return false;
    for (const char c : label) {
      if (!is_alpha(c) && !is_digit(c) && c != '-') return false;
    }
  }
  return !name.is_root();
}

}  // namespace mailscope::dns
