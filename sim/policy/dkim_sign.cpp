// Signing (RFC 6376, section 5).
#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/crypto/hash.h"
#include "sim/policy/dkim_canonical.h"
#include "sim/policy/dkim_signature.h"
#include "sim/wire/base64.h"

namespace mailscope::policy {
namespace {

constexpr std::size_t k_fold_octets = 70;

std::string folded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += k_fold_octets) {
    if (at > 0) out += "\r\n\t ";
    out += text.substr(at, k_fold_octets);
  }
  return out;
}

const char* name_of(Canonicalization how) {
  return how == Canonicalization::simple ? "simple" : "relaxed";
}

}  // namespace

std::string dkim_signature_field(std::string_view mail, const crypto::PrivateKey& key,
                                 const DkimSigning& signing) {
  return signature_field("DKIM-Signature: v=1", mail, key, signing);
}

std::string signature_field(const std::string& begin, std::string_view mail,
                            const crypto::PrivateKey& key, const DkimSigning& signing) {
  MUST(key.kind != crypto::KeyKind::ecdsa_p256);
  const MailPieces pieces = pieces_of(mail);
  std::vector<std::string> names;
  std::string listed;
  for (const std::string& name : signing.fields) {
    bool is_there = false;
    for (const auto field : pieces.fields)
      is_there = is_there || equal_ignoring_case(name_of_field(field), name);
    // From is listed in any case: a mail without it must not be given one later (section 5.4).
    if (!is_there && !equal_ignoring_case(name, "From")) continue;
    names.push_back(name);
    listed += (listed.empty() ? "" : ":") + lower(name);
  }
  const std::string body_hash =
      wire::base64_encode(crypto::sha256(canonical_body(pieces.body, signing.body)));
  std::string field = begin + "; a=" + algorithm_of(key) + "; c=" + name_of(signing.header) + "/" +
                      name_of(signing.body) + ";\r\n\td=" + signing.domain +
                      "; s=" + signing.selector + "; t=" + std::to_string(signing.signed_s) +
                      ";\r\n\th=" + listed + ";\r\n\tbh=" + body_hash + ";\r\n\tb=";
  const std::string octets = signed_octets(pieces, names, field, signing.header);
  return field + signature_text(key, octets) + "\r\n";
}

std::string algorithm_of(const crypto::PrivateKey& key) {
  return key.kind == crypto::KeyKind::rsa ? "rsa-sha256" : "ed25519-sha256";
}

std::string signature_text(const crypto::PrivateKey& key, std::string_view octets) {
  return folded(wire::base64_encode(crypto::sign_sha256(key, octets)));
}

std::string dkim_key_record(const crypto::PublicKey& key) {
  return std::string("v=DKIM1; k=") + (key.kind == crypto::KeyKind::rsa ? "rsa" : "ed25519") +
         "; p=" + wire::base64_encode(key.octets);
}

}  // namespace mailscope::policy
