// What the learner has chosen to look at: tabs, filters, what is lit. Not the place in the run, nor the run.
//
//   ViewState views;
//   change(views, "search", "queued");     // → what is asked is done: true when something changed
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ui/model/compare_model.h"
#include "ui/model/dialogue_model.h"
#include "ui/model/search_model.h"

namespace mailscope::ui {

enum class Tab { watch, ladder, dialogue, host, bytes, secrets, state, message, terminal };
inline constexpr Tab k_last_tab = Tab::terminal;
enum class Overlay { none, lessons, help, search, compare, term };

inline constexpr std::string_view k_map_zooms[] = {"in", "out", "fit"};
inline constexpr std::size_t k_follows = static_cast<std::size_t>(-1);  // the cursor

struct ViewState {
  Tab tab = Tab::dialogue;     // of the detail region
  Tab phone_tab = Tab::watch;  // on a phone, of the whole screen
  Overlay overlay = Overlay::none;
  Listener listener = Listener::ends;
  HostId host{};                 // none: follows the step
  bool is_detail_large = false;  // the detail region takes the room of knobs and story
  bool are_knobs_folded = false;
  std::string open_field;                     // of the form: the knob whose list is open
  std::size_t packet = 0;                     // of those that carry the step
  std::size_t lit_begin = 0, lit_octets = 0;  // octets that a tap has lit up
  std::string query;
  SearchFilter filter;
  std::string term;                          // of the glossary, that is explained
  std::size_t ladder_row = k_follows;        // what the learner has scrolled the ladder to
  std::string edited_setting, edited_value;  // of a host, being changed
  std::string question;                      // the one that is shown, of several at a step
  std::string picked;                        // the keyboard's place in it
  bool types_answer = false;                 // the keyboard writes into the question's field
  CompareView compare = CompareView::outcome;
  std::string compare_left, compare_right;  // ids of sides; empty: as written, and what is shown
  bool shows_why = false;                   // the chain of causes behind this step
  struct MapZoom {
    std::string_view way;     // k_map_zooms
    std::uint32_t asked = 0;  // grows with every time
    friend bool operator==(const MapZoom&, const MapZoom&) = default;
  } map_zoom;
  struct Walk {          // of the keyboard through the picture
    bool is_on = false;  // it has Enter
    bool pans = false;   // and the arrows: they move the map
    std::string moves;   // what was asked for lately, a letter each (ui/panels/canvas_walk.cpp)
    std::uint64_t count = 0;  // of all of them
    friend bool operator==(const Walk&, const Walk&) = default;
  } walk;
  std::string typed;  // at the terminal, not sent yet
  // There: one of the two ends, or the attacker between them in the name of one of them.
  Speaker speaks_for = Speaker::client;
  bool is_attacker = false;
  Speaker poses_as = Speaker::client;
  bool slips_in = false;  // lets everything pass meanwhile
  friend bool operator==(const ViewState&, const ViewState&) = default;
};

// True when something changed; nothing when it is no action of a view.
std::optional<bool> change(ViewState& views, std::string_view action, std::string_view argument);
// The learner stands at another step: what belonged to the step before is let go.
void step_changed(ViewState& views);

}  // namespace mailscope::ui
