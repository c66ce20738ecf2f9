// The state machine of the session at hand: where it stands, how it came there, what may be said now.
//
// The tables are the protocols' own (sim/smtp/smtp_states.h and its like); whoever may know those rooms
// hands them over as plain values. A drawing stands in rows: the start above, what follows below.
#pragma once

#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

struct StateMove {  // by the names of the table
  std::string from, verb, to;
  friend bool operator==(const StateMove&, const StateMove&) = default;
};

struct StateMachine {  // of a server
  Protocol protocol = Protocol::none;
  std::vector<StateMove> moves;
};
using StateMachines = std::vector<StateMachine>;

struct StateNode {
  std::string name;       // of the table
  std::string label;      // in the user's language
  std::size_t row = 0;    // how many moves from the start
  std::size_t place = 0;  // from the left, within its row
  bool is_current = false, was_visited = false;
  bool is_next = false;  // something said now leads there
  friend bool operator==(const StateNode&, const StateNode&) = default;
};

struct StateArrow {
  std::size_t from = 0, to = 0;  // nodes
  std::string verbs;             // "EHLO, HELO"
  bool is_open = false;          // leaves the state at hand
  bool was_taken = false;        // the last one taken
  friend bool operator==(const StateArrow&, const StateArrow&) = default;
};

struct StateVerb {
  std::string name;
  bool is_allowed = false;
  std::string leads_to;  // label of the state; empty: it stays
  friend bool operator==(const StateVerb&, const StateVerb&) = default;
};

struct StateStop {  // a state that the session came through
  std::string label;
  std::uint32_t step = 0;
  std::size_t index = 0;  // as people count
  friend bool operator==(const StateStop&, const StateStop&) = default;
};

struct StateModel {
  ConnectionId connection{};
  Protocol protocol = Protocol::none;
  std::string title;    // "mx, port 25: SMTP"
  std::string current;  // label; empty: the session has none yet
  std::string meaning;  // of the state at hand, in a sentence
  std::vector<StateNode> nodes;
  std::vector<StateArrow> arrows;
  std::vector<StateVerb> verbs;  // that people type; those allowed now first
  std::vector<StateStop> trail;  // the last one is where it stands
  std::size_t row_count = 0;
};

// `connection` none: that of the step, or the last one before it.
StateModel state_at(const Look& look, const StateMachines& machines, ConnectionId connection = {});
std::string to_text(const StateModel& state);

}  // namespace mailscope::ui
