// What all hosts of a world share: the network, the record of what happens, chance, calendar, trust.
//
// Made and owned by the world. A host keeps a reference and no other global knowledge.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/random.h"
#include "sim/crypto/hash.h"
#include "sim/dns/resolver.h"
#include "sim/hosts/secrets.h"
#include "sim/net/net.h"
#include "sim/sasl/hashes.h"
#include "sim/tls/certificate.h"
#include "sim/trace/trace.h"

namespace mailscope::hosts {

struct Environment {
  net::Net& net;
  Recorder& recorder;
  const Random& random;  // fork it by a purpose; nobody draws from it directly
  std::int64_t epoch_s;  // calendar time of Time{}
  SecretRegistry& secrets;
  const tls::Authority& authority;          // the one that clients trust
  const tls::Authority& strange_authority;  // one that nobody trusts
  std::vector<std::string> trusted;         // authorities' certificates in DER
  std::map<std::string, HostId> host_ids;   // by short name
  // What https://mta-sts.DOMAIN/ has at which address, by domain and address (RFC 8461, section 3.2).
  std::map<std::pair<std::string, Ipv4>, std::string> mta_sts_files;
  std::vector<dns::Resolver::ZoneServers> zone_servers;
  std::map<std::string, Ipv4> resolvers;  // by the short name of the host that resolves
  Ipv4 default_resolver{};                // the first that resolves; 0.0.0.0 when none does
  HostId
      outside{};  // the gateway, behind which are programs of the real world; none: there is none
  // Told of every line that is said (before it travels) or understood; may be empty.
  std::function<void(const Place&, std::string_view text, bool is_said)> on_line;

  std::int64_t unix_s() const { return unix_seconds(net.now(), epoch_s); }
  std::int64_t unix_ms() const { return epoch_s * 1'000 + net.now().us / 1'000; }
};

// Purposes for Random::fork, so that no two draw the same numbers. Host ids are added to those.
enum class Purpose : std::uint64_t {
  net = 1,
  authority = 2,
  strange_authority = 3,
  tls = 1'000,
  lookups = 2'000,
  resolver = 3'000,
  server = 4'000,
  client = 5'000,
  certificate = 6'000,
  dkim = 7'000,
  srs = 8'000,
  tickets = 9'000,
  tls_reports = 10'000,
};
inline Random fork(const Environment& env, Purpose purpose, HostId host) {
  return env.random.fork(static_cast<std::uint64_t>(purpose) * 1'000'003 + host.value);
}

// What SCRAM, CRAM-MD5 and APOP need.
inline constexpr sasl::Hashes k_hashes{.sha256 = crypto::sha256,
                                       .hmac_sha256 = crypto::hmac_sha256,
                                       .pbkdf2_sha256 = crypto::pbkdf2_sha256,
                                       .md5 = crypto::md5,
                                       .hmac_md5 = crypto::hmac_md5};

// Sets the recorder's cause back when a piece of work is done.
class CauseScope {
 public:
  explicit CauseScope(Recorder& recorder) : recorder_(recorder), saved_(recorder.cause()) {}
  ~CauseScope() { recorder_.set_cause(saved_); }
  CauseScope(const CauseScope&) = delete;
  CauseScope& operator=(const CauseScope&) = delete;

 private:
  Recorder& recorder_;
  RecordNumber saved_;
};

}  // namespace mailscope::hosts
