// Every step whose words, headline or decision hold what is looked for; filtered by host, protocol, connection.
//
// Blanks part words that must all be there, in any case. Without words: every step that the filter lets through.
#pragma once

#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

struct SearchFilter {
  HostId host{};  // none: every one
  Protocol protocol = Protocol::none;
  ConnectionId connection{};
  friend bool operator==(const SearchFilter&, const SearchFilter&) = default;
};

inline bool is_any(const SearchFilter& filter) { return filter != SearchFilter{}; }
bool passes(const Step& step, const SearchFilter& filter);
// "alice → mx :25"
std::string connection_title(const Run& run, ConnectionId id);
// The steps of this level that a filter lets through.
std::vector<std::uint32_t> passing(const Run& run, StepLevel level, const SearchFilter& filter);

struct SearchHit {
  std::uint32_t step = 0;
  std::size_t index = 0;  // as people count
  Protocol protocol = Protocol::none;
  std::string title;  // headline
  std::string line;   // the line that holds it, when the headline does not
  bool is_trouble = false, is_current = false;
  friend bool operator==(const SearchHit&, const SearchHit&) = default;
};

struct FilterChoice {
  std::string label, argument;  // "mx", "host=3"
  Protocol protocol = Protocol::none;
  bool is_chosen = false;
  friend bool operator==(const FilterChoice&, const FilterChoice&) = default;
};

inline constexpr std::size_t k_hits_max = 200;

struct SearchModel {
  std::string query;
  std::vector<FilterChoice> choices;  // hosts, then protocols, then connections
  std::vector<SearchHit> hits;        // in the order of the run; k_hits_max at most
  std::size_t hit_count = 0;          // all of them
  std::string summary;                // "12 steps"
};

SearchModel search_at(const Look& look, std::string_view query, const SearchFilter& filter);
std::string to_text(const SearchModel& search);

}  // namespace mailscope::ui
