// Read from the very tables that the servers obey.
#include "ui/shell/state_machines.h"

#include "sim/imap/imap_states.h"
#include "sim/pop3/pop3_states.h"
#include "sim/smtp/smtp_states.h"

namespace mailscope::ui {
namespace {

template <class Moves>
StateMachine machine_of(Protocol protocol, const Moves& moves) {
  StateMachine machine{protocol, {}};
  for (const auto& move : moves) {
    machine.moves.push_back({std::string(name_of(move.from)), std::string(name_of(move.verb)),
                             std::string(name_of(move.to))});
  }
  return machine;
}

}  // namespace

const StateMachines& state_machines() {
  static const StateMachines machines{machine_of(Protocol::smtp, smtp::k_moves),
                                      machine_of(Protocol::pop3, pop3::k_moves),
                                      machine_of(Protocol::imap, imap::k_moves)};
  return machines;
}

}  // namespace mailscope::ui
