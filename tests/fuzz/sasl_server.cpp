// Whatever a client says in an authentication exchange ends it or goes on, without a crash.
#include "sim/sasl/sasl_server.h"

#include "sim/base/text.h"
#include "sim/wire/base64.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

namespace {

// Not digests, but as long: what is fuzzed is the reading.
std::string digest(std::string_view octets) {
  return std::string(32, static_cast<char>(octets.size()));
}
std::string mac(std::string_view key, std::string_view message) {
  return std::string(32, static_cast<char>(key.size() + message.size()));
}
std::string stretch(std::string_view password, std::string_view, std::uint32_t) {
  return std::string(32, static_cast<char>(password.size()));
}

}  // namespace

FUZZ_TARGET(sasl_server) {
  if (size == 0) return 0;
  const auto mechanism = static_cast<sasl::Mechanism>(data[0] % 6);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const sasl::Hashes hashes{digest, mac, stretch, digest, mac};
  sasl::ServerExchange exchange(mechanism, {hashes, "nonce", "mx.example"});
  sasl::ServerStep step = exchange.start(std::nullopt);
  for (const std::string_view line : split(text, '\n')) {
    bool is_over = false;
    for (bool is_asked = true; is_asked;) {
      is_asked = false;
      if (std::holds_alternative<sasl::SecretAsked>(step)) {
        step = exchange.answer(sasl::Secret{"pw"});
        is_asked = true;
      } else if (std::holds_alternative<sasl::Attempt>(step)) {
        step = exchange.answer(data[0] & 64 ? sasl::Decision::accept : sasl::Decision::refuse);
        is_asked = true;
      } else if (!std::holds_alternative<sasl::Challenge>(step)) {
        is_over = true;
      }
    }
    if (is_over) break;
    step = exchange.receive(line);
  }
  static_cast<void>(wire::base64_decode(text));
  return 0;
}
