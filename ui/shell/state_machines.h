// The protocols' tables of states as plain values, for the State view.
#pragma once

#include "ui/model/state_model.h"

namespace mailscope::ui {

const StateMachines& state_machines();

}  // namespace mailscope::ui
