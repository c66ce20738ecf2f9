// What is worth saying about one message in clear: its name and facts for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/tls/tls_events.h"

namespace mailscope::tls {

// `message` is a whole handshake message with its header.
std::string name_of_handshake(std::string_view message);
std::vector<Fact> facts_of_handshake(std::string_view message, bool is_tls_1_3);
std::vector<Fact> facts_of_alert(std::string_view alert);

}  // namespace mailscope::tls
