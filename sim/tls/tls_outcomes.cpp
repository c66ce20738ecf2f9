// How a handshake ends: with what both sides agreed on, with a session to come back to, or with a
// failure and its reason.
#include <algorithm>

#include "sim/base/text.h"
#include "sim/tls/tls_machine.h"
#include "sim/tls/tls_names.h"
#include "sim/tls/tls_record.h"

namespace mailscope::tls {

// A session that cannot be read any more is not offered; the handshake is then a full one.
void TlsEndpoint::Content::offer_session() {
  if (options.session.empty()) return;
  OwnedSession session;
  if (mbedtls_ssl_session_load(session.get(), octets_at(std::string_view(options.session)),
                               options.session.size()) == 0) {
    mbedtls_ssl_set_session(ssl.get(), session.get());
  }
}

void TlsEndpoint::Content::finish_handshake() {
  state = State::established;
  HandshakeDone done;
  done.version = version_name(handshake.version);
  done.suite = suite_name(handshake.suite);
  done.group = handshake.group == 0 ? std::string() : group_name(handshake.group);
  const char* alpn = mbedtls_ssl_get_alpn_protocol(ssl.get());
  if (alpn != nullptr) done.alpn = alpn;
  done.server_name = handshake.server_name;
  // TLS 1.2 resumes without a Certificate, TLS 1.3 says that it takes the ticket.
  done.is_resumed = handshake.takes_ticket || handshake.server_chain.empty();
  if (options.role == Role::client) {
    done.chain = handshake.server_chain;
    if (!done.chain.empty()) {
      if (auto summary = summary_of(done.chain.front())) done.certificate = std::move(*summary);
    }
    if (!done.is_resumed) done.verdict = verdict();
  }
  events.emplace_back(std::move(done));
  if (options.role == Role::client && received.has_seen_ticket()) keep_session();
  write_waiting();
}

CertificateVerdict TlsEndpoint::Content::verdict() const {
  const std::uint32_t flags = mbedtls_ssl_get_verify_result(ssl.get());
  // All bits set: verification has not come to a result.
  return verdict_of(flags == UINT32_MAX ? 0 : flags, handshake.server_chain, options.server_name,
                    now_unix_ms / 1000);
}

// Whether the client's offer holds a version that this server takes. Asked only after a failure:
// a server of TLS 1.2 does not look at what a client says about 1.3.
bool TlsEndpoint::Content::has_common_version() const {
  if (options.role == Role::client || handshake.client_versions.empty()) return true;
  const auto takes = [this](std::uint16_t version) {
    const std::uint16_t least = options.version_min == Version::tls_1_2 ? 0x0303 : 0x0304;
    const std::uint16_t most = options.version_max == Version::tls_1_2 ? 0x0303 : 0x0304;
    return version >= least && version <= most;
  };
  return std::any_of(handshake.client_versions.begin(), handshake.client_versions.end(), takes);
}

void TlsEndpoint::Content::keep_session() {
  OwnedSession session;
  if (mbedtls_ssl_get_session(ssl.get(), session.get()) != 0) return;
  std::size_t length = 0;
  mbedtls_ssl_session_save(session.get(), nullptr, 0, &length);
  TicketReceived ticket{std::string(length, '\0')};
  if (mbedtls_ssl_session_save(session.get(), octets_at(ticket.session), length, &length) != 0) {
    return;
  }
  events.emplace_back(std::move(ticket));
}

// An error before the ServerHello could be judged leaves no verdict to ask for.
void TlsEndpoint::Content::fail_by(int error) {
  const bool has_certificate = options.role == Role::client && !handshake.server_chain.empty();
  const auto judged = has_certificate ? verdict() : CertificateVerdict{};
  const FailureContext context{error,     options.role,         sent,  received,
                               handshake, has_common_version(), judged};
  Failed failed = failure_of(context);
  if (!failed.alert) {
    mbedtls_ssl_send_alert_message(ssl.get(), MBEDTLS_SSL_ALERT_LEVEL_FATAL,
                                   alert_for(failed.kind));
    failed.alert = sent.alert();
  }
  fail(std::move(failed));
}

// An unexpected kind of record ends the connection (RFC 8446, section 5.1).
void TlsEndpoint::Content::fail_not_tls(std::string_view rest) {
  const RecordScan scan = scan_records(rest);
  Failed failed;
  failed.kind = received.has_seen_unreadable() || state == State::established
                    ? FailureKind::bad_record
                    : FailureKind::not_tls;
  failed.whose = Whose::wire_or_peer;
  failed.why = "What came is not TLS: " + scan.fault + ".";
  mbedtls_ssl_send_alert_message(ssl.get(), MBEDTLS_SSL_ALERT_LEVEL_FATAL,
                                 alert_for(FailureKind::not_tls));
  failed.alert = sent.alert();
  fail(std::move(failed));
}

void TlsEndpoint::Content::fail(Failed failed) {
  state = State::failed;
  input.clear();
  waiting.clear();
  events.emplace_back(std::move(failed));
}

}  // namespace mailscope::tls
