// Finding the servers of an account by SRV records (RFC 6186; RFC 8314, section 5.1: TLS first).
#include "sim/base/text.h"
#include "sim/dns/srv_order.h"
#include "sim/hosts/mail_client.h"

namespace mailscope::hosts {
namespace {

constexpr std::uint64_t k_srv_purpose = 0x737276;  // forks of the generator of lookups

}  // namespace

void MailClient::ask_services(std::vector<std::string> services, std::size_t at,
                              const std::function<void(const std::string&, const dns::Srv&)>& found,
                              const std::function<void()>& then) {
  const std::string domain = spec_.address.substr(spec_.address.find('@') + 1);
  if (at >= services.size()) {
    show(Severity::error, "no-server-discovered", {{"domain", domain}});
    return then();
  }
  const auto name = dns::Name::parse("_" + services[at] + "._tcp." + domain);
  if (!name) return then();
  lookups().ask(
      {*name, dns::Type::srv}, [this, services, at, found, then](const dns::Answer& answer) {
        const auto records = dns::data_of<dns::Srv>(answer.records);
        const auto order =
            dns::srv_order(records, fork(env_, Purpose::lookups, id()).fork(k_srv_purpose + at));
        if (order.empty()) return ask_services(services, at + 1, found, then);
        lead(Decision{Verdict::accepted,
                      "server-discovered",
                      {{"service", services[at]},
                       {"server", order.front().target.text()},
                       {"port", std::to_string(order.front().port)}},
                      "RFC 6186, section 3",
                      ""});
        found(services[at], order.front());
        then();
      });
}

void MailClient::find_outgoing(const std::function<void()>& then) {
  if (!spec_.discovers || !spec_.outgoing.server.empty()) return then();
  ask_services(
      {"submissions", "submission"}, 0,
      [this](const std::string& service, const dns::Srv& record) {
        spec_.outgoing.server = record.target.text();
        spec_.outgoing.port = record.port;
        spec_.outgoing.security = service == "submissions" ? TlsPolicy::tls : TlsPolicy::required;
        note_settings();
      },
      then);
}

void MailClient::find_incoming(const std::function<void()>& then) {
  if (!spec_.discovers || !spec_.incoming.server.empty()) return then();
  ask_services(
      {"imaps", "imap", "pop3s", "pop3"}, 0,
      [this](const std::string& service, const dns::Srv& record) {
        spec_.incoming.server = record.target.text();
        spec_.incoming.port = record.port;
        spec_.incoming.protocol =
            service.rfind("imap", 0) == 0 ? ReadProtocol::imap : ReadProtocol::pop3;
        spec_.incoming.security = service.back() == 's' ? TlsPolicy::tls : TlsPolicy::required;
        note_settings();
      },
      then);
}

}  // namespace mailscope::hosts
