// Accounts, mailboxes, certificate and doors of a mail server.
#include "sim/hosts/mail_server.h"

#include "sim/base/text.h"
#include "sim/hosts/doors.h"
#include "sim/hosts/mail_writing.h"

namespace mailscope::hosts {
namespace {

constexpr int k_alias_hops_max = 10;

// A store's change as the trace has it.
std::optional<Payload> payload_of(const std::string& account, const store::Change& change) {
  if (const auto* added = std::get_if<store::MailAdded>(&change)) {
    return MailStored{account, added->mailbox, added->mail.uid, flag_texts(added->mail.flags),
                      added->mail.content};
  }
  if (const auto* set = std::get_if<store::FlagsSet>(&change)) {
    return FlagsChanged{account, set->mailbox, set->uid, flag_texts(set->flags)};
  }
  if (const auto* removed = std::get_if<store::MailRemoved>(&change)) {
    return MailDeleted{account, removed->mailbox, removed->uid};
  }
  if (const auto* made = std::get_if<store::MailboxMade>(&change)) {
    return MailboxAdded{account, made->mailbox, made->uid_validity};
  }
  if (const auto* gone = std::get_if<store::MailboxRemoved>(&change)) {
    return MailboxRemoved{account, gone->mailbox};
  }
  if (const auto* renamed = std::get_if<store::MailboxRenamed>(&change)) {
    return MailboxRenamed{account, renamed->from, renamed->to, renamed->uid_validity};
  }
  return std::nullopt;  // a subscription is nobody's news
}

}  // namespace

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
    : Host(env, id, spec), spec_(*spec.mail_server), queue_(*this) {
  open_services();
  set_setting("server-name", spec_.server_name);
  set_setting("relay", std::string(name_of(spec_.relay)));
  set_setting("outbound-tls", std::string(name_of(spec_.outbound_tls)));
  set_setting("certificate", std::string(name_of(spec_.certificate)));
  if (!spec_.smart_host.empty()) set_setting("smart-host", spec_.smart_host);
  for (const auto& [key, value] : spec_.policies) set_setting(key, value);
  make_accounts();
  make_certificate();
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

void MailServer::make_accounts() {
  std::uint32_t uid_validity = static_cast<std::uint32_t>(env_.epoch_s);
  for (const AccountSpec& account_spec : spec_.accounts) {
    const std::string user = account_spec.user.empty() ? account_spec.address : account_spec.user;
    store::Account account =
        store::make_account(account_spec.address, user, account_spec.password, uid_validity);
    env_.secrets.add_password(account_spec.address, user, account_spec.password);
    for (const std::string& name : account_spec.mailboxes) {
      if (!account.find(name)) static_cast<void>(store::make_mailbox(account, name));
    }
    for (const auto& [name, mailbox] : account.mailboxes) {
      record(MailboxAdded{account.address, name, mailbox.uid_validity});
    }
    // One an hour, the newest an hour old.
    std::int64_t date_s =
        env_.epoch_s - static_cast<std::int64_t>(account_spec.inbox.size()) * 3'600;
    for (const MailSpec& mail : account_spec.inbox) {
      const std::string content = written_mail(mail, {.address = account_spec.address,
                                                      .date_s = date_s,
                                                      .id = queue_.new_id(),
                                                      .host_name = spec_.server_name});
      env_.secrets.add_mail(account_spec.address, content);
      const auto stored = store::append(account, "INBOX", {content, date_s, {}});
      date_s += 3'600;
      MUST(stored.has_value());
      for (const store::Change& change : *stored) {
        if (auto payload = payload_of(account.address, change)) record(std::move(*payload));
      }
    }
    accounts_[lower(account.address)] = std::move(account);
  }
}

void MailServer::make_certificate() {
  constexpr std::int64_t k_day = 86'400;
  tls::CertificateRequest request;
  request.names = {spec_.server_name};
  request.not_before_s = env_.epoch_s - 30 * k_day;
  request.not_after_s = env_.epoch_s + 60 * k_day;
  switch (spec_.certificate) {
    case CertificateState::good: break;
    case CertificateState::expired: request.not_after_s = env_.epoch_s - k_day; break;
    case CertificateState::not_yet_valid: request.not_before_s = env_.epoch_s + k_day; break;
    case CertificateState::wrong_name: request.names = {"other." + spec_.server_name}; break;
    case CertificateState::self_signed:
      certificate_ = tls::self_signed(request, fork(env_, Purpose::certificate, id()));
      return;
    case CertificateState::unknown_authority:
      certificate_ = env_.strange_authority.issue(request);
      return;
  }
  certificate_ = env_.authority.issue(request);
}

tls::TlsEndpoint::Options MailServer::server_tls() const {
  tls::TlsEndpoint::Options options;
  options.role = tls::Role::server;
  options.certificate = certificate_;
  return options;
}

bool MailServer::is_local_domain(std::string_view domain) const {
  for (const std::string& local : spec_.local_domains) {
    if (equal_ignoring_case(local, domain)) return true;
  }
  // Mail for this very machine (RFC 5321, section 4.1.3).
  return domain == "[" + to_text(env_.net.address_of(id())) + "]";
}

store::Account* MailServer::account_of_user(std::string_view user) {
  for (auto& [address, account] : accounts_) {
    if (equal_ignoring_case(account.user, user) || equal_ignoring_case(account.address, user)) {
      return &account;
    }
  }
  return nullptr;
}

store::Account* MailServer::account_of_address(std::string_view address) {
  std::string wanted = lower(address);
  for (int hop = 0; hop < k_alias_hops_max; ++hop) {
    const auto found = accounts_.find(wanted);
    if (found != accounts_.end()) return &found->second;
    bool is_alias = false;
    for (const auto& [from, to] : spec_.aliases) {
      if (!equal_ignoring_case(from, wanted)) continue;
      wanted = lower(to);
      is_alias = true;
      break;
    }
    if (!is_alias) return nullptr;
  }
  return nullptr;
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

std::optional<sasl::Secret> MailServer::secret_of(std::string_view user) {
  const store::Account* account = account_of_user(user);
  if (!account) return std::nullopt;
  return sasl::Secret{account->password};
}

store::Account* MailServer::check_proof(std::string_view user, const sasl::Proof& proof,
                                        const std::string& mechanism, Place place) {
  store::Account* account = account_of_user(user);
  const auto* password = std::get_if<sasl::Password>(&proof);
  const bool is_proven = std::holds_alternative<sasl::Proven>(proof) ||
                         (account && password && password->text == account->password);
  const char* code = !account    ? "login-unknown-user"
                     : is_proven ? "login-accepted"
                                 : "login-wrong-password";
  const bool is_accepted = account && is_proven;
  env_.recorder.lead(place, Decision{is_accepted ? Verdict::accepted : Verdict::refused,
                                     code,
                                     {{"user", std::string(user)}, {"mechanism", mechanism}},
                                     "RFC 4954, section 4",
                                     ""});
  return is_accepted ? account : nullptr;
}

std::string nonce_for(MailServer& server, const Channel::Options& channel) {
  return fork(server.env(), Purpose::server, server.id())
      .fork(1'000'000 + channel.endpoint.connection.value)
      .token(18);
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
