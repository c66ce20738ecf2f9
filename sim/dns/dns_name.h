// A domain name: labels of octets, compared without regard to ASCII case (RFC 1035, section 2.3).
//
// Knows no records and no wire format. A Name is always absolute and always within the limits
// (labels of 1..63 octets, 255 octets in all), so nobody has to check again.
//
//   const auto name = Name::parse("MX1.Example.org.");   // the final dot is optional
//   name->is_within(*Name::parse("example.org"));         // true
//   name->text();                                         // "MX1.Example.org": case is kept
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"

namespace mailscope::dns {

inline constexpr std::size_t k_label_octets_max = 63;  // RFC 1035, section 2.3.4
inline constexpr std::size_t k_name_octets_max = 255;  // length octets and the root's zero included

struct BadName {
  std::size_t at = 0;  // octet of the text, from 0
  std::string what;    // "a label has 64 octets; 63 is the most"

  friend bool operator==(const BadName&, const BadName&) = default;
};

class Name {
 public:
  Name() = default;  // the root

  // Master-file text: "." is the root, "\." and "\065" are escapes (RFC 1035, section 5.1).
  static Result<Name, BadName> parse(std::string_view text);
  // From labels as they stand on the wire; nullopt when a limit is passed or a label is empty.
  static std::optional<Name> from_labels(std::vector<std::string> labels);

  const std::vector<std::string>& labels() const { return labels_; }
  std::size_t label_count() const { return labels_.size(); }
  bool is_root() const { return labels_.empty(); }
  bool is_wildcard() const { return !labels_.empty() && labels_.front() == "*"; }
  std::size_t wire_octets() const;

  // Equal to `ancestor` or below it.
  bool is_within(const Name& ancestor) const;
  // Without the first label; the root's parent is the root.
  Name parent() const;
  // The last `count` labels ("example.org" of "mx.example.org" for 2); all of them when there are
  // fewer.
  Name last_labels(std::size_t count) const;
  // One label more in front; nullopt when that passes a limit.
  std::optional<Name> child(std::string_view label) const;
  // The same name below another suffix: "a.example.org" from example.org to example.net.
  std::optional<Name> moved(const Name& from, const Name& to) const;
  Name lowered() const;

  // Without the final dot, escaped where needed; the root is ".".
  std::string text() const;

  friend bool operator==(const Name& a, const Name& b);
  // Canonical order: by labels from the right, each as lower-case octets (RFC 4034, section 6.1).
  friend bool operator<(const Name& a, const Name& b);

 private:
  std::vector<std::string> labels_;
};

// For names known to be right when the program is written: a mistake is ours, not the user's.
Name name_of(std::string_view text);

// True for letters, digits, hyphens inside: the host names of RFC 1123, section 2.1 (at least one
// label).
bool is_host_name(const Name& name);

}  // namespace mailscope::dns
