// The ladder: a lane for each host, a rung for each step, from top to bottom as time goes.
//
// Only the rows asked for are made: a move of the cursor costs what is seen, however long the run is.
#pragma once

#include <string>
#include <vector>

#include "ui/model/difference_model.h"
#include "ui/model/run.h"

namespace mailscope::ui {

struct Lane {
  HostId host{};
  std::string name;
  HostRole role = HostRole::server;
  friend bool operator==(const Lane&, const Lane&) = default;
};

enum class RungShape { arrow, note };  // something travels; something happens at one host

struct Rung {
  std::uint32_t step = 0;
  std::size_t index = 0;  // as people count: "step 14"
  RungShape shape = RungShape::note;
  std::size_t from = 0, to = 0;  // lanes
  Protocol protocol = Protocol::none;
  StepKind kind = StepKind::setup;
  std::string text;
  bool is_words = false;  // protocol text
  bool is_sealed = false;
  bool is_trouble = false;
  bool is_current = false;
  bool is_future = false;  // not yet happened: its words are not told
  bool is_gone = false;    // only in the run before the knob was turned
  Change change = Change::same;
  friend bool operator==(const Rung&, const Rung&) = default;
};

// Which rows: all, or `count` around `middle` (no_row: around the cursor).
struct LadderWindow {
  static constexpr std::size_t no_row = static_cast<std::size_t>(-1);
  std::size_t middle = no_row;
  std::size_t count = no_row;  // no_row: all
};

struct LadderModel {
  std::vector<Lane> lanes;
  std::vector<Rung> rungs;    // those asked for
  std::size_t first = 0;      // index of rungs[0] among all rows
  std::size_t row_count = 0;  // of the whole ladder
  std::size_t current_row = 0;
};

// Gone steps of a difference are rows, too. `steps`: those that a filter lets through, in order, step 0
// left out or not; null: all that the level shows. With a filter, what is gone has no rows.
LadderModel ladder_at(const Look& look, const DifferenceModel* difference, LadderWindow window = {},
                      const std::vector<std::uint32_t>* steps = nullptr);
std::string to_text(const LadderModel& ladder);

}  // namespace mailscope::ui
