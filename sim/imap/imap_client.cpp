// The client's session: greeting, TLS, login, then one step after the other.
#include "sim/imap/imap_client.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/imap/client_commands.h"
#include "sim/imap/mailbox_name.h"
#include "sim/imap/response_reader.h"
#include "sim/imap/scanner.h"
#include "sim/wire/base64.h"
#include "sim/wire/outbox.h"

namespace mailscope::imap {

class Client::Impl {
 public:
  explicit Impl(ClientOptions options)
      : options_(std::move(options)),
        reader_(options_.line_octets_max, options_.literal_octets_max) {}

  std::optional<ClientEvent> next();
  void tls_started();
  void tls_failed();
  void end_idle();

  ClientOptions options_;
  wire::Outbox<ClientEvent> outbox_;
  ResponseReader reader_;
  std::deque<Step> steps_;
  State state_ = State::not_authenticated;
  bool is_peer_closed_ = false, is_finished_ = false, is_idle_ = false;

 private:
  // The command whose tagged answer is due.
  enum class Due { nothing, greeting, capability, starttls, login, step, logout };

  bool read();
  void take(const Response& response);
  void take_tagged(const std::string& status, const std::string& code, const std::string& text);
  void take_untagged(Scanner scanner);
  void take_continuation(std::string_view text);
  void take_status(Scanner& scanner);
  void take_capabilities(std::string_view names);
  void take_list(Scanner& scanner);
  void take_status_response(Scanner& scanner);
  void take_fetch(Scanner& scanner, std::uint32_t number);

  void ask_capabilities();
  void decide_tls();
  void log_in();
  void go_on();
  void say_step(const Step& step);
  void say(Due due, const std::string& command);
  void fail(std::string why, std::string rule);
  void log_out();
  void finish();
  bool is_capable(std::string_view name) const;

  Due due_ = Due::greeting;
  std::uint32_t tags_ = 0;
  std::string tag_;
  std::string command_;                     // as it is told in StepDone
  std::deque<std::vector<Line>> literals_;  // pieces of the command that wait for "+"
  std::vector<std::string> capabilities_;
  bool has_capabilities_ = false, has_decided_tls_ = false, is_waiting_for_tls_ = false;
  bool has_failed_ = false, is_exhausted_told_ = false, ends_idle_ = false;
  std::size_t step_ = 0;        // of the step under way, from 1
  std::deque<Step> under_way_;  // a MOVE done by COPY, STORE, EXPUNGE has more than one command
  std::optional<sasl::ClientExchange> exchange_;
  std::optional<sasl::Mechanism> mechanism_;
  bool has_said_response_ = false;
  std::vector<store::Uid> uids_;  // by sequence number - 1, as far as known
  MailboxSelected selected_;
  bool is_selecting_ = false;
};

// ---- the public face ---------------------------------------------------------------------------------

Client::Client(ClientOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

void Client::add(Step step) { impl_->steps_.push_back(std::move(step)); }
void Client::start() {}
void Client::receive(std::string_view octets) {
  if (!impl_->is_finished_) impl_->reader_.push(octets);
}
void Client::receive_end() { impl_->is_peer_closed_ = true; }
std::optional<ClientEvent> Client::next() { return impl_->next(); }
std::vector<Line> Client::take_output() { return impl_->outbox_.take_output(); }
void Client::tls_started() { impl_->tls_started(); }
void Client::tls_failed() { impl_->tls_failed(); }
void Client::end_idle() { impl_->end_idle(); }
State Client::state() const { return impl_->state_; }
bool Client::is_closed() const { return impl_->is_finished_; }
bool Client::is_idle() const { return impl_->is_idle_; }
bool Client::is_tls_active() const { return impl_->options_.is_tls_active; }

// ---- reading -----------------------------------------------------------------------------------------

std::optional<ClientEvent> Client::Impl::next() {
  while (!outbox_.has_events() && !is_finished_ && !is_waiting_for_tls_ && read()) {
  }
  if (!outbox_.has_events() && is_peer_closed_ && !is_finished_) {
    if (due_ != Due::logout) fail("the server closed the connection", "RFC 9051, section 7.1.5");
    finish();
  }
  if (!outbox_.has_events() && due_ == Due::nothing && !is_finished_ && !is_waiting_for_tls_)
    go_on();
  return outbox_.next();
}

bool Client::Impl::read() {
  auto response = reader_.next();
  if (!response) return false;
  if (due_ == Due::greeting && !response->lines.empty())
    response->lines.front().kind = LineKind::greeting;
  for (Line& line : response->lines) outbox_.tell(Heard{std::move(line)});
  if (!response->fault.empty()) {
    fail(response->fault, "RFC 9051, section 7");
    finish();
    return true;
  }
  take(*response);
  return true;
}

void Client::Impl::take(const Response& response) {
  const std::string_view text = response.octets;
  if (text.rfind("+", 0) == 0)
    return take_continuation(text.size() > 2 ? text.substr(2) : std::string_view());
  if (text.rfind("* ", 0) == 0) return take_untagged(Scanner(text.substr(2)));
  const Cut words = cut(text, ' ');
  if (words.head != tag_ || due_ == Due::nothing) {
    fail("the server answered what was not asked: " + visible(text.substr(0, 60)),
         "RFC 9051, section 2.2.2");
    return finish();
  }
  const Cut rest = cut(words.tail, ' ');
  std::string code;
  std::string_view words_left = rest.tail;
  if (words_left.rfind("[", 0) == 0) {
    const Cut coded = cut(words_left.substr(1), ']');
    code = std::string(coded.head);
    words_left = trim(coded.tail);
  }
  if (starts_with_ignoring_case(code, "CAPABILITY "))
    take_capabilities(std::string_view(code).substr(11));
  take_tagged(upper(rest.head), code, std::string(words_left));
}

void Client::Impl::take_continuation(std::string_view text) {
  if (!literals_.empty()) {
    for (Line& line : literals_.front()) outbox_.say(std::move(line));
    literals_.pop_front();
    return;
  }
  if (due_ == Due::login && exchange_) {
    // Without SASL-IR the first "+" is empty and asks for the initial response.
    const bool is_first = exchange_->has_initial_response() && !has_said_response_;
    const auto challenge = is_first ? std::optional<std::string>("") : wire::base64_decode(text);
    const auto response = challenge ? exchange_->respond(*challenge)
                                    : Result<std::string, sasl::ClientFault>(
                                          Error{sasl::ClientFault("the challenge is not base 64")});
    has_said_response_ = true;
    outbox_.say(
        {LineKind::continuation, (response ? wire::base64_encode(*response) : "*") + "\r\n"});
    return;
  }
  if (due_ == Due::step && !under_way_.empty() &&
      std::holds_alternative<Idle>(under_way_.front())) {
    is_idle_ = true;
    outbox_.tell(IdleBegun{});
    if (ends_idle_) end_idle();
  }
}

void Client::Impl::take_untagged(Scanner scanner) {
  if (is_digit(scanner.peek())) {
    const auto number = static_cast<std::uint32_t>(scanner.number("a number"));
    scanner.space();
    if (scanner.skip_word("EXISTS")) {
      uids_.resize(number, 0);
      if (is_selecting_) selected_.mails = number;
      outbox_.tell(MailCountSeen{number});
    } else if (scanner.skip_word("EXPUNGE")) {
      MailGone gone{number, 0};
      if (number >= 1 && number <= uids_.size()) {
        gone.uid = uids_[number - 1];
        uids_.erase(uids_.begin() + static_cast<std::ptrdiff_t>(number - 1));
      }
      outbox_.tell(gone);
    } else if (scanner.skip_word("FETCH")) {
      take_fetch(scanner, number);
    }
    return;
  }
  if (scanner.skip_word("CAPABILITY")) {
    take_capabilities(scanner.rest());
    return;
  }
  if (scanner.skip_word("LIST") || scanner.skip_word("LSUB")) return take_list(scanner);
  if (scanner.skip_word("STATUS")) return take_status_response(scanner);
  if (scanner.skip_word("SEARCH")) {
    MailsFound found;
    for (const std::string_view word : split(trim(scanner.rest()), ' ')) {
      if (const auto number = parse_number(word))
        found.uids.push_back(static_cast<std::uint32_t>(*number));
    }
    outbox_.tell(std::move(found));
    return;
  }
  take_status(scanner);
}

// OK, NO, BAD, PREAUTH, BYE with their codes.
void Client::Impl::take_status(Scanner& scanner) {
  const bool is_ok = scanner.skip_word("OK");
  const bool is_preauth = !is_ok && scanner.skip_word("PREAUTH");
  const bool is_bye = !is_ok && !is_preauth && scanner.skip_word("BYE");
  const std::string_view text = trim(scanner.rest());
  if (text.rfind("[", 0) == 0) {
    const std::string_view code = cut(text.substr(1), ']').head;
    const Cut words = cut(code, ' ');
    const auto number = parse_number(words.tail);
    if (equal_ignoring_case(words.head, "CAPABILITY")) take_capabilities(words.tail);
    if (number && equal_ignoring_case(words.head, "UIDVALIDITY")) {
      selected_.uid_validity = static_cast<std::uint32_t>(*number);
    }
    if (number && equal_ignoring_case(words.head, "UIDNEXT")) {
      selected_.uid_next = static_cast<std::uint32_t>(*number);
    }
  }
  if (due_ == Due::greeting) {
    due_ = Due::nothing;
    outbox_.tell(Greeted{std::string(text), is_preauth});
    if (!is_ok && !is_preauth) {
      fail("the server does not serve: " + std::string(text), "RFC 9051, section 7.1.5");
      return finish();
    }
    if (is_preauth) state_ = State::authenticated;
    return has_capabilities_ ? decide_tls() : ask_capabilities();
  }
  if (is_bye && due_ != Due::logout) {
    fail("the server ends the session: " + std::string(text), "RFC 9051, section 7.1.5");
    finish();
  }
}

void Client::Impl::take_capabilities(std::string_view names) {
  capabilities_.clear();
  for (const std::string_view name : split(trim(names), ' ')) {
    if (!name.empty()) capabilities_.emplace_back(name);
  }
  has_capabilities_ = true;
  outbox_.tell(Capabilities{capabilities_});
}

bool Client::Impl::is_capable(std::string_view name) const {
  return std::any_of(capabilities_.begin(), capabilities_.end(),
                     [&](const std::string& each) { return equal_ignoring_case(each, name); });
}

void Client::Impl::take_list(Scanner& scanner) {
  MailboxListed listed;
  scanner.space();
  listed.attributes = scanner.flag_list();
  scanner.space();
  static_cast<void>(scanner.nstring("the separator"));
  scanner.space();
  const std::string octets = scanner.astring("a mailbox");
  if (!scanner.is_ok()) return;
  listed.name = name_from_wire(octets, NameEncoding::modified_utf7).value_or(octets);
  outbox_.tell(std::move(listed));
}

void Client::Impl::take_status_response(Scanner& scanner) {
  StatusSeen seen;
  scanner.space();
  const std::string octets = scanner.astring("a mailbox");
  seen.mailbox = name_from_wire(octets, NameEncoding::modified_utf7).value_or(octets);
  scanner.space();
  scanner.expect('(', "before the items");
  while (scanner.is_ok() && scanner.peek() != ')') {
    const std::string name = scanner.keyword("an item");
    scanner.space();
    seen.items.emplace_back(name, scanner.number("a number", UINT64_MAX));
    scanner.skip(' ');
  }
  if (scanner.is_ok()) outbox_.tell(std::move(seen));
}

void Client::Impl::take_fetch(Scanner& scanner, std::uint32_t number) {
  scanner.space();
  auto seen = parse_fetch_response(scanner, number);
  if (!seen) return;
  if (number >= 1 && number <= uids_.size()) {
    if (seen->uid) uids_[number - 1] = *seen->uid;
    if (!seen->uid && uids_[number - 1] != 0) seen->uid = uids_[number - 1];
  }
  seen->is_unasked = due_ != Due::step;
  outbox_.tell(std::move(*seen));
}

// ---- the beginning -----------------------------------------------------------------------------------

void Client::Impl::ask_capabilities() { say(Due::capability, "CAPABILITY"); }

void Client::Impl::decide_tls() {
  if (state_ == State::authenticated) return go_on();
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

void Client::Impl::log_in() {
  if (!options_.credentials) return go_on();
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
      return go_on();
    }
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
  say(Due::step, command_text(step, has_idle, is_capable("UNSELECT")));
}

// A command with literals goes out in pieces: each waits for "+" unless the server takes LITERAL+.
void Client::Impl::say(Due due, const std::string& command) {
  due_ = due;
  tag_ = "a" + std::to_string(++tags_);
  // Told without passwords, and without the octets of literals.
  command_ = std::string(cut(command, due == Due::login ? ' ' : '\r').head);
  const bool is_plus = options_.uses_literal_plus && is_capable("LITERAL+");
  auto pieces = pieces_of(tag_ + " " + command, is_plus);
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
