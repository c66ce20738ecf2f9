// What both sides of SCRAM compute and write (RFC 5802, sections 3, 5 and 7; RFC 7677).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/text.h"
#include "sim/sasl/hashes.h"

namespace mailscope::sasl {

// "a=1,b=2" as pairs in order; nothing when a part has no "x=" at its beginning.
struct Attribute {
  char name;
  std::string value;
};
std::optional<std::vector<Attribute>> parse_attributes(std::string_view text);

// saslname: "," and "=" as "=2C" and "=3D". Decoding refuses any other use of "=".
std::string saslname_encode(std::string_view name);
std::optional<std::string> saslname_decode(std::string_view text);

// The GS2 header that begins a client's first message, without channel binding: "n,,", "y,a=me,".
struct Gs2 {
  std::string header;   // as written, with its last comma
  std::string authzid;  // decoded
  std::string_view rest;
};
std::optional<Gs2> parse_gs2(std::string_view message);
template <Passing Text>
std::optional<Gs2> parse_gs2(Text&& message) = delete;

struct ScramKeys {
  std::string client_key, stored_key, server_key;
};
ScramKeys scram_keys(const Hashes& hashes, std::string_view password, std::string_view salt,
                     std::uint32_t iterations);
std::string scram_proof(const Hashes& hashes, const ScramKeys& keys, std::string_view auth_message);
std::string scram_server_signature(const Hashes& hashes, const ScramKeys& keys,
                                   std::string_view auth_message);

// A nonce is printable ASCII without a comma.
bool is_nonce(std::string_view text);

}  // namespace mailscope::sasl
