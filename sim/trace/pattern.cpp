// Records as field texts, and patterns matched against them.
//
// Everything goes through the payloads' `fields`, so a new member of a payload can be matched as soon
// as it is listed there. Matching renders only the field that it is asked about.
#include "sim/trace/pattern.h"

#include <type_traits>

#include "sim/base/text.h"

namespace mailscope {
namespace {

using HostNames = std::vector<std::string>;

std::string host_text(HostId id, const HostNames& names) {
  if (id.is_none()) return {};
  return id.value <= names.size() ? names[id.value - 1] : std::to_string(id.value);
}

// How one member of a payload reads as text. Facts are not here: each is a field of its own.
struct Render {
  const HostNames& names;

  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(bool is_true) const { return is_true ? "true" : "false"; }
  std::string operator()(const Octets& octets) const { return hex(octets.value); }
  std::string operator()(Ipv4 address) const { return to_text(address); }
  std::string operator()(Time time) const { return std::to_string(time.us); }
  std::string operator()(Duration duration) const { return std::to_string(duration.us); }
  std::string operator()(RecordNumber number) const { return std::to_string(number.value); }
  std::string operator()(HostId host) const { return host_text(host, names); }
  std::string operator()(const std::vector<std::string>& list) const {
    std::string out;
    for (const std::string& item : list) {
      if (!out.empty()) out += ", ";
      out += item;
    }
    return out;
  }
  template <class Value>
  std::string operator()(const Value& value) const {
    if constexpr (std::is_enum_v<Value>) {
      return std::string(name_of(value));
    } else {
      static_assert(std::is_integral_v<Value>, "a member of a payload that has no text yet");
      return std::to_string(value);
    }
  }
};

// Calls visit(name, render), where render() gives the text, for every field of the record in order.
template <class Visit>
void for_each_field(const Record& record, const HostNames& names, Visit&& visit) {
  visit(std::string_view("kind"), [&] { return std::string(kind_of(record)); });
  visit(std::string_view("host"), [&] { return host_text(record.place.host, names); });
  visit(std::string_view("peer"), [&] { return host_text(record.place.peer, names); });
  std::visit(
      [&](const auto& payload) {
        std::decay_t<decltype(payload)>::fields(
            payload, [&](std::string_view name, const auto& value) {
              if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Facts>) {
                for (const auto& [key, text] : value) {
                  const std::string full = std::string(name) + "." + key;
                  const std::string& fact = text;
                  visit(std::string_view(full), [&] { return fact; });
                }
              } else {
                visit(name, [&] { return Render{names}(value); });
              }
            });
      },
      record.payload);
}

// A line's own CR LF need not be written in a pattern.
bool matches_text(std::string_view glob, std::string_view text) {
  if (glob_matches(glob, text)) return true;
  const bool ends_line = text.size() >= 2 && text.substr(text.size() - 2) == "\r\n";
  return ends_line && glob_matches(glob, text.substr(0, text.size() - 2));
}

bool holds(const FieldMatch& match, const Record& record, const HostNames& names) {
  if (match.field == "kind") return matches_text(match.glob, kind_of(record)) != match.is_negated;
  bool is_met = false;
  for_each_field(record, names, [&](std::string_view name, auto&& render) {
    if (!is_met && name == match.field) is_met = matches_text(match.glob, render());
  });
  return is_met != match.is_negated;
}

}  // namespace

FieldTexts fields_of(const Record& record, const std::vector<std::string>& host_names) {
  FieldTexts out;
  for_each_field(record, host_names, [&](std::string_view name, auto&& render) {
    out.emplace_back(std::string(name), render());
  });
  return out;
}

std::vector<std::string> host_names(const Trace& trace) {
  std::vector<std::string> names;
  for (const Record& record : trace) {
    const auto* added = std::get_if<HostAdded>(&record.payload);
    if (added == nullptr || record.place.host.is_none()) continue;
    if (names.size() < record.place.host.value) names.resize(record.place.host.value);
    names[record.place.host.value - 1] = added->name;
  }
  return names;
}

// The text is walked once; after a mismatch the last star takes one octet more.
bool glob_matches(std::string_view glob, std::string_view text) {
  std::size_t g = 0, t = 0;
  std::size_t star = std::string_view::npos, star_text = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      star_text = t;
    } else if (g < glob.size() && glob[g] == text[t]) {
      ++g, ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

bool matches(const Pattern& pattern, const Record& record,
             const std::vector<std::string>& host_names) {
  for (const FieldMatch& match : pattern.matches) {
    if (!holds(match, record, host_names)) return false;
  }
  return true;
}

std::vector<RecordNumber> find_all(const Pattern& pattern, const Trace& trace) {
  const HostNames names = host_names(trace);
  std::vector<RecordNumber> found;
  std::uint32_t count = 0;
  for (const Record& record : trace) {
    if (!matches(pattern, record, names)) continue;
    if (pattern.nth == 0) {
      found.push_back(record.number);
    } else if (++count == pattern.nth) {
      return {record.number};
    }
  }
  return found;
}

}  // namespace mailscope
