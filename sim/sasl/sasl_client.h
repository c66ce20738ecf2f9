// The client's side of one authentication exchange: decoded challenges in, responses out (RFC 4422).
//
//   ClientExchange exchange(Mechanism::scram_sha_256, credentials, {.hashes = hashes, .nonce = token});
//   if (exchange.has_initial_response()) send(exchange.respond(""));   // with AUTH itself, or after
//   auto response = exchange.respond(challenge);                       // an empty challenge
//   if (!response) cancel(response.error());                           // say "*"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/result.h"
#include "sim/sasl/mechanism.h"

namespace mailscope::sasl {

// Why the client breaks the exchange off, for people.
using ClientFault = std::string;

class ClientExchange {
 public:
  struct Options {
    Hashes hashes;
    std::string nonce;  // new for every exchange: letters and digits
    std::string host;   // OAUTHBEARER names the server; both may be left out
    std::uint16_t port = 0;
  };

  ClientExchange(Mechanism mechanism, Credentials credentials, Options options);

  // The client speaks first: PLAIN, SCRAM-SHA-256, XOAUTH2, OAUTHBEARER.
  bool has_initial_response() const;
  Result<std::string, ClientFault> respond(std::string_view challenge);

  // SCRAM: the server has proved that it knows the password, too. Other mechanisms prove nothing.
  bool is_server_proven() const { return is_server_proven_; }
  // SCRAM refuses a success that comes without the server's signature.
  bool may_succeed() const;
  // What an OAuth server said about the failure (JSON), if it did.
  const std::string& error_text() const { return error_text_; }

 private:
  Result<std::string, ClientFault> respond_login(std::string_view challenge);
  Result<std::string, ClientFault> respond_scram(std::string_view challenge);
  Result<std::string, ClientFault> answer_scram_first(std::string_view server_first);

  Mechanism mechanism_;
  Credentials credentials_;
  Options options_;
  int step_ = 0;
  std::string gs2_header_, client_first_bare_, server_signature_;  // SCRAM
  std::string error_text_;
  bool is_server_proven_ = false;
};

}  // namespace mailscope::sasl
