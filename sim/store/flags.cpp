#include "sim/store/flags.h"

#include <algorithm>
#include <array>

#include "sim/base/text.h"

namespace mailscope::store {

namespace {

constexpr std::array k_system_flags{k_answered, k_deleted, k_draft, k_flagged, k_seen};

std::string usual_spelling(std::string_view name) {
  for (const std::string_view known : k_system_flags)
    if (equal_ignoring_case(known, name)) return std::string(known);
  return std::string(name);
}

bool comes_before(std::string_view a, std::string_view b) {
  const bool is_system_a = !a.empty() && a.front() == '\\';
  const bool is_system_b = !b.empty() && b.front() == '\\';
  if (is_system_a != is_system_b) return is_system_a;
  return lower(a) < lower(b);
}

}  // namespace

Flags::Flags(std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) add(name);
}

bool Flags::has(std::string_view name) const {
  return std::any_of(names_.begin(), names_.end(),
                     [name](const std::string& known) { return equal_ignoring_case(known, name); });
}

bool Flags::add(std::string_view name) {
  if (name.empty() || has(name)) return false;
  const auto place = std::lower_bound(names_.begin(), names_.end(), name, comes_before);
  names_.insert(place, usual_spelling(name));
  return true;
}

bool Flags::remove(std::string_view name) {
  const auto place = std::find_if(names_.begin(), names_.end(), [name](const std::string& known) {
    return equal_ignoring_case(known, name);
  });
  if (place == names_.end()) return false;
  names_.erase(place);
  return true;
}

void Flags::add_all(const Flags& other) {
  for (const std::string& name : other.names_) add(name);
}

void Flags::remove_all(const Flags& other) {
  for (const std::string& name : other.names_) remove(name);
}

std::string to_text(const Flags& flags) {
  std::string text;
  for (const std::string& name : flags.names()) {
    if (!text.empty()) text += ' ';
    text += name;
  }
  return text;
}

}  // namespace mailscope::store
