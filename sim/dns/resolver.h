// The caching resolver: clients' queries in, answers out, asking authoritative servers in between.
//
// Sans-IO: no sockets, no clock. The "root" is a table of zones and their servers; from there real
// referrals (NS with glue, or with the server's name looked up) are followed, too.
//
//   Resolver resolver({.zones = {{name_of("example.org"), {server}}}}, random.fork(2));
//   resolver.receive_query(now, client, datagram);     // on port 53
//   while (const auto event = resolver.next()) ...  // SendQuery, SendAnswer: send; the rest: record
//   resolver.receive_answer(now, from, to_port, datagram);
//   resolver.tick(now);                                // when resolver.next_due() has come
//
// A chain of CNAMEs that returns to itself or grows too long is SERVFAIL, its reason in words
// travelling as an Extended DNS Error (RFC 8914).
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/dns/answer.h"
#include "sim/dns/cache.h"
#include "sim/dns/inquiry.h"

namespace mailscope::dns {

// Send this from port 53 to the client.
struct SendAnswer {
  Peer to;
  Transport transport = Transport::udp;
  std::string octets;
  Answer answer;
  bool is_from_cache = false;  // no server had to be asked
  friend bool operator==(const SendAnswer&, const SendAnswer&) = default;
};
// A server's response, understood, before what it leads to.
struct ServerSaid {
  Peer from;
  Question question;
  Message response;
  friend bool operator==(const ServerSaid&, const ServerSaid&) = default;
};
// Something entered the cache.
struct Cached {
  CacheEntry entry;
  friend bool operator==(const Cached&, const Cached&) = default;
};
// An answer (or a step of one) was found in the cache.
struct CacheUsed {
  CacheEntry entry;  // its TTLs counted down
  friend bool operator==(const CacheUsed&, const CacheUsed&) = default;
};
// A client sent what is no query; it got FORMERR or NOTIMP, or nothing.
struct BadQuery {
  Peer from;
  std::string reason;
  std::string reply;  // octets to send back; empty = stay silent
  friend bool operator==(const BadQuery&, const BadQuery&) = default;
};
using ResolverEvent =
    std::variant<SendQuery, SendAnswer, ServerSaid, Cached, CacheUsed, Stray, BadQuery>;

class Resolver {
 public:
  // Where a zone's servers are. `is_signed`: answers from it count as validated (DNSSEC is this
  // flag here).
  struct ZoneServers {
    Name zone;
    std::vector<Ipv4> servers;
    bool is_signed = false;
  };
  struct Options {
    // A question outside all of them is NXDOMAIN, as the root would say.
    std::vector<ZoneServers> zones{};
    Inquiries::Options inquiries{.timeout = seconds(2), .rounds = 2, .recursion_desired = false};
    Cache::Options cache{};
    int aliases_max = 8;
    int referrals_max = 8;
    int depth_max = 4;               // looking up a name server's address may need another's
    std::size_t clients_max = 1000;  // questions under way; more get SERVFAIL
  };
  Resolver(Options options, Random random);

  void receive_query(Time now, Peer client, std::string_view octets,
                     Transport transport = Transport::udp);
  void receive_answer(Time now, Peer from, Port to_port, std::string_view octets);
  void failed(Time now, InquiryId inquiry, std::string_view reason);
  void tick(Time now);
  std::optional<Time> next_due() const;
  std::optional<ResolverEvent> next();

  const Cache& cache() const { return cache_; }
  void clear_cache() { cache_.clear(); }

 private:
  using JobId = std::uint32_t;
  // One question under way, of a client or of another job that needs a name server's address.
  struct Job {
    std::optional<Peer> client;
    Transport transport = Transport::udp;
    Message query;     // the client's
    JobId parent = 0;  // whose name server this is about
    int depth = 0;
    Question question;            // as asked
    Name name;                    // where the aliases have led
    std::vector<Record> aliases;  // on the way there
    Name zone;                    // whose servers are asked
    std::vector<Ipv4> servers;
    int referrals = 0;
    bool is_secure = true;  // every step until now was
    bool is_from_cache = true;
  };
  // What a job ends with.
  struct End {
    AnswerKind kind = AnswerKind::failed;
    std::vector<Record> records;
    std::optional<Record> soa;
    std::string reason;
  };

  JobId begin(Job job);
  void advance(Time now, JobId id);
  bool advance_by_cache(Time now, JobId id, Job& job);
  bool find_servers(Time now, Job& job);
  bool follow_alias(Time now, JobId id, Job& job, const Record& alias);
  void take_inquiries(Time now);
  void take_response(Time now, JobId id, const Message& response, Peer from);
  bool take_referral(Time now, JobId id, Job& job, const Message& response);
  std::vector<Ipv4> cached_addresses(Time now, const Name& host) const;
  void remember(const CacheEntry* entry);
  void finish(Time now, JobId id, End end);
  void answer_client(const Job& job, const End& end);
  bool zone_is_signed(const Name& zone) const;

  Options options_;
  Inquiries inquiries_;
  Cache cache_;
  JobId last_job_ = 0;
  std::map<JobId, Job> jobs_;
  std::map<InquiryId, JobId> asking_;
  std::deque<ResolverEvent> events_;
};

}  // namespace mailscope::dns
