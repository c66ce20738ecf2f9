// A small world for tests: Alice's provider, Bob's provider, a name server, and the mail between them.
#pragma once

#include <string>
#include <vector>

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
// What the host tells of itself and what the trace tells of it, compared piece by piece.
void check_fold(const World& world);

// A world that was run to its end, and questions about it. Its fold is checked on the way.
class Ran {
 public:
  explicit Ran(const WorldSpec& spec);
  const Trace& trace() const { return world_.trace(); }
  WorldState state() const { return world_.state(); }
  // Somebody said such a line ("*" for any run of characters).
  bool said(const std::string& pattern) const;
  bool understood_encrypted(const std::string& pattern) const;
  // The fact of the first such decision; empty when there is none.
  std::string fact(const std::string& code, const std::string& key) const;
  // ... of all such decisions.
  std::vector<std::string> facts(const std::string& code, const std::string& key) const;
  std::size_t decisions(const std::string& code) const { return facts(code, "").size(); }

 private:
  World world_;
};

}  // namespace mailscope::world
