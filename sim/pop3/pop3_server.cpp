// The server's session: reading lines, what is legal, STLS, and what all commands share.
#include "sim/pop3/pop3_server.h"

#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"

namespace mailscope::pop3 {

namespace {

// What may wait while the owner thinks: no honest client sends more without an answer.
constexpr std::size_t k_waiting_octets_max = 256u << 10;

}  // namespace

Server::Server(ServerOptions options) : options_(std::move(options)) {}

void Server::start() {
  std::string greeting = "+OK " + options_.greeting_text;
  if (!options_.timestamp.empty()) greeting += " " + options_.timestamp;
  move(Verb::greeting);
  say(greeting, LineKind::greeting);
}

void Server::receive(std::string_view octets) {
  if (is_closed()) return;
  if (reader_.octets_held() + octets.size() > k_waiting_octets_max) {
    say("-ERR too much was sent without waiting for an answer");
    close(Closed::Why::owner);
    return;
  }
  reader_.push(octets);
}

void Server::receive_end() { is_peer_closed_ = true; }

std::optional<ServerEvent> Server::next() {
  while (!outbox_.has_events() && !is_closed() && !is_asking() && read_line()) {
  }
  if (!outbox_.has_events() && is_peer_closed_ && !is_closed() && !is_asking()) {
    close(Closed::Why::peer_closed);
  }
  return outbox_.next();
}

bool Server::read_line() {
  const bool is_auth = state_ == State::authenticating;
  auto line = reader_.take_line(k_auth_octets_max);
  if (!line) return false;
  const std::string text(line->text());
  wire::LineFault fault = line->fault;
  // AUTH with an initial response may be as long as the response alone; nothing else may.
  const bool may_be_long = is_auth || starts_with_ignoring_case(text, "AUTH ");
  if (line->octets.size() > k_command_octets_max && !may_be_long) fault = wire::LineFault::too_long;
  outbox_.tell(Heard{{is_auth ? LineKind::continuation : LineKind::command, line->octets}});
  const bool is_tolerated = fault == wire::LineFault::bare_lf && options_.takes_bare_lf;
  if (fault != wire::LineFault::none && !is_tolerated) {
    if (is_auth) {
      fail_login({}, "a response that is no line", false, "-ERR that is no line of base 64");
    } else {
      refuse(text,
             fault == wire::LineFault::too_long ? "-ERR the line is too long"
                                                : "-ERR a command ends in CR LF and holds no other",
             fault == wire::LineFault::too_long ? "RFC 2449, section 4" : "RFC 1939, section 3");
    }
    return true;
  }
  if (is_auth) {
    read_auth_response(text);
  } else {
    read_command(text);
  }
  return true;
}

void Server::read_command(const std::string& line) {
  const auto command = parse_command(line);
  // PASS comes immediately after USER, or not at all (RFC 1939, section 7).
  if (!command || command->verb != Verb::pass) user_named_.clear();
  if (!command) {
    refuse(line, "-ERR " + command.error().why, command.error().rule);
    return;
  }
  if (!after(state_, command->verb)) {
    const bool is_before = state_ == State::authorization;
    refuse(line, is_before ? "-ERR log in first" : "-ERR not after login",
           is_before ? "RFC 1939, section 4" : "RFC 1939, section 5");
    return;
  }
  run(*command, line);
}

void Server::run(const Command& command, const std::string& line) {
  switch (command.verb) {
    case Verb::user: return run_user(command, line);
    case Verb::pass: return run_pass(command, line);
    case Verb::apop: return run_apop(command, line);
    case Verb::auth: return run_auth(command, line);
    case Verb::stls: return run_stls(line);
    case Verb::capa:
      if (!options_.offers_capa) return refuse(line, "-ERR unknown command", "RFC 1939, section 3");
      return run_capa();
    case Verb::stat: return run_stat();
    case Verb::list: return run_list(command, line, false);
    case Verb::uidl:
      if (!options_.offers_uidl) return refuse(line, "-ERR unknown command", "RFC 1939, section 7");
      return run_list(command, line, true);
    case Verb::top:
      if (!options_.offers_top) return refuse(line, "-ERR unknown command", "RFC 1939, section 7");
      return run_content(command, line);
    case Verb::retr: return run_content(command, line);
    case Verb::dele: return run_dele(command, line);
    case Verb::noop: return say("+OK");
    case Verb::rset: return run_rset();
    case Verb::quit: return run_quit();
    case Verb::greeting:
    case Verb::auth_ended:
    case Verb::auth_refused:
    case Verb::tls_started:
    case Verb::updated: break;
  }
  MUST(false);  // no line is read as one of these
}

void Server::run_stls(const std::string& line) {
  if (!options_.offers_stls) return refuse(line, "-ERR unknown command", "RFC 2595, section 4");
  if (options_.is_tls_active)
    return refuse(line, "-ERR TLS is active already", "RFC 2595, section 4");
  const bool has_more = reader_.octets_held() > 0;
  if (has_more && options_.octets_before_tls == wire::OctetsBeforeTls::refuse) {
    reader_.clear();
    return refuse(line, "-ERR nothing may follow STLS before the handshake", "RFC 2595, section 4");
  }
  if (options_.octets_before_tls == wire::OctetsBeforeTls::discard) reader_.clear();
  move(Verb::stls);
  say("+OK begin TLS");
  asked_ = Asked::tls;
  outbox_.tell(StartTls{options_.octets_before_tls == wire::OctetsBeforeTls::process});
}

void Server::tls_started() {
  if (is_closed()) return;
  MUST(asked_ == Asked::tls);
  asked_ = Asked::nothing;
  if (options_.octets_before_tls != wire::OctetsBeforeTls::process) reader_.clear();
  options_.is_tls_active = true;
  user_named_.clear();  // what was said in the clear does not count (RFC 2595, section 4)
  move(Verb::tls_started);
}

void Server::tls_failed() { close(Closed::Why::peer_closed); }

void Server::shut_down() {
  if (!is_closed()) close(Closed::Why::owner);
}

void Server::say(std::string_view status_line, LineKind kind) {
  outbox_.say({kind, std::string(status_line) + "\r\n"});
}

void Server::say_many(std::string_view status_line, const std::vector<std::string>& lines) {
  say(status_line);
  for (const std::string& line : lines) {
    outbox_.say({LineKind::reply, (line.rfind(".", 0) == 0 ? "." : "") + line + "\r\n"});
  }
  outbox_.say({LineKind::reply, ".\r\n"});
}

void Server::refuse(const std::string& line, std::string_view reply, std::string_view rule) {
  outbox_.tell(Refused{line, std::string(reply), std::string(rule)});
  say(reply);
  if (++bad_commands_ > options_.bad_commands_max) close(Closed::Why::too_many_errors);
}

void Server::move(Verb verb) {
  const auto to = after(state_, verb);
  MUST(to.has_value());
  state_ = *to;
}

void Server::close(Closed::Why why) {
  std::vector<std::size_t> lost;
  if (state_ == State::transaction) lost = marked_numbers();
  state_ = State::closed;
  asked_ = Asked::nothing;
  reader_.clear();
  outbox_.tell(Closed{why, std::move(lost)});
}

}  // namespace mailscope::pop3
