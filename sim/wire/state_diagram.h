// A protocol's table of legal moves as a diagram (Mermaid's notation), for docs/protocols.
//
//   state_diagram(smtp::k_moves)     // Move{from, verb, to}; name_of() for states and verbs
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailscope::wire {

// Mermaid's names of states hold no blanks.
inline std::string in_diagram(std::string_view state) {
  std::string name(state);
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

// Moves between the same two states share an arrow; those that stay are left out, for they say least.
template <class Moves>
std::string state_diagram(const Moves& moves) {
  struct Arrow {
    std::string from, to, verbs;
  };
  std::vector<Arrow> arrows;
  for (const auto& move : moves) {
    if (move.from == move.to) continue;
    const std::string from = in_diagram(name_of(move.from));
    const std::string to = in_diagram(name_of(move.to));
    const std::string verb(name_of(move.verb));
    const auto same = std::find_if(arrows.begin(), arrows.end(), [&](const Arrow& arrow) {
      return arrow.from == from && arrow.to == to;
    });
    if (same == arrows.end())
      arrows.push_back({from, to, verb});
    else
      same->verbs += ", " + verb;
  }
  std::string text = "```mermaid\nstateDiagram-v2\n";
  for (const Arrow& arrow : arrows) {
    text += "  " + arrow.from + " --> " + arrow.to + ": " + arrow.verbs + "\n";
  }
  return text + "```\n";
}

// What may be said in each state, as the rows of a table.
template <class Moves>
std::string state_table(const Moves& moves) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& move : moves) {
    const std::string from(name_of(move.from));
    const std::string verb(name_of(move.verb));
    const auto same =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.first == from; });
    if (same == rows.end())
      rows.push_back({from, verb});
    else
      same->second += ", " + verb;
  }
  std::string text = "| In this state | these are legal |\n|---|---|\n";
  for (const auto& [state, verbs] : rows) text += "| " + state + " | " + verbs + " |\n";
  return text;
}

}  // namespace mailscope::wire
