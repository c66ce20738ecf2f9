// The server's session before login: STARTTLS, LOGIN, AUTHENTICATE (RFC 9051, section 6.2).
#include <algorithm>
#include <utility>

#include "sim/base/check.h"
#include "sim/imap/imap_server_impl.h"
#include "sim/wire/base64.h"

namespace mailscope::imap {

bool Server::Impl::may_log_in_openly() const {
  return options_.is_tls_active || !options_.requires_tls_for_auth;
}

std::vector<sasl::Mechanism> Server::Impl::mechanisms_offered() const {
  std::vector<sasl::Mechanism> offered;
  for (const sasl::Mechanism mechanism : options_.mechanisms) {
    if (sasl::is_clear_text(mechanism) && !may_log_in_openly()) continue;
    if (sasl::is_possible(mechanism, options_.hashes)) offered.push_back(mechanism);
  }
  return offered;
}

void Server::Impl::run_starttls(const Command& command) {
  if (!options_.extensions.starttls) return bad(command, "STARTTLS is not offered");
  if (options_.is_tls_active) return bad(command, "TLS is active already");
  if (reader_.octets_held() > 0 && options_.octets_before_tls == wire::OctetsBeforeTls::refuse) {
    reader_.clear();
    return bad(command, "nothing may follow STARTTLS before the handshake");
  }
  if (options_.octets_before_tls == wire::OctetsBeforeTls::discard) reader_.clear();
  outbox_.say({LineKind::reply, command.tag + " OK begin TLS\r\n"});
  asked_ = Asked::tls;
  outbox_.tell(StartTls{options_.octets_before_tls == wire::OctetsBeforeTls::process});
}

void Server::Impl::tls_started() {
  if (is_closed_) return;
  MUST(asked_ == Asked::tls);
  asked_ = Asked::nothing;
  options_.is_tls_active = true;
}

void Server::Impl::tls_failed() { close(Closed::Why::peer_closed); }

void Server::Impl::run_login(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const std::string user = scanner.astring("the user name");
  scanner.space();
  const std::string password = scanner.astring("the password");
  scanner.end();
  if (!is_sound(command, scanner)) return;
  if (!may_log_in_openly()) {
    return no(command, "[PRIVACYREQUIRED] LOGIN only under TLS: say STARTTLS first");
  }
  pending_ = command;
  user_ = user;
  asked_ = Asked::login;
  outbox_.tell(LoginAsked{std::nullopt, user, {}, sasl::Password{password}});
}

void Server::Impl::run_authenticate(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const std::string name = scanner.keyword("the mechanism");
  std::optional<std::string> initial;
  if (scanner.is_ok() && scanner.skip(' ')) {
    const std::string text(scanner.rest());
    initial = text == "=" ? std::string() : wire::base64_decode(text);
    if (!options_.extensions.sasl_ir) scanner.fail("an initial response is not offered");
    if (!initial) scanner.fail("the initial response is not base 64");
  }
  if (!is_sound(command, scanner)) return;
  const auto offered = mechanisms_offered();
  const auto mechanism = sasl::mechanism_by_name(name);
  if (!mechanism || std::find(offered.begin(), offered.end(), *mechanism) == offered.end()) {
    const bool is_only_tls = mechanism && sasl::is_clear_text(*mechanism) && !may_log_in_openly();
    return no(command, is_only_tls ? "[PRIVACYREQUIRED] only under TLS: say STARTTLS first"
                                   : "this mechanism is not offered");
  }
  pending_ = command;
  verdict_.reset();
  exchange_.emplace(*mechanism, sasl::ServerExchange::Options{
                                    options_.hashes, options_.nonce + std::to_string(++exchanges_),
                                    options_.host_name});
  take_auth_step(exchange_->start(initial));
}

void Server::Impl::take_auth_step(const sasl::ServerStep& step) {
  is_in_auth_ = false;
  if (const auto* challenge = std::get_if<sasl::Challenge>(&step)) {
    is_in_auth_ = true;
    outbox_.say({LineKind::continuation, "+ " + wire::base64_encode(challenge->octets) + "\r\n"});
  } else if (const auto* secret = std::get_if<sasl::SecretAsked>(&step)) {
    asked_ = Asked::secret;
    outbox_.tell(SecretAsked{secret->user});
  } else if (const auto* attempt = std::get_if<sasl::Attempt>(&step)) {
    user_ = attempt->user;
    asked_ = Asked::login;
    outbox_.tell(
        LoginAsked{exchange_->mechanism(), attempt->user, attempt->authzid, attempt->proof});
  } else if (std::holds_alternative<sasl::Accepted>(step)) {
    end_login(verdict_.value_or(LoginVerdict{}), {});
  } else if (const auto* rejected = std::get_if<sasl::Rejected>(&step)) {
    end_login(verdict_.value_or(LoginVerdict{}),
              rejected->why == sasl::Rejected::Why::malformed ? rejected->text : std::string());
  }
}

void Server::Impl::answer_secret(const std::optional<sasl::Secret>& secret) {
  if (is_closed_) return;
  MUST(asked_ == Asked::secret);
  asked_ = Asked::nothing;
  take_auth_step(exchange_->answer(secret));
}

void Server::Impl::answer(const LoginVerdict& verdict) {
  if (is_closed_) return;
  MUST(asked_ == Asked::login);
  asked_ = Asked::nothing;
  if (!exchange_) return end_login(verdict, {});
  verdict_ = verdict;
  take_auth_step(
      exchange_->answer(verdict.account ? sasl::Decision::accept : sasl::Decision::refuse));
}

// `refusal`: the session's own reason, a mistake in the exchange; empty when the owner has decided.
void Server::Impl::end_login(const LoginVerdict& verdict, std::string_view refusal) {
  is_in_auth_ = false;
  const auto mechanism =
      exchange_ ? std::optional<sasl::Mechanism>(exchange_->mechanism()) : std::nullopt;
  exchange_.reset();
  const bool is_accepted = verdict.account != nullptr && refusal.empty();
  outbox_.tell(LoginEnded{mechanism, user_, is_accepted, refusal == "the client cancelled"});
  if (is_accepted) {
    account_ = verdict.account;
    state_ = State::authenticated;
    ok(pending_, "[CAPABILITY " + capabilities() + "] logged in");
    return;
  }
  user_.clear();
  if (!refusal.empty()) return bad(pending_, std::string(refusal));
  const std::string text = verdict.text.empty() ? "invalid user name or password" : verdict.text;
  no(pending_, (verdict.code.empty() ? std::string() : "[" + verdict.code + "] ") + text);
}

}  // namespace mailscope::imap
