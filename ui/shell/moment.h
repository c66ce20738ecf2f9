// From the step at which a learner stands to the words of interventions there: which packet, which
// connection, what time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hosts/box_words.h"
#include "ui/model/run.h"

namespace mailscope::ui {

struct PacketAt {
  HostId host{};
  std::uint32_t nth = 0;  // of the host's packets
  std::string payload;    // of TCP or UDP; may be encrypted
  bool is_encrypted = false;
};
// The packet that carries what happens at this step; none when nothing travels there.
std::optional<PacketAt> packet_of(const Run& run, const Step& step);

// The connection at whose step we are, or the last one before; its two hosts.
struct ConnectionAt {
  ConnectionId connection{};
  HostId client{}, server{};
  Port server_port = 0;
  Protocol protocol = Protocol::none;
  bool is_open = false;  // at this step
};
std::optional<ConnectionAt> connection_of(const Run& run, const Step& step);

// Where an attacker can stand between the two ends of that connection, and how a link names it.
struct AttackerAt {
  HostId box{};
  std::uint32_t nth = 1;   // of the client's connections to that port
  bool is_sealed = false;  // TLS has begun, and the box does not hold its keys
};
// None when no box is on the wire of either. `preferred`, if it is such a box, else the first.
std::optional<AttackerAt> attacker_at(const Run& run, const Step& step, const ConnectionAt& at,
                                      HostId preferred);

// Just after the step has begun, before what follows from it arrives.
Time moment_of(const Step& step);

// The words of a link (sim/scenario/intervention.h).
std::string drop_word(const Run& run, const PacketAt& packet);
std::string change_word(const Run& run, const PacketAt& packet, std::string payload);
std::string cut_word(const Run& run, HostId host, bool is_cut, Time at);
std::string set_word(const Run& run, HostId host, std::string key, std::string value, Time at);
std::string take_word(const Run& run, HostId host, ConnectionId connection,
                      std::vector<std::string> lines, Time at);
std::string speak_word(const Run& run, const ConnectionAt& at, const AttackerAt& attacker,
                       hosts::BoxWords words, Time time);
std::string type_word(const Run& run, HostId host, std::string server, Port port,
                      std::vector<std::string> lines, Time at);

}  // namespace mailscope::ui
