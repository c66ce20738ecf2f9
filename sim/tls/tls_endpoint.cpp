// The public face of the machine: every call sets the world's clock and chance for the library.
#include "sim/tls/tls_endpoint.h"

#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/crypto/mbedtls_world.h"
#include "sim/tls/tls_machine.h"

namespace mailscope::tls {
namespace {

Role other(Role role) { return role == Role::client ? Role::server : Role::client; }

}  // namespace

TlsEndpoint::Content::Content(Options wanted, const Random& chance)
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
  MUST(content_->state != Content::State::fresh);
  MUST(now_unix_ms >= content_->now_unix_ms);
  content_->now_unix_ms = now_unix_ms;
  if (content_->state == Content::State::failed || content_->is_closed_by_peer) return;
  const crypto::WorldScope scope(content_->random, now_unix_ms);
  content_->raw.append(ciphertext);
  content_->take_in();
}

void TlsEndpoint::receive_end() {
  const crypto::WorldScope scope(content_->random, content_->now_unix_ms);
  content_->end_of_transport();
}

void TlsEndpoint::send(std::string_view plaintext) {
  if (content_->state == Content::State::failed || content_->is_closed_by_us) return;
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
  return content_->state == Content::State::established && !content_->is_closed_by_us;
}
bool TlsEndpoint::is_failed() const { return content_->state == Content::State::failed; }

std::string key_log_line(const SecretExported& secret) {
  return secret.label + " " + hex(secret.client_random) + " " + hex(secret.secret) + "\n";
}

}  // namespace mailscope::tls
