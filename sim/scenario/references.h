// What a shape cannot say: that names mean something, and that what is said can be so.
//
// Both take trees that check_shape has let through, add a fault for each mistake, and change nothing.
#pragma once

#include <set>
#include <string>

#include "sim/scenario/scenario.h"

namespace mailscope::scenario {

// A world with its knobs already applied: hosts that are named exist, addresses are used once, zones
// can be served, aliases lead somewhere.
void check_world(const Node& world, Faults& faults);

// Acts that happen in these positions: their hosts are there and can do it, and none waits for ever.
void check_acts(const Scenario& scenario, const Node& world, const KnobPositions& positions,
                Faults& faults);

// Everything else of a lesson file: knobs and positions that `when` names, hosts in patterns and claims,
// ids, right answers. `hosts` are all hosts that exist in any position.
void check_lesson(const Node& lesson, const Scenario& scenario, const std::set<std::string>& hosts,
                  Faults& faults);

// Each text in two languages is in both, and its marks (`code`, **strong**) are closed.
void check_texts(const Node& lesson, Faults& faults);

}  // namespace mailscope::scenario
