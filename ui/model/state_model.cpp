// Rows by the distance from the start; the place in the trace decides what is lit.
#include "ui/model/state_model.h"

#include <algorithm>
#include <map>

#include "sim/base/text.h"
#include "ui/model/dialogue_model.h"
#include "ui/text/state_names.h"

namespace mailscope::ui {
namespace {

class Drawing {
 public:
  Drawing(const StateMachine& machine, const Look& look, StateModel& model)
      : machine_(machine), look_(look), model_(model) {}

  void place_nodes() {
    if (machine_.moves.empty()) return;
    std::vector<std::string> wave{machine_.moves.front().from};
    rows_[wave.front()] = 0;
    while (!wave.empty()) {
      std::vector<std::string> next;
      for (const std::string& from : wave) {
        for (const StateMove& move : machine_.moves) {
          if (move.from == from && rows_.emplace(move.to, rows_[from] + 1).second)
            next.push_back(move.to);
        }
      }
      wave = std::move(next);
    }
    std::size_t last = 0;
    for (const auto& [name, row] : rows_) last = std::max(last, row);
    // The end of it all stands below everything that leads there.
    const bool ends_alone = leaf_count() == 1;
    for (const StateMove& move : machine_.moves) {
      add_node(move.from, ends_alone, last);
      add_node(move.to, ends_alone, last);
    }
    // Arrows to the end go around the right side: it stands there.
    if (ends_alone) {
      for (StateNode& node : model_.nodes) {
        if (!is_leaf(node.name)) continue;
        for (StateNode& other : model_.nodes) {
          if (other.row == node.row && other.place > node.place) --other.place, ++node.place;
        }
      }
    }
    for (const StateNode& node : model_.nodes)
      model_.row_count = std::max(model_.row_count, node.row + 1);
  }

  void join_nodes() {
    for (const StateMove& move : machine_.moves) {
      const std::size_t from = index_of(move.from), to = index_of(move.to);
      if (from == to) continue;
      const auto same = std::find_if(
          model_.arrows.begin(), model_.arrows.end(),
          [&](const StateArrow& arrow) { return arrow.from == from && arrow.to == to; });
      if (same == model_.arrows.end()) {
        model_.arrows.push_back({from, to, move.verb, false, false});
      } else if (same->verbs.find(move.verb) == std::string::npos) {
        same->verbs += ", " + move.verb;
      }
    }
  }

  void light(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (const auto node = find(name); node != model_.nodes.end()) node->was_visited = true;
    }
    if (names.empty()) return;
    const auto current = find(names.back());
    if (current == model_.nodes.end()) return;
    current->is_current = true;
    model_.current = current->label;
    model_.meaning = state_meaning(look_.words, machine_.protocol, names.back());
    const std::size_t here = index_of(names.back());
    for (StateArrow& arrow : model_.arrows) {
      arrow.is_open = arrow.from == here;
      arrow.was_taken =
          arrow.to == here && names.size() > 1 && arrow.from == index_of(names[names.size() - 2]);
      if (arrow.is_open) model_.nodes[arrow.to].is_next = true;
    }
  }

  // Words in capitals are what a client types; the others happen by themselves. `is_done`: what a session
  // does only once, and has done.
  template <class IsDone>
  void list_verbs(const std::string& current, IsDone is_done) {
    std::vector<StateVerb> others;
    for (const StateMove& move : machine_.moves) {
      if (!is_typed(move.verb)) continue;
      const auto is_it = [&](const StateVerb& verb) { return verb.name == move.verb; };
      if (move.from == current && !is_done(move.verb)) {
        if (std::none_of(model_.verbs.begin(), model_.verbs.end(), is_it)) {
          model_.verbs.push_back(
              {move.verb, true, move.to == current ? std::string() : label(move.to)});
        }
      } else if (std::none_of(others.begin(), others.end(), is_it)) {
        others.push_back({move.verb, false, {}});
      }
    }
    for (StateArrow& arrow : model_.arrows) {
      if (!arrow.is_open || !is_done(arrow.verbs)) continue;
      arrow.is_open = false;
      model_.nodes[arrow.to].is_next = false;
    }
    for (StateVerb& verb : others) {
      const auto is_it = [&](const StateVerb& known) { return known.name == verb.name; };
      if (std::none_of(model_.verbs.begin(), model_.verbs.end(), is_it))
        model_.verbs.push_back(std::move(verb));
    }
  }

 private:
  static bool is_typed(const std::string& verb) {
    return !verb.empty() && verb == upper(verb) && verb != lower(verb);
  }
  std::string label(const std::string& name) const {
    return state_name(look_.words, machine_.protocol, name);
  }
  std::size_t leaf_count() const {
    std::size_t count = 0;
    for (const auto& [name, row] : rows_) count += is_leaf(name) ? 1u : 0u;
    return count;
  }
  bool is_leaf(const std::string& name) const {
    return std::none_of(machine_.moves.begin(), machine_.moves.end(),
                        [&](const StateMove& move) { return move.from == name; });
  }
  void add_node(const std::string& name, bool ends_alone, std::size_t last) {
    if (find(name) != model_.nodes.end()) return;
    StateNode node;
    node.name = name;
    node.label = label(name);
    node.row = rows_.count(name) ? rows_[name] : 0;
    if (ends_alone && is_leaf(name)) node.row = std::max(node.row, last);
    node.place = static_cast<std::size_t>(
        std::count_if(model_.nodes.begin(), model_.nodes.end(),
                      [&](const StateNode& other) { return other.row == node.row; }));
    model_.nodes.push_back(std::move(node));
  }
  std::vector<StateNode>::iterator find(const std::string& name) {
    return std::find_if(model_.nodes.begin(), model_.nodes.end(),
                        [&](const StateNode& node) { return node.name == name; });
  }
  std::size_t index_of(const std::string& name) {
    return static_cast<std::size_t>(find(name) - model_.nodes.begin());
  }

  const StateMachine& machine_;
  const Look& look_;
  StateModel& model_;
  std::map<std::string, std::size_t> rows_;
};

// TLS and the login come once: then the server's tables still name them, and the server says 503 (RFC 3207, 4.2;
// RFC 4954, 4).
bool is_done_already(const Look& look, ConnectionId id, HostId server, Protocol protocol,
                     std::string_view verb) {
  if (verb == "STARTTLS" || verb == "STLS") {
    const auto& ends = look.state.host(server).connections;
    const auto end = ends.find(id);
    return end != ends.end() && end->second.is_encrypted;
  }
  if (verb != "AUTH" || protocol != Protocol::smtp) return false;
  const RecordList& lines = look.run.index().lines_of(id);
  for (std::size_t i = 0, count = up_to(lines, look.step.last); i < count; ++i) {
    const auto* said = std::get_if<Said>(&look.run.trace().at(lines[i]).payload);
    if (said && said->speaker == Speaker::server && said->text.compare(0, 4, "235 ") == 0)
      return true;
  }
  return false;
}

}  // namespace

StateModel state_at(const Look& look, const StateMachines& machines, ConnectionId connection) {
  StateModel model;
  model.connection = connection.is_none() ? connection_at(look) : connection;
  const auto found = look.state.connections.find(model.connection);
  if (found == look.state.connections.end()) return model;
  std::vector<std::string> names;
  const RecordList& moves = look.run.index().moves_of(model.connection);
  for (std::size_t i = 0, count = up_to(moves, look.step.last); i < count; ++i) {
    const Record& record = look.run.trace().at(moves[i]);
    const auto* changed = std::get_if<SessionStateChanged>(&record.payload);
    if (!changed || changed->side != Speaker::server) continue;
    model.protocol = changed->protocol;
    if (names.empty() && !changed->from.empty()) names.push_back(changed->from);
    names.push_back(changed->to);
    const std::uint32_t step =
        look.run.shown_step(step_of(look.run.steps(), record.number), look.level);
    model.trail.push_back({state_name(look.words, changed->protocol, changed->to), step,
                           look.run.index_of(step, look.level)});
  }
  if (model.protocol == Protocol::none) {
    for (const ServiceOpened& service : look.state.host(found->second.server).services) {
      if (service.port == found->second.server_port) model.protocol = service.protocol;
    }
  }
  model.title = fill(look.words.tr("{server}, port {port}: {protocol}"),
                     {{"server", name_of_host(look.run.names(), found->second.server)},
                      {"port", std::to_string(found->second.server_port)},
                      {"protocol", std::string(protocol_name(model.protocol))}});
  for (const StateMachine& machine : machines) {
    if (machine.protocol != model.protocol) continue;
    Drawing drawing(machine, look, model);
    drawing.place_nodes();
    drawing.join_nodes();
    drawing.light(names);
    drawing.list_verbs(names.empty() ? std::string() : names.back(), [&](std::string_view verb) {
      return is_done_already(look, model.connection, found->second.server, model.protocol, verb);
    });
  }
  return model;
}

std::string to_text(const StateModel& state) {
  std::string text = state.title + "\n" + state.meaning + "\n";
  for (const StateNode& node : state.nodes) {
    text += node.is_current ? "> " : node.was_visited ? "* " : "  ";
    text += std::to_string(node.row) + "." + std::to_string(node.place) + " " + node.label +
            (node.is_next ? " (next)" : "") + "\n";
  }
  for (const StateArrow& arrow : state.arrows) {
    text += arrow.is_open ? "o " : "  ";
    text += state.nodes[arrow.from].label + " -> " + state.nodes[arrow.to].label + ": " +
            arrow.verbs + (arrow.was_taken ? " (taken)" : "") + "\n";
  }
  text += "now:";
  for (const StateVerb& verb : state.verbs) {
    if (verb.is_allowed)
      text += " " + verb.name + (verb.leads_to.empty() ? "" : "→" + verb.leads_to) + ",";
  }
  text += "\nnot now:";
  for (const StateVerb& verb : state.verbs) {
    if (!verb.is_allowed) text += " " + verb.name + ",";
  }
  text += "\ntrail:";
  for (const StateStop& stop : state.trail)
    text += " " + stop.label + "@" + std::to_string(stop.index);
  return text + "\n";
}

}  // namespace mailscope::ui
