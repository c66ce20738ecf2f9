// Accounts, mailboxes, certificate and doors of a mail server.
#include "sim/hosts/mail_server.h"

#include "sim/base/text.h"
#include "sim/hosts/doors.h"
#include "sim/hosts/mail_writing.h"
#include "sim/hosts/published_records.h"
#include "sim/hosts/smtp_door.h"
#include "sim/hosts/store_records.h"

namespace mailscope::hosts {
Port usual_port(ServiceKind kind) {
  switch (kind) {
    case ServiceKind::relay: return 25;
    case ServiceKind::submission: return 587;
    case ServiceKind::submissions: return 465;
    case ServiceKind::pop3: return 110;
    case ServiceKind::pop3s: return 995;
    case ServiceKind::imap: return 143;
    case ServiceKind::imaps: return 993;
  }
  return 0;
}

Protocol protocol_of(ServiceKind kind) {
  switch (kind) {
    case ServiceKind::relay:
    case ServiceKind::submission:
    case ServiceKind::submissions: return Protocol::smtp;
    case ServiceKind::pop3:
    case ServiceKind::pop3s: return Protocol::pop3;
    case ServiceKind::imap:
    case ServiceKind::imaps: return Protocol::imap;
  }
  return Protocol::none;
}

bool is_implicit_tls(ServiceKind kind) {
  return kind == ServiceKind::submissions || kind == ServiceKind::pop3s ||
         kind == ServiceKind::imaps;
}

MailServer::MailServer(Environment& env, HostId id, const HostSpec& spec)
    : Host(env, id, spec),
      spec_(*spec.mail_server),
      queue_(*this),
      rules_(*this),
      delivery_policy_(*this),
      tls_reports_(*this),
      address_(spec.address) {
  open_services();
  note_settings();
  make_accounts();
  certificate_ =
      certificate_for({env.authority, env.strange_authority, env.random, env.epoch_s}, id, spec_);
  if (spec_.sender.gives_tickets) {
    tickets_ = std::make_shared<tls::TicketKeys>(fork(env_, Purpose::tickets, id), env_.unix_ms());
  }
  if (spec_.sender.dkim) dkim_key_ = dkim_key(env.random, id, *spec_.sender.dkim);
}

// Doors give back their locks while those are still there.
MailServer::~MailServer() { talks().clear(); }

void MailServer::open_services() {
  for (ServiceSpec service : spec_.services) {
    if (service.port == 0) service.port = usual_port(service.kind);
    const Security security = is_implicit_tls(service.kind) ? Security::tls
                              : service.offers_starttls     ? Security::starttls
                                                            : Security::none;
    note_service(
        {protocol_of(service.kind), service.port, security, std::string(name_of(service.kind))});
    if (service.is_filtered) {
      env_.net.filter(id(), service.port, true);
    } else {
      env_.net.listen(id(), service.port);
    }
    services_[service.port] = service;
  }
}

tls::TlsEndpoint::Options MailServer::server_tls() const {
  tls::TlsEndpoint::Options options;
  options.role = tls::Role::server;
  options.certificate = certificate_;
  if (spec_.sender.tls_version_max == TlsVersion::tls_1_2)
    options.version_max = tls::Version::tls_1_2;
  options.tickets = tickets_;
  return options;
}

bool MailServer::is_local_domain(std::string_view domain) const {
  for (const std::string& local : spec_.local_domains) {
    if (equal_ignoring_case(local, domain)) return true;
  }
  return domain == own_literal();
}

std::string MailServer::own_literal() const {
  return "[" + to_text(env_.net.address_of(id())) + "]";
}

void MailServer::changes_made(store::Account& account, const store::Changes& changes,
                              const Talk* by) {
  for (const store::Change& change : changes) {
    if (auto payload = payload_of(account.address, change)) lead(std::move(*payload));
  }
  for (auto& [endpoint, talk] : talks()) {
    auto* door = dynamic_cast<ImapDoor*>(talk.get());
    if (door && door != by && door->account() == &account) door->account_changed();
  }
}

std::string nonce_for(MailServer& server, const Channel::Options& channel) {
  return fork(server.env(), Purpose::server, server.id())
      .fork(1'000'000 + channel.endpoint.connection.value)
      .token(18);
}

std::unique_ptr<Talk> MailServer::accept(const net::Accepted& accepted) {
  const auto found = services_.find(accepted.port);
  if (found == services_.end()) return nullptr;
  const ServiceSpec& service = found->second;
  const Channel::Options options{id(), env_.net.host_at(accepted.peer_address), accepted.endpoint,
                                 protocol_of(service.kind)};
  switch (protocol_of(service.kind)) {
    case Protocol::smtp:
      return std::make_unique<SmtpDoor>(*this, options, service, accepted.peer_address);
    case Protocol::pop3: return std::make_unique<Pop3Door>(*this, options, service);
    case Protocol::imap: return std::make_unique<ImapDoor>(*this, options, service);
    case Protocol::none:
    case Protocol::tcp:
    case Protocol::udp:
    case Protocol::tls:
    case Protocol::dns: return nullptr;
  }
  return nullptr;
}

void MailServer::describe_own(HostState& state) const {
  for (const auto& [address, account] : accounts_) {
    for (const auto& [name, mailbox] : account.mailboxes) {
      MailboxState& described = state.mailboxes[{account.address, name}];
      described.uid_validity = mailbox.uid_validity;
      for (const store::Mail& mail : mailbox.mails) {
        described.mails[mail.uid] = {flag_texts(mail.flags), mail.content};
      }
    }
  }
  queue_.describe(state);
}

}  // namespace mailscope::hosts
