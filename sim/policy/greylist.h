// Greylisting (RFC 6647): a first attempt is told "later"; who comes back after a while is let in.
//
// A real mail server queues and tries again, much spam software does not. Knows no clock: `now`
// comes in.
//
//   Greylist greylist({.delay = minutes(5)});
//   const Decision decision = greylist.decide(now, client, reverse_path, recipient);
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "sim/base/address.h"
#include "sim/base/time.h"
#include "sim/policy/decision.h"

namespace mailscope::policy {

class Greylist {
 public:
  struct Options {
    Duration delay =
        minutes(5);  // must pass between first and second attempt (section 5: 1 minute to a day)
    Duration retry_window = hours(24);  // a second attempt after this is a first one again
    Duration remembered = days(36);     // a triplet that passed need not wait again
    int client_passes = 5;    // after so many passed triplets a client is believed (0 = never)
    int network_length = 24;  // IPv4 clients count by network: large senders retry from a neighbour
    std::vector<Prefix> trusted{};  // never greylisted
    std::size_t entries_max = 100'000;
  };
  explicit Greylist(Options options);

  // Codes: greylist-first-seen and greylist-too-early (deferred, 451 4.7.1); greylist-passed,
  // greylist-known, greylist-client-known, greylist-trusted (accepted).
  Decision decide(Time now, const Address& client, std::string_view reverse_path,
                  std::string_view recipient);

  struct Entry {
    std::string client, reverse_path, recipient;
    Time first_seen, last_seen;
    bool has_passed = false;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  // What is remembered, in the order of client, reverse-path, recipient.
  std::vector<Entry> entries(Time now) const;

 private:
  using Key = std::tuple<std::string, std::string, std::string>;
  struct State {
    Time first_seen, last_seen;
    bool has_passed = false;
  };
  bool is_over(const State& state, Time now) const;
  void make_room(Time now);
  int passes_of(Time now, const std::string& client) const;

  Options options_;
  std::map<Key, State> states_;
};

}  // namespace mailscope::policy
