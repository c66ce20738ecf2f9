// Inside the policies: what DKIM and ARC share, signing and verifying one field.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/policy/dkim.h"
#include "sim/policy/dkim_canonical.h"

namespace mailscope::policy {

// The field that begins with `begin` ("DKIM-Signature: v=1"), up to its CR LF.
std::string signature_field(const std::string& begin, std::string_view mail,
                            const crypto::PrivateKey& key, const DkimSigning& signing);
std::string algorithm_of(const crypto::PrivateKey& key);  // "rsa-sha256"
// Of these octets, folded, as b= has it.
std::string signature_text(const crypto::PrivateKey& key, std::string_view octets);

enum class SignatureUse { dkim, arc };
// Nothing while the key is asked for.
std::optional<DkimResult> verify_signature(const MailPieces& pieces, std::string_view field,
                                           SignatureUse use, Questions& questions,
                                           const DkimVerifier::Options& options);

// The field with the value of b= taken out: what the signer signed (RFC 6376, section 3.7).
std::string without_signature(std::string_view field);

// The key out of its TXT record, or why there is none.
struct DkimKey {
  std::optional<crypto::PublicKey> key;
  DkimStatus status = DkimStatus::permerror;
  std::string reason;
  bool forbids_subdomains = false;  // t=s: i= must be of the very domain of d=
};
DkimKey read_dkim_key(const dns::Answer& answer, crypto::KeyKind kind);

}  // namespace mailscope::policy
