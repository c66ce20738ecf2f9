// A small world for tests: Alice's provider, Bob's provider, a name server, and the mail between them.
#pragma once

#include <string>

#include "sim/world/world.h"

namespace mailscope::world {

// alice@example.org submits to mail.example.org; bob@example.net reads at mx.example.net.
WorldSpec small_world();
hosts::HostSpec& host_named(WorldSpec& spec, const std::string& name);
Act send_to_bob(const std::string& subject);
Act fetch_at(const std::string& host, Time at);

// All lines of the trace that people would call the dialogue, for messages of failing tests.
std::string transcript(const Trace& trace);
bool has_decision(const Trace& trace, const std::string& code);
bool has_screen(const Trace& trace, const std::string& code);
std::size_t mails_in(const WorldState& state, const std::string& host, const std::string& account,
                     const std::string& mailbox);

}  // namespace mailscope::world
