// The simulated network: hosts on wires, packets with real headers, TCP and UDP, timers, one clock.
//
// Every host hangs by one wire with a delay on the middle of the network; a middlebox sits on
// somebody's wire and decides about each packet that passes. The network knows no mail. Its owner
// asks for the next event and answers by calls; nothing calls back:
//
//   Net net(recorder);
//   const HostId mx = net.add_host({.name = "mx", .address = ..., .delay = milliseconds(20)});
//   net.listen(mx, 25);
//   const Endpoint call = net.connect(client, address_of_mx, 25);
//   while (auto event = net.next(until)) handle(*event);
//
// Everything that happens is recorded (packets, TCP states, ends); the record that led to an event
// is the recorder's cause when the event is handed out, and work scheduled while handling it keeps
// that cause. TCP is RFC 9293 in outline: handshake, MSS segments, cumulative acknowledgement,
// retransmission with doubling timeout, FIN, RST, TIME-WAIT (tcp.h says what is left out).
//
// What is said or closed in one instant leaves at the end of that instant: it shares segments, and the
// acknowledgement of what came rides on it. The SYN and the answer to a SYN, ACK leave at once.
//
// What the trace says about a packet:
//   PacketSent      host = who put it on a wire (a box, if injected), peer = whose address it has, cause
//                   = what made its first octet be said; of a retransmission, the first transmission
//   PacketChanged   also when a box held a packet and let it go later as it was
//   PacketArrived   cause = PacketSent, or the last PacketChanged: what it carries
//   PacketDropped   host = the box, or the receiver (firewall, no such port, corrupt); none = the
//                   network, and then peer = the host whose wire is cut (cut) or none (no such host)
// Every packet ends in one Arrived or Dropped, if the run goes on long enough.
//
// The capture point of exports is the middle: boxes on the sender's wire act before it, boxes on the
// receiver's wire after it. So a capture shows what a box on a client's wire made of the client's words,
// but the server's words as the server said them (sim/export/capture.h).
//
// Bounds: what waits to be sent on one connection (64 MiB: then it is reset) and out of order (256 KiB).
// The number of packets and connections is the owner's to bound, by the size of the trace.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/address.h"
#include "sim/base/ids.h"
#include "sim/base/random.h"
#include "sim/base/time.h"
#include "sim/trace/trace.h"

namespace mailscope::net {

struct HostOptions {
  std::string name;
  HostRole role = HostRole::server;
  Ipv4 address{};
  Duration delay = milliseconds(10);  // one way, to the middle of the network
  // For a middlebox: on whose wire it sits. It then has no own address to dial, and `delay` says how far
  // from the middle it is, at most as far as the wire's owner. Of several at one place the one that was
  // added first is nearest to the owner.
  HostId wire_of{};
};

// One end of a TCP connection.
struct Endpoint {
  ConnectionId connection{};
  Speaker side = Speaker::client;

  friend constexpr auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

// ---- what the owner hears ------------------------------------------------------------------------
struct Accepted {  // a client reached a listening port; the handshake is done
  Endpoint endpoint;
  HostId host;
  Port port;
  Ipv4 peer_address;
  Port peer_port;
};
struct Connected {  // our call was answered
  Endpoint endpoint;
  HostId host;
};
struct Received {
  Endpoint endpoint;
  HostId host;
  std::string octets;
};
struct PeerClosed {  // the peer's FIN arrived: it will say no more; we may
  Endpoint endpoint;
  HostId host;
};
// The endpoint is gone; no event follows for it. Comes when both sides have closed (the side that closed
// first then still waits in TIME-WAIT, which is no concern of its program), after abort, and when a call
// has no answer: refused (RST), unreachable (nobody has the address), timed_out, cut (own wire is cut).
struct Ended {
  Endpoint endpoint;
  HostId host;
  EndReason reason;
};
struct RoomMade {  // no more is unsent than ask_for_room named
  Endpoint endpoint;
  HostId host;
};
struct DatagramReceived {
  HostId host;
  Port port;
  Ipv4 peer_address;
  Port peer_port;
  std::string octets;
};
struct TimerFired {
  HostId host;
  std::uint64_t token;  // as given to `after`
};
// A packet is at a middlebox; nothing else happens to it until the owner answers with
// forward, forward_changed or drop.
struct PacketPassing {
  HostId box;
  std::uint64_t ticket;
  std::string packet;     // the whole IPv4 datagram
  bool is_to_wire_owner;  // or from it
  ConnectionId
      connection{};  // whose segment it is; none for UDP and for what belongs to no connection
};
using NetEvent = std::variant<Accepted, Connected, Received, PeerClosed, Ended, RoomMade,
                              DatagramReceived, TimerFired, PacketPassing>;

// What happens to one packet in the middle of the network: the `nth` (from 1) that the host puts on its wire.
struct PacketFate {
  HostId host;
  std::uint32_t nth = 1;
  std::optional<std::string> payload;  // instead of its own (of TCP or UDP); none: it is lost
};

inline constexpr Time k_forever{INT64_MAX};

struct NetOptions {
  std::uint16_t segment_octets_max = 1460;  // MSS
  Duration retransmit_after = seconds(1);   // first timeout (RFC 6298, section 2); doubles
  std::uint32_t transmissions_max = 6;      // then the connection ends: timed_out
  Duration time_wait = seconds(4);          // 2 MSL, short as virtual networks go
};

class Net {
 public:
  explicit Net(Recorder& recorder, Random random, NetOptions options = {});
  ~Net();
  Net(const Net&) = delete;
  Net& operator=(const Net&) = delete;

  HostId add_host(const HostOptions& options);  // records HostAdded
  // The host that has this address; none when nobody does.
  HostId host_at(Ipv4 address) const;
  Ipv4 address_of(HostId host) const;

  // A port that neither listens nor is filtered answers RST; a filtered one answers nothing.
  void listen(HostId host, Port port);
  void unlisten(HostId host, Port port);
  void filter(HostId host, Port port, bool is_filtered);
  // All packets on the wire of `host` are lost from now on (or no longer).
  void set_wire_cut(HostId host, bool is_cut);

  // Each is recorded as InterventionMade when it comes true, and what follows from it.
  void set_fates(std::vector<PacketFate> fates);

  // Records ConnectionOpened. The answer comes as Connected or Ended. The calls below do nothing when
  // the endpoint is gone.
  Endpoint connect(HostId host, Ipv4 address, Port port);
  void send(Endpoint endpoint, std::string_view octets);
  void close(Endpoint endpoint);  // FIN after what was sent; the peer may still speak
  void abort(Endpoint endpoint);  // RST now; Ended{reset} follows
  // For a program that cannot keep up: so many octets that it has been handed it has not consumed yet.
  // The window that its end offers shrinks by them; without this call all is consumed at once.
  void set_unread(Endpoint endpoint, std::size_t octets);
  // What was sent and is not yet acknowledged: who fills it faster than the peer reads should wait.
  std::size_t unsent_octets(Endpoint endpoint) const;
  // RoomMade follows, once, as soon as no more than this is unsent.
  void ask_for_room(Endpoint endpoint, std::size_t unsent_octets_max);
  // The state of an end of a connection; CLOSED for one that is no more.
  TcpState state_of(Endpoint endpoint) const;
  // The host whose end it is.
  HostId host_of(Endpoint endpoint) const;

  // UDP. A port is taken for the host until released.
  Port open_datagram_port(HostId host);  // an ephemeral one, at random; 0: all are taken
  void open_datagram_port(HostId host, Port port);
  void close_datagram_port(HostId host, Port port);
  // Up to 65,507 octets, in one packet; a longer one is not sent.
  void send_datagram(HostId host, Port from, Ipv4 to, Port to_port, std::string_view octets);

  // The token comes back as TimerFired; returns a handle for cancel.
  std::uint64_t after(HostId host, Duration delay, std::uint64_t token);
  void cancel(std::uint64_t timer);  // one that has fired or was cancelled: nothing happens

  // Answers to PacketPassing.
  void forward(std::uint64_t ticket);
  void forward_changed(std::uint64_t ticket,
                       std::string packet);  // a whole datagram, checksums right
  void drop(std::uint64_t ticket, DropReason reason);
  // A packet in somebody's name, put on the wire where `box` sits, towards the wire's owner or away.
  void inject(HostId box, std::string packet, bool is_to_wire_owner);

  // Runs due work up to and including time `until`, until there is something to tell.
  // When it has nothing to tell, the clock stands at `until` and the recorder's cause is none; with
  // k_forever it stands at the last thing done.
  std::optional<NetEvent> next(Time until);
  Time now() const;
  std::optional<Time> next_due() const;  // none: nothing will ever happen by itself

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailscope::net
