// A zone: what one authority knows, and how a name is looked up in it (RFC 1034, section 4.3.2).
//
// Knows no messages, no time and no other zones. Delegations end the search with a referral;
// wildcards follow RFC 4592; empty non-terminals exist.
//
//   const auto zone = Zone::make(name_of("example.org"), records);   // or zone_text.h
//   const ZoneAnswer answer = zone->look_up({name_of("example.org"), Type::mx});
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/result.h"
#include "sim/dns/dns_record.h"

namespace mailscope::dns {

enum class ZoneOutcome {
  found,         // records of the type asked for, perhaps after aliases
  alias_leaves,  // the CNAMEs end at a name outside this zone: ask on
  alias_loops,   // the CNAMEs come back to where they have been
  no_data,       // the name exists without such a record
  no_such_name,  // NXDOMAIN
  delegated,     // NS records of a zone below
  not_in_zone,   // the question is none of this zone's business
};

struct ZoneAnswer {
  ZoneOutcome outcome = ZoneOutcome::not_in_zone;
  std::vector<Record> answers;  // CNAMEs in order, then the records
  std::vector<Record>
      authorities;  // the SOA of a "no", with the TTL of RFC 2308; the NS of a referral
  std::vector<Record>
      additionals;  // addresses of names just mentioned, as far as this zone knows them
  std::optional<Name> wildcard;  // "*.example.org" when the answer was made from it
};

class Zone {
 public:
  // Faults are sentences: a record outside the origin, a CNAME beside other data (RFC 2181, section
  // 10.1), two SOAs. A missing SOA is made up: primary ns.<origin>, mailbox hostmaster.<origin>.
  struct BadRecord {
    std::size_t index = 0;  // in `records`
    std::string what;
    friend bool operator==(const BadRecord&, const BadRecord&) = default;
  };
  static Result<Zone, BadRecord> make(Name origin, std::vector<Record> records);

  const Name& origin() const { return origin_; }
  const Soa& soa() const;
  // Every record in canonical order of names, the SOA first: what a zone transfer would say.
  std::vector<Record> records() const;

  ZoneAnswer look_up(const Question& question) const;

 private:
  Zone() = default;
  const std::vector<Record>* at(const Name& name) const;
  bool exists(const Name& name) const;
  std::vector<Record> delegation_above(const Name& name) const;
  std::optional<Name> wildcard_for(const Name& name) const;
  void add_soa(ZoneAnswer& answer) const;
  void add_addresses(ZoneAnswer& answer) const;

  Name origin_;
  std::map<Name, std::vector<Record>> nodes_;  // a SOA stands first in the origin's
};

// Whether a chain of aliases has come to a name that it has been at: the name owns one of `answers`.
bool has_alias_from(const std::vector<Record>& answers, const Name& name);

}  // namespace mailscope::dns
