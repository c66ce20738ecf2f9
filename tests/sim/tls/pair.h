// Two endpoints with a wire between them, for the tests of this room.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/tls/certificate.h"
#include "sim/tls/tls_endpoint.h"

namespace mailscope::tls {

inline constexpr std::int64_t k_day_s = 86'400;
inline constexpr std::int64_t k_now_s = 1'772'442'000;  // 2 March 2026, 09:00:00 UTC
inline constexpr std::int64_t k_now_ms = k_now_s * 1000;

inline const Authority& test_authority() {
  static const Authority authority("Mailscope Test CA", Random(1), k_now_s - 365 * k_day_s,
                                   k_now_s + 3650 * k_day_s);
  return authority;
}

inline CertificateRequest request_for(std::string name) {
  return {.names = {std::move(name)},
          .not_before_s = k_now_s - 30 * k_day_s,
          .not_after_s = k_now_s + 60 * k_day_s};
}

inline TlsEndpoint::Options client_options() {
  TlsEndpoint::Options options;
  options.role = Role::client;
  options.now_unix_ms = k_now_ms;
  options.server_name = "mx.example.org";
  options.trusted = {test_authority().certificate()};
  return options;
}

inline TlsEndpoint::Options server_options() {
  TlsEndpoint::Options options;
  options.role = Role::server;
  options.now_unix_ms = k_now_ms;
  options.certificate = test_authority().issue(request_for("mx.example.org"));
  return options;
}

// One end, what it has said and told.
struct End {
  TlsEndpoint tls;
  std::vector<Event> events = {};
  std::string plaintext = {};
  std::string wire = {};  // all ciphertext that it has sent

  End(TlsEndpoint::Options options, const Random& random) : tls(std::move(options), random) {}

  void collect() {
    while (auto event = tls.next()) events.push_back(std::move(*event));
    plaintext += tls.take_plaintext();
  }
  template <class Kind>
  std::vector<Kind> all() const {
    std::vector<Kind> found;
    for (const auto& event : events) {
      if (const auto* one = std::get_if<Kind>(&event)) found.push_back(*one);
    }
    return found;
  }
  // "ClientHello" for what was sent, "(ServerHello)" for what came, "[...]" what was encrypted.
  std::string dialogue() const {
    std::string text;
    for (const auto& message : all<MessageSeen>()) {
      const bool is_clear = message.protection == Protection::clear;
      const std::string name = is_clear ? message.name : "[" + message.name + "]";
      text += (text.empty() ? "" : " ") +
              (message.direction == Direction::sent ? name : "(" + name + ")");
    }
    return text;
  }
};

struct Pair {
  End client;
  End server;
  std::size_t octets_per_piece = 0;  // 0: as it comes

  Pair(TlsEndpoint::Options client_wants, TlsEndpoint::Options server_wants, std::uint64_t seed = 7)
      : client(std::move(client_wants), Random(seed).fork(1)),
        server(std::move(server_wants), Random(seed).fork(2)) {}

  void start() {
    server.tls.start();
    client.tls.start();
    settle();
  }
  // Moves octets until nobody has any more to say.
  void settle() {
    while (pass(client, server) || pass(server, client)) {
    }
    client.collect();
    server.collect();
  }

 private:
  bool pass(End& from, End& to) {
    const std::string octets = from.tls.take_output();
    from.wire += octets;
    const std::size_t piece = octets_per_piece == 0 ? octets.size() : octets_per_piece;
    for (std::size_t at = 0; at < octets.size(); at += piece) {
      to.tls.receive(std::string_view(octets).substr(at, piece));
    }
    return !octets.empty();
  }
};

}  // namespace mailscope::tls
