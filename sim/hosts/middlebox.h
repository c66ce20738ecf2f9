// A box on somebody's wire: reads what passes in clear, and drops, changes or resets by its rules.
//
// It sees packets and nothing else. What is encrypted it cannot read; what it changes it changes in
// the octets, with sequence numbers kept in agreement.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/hosts/box_connection.h"
#include "sim/hosts/host.h"
#include "sim/net/packet.h"

namespace mailscope::hosts {

class Middlebox : public Host {
 public:
  Middlebox(Environment& env, HostId id, const HostSpec& spec);
  bool change_setting(const std::string& key, const std::string& value) override;
  // The learner speaks in a connection that passes here. False: none does, or it is over.
  bool speak(ConnectionId connection, const BoxWords& words);

 protected:
  void packet(const net::PacketPassing& passing) override;
  void describe_own(HostState& state) const override;

 private:
  void watch(const net::PacketPassing& passing, const net::Packet& packet);
  // The rule that this packet meets, if any.
  const BoxRule* rule_for(const net::Packet& packet);
  void apply(const BoxRule& rule, const net::PacketPassing& passing, const net::Packet& packet);
  void reset(const net::PacketPassing& passing, const net::Packet& packet);
  // Goes on, or meets a rule.
  void decide(const net::PacketPassing& passing);
  BoxConnection& connection_of(const net::PacketPassing& passing);
  // True when a forged answer is on its way.
  bool answer_dns(const net::PacketPassing& passing, const net::Packet& packet);

  MiddleboxSpec spec_;
  SecretWatcher watcher_;
  std::map<std::string, std::uint32_t> times_used_;       // by rule id
  std::map<std::uint64_t, std::uint32_t> next_sequence_;  // by stream: what has been read so far
  std::map<ConnectionId, BoxConnection> connections_;
  std::vector<LearntSecret> learnt_;
  bool is_active_ = true;
};

}  // namespace mailscope::hosts
