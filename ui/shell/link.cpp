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

}  // namespace

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
    } else {
      read_knobs(part, link);
    }
  }
  return link;
}

std::string to_text(const Link& link) {
  std::string text =
      link.lesson + "/" + std::to_string(link.step.value_or(0)) + "/" + link.language;
  std::string knobs, words;
  for (const auto& [knob, position] : link.changes.positions)
    knobs += (knobs.empty() ? "" : ",") + knob + "=" + position;
  for (const std::string& word : link.changes.interventions)
    words += (words.empty() ? "do=" : ";") + word;
  if (!knobs.empty() || !words.empty()) text += "?" + knobs;
  if (!words.empty()) text += (knobs.empty() ? "" : "&") + words;
  return text;
}

}  // namespace mailscope::ui
