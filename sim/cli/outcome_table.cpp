// Columns as wide as their longest text.
#include "sim/cli/outcome_table.h"

#include <algorithm>

#include "ui/text/outcome_text.h"

namespace mailscope::cli {
namespace {

std::size_t width(std::string_view text) {  // in characters
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  }));
}

std::string padded(std::string text, std::size_t columns) {
  const std::size_t has = width(text);
  return has < columns ? text.append(columns - has, ' ') : text;
}

std::string cell(const std::optional<scenario::Outcome>& outcome, const ui::Words& words) {
  if (!outcome) return "—";
  return ui::outcome_cell(words, name_of(outcome->kind), name_of(outcome->value), outcome->detail);
}

}  // namespace

std::string outcome_table(const std::vector<scenario::ComparedOutcome>& rows,
                          const std::string& before, const std::string& after,
                          const ui::Words& words) {
  struct Line {
    std::string subject, before, after;
  };
  std::vector<Line> lines;
  std::size_t first = 0, second = width(before);
  for (const scenario::ComparedOutcome& row : rows) {
    lines.push_back({ui::outcome_subject(words, name_of(row.kind), row.facts),
                     cell(row.before, words), cell(row.after, words)});
    first = std::max(first, width(lines.back().subject));
    second = std::max(second, width(lines.back().before));
  }
  std::string out = padded("", first + 4) + padded(before, second + 2) + after + "\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || rows[i].kind != rows[i - 1].kind)
      out += ui::outcome_section(words, name_of(rows[i].kind)) + "\n";
    out += (rows[i].is_changed ? "* " : "  ") + padded(lines[i].subject, first + 2) +
           padded(lines[i].before, second + 2) + lines[i].after + "\n";
  }
  return out;
}

}  // namespace mailscope::cli
