// How much is too much: rates over a window of virtual time, sizes, recipients, hops.
//
// Knows no clock: `now` comes in. The owner chooses the key that is counted (a user, a client
// address).
//
//   RateLimit daily({.count_max = 500, .window = days(1), .what = "recipients"});
//   const Decision decision = daily.decide(now, user, recipients);   // counted only when accepted
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "sim/base/time.h"
#include "sim/policy/decision.h"

namespace mailscope::policy {

class RateLimit {
 public:
  struct Options {
    std::uint64_t count_max = 100;
    Duration window = hours(1);    // slides: what is older no longer counts
    std::string what{"messages"};  // in the reply: "recipients", "connections"
    bool is_permanent = false;  // past it 550 5.7.1 instead of 450 4.7.1: a provider's daily limit
    std::string text{};         // the reply's text, when not made from the above
    std::size_t keys_max = 10'000;  // the key unused for longest is forgotten first
  };
  explicit RateLimit(Options options);

  // Codes: within-rate-limit, rate-limit-exceeded. Facts: key, count, limit, window-s,
  // retry-after-s.
  Decision decide(Time now, const std::string& key, std::uint64_t count = 1);
  // As if this key had never been used.
  void forget(const std::string& key) { uses_.erase(key); }
  // What counts for this key now.
  std::uint64_t count(Time now, const std::string& key) const;

 private:
  struct Use {
    Time at;
    std::uint64_t count = 0;
  };
  void forget(Time now);

  Options options_;
  std::map<std::string, std::deque<Use>> uses_;
};

// The message's octets against the server's limit, 0 = none (RFC 1870, section 6.1). Codes:
// within-size-limit, message-too-big.
Decision size_decision(std::uint64_t octets, std::uint64_t octets_max);

// Recipients of one transaction, this one included (RFC 5321, section 4.5.3.1.10): the client sends
// the rest in another one. Codes: within-recipient-limit, too-many-recipients.
Decision recipients_decision(std::uint64_t recipients, std::uint64_t recipients_max);

// Received fields as hop counter (RFC 5321, section 6.3). Codes: no-loop, mail-loop.
Decision loop_decision(std::size_t received_count, std::size_t received_max);

// How long to wait before answering a client that has made `errors` mistakes: nothing for the first
// ones, then a step longer each time. Slow answers cost a spammer more than an honest client.
struct Tarpit {
  int errors_free = 3;
  Duration step = seconds(2);
  Duration delay_max = seconds(30);
};
Duration tarpit_delay(const Tarpit& tarpit, int errors);

}  // namespace mailscope::policy
