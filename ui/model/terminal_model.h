// Taking over a connection: what was said last, what may be said now, help with the line being typed.
//
// What a server would find wrong with the line is asked of the real parser by whoever may know it (the
// shell), and so is what a server may reply; here they are plain sentences.
#pragma once

#include <string>
#include <vector>

#include "ui/model/dialogue_model.h"
#include "ui/model/state_model.h"

namespace mailscope::ui {

struct Completion {
  std::string label, text;  // "RCPT", "RCPT TO:<"
  friend bool operator==(const Completion&, const Completion&) = default;
};

// In whose name one types, and as whom.
struct TerminalRole {
  Speaker side = Speaker::client;
  bool is_attacker = false;
  bool slips_in = false;                  // the attacker lets everything pass meanwhile
  std::string box = {};                   // where the attacker stands; empty: there is nowhere
  bool is_sealed = false;                 // TLS has begun, and the box does not hold its keys
  std::vector<std::string> replies = {};  // that a server may give now

  friend bool operator==(const TerminalRole&, const TerminalRole&) = default;
};

struct TerminalModel {
  bool is_open = false;  // a connection is there to be taken over
  TerminalRole role;
  std::string who;  // "mail": in whose name one types
  std::string client, server;
  std::string note;   // what an attacker should know before typing
  std::string title;  // "alice → mail, port 587"
  std::string state, meaning;
  std::vector<DialogueLine> lines;  // the last ones
  std::string typed;
  std::vector<Completion> completions;
  std::string form, purpose;  // of the command being typed
  std::string fault;          // what the server would say to it; empty: nothing wrong
};

TerminalModel terminal_at(const Look& look, const DialogueModel& dialogue, const StateModel& state,
                          const TerminalRole& role, const std::string& typed, std::string fault);
std::string to_text(const TerminalModel& terminal);

// What the client has said last, a line of it: what a reply would answer; empty: nothing.
std::string last_command(const DialogueModel& dialogue);

}  // namespace mailscope::ui
