// A box on somebody's wire: reads what passes in clear, and drops, changes or resets by its rules.
//
// It sees packets and nothing else. What is encrypted it cannot read; what it changes it changes in
// the octets, with sequence numbers kept in agreement.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/hosts/host.h"
#include "sim/net/packet.h"
#include "sim/net/sequence_shift.h"

namespace mailscope::hosts {

class Middlebox : public Host {
 public:
  Middlebox(Environment& env, HostId id, const HostSpec& spec);
  bool change_setting(const std::string& key, const std::string& value) override;

 protected:
  void packet(const net::PacketPassing& passing) override;
  void describe_own(HostState& state) const override;

 private:
  void watch(const net::PacketPassing& passing, const net::Packet& packet);
  // The rule that this packet meets, if any.
  const BoxRule* rule_for(const net::Packet& packet);
  void apply(const BoxRule& rule, const net::PacketPassing& passing, const net::Packet& packet);
  void reset(const net::PacketPassing& passing, const net::Packet& packet);
  void pass(const net::PacketPassing& passing);
  // True when a forged answer is on its way.
  bool answer_dns(const net::PacketPassing& passing, const net::Packet& packet);

  MiddleboxSpec spec_;
  SecretWatcher watcher_;
  std::map<std::string, std::uint32_t> times_used_;       // by rule id
  std::map<std::uint64_t, std::uint32_t> next_sequence_;  // by stream: what has been read so far
  std::map<ConnectionId, net::SequenceShift> shifts_;     // connections that were changed
  std::vector<LearntSecret> learnt_;
  bool is_active_ = true;
};

}  // namespace mailscope::hosts
