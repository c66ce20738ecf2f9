// What a mail program's settings mean for its connections: inside this room only.
#pragma once

#include <string>
#include <vector>

#include "sim/hosts/host_spec.h"
#include "sim/sasl/mechanism.h"
#include "sim/trace/names.h"
#include "sim/wire/tls_policy.h"

namespace mailscope::hosts {

// The STARTTLS part of a policy; implicit TLS is told to the session separately.
wire::TlsPolicy wire_policy(TlsPolicy policy);
// Those who do not insist on TLS say their password in clear when there is none.
bool is_careless(TlsPolicy policy);
std::vector<sasl::Mechanism> mechanisms_of(const std::vector<std::string>& names);
// "Encrypted password": of these mechanisms none says it, so nothing else may be used instead.
bool never_shows_password(const std::vector<sasl::Mechanism>& mechanisms);
Port port_of(const OutgoingSpec& outgoing);
Port port_of(const IncomingSpec& incoming);
// The code of what a program tells its user when a connection ended so.
std::string connect_problem(EndReason reason);

}  // namespace mailscope::hosts
