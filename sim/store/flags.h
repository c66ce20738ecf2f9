// The flags of one mail: \Seen, \Deleted, $Forwarded … as an ordered set of names.
//
// Names are compared without regard to case (RFC 9051, section 2.3.2); the five system flags are kept in
// their usual spelling, and the set prints in one fixed order, so that two equal sets give equal octets.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace mailscope::store {

inline constexpr std::string_view k_seen = "\\Seen";
inline constexpr std::string_view k_answered = "\\Answered";
inline constexpr std::string_view k_flagged = "\\Flagged";
inline constexpr std::string_view k_deleted = "\\Deleted";
inline constexpr std::string_view k_draft = "\\Draft";

class Flags {
 public:
  Flags() = default;
  Flags(std::initializer_list<std::string_view> names);

  bool has(std::string_view name) const;
  // True when the set has changed.
  bool add(std::string_view name);
  bool remove(std::string_view name);
  void add_all(const Flags& other);
  void remove_all(const Flags& other);

  bool is_empty() const { return names_.empty(); }
  const std::vector<std::string>& names() const { return names_; }

  friend bool operator==(const Flags&, const Flags&) = default;

 private:
  std::vector<std::string> names_;  // sorted by their lower-case form, system flags first
};

// "\Answered \Seen $Forwarded": with single spaces, without parentheses.
std::string to_text(const Flags& flags);

}  // namespace mailscope::store
