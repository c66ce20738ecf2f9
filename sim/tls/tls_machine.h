// The machine inside a TlsEndpoint: Mbed TLS, what lies around it in memory, and what it has to tell.
//
// Private to sim/tls: tls_endpoint.cpp opens a crypto::WorldScope around every call of it.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "sim/tls/failure.h"
#include "sim/tls/message_tap.h"
#include "sim/tls/tls_endpoint.h"
#include "sim/tls/tls_settings.h"

namespace mailscope::tls {

struct TlsEndpoint::Content {
  enum class State { fresh, handshaking, established, failed };

  Content(Options wanted, const Random& chance);

  static int on_send(void* self, const unsigned char* octets, std::size_t count);
  static int on_receive(void* self, unsigned char* octets, std::size_t count);
  static void on_secret(void* self, mbedtls_ssl_key_export_type type, const unsigned char* secret,
                        std::size_t secret_octets, const unsigned char client_random[32],
                        const unsigned char server_random[32], mbedtls_tls_prf_types prf);

  std::string as_it_should_be(std::string record) const;

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

}  // namespace mailscope::tls
