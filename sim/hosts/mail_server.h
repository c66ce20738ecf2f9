// A mail server: doors for SMTP, POP3 and IMAP, accounts with their mailboxes, and a queue.
//
// The sessions ask, this host answers; what is to be decided is in recipient_rules.h and the policies,
// what is to be handed on in mail_queue.h. Every answer that is a decision is recorded with its reason.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sim/crypto/keys.h"
#include "sim/hosts/delivery_policy.h"
#include "sim/hosts/host.h"
#include "sim/hosts/mail_queue.h"
#include "sim/hosts/server_rules.h"
#include "sim/hosts/tls_reports.h"
#include "sim/smtp/smtp_server.h"
#include "sim/store/mail_store.h"

namespace mailscope::hosts {

class MailServer : public Host {
 public:
  MailServer(Environment& env, HostId id, const HostSpec& spec);
  ~MailServer() override;

  const MailServerSpec& spec() const { return spec_; }
  const std::string& server_name() const { return spec_.server_name; }
  tls::TlsEndpoint::Options server_tls() const;

  // ---- accounts and their mailboxes ---------------------------------------------------------------
  bool is_local_domain(std::string_view domain) const;
  // "[192.0.2.25]": mail for this very machine (RFC 5321, section 4.1.3).
  std::string own_literal() const;
  // By login name or address; null when there is none.
  store::Account* account_of_user(std::string_view user);
  // The account whose own address this is; null when there is none.
  store::Account* account_at(const std::string& address);
  // Where mail for a local address goes, aliases followed: accounts here and addresses elsewhere, in
  // order, each once. Empty: nobody has that name.
  std::vector<std::string> destinations_of(const std::string& address) const;
  bool is_recipient(const std::string& address) const { return !destinations_of(address).empty(); }
  // Records what a session or a delivery did, and tells the other sessions on the account.
  void changes_made(store::Account& account, const store::Changes& changes, const Talk* by);
  // One POP3 session at a time (RFC 1939, section 3).
  bool lock(const store::Account& account) { return locked_.insert(account.address).second; }
  void unlock(const store::Account& account) { locked_.erase(account.address); }

  MailQueue& queue() { return queue_; }
  ServerRules& rules() { return rules_; }
  DeliveryPolicy& delivery_policy() { return delivery_policy_; }
  TlsReports& tls_reports() { return tls_reports_; }
  Ipv4 address() const { return address_; }
  // The mail with this server's DKIM signature on top, and the record of it; as it is when it has no key.
  std::string signed_mail(std::string content, Place place);
  // The mail as it goes on, under a seal of this server where it seals (RFC 8617). `chain`, `results`:
  // as it came.
  std::string sealed_mail(std::string content, const policy::ArcChain& chain,
                          const std::string& results);
  // Of this server, for SRS addresses.
  std::string srs_secret() const;
  const MailingListSpec* list_at(const std::string& address) const;
  bool change_setting(const std::string& key, const std::string& value) override;

  // Whose login this is; records the decision. Proven: SCRAM and the like have seen to the password.
  struct Login {
    std::string user;
    sasl::Proof proof;
    std::string mechanism;
    Protocol protocol = Protocol::none;
    Place place;
  };
  struct LoginRuling {
    store::Account* account = nullptr;   // null: refused
    std::optional<smtp::Reply> reply{};  // instead of the usual refusal
  };
  LoginRuling check_login(const Login& login);
  // A proof that failed inside its mechanism, or a name that nobody has.
  void login_failed(const std::string& user, const std::string& mechanism, Place place);
  // For mechanisms that never send the password.
  std::optional<sasl::Secret> secret_of(std::string_view user);

 protected:
  std::unique_ptr<Talk> accept(const net::Accepted& accepted) override;
  void describe_own(HostState& state) const override;

 private:
  void open_services();
  void make_accounts();
  void note_settings();
  void note_service_settings(const ServiceSpec& service);
  void note_rule_settings();
  void note_sender_settings();
  const AccountSpec& spec_of(const store::Account& account) const;
  std::optional<LoginRuling> refuse_by_switches(const store::Account& account, const Login& login);

  MailServerSpec spec_;
  std::map<Port, ServiceSpec> services_;
  std::map<std::string, store::Account> accounts_;  // by address, lower case
  std::set<std::string> locked_;
  tls::CertificateAndKey certificate_;
  std::shared_ptr<tls::TicketKeys> tickets_;
  MailQueue queue_;
  ServerRules rules_;
  DeliveryPolicy delivery_policy_;
  TlsReports tls_reports_;
  Ipv4 address_;
  std::optional<crypto::PrivateKey> dkim_key_;
};

// The port a kind of service has by custom, and what it speaks there.
Port usual_port(ServiceKind kind);
Protocol protocol_of(ServiceKind kind);
bool is_implicit_tls(ServiceKind kind);

}  // namespace mailscope::hosts
