// A fault is cut into its place and its two halves; each half is known by its sentence.
#include "ui/text/fault_text.h"

#include <optional>

#include "ui/text/fault_tables.h"
#include "ui/text/gaps.h"

namespace mailscope::ui {
namespace {

constexpr int k_fault_depth_max = 6;  // sentences within sentences; "a list, each item a list …"

bool is_name_gap(std::string_view gap) {
  return gap == "thing" || gap == "wanted" || gap == "fault";
}

// Gaps that are not filled by anything: else a sentence would swallow what belongs to another one.
bool fits(std::string_view gap, std::string_view text) {
  if (gap == "example") return text.front() == '{' || text.front() == '[' || text.front() == '"';
  if (gap == "key") return text.find('"') == std::string_view::npos;
  if (gap == "type" || gap == "owner") return text.find(' ') == std::string_view::npos;
  return true;
}

// "\"a\", \"b\" or \"c\"" and "\"a\", \"b\" and 5 more", as sim/scenario lists what could be written.
std::optional<std::string> list_in(const Words& words, std::string_view text) {
  if (text.size() < 2 || text.front() != '"') return std::nullopt;
  constexpr std::string_view k_or = "\" or \"", k_and = "\" and ", k_more = " more";
  if (text.back() != '"') {
    const auto at = text.rfind(k_and);
    if (at == std::string_view::npos || text.size() < at + k_and.size() + k_more.size() + 1 ||
        text.substr(text.size() - k_more.size()) != k_more)
      return std::nullopt;
    const std::string_view count =
        text.substr(at + k_and.size(), text.size() - k_more.size() - at - k_and.size());
    return fill(words.tr(mark("{words} and {n} more")),
                {{"words", std::string(text.substr(0, at + 1))}, {"n", std::string(count)}});
  }
  const auto at = text.rfind(k_or);
  if (at == std::string_view::npos) return std::string(text);
  return fill(words.tr(mark("{words} or {last}")),
              {{"words", std::string(text.substr(0, at + 1))},
               {"last", std::string(text.substr(at + k_or.size() - 1))}});
}

std::optional<std::string> known_in(const Words& words, std::string_view text, int depth) {
  if (depth > k_fault_depth_max) return std::nullopt;
  for (const auto table : {fault_names(), fault_sentences()}) {
    for (const std::string_view sentence : table) {
      auto gaps = gaps_of(sentence, text);
      bool is_it = gaps.has_value();
      for (std::size_t i = 0; is_it && i < gaps->size(); ++i) {
        auto& [name, filling] = (*gaps)[i];
        std::optional<std::string> said = filling;
        if (is_name_gap(name)) said = known_in(words, filling, depth + 1);
        if (name == "list") said = list_in(words, filling);
        if (!fits(name, filling)) said.reset();
        is_it = said.has_value();
        if (is_it) filling = *said;
      }
      if (is_it) return fill(words.tr(sentence), *gaps);
    }
  }
  return std::nullopt;
}

// "what is wrong; what would mend it": either may hold a "; " of its own.
std::optional<std::string> both_halves(const Words& words, std::string_view text) {
  for (auto at = text.find("; "); at != std::string_view::npos; at = text.find("; ", at + 1)) {
    const auto what = known_in(words, text.substr(0, at), 0);
    if (!what) continue;
    if (const auto mend = known_in(words, text.substr(at + 2), 0)) return *what + "; " + *mend;
  }
  return known_in(words, text, 0);
}

std::string one_fault(const Words& words, std::string_view fault) {
  for (std::size_t at = 0; at != std::string_view::npos;) {
    if (const auto said = both_halves(words, fault.substr(at)))
      return std::string(fault.substr(0, at)) + *said;
    const auto next = fault.find(": ", at);
    at = next == std::string_view::npos ? next : next + 2;
  }
  return std::string(fault);
}

}  // namespace

std::string fault_text(const Words& words, std::string_view faults) {
  std::string out;
  while (!faults.empty()) {
    const auto end = faults.find("\n\n");
    out += one_fault(words, faults.substr(0, end));
    if (end == std::string_view::npos) break;
    out += "\n\n";
    faults.remove_prefix(end + 2);
  }
  return out;
}

bool is_known_in_faults(std::string_view text) {
  return known_in(words_in("en"), text, 0).has_value();
}

}  // namespace mailscope::ui
