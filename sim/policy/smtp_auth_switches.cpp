#include "sim/policy/smtp_auth_switches.h"

#include <utility>

namespace mailscope::policy {
namespace {

constexpr const char* k_switches_rule = "Exchange Online, SMTP AUTH client submission";

std::string_view to_text(MailboxSwitch value) {
  switch (value) {
    case MailboxSwitch::unset: return "unset";
    case MailboxSwitch::on: return "on";
    case MailboxSwitch::off: return "off";
  }
  return "";
}

const char* refusal_of(SmtpAuthWinner winner) {
  switch (winner) {
    case SmtpAuthWinner::security_defaults:
      return "Authentication unsuccessful, user is locked by your organization's security defaults "
             "policy.";
    case SmtpAuthWinner::authentication_policy:
      return "Authentication unsuccessful, basic authentication is disabled.";
    case SmtpAuthWinner::mailbox:
      return "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.";
    case SmtpAuthWinner::organisation:
      return "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.";
  }
  return "";
}

}  // namespace

std::string_view to_text(SmtpAuthWinner winner) {
  switch (winner) {
    case SmtpAuthWinner::security_defaults: return "security-defaults";
    case SmtpAuthWinner::authentication_policy: return "authentication-policy";
    case SmtpAuthWinner::mailbox: return "mailbox";
    case SmtpAuthWinner::organisation: return "organisation";
  }
  return "";
}

SmtpAuthEffect smtp_auth_effect(const OrganisationSwitches& organisation,
                                const MailboxSwitches& mailbox, LoginKind login) {
  const auto& policy = mailbox.policy ? mailbox.policy : organisation.default_policy;
  SmtpAuthEffect effect;
  if (organisation.security_defaults_are_on) {
    effect.winner = SmtpAuthWinner::security_defaults;
  } else if (policy && !policy->allows_basic_smtp && login == LoginKind::basic) {
    effect.winner = SmtpAuthWinner::authentication_policy;
  } else if (mailbox.smtp_auth != MailboxSwitch::unset) {
    effect.winner = SmtpAuthWinner::mailbox;
    effect.is_allowed = mailbox.smtp_auth == MailboxSwitch::on;
  } else {
    effect.winner = SmtpAuthWinner::organisation;
    effect.is_allowed = organisation.smtp_auth_is_on;
  }
  Decision& decision = effect.decision;
  decision.rule = k_switches_rule;
  decision.facts = {{"user", mailbox.user},
                    {"login", login == LoginKind::basic ? "basic" : "oauth"},
                    {"organisation-switch", organisation.smtp_auth_is_on ? "on" : "off"},
                    {"mailbox-switch", std::string(to_text(mailbox.smtp_auth))},
                    {"security-defaults", organisation.security_defaults_are_on ? "on" : "off"}};
  if (policy) {
    decision.facts.emplace_back("authentication-policy", policy->name);
    decision.facts.emplace_back("policy-allows-basic-smtp",
                                policy->allows_basic_smtp ? "yes" : "no");
  }
  decision.facts.emplace_back("winner", std::string(to_text(effect.winner)));
  if (effect.is_allowed) {
    decision.verdict = Verdict::accepted;
    decision.code = "smtp-auth-allowed";
    decision.reply = {235, "2.7.0", "Authentication successful"};
  } else {
    decision.verdict = Verdict::refused;
    decision.code = "smtp-auth-disabled";
    decision.reply = {535, "5.7.139", refusal_of(effect.winner)};
  }
  return effect;
}

}  // namespace mailscope::policy
