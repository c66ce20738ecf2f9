// Taking over a connection: what was said last, what may be said now, help with the line being typed.
//
// What a server would find wrong with the line is asked of the real parser by whoever may know it (the
// shell); here it is a plain sentence.
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

struct TerminalModel {
  bool is_open = false;  // a connection is there to be taken over
  Speaker side = Speaker::client;
  std::string who;    // "mail": in whose name one types
  std::string title;  // "alice → mail, port 587"
  std::string state, meaning;
  std::vector<DialogueLine> lines;  // the last ones
  std::string typed;
  std::vector<Completion> completions;
  std::string form, purpose;  // of the command being typed
  std::string fault;          // what the server would say to it; empty: nothing wrong
};

TerminalModel terminal_at(const Look& look, const DialogueModel& dialogue, const StateModel& state,
                          Speaker side, const std::string& typed, std::string fault);
std::string to_text(const TerminalModel& terminal);

}  // namespace mailscope::ui
