// Drives Mbed TLS with octets from memory and tells what happens.
//
// Input goes in record by record: first the tap says what passes, then the library works on it.
#include "sim/tls/tls_endpoint.h"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/crypto/mbedtls_world.h"
#include "sim/tls/failure.h"
#include "sim/tls/message_tap.h"
#include "sim/tls/tls_names.h"
#include "sim/tls/tls_record.h"
#include "sim/tls/tls_settings.h"

namespace mailscope::tls {
namespace {

enum class State { fresh, handshaking, established, failed };

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

Role other(Role role) { return role == Role::client ? Role::server : Role::client; }

}  // namespace

struct TlsEndpoint::Content {
  Content(Options wanted, const Random& chance)
      : options(std::move(wanted)),
        random(chance),
        now_unix_ms(options.now_unix_ms),
        sent(options.role, Direction::sent),
        received(other(options.role), Direction::received) {
    const crypto::WorldScope scope(random, now_unix_ms);
    settings = std::make_unique<Settings>(options);
    MUST(mbedtls_ssl_setup(ssl.get(), settings->config()) == 0);
    mbedtls_ssl_set_bio(ssl.get(), this, on_send, on_receive, nullptr);
    mbedtls_ssl_set_export_keys_cb(ssl.get(), on_secret, this);
  }

  static int on_send(void* self, const unsigned char* octets, std::size_t count);
  static int on_receive(void* self, unsigned char* octets, std::size_t count);
  static void on_secret(void* self, mbedtls_ssl_key_export_type type, const unsigned char* secret,
                        std::size_t secret_octets, const unsigned char client_random[32],
                        const unsigned char server_random[32], mbedtls_tls_prf_types prf);

  void start();
  void take_in();
  void work();
  void handshake_on();
  void read_on();
  bool has_ticket_to_read() const;
  void write_waiting();
  void close();
  void end_of_transport();

  void finish_handshake();
  void offer_session();
  void keep_session();
  void hear_close(bool is_clean);
  void fail_by(int error);
  void fail_not_tls(std::string_view rest);
  void fail(Failed failed);
  CertificateVerdict verdict() const;
  bool has_common_version() const;

  Options options;
  Random random;
  std::int64_t now_unix_ms;
  std::unique_ptr<Settings> settings;
  OwnedSsl ssl;

  State state = State::fresh;
  bool is_closed_by_us = false;
  bool is_closed_by_peer = false;
  Handshake handshake;
  MessageTap sent;
  MessageTap received;

  std::string raw;        // from the peer, not yet a whole record
  std::string input;      // the record that the library is reading
  std::string output;     // ciphertext for the peer
  std::string waiting;    // plaintext for the peer
  std::string plaintext;  // from the peer
  std::deque<Event> events;
};

// The library hands over whole records: every one is flushed before the next is made.
int TlsEndpoint::Content::on_send(void* self, const unsigned char* octets, std::size_t count) {
  auto& content = *static_cast<Content*>(self);
  const std::string ciphertext = text_of(octets, count);
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

// A session that cannot be read any more is not offered; the handshake is then a full one.
void TlsEndpoint::Content::offer_session() {
  if (options.session.empty()) return;
  OwnedSession session;
  if (mbedtls_ssl_session_load(session.get(), octets_at(std::string_view(options.session)),
                               options.session.size()) == 0) {
    mbedtls_ssl_set_session(ssl.get(), session.get());
  }
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

TlsEndpoint::TlsEndpoint(Options options, const Random& random)
    : content_(std::make_unique<Content>(std::move(options), random)) {}
TlsEndpoint::~TlsEndpoint() = default;
TlsEndpoint::TlsEndpoint(TlsEndpoint&&) noexcept = default;
TlsEndpoint& TlsEndpoint::operator=(TlsEndpoint&&) noexcept = default;

void TlsEndpoint::start() {
  const crypto::WorldScope scope(content_->random, content_->now_unix_ms);
  content_->start();
}

void TlsEndpoint::receive(std::string_view ciphertext) {
  receive(ciphertext, content_->now_unix_ms);
}

void TlsEndpoint::receive(std::string_view ciphertext, std::int64_t now_unix_ms) {
  MUST(content_->state != State::fresh);
  MUST(now_unix_ms >= content_->now_unix_ms);
  content_->now_unix_ms = now_unix_ms;
  if (content_->state == State::failed || content_->is_closed_by_peer) return;
  const crypto::WorldScope scope(content_->random, now_unix_ms);
  content_->raw.append(ciphertext);
  content_->take_in();
}

void TlsEndpoint::receive_end() {
  const crypto::WorldScope scope(content_->random, content_->now_unix_ms);
  content_->end_of_transport();
}

void TlsEndpoint::send(std::string_view plaintext) {
  if (content_->state == State::failed || content_->is_closed_by_us) return;
  const crypto::WorldScope scope(content_->random, content_->now_unix_ms);
  content_->waiting.append(plaintext);
  content_->write_waiting();
}

void TlsEndpoint::close() {
  const crypto::WorldScope scope(content_->random, content_->now_unix_ms);
  content_->close();
}

std::string TlsEndpoint::take_output() { return std::exchange(content_->output, {}); }
std::string TlsEndpoint::take_plaintext() { return std::exchange(content_->plaintext, {}); }

std::optional<Event> TlsEndpoint::next() {
  if (content_->events.empty()) return std::nullopt;
  Event event = std::move(content_->events.front());
  content_->events.pop_front();
  return event;
}

bool TlsEndpoint::is_established() const {
  return content_->state == State::established && !content_->is_closed_by_us;
}
bool TlsEndpoint::is_failed() const { return content_->state == State::failed; }

std::string key_log_line(const SecretExported& secret) {
  return secret.label + " " + hex(secret.client_random) + " " + hex(secret.secret) + "\n";
}

}  // namespace mailscope::tls
