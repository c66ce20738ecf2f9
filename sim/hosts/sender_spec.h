// What a mail server does about senders: signs, checks, forwards, and how it hands mail on. Values.
//
// Nothing here is on unless a scenario says so.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/time.h"
#include "sim/policy/transport_policy.h"
#include "sim/trace/names.h"

namespace mailscope::hosts {

// note: the result goes into Authentication-Results and nothing else follows.
enum class SenderCheck { off, note, enforce };

inline constexpr Named<SenderCheck> k_sender_checks[] = {
    {SenderCheck::off, "off"},
    {SenderCheck::note, "note"},
    {SenderCheck::enforce, "enforce"},
};
constexpr const auto& names_of(SenderCheck) { return k_sender_checks; }

struct SenderChecksSpec {                       // of mail from clients that have not logged in
  SenderCheck reverse_name = SenderCheck::off;  // of the client's address
  SenderCheck spf = SenderCheck::off;
  SenderCheck dkim = SenderCheck::off;   // enforce is no more than note: RFC 6376, section 6.3
  SenderCheck dmarc = SenderCheck::off;  // needs the results of both, checks them when they are off
  std::string junk = "Junk";             // the mailbox for quarantine
  // Domains whose ARC seals are believed: what they saw pass is let in although DMARC fails here.
  std::vector<std::string> trusts_arc = {};
};

enum class DkimAlgorithm { ed25519, rsa };

inline constexpr Named<DkimAlgorithm> k_dkim_algorithms[] = {
    {DkimAlgorithm::ed25519, "ed25519-sha256"},
    {DkimAlgorithm::rsa, "rsa-sha256"},
};
constexpr const auto& names_of(DkimAlgorithm) { return k_dkim_algorithms; }

enum class DkimForm { simple, relaxed };

inline constexpr Named<DkimForm> k_dkim_forms[] = {
    {DkimForm::simple, "simple"},
    {DkimForm::relaxed, "relaxed"},
};
constexpr const auto& names_of(DkimForm) { return k_dkim_forms; }

// What the DNS holds for a key: the key, nothing, or another one.
enum class Published { right, no, wrong };

inline constexpr Named<Published> k_published[] = {
    {Published::right, "right"},
    {Published::no, "no"},
    {Published::wrong, "wrong"},
};
constexpr const auto& names_of(Published) { return k_published; }

struct DkimSpec {  // signs what is submitted here; the world puts the key into the domain's zone
  std::string domain, selector = "s1";
  DkimAlgorithm algorithm = DkimAlgorithm::ed25519;
  unsigned rsa_bits = 1024;  // 2048 takes seconds to make in a browser
  DkimForm header = DkimForm::relaxed, body = DkimForm::relaxed;
  Published published = Published::right;
};

struct MailingListSpec {
  std::string address;
  std::vector<std::string> members;
  std::string subject_prefix;  // "[team] "
  std::string footer;          // behind the body
  std::string owner;           // gets what comes back; empty: nobody does
  bool rewrites_from = false;  // "Alice via team <team@example.org>": what keeps DMARC content
};

struct MtaStsSpec {  // what https://mta-sts.DOMAIN/.well-known/mta-sts.txt says for its domains
  policy::MtaStsMode mode = policy::MtaStsMode::enforce;
  std::vector<std::string> mx;
  Duration max_age = days(7);
};

inline constexpr Named<policy::MtaStsMode> k_mta_sts_modes[] = {
    {policy::MtaStsMode::none, "none"},
    {policy::MtaStsMode::testing, "testing"},
    {policy::MtaStsMode::enforce, "enforce"},
};

enum class TlsVersion { tls_1_2, tls_1_3 };

inline constexpr Named<TlsVersion> k_tls_versions[] = {
    {TlsVersion::tls_1_2, "1.2"},
    {TlsVersion::tls_1_3, "1.3"},
};
constexpr const auto& names_of(TlsVersion) { return k_tls_versions; }

struct SenderSpec {
  SenderChecksSpec checks;
  std::optional<DkimSpec> dkim;
  bool rewrites_sender = false;  // SRS when an alias sends mail elsewhere
  bool seals_arc = false;  // with the key of `dkim`, what aliases and lists send on (RFC 8617)
  std::vector<MailingListSpec> lists;
  std::optional<MtaStsSpec> mta_sts;
  std::optional<Published> dane;  // a TLSA record for port 25 in the zone of its name
  bool uses_mta_sts = false, uses_dane = false;  // towards other servers
  bool sends_tls_reports = false;                // of how TLS fared with them (RFC 8460)
  TlsVersion tls_version_max = TlsVersion::tls_1_3;
  bool gives_tickets = false;  // TLS sessions may be resumed (RFC 8446, section 2.2)
};

}  // namespace mailscope::hosts
