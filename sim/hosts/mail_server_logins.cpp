// May this login in? Locks, passwords, tokens, and for SMTP the switches of Exchange Online, in that order.
#include "sim/base/text.h"
#include "sim/hosts/decisions.h"
#include "sim/hosts/mail_server.h"

namespace mailscope::hosts {
namespace {

struct Proved {
  bool is_right = false;
  const char* code = "";
  const char* rule = "";
};

// Where the protocol says what a login with a password is.
const char* rule_of(Protocol protocol, const std::string& mechanism) {
  if (protocol == Protocol::imap) {
    return mechanism == "LOGIN" ? "RFC 9051, section 6.2.3" : "RFC 9051, section 6.2.2";
  }
  if (protocol == Protocol::pop3) {
    const bool is_own = mechanism == "USER/PASS" || mechanism == "APOP";
    return is_own ? "RFC 1939, section 7" : "RFC 5034, section 4";
  }
  return "RFC 4954, section 4";
}

Proved proved_by_token(const AccountSpec& spec, const std::string& token, Time now) {
  for (const TokenSpec& known : spec.tokens) {
    if (known.token != token) continue;
    if (known.valid_for && Time{} + *known.valid_for <= now) {
      return {false, "token-expired", "RFC 6750, section 3.1"};
    }
    return {true, "token-accepted", "RFC 7628, section 3.1"};
  }
  return {false, "token-unknown", "RFC 7628, section 3.2.2"};
}

policy::MailboxSwitch switch_of(Switch value) {
  switch (value) {
    case Switch::unset: return policy::MailboxSwitch::unset;
    case Switch::on: return policy::MailboxSwitch::on;
    case Switch::off: return policy::MailboxSwitch::off;
  }
  return policy::MailboxSwitch::unset;
}

}  // namespace

const AccountSpec& MailServer::spec_of(const store::Account& account) const {
  for (const AccountSpec& spec : spec_.accounts) {
    if (equal_ignoring_case(spec.address, account.address)) return spec;
  }
  MUST(false);
  return spec_.accounts.front();
}

MailServer::LoginRuling MailServer::check_login(const Login& login) {
  const Ipv4 client = login.place.peer.is_none() ? Ipv4{} : env_.net.address_of(login.place.peer);
  if (const auto locked = rules_.on_login(login.user, client)) {
    env_.recorder.lead(login.place, locked->decision);
    return {nullptr, locked->reply};
  }
  store::Account* account = account_of_user(login.user);
  const char* rule = rule_of(login.protocol, login.mechanism);
  Proved proved{false, "login-unknown-user", rule};
  if (account) {
    proved = {true, "login-accepted", rule};
    if (const auto* password = std::get_if<sasl::Password>(&login.proof)) {
      if (password->text != account->password) proved = {false, "login-wrong-password", rule};
    } else if (const auto* token = std::get_if<sasl::Token>(&login.proof)) {
      proved = proved_by_token(spec_of(*account), token->text, env_.net.now());
    }
  }
  env_.recorder.lead(login.place, Decision{proved.is_right ? Verdict::accepted : Verdict::refused,
                                           proved.code,
                                           {{"user", login.user}, {"mechanism", login.mechanism}},
                                           proved.rule,
                                           ""});
  if (!proved.is_right) {
    rules_.login_failed(login.user, client);
    return {};
  }
  rules_.login_succeeded(login.user, client);
  if (login.protocol == Protocol::smtp && spec_.smtp_auth) {
    if (const auto refused = refuse_by_switches(*account, login)) return *refused;
  }
  return {account};
}

std::optional<MailServer::LoginRuling> MailServer::refuse_by_switches(const store::Account& account,
                                                                      const Login& login) {
  const AccountSpec& spec = spec_of(account);
  const policy::SmtpAuthEffect effect = policy::smtp_auth_effect(
      *spec_.smtp_auth,
      {.user = spec.address,
       .smtp_auth = switch_of(spec.smtp_auth),
       .policy = spec.authentication_policy},
      std::holds_alternative<sasl::Token>(login.proof) ? policy::LoginKind::oauth
                                                       : policy::LoginKind::basic);
  std::string setting;
  switch (effect.winner) {
    case policy::SmtpAuthWinner::security_defaults: setting = "security-defaults"; break;
    case policy::SmtpAuthWinner::authentication_policy:
      setting = "authentication-policy";
      if (spec.authentication_policy) setting += " " + spec.address;
      break;
    case policy::SmtpAuthWinner::mailbox: setting = "smtp-auth " + spec.address; break;
    case policy::SmtpAuthWinner::organisation: setting = "smtp-auth"; break;
  }
  env_.recorder.lead(login.place, trace_decision(effect.decision, setting));
  if (effect.is_allowed) return std::nullopt;
  return LoginRuling{nullptr, smtp_reply(effect.decision.reply)};
}

void MailServer::login_failed(const std::string& user, const std::string& mechanism, Place place) {
  const Ipv4 client = place.peer.is_none() ? Ipv4{} : env_.net.address_of(place.peer);
  env_.recorder.lead(place,
                     Decision{Verdict::refused,
                              account_of_user(user) ? "login-wrong-password" : "login-unknown-user",
                              {{"user", user}, {"mechanism", mechanism}},
                              "RFC 5802, section 5",
                              ""});
  rules_.login_failed(user, client);
}

}  // namespace mailscope::hosts
