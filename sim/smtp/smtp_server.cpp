// The server's session: reading, answering, and what every command shares.
#include "sim/smtp/smtp_server.h"

#include <algorithm>
#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"

namespace mailscope::smtp {
namespace {

// A mail of a server without a limit is still not read without end.
constexpr std::uint64_t k_unlimited_octets_max = 64u << 20;
// What may wait, beyond one mail, while the owner thinks.
constexpr std::uint64_t k_waiting_octets_max = 256u << 10;

}  // namespace

Server::Server(ServerOptions options) : options_(std::move(options)) {}

void Server::start(std::optional<Reply> refusal) {
  MUST(state_ == ServerState::start);
  Reply greeting = make_reply(220, "", options_.host_name + " " + options_.greeting_text);
  if (refusal) greeting = *refusal;
  state_ = *after(state_, Verb::greeting);
  is_turning_away_ = refusal.has_value();
  say_without_enhanced(greeting, LineKind::greeting);
  if (greeting.code == 421) close(Closed::Why::owner);
}

void Server::receive(std::string_view octets) {
  if (is_closed()) return;
  if (reader_.octets_held() + octets.size() > octets_max() + k_waiting_octets_max) {
    shut_down(make_reply(421, "4.7.0", "Too much was sent without waiting for an answer"));
    return;
  }
  reader_.push(octets);
}

void Server::receive_end() { is_peer_closed_ = true; }

std::optional<ServerEvent> Server::next() {
  while (!outbox_.has_events() && !is_closed() && state_ != ServerState::start &&
         asked_ == Asked::nothing) {
    if (read_unit()) continue;
    // Half of a command, or content without its end, is nothing (RFC 5321, section 4.1.1.4).
    if (is_peer_closed_) close(Closed::Why::peer_closed);
    break;
  }
  return outbox_.next();
}

bool Server::read_unit() {
  switch (reading_) {
    case Reading::commands: return read_command();
    case Reading::auth_responses: return read_auth_response();
    case Reading::dots: return read_dots();
    case Reading::chunk: return read_chunk();
  }
  return false;
}

bool Server::read_command() {
  auto line = reader_.take_line(k_auth_octets_max);
  if (!line) return false;
  line_ = line->text();
  std::string rule;
  const auto refusal = refusal_of(*line, rule);
  outbox_.tell(Heard{{LineKind::command, std::move(line->octets)}});
  if (refusal) {
    refuse(*refusal, rule);
    return true;
  }
  const Characters characters =
      transaction_.parameters.smtputf8 ? Characters::utf8 : Characters::ascii;
  const auto command = parse_command(line_, extensions_in_force(), characters);
  if (command) {
    run(*command);
  } else if (command.error().octets_to_skip > 0) {
    chunk_refusal_ = Refused{line_, command.error().reply, command.error().rule};
    chunk_octets_left_ = command.error().octets_to_skip;
    reading_ = Reading::chunk;
  } else {
    refuse(command.error().reply, command.error().rule);
  }
  return true;
}

// What is wrong with the line itself, whatever it says.
std::optional<Reply> Server::refusal_of(const wire::ReadLine& line, std::string& rule) const {
  rule = "RFC 5321, section 2.3.8";
  switch (line.fault) {
    case wire::LineFault::none: break;
    case wire::LineFault::nul: return make_reply(500, "5.5.2", "A command holds no octet 0");
    case wire::LineFault::bare_cr: return make_reply(500, "5.5.2", "A command holds no lone CR");
    case wire::LineFault::bare_lf:
      if (options_.takes_bare_lf) break;
      return make_reply(500, "5.5.2", "A command ends in CR LF, not in LF alone");
    case wire::LineFault::too_long:
      rule = "RFC 5321, section 4.5.3.1.4";
      return make_reply(500, "5.5.2", "The line is too long");
  }
  const std::size_t octets_max = command_octets_max(line.octets, extensions_in_force());
  if (line.octets.size() <= octets_max) return std::nullopt;
  rule = "RFC 5321, section 4.5.3.1.4";
  return make_reply(500, "5.5.2",
                    "The line is too long: " + std::to_string(octets_max) + " octets at most");
}

bool Server::read_dots() {
  const std::string_view waiting = reader_.waiting();
  if (waiting.empty()) return false;
  reader_.drop(dots_.read(waiting));
  if (!dots_.is_done()) return true;
  reading_ = Reading::commands;
  std::string content = dots_.take_content();
  outbox_.tell(Heard{{LineKind::content, content, Framing::dots}});
  take_message(std::move(content), dots_.faults());
  return true;
}

void Server::answer(Verdict verdict) {
  const Asked asked = std::exchange(asked_, Asked::nothing);
  if (is_closed()) return;  // the peer was shut down while the owner thought
  if (verdict.reply) {
    const bool is_yes = verdict.reply->is_positive() || verdict.reply->is_intermediate();
    MUST(is_yes == verdict.is_accepted);
    if (verdict.reply->code == 421) {
      shut_down(*verdict.reply);
      return;
    }
  }
  const auto reply_or = [&](const Reply& usual_yes, const Reply& usual_no) {
    return verdict.reply.value_or(verdict.is_accepted ? usual_yes : usual_no);
  };
  switch (asked) {
    case Asked::hello: answer_hello(verdict); return;
    case Asked::auth:
      auth_reply_ = verdict.reply;
      take_auth_step(
          exchange_->answer(verdict.is_accepted ? sasl::Decision::accept : sasl::Decision::refuse));
      return;
    case Asked::mail:
      if (verdict.is_accepted)
        move(Verb::mail);
      else
        transaction_ = {};
      say(reply_or(make_reply(250, "2.1.0", "Sender ok"),
                   make_reply(550, "5.7.1", "Mail from this sender is not taken here")));
      return;
    case Asked::recipient:
      if (verdict.is_accepted) {
        transaction_.recipients.push_back(recipient_asked_);
        move(Verb::rcpt);
      }
      say(reply_or(make_reply(250, "2.1.5", "Recipient ok"),
                   make_reply(550, "5.1.1", "There is no such mailbox here")));
      return;
    case Asked::data: answer_content(verdict, false); return;
    case Asked::bdat: answer_content(verdict, true); return;
    case Asked::message:
      end_transaction();
      say(reply_or(make_reply(250, "2.0.0", "Ok: queued"),
                   make_reply(554, "5.0.0", "The mail is not taken")));
      return;
    case Asked::verify:
      say(reply_or(make_reply(252, "2.5.0", "Cannot say; mail for it will be tried"),
                   make_reply(550, "5.1.1", "There is no such mailbox here")));
      return;
    case Asked::nothing:
    case Asked::secret:
    case Asked::tls: break;
  }
  MUST(false && "answer() without a question that a verdict answers");
}

void Server::tls_started() {
  MUST(asked_ == Asked::tls);
  asked_ = Asked::nothing;
  if (options_.octets_before_tls != wire::OctetsBeforeTls::process) reader_.clear();
  options_.is_tls_active = true;
  hello_name_.clear();
  has_ehlo_ = false;
  user_.clear();
  move(Verb::tls_started);
}

// In the handshake, or later, when a record cannot be read.
void Server::tls_failed() {
  if (!is_closed()) close(Closed::Why::tls_failed);
}

void Server::shut_down(Reply reply) {
  if (is_closed()) return;
  say(reply);
  close(Closed::Why::owner);
}

std::string Server::protocol_word() const {
  if (!has_ehlo_) return "SMTP";
  std::string word = transaction_.parameters.smtputf8 ? "UTF8SMTP" : "ESMTP";
  if (options_.is_tls_active) word += "S";
  if (!user_.empty()) word += "A";
  return word;
}

// Who greeted with HELO has heard of no extension (RFC 5321, section 2.2.1).
Extensions Server::extensions_in_force() const {
  Extensions extensions = options_.extensions;
  extensions.auth = extensions.auth && !options_.mechanisms.empty();
  extensions.binary_mime = extensions.binary_mime && extensions.chunking;
  extensions.require_tls = extensions.require_tls && options_.is_tls_active && has_ehlo_;
  if (!has_ehlo_) {
    extensions.size = extensions.eight_bit_mime = extensions.dsn = extensions.smtputf8 = false;
    extensions.chunking = extensions.binary_mime = false;
  }
  return extensions;
}

void Server::say(const Reply& reply, LineKind kind) {
  const Enhanced enhanced =
      options_.extensions.enhanced_status_codes ? Enhanced::yes : Enhanced::no;
  for (std::string& line : print(reply, enhanced)) outbox_.say({kind, std::move(line)});
}

void Server::say_without_enhanced(const Reply& reply, LineKind kind) {
  for (std::string& line : print(reply, Enhanced::no)) outbox_.say({kind, std::move(line)});
}

void Server::refuse(const Reply& reply, std::string_view rule) {
  outbox_.tell(Refused{line_, reply, std::string(rule)});
  say(reply);
  const bool is_mistake = reply.code >= 500 && reply.code <= 504;
  if (is_mistake && ++bad_commands_ > options_.bad_commands_max) {
    say(make_reply(421, "4.7.0", "Too many errors"));
    close(Closed::Why::too_many_errors);
  }
}

void Server::move(Verb verb) {
  const auto to = after(state_, verb);
  MUST(to.has_value());
  state_ = *to;
}

void Server::forget_transaction() {
  transaction_ = {};
  chunks_.clear();
  chunk_start_ = 0;
}

void Server::end_transaction() {
  move(state_ == ServerState::data ? Verb::end_of_data : Verb::bdat_last);
  forget_transaction();
}

std::uint64_t Server::octets_max() const {
  return options_.size_max == 0 ? k_unlimited_octets_max : options_.size_max;
}

void Server::close(Closed::Why why) {
  state_ = ServerState::closed;
  asked_ = Asked::nothing;
  reader_.clear();
  outbox_.tell(Closed{why});
}

}  // namespace mailscope::smtp
