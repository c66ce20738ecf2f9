// The stub resolver in every host: asks its resolvers and turns responses into Answers.
//
// No cache, no sockets, no clock.
//
//   Stub stub({.servers = {*parse_ipv4("192.0.2.53")}}, random.fork(1));
//   const InquiryId id = stub.ask(now, {name_of("example.org"), Type::mx});
//   while (const auto event = stub.next()) ...  // SendQuery: send; Resolved: an Answer; Stray
//   stub.receive(now, from, to_port, datagram);  // when one arrives on a port named by SendQuery
//   stub.tick(now);  // when stub.next_due() has come
#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/dns/answer.h"
#include "sim/dns/inquiry.h"

namespace mailscope::dns {

struct Resolved {
  InquiryId inquiry = 0;
  Answer answer;
  std::optional<Message> response;  // what it was read from; none after a timeout
  friend bool operator==(const Resolved&, const Resolved&) = default;
};
using StubEvent = std::variant<SendQuery, Resolved, Stray>;

class Stub {
 public:
  struct Options {
    std::vector<Ipv4> servers{};  // without any, every question fails at once
    Duration timeout = seconds(5);
    int rounds = 2;
  };
  Stub(Options options, Random random);

  InquiryId ask(Time now, const Question& question);
  void receive(Time now, Peer from, Port to_port, std::string_view octets);
  void failed(Time now, InquiryId inquiry, std::string_view reason);
  void tick(Time now);
  std::optional<Time> next_due() const;
  std::optional<StubEvent> next();

 private:
  std::vector<Ipv4> servers_;
  Inquiries inquiries_;
};

}  // namespace mailscope::dns
