// What a mail server is before the world runs: its doors, its accounts, its rules.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/address.h"
#include "sim/base/time.h"
#include "sim/hosts/mail_spec.h"
#include "sim/hosts/policy_spec.h"
#include "sim/hosts/sender_spec.h"
#include "sim/policy/limits.h"
#include "sim/trace/names.h"

namespace mailscope::hosts {

enum class ServiceKind { relay, submission, submissions, pop3, pop3s, imap, imaps };

inline constexpr Named<ServiceKind> k_service_kinds[] = {
    {ServiceKind::relay, "relay"},
    {ServiceKind::submission, "submission"},
    {ServiceKind::submissions, "submissions"},
    {ServiceKind::pop3, "pop3"},
    {ServiceKind::pop3s, "pop3s"},
    {ServiceKind::imap, "imap"},
    {ServiceKind::imaps, "imaps"},
};
constexpr const auto& names_of(ServiceKind) { return k_service_kinds; }

// Where a mail ends for a server: at CR LF "." CR LF and nowhere else, or also at lines that end in a
// lone LF, which is the hole of SMTP smuggling.
enum class EndOfData { strict, loose };

inline constexpr Named<EndOfData> k_ends_of_data[] = {
    {EndOfData::strict, "strict"},
    {EndOfData::loose, "loose"},
};
constexpr const auto& names_of(EndOfData) { return k_ends_of_data; }

// What becomes of octets that came behind STARTTLS, before the handshake (RFC 3207, section 4.2).
enum class OctetsBeforeTls { refuse, discard, keep };  // keep: the hole of CVE-2011-0411

inline constexpr Named<OctetsBeforeTls> k_octets_before_tls[] = {
    {OctetsBeforeTls::refuse, "refuse"},
    {OctetsBeforeTls::discard, "discard"},
    {OctetsBeforeTls::keep, "keep"},
};
constexpr const auto& names_of(OctetsBeforeTls) { return k_octets_before_tls; }

// What VRFY and EXPN tell: nothing to nobody, or who lives here (RFC 5321, sections 3.5 and 7.3).
enum class VerifyAnswers { hidden, open };

inline constexpr Named<VerifyAnswers> k_verify_answers[] = {
    {VerifyAnswers::hidden, "hidden"},
    {VerifyAnswers::open, "open"},
};
constexpr const auto& names_of(VerifyAnswers) { return k_verify_answers; }

// One listening door of a mail server.
struct ServiceSpec {
  ServiceKind kind = ServiceKind::relay;
  Port port = 0;                // 0: the kind's own (25, 587, 465, 110, 995, 143, 993)
  bool is_filtered = false;     // packets to the port vanish (a firewall)
  bool offers_starttls = true;  // has no meaning for the implicit-TLS doors
  bool allows_clear_text_login =
      false;  // passwords without TLS: RFC 4954, section 4; RFC 8314, section 3
  std::vector<std::string> mechanisms{"PLAIN", "LOGIN"};  // offered by AUTH, in this order
  std::set<std::string> hidden_extensions;  // EHLO keywords or capabilities it does not offer
  std::uint64_t size_max = 10'485'760;      // octets of one mail (SIZE, RFC 1870)
  std::uint32_t recipients_max = 100;       // in one transaction (RFC 5321, section 4.5.3.1.8)

  // Of the SMTP doors only.
  bool offers_requiretls = false;     // keeps to it for mail that is taken (RFC 8689)
  bool requires_tls = false;          // 530 to all but EHLO, NOOP, STARTTLS, QUIT (RFC 3207, 4)
  std::optional<bool> requires_auth;  // unset: submission does, relay does not (RFC 6409, 4.3)
  std::optional<bool> offers_auth;    // unset: submission does, relay does not
  bool takes_bare_lf = false;         // commands that end in a lone LF are run
  bool refuses_bare_newlines = true;  // in a mail: 554 (RFC 5321, section 2.3.8)
  EndOfData end_of_data = EndOfData::strict;
  OctetsBeforeTls octets_before_tls = OctetsBeforeTls::refuse;
  VerifyAnswers verify = VerifyAnswers::hidden;
  std::uint32_t errors_max = 20;         // refused commands; the next is 421 and the end
  std::optional<policy::Tarpit> tarpit;  // answers slow down with the client's errors
};

enum class RelayPolicy { closed, open };  // open: for anyone to anywhere

inline constexpr Named<RelayPolicy> k_relay_policies[] = {
    {RelayPolicy::closed, "closed"},
    {RelayPolicy::open, "open"},
};
constexpr const auto& names_of(RelayPolicy) { return k_relay_policies; }

// What happens to mail for names that nobody here has: refused at RCPT, or taken and reported to the
// reverse-path later, which makes the server a source of backscatter when that is forged.
enum class UnknownRecipients { refuse, bounce, discard };

inline constexpr Named<UnknownRecipients> k_unknown_recipients[] = {
    {UnknownRecipients::refuse, "refuse"},
    {UnknownRecipients::bounce, "bounce"},
    {UnknownRecipients::discard, "discard"},
};
constexpr const auto& names_of(UnknownRecipients) { return k_unknown_recipients; }

enum class CertificateState {
  good,
  expired,
  not_yet_valid,
  self_signed,
  wrong_name,
  unknown_authority
};

inline constexpr Named<CertificateState> k_certificate_states[] = {
    {CertificateState::good, "good"},
    {CertificateState::expired, "expired"},
    {CertificateState::not_yet_valid, "not-yet-valid"},
    {CertificateState::self_signed, "self-signed"},
    {CertificateState::wrong_name, "wrong-name"},
    {CertificateState::unknown_authority, "unknown-authority"},
};
constexpr const auto& names_of(CertificateState) { return k_certificate_states; }

struct AccountSpec {
  std::string address;  // alice@example.org
  std::string user;     // login name; empty: the address
  std::string password;
  std::vector<MailSpec> inbox;  // mail that is there already, oldest first
  std::vector<std::string> mailboxes{"Sent", "Drafts", "Trash"};  // besides INBOX
  std::vector<TokenSpec> tokens;     // issued to it: XOAUTH2, OAUTHBEARER
  Switch smtp_auth = Switch::unset;  // of the mailbox; on and off override the organisation's
  std::optional<policy::AuthenticationPolicy> authentication_policy;  // its own
};

struct QueueSpec {
  std::vector<Duration> retry_after{minutes(5), minutes(15), hours(1),
                                    hours(4)};  // the last repeats
  Duration give_up_after = days(5);             // RFC 5321, section 4.5.4.1: at least 4-5 days
  Duration warn_after = hours(4);               // a delayed DSN to the sender; 0: none
};

struct MailServerSpec {
  std::string server_name;  // its DNS name: what it says in greetings, its certificate's name
  std::vector<std::string> local_domains;  // mail for these is delivered here
  std::vector<AccountSpec> accounts;       // mailboxes in local domains; also the logins
  std::vector<std::pair<std::string, std::string>>
      aliases;  // address -> address, also elsewhere; an address with several goes to all
  UnknownRecipients unknown_recipients = UnknownRecipients::refuse;
  std::vector<ServiceSpec> services;
  RelayPolicy relay = RelayPolicy::closed;
  std::vector<std::string> relay_networks;  // "192.0.2.0/24": may relay without logging in
  std::vector<std::string> relay_domains;   // mail for these is passed on: a backup MX
  std::string smart_host;                   // all outgoing mail goes there; empty: by MX
  TlsPolicy outbound_tls = TlsPolicy::opportunistic;
  bool verifies_outbound =
      false;  // certificate of the next server: RFC 7435 says opportunistic does not
  CertificateState certificate = CertificateState::good;
  std::vector<std::string>
      further_names;  // in that certificate, too: "localhost", for real programs
  std::uint32_t received_max =
      50;  // more Received lines than this is a loop (RFC 5321, section 6.3)
  QueueSpec queue;
  std::vector<LimitSpec> limits;
  std::optional<LockoutSpec> lockout;
  std::optional<policy::Greylist::Options> greylisting;
  std::optional<BlocklistSpec> blocklists;
  SenderSpec sender;
  std::optional<policy::OrganisationSwitches> smtp_auth;  // unset: everybody may use SMTP AUTH
};

}  // namespace mailscope::hosts
