// The names and the nature of the authentication mechanisms we know.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/sasl/hashes.h"

namespace mailscope::sasl {

enum class Mechanism {
  plain,          // RFC 4616
  login,          // never standardised; draft-murchison-sasl-login
  cram_md5,       // RFC 2195
  scram_sha_256,  // RFC 5802, RFC 7677
  xoauth2,        // Google's and Microsoft's bearer tokens
  oauthbearer,    // RFC 7628
};

// "PLAIN", "SCRAM-SHA-256", ...
std::string_view name_of(Mechanism mechanism);
// By name, in any case.
std::optional<Mechanism> mechanism_by_name(std::string_view name);
// Shows the secret itself (a password, a bearer token) to whoever reads the wire: under TLS only.
bool is_clear_text(Mechanism mechanism);
bool is_possible(Mechanism mechanism, const Hashes& hashes);

// How somebody proved who they are.
struct Password {
  std::string text;
  friend bool operator==(const Password&, const Password&) = default;
};
struct Token {
  std::string text;
  friend bool operator==(const Token&, const Token&) = default;
};

// What a client knows about itself.
struct Credentials {
  std::string user;
  std::string password;
  std::string token;    // for XOAUTH2 and OAUTHBEARER
  std::string authzid;  // to act as somebody else; usually empty

  friend bool operator==(const Credentials&, const Credentials&) = default;
};

}  // namespace mailscope::sasl
