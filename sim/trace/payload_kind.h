// What the kinds of a Record share: how one names its fields, and the types that several carry.
//
// `fields` names every member once; JSON, text, patterns and the digest all go through it, so a
// new member appears everywhere by being listed there. Octets are octets: how they are shown is the
// reader's affair. Texts are English identifiers or protocol text, never sentences for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/address.h"
#include "sim/base/ids.h"
#include "sim/base/time.h"
#include "sim/trace/names.h"
#include "sim/wire/line.h"

namespace mailscope {

inline constexpr Named<LineKind> k_line_kinds[] = {
    {LineKind::greeting, "greeting"},
    {LineKind::command, "command"},
    {LineKind::reply, "reply"},
    {LineKind::content, "content"},
    {LineKind::continuation, "continuation"},
};
constexpr const auto& names_of(LineKind) { return k_line_kinds; }

using Facts = std::vector<std::pair<std::string, std::string>>;  // ordered; keys are kebab-case

// Octets that are not text: base64 in JSON.
struct Octets {
  std::string value;
  friend bool operator==(const Octets&, const Octets&) = default;
};

#define MAILSCOPE_KIND(word)                       \
  static constexpr std::string_view k_kind = word; \
  template <class Self, class Visit>               \
  static void fields(Self& self, Visit&& visit)

}  // namespace mailscope
