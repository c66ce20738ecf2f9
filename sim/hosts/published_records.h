// Keys that a mail server has and the DNS names: made from the world's seed, so that both sides agree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/random.h"
#include "sim/crypto/keys.h"
#include "sim/hosts/host_spec.h"
#include "sim/tls/certificate.h"

namespace mailscope::hosts {

// The authorities, the calendar and the seed that certificates are made from.
struct TrustBase {
  const tls::Authority& authority;
  const tls::Authority& strange_authority;
  const Random& random;  // of the world
  std::int64_t epoch_s = 0;
};

tls::CertificateAndKey certificate_for(const TrustBase& base, HostId id,
                                       const MailServerSpec& spec);
crypto::PrivateKey dkim_key(const Random& world_random, HostId id, const DkimSpec& spec);

// A record that belongs into the zone that holds its owner: "s1._domainkey.example.org", "TXT …".
struct PublishedRecord {
  std::string owner;
  std::string data;
};
std::vector<PublishedRecord> published_records(const TrustBase& base, HostId id,
                                               const MailServerSpec& spec);

// Puts the records of all mail servers into the zones; `ids` in the order of `hosts`. A zone that names
// the owner already, with a record of the same type, keeps its own; a record without a zone is nowhere.
void publish(const TrustBase& base, std::vector<HostSpec>& hosts, const std::vector<HostId>& ids);

// The SubjectPublicKeyInfo of a certificate, both in DER; empty when it is none (RFC 5280, section 4.1).
std::string public_key_of(std::string_view certificate_der);

}  // namespace mailscope::hosts
