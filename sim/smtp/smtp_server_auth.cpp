// The server's session: AUTH (RFC 4954).
#include <algorithm>
#include <utility>

#include "sim/base/check.h"
#include "sim/smtp/smtp_server.h"
#include "sim/wire/base64.h"

namespace mailscope::smtp {
namespace {

Reply cannot_decode() { return make_reply(501, "5.5.2", "This is not base 64"); }

Reply wrong_credentials() { return make_reply(535, "5.7.8", "Authentication credentials invalid"); }

}  // namespace

std::vector<sasl::Mechanism> Server::mechanisms_offered() const {
  std::vector<sasl::Mechanism> offered;
  for (const sasl::Mechanism mechanism : options_.mechanisms) {
    const bool needs_tls = options_.requires_tls_for_auth && !options_.is_tls_active;
    if (needs_tls && sasl::is_clear_text(mechanism)) continue;
    if (sasl::is_possible(mechanism, options_.hashes)) offered.push_back(mechanism);
  }
  return offered;
}

void Server::run_auth(const Auth& auth) {
  if (!user_.empty()) {
    refuse(make_reply(503, "5.5.1", "You are already authenticated"), "RFC 4954, section 4");
    return;
  }
  const auto mechanism = sasl::mechanism_by_name(auth.mechanism);
  const auto is_in = [&](const std::vector<sasl::Mechanism>& list) {
    return mechanism && std::find(list.begin(), list.end(), *mechanism) != list.end();
  };
  if (!is_in(mechanisms_offered())) {
    if (is_in(options_.mechanisms) && sasl::is_clear_text(*mechanism)) {
      refuse(
          make_reply(538, "5.7.11", "Encryption required for this mechanism: say STARTTLS first"),
          "RFC 4954, section 6");
    } else {
      refuse(make_reply(504, "5.5.4", "This mechanism is not offered"), "RFC 4954, section 4");
    }
    return;
  }
  std::optional<std::string> initial;
  if (auth.initial_response) {
    initial =
        *auth.initial_response == "=" ? std::string{} : wire::base64_decode(*auth.initial_response);
    if (!initial) {
      refuse(cannot_decode(), "RFC 4954, section 4");
      return;
    }
  }
  move(Verb::auth);
  outbox_.tell(AuthStarted{*mechanism});
  const std::string nonce = options_.nonce + std::to_string(++exchanges_);
  exchange_.emplace(*mechanism,
                    sasl::ServerExchange::Options{options_.hashes, nonce, options_.host_name});
  auth_reply_.reset();
  take_auth_step(exchange_->start(initial));
}

bool Server::read_auth_response() {
  auto line = reader_.take_line(k_auth_octets_max);
  if (!line) return false;
  line_ = line->text();
  const wire::LineFault fault = line->fault;
  outbox_.tell(Heard{{LineKind::continuation, std::move(line->octets)}});
  if (fault == wire::LineFault::too_long) {
    end_auth(false, false, "", make_reply(500, "5.5.6", "The response is too long"));
    return true;
  }
  if (fault != wire::LineFault::none &&
      !(fault == wire::LineFault::bare_lf && options_.takes_bare_lf)) {
    end_auth(false, false, "",
             make_reply(500, "5.5.2", "A response ends in CR LF and holds no other"));
    return true;
  }
  if (line_ == "*") {
    end_auth(false, true, "", make_reply(501, "5.7.0", "Authentication cancelled"));
    return true;
  }
  const auto response = wire::base64_decode(line_);
  if (!response) {
    end_auth(false, false, "", cannot_decode());
    return true;
  }
  take_auth_step(exchange_->receive(*response));
  return true;
}

void Server::take_auth_step(const sasl::ServerStep& step) {
  struct Visitor {
    Server& server;
    void operator()(const sasl::Challenge& challenge) const {
      server.reading_ = Reading::auth_responses;
      server.outbox_.say(
          {LineKind::continuation, "334 " + wire::base64_encode(challenge.octets) + "\r\n"});
    }
    void operator()(const sasl::SecretAsked& asked) const {
      server.asked_ = Asked::secret;
      server.outbox_.tell(SecretAsked{asked.user});
    }
    void operator()(const sasl::Attempt& attempt) const {
      server.asked_ = Asked::auth;
      server.outbox_.tell(
          AuthAsked{server.exchange_->mechanism(), attempt.user, attempt.authzid, attempt.proof});
    }
    void operator()(const sasl::Accepted& accepted) const {
      server.end_auth(
          true, false, accepted.user,
          server.auth_reply_.value_or(make_reply(235, "2.7.0", "Authentication succeeded")));
    }
    void operator()(const sasl::Rejected& rejected) const {
      switch (rejected.why) {
        case sasl::Rejected::Why::malformed:
          server.end_auth(
              false, false, rejected.user,
              make_reply(501, "5.5.2", "Not what the mechanism wants: " + rejected.text));
          return;
        case sasl::Rejected::Why::wrong:
          server.end_auth(false, false, rejected.user, wrong_credentials());
          return;
        case sasl::Rejected::Why::refused:
          server.end_auth(false, false, rejected.user,
                          server.auth_reply_.value_or(wrong_credentials()));
          return;
      }
    }
  };
  std::visit(Visitor{*this}, step);
}

void Server::answer_secret(const std::optional<sasl::Secret>& secret) {
  if (is_closed()) return;
  MUST(asked_ == Asked::secret);
  asked_ = Asked::nothing;
  take_auth_step(exchange_->answer(secret));
}

void Server::end_auth(bool is_accepted, bool is_cancelled, const std::string& user,
                      const Reply& reply) {
  if (is_accepted) user_ = user;
  reading_ = Reading::commands;
  move(Verb::auth_ended);
  outbox_.tell(AuthEnded{is_accepted, is_cancelled, user, reply});
  say(reply);
}

}  // namespace mailscope::smtp
