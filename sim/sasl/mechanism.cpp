// Names of mechanisms.
#include "sim/sasl/mechanism.h"

#include "sim/base/text.h"

namespace mailscope::sasl {

std::string_view name_of(Mechanism mechanism) {
  switch (mechanism) {
    case Mechanism::plain: return "PLAIN";
    case Mechanism::login: return "LOGIN";
    case Mechanism::cram_md5: return "CRAM-MD5";
    case Mechanism::scram_sha_256: return "SCRAM-SHA-256";
    case Mechanism::xoauth2: return "XOAUTH2";
    case Mechanism::oauthbearer: return "OAUTHBEARER";
  }
  return "";
}

std::optional<Mechanism> mechanism_by_name(std::string_view name) {
  for (const Mechanism mechanism :
       {Mechanism::plain, Mechanism::login, Mechanism::cram_md5, Mechanism::scram_sha_256,
        Mechanism::xoauth2, Mechanism::oauthbearer}) {
    if (equal_ignoring_case(name, name_of(mechanism))) return mechanism;
  }
  return std::nullopt;
}

bool is_clear_text(Mechanism mechanism) {
  switch (mechanism) {
    case Mechanism::plain:
    case Mechanism::login:
    case Mechanism::xoauth2:
    case Mechanism::oauthbearer: return true;
    case Mechanism::cram_md5:
    case Mechanism::scram_sha_256: return false;
  }
  return true;
}

bool is_possible(Mechanism mechanism, const Hashes& hashes) {
  switch (mechanism) {
    case Mechanism::plain:
    case Mechanism::login:
    case Mechanism::xoauth2:
    case Mechanism::oauthbearer: return true;
    case Mechanism::cram_md5: return hashes.has_cram();
    case Mechanism::scram_sha_256: return hashes.has_scram();
  }
  return false;
}

}  // namespace mailscope::sasl
