// Decisions say their rule themselves; for the other kinds it follows from the kind.
#include "sim/scenario/why_rule.h"

namespace mailscope::scenario {

std::string why_rule(const Record& record) {
  if (const auto* decision = std::get_if<Decision>(&record.payload)) return decision->rule;
  if (const auto* said = std::get_if<Said>(&record.payload)) {
    if (said->speaker != Speaker::server) return {};
    if (said->protocol == Protocol::smtp) return "RFC 5321, section 4.2";
    if (said->protocol == Protocol::pop3) return "RFC 1939, section 3";
    if (said->protocol == Protocol::imap) return "RFC 9051, section 7.1";
  }
  if (std::holds_alternative<TlsFailed>(record.payload)) return "RFC 8446, section 6.2";
  if (std::holds_alternative<MailDeferred>(record.payload)) return "RFC 5321, section 4.5.4.1";
  if (std::holds_alternative<RecipientDone>(record.payload)) return "RFC 5321, section 6.1";
  if (const auto* ended = std::get_if<ConnectionEnded>(&record.payload)) {
    if (ended->reason == EndReason::refused || ended->reason == EndReason::reset)
      return "RFC 9293, section 3.10.7";
    if (ended->reason == EndReason::timed_out) return "RFC 9293, section 3.8.3";
  }
  if (const auto* dropped = std::get_if<PacketDropped>(&record.payload)) {
    if (dropped->reason == DropReason::no_such_port) return "RFC 9293, section 3.10.7.1";
  }
  return {};
}

}  // namespace mailscope::scenario
