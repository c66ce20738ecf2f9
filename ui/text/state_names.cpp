// One line for each state of the tables.
#include "ui/text/state_names.h"

namespace mailscope::ui {
namespace {

struct StateWords {
  Protocol protocol;  // none: of every protocol
  std::string_view name, label, meaning;
};

constexpr StateWords k_states[] = {
    {Protocol::none, "start", mark("start"), mark("Connected; the server has not greeted yet.")},
    {Protocol::none, "tls", mark("handshake"),
     mark("The server has agreed to TLS: the handshake is under way.")},
    {Protocol::none, "authenticating", mark("logging in"),
     mark("The server has asked for the proof and waits for it.")},
    {Protocol::none, "closed", mark("closed"), mark("The session is over.")},
    {Protocol::smtp, "greeted", mark("greeted"),
     mark("The server has said its name; the client must say its own.")},
    {Protocol::smtp, "ready", mark("ready"),
     mark("Both know each other's name: a mail may begin. TLS and the login come before it.")},
    {Protocol::smtp, "mail", mark("sender"),
     mark("The sender is on the envelope; a recipient is missing.")},
    {Protocol::smtp, "recipients", mark("recipients"),
     mark("The envelope is addressed: more recipients, or the mail itself.")},
    {Protocol::smtp, "data", mark("content"),
     mark("Everything is content now, up to a line with a single dot.")},
    {Protocol::smtp, "chunks", mark("chunks"),
     mark("A part of the mail has come; more parts follow, each with its size.")},
    {Protocol::pop3, "authorization", mark("authorization"),
     mark("Nothing but the login is allowed.")},
    {Protocol::pop3, "transaction", mark("transaction"),
     mark("The maildrop is open and locked for this session; deleting only marks.")},
    {Protocol::pop3, "update", mark("update"),
     mark("QUIT was said: what is marked is deleted now.")},
    {Protocol::imap, "not authenticated", mark("not authenticated"),
     mark("Nothing but the login is allowed.")},
    {Protocol::imap, "authenticated", mark("authenticated"),
     mark("Mailboxes can be listed and managed; to see mails, select one.")},
    {Protocol::imap, "selected", mark("selected"),
     mark("A mailbox is open: its mails can be read, flagged, moved.")},
    {Protocol::imap, "logout", mark("logged out"), mark("The session is over.")},
};

const StateWords* found(Protocol protocol, std::string_view name) {
  for (const StateWords& state : k_states) {
    const bool is_its = state.protocol == Protocol::none || state.protocol == protocol;
    if (is_its && state.name == name) return &state;
  }
  return nullptr;
}

}  // namespace

std::string state_name(const Words& words, Protocol protocol, std::string_view name) {
  const StateWords* state = found(protocol, name);
  return state ? words.tr(state->label) : std::string(name);
}

std::string state_meaning(const Words& words, Protocol protocol, std::string_view name) {
  const StateWords* state = found(protocol, name);
  return state ? words.tr(state->meaning) : std::string();
}

}  // namespace mailscope::ui
