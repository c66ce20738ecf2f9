// The server's side of one authentication exchange: decoded messages in, steps out (RFC 4422).
//
// Knows no base64, no protocol, no accounts. Whoever drives it carries challenges to the client and
// puts the questions to its owner:
//
//   ServerExchange exchange(Mechanism::plain, {.hashes = hashes, .nonce = token});
//   ServerStep step = exchange.start(initial_response);       // or std::nullopt
//   // Challenge     -> send it, then step = exchange.receive(response)
//   // SecretAsked   -> step = exchange.answer(secret_of(user))
//   // Attempt       -> step = exchange.answer(Decision::accept)
//   // Accepted, Rejected: the end
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sim/sasl/mechanism.h"
#include "sim/sasl/scram.h"

namespace mailscope::sasl {

// A password that only the owner knows, asked for by mechanisms that never send it.
struct Secret {
  std::string password;
  std::string salt = {};  // SCRAM; empty = one is derived from the user's name
  std::uint32_t iterations = 4096;
};

// Already proved by SCRAM or CRAM-MD5: the client knows the secret. The owner may still say no.
struct Proven {
  friend bool operator==(const Proven&, const Proven&) = default;
};
using Proof = std::variant<Password, Token, Proven>;

struct Challenge {
  std::string octets;
  friend bool operator==(const Challenge&, const Challenge&) = default;
};
struct SecretAsked {
  std::string user;
  friend bool operator==(const SecretAsked&, const SecretAsked&) = default;
};
struct Attempt {
  std::string user;     // who proves to be who (authentication identity)
  std::string authzid;  // whom they want to act as; empty = themselves
  Proof proof;
  friend bool operator==(const Attempt&, const Attempt&) = default;
};
struct Accepted {
  std::string user, authzid;
  friend bool operator==(const Accepted&, const Accepted&) = default;
};
struct Rejected {
  enum class Why {
    malformed,  // the message does not follow the mechanism: a protocol error, not a wrong password
    wrong,      // the proof is wrong, or the user unknown (which is not told apart)
    refused,    // the owner said no
  };
  Why why = Why::wrong;
  std::string user;  // as far as it is known
  std::string text;  // for people
  friend bool operator==(const Rejected&, const Rejected&) = default;
};
using ServerStep = std::variant<Challenge, SecretAsked, Attempt, Accepted, Rejected>;

enum class Decision { accept, refuse };

class ServerExchange {
 public:
  struct Options {
    Hashes hashes;
    std::string nonce;      // new for every exchange: letters and digits
    std::string host_name;  // in CRAM-MD5's challenge
  };

  ServerExchange(Mechanism mechanism, Options options);

  ServerStep start(const std::optional<std::string>& initial_response);
  ServerStep receive(std::string_view response);
  ServerStep answer(const std::optional<Secret>& secret);
  ServerStep answer(Decision decision);

  Mechanism mechanism() const { return mechanism_; }

 private:
  enum class At {
    begin,
    first_response,  // PLAIN, OAUTHBEARER, XOAUTH2, SCRAM: the client's only or first message
    user_response,   // LOGIN
    password_response,
    cram_response,
    secret,          // the owner is asked
    proof_response,  // SCRAM's client-final-message
    attempt,         // the owner is asked
    last_response,   // SCRAM: the empty answer to the server's signature
    error_response,  // OAuth: the empty answer to the error's description
    end,
  };

  ServerStep read_plain(std::string_view response);
  ServerStep read_bearer(std::string_view response);
  ServerStep read_cram(std::string_view response);
  ServerStep read_scram_first(std::string_view response);
  ServerStep read_scram_final(std::string_view response);
  ServerStep check_cram(const std::optional<Secret>& secret);
  ServerStep say_scram_first(const std::optional<Secret>& secret);
  ServerStep ask(Proof proof);
  ServerStep reject(Rejected::Why why, std::string text);
  ServerStep accept();

  Mechanism mechanism_;
  Options options_;
  At at_ = At::begin;
  std::string user_, authzid_;
  std::string challenge_;  // CRAM-MD5: what was asked
  std::string digest_;     // CRAM-MD5: what was answered
  std::string gs2_header_, client_first_bare_, server_first_, full_nonce_;  // SCRAM
  ScramKeys keys_;
  std::string server_signature_;  // SCRAM: to be said once the owner has agreed
  bool is_user_known_ = false;
};

}  // namespace mailscope::sasl
