// The client's session: AUTH (RFC 4954).
#include <algorithm>
#include <utility>

#include "sim/smtp/smtp_client.h"
#include "sim/wire/base64.h"

namespace mailscope::smtp {

void Client::begin_auth() {
  if (!plan_.credentials) {
    begin_mail();
    return;
  }
  const auto is_offered = [&](sasl::Mechanism mechanism) {
    return std::any_of(
        offer_.mechanisms.begin(), offer_.mechanisms.end(),
        [&](const std::string& name) { return sasl::mechanism_by_name(name) == mechanism; });
  };
  bool is_withheld = false;
  for (const sasl::Mechanism mechanism : plan_.mechanisms) {
    if (!is_offered(mechanism) || !sasl::is_possible(mechanism, plan_.hashes)) continue;
    if (sasl::is_clear_text(mechanism) && !plan_.is_tls_active &&
        !plan_.sends_clear_text_without_tls) {
      is_withheld = true;
      continue;
    }
    say_auth(mechanism);
    return;
  }
  const std::string why =
      is_withheld ? "the server takes only passwords in the clear, and TLS is not on"
      : offer_.mechanisms.empty() ? "the server offers no authentication"
                                  : "the server offers no mechanism that we know";
  outbox_.tell(AuthTried{std::nullopt, false, {}, why});
  fail(Stage::auth, std::nullopt, why);
}

void Client::say_auth(sasl::Mechanism mechanism) {
  mechanism_ = mechanism;
  exchange_.emplace(mechanism, *plan_.credentials,
                    sasl::ClientExchange::Options{plan_.hashes, plan_.nonce, plan_.server_name,
                                                  plan_.server_port});
  std::string command = "AUTH " + std::string(sasl::name_of(mechanism));
  const std::size_t octets_max = 512;  // as no server refuses; else the response comes by itself
  if (plan_.sends_initial_response && exchange_->has_initial_response()) {
    const std::string initial = wire::base64_encode(exchange_->respond("").value());
    if (command.size() + 1 + initial.size() + 2 <= octets_max) {
      command += " " + (initial.empty() ? std::string("=") : initial);
    } else {
      held_response_ = initial;
    }
  }
  say(command, {Due::What::auth});
}

void Client::take_auth(const Reply& reply) {
  if (reply.code == 334) {
    const auto challenge = wire::base64_decode(reply.lines.front());
    std::string response = "*";
    if (held_response_) {
      response = *std::exchange(held_response_, std::nullopt);
    } else if (challenge) {
      const auto answer = exchange_->respond(*challenge);
      if (answer)
        response = wire::base64_encode(*answer);
      else
        auth_fault_ = answer.error();
    } else {
      auth_fault_ = "the server's challenge is not base 64";
    }
    due_.push_front({Due::What::auth});
    say_line(LineKind::continuation, response + "\r\n");
    return;
  }
  const bool is_accepted = reply.is_positive() && exchange_->may_succeed();
  if (reply.is_positive() && !is_accepted)
    auth_fault_ = "the server did not prove that it knows the password";
  outbox_.tell(AuthTried{mechanism_, is_accepted, reply, auth_fault_});
  if (is_accepted) {
    begin_mail();
  } else {
    fail(Stage::auth, reply,
         auth_fault_.empty() ? "the server did not accept our credentials" : auth_fault_);
  }
}

}  // namespace mailscope::smtp
