// Errors of the library, told as who did what.
#include "sim/tls/failure.h"

#include <mbedtls/ssl.h>
#include <mbedtls/x509.h>

#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/tls/tls_names.h"

namespace mailscope::tls {
namespace {

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "no name at all" : text;
}

void say(CertificateVerdict& verdict, CertificateFault fault, const std::string& sentence) {
  verdict.faults.push_back(fault);
  verdict.words += (verdict.words.empty() ? "" : " ") + sentence;
}

struct FlagMeaning {
  std::uint32_t flags;
  CertificateFault fault;
  const char* sentence;
};

constexpr FlagMeaning k_other_flags[] = {
    {MBEDTLS_X509_BADCERT_KEY_USAGE | MBEDTLS_X509_BADCERT_EXT_KEY_USAGE |
         MBEDTLS_X509_BADCERT_NS_CERT_TYPE,
     CertificateFault::bad_use, "The certificate is not meant for a server."},
    {MBEDTLS_X509_BADCERT_BAD_MD | MBEDTLS_X509_BADCERT_BAD_PK | MBEDTLS_X509_BADCERT_BAD_KEY,
     CertificateFault::bad_key, "The certificate's key or signature is too weak."}};

FailureKind kind_of_alert_sent(std::uint8_t description) {
  switch (description) {
    case 20:
    case 21:
    case 22: return FailureKind::bad_record;
    case 40:
    case 71: return FailureKind::no_common_suite;
    case 70: return FailureKind::no_common_version;
    case 42:
    case 43:
    case 44:
    case 45:
    case 46:
    case 48: return FailureKind::certificate_refused;
    case 120: return FailureKind::no_common_protocol;
    case 80: return FailureKind::internal;
    default: return FailureKind::bad_message;
  }
}

// A fatal alert is what it is, whatever the library makes of it: a client that gives up after the
// ServerHello sends its alert in clear, and the library fails to decrypt it.
FailureKind kind_of(const FailureContext& context) {
  const auto& heard = context.received.alert();
  if (heard && heard->description != 0 && heard->level == 2) return FailureKind::alert_received;
  if (!context.has_common_version) return FailureKind::no_common_version;
  switch (context.error) {
    case MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE: return FailureKind::alert_received;
    case MBEDTLS_ERR_X509_CERT_VERIFY_FAILED:
    case MBEDTLS_ERR_SSL_NO_CLIENT_CERTIFICATE:
    case MBEDTLS_ERR_SSL_CA_CHAIN_REQUIRED: return FailureKind::certificate_refused;
    case MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION: return FailureKind::no_common_version;
    case MBEDTLS_ERR_SSL_NO_APPLICATION_PROTOCOL: return FailureKind::no_common_protocol;
    case MBEDTLS_ERR_SSL_INVALID_MAC: return FailureKind::bad_record;
    case MBEDTLS_ERR_SSL_CONN_EOF: return FailureKind::truncated;
    case MBEDTLS_ERR_SSL_ALLOC_FAILED:
    case MBEDTLS_ERR_SSL_INTERNAL_ERROR: return FailureKind::internal;
    default: break;
  }
  if (context.received.has_seen_unreadable()) return FailureKind::bad_record;
  if (context.sent.alert()) return kind_of_alert_sent(context.sent.alert()->description);
  return FailureKind::bad_message;
}

// By the alert that came: did the peer complain about us, or say that it failed itself?
Whose whose_by_alert(std::uint8_t description) {
  const bool is_of_peer = description == 80 || description == 90;
  return is_of_peer ? Whose::peers : Whose::ours;
}

std::string words_of_alert(const FailureContext& context) {
  const auto& alert = context.received.alert();
  if (!alert) return "The peer has given up.";
  const std::string peer = context.role == Role::client ? "The server" : "The client";
  return peer + " has given up: " + alert_meaning(alert->description) + " (alert " + alert->name +
         ").";
}

std::string words_of(FailureKind kind, const FailureContext& context) {
  const bool is_client = context.role == Role::client;
  switch (kind) {
    case FailureKind::not_tls: return "What came is not TLS.";
    case FailureKind::no_common_version:
      return is_client ? "The server answers with a version of TLS that we do not take."
                       : "The client offers no version of TLS that we take.";
    case FailureKind::no_common_suite:
      return is_client ? "The server has chosen algorithms that we have not offered."
                       : "The client offers no set of algorithms that we take.";
    case FailureKind::no_common_protocol:
      return "Both sides name application protocols (ALPN), but none is the same.";
    case FailureKind::certificate_refused:
      return context.verdict.words.empty()
                 ? std::string("The peer's certificate is not acceptable.")
                 : context.verdict.words;
    case FailureKind::alert_received: return words_of_alert(context);
    case FailureKind::bad_record:
      return "A record is not authentic: it was changed on the wire, or made with another key.";
    case FailureKind::bad_message:
      return "The peer's message breaks the protocol: it is damaged or does not belong here.";
    case FailureKind::truncated: return "The connection has ended in the middle of the handshake.";
    case FailureKind::internal: return "The TLS library has failed.";
  }
  return {};
}

Whose whose_of(FailureKind kind, const FailureContext& context) {
  switch (kind) {
    case FailureKind::alert_received:
      return context.received.alert() ? whose_by_alert(context.received.alert()->description)
                                      : Whose::peers;
    case FailureKind::bad_record:
    case FailureKind::bad_message:
    case FailureKind::truncated: return Whose::wire_or_peer;
    case FailureKind::internal: return Whose::ours;
    case FailureKind::not_tls:
    case FailureKind::no_common_version:
    case FailureKind::no_common_suite:
    case FailureKind::no_common_protocol:
    case FailureKind::certificate_refused: return Whose::peers;
  }
  return Whose::ours;
}

}  // namespace

CertificateVerdict verdict_of(std::uint32_t flags, const std::vector<std::string>& chain,
                              const std::string& expected_name, std::int64_t now_unix_s) {
  CertificateVerdict verdict;
  if (flags == 0) return verdict;
  const auto summary = chain.empty() ? Result<CertificateSummary, std::string>(Error{std::string()})
                                     : summary_of(chain.front());
  if (!summary) {
    say(verdict, CertificateFault::missing, "No certificate that can be read was sent.");
    return verdict;
  }
  const std::string now = rfc3339_date(now_unix_s);
  if ((flags & MBEDTLS_X509_BADCERT_CN_MISMATCH) != 0) {
    say(verdict, CertificateFault::name_mismatch,
        "The certificate is for " + visible(list_of(summary->names)) + ", not for " +
            visible(expected_name) + ".");
  }
  if ((flags & MBEDTLS_X509_BADCERT_EXPIRED) != 0) {
    say(verdict, CertificateFault::expired,
        "A certificate has expired: the server's is valid until " +
            rfc3339_date(summary->not_after_s) + ", and it is " + now + ".");
  }
  if ((flags & MBEDTLS_X509_BADCERT_FUTURE) != 0) {
    say(verdict, CertificateFault::not_yet_valid,
        "A certificate is not valid yet: the server's is valid from " +
            rfc3339_date(summary->not_before_s) + ", and it is " + now + ".");
  }
  if ((flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) != 0) {
    const bool is_self_signed = summary->subject == summary->issuer;
    say(verdict,
        is_self_signed ? CertificateFault::self_signed : CertificateFault::unknown_authority,
        is_self_signed ? "The certificate vouches only for itself."
                       : "The certificate is signed by " + visible(summary->issuer) +
                             ", an authority that is not trusted here.");
  }
  if ((flags & MBEDTLS_X509_BADCERT_MISSING) != 0) {
    say(verdict, CertificateFault::missing, "No certificate was sent.");
  }
  for (const auto& other : k_other_flags) {
    if ((flags & other.flags) != 0) say(verdict, other.fault, other.sentence);
  }
  return verdict;
}

Failed failure_of(const FailureContext& context) {
  Failed failed;
  failed.kind = kind_of(context);
  failed.whose = whose_of(failed.kind, context);
  failed.why = words_of(failed.kind, context);
  failed.alert =
      failed.kind == FailureKind::alert_received ? context.received.alert() : context.sent.alert();
  if (failed.kind == FailureKind::certificate_refused) failed.verdict = context.verdict;
  failed.chain = context.handshake.server_chain;
  return failed;
}

std::uint8_t alert_for(FailureKind kind) {
  switch (kind) {
    case FailureKind::not_tls:
    case FailureKind::bad_message: return 10;
    case FailureKind::bad_record: return 20;
    case FailureKind::no_common_version: return 70;
    case FailureKind::no_common_suite: return 40;
    case FailureKind::no_common_protocol: return 120;
    case FailureKind::certificate_refused: return 46;
    case FailureKind::alert_received:
    case FailureKind::truncated:
    case FailureKind::internal: return 80;
  }
  return 80;
}

}  // namespace mailscope::tls
