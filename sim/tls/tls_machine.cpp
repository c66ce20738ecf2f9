// Moves octets through Mbed TLS: record by record, first the tap says what passes, then the library
// works on it.
#include "sim/tls/tls_machine.h"

#include <algorithm>
#include <array>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/tls/record_cipher.h"
#include "sim/tls/tls_record.h"

namespace mailscope::tls {
namespace {

constexpr std::size_t k_server_name_max = 255;

const char* label_of(mbedtls_ssl_key_export_type type) {
  switch (type) {
    case MBEDTLS_SSL_KEY_EXPORT_TLS12_MASTER_SECRET: return "CLIENT_RANDOM";
    case MBEDTLS_SSL_KEY_EXPORT_TLS1_3_CLIENT_EARLY_SECRET: return "CLIENT_EARLY_TRAFFIC_SECRET";
    case MBEDTLS_SSL_KEY_EXPORT_TLS1_3_EARLY_EXPORTER_SECRET: return "EARLY_EXPORTER_SECRET";
    case MBEDTLS_SSL_KEY_EXPORT_TLS1_3_CLIENT_HANDSHAKE_TRAFFIC_SECRET:
      return "CLIENT_HANDSHAKE_TRAFFIC_SECRET";
    case MBEDTLS_SSL_KEY_EXPORT_TLS1_3_SERVER_HANDSHAKE_TRAFFIC_SECRET:
      return "SERVER_HANDSHAKE_TRAFFIC_SECRET";
    case MBEDTLS_SSL_KEY_EXPORT_TLS1_3_CLIENT_APPLICATION_TRAFFIC_SECRET:
      return "CLIENT_TRAFFIC_SECRET_0";
    case MBEDTLS_SSL_KEY_EXPORT_TLS1_3_SERVER_APPLICATION_TRAFFIC_SECRET:
      return "SERVER_TRAFFIC_SECRET_0";
  }
  return "";
}

}  // namespace

// The library hands over whole records: every one is flushed before the next is made.
int TlsEndpoint::Content::on_send(void* self, const unsigned char* octets, std::size_t count) {
  auto& content = *static_cast<Content*>(self);
  const std::string ciphertext = content.as_it_should_be(text_of(octets, count));
  content.output += ciphertext;
  const RecordScan scan = scan_records(ciphertext);
  for (const auto& record : scan.records) {
    const auto whole =
        std::string_view(ciphertext).substr(record.whole.offset, record.whole.length);
    for (auto& message : content.sent.see(whole, content.handshake)) {
      content.events.emplace_back(std::move(message));
    }
  }
  return static_cast<int>(count);
}

// The library lets a client of TLS 1.3 say in clear what went wrong between the ServerHello and its own
// Finished. But then the handshake's keys are in force, and alerts are sealed like all else (RFC 8446,
// sections 5 and 6): nobody on the wire may read why a certificate was refused.
std::string TlsEndpoint::Content::as_it_should_be(std::string record) const {
  const bool is_clear_alert = record.size() > k_record_header_octets && record[0] == k_alert;
  if (options.role != Role::client || !handshake.is_tls_1_3() || !is_clear_alert) return record;
  const auto secret = handshake.secrets.find("CLIENT_HANDSHAKE_TRAFFIC_SECRET");
  if (secret == handshake.secrets.end()) return record;
  return first_sealed_record(handshake.suite, secret->second, k_alert,
                             std::string_view(record).substr(k_record_header_octets))
      .value_or(record);
}

int TlsEndpoint::Content::on_receive(void* self, unsigned char* octets, std::size_t count) {
  std::string& input = static_cast<Content*>(self)->input;
  if (input.empty()) return MBEDTLS_ERR_SSL_WANT_READ;
  const std::size_t taken = std::min(count, input.size());
  std::copy_n(input.begin(), taken, octets);
  input.erase(0, taken);
  return static_cast<int>(taken);
}

void TlsEndpoint::Content::on_secret(void* self, mbedtls_ssl_key_export_type type,
                                     const unsigned char* secret, std::size_t secret_octets,
                                     const unsigned char client_random[32],
                                     const unsigned char /*server_random*/[32],
                                     mbedtls_tls_prf_types /*prf*/) {
  auto& content = *static_cast<Content*>(self);
  SecretExported exported{label_of(type), text_of(client_random, 32),
                          text_of(secret, secret_octets)};
  content.handshake.secrets[exported.label] = exported.secret;
  content.events.emplace_back(std::move(exported));
}

void TlsEndpoint::Content::start() {
  MUST(state == State::fresh);
  state = State::handshaking;
  if (options.role == Role::server) return;
  const bool has_name = !options.server_name.empty();
  if (options.server_name.size() > k_server_name_max ||
      mbedtls_ssl_set_hostname(ssl.get(), has_name ? options.server_name.c_str() : nullptr) != 0) {
    fail({.kind = FailureKind::internal,
          .whose = Whose::ours,
          .why = "The server's name is longer than 255 octets.",
          .alert = std::nullopt,
          .verdict = {},
          .chain = {}});
    return;
  }
  offer_session();
  work();
}

void TlsEndpoint::Content::take_in() {
  std::size_t at = 0;
  while (state != State::failed && !is_closed_by_peer && at < raw.size()) {
    const std::string_view rest = std::string_view(raw).substr(at);
    const auto length = record_length(rest);
    if (!length) {
      fail_not_tls(rest);
      break;
    }
    if (*length == 0 || rest.size() < *length) break;
    input = rest.substr(0, *length);
    at += *length;
    for (auto& message : received.see(input, handshake)) events.emplace_back(std::move(message));
    work();
  }
  raw.erase(0, state == State::failed ? raw.size() : at);
}

void TlsEndpoint::Content::work() {
  if (state == State::handshaking) handshake_on();
  if (state == State::established) read_on();
}

void TlsEndpoint::Content::handshake_on() {
  const int result = mbedtls_ssl_handshake(ssl.get());
  if (result == 0) return finish_handshake();
  if (result != MBEDTLS_ERR_SSL_WANT_READ) fail_by(result);
}

void TlsEndpoint::Content::read_on() {
  std::array<unsigned char, MBEDTLS_SSL_IN_CONTENT_LEN> buffer;
  while (state == State::established && !is_closed_by_peer) {
    const int result = mbedtls_ssl_read(ssl.get(), buffer.data(), buffer.size());
    if (result > 0) {
      plaintext.append(text_of(buffer.data(), static_cast<std::size_t>(result)));
    } else if (result == MBEDTLS_ERR_SSL_WANT_READ) {
      // A ticket that has come is kept until the next call, which works on it.
      if (!has_ticket_to_read()) return;
    } else if (result == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET) {
      keep_session();
    } else if (result == 0 || result == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) {
      hear_close(true);
    } else {
      fail_by(result);
    }
  }
}

bool TlsEndpoint::Content::has_ticket_to_read() const {
  return ssl->MBEDTLS_PRIVATE(state) == MBEDTLS_SSL_TLS1_3_NEW_SESSION_TICKET;
}

void TlsEndpoint::Content::write_waiting() {
  if (state != State::established || is_closed_by_us) return;
  std::size_t written = 0;
  while (written < waiting.size()) {
    const std::string_view rest = std::string_view(waiting).substr(written);
    const int result = mbedtls_ssl_write(ssl.get(), octets_at(rest), rest.size());
    if (result <= 0) return fail_by(result);
    written += static_cast<std::size_t>(result);
  }
  waiting.clear();
}

void TlsEndpoint::Content::hear_close(bool is_clean) {
  is_closed_by_peer = true;
  events.emplace_back(PeerClosed{is_clean});
}

void TlsEndpoint::Content::close() {
  if (state != State::established || is_closed_by_us) return;
  is_closed_by_us = true;
  mbedtls_ssl_close_notify(ssl.get());
}

void TlsEndpoint::Content::end_of_transport() {
  if (state == State::failed || is_closed_by_peer) return;
  if (state == State::established) return hear_close(false);
  Failed failed;
  failed.kind = FailureKind::truncated;
  failed.whose = Whose::wire_or_peer;
  failed.why = "The connection has ended in the middle of the handshake.";
  failed.chain = handshake.server_chain;
  fail(std::move(failed));
}

}  // namespace mailscope::tls
