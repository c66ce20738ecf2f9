// The arithmetic and the grammar of SCRAM.
#include "sim/sasl/scram.h"

#include "sim/base/check.h"
#include "sim/base/text.h"

namespace mailscope::sasl {

std::optional<std::vector<Attribute>> parse_attributes(std::string_view text) {
  std::vector<Attribute> attributes;
  for (const std::string_view part : split(text, ',')) {
    if (part.size() < 2 || !is_alpha(part[0]) || part[1] != '=') return std::nullopt;
    attributes.push_back({part[0], std::string(part.substr(2))});
  }
  return attributes;
}

std::string saslname_encode(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == ',')
      out += "=2C";
    else if (c == '=')
      out += "=3D";
    else
      out.push_back(c);
  }
  return out;
}

std::optional<std::string> saslname_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out.push_back(text[i]);
      continue;
    }
    const std::string_view code = text.substr(i, 3);
    if (code == "=2C")
      out.push_back(',');
    else if (code == "=3D")
      out.push_back('=');
    else
      return std::nullopt;
    i += 2;
  }
  return out;
}

std::optional<Gs2> parse_gs2(std::string_view message) {
  const Cut flag = cut(message, ',');
  // "p=..." asks for channel binding, which only the -PLUS mechanisms have.
  if (!flag.found || (flag.head != "n" && flag.head != "y")) return std::nullopt;
  const Cut authzid = cut(flag.tail, ',');
  if (!authzid.found) return std::nullopt;
  Gs2 gs2;
  gs2.header = message.substr(0, message.size() - authzid.tail.size());
  gs2.rest = authzid.tail;
  if (!authzid.head.empty()) {
    if (authzid.head.substr(0, 2) != "a=") return std::nullopt;
    auto name = saslname_decode(authzid.head.substr(2));
    if (!name || name->empty()) return std::nullopt;
    gs2.authzid = std::move(*name);
  }
  return gs2;
}

ScramKeys scram_keys(const Hashes& hashes, std::string_view password, std::string_view salt,
                     std::uint32_t iterations) {
  const std::string salted = hashes.pbkdf2_sha256(password, salt, iterations);
  ScramKeys keys;
  keys.client_key = hashes.hmac_sha256(salted, "Client Key");
  keys.stored_key = hashes.sha256(keys.client_key);
  keys.server_key = hashes.hmac_sha256(salted, "Server Key");
  return keys;
}

std::string scram_proof(const Hashes& hashes, const ScramKeys& keys,
                        std::string_view auth_message) {
  const std::string signature = hashes.hmac_sha256(keys.stored_key, auth_message);
  MUST(signature.size() == keys.client_key.size());
  std::string proof;
  for (std::size_t i = 0; i < signature.size(); ++i) {
    proof.push_back(static_cast<char>(keys.client_key[i] ^ signature[i]));
  }
  return proof;
}

std::string scram_server_signature(const Hashes& hashes, const ScramKeys& keys,
                                   std::string_view auth_message) {
  return hashes.hmac_sha256(keys.server_key, auth_message);
}

bool is_nonce(std::string_view text) {
  for (const char c : text) {
    if (c < '!' || c > '~' || c == ',') return false;
  }
  return !text.empty();
}

}  // namespace mailscope::sasl
