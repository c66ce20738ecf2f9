// Plays a dialogue against one side of a session, whole and byte by byte, and compares every line.
//
//   check_session(Played::server, R"(
//   S: +OK ready
//   C: RETR 1
//   S: -ERR log in first
//   )", [] { return Server(options); }, [](Server& session, const ServerEvent& event) { ... });
//
// Lines of a script (blank ones and those that begin with # are skipped, indentation is dropped):
//   S: text     the server says the line text, CR LF added          C: text     the client does
//   S| text     ... these octets and no CR LF
//   = text      an event, as the owner's words for it; compared only when a script has such lines
//   ! close     the peer closes                                     ! word      the owner acts
// In text, \r \n \t \0 \\ and \xNN are octets. What is said by the played side is compared, what is
// said by the other is fed to it.
//
// The owner is called as owner(session, event) for every event; it answers what is asked and may
// return a std::string (empty = nothing to tell). An owner with act(session, word) gets "! word".
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/wire/line.h"

namespace mailscope::test {

enum class Played { server, client };

struct ScriptLine {
  char who = 'S';      // S, C, =, !
  std::string octets;  // of S and C: with CR LF unless written with a bar
};

std::vector<ScriptLine> parse_script(std::string_view script);
// The script as it is compared: one line for each line end, escapes in one form.
std::string to_text(const std::vector<ScriptLine>& lines);

namespace detail {

template <class Owner, class Session, class Event>
std::string tell(Owner& owner, Session& session, const Event& event) {
  if constexpr (std::is_void_v<std::invoke_result_t<Owner&, Session&, const Event&>>) {
    owner(session, event);
    return {};
  } else {
    return owner(session, event);
  }
}

template <class Session, class Owner>
void drain(Session& session, Owner& owner, char who, bool has_events,
           std::vector<ScriptLine>& said) {
  const auto take = [&] {
    for (const Line& line : session.take_output()) said.push_back({who, wire_octets(line)});
  };
  take();
  while (auto event = session.next()) {
    std::string text = tell(owner, session, *event);
    if (has_events && !text.empty()) said.push_back({'=', std::move(text)});
    take();
  }
}

template <class Session, class Owner>
void act(Session& session, Owner& owner, const std::string& word) {
  if constexpr (requires { owner.act(session, word); }) {
    if (word != "close") {
      owner.act(session, word);
      return;
    }
  }
  if (word != "close") FAIL("the owner cannot act: " << word);
  session.receive_end();
}

}  // namespace detail

enum class Pieces { whole, octets };

// What was really said, in the form of the script.
template <class Make, class Owner>
std::string play_session(Played played, const std::vector<ScriptLine>& script, const Make& make,
                         Owner owner, Pieces pieces) {
  const char us = played == Played::server ? 'S' : 'C';
  const char peer = played == Played::server ? 'C' : 'S';
  bool has_events = false;
  for (const ScriptLine& line : script) has_events = has_events || line.who == '=';

  auto session = make();
  std::vector<ScriptLine> said;
  session.start();
  detail::drain(session, owner, us, has_events, said);
  for (std::size_t i = 0; i < script.size(); ++i) {
    if (script[i].who == '!') {
      said.push_back(script[i]);
      detail::act(session, owner, script[i].octets);
      detail::drain(session, owner, us, has_events, said);
    }
    if (script[i].who != peer) continue;
    std::string octets;  // all that the peer says in one go
    for (; i < script.size() && script[i].who == peer; ++i) {
      said.push_back(script[i]);
      octets += script[i].octets;
    }
    --i;
    const std::size_t step = pieces == Pieces::whole ? octets.size() : 1;
    for (std::size_t at = 0; at < octets.size(); at += step) {
      session.receive(std::string_view(octets).substr(at, step));
      detail::drain(session, owner, us, has_events, said);
    }
  }
  return to_text(said);
}

// What the played side says, and its events: without what is fed to it.
std::string only_ours(Played played, std::string_view text);

// For dialogues that depend on what arrives in one go.
template <class Make, class Owner>
void check_session_whole(Played played, std::string_view script, const Make& make,
                         const Owner& owner) {
  const auto lines = parse_script(script);
  CHECK(play_session(played, lines, make, owner, Pieces::whole) == to_text(lines));
}

// Byte by byte, answers come as soon as a line is whole, before the peer's next line of the script:
// there only the order of what the played side says is compared.
template <class Make, class Owner>
void check_session(Played played, std::string_view script, const Make& make, const Owner& owner) {
  check_session_whole(played, script, make, owner);
  const auto lines = parse_script(script);
  INFO("played byte by byte");
  CHECK(only_ours(played, play_session(played, lines, make, owner, Pieces::octets)) ==
        only_ours(played, to_text(lines)));
}

}  // namespace mailscope::test
