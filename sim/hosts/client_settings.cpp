// From settings to ports, policies and mechanisms.
#include "sim/hosts/client_settings.h"

#include <algorithm>

namespace mailscope::hosts {

wire::TlsPolicy wire_policy(TlsPolicy policy) {
  switch (policy) {
    case TlsPolicy::none: return wire::TlsPolicy::none;
    case TlsPolicy::opportunistic: return wire::TlsPolicy::opportunistic;
    case TlsPolicy::required:
    case TlsPolicy::tls: return wire::TlsPolicy::required;
  }
  return wire::TlsPolicy::none;
}

bool is_careless(TlsPolicy policy) {
  return policy == TlsPolicy::none || policy == TlsPolicy::opportunistic;
}

std::vector<sasl::Mechanism> mechanisms_of(const std::vector<std::string>& names) {
  std::vector<sasl::Mechanism> mechanisms;
  for (const std::string& name : names) {
    if (const auto mechanism = sasl::mechanism_by_name(name)) mechanisms.push_back(*mechanism);
  }
  return mechanisms;
}

bool never_shows_password(const std::vector<sasl::Mechanism>& mechanisms) {
  return std::none_of(mechanisms.begin(), mechanisms.end(), sasl::is_clear_text);
}

Port port_of(const OutgoingSpec& outgoing) {
  if (outgoing.port != 0) return outgoing.port;
  return outgoing.security == TlsPolicy::tls ? 465 : 587;
}

Port port_of(const IncomingSpec& incoming) {
  if (incoming.port != 0) return incoming.port;
  const bool is_tls = incoming.security == TlsPolicy::tls;
  if (incoming.protocol == ReadProtocol::pop3) return is_tls ? 995 : 110;
  return is_tls ? 993 : 143;
}

std::string connect_problem(EndReason reason) {
  switch (reason) {
    case EndReason::refused: return "connection-refused";
    case EndReason::timed_out: return "connection-timed-out";
    case EndReason::unreachable: return "server-unreachable";
    case EndReason::closed:
    case EndReason::reset:
    case EndReason::cut: return "connection-lost";
  }
  return "connection-lost";
}

}  // namespace mailscope::hosts
