// Columns as wide as their longest text.
#include "sim/cli/outcome_table.h"

#include <algorithm>

#include "ui/text/outcome_text.h"

namespace mailscope::cli {
namespace {

std::size_t characters_in(std::string_view text) {  // in characters
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  }));
}

std::string in_columns(std::string text, std::size_t columns) {
  const std::size_t has = characters_in(text);
  return has < columns ? text.append(columns - has, ' ') : text;
}

std::string cell_of(const std::optional<scenario::Outcome>& outcome, const ui::Words& words) {
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
  std::size_t first = 0, second = characters_in(before);
  for (const scenario::ComparedOutcome& row : rows) {
    lines.push_back({ui::outcome_subject(words, name_of(row.kind), row.facts),
                     cell_of(row.before, words), cell_of(row.after, words)});
    first = std::max(first, characters_in(lines.back().subject));
    second = std::max(second, characters_in(lines.back().before));
  }
  std::string out = in_columns("", first + 4) + in_columns(before, second + 2) + after + "\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || rows[i].kind != rows[i - 1].kind)
      out += ui::outcome_section(words, name_of(rows[i].kind)) + "\n";
    out += (rows[i].is_changed ? "* " : "  ") + in_columns(lines[i].subject, first + 2) +
           in_columns(lines[i].before, second + 2) + lines[i].after + "\n";
  }
  return out;
}

}  // namespace mailscope::cli
