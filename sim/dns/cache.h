// What a resolver remembers: records and "no"s, each until its time is up (RFC 1035, 7.4; RFC
// 2308).
//
// Knows no servers and no messages. Time comes in with every call.
//
//   cache.store(now, question, answer);
//   if (const auto kept = cache.find(now, question)) ...   // TTLs counted down
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "sim/base/time.h"
#include "sim/dns/answer.h"

namespace mailscope::dns {

// One thing remembered: an RRset, the absence of one, or (type ANY, kind no_such_name) of the whole
// name.
struct CacheEntry {
  Question question;
  AnswerKind kind = AnswerKind::found;
  std::vector<Record> records;      // with the TTL they came with
  std::optional<Record> authority;  // the SOA that came with a "no"
  bool is_secure = false;
  Time stored, expires;
  friend bool operator==(const CacheEntry&, const CacheEntry&) = default;
};
// "MX example.org: 10 mx.example.org, 3540 s left"
std::string to_text(const CacheEntry& entry, Time now);

class Cache {
 public:
  struct Options {
    std::size_t entries_max = 4096;  // the one that expires first goes first
    Duration ttl_max = days(1);
    Duration negative_ttl_max = hours(3);  // RFC 2308, section 5
  };
  explicit Cache(Options options);

  // An RRset (same name and type) as it came; records with TTL 0 are not kept.
  const CacheEntry* store_records(Time now, const Question& question, std::vector<Record> records,
                                  bool is_secure);
  // A "no" is kept only with a SOA, for the smaller of its TTL and its minimum.
  const CacheEntry* store_no(Time now, const Question& question, AnswerKind kind, const Record& soa,
                             bool is_secure);

  // What is known about exactly this name and type, still valid, its TTLs counted down.
  std::optional<CacheEntry> find(Time now, const Question& question) const;
  // For the host panel: all that is valid, in order of name and type.
  std::vector<CacheEntry> entries(Time now) const;
  void clear();

 private:
  void make_room(Time now);

  Options options_;
  std::map<Question, CacheEntry> entries_;
};

}  // namespace mailscope::dns
