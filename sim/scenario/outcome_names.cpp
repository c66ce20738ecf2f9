// The names of what can come of a run.
#include "sim/scenario/outcomes.h"

namespace mailscope::scenario {

std::string_view name_of(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::mail: return "mail";
    case OutcomeKind::secret: return "secret";
    case OutcomeKind::conversation: return "conversation";
    case OutcomeKind::login: return "login";
    case OutcomeKind::refusal: return "refusal";
    case OutcomeKind::screen: return "screen";
  }
  return {};
}

std::string_view name_of(OutcomeValue value) {
  switch (value) {
    case OutcomeValue::waiting: return "waiting";
    case OutcomeValue::relayed: return "relayed";
    case OutcomeValue::delivered: return "delivered";
    case OutcomeValue::bounced: return "bounced";
    case OutcomeValue::learnt: return "learnt";
    case OutcomeValue::no_words: return "no-words";
    case OutcomeValue::in_clear: return "in-clear";
    case OutcomeValue::upgraded: return "upgraded";
    case OutcomeValue::encrypted: return "encrypted";
    case OutcomeValue::let_in: return "let-in";
    case OutcomeValue::kept_out: return "kept-out";
    case OutcomeValue::refused: return "refused";
    case OutcomeValue::shown: return "shown";
  }
  return {};
}

}  // namespace mailscope::scenario
