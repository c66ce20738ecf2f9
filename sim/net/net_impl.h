// The inside of Net: hosts, wires, connections and the due queue. Only for net*.cpp.
//
// net.cpp answers the owner's calls and runs the queue, net_packets.cpp moves packets along wires,
// net_connections.cpp joins TCP endpoints to packets.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <vector>

#include "sim/net/due.h"
#include "sim/net/net.h"
#include "sim/net/packet.h"
#include "sim/net/sequence_shift.h"
#include "sim/net/tcp.h"
#include "sim/net/wire.h"

namespace mailscope::net {

inline constexpr std::uint32_t k_ephemeral_port_first = 49'152;  // RFC 6335, section 6
inline constexpr std::uint32_t k_ephemeral_port_count = 65'536 - k_ephemeral_port_first;

// A packet under way. Its octets are in the trace, under `carrier`: the record of its sending, or of
// its last change.
struct Flight {
  RecordNumber sent{}, carrier{};
  WirePlace place;
  bool is_inside = false;  // a host talks to itself, and no wire sees it
  std::uint32_t nth = 0;   // of its sender's packets, from 1; 0: injected
};

struct Work {
  enum class Kind : std::uint8_t { push, wake, timer, stop, unreachable };
  Kind kind = Kind::timer;
  RecordNumber cause{};
  Endpoint endpoint{};      // push, wake, unreachable
  HostId host{};            // timer
  std::uint64_t token = 0;  // timer
  Flight flight;            // stop: it has come to its next place
};

struct HostState {
  HostOptions options;
  Wire wire;
  std::set<Port> listening, filtered, datagram_ports;
  std::uint32_t ports_given = 0;
  std::uint16_t next_identification = 0;
  Random random;
  std::uint32_t packets_sent = 0;
};

struct End {
  TcpEnd tcp;
  DueQueue<Work>::Handle timer = 0;
  Time timer_at{};
  bool is_push_due = false;
  bool is_known = false;  // to its program: it dialled, or has been handed Accepted
  std::optional<std::size_t> room_asked =
      {};  // the program waits until no more than this is unsent
};

// Index 0 is the client, 1 the server.
struct Connection {
  std::array<HostId, 2> hosts{};
  std::array<Ipv4, 2> addresses{};
  std::array<Port, 2> ports{};
  std::array<std::unique_ptr<End>, 2> ends;  // none: not there yet, or gone
};

struct Net::Impl {
  Impl(Recorder& record_in, Random chance, const NetOptions& net_options)
      : recorder(record_in), random(chance), options(net_options) {}

  // net.cpp
  HostState& state_of(HostId host);
  Connection& connection_of(ConnectionId id);
  End* end_of(Endpoint endpoint);
  template <class Event>
  void tell(Event event, RecordNumber cause) {
    events.emplace_back(std::move(event), cause);
  }
  void run(Work work);
  Time later(Duration delay) const;

  // net_packets.cpp
  void send_packet(HostId host, HostId peer, ConnectionId connection, std::string octets,
                   RecordNumber cause);
  RecordNumber record_packet(Place place, std::string octets, bool is_injected);
  const std::string& octets_of(RecordNumber carrier) const;
  void fly(Flight flight);
  void stop(Flight flight);
  void cross_middle(Flight flight);
  bool meets_its_fate(Flight& flight);
  void drop_packet(const Flight& flight, Place place, DropReason reason);
  void arrive(const Flight& flight);
  RecordNumber record_arrival(const Flight& flight);
  void pass_box(HostId box, Flight flight);
  Flight take_ticket(std::uint64_t ticket, HostId& box, bool& was_held);
  void replace_octets(Flight& flight, HostId box, std::string octets);
  HostId host_at(Ipv4 address) const;

  // net_connections.cpp
  ConnectionId add_connection(HostId client, Ipv4 address, Port port, HostId server,
                              Ipv4 server_address, Port server_port);
  Port free_port(HostId host, Ipv4 address, Port port);
  std::unique_ptr<End> new_end(HostId host);
  ConnectionId connection_at(const Packet& packet, bool& is_from_client) const;
  bool is_live(ConnectionId id) const;
  void arrive_tcp(const Flight& flight, const Packet& packet, HostId host);
  void refuse(HostId host, const Packet& packet, ConnectionId connection, RecordNumber cause);
  void drain(Endpoint endpoint);
  RecordNumber act(Endpoint endpoint, TcpEnd::Act& act, RecordNumber led);
  RecordNumber transmit(Endpoint endpoint, const TcpEnd::SegmentOut& segment);
  void rearm(Endpoint endpoint);
  Place place_of(Endpoint endpoint);
  IpHeader ip_header(HostId host, Ipv4 source, Ipv4 destination);

  Recorder& recorder;
  Random random;
  NetOptions options;
  Time now{};
  DueQueue<Work> queue;
  struct Told {
    template <class Event>
    Told(Event told, RecordNumber why)
        : event(std::in_place_type<Event>, std::move(told)), cause(why) {}
    NetEvent event;
    RecordNumber cause;
  };
  std::deque<Told> events;
  std::vector<HostState> hosts;  // HostId 1 is the first
  std::map<Ipv4, HostId> addresses;
  std::vector<Connection> connections;               // ConnectionId 1 is the first
  using Tuple = std::tuple<Ipv4, Port, Ipv4, Port>;  // client, server
  std::map<Tuple, ConnectionId> tuples;              // the latest of each
  struct Passing {
    Flight flight;
    HostId box;
    Time since;
  };
  std::map<std::uint64_t, Passing> passing;  // tickets that wait for the owner's answer
  std::uint64_t last_ticket = 0;
  std::map<std::pair<HostId, std::uint32_t>, std::optional<std::string>> fates;
  std::map<ConnectionId, SequenceShift> shifts;  // of connections in which a fate changed a packet
};

// Keeps the recorder's cause as it was for the caller.
class KeptCause {
 public:
  explicit KeptCause(Recorder& recorder) : recorder_(recorder), cause_(recorder.cause()) {}
  KeptCause(Recorder& recorder, RecordNumber cause) : KeptCause(recorder) {
    recorder.set_cause(cause);
  }
  ~KeptCause() { recorder_.set_cause(cause_); }
  KeptCause(const KeptCause&) = delete;
  KeptCause& operator=(const KeptCause&) = delete;

 private:
  Recorder& recorder_;
  RecordNumber cause_;
};

constexpr std::size_t index_of(Speaker side) { return side == Speaker::client ? 0 : 1; }

}  // namespace mailscope::net
