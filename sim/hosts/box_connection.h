// One TCP connection as a box on somebody's wire knows it, and the learner who speaks in it as the attacker.
//
// Keeps the numbers of both ends in agreement, whatever is changed, put in or kept from them. What is said by
// order of the learner (box_words.h) goes out in the name of one end. Taking over as the client waits until it
// is the client's turn, says each line after the answer to the one before, keeps these answers from the client
// and meanwhile holds what the client says; as the server, each line is the answer to what the client says
// next, which the server does not get to hear, or stands instead of the server's next reply. Then all goes on.
// Once the two speak TLS nothing of this can be told apart: the lines go out at once, as they are, and break it.
//
// Knows the octets that pass and nothing else of the ends. The box asks about every packet:
//
//   connection.see(packet, passing);
//   if (connection.keeps(passing, packet)) return;   // held, or swallowed
//   connection.pass(passing);                         // goes on, translated
//   connection.go_on();                               // what the learner still has to say
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hosts/box_turns.h"
#include "sim/hosts/box_words.h"
#include "sim/hosts/host.h"
#include "sim/net/packet.h"
#include "sim/net/sequence_shift.h"
#include "sim/wire/typist.h"

namespace mailscope::hosts {

class BoxConnection {
 public:
  // `let_go`: the box decides anew about a packet that was held.
  using LetGo = std::function<void(const net::PacketPassing&)>;
  BoxConnection(Host& box, ConnectionId connection, LetGo let_go)
      : box_(box), connection_(connection), let_go_(std::move(let_go)) {}

  void see(const net::PacketPassing& passing, const net::Packet& packet);
  bool keeps(const net::PacketPassing& passing, const net::Packet& packet);
  void pass(const net::PacketPassing& passing);
  void pass_changed(const net::PacketPassing& passing, std::string_view payload);
  // False: it is over, or nothing can be said in that direction any more.
  bool speak(const BoxWords& words);
  void go_on();

 private:
  static constexpr std::size_t k_from_client = 0, k_from_server = 1;
  static constexpr std::size_t way_from(Speaker speaker) {
    return speaker == Speaker::client ? k_from_client : k_from_server;
  }
  // One direction, by its sender.
  struct Way {
    Ipv4 source{};
    Port port = 0;  // 0: nothing has come from there yet
    bool is_closed = false;
    bool is_counted = false;  // `next` is known
    bool is_repeat = false;   // what came last acknowledged no more than what came before it
    std::uint32_t next = 0;   // behind what was let pass or swallowed, as the sender counts
    std::uint32_t acknowledgment = 0;
    std::uint16_t window = 0;
    // What the receiver has been told last: the same once more would be an acknowledgement of nothing.
    std::uint32_t out_next = 0, out_acknowledgment = 0;
    std::uint16_t out_window = 0;
  };
  struct Order {
    BoxWords words;
    std::size_t used = 0;                     // of a server's lines
    std::optional<wire::Typist> typist = {};  // of a client's, once they have begun
  };
  struct Held {
    net::PacketPassing passing;
    std::uint32_t sequence;
    std::size_t octets;
  };

  std::size_t way_of(const net::Packet& packet);
  // Its octets are the next that the sender has not said yet.
  bool is_next(const Way& way, const net::Packet& packet) const;
  void count(Way& way, const net::Packet& packet, std::optional<std::string_view> heard);
  bool keeps_from_server(const net::PacketPassing& passing, const net::Packet& packet);
  bool keeps_from_client(const net::PacketPassing& passing, const net::Packet& packet);
  void hold(const net::PacketPassing& passing, const net::Packet& packet);
  void swallow(const net::PacketPassing& passing, const net::Packet& packet, bool is_turn);
  void send_on(const net::PacketPassing& passing, const net::Packet& packet, std::string octets);
  std::string empty_segment(std::size_t from) const;
  void acknowledge(std::size_t from);
  void note_out(std::size_t from, const net::TcpHeader& tcp, std::size_t octets);

  bool is_taken_over() const;
  bool can_put_in(std::size_t from) const;
  bool is_said_at_once(Order& order);
  void say(Speaker as, const std::vector<std::string>& lines);
  void hear(Order& order, std::string_view octets);
  bool reply(Order& order);  // true: it was the last
  std::string name_of(std::size_t from) const;
  void end_order();
  void hand_back();

  Host& box_;
  ConnectionId connection_;
  LetGo let_go_;
  std::array<Way, 2> ways_;
  bool is_client_the_owner_ = false;  // of the wire
  bool is_over_ = false;
  net::SequenceShift shift_;
  BoxTurns turns_;
  std::deque<Order> orders_;
  std::vector<Held> held_;  // of the client
  std::uint64_t patience_ = 0;
};

}  // namespace mailscope::hosts
