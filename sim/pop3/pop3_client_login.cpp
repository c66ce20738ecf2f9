// The client's session: USER and PASS, APOP, AUTH.
#include <algorithm>
#include <utility>

#include "sim/base/text.h"
#include "sim/pop3/pop3_client.h"
#include "sim/wire/base64.h"

namespace mailscope::pop3 {

void Client::log_in() {
  Command command;
  switch (plan_.login) {
    case Login::user_pass:
      command.verb = Verb::user;
      command.name = plan_.credentials.user;
      return say(command, Due::user);
    case Login::apop:
      if (timestamp_.empty() || !plan_.hashes.has_apop()) {
        outbox_.tell(LoginTried{Login::apop, std::nullopt, false, {}, "the server offers no APOP"});
        fail(Stage::login, "the server offers no APOP");
        return end();
      }
      command.verb = Verb::apop;
      command.name = plan_.credentials.user;
      command.digest = hex(plan_.hashes.md5(timestamp_ + plan_.credentials.password));
      return say(command, Due::apop);
    case Login::auth: return begin_auth();
  }
}

void Client::begin_auth() {
  const auto line = std::find_if(capabilities_.begin(), capabilities_.end(), [](const auto& each) {
    return equal_ignoring_case(cut(each, ' ').head, "SASL");
  });
  for (const sasl::Mechanism mechanism : plan_.mechanisms) {
    if (line == capabilities_.end() || !sasl::is_possible(mechanism, plan_.hashes)) continue;
    bool is_offered = false;
    for (const std::string_view word : split(*line, ' ')) {
      is_offered = is_offered || equal_ignoring_case(word, sasl::name_of(mechanism));
    }
    if (!is_offered) continue;
    mechanism_ = mechanism;
    exchange_.emplace(mechanism, plan_.credentials,
                      sasl::ClientExchange::Options{plan_.hashes, plan_.nonce, {}, 0});
    Command command;
    command.verb = Verb::auth;
    command.name = std::string(sasl::name_of(mechanism));
    if (exchange_->has_initial_response()) {
      const std::string response = wire::base64_encode(exchange_->respond("").value());
      command.initial_response = response.empty() ? "=" : response;
      // What does not fit into the command's line comes by itself (RFC 5034, section 4).
      if (print(command).size() + 2 > k_command_octets_max) {
        command.initial_response.reset();
        held_response_ = response;
      }
    }
    return say(command, Due::auth);
  }
  outbox_.tell(LoginTried{Login::auth, std::nullopt, false, {}, "no common mechanism"});
  fail(Stage::login, "no common mechanism");
  end();
}

void Client::take_auth_challenge(std::string_view text) {
  if (held_response_) {
    say_line(LineKind::continuation, *std::exchange(held_response_, std::nullopt));
    return;
  }
  const auto challenge = wire::base64_decode(text);
  const auto response = challenge ? exchange_->respond(*challenge)
                                  : Result<std::string, sasl::ClientFault>(
                                        Error{sasl::ClientFault("the challenge is not base 64")});
  say_line(LineKind::continuation, response ? wire::base64_encode(*response) : "*");
}

void Client::take_login(bool is_ok, const std::string& text) {
  std::string code;
  std::string_view words = text;
  if (words.rfind("[", 0) == 0) {
    const Cut cut_code = cut(words.substr(1), ']');
    code = std::string(cut_code.head);
    words = trim(cut_code.tail);
  }
  const bool is_proven = !is_ok || !exchange_ || exchange_->may_succeed();
  outbox_.tell(LoginTried{plan_.login, mechanism_, is_ok && is_proven, code, std::string(words)});
  if (!is_ok || !is_proven) {
    fail(Stage::login, is_ok ? "the server has not proved itself" : text);
    return end();
  }
  is_logged_in_ = true;
  say({Verb::stat}, Due::stat);
}

}  // namespace mailscope::pop3
