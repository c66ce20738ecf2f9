// How a mail server is set up, as the view shows it: every rule that can lead to a decision has a key.
#include "sim/base/text.h"
#include "sim/hosts/mail_server.h"

namespace mailscope::hosts {
namespace {

std::string yes_or_no(bool is_so) { return is_so ? "yes" : "no"; }

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
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
}

// Only what is not as everywhere.
void MailServer::note_service_settings(const ServiceSpec& service) {
  const ServiceSpec usual;
  const std::string at = " " + std::string(name_of(service.kind));
  const auto note = [&](bool is_unusual, const char* key, const std::string& value) {
    if (is_unusual) set_setting(key + at, value);
  };
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
  } else {
    return false;
  }
  set_setting(key, value);
  return true;
}

}  // namespace mailscope::hosts
