// One end of a TLS connection, sans-IO: octets in, octets and events out (RFC 8446, RFC 5246).
//
// The records are real ones, by Mbed TLS. No socket, no clock, no chance of its own: the moment
// and a Random come in, so the same options and the same input give the same octets on every
// platform, whatever else the process has done. Mail protocols do not know this room; the owner
// moves their text through an endpoint:
//
//   TlsEndpoint tls(options, random.fork(connection));
//   tls.start();                                   // a client says its ClientHello
//   link.send(tls.take_output());
//   ...
//   tls.receive(octets_from_link, now_unix_ms);
//   while (auto event = tls.next()) handle(*event);
//   session.receive(tls.take_plaintext());
//   tls.send(octets_of_session);
//   link.send(tls.take_output());
//
// Single-threaded: while a call runs, the library draws from this endpoint's generator and clock.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/random.h"
#include "sim/tls/certificate.h"
#include "sim/tls/tls_events.h"

namespace mailscope::tls {

enum class Version { tls_1_2, tls_1_3 };

enum class VerifyPolicy {
  full,     // chain, dates and name must be right, or the handshake fails
  observe,  // go on whatever the certificate says; HandshakeDone tells what was wrong
};

// The server's secret for session tickets, shared by its connections; made once per server. It is
// renewed after `lifetime_s`, by a generator of its own.
class TicketKeys {
 public:
  TicketKeys(const Random& random, std::int64_t now_unix_ms, std::uint32_t lifetime_s = 7200);
  ~TicketKeys();
  TicketKeys(const TicketKeys&) = delete;
  TicketKeys& operator=(const TicketKeys&) = delete;

  struct Content;
  Content& content() { return *content_; }

 private:
  std::unique_ptr<Content> content_;
};

class TlsEndpoint {
 public:
  struct Options {
    Role role = Role::client;
    std::int64_t now_unix_ms = 0;  // of the handshake; receive() moves it on
    Version version_min = Version::tls_1_2;
    Version version_max = Version::tls_1_3;
    std::vector<std::string> alpn = {};  // best first; empty: not used

    // Client.
    std::string server_name = {};           // SNI and the name to verify; "" = neither
    std::vector<std::string> trusted = {};  // authorities' certificates in DER
    VerifyPolicy verify = VerifyPolicy::full;
    std::string session = {};  // of an earlier TicketReceived, to resume

    // Server.
    CertificateAndKey certificate = {};
    std::shared_ptr<TicketKeys> tickets = {};  // none: no tickets are given
  };

  // `random` is copied; give each endpoint a fork of its own.
  TlsEndpoint(Options options, const Random& random);
  ~TlsEndpoint();
  TlsEndpoint(TlsEndpoint&&) noexcept;
  TlsEndpoint& operator=(TlsEndpoint&&) noexcept;

  // A client says its ClientHello; a server only waits. Call once, before the rest.
  void start();

  // Ciphertext from the peer, in any pieces. `now_unix_ms` never goes back.
  void receive(std::string_view ciphertext);
  void receive(std::string_view ciphertext, std::int64_t now_unix_ms);
  // The transport has ended: without a close_notify before, that is a cut.
  void receive_end();

  // Plaintext for the peer. Before the handshake is done it waits; after close() or a failure it
  // is dropped.
  void send(std::string_view plaintext);
  // Says close_notify; what the peer still sends can be read.
  void close();

  std::string take_output();     // ciphertext for the peer: whole records
  std::string take_plaintext();  // what the peer has said
  std::optional<Event> next();   // in the order in which things happened

  bool is_established() const;  // handshake done, not failed, and not closed by us
  bool is_failed() const;

 private:
  struct Content;
  std::unique_ptr<Content> content_;
};

}  // namespace mailscope::tls
