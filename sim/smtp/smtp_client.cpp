// The client's session: replies, greetings, TLS. AUTH is in smtp_client_auth.cpp, the mails are in
// smtp_client_mail.cpp.
#include "sim/smtp/smtp_client.h"

#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"

namespace mailscope::smtp {
namespace {

// A reply line is 512 octets at most (RFC 5321, section 4.5.3.1.5), with room for those who do not
// know, and for the challenges of AUTH.
constexpr std::size_t k_reply_octets_max = 16384;

}  // namespace

std::string_view name_of(Stage stage) {
  switch (stage) {
    case Stage::greeting: return "greeting";
    case Stage::hello: return "hello";
    case Stage::tls: return "TLS";
    case Stage::auth: return "authentication";
    case Stage::mail: return "MAIL";
    case Stage::recipient: return "RCPT";
    case Stage::content: return "content";
    case Stage::rset: return "RSET";
    case Stage::quit: return "QUIT";
  }
  return "";
}

Client::Client(Plan plan) : plan_(std::move(plan)) {}

void Client::start() {
  MUST(due_.empty() && !is_finished_);
  due_.push_back({Due::What::greeting});
}

void Client::receive(std::string_view octets) {
  if (!is_finished_) reader_.push(octets);
}

void Client::receive_end() { is_peer_closed_ = true; }

std::optional<ClientEvent> Client::next() {
  while (!outbox_.has_events() && !is_finished_ && !is_waiting_for_tls_) {
    if (read_line()) continue;
    if (is_peer_closed_) {
      if (!is_quitting_) fail(stage(), std::nullopt, "the server closed the connection");
      finish();
    }
    break;
  }
  return outbox_.next();
}

bool Client::read_line() {
  auto line = reader_.take_line(k_reply_octets_max);
  if (!line) return false;
  const auto what = due_.empty() ? Due::What::quit : due_.front().what;
  const std::string text(line->text());
  const bool is_challenge = what == Due::What::auth && text.compare(0, 3, "334") == 0;
  const LineKind kind = what == Due::What::greeting ? LineKind::greeting
                        : is_challenge              ? LineKind::continuation
                                                    : LineKind::reply;
  outbox_.tell(Heard{{kind, std::move(line->octets)}});
  if (line->fault == wire::LineFault::too_long || line->fault == wire::LineFault::nul) {
    fail(stage(), std::nullopt,
         "the server's line is not one: " + std::string(name_of(line->fault)));
    return true;
  }
  const bool is_bare =
      what == Due::What::greeting || what == Due::What::ehlo || what == Due::What::helo;
  if (replies_.is_between()) replies_.expect(is_bare ? Enhanced::no : Enhanced::yes);
  auto reply = replies_.read(text);
  if (!reply) {
    fail(stage(), std::nullopt, "the server said \"" + visible(text) + "\": " + reply.error().why);
    return true;
  }
  if (*reply) take(**reply);
  return true;
}

void Client::take(const Reply& reply) {
  if (due_.empty()) {  // unasked: only 421 may come so (RFC 5321, section 3.8)
    if (reply.code == 421) fail(Stage::quit, reply, "the server closes the session");
    return;
  }
  const Due due = due_.front();
  due_.pop_front();
  if (has_failed_ && due.what != Due::What::quit) {  // answers to what was pipelined
    // Our QUIT would be content now: only the end of the connection can stop it.
    if (due.what == Due::What::data && reply.code == 354) finish();
    return;
  }
  // 421 ends the session whatever was asked. A greeting of 421 says it, too.
  if (reply.code == 421 && due.what != Due::What::quit) {
    fail(stage_of(due.what), reply, "the server closes the session");
    return;
  }
  switch (due.what) {
    case Due::What::greeting:
      outbox_.tell(Greeted{reply});
      if (reply.code == 220)
        say_hello(plan_.says_ehlo);
      else
        fail(Stage::greeting, reply, "the server does not want to talk");
      return;
    case Due::What::ehlo: take_hello(reply, true); return;
    case Due::What::helo: take_hello(reply, false); return;
    case Due::What::starttls: take_starttls(reply); return;
    case Due::What::auth: take_auth(reply); return;
    case Due::What::mail: take_mail(reply); return;
    case Due::What::recipient: take_recipient(reply, due.recipient); return;
    case Due::What::data: take_data(reply); return;
    case Due::What::content: take_content(reply); return;
    case Due::What::chunk: take_chunk(reply, due.is_last_chunk); return;
    case Due::What::rset: begin_mail(); return;
    case Due::What::quit: finish(); return;
  }
}

void Client::say_hello(bool is_ehlo) {
  say((is_ehlo ? "EHLO " : "HELO ") + plan_.hello_name,
      {is_ehlo ? Due::What::ehlo : Due::What::helo});
}

void Client::take_hello(const Reply& reply, bool is_ehlo) {
  if (!reply.is_positive()) {
    // A server that does not know EHLO is greeted the old way (RFC 5321, section 3.2).
    const bool is_unknown = reply.code == 500 || reply.code == 502 || reply.code == 501;
    if (is_ehlo && is_unknown)
      say_hello(false);
    else
      fail(Stage::hello, reply, "the server did not accept our greeting");
    return;
  }
  offer_ = is_ehlo ? read_offer(reply.lines) : read_offer({reply.lines.front()});
  outbox_.tell(Capabilities{offer_, is_ehlo});
  decide_tls();
}

void Client::decide_tls() {
  const bool is_offered = offer_.extensions.starttls;
  const wire::TlsDecision decision = wire::decide_tls(plan_.tls, is_offered, plan_.is_tls_active);
  if (!has_decided_tls_) outbox_.tell(TlsDecided{plan_.tls, is_offered, decision});
  has_decided_tls_ = true;
  switch (decision) {
    case wire::TlsDecision::starts: say("STARTTLS", {Due::What::starttls}); return;
    case wire::TlsDecision::gives_up:
      fail(Stage::tls, std::nullopt, "TLS is required and the server does not offer it");
      return;
    case wire::TlsDecision::not_wanted:
    case wire::TlsDecision::already_on:
    case wire::TlsDecision::goes_without: begin_auth(); return;
  }
}

void Client::take_starttls(const Reply& reply) {
  if (reply.code != 220) {
    go_without_tls(reply, "the server did not start TLS");
    return;
  }
  const bool keeps = plan_.octets_before_tls == wire::OctetsBeforeTls::process;
  if (reader_.octets_held() > 0 && !keeps) {
    reader_.clear();
    if (plan_.octets_before_tls == wire::OctetsBeforeTls::refuse) {
      break_off(Stage::tls, "somebody sent more before the handshake than the server's reply");
      return;
    }
  }
  is_waiting_for_tls_ = true;
  outbox_.tell(TlsWanted{keeps});
}

// TLS was offered and then refused (454): only an opportunistic client goes on.
void Client::go_without_tls(const Reply& reply, std::string why) {
  if (plan_.tls == wire::TlsPolicy::required) {
    fail(Stage::tls, reply, std::move(why));
    return;
  }
  outbox_.tell(TlsDecided{plan_.tls, true, wire::TlsDecision::goes_without});
  begin_auth();
}

void Client::tls_started() {
  MUST(is_waiting_for_tls_);
  is_waiting_for_tls_ = false;
  plan_.is_tls_active = true;
  // What the server said before may have been somebody else's words (RFC 3207, section 4.2).
  if (plan_.octets_before_tls != wire::OctetsBeforeTls::process) reader_.clear();
  offer_ = {};
  say_hello(plan_.says_ehlo);
}

// In the handshake, or later, when a record cannot be read.
void Client::tls_failed(std::string why) {
  is_waiting_for_tls_ = false;
  break_off(Stage::tls, std::move(why));
}

void Client::say(const std::string& command, Due due) {
  due_.push_back(due);
  say_line(LineKind::command, command + "\r\n");
}

void Client::say_line(LineKind kind, std::string octets) { outbox_.say({kind, std::move(octets)}); }

void Client::quit() {
  if (is_quitting_ || is_finished_) return;
  is_quitting_ = true;
  say("QUIT", {Due::What::quit});
}

// Tells the owner, and says QUIT where the server still listens.
void Client::fail(Stage stage, std::optional<Reply> reply, std::string why) {
  if (has_failed_ || is_finished_) return;
  has_failed_ = true;
  const bool is_over = (reply && reply->code == 421) || is_peer_closed_;
  outbox_.tell(Failed{stage, std::move(reply), std::move(why)});
  if (is_over)
    finish();
  else
    quit();
}

// Nothing can be said any more to a server that waits for a handshake.
void Client::break_off(Stage stage, std::string why) {
  has_failed_ = true;
  outbox_.tell(Failed{stage, std::nullopt, std::move(why)});
  finish();
}

void Client::finish() {
  if (is_finished_) return;
  is_finished_ = true;
  outbox_.tell(Finished{});
}

Client::Awaited Client::awaited() const {
  if (due_.empty()) return Awaited::nothing;
  switch (due_.front().what) {
    case Due::What::data: return Awaited::data;
    case Due::What::content:
    case Due::What::chunk: return Awaited::end_of_data;
    case Due::What::greeting:
    case Due::What::ehlo:
    case Due::What::helo:
    case Due::What::starttls:
    case Due::What::auth:
    case Due::What::mail:
    case Due::What::recipient:
    case Due::What::rset:
    case Due::What::quit: return Awaited::reply;
  }
  return Awaited::nothing;
}

Stage Client::stage() const { return due_.empty() ? Stage::quit : stage_of(due_.front().what); }

Stage Client::stage_of(Due::What what) {
  switch (what) {
    case Due::What::greeting: return Stage::greeting;
    case Due::What::ehlo:
    case Due::What::helo: return Stage::hello;
    case Due::What::starttls: return Stage::tls;
    case Due::What::auth: return Stage::auth;
    case Due::What::mail: return Stage::mail;
    case Due::What::recipient: return Stage::recipient;
    case Due::What::data:
    case Due::What::content:
    case Due::What::chunk: return Stage::content;
    case Due::What::rset: return Stage::rset;
    case Due::What::quit: return Stage::quit;
  }
  return Stage::quit;
}

}  // namespace mailscope::smtp
