// The ladder: a lane for each host, a rung for each step, from top to bottom as time goes.
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

struct LadderModel {
  std::vector<Lane> lanes;
  std::vector<Rung> rungs;    // those asked for
  std::size_t first = 0;      // index of rungs[0] among all rows
  std::size_t row_count = 0;  // of the whole ladder
  std::size_t current_row = 0;
};

// Rows `first` to `first + count` of all (gone steps of a difference are rows, too).
LadderModel ladder_at(const Look& look, const DifferenceModel* difference, std::size_t first = 0,
                      std::size_t count = static_cast<std::size_t>(-1));
std::string to_text(const LadderModel& ladder);

}  // namespace mailscope::ui
