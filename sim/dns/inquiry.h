// Asking one server after another until one answers: ids, source ports, matching, retries.
//
// What stub and resolver share. No sockets, no clock: the owner sends what `next()` says from the
// port it says, hands in what arrives, and calls `tick` when `next_due()` has come.
//
// An answer counts only if address, port, id and question all match (RFC 5452, section 9); anything
// else is reported as Stray and ignored, so that a forger who answers first has to guess all of
// them.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/address.h"
#include "sim/base/random.h"
#include "sim/base/time.h"
#include "sim/dns/authority.h"
#include "sim/dns/dns_message.h"

namespace mailscope::dns {

// One end of a datagram.
struct Peer {
  Ipv4 address;
  Port port = 0;
  friend bool operator==(const Peer&, const Peer&) = default;
};

using InquiryId = std::uint32_t;  // from 1, never used twice by one object

// Send this datagram (or, for Transport::tcp, this message with its length before it).
struct SendQuery {
  InquiryId inquiry = 0;
  Peer to;
  Port from_port = 0;
  Transport transport = Transport::udp;
  std::string octets;
  Question question;
  int attempt = 1;  // from 1
  friend bool operator==(const SendQuery&, const SendQuery&) = default;
};
// The inquiry is over: a response that matches (any RCODE).
struct Answered {
  InquiryId inquiry = 0;
  Peer from;
  Question question;
  Message response;
  friend bool operator==(const Answered&, const Answered&) = default;
};
// The inquiry is over: every server was asked as often as allowed.
struct GaveUp {
  InquiryId inquiry = 0;
  Question question;
  std::string reason;  // "no answer from 192.0.2.53 after 3 attempts"
  friend bool operator==(const GaveUp&, const GaveUp&) = default;
};
// A datagram that answers nothing we asked.
struct Stray {
  Peer from;
  std::string reason;  // "id 17 was never used"
  friend bool operator==(const Stray&, const Stray&) = default;
};
using InquiryEvent = std::variant<SendQuery, Answered, GaveUp, Stray>;

class Inquiries {
 public:
  struct Options {
    Duration timeout =
        seconds(2);  // of the first attempt; doubles with each round over the servers
    int rounds = 3;  // how often each server is asked
    bool recursion_desired = true;
  };
  Inquiries(Options options, Random random);

  InquiryId ask(Time now, const Question& question, std::vector<Ipv4> servers);
  void receive(Time now, Peer from, Port to_port, std::string_view octets);
  // The datagram could not be sent, or came back by ICMP: the next server at once.
  void failed(Time now, InquiryId inquiry, std::string_view reason);
  void tick(Time now);
  std::optional<Time> next_due() const;
  std::optional<InquiryEvent> next();

 private:
  struct Pending {
    Question question;
    std::vector<Ipv4> servers;
    int attempt = 0;
    std::uint16_t id = 0;
    Port from_port = 0;
    Transport transport = Transport::udp;
    Time due;
    std::string failure;
  };
  void send(Time now, InquiryId inquiry, Pending& pending, Transport transport);
  void try_on(Time now, InquiryId inquiry, std::string_view failure);
  Ipv4 server_of(const Pending& pending) const;

  Options options_;
  Random random_;
  InquiryId last_ = 0;
  std::map<InquiryId, Pending> pending_;
  std::deque<InquiryEvent> events_;
};

}  // namespace mailscope::dns
