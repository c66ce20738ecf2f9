// May this mailbox use SMTP AUTH? The switches of Exchange Online and which of them wins.
//
// From strongest to weakest: security defaults, an authentication policy that blocks Basic for SMTP
// (OAuth passes it), the mailbox's own switch, and only when that is unset the organisation's.
//
//   const SmtpAuthEffect effect = smtp_auth_effect(organisation, mailbox, LoginKind::basic);
//   if (!effect.is_allowed) answer(effect.decision.reply);   // 535 5.7.139 …
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/policy/decision.h"

namespace mailscope::policy {

struct AuthenticationPolicy {
  std::string name;
  bool allows_basic_smtp = false;
  friend bool operator==(const AuthenticationPolicy&, const AuthenticationPolicy&) = default;
};

struct OrganisationSwitches {
  bool smtp_auth_is_on = true;  // SmtpClientAuthenticationDisabled = false
  bool security_defaults_are_on = false;
  std::optional<AuthenticationPolicy> default_policy{};  // for users without one of their own
};

enum class MailboxSwitch { unset, on, off };

struct MailboxSwitches {
  std::string user{};
  MailboxSwitch smtp_auth = MailboxSwitch::unset;
  std::optional<AuthenticationPolicy> policy{};
};

enum class LoginKind { basic, oauth };  // PLAIN, LOGIN, … or XOAUTH2, OAUTHBEARER

enum class SmtpAuthWinner { security_defaults, authentication_policy, mailbox, organisation };
std::string_view to_text(SmtpAuthWinner winner);  // "security-defaults"

struct SmtpAuthEffect {
  bool is_allowed = false;
  SmtpAuthWinner winner = SmtpAuthWinner::organisation;
  // Codes: smtp-auth-allowed, smtp-auth-disabled. Facts: user and every switch, winner.
  Decision decision;
};

SmtpAuthEffect smtp_auth_effect(const OrganisationSwitches& organisation,
                                const MailboxSwitches& mailbox, LoginKind login);

}  // namespace mailscope::policy
