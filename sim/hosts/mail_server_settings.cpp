// How a mail server is set up, as the view shows it: every rule that can lead to a decision has a key.
#include "sim/base/text.h"
#include "sim/hosts/mail_server.h"
#include "sim/hosts/setting_words.h"

namespace mailscope::hosts {
namespace {

// "5 min", "2 h", "1 d": in the largest unit that divides it.
std::string length_text(Duration length) {
  constexpr std::int64_t k_second = 1'000'000;
  const std::int64_t seconds_in_all = length.us / k_second;
  if (seconds_in_all > 0 && seconds_in_all % 86'400 == 0)
    return std::to_string(seconds_in_all / 86'400) + " d";
  if (seconds_in_all > 0 && seconds_in_all % 3'600 == 0)
    return std::to_string(seconds_in_all / 3'600) + " h";
  if (seconds_in_all > 0 && seconds_in_all % 60 == 0)
    return std::to_string(seconds_in_all / 60) + " min";
  return std::to_string(seconds_in_all) + " s";
}

bool set_switch(bool& target, const std::string& value) {
  if (value != "on" && value != "off") return false;
  target = value == "on";
  return true;
}

}  // namespace

void MailServer::note_settings() {
  set_setting("server-name", spec_.server_name);
  set_setting("relay", std::string(name_of(spec_.relay)));
  if (!spec_.relay_networks.empty()) set_setting("relay-networks", joined(spec_.relay_networks));
  if (!spec_.relay_domains.empty()) set_setting("relay-domains", joined(spec_.relay_domains));
  set_setting("outbound-tls", std::string(name_of(spec_.outbound_tls)));
  set_setting("certificate", std::string(name_of(spec_.certificate)));
  if (!spec_.smart_host.empty()) set_setting("smart-host", spec_.smart_host);
  if (spec_.unknown_recipients != UnknownRecipients::refuse) {
    set_setting("unknown-recipients", std::string(name_of(spec_.unknown_recipients)));
  }
  std::map<std::string, std::vector<std::string>> aliases;
  for (const auto& [from, to] : spec_.aliases) aliases[from].push_back(to);
  for (const auto& [from, to] : aliases) set_setting("alias " + from, joined(to));
  for (const ServiceSpec& service : spec_.services) note_service_settings(service);
  note_rule_settings();
  note_sender_settings();
}

void MailServer::note_rule_settings() {
  for (const LimitSpec& limit : spec_.limits) {
    set_setting("limit " + limit.id, std::to_string(limit.count_max) + " " +
                                         std::string(name_of(limit.counts)) + " for each " +
                                         std::string(name_of(limit.per)) + " in " +
                                         length_text(limit.window));
  }
  if (spec_.lockout) {
    set_setting("lockout", std::to_string(spec_.lockout->failures_max) + " failures in " +
                               length_text(spec_.lockout->window) + " lock the " +
                               std::string(name_of(spec_.lockout->per)) + " for " +
                               length_text(spec_.lockout->length));
  }
  if (spec_.greylisting) set_setting("greylisting", length_text(spec_.greylisting->delay));
  if (spec_.blocklists) {
    std::vector<std::string> zones;
    for (const policy::DnsblList& list : spec_.blocklists->lists) zones.push_back(list.zone);
    set_setting("blocklists", joined(zones));
  }
  if (!spec_.smtp_auth) return;
  set_setting("smtp-auth", spec_.smtp_auth->smtp_auth_is_on ? "on" : "off");
  set_setting("security-defaults", spec_.smtp_auth->security_defaults_are_on ? "on" : "off");
  const auto policy_text = [](const policy::AuthenticationPolicy& policy) {
    return policy.name + (policy.allows_basic_smtp ? ": allows" : ": blocks") + " basic for SMTP";
  };
  if (const auto& policy = spec_.smtp_auth->default_policy) {
    set_setting("authentication-policy", policy_text(*policy));
  }
  for (const AccountSpec& account : spec_.accounts) {
    set_setting("smtp-auth " + account.address, std::string(name_of(account.smtp_auth)));
    if (!account.authentication_policy) continue;
    set_setting("authentication-policy " + account.address,
                policy_text(*account.authentication_policy));
  }
}

// Only what is not as everywhere.
void MailServer::note_service_settings(const ServiceSpec& service) {
  const ServiceSpec usual;
  const std::string at = " " + std::string(name_of(service.kind));
  const auto note = [&](bool is_unusual, const char* key, const std::string& value) {
    if (is_unusual) set_setting(key + at, value);
  };
  note(service.offers_requiretls, "offers-requiretls", "yes");
  note(service.requires_tls, "requires-tls", "yes");
  if (service.requires_auth) set_setting("requires-login" + at, yes_or_no(*service.requires_auth));
  note(service.takes_bare_lf, "takes-bare-lf", "yes");
  note(!service.refuses_bare_newlines, "refuses-bare-newlines", "no");
  note(service.end_of_data != usual.end_of_data, "end-of-data",
       std::string(name_of(service.end_of_data)));
  note(service.octets_before_tls != usual.octets_before_tls, "octets-before-tls",
       std::string(name_of(service.octets_before_tls)));
  note(service.verify != usual.verify, "verify", std::string(name_of(service.verify)));
  note(service.errors_max != usual.errors_max, "errors-max", std::to_string(service.errors_max));
  if (!service.tarpit) return;
  set_setting("tarpit" + at, std::to_string(service.tarpit->step.us / 1'000'000) +
                                 " s more for each error after " +
                                 std::to_string(service.tarpit->errors_free));
}

bool MailServer::change_setting(const std::string& key, const std::string& value) {
  if (key == "relay") {
    const auto policy = named<RelayPolicy>(value);
    if (!policy) return false;
    spec_.relay = *policy;
  } else if (key == "outbound-tls") {
    const auto policy = named<TlsPolicy>(value);
    if (!policy) return false;
    spec_.outbound_tls = *policy;
  } else if (key == "smart-host") {
    spec_.smart_host = value;
  } else if (key == "smtp-auth" && spec_.smtp_auth) {
    if (!set_switch(spec_.smtp_auth->smtp_auth_is_on, value)) return false;
  } else if (key == "security-defaults" && spec_.smtp_auth) {
    if (!set_switch(spec_.smtp_auth->security_defaults_are_on, value)) return false;
  } else if (key.rfind("smtp-auth ", 0) == 0 && spec_.smtp_auth) {
    const auto position = named<Switch>(value);
    bool is_known = false;
    for (AccountSpec& account : spec_.accounts) {
      if (!position || !equal_ignoring_case(account.address, key.substr(10))) continue;
      account.smtp_auth = *position;
      is_known = true;
    }
    if (!is_known) return false;
  } else {
    return false;
  }
  set_setting(key, value);
  return true;
}

}  // namespace mailscope::hosts
