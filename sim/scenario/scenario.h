// A Scenario as a value: one lesson, whole, in both languages.
//
// Made by load.h, and then right: hosts exist, knobs have their positions, every position gives a world.
//
//   const auto loaded = load_scenario(text);
//   const auto spec = world_for(scenario, default_positions(scenario), {});
//   world::World world(*spec); ...
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/base/result.h"
#include "sim/scenario/claim.h"
#include "sim/scenario/intervention.h"
#include "sim/scenario/located.h"
#include "sim/world/world_spec.h"

namespace mailscope::scenario {

struct BothTexts {
  std::string en, ru;
  friend bool operator==(const BothTexts&, const BothTexts&) = default;
};

enum class Level { beginner, intermediate, advanced };

// ---- knobs ------------------------------------------------------------------------------------------

struct Position {
  std::string id;
  BothTexts title;
  Node effect;  // a merge patch on the world, kind null when it changes nothing there
  TextPlace place;
};
struct Knob {
  std::string id;
  BothTexts title;
  std::string initial;  // the position in which the lesson begins
  std::vector<Position> positions;
  TextPlace place;
  BothTexts section;  // with it begins a section of a form, to which the knobs after it belong, too
  When when;          // earlier knobs' positions in which it counts; else it stands as if initial
};

// Knob id to position id. Knobs that are not named stand in their initial position.
using KnobPositions = std::map<std::string, std::string>;

// ---- script, story ------------------------------------------------------------------------------------

struct ScriptEntry {
  world::Act act;
  When when;
  TextPlace place;
};

struct StoryLine {
  std::string id;
  Pattern at;
  When when;
  BothTexts text;
  std::string rule;  // "RFC 5321, section 4.1.1.1"; may be empty
  TextPlace place;
};

// ---- questions ------------------------------------------------------------------------------------------

struct Answer {
  BothTexts text;
  bool is_right = false;
  BothTexts why;
};
struct ChooseOne {
  std::vector<Answer> answers;
};
struct ChooseSeveral {
  std::vector<Answer> answers;
};
struct PredictReply {  // right is what the server then says
  struct Choice {
    std::string reply;  // class, code or enhanced code
    BothTexts why;
  };
  std::vector<Choice> choices;
};
struct OrderSteps {  // in the right order
  struct Item {
    BothTexts text;
    Pattern at;
  };
  std::vector<Item> items;
  BothTexts why;
};
struct MatchPairs {
  struct Pair {
    BothTexts left, right;
  };
  std::vector<Pair> pairs;
  BothTexts why;
};
struct TypeCommand {
  Protocol protocol = Protocol::smtp;
  std::string command;
  struct Slip {
    std::string typed;  // a glob
    BothTexts why;
  };
  std::vector<Slip> slips;
  BothTexts why;
};
struct FindStep {
  Pattern find;
  struct Miss {
    Pattern at;
    BothTexts why;
  };
  std::vector<Miss> misses;
  BothTexts why;
};
struct Repair {
  std::vector<std::string> goals;
  BothTexts why;
};

struct Question {
  std::string id;
  Pattern at;
  When when;
  BothTexts text;
  std::variant<ChooseOne, ChooseSeveral, PredictReply, OrderSteps, MatchPairs, TypeCommand,
               FindStep, Repair>
      task;
  TextPlace place;
};

// ---- goals, the whole ------------------------------------------------------------------------------------

struct Goal {
  std::string id;
  BothTexts text;
  std::vector<BothTexts> hints;
  Expectation expectation;
};

// A lesson that should come first.
struct Need {
  std::string id;
  TextPlace place;
};

struct Scenario {
  std::string id, chapter;
  Level level = Level::beginner;
  std::uint32_t minutes = 5;
  BothTexts title, promise;
  std::vector<Need> needs;
  Node world;  // as written; knobs patch it
  std::vector<ScriptEntry> script;
  std::vector<Knob> knobs;
  std::vector<StoryLine> story;
  std::vector<Question> questions;
  std::vector<Goal> goals;
  std::vector<Expectation> expectations;
  std::vector<std::string> sources;
  TextPlace id_place, script_place;
};

const Knob* knob_of(const Scenario& scenario, std::string_view id);
KnobPositions initial_positions(const Scenario& scenario);

// A knob whose `when` does not hold changes nothing, is not shown, and counts as standing in its initial
// position.
bool is_in_force(const Knob& knob, const Scenario& scenario, const KnobPositions& positions);

// True when, for one alternative of `when`, every knob named stands in one of the positions named for it.
bool holds(const When& when, const Scenario& scenario, const KnobPositions& positions);

// Every combination when there are at most `k_combinations_max`, else all initial, each position of each
// knob with the others initial, each pair of positions of two knobs (when there are at most
// `k_pairs_max` of those), and each combination inside a section of a form (when it has at most
// `k_section_max`). The first is always "all initial". A knob that is not in force is not turned.
inline constexpr std::size_t k_combinations_max = 64;
inline constexpr std::size_t k_pairs_max = 400;
inline constexpr std::size_t k_section_max = 160;
std::vector<KnobPositions> combinations(const Scenario& scenario);

// "leave=yes cut=never", in the order of the knobs; "" without knobs.
std::string to_text(const Scenario& scenario, const KnobPositions& positions);

// ---- interventions and the world ----------------------------------------------------------------------

// The "world" as these positions have patched it, the knobs applied in their order.
Node merged_world(const Scenario& scenario, const KnobPositions& positions);

// The world for these positions; faults only when a combination does not fit together that the loader
// had too many to try, when a knob or position does not exist, or an intervention names no host here.
Result<world::WorldSpec, Faults> world_for(const Scenario& scenario, const KnobPositions& positions,
                                           const std::vector<Intervention>& interventions);

// The same from a "world" that has its knobs applied already, and perhaps was changed since.
Result<world::WorldSpec, Faults> world_from(const Node& world, const Scenario& scenario,
                                            const KnobPositions& positions);

}  // namespace mailscope::scenario
