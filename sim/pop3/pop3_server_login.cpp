// The server's session before login: USER and PASS, APOP, AUTH (RFC 1939, section 7; RFC 5034).
#include <algorithm>
#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/pop3/pop3_server.h"
#include "sim/wire/base64.h"

namespace mailscope::pop3 {

bool Server::may_log_in_openly() const {
  return options_.is_tls_active || !options_.requires_tls_for_login;
}

std::vector<sasl::Mechanism> Server::mechanisms_offered() const {
  std::vector<sasl::Mechanism> offered;
  for (const sasl::Mechanism mechanism : options_.mechanisms) {
    if (sasl::is_clear_text(mechanism) && !may_log_in_openly()) continue;
    if (sasl::is_possible(mechanism, options_.hashes)) offered.push_back(mechanism);
  }
  return offered;
}

void Server::run_user(const Command& command, const std::string& line) {
  if (!options_.offers_user) return refuse(line, "-ERR USER is not offered", "RFC 1939, section 7");
  if (!may_log_in_openly()) {
    return refuse(line, "-ERR passwords only under TLS: say STLS first", "RFC 8314, section 4.1");
  }
  user_named_ = command.name;
  // Whether the name exists is not told: it would help those who guess (RFC 1939, section 13).
  say("+OK now the password");
}

void Server::run_pass(const Command& command, const std::string& line) {
  if (user_named_.empty()) return refuse(line, "-ERR say USER first", "RFC 1939, section 7");
  LoginAsked asked;
  asked.method = LoginAsked::Method::user_pass;
  asked.user = std::exchange(user_named_, {});
  asked.proof = sasl::Password{command.name};
  ask_login(std::move(asked));
}

void Server::run_apop(const Command& command, const std::string& line) {
  if (options_.timestamp.empty() || !options_.hashes.has_apop()) {
    return refuse(line, "-ERR APOP is not offered", "RFC 1939, section 7");
  }
  login_asked_ = {};
  login_asked_.method = LoginAsked::Method::apop;
  login_asked_.user = command.name;
  apop_digest_ = command.digest;
  asked_ = Asked::secret;
  outbox_.tell(SecretAsked{command.name});
}

void Server::run_auth(const Command& command, const std::string& line) {
  const auto offered = mechanisms_offered();
  if (command.name
          .empty()) {  // AUTH alone lists the mechanisms (RFC 1734's habit, kept by RFC 5034)
    std::vector<std::string> names;
    for (const auto mechanism : offered) names.emplace_back(sasl::name_of(mechanism));
    return say_many("+OK", names);
  }
  const auto mechanism = sasl::mechanism_by_name(command.name);
  if (!mechanism || std::find(offered.begin(), offered.end(), *mechanism) == offered.end()) {
    return refuse(line, "-ERR this mechanism is not offered", "RFC 5034, section 4");
  }
  std::optional<std::string> initial;
  if (command.initial_response) {
    initial = *command.initial_response == "=" ? std::string()
                                               : wire::base64_decode(*command.initial_response);
    if (!initial) return refuse(line, "-ERR this is not base 64", "RFC 5034, section 4");
  }
  move(Verb::auth);
  exchange_.emplace(*mechanism, sasl::ServerExchange::Options{
                                    options_.hashes, options_.nonce + std::to_string(++exchanges_),
                                    options_.host_name});
  login_verdict_.reset();
  take_auth_step(exchange_->start(initial));
}

void Server::read_auth_response(const std::string& text) {
  if (text == "*")
    return fail_login({}, "cancelled by the client", true, "-ERR authentication cancelled");
  const auto response = wire::base64_decode(text);
  if (!response) return fail_login({}, "not base 64", false, "-ERR this is not base 64");
  take_auth_step(exchange_->receive(*response));
}

void Server::take_auth_step(sasl::ServerStep step) {
  if (const auto* challenge = std::get_if<sasl::Challenge>(&step)) {
    outbox_.say({LineKind::continuation, "+ " + wire::base64_encode(challenge->octets) + "\r\n"});
  } else if (const auto* secret = std::get_if<sasl::SecretAsked>(&step)) {
    asked_ = Asked::secret;
    outbox_.tell(SecretAsked{secret->user});
  } else if (auto* attempt = std::get_if<sasl::Attempt>(&step)) {
    LoginAsked asked;
    asked.method = LoginAsked::Method::auth;
    asked.mechanism = exchange_->mechanism();
    asked.user = attempt->user;
    asked.authzid = attempt->authzid;
    asked.proof = attempt->proof;
    ask_login(std::move(asked));
  } else if (std::holds_alternative<sasl::Accepted>(step)) {
    end_login(login_verdict_.value_or(LoginVerdict{}));
  } else if (const auto* rejected = std::get_if<sasl::Rejected>(&step)) {
    if (login_verdict_ && !login_verdict_->is_accepted) return end_login(*login_verdict_);
    fail_login(rejected->user, rejected->text, false,
               rejected->why == sasl::Rejected::Why::malformed
                   ? "-ERR not what the mechanism wants: " + rejected->text
                   : "-ERR [AUTH] invalid user name or password");
  }
}

void Server::ask_login(LoginAsked asked) {
  login_asked_ = std::move(asked);
  asked_ = Asked::login;
  outbox_.tell(login_asked_);
}

void Server::answer_secret(const std::optional<sasl::Secret>& secret) {
  if (is_closed()) return;
  MUST(asked_ == Asked::secret);
  asked_ = Asked::nothing;
  if (state_ == State::authenticating) return take_auth_step(exchange_->answer(secret));
  // APOP: the digest is over the greeting's timestamp and the secret (RFC 1939, section 7).
  const std::string due =
      secret ? hex(options_.hashes.md5(options_.timestamp + secret->password)) : std::string();
  if (due.empty() || !equal_ignoring_case(due, apop_digest_)) {
    return fail_login(login_asked_.user, "wrong digest", false,
                      "-ERR [AUTH] invalid user name or password");
  }
  login_asked_.proof = sasl::Proven{};
  ask_login(login_asked_);
}

void Server::answer_login(LoginVerdict verdict) {
  if (is_closed()) return;
  MUST(asked_ == Asked::login);
  asked_ = Asked::nothing;
  if (state_ != State::authenticating) return end_login(verdict);
  // The mechanism may have a last word of its own before the verdict can be said.
  login_verdict_ = verdict;
  take_auth_step(
      exchange_->answer(verdict.is_accepted ? sasl::Decision::accept : sasl::Decision::refuse));
}

void Server::end_login(const LoginVerdict& verdict) {
  const bool is_auth = state_ == State::authenticating;
  if (!verdict.is_accepted) {
    std::string reply = "-ERR ";
    if (!verdict.code.empty()) reply += "[" + verdict.code + "] ";
    reply += verdict.text.empty() ? "invalid user name or password" : verdict.text;
    if (is_auth) move(Verb::auth_refused);
    ++bad_commands_;
    return say(reply);
  }
  user_ = login_asked_.user;
  maildrop_.clear();
  for (const MaildropItem& mail : verdict.maildrop) maildrop_.push_back({mail, false});
  move(is_auth                                           ? Verb::auth_ended
       : login_asked_.method == LoginAsked::Method::apop ? Verb::apop
                                                         : Verb::pass);
  say("+OK " + std::to_string(maildrop_.size()) + (maildrop_.size() == 1 ? " mail" : " mails"));
}

void Server::fail_login(std::string user, std::string why, bool is_cancelled,
                        const std::string& reply) {
  if (state_ == State::authenticating) move(Verb::auth_refused);
  outbox_.tell(LoginFailed{std::move(user), std::move(why), is_cancelled});
  say(reply);
}

}  // namespace mailscope::pop3
