// The client's session: TLS and login, then one step after the other.
#include <algorithm>
#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/imap/command_reader.h"
#include "sim/imap/imap_client_impl.h"
#include "sim/imap/printing.h"
#include "sim/wire/base64.h"

namespace mailscope::imap {

void Client::Impl::ask_capabilities() { say(Due::capability, "CAPABILITY"); }

void Client::Impl::decide_tls() {
  if (state_ == State::authenticated) return prepare();
  if (has_decided_tls_) return log_in();
  has_decided_tls_ = true;
  const bool is_offered = is_capable("STARTTLS");
  const auto decision = wire::decide_tls(options_.tls, is_offered, options_.is_tls_active);
  outbox_.tell(TlsDecided{options_.tls, is_offered, decision});
  switch (decision) {
    case wire::TlsDecision::starts: return say(Due::starttls, "STARTTLS");
    case wire::TlsDecision::gives_up:
      fail("the server offers no STARTTLS, and the client requires it", "RFC 8314, section 3.2");
      return log_out();
    case wire::TlsDecision::not_wanted:
    case wire::TlsDecision::already_on:
    case wire::TlsDecision::goes_without: return log_in();
  }
}

// What was learnt before TLS is thrown away (RFC 9051, section 6.2.1).
void Client::Impl::tls_started() {
  MUST(is_waiting_for_tls_);
  is_waiting_for_tls_ = false;
  options_.is_tls_active = true;
  capabilities_.clear();
  has_capabilities_ = false;
  ask_capabilities();
}

void Client::Impl::tls_failed() {
  is_waiting_for_tls_ = false;
  fail("TLS failed", "RFC 9051, section 6.2.1");
  finish();
}

// After login: ID and ENABLE, as far as wanted and offered; then the steps.
void Client::Impl::prepare() {
  if (options_.says_id && is_capable("ID") && !std::exchange(has_said_id_, true))
    return say(Due::preparation, "ID (\"name\" " + string_text(options_.name) + ")");
  std::string names;
  for (const std::string& name : options_.enable)
    if (is_capable(name)) names += " " + name;
  if (!names.empty() && is_capable("ENABLE") && !std::exchange(has_said_enable_, true))
    return say(Due::preparation, "ENABLE" + names);
  go_on();
}

void Client::Impl::log_in() {
  if (!options_.credentials) return go_on();
  has_capabilities_ = false;  // those after login may be others (RFC 9051, section 7.2.2)
  const bool may_be_clear = options_.is_tls_active || options_.sends_clear_text_without_tls;
  for (const sasl::Mechanism mechanism : options_.mechanisms) {
    if (sasl::is_clear_text(mechanism) && !may_be_clear) continue;
    if (!sasl::is_possible(mechanism, options_.hashes)) continue;
    if (!is_capable("AUTH=" + std::string(sasl::name_of(mechanism)))) continue;
    mechanism_ = mechanism;
    exchange_.emplace(mechanism, *options_.credentials,
                      sasl::ClientExchange::Options{options_.hashes, options_.nonce,
                                                    options_.server_name, options_.server_port});
    std::string command = "AUTHENTICATE " + std::string(sasl::name_of(mechanism));
    has_said_response_ = false;
    if (exchange_->has_initial_response() && is_capable("SASL-IR")) {
      const auto response = exchange_->respond("");
      if (response) command += " " + (response->empty() ? "=" : wire::base64_encode(*response));
      has_said_response_ = true;
    }
    return say(Due::login, command);
  }
  if (options_.uses_login_command && may_be_clear && !is_capable("LOGINDISABLED")) {
    return say(Due::login, "LOGIN " + argument_text(options_.credentials->user) + " " +
                               argument_text(options_.credentials->password));
  }
  const std::string why = may_be_clear ? "the server offers no way to log in that the client knows"
                                       : "no way to log in without showing the password";
  outbox_.tell(AuthTried{std::nullopt, false, false, why});
  fail(why, "RFC 9051, section 6.2");
  log_out();
}

// ---- tagged answers ----------------------------------------------------------------------------------

void Client::Impl::take_tagged(const std::string& status, const std::string& code,
                               const std::string& text) {
  const bool is_ok = status == "OK";
  const Due due = std::exchange(due_, Due::nothing);
  literals_.clear();
  switch (due) {
    case Due::nothing:
    case Due::greeting: return;
    case Due::capability:
      outbox_.tell(StepDone{0, command_, status, code, text});
      return decide_tls();
    case Due::starttls:
      outbox_.tell(StepDone{0, command_, status, code, text});
      if (!is_ok) {
        if (options_.tls != wire::TlsPolicy::required) return log_in();
        fail("STARTTLS was refused: " + text, "RFC 8314, section 3.2");
        return log_out();
      }
      if (reader_.octets_held() > 0 &&
          options_.octets_before_tls == wire::OctetsBeforeTls::refuse) {
        fail("octets came before the handshake: somebody may have put them there",
             "RFC 9051, section 6.2.1");
        return finish();
      }
      if (options_.octets_before_tls != wire::OctetsBeforeTls::process) reader_.clear();
      is_waiting_for_tls_ = true;
      outbox_.tell(TlsWanted{options_.octets_before_tls == wire::OctetsBeforeTls::process});
      return;
    case Due::login: {
      const bool is_proven = !exchange_ || exchange_->may_succeed();
      outbox_.tell(AuthTried{mechanism_, is_ok && is_proven, true, text});
      exchange_.reset();
      if (!is_ok || !is_proven) {
        fail(is_ok ? "the server has not proved itself" : "login refused: " + text,
             "RFC 9051, section 6.2");
        return log_out();
      }
      state_ = State::authenticated;
      return has_capabilities_ ? prepare() : ask_capabilities();
    }
    case Due::preparation:
      outbox_.tell(StepDone{0, command_, status, code, text});
      return prepare();
    case Due::step: {
      is_idle_ = false;
      const Step done = under_way_.front();
      under_way_.pop_front();
      if (std::holds_alternative<SelectMailbox>(done)) {
        is_selecting_ = false;
        state_ = is_ok ? State::selected : State::authenticated;
        selected_.is_read_only = equal_ignoring_case(code, "READ-ONLY");
        if (is_ok) outbox_.tell(selected_);
      }
      if (std::holds_alternative<CloseMailbox>(done) && is_ok) state_ = State::authenticated;
      if (under_way_.empty() || !is_ok) {
        under_way_.clear();
        outbox_.tell(StepDone{step_, command_, status, code, text});
      }
      return go_on();
    }
    case Due::logout: return finish();
  }
}

// ---- steps -------------------------------------------------------------------------------------------

void Client::Impl::go_on() {
  if (due_ != Due::nothing || is_finished_ || is_waiting_for_tls_) return;
  if (state_ == State::not_authenticated && options_.credentials && !has_failed_) return;
  if (!under_way_.empty()) return say_step(under_way_.front());
  while (!steps_.empty() && is_empty_step(steps_.front())) {  // nothing to be done for no mails
    steps_.pop_front();
    outbox_.tell(StepDone{++step_, "", "OK", "", "no mails"});
  }
  if (steps_.empty()) {
    if (!std::exchange(is_exhausted_told_, true)) outbox_.tell(StepsExhausted{});
    return;
  }
  is_exhausted_told_ = false;
  ++step_;
  Step step = std::move(steps_.front());
  steps_.pop_front();
  if (std::holds_alternative<LogOut>(step)) return log_out();
  if (const auto* move = std::get_if<MoveMails>(&step); move && !is_capable("MOVE")) {
    under_way_ = {CopyMails{move->mails, move->mailbox},
                  ChangeFlags{move->mails, store::FlagsMode::add, store::Flags{store::k_deleted}},
                  ExpungeMails{is_capable("UIDPLUS") ? move->mails : std::string()}};
  } else {
    under_way_ = {std::move(step)};
  }
  say_step(under_way_.front());
}

void Client::Impl::say_step(const Step& step) {
  if (const auto* select = std::get_if<SelectMailbox>(&step)) {
    is_selecting_ = true;
    selected_ = {};
    selected_.mailbox = select->mailbox;
    uids_.clear();
  }
  ends_idle_ = false;
  const bool has_idle = is_capable("IDLE");
  say(Due::step, command_text(step, has_idle, is_capable("UNSELECT"), encoding_));
}

// A command with literals goes out in pieces: each waits for "+" unless the server takes LITERAL+.
void Client::Impl::say(Due due, const std::string& command) {
  due_ = due;
  tag_ = "a" + std::to_string(++tags_);
  // Told without passwords, and without the octets of literals.
  command_ = std::string(cut(command, due == Due::login ? ' ' : '\r').head);
  const std::size_t unasked_max = !options_.uses_literal_plus ? 0
                                  : is_capable("LITERAL+")    ? options_.literal_octets_max
                                  : is_capable("LITERAL-")    ? k_literal_minus_octets_max
                                                              : 0;
  auto pieces = pieces_of(tag_ + " " + command, unasked_max);
  for (Line& line : pieces.front()) outbox_.say(std::move(line));
  pieces.pop_front();
  literals_ = std::move(pieces);
}

void Client::Impl::end_idle() {
  if (!is_idle_) {
    ends_idle_ = due_ == Due::step && !under_way_.empty() &&
                 std::holds_alternative<Idle>(under_way_.front());
    return;
  }
  is_idle_ = false;
  outbox_.say({LineKind::continuation, "DONE\r\n"});
}

void Client::Impl::log_out() { say(Due::logout, "LOGOUT"); }

void Client::Impl::fail(std::string why, std::string rule) {
  if (std::exchange(has_failed_, true)) return;
  steps_.clear();
  outbox_.tell(Failed{std::move(why), std::move(rule)});
}

void Client::Impl::finish() {
  if (std::exchange(is_finished_, true)) return;
  state_ = State::logout;
  is_idle_ = false;
  outbox_.tell(Finished{});
}

}  // namespace mailscope::imap
