// Cutting the text at its marks.
#include "ui/shell/link.h"

#include "sim/base/text.h"
#include "sim/scenario/intervention.h"
#include "ui/shell/app.h"

namespace mailscope::ui {
namespace {

void read_knobs(std::string_view text, Link& link) {
  for (const std::string_view pair : split(text, ',')) {
    const Cut halves = cut(pair, '=');
    if (halves.found) {
      link.changes.positions[std::string(halves.head)] = std::string(halves.tail);
    } else if (!pair.empty()) {
      link.faults.push_back(LinkFault::change);
    }
  }
}

void read_interventions(std::string_view text, Link& link) {
  for (const std::string_view word : split(text, ';')) {
    if (word.empty()) continue;
    if (const auto intervention = scenario::parse_intervention(word)) {
      link.changes.interventions.push_back(scenario::to_text(*intervention));
    } else {
      link.faults.push_back(LinkFault::change);
    }
  }
}

constexpr std::string_view k_views[] = {"steps", "dialogue", "outcome"};

// What would end a side, or the flag, is written as %XX.
constexpr std::string_view k_escaped = "%&:";
std::string escaped(std::string_view text) {
  static constexpr char k_digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (k_escaped.find(c) == std::string_view::npos) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out += '%';
    out += k_digits[octet >> 4];
    out += k_digits[octet & 15];
  }
  return out;
}
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool is_escape = false;
    for (const char c : k_escaped) {
      if (text.substr(i, 3) != escaped({&c, 1})) continue;
      out += c;
      i += 2;
      is_escape = true;
      break;
    }
    if (!is_escape) out += text[i];
  }
  return out;
}

bool is_side(std::string_view side) {
  return side.empty() || side == "written" || side == "defence" || parse_changes(side).has_value();
}

// "steps", "outcome:written:", "dialogue:policy=tls:defence"
std::optional<LinkCompare> compare_in(std::string_view text) {
  const auto parts = split(text, ':');
  LinkCompare compare;
  std::size_t view = 0;
  while (view < std::size(k_views) && k_views[view] != parts[0]) ++view;
  if (view == std::size(k_views) || parts.size() > 3) return std::nullopt;
  compare.view = static_cast<CompareView>(view);
  if (parts.size() > 1) compare.left = unescaped(parts[1]);
  if (parts.size() > 2) compare.right = unescaped(parts[2]);
  if (!is_side(compare.left) || !is_side(compare.right)) return std::nullopt;
  return compare;
}

std::string compare_text(const LinkCompare& compare) {
  std::string text = "compare=" + std::string(k_views[static_cast<std::size_t>(compare.view)]);
  if (compare.left != LinkCompare{}.left || !compare.right.empty())
    text += ":" + escaped(compare.left);
  if (!compare.right.empty()) text += ":" + escaped(compare.right);
  return text;
}

}  // namespace

std::optional<Changes> parse_changes(std::string_view text) {
  Link link;
  for (const std::string_view part : split(text, '&')) {
    if (part.substr(0, 3) == "do=") {
      read_interventions(part.substr(3), link);
    } else {
      read_knobs(part, link);
    }
  }
  if (!link.faults.empty()) return std::nullopt;
  return link.changes;
}

std::string changes_text(const Changes& changes) {
  std::string knobs, words;
  for (const auto& [knob, position] : changes.positions)
    knobs += (knobs.empty() ? "" : ",") + knob + "=" + position;
  for (const std::string& word : changes.interventions)
    words += (words.empty() ? "do=" : ";") + word;
  return knobs + (knobs.empty() || words.empty() ? "" : "&") + words;
}

Link parse_link(std::string_view text) {
  Link link;
  const Cut whole = cut(text, '?');
  const auto parts = split(whole.head, '/');
  link.lesson = std::string(parts[0]);
  if (parts.size() > 1 && !parts[1].empty()) {
    link.step = number_in(parts[1]);
    if (!link.step) link.faults.push_back(LinkFault::step);
  }
  if (parts.size() > 2) link.language = std::string(parts[2]);
  if (parts.size() > 3) read_knobs(parts[3], link);
  for (const std::string_view part : split(whole.tail, '&')) {
    if (part.substr(0, 3) == "do=") {
      read_interventions(part.substr(3), link);
    } else if (part.substr(0, 8) == "compare=") {
      link.compare = compare_in(part.substr(8));
      if (!link.compare) link.faults.push_back(LinkFault::compare);
    } else {
      read_knobs(part, link);
    }
  }
  return link;
}

std::string to_text(const Link& link) {
  std::string text =
      link.lesson + "/" + std::to_string(link.step.value_or(0)) + "/" + link.language;
  const std::string changes = changes_text(link.changes);
  if (!changes.empty() || link.compare) text += "?" + changes;
  if (link.compare) text += (changes.empty() ? "" : "&") + compare_text(*link.compare);
  return text;
}

}  // namespace mailscope::ui
