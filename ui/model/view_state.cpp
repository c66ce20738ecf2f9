// One line for each action.
#include "ui/model/view_state.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/trace/names.h"

namespace mailscope::ui {
namespace {

void show_tab(ViewState& views, Tab tab) {
  views.phone_tab = tab;
  if (tab == Tab::watch || tab == Tab::ladder) return;
  views.tab = tab;
  // What is looked at gets room from the knobs; their heading stays, and brings them back.
  views.are_knobs_folded = true;
}

void flip_overlay(ViewState& views, Overlay overlay) {
  views.overlay = views.overlay == overlay ? Overlay::none : overlay;
}

// "host=3", "protocol=smtp", "connection=2"; what is chosen already is let go.
void filter(ViewState& views, std::string_view argument) {
  const Cut parts = cut(argument, '=');
  const auto number = parse_number(parts.tail);
  const std::uint32_t id =
      number && *number <= 0xffff'ffffu ? static_cast<std::uint32_t>(*number) : 0;
  SearchFilter& chosen = views.filter;
  if (parts.head == "host") {
    chosen.host = chosen.host == HostId{id} ? HostId{} : HostId{id};
  } else if (parts.head == "connection") {
    chosen.connection = chosen.connection == ConnectionId{id} ? ConnectionId{} : ConnectionId{id};
  } else if (parts.head == "protocol") {
    for (const auto& [protocol, name] : names_of(Protocol::none)) {
      if (name == parts.tail)
        chosen.protocol = chosen.protocol == protocol ? Protocol::none : protocol;
    }
  } else {
    chosen = {};
  }
}

// "40+24": octets of the packet. The same again, or nothing: lets them go.
void light(ViewState& views, std::string_view argument) {
  const Cut parts = cut(argument, '+');
  const auto begin = parse_number(parts.head), octets = parse_number(parts.tail);
  const auto at = static_cast<std::size_t>(begin.value_or(0));
  const auto count = static_cast<std::size_t>(octets.value_or(0));
  const bool is_same = views.lit_begin == at && views.lit_octets == count;
  views.lit_begin = is_same ? 0 : at;
  views.lit_octets = is_same ? 0 : count;
}

void walk(ViewState::Walk& walk, std::string_view way) {
  struct Way {
    std::string_view name;
    char move;
  };
  static constexpr Way k_ways[] = {
      {"region", 'R'}, {"region-before", 'r'}, {"next", 'n'}, {"before", 'p'}, {"enter", 'e'},
      {"left", '<'},   {"right", '>'},         {"up", '^'},   {"down", 'v'}};
  constexpr std::size_t k_kept = 32;
  for (const Way& each : k_ways) {
    if (each.name != way) continue;
    walk.is_on = true;
    walk.moves = (walk.moves + each.move).substr(walk.moves.size() < k_kept ? 0 : 1);
    ++walk.count;
  }
  if (way == "stop") walk.is_on = walk.pans = false;
}

}  // namespace

std::optional<bool> change(ViewState& views, std::string_view action, std::string_view argument) {
  const ViewState before = views;
  const auto number = parse_number(argument);
  if (action == "tab") {
    if (!number || *number > static_cast<unsigned>(k_last_tab)) return false;
    show_tab(views, static_cast<Tab>(*number));
  } else if (action == "eavesdropper") {
    views.listener = views.listener == Listener::ends ? Listener::eavesdropper : Listener::ends;
    views.tab = Tab::dialogue;
    if (views.phone_tab != Tab::watch && views.phone_tab != Tab::ladder)
      views.phone_tab = Tab::dialogue;
  } else if (action == "host") {
    if (!number || *number > 0xffff'ffffu) return false;
    views.host = {static_cast<std::uint32_t>(*number)};
    show_tab(views, Tab::host);
  } else if (action == "enlarge") {
    views.is_detail_large = !views.is_detail_large;
  } else if (action == "map-zoom") {
    const auto way = std::find(std::begin(k_map_zooms), std::end(k_map_zooms), argument);
    if (way != std::end(k_map_zooms)) views.map_zoom = {*way, views.map_zoom.asked + 1};
  } else if (action == "walk") {
    walk(views.walk, argument);
  } else if (action == "walk-pans") {
    views.walk.pans = argument == "yes";
  } else if (action == "fold-knobs") {
    views.are_knobs_folded = !views.are_knobs_folded;
  } else if (action == "open-field") {
    views.open_field = views.open_field == argument ? std::string() : std::string(argument);
  } else if (action == "packet") {
    views.packet = static_cast<std::size_t>(number.value_or(0));
    views.lit_begin = views.lit_octets = 0;
  } else if (action == "light") {
    light(views, argument);
  } else if (action == "ladder-row") {
    views.ladder_row = number ? static_cast<std::size_t>(*number) : k_follows;
  } else if (action == "edit-setting") {
    const Cut parts = cut(argument, '=');
    views.edited_setting = std::string(parts.head);
    views.edited_value = std::string(parts.tail);
  } else if (action == "setting-value") {
    views.edited_value = std::string(argument);
  } else if (action == "find") {
    flip_overlay(views, Overlay::search);
  } else if (action == "search") {
    views.query = std::string(argument);
    views.overlay = Overlay::search;
  } else if (action == "filter") {
    filter(views, argument);
  } else if (action == "compare") {
    flip_overlay(views, Overlay::compare);
  } else if (action == "term") {
    views.term = std::string(argument);
    views.overlay = argument.empty() ? Overlay::none : Overlay::term;
  } else if (action == "lessons") {
    flip_overlay(views, Overlay::lessons);
  } else if (action == "help") {
    flip_overlay(views, Overlay::help);
  } else if (action == "compare-view") {
    if (!number || *number > static_cast<unsigned>(k_last_compare_view)) return false;
    views.compare = static_cast<CompareView>(*number);
  } else if (action == "compare-left") {
    views.compare_left = std::string(argument);
  } else if (action == "compare-right") {
    views.compare_right = std::string(argument);
  } else if (action == "why") {
    views.shows_why = !views.shows_why;
    views.are_knobs_folded = views.shows_why;  // the chain needs their room
  } else if (action == "type") {
    views.typed = std::string(argument);
  } else if (action == "side") {
    views.is_attacker = argument == "attacker";
    if (!views.is_attacker)
      views.speaks_for = argument == "server" ? Speaker::server : Speaker::client;
  } else if (action == "pose") {
    views.poses_as = argument == "server" ? Speaker::server : Speaker::client;
  } else if (action == "slip") {
    views.slips_in = argument == "yes";
  } else if (action == "close") {
    views.overlay = Overlay::none;
    views.types_answer = false;
  } else {
    return std::nullopt;
  }
  return views != before;
}

void step_changed(ViewState& views) {
  views.host = {};
  views.ladder_row = k_follows;
  views.edited_setting.clear();
  views.edited_value.clear();
  views.packet = views.lit_begin = views.lit_octets = 0;
  views.shows_why = views.types_answer = false;
  views.question.clear();
  views.picked.clear();
}

}  // namespace mailscope::ui
