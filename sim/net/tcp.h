// One end of a TCP connection, sans-IO: segments in, segments out, a deadline wanted (RFC 9293).
//
// Knows no addresses, ports, hosts, queue or clock: times come in as parameters. Its owner moves
// segments, wakes it at its deadline, and takes out one act after the other:
//
//   TcpEnd end(options, initial_sequence);
//   end.dial(now, cause);
//   while (auto act = end.next(now)) std::visit(..., *act);   // SegmentOut, StateChange, events
//   end.receive(segment, now, cause);
//
// What the program says is not sent at once but when the owner calls push(), once for every instant
// in which wants_push() is true: so what is said in one instant shares segments, and the
// acknowledgement of what came rides on the answer. Every segment carries the cause of the words in
// it: `cause` is the owner's tag, kept and given back, nothing else.
//
// `sent_as` tells it the record of what it sent, so that a retransmission can name its cause.
//
// Covered: MSS and window scale options, cumulative acknowledgement, out-of-order segments, slow
// start (RFC 5681, section 3.1, without congestion avoidance: the wires have no rate), retransmission
// with the timeout of RFC 6298 doubling each time, probing a closed window, the RST and SYN checks of
// RFC 5961, FIN both ways, TIME-WAIT. Left out: SACK, timestamps, fast retransmit, urgent data.
//
// The offered window is whole as long as the program consumes what it gets at once (set_unread).
// Bounded: at most k_window_octets wait out of order, at most k_unsent_octets_max to be sent; who says
// more without listening to acknowledgements is reset.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/time.h"
#include "sim/net/packet.h"
#include "sim/net/tcp_states.h"

namespace mailscope::net {

inline constexpr std::int64_t k_window_octets = 256 * 1024;  // what we offer when nothing is unread
inline constexpr std::uint8_t k_window_shift = 7;
inline constexpr std::int64_t k_in_flight_octets_max = 128 * 1024;  // never fills such a window
inline constexpr std::int64_t k_first_flight_segments = 10;         // RFC 6928
inline constexpr std::size_t k_unsent_octets_max = 64 * 1024 * 1024;
inline constexpr std::size_t k_out_of_order_pieces_max = 512;
inline constexpr std::uint16_t k_segment_octets_default = 536;   // RFC 9293, section 3.7.1
inline constexpr Duration k_retransmit_after_max = seconds(60);  // RFC 6298, section 2
// Acknowledgements of what cannot be, without any progress between them: two ends that disagree
// about the numbers would else answer each other for ever (RFC 5961, section 7).
inline constexpr std::uint32_t k_challenges_max = 10;

struct TcpOptions {
  std::uint16_t segment_octets_max = 1460;
  Duration retransmit_after = seconds(1);  // first timeout, and the least one later
  std::uint32_t transmissions_max = 6;
  Duration time_wait = seconds(4);
};

class TcpEnd {
 public:
  struct SegmentOut {
    TcpHeader header;          // without ports
    std::string_view payload;  // good until the next call
    RecordNumber cause{};
  };
  struct StateChange {
    TcpState from, to;
    RecordNumber cause{};
  };
  struct Opened {};   // ESTABLISHED is reached
  struct Delivered {  // in order, each octet once
    std::string octets;
    RecordNumber cause{};
  };
  struct PeerFinished {};  // its FIN was reached
  struct Gone {            // nothing more will be delivered; comes once
    EndReason reason;
  };
  using Act = std::variant<SegmentOut, StateChange, Opened, Delivered, PeerFinished, Gone>;

  TcpEnd(const TcpOptions& options, std::uint32_t initial_sequence)
      : options_(options), iss_(initial_sequence), retransmit_after_(options.retransmit_after) {}

  void dial(Time now, RecordNumber cause);
  // A SYN reached a listening port.
  void answer(const TcpHeader& syn, Time now, RecordNumber cause);
  void receive(const TcpHeader& segment, std::string_view payload, Time now, RecordNumber cause);
  void say(std::string_view octets, RecordNumber cause);
  // So many delivered octets the program has not consumed yet: the offered window is smaller by them
  // (RFC 9293, section 3.8.6.2.2), and that it has grown again is told when it is worth a segment.
  void set_unread(std::size_t octets, RecordNumber cause);
  void close(RecordNumber cause);                      // FIN after what was said
  void abort(RecordNumber cause);                      // RST; ends with Gone{reset}
  void give_up(EndReason reason, RecordNumber cause);  // the owner knows that there is no way
  void wake(Time now, RecordNumber cause);             // at the deadline

  bool wants_push() const { return wants_push_; }
  void push() { wants_push_ = false, is_pushing_ = true; }
  // The next thing that happened or is to be sent, in order.
  std::optional<Act> next(Time now);
  // The record under which the last SegmentOut was sent: the cause of sending it again.
  void sent_as(RecordNumber record);

  std::optional<Time> deadline() const { return deadline_; }
  TcpState state() const { return state_; }
  // Said by the program and not yet acknowledged by the peer.
  std::size_t unsent_octets() const { return buffer_.size() - forgotten_; }

 private:
  using Position = std::int64_t;  // in a stream: 0 is the SYN, 1 the first octet; never wraps

  // Sent and not yet acknowledged; kept with its bounds, so that it is sent again as it was.
  struct InFlight {
    Position begin = 0, end = 0;
    bool is_syn = false, is_fin = false, is_psh = false;
    Time sent_at{};
    std::uint32_t transmissions = 0;
    RecordNumber record{};
  };
  struct Mark {  // from this position on, the words have this cause
    Position begin;
    RecordNumber cause;
  };

  std::uint32_t sequence_of(Position position) const {
    return iss_ + static_cast<std::uint32_t>(position);
  }
  bool is_closed() const { return state_ == TcpState::closed; }

  // tcp.cpp: opening, receiving, ending.
  void move(TcpHappening happening, RecordNumber cause);
  void finish(EndReason reason, TcpHappening happening, RecordNumber cause);
  void tell_gone(EndReason reason);
  void read_options(const TcpHeader& syn);
  void receive_in_syn_sent(const TcpHeader& segment, Time now, RecordNumber cause);
  void refuse_sequence(const TcpHeader& segment, Position begin, Time now, RecordNumber cause);
  bool take_acknowledgment(const TcpHeader& segment, Time now, RecordNumber cause);
  void take_octets(Position begin, std::string_view payload, RecordNumber cause);
  void take_fin(Time now, RecordNumber cause);
  void want_ack(RecordNumber cause);
  void challenge(RecordNumber cause);
  void reset_from(std::uint32_t sequence, RecordNumber cause);

  // tcp_sending.cpp: what goes out, and when again.
  TcpHeader plain_header();
  TcpHeader header_of(const InFlight& segment);
  std::string_view octets_of(const InFlight& segment) const;
  RecordNumber cause_of(Position position) const;
  void send_syn(Time now, RecordNumber cause);
  void send_plain_ack(RecordNumber cause);
  void send_first_time(InFlight segment, Time now, RecordNumber cause);
  void send_front_again(Time now);
  bool send_something(Time now);
  bool send_data(Time now);
  void acknowledged_up_to(Position position, Time now, RecordNumber cause);
  void forget_before(Position position);
  void measure(Duration round_trip);

  TcpOptions options_;
  TcpState state_ = TcpState::closed;
  std::deque<Act> acts_;
  bool is_gone_told_ = false;

  // What we send. The buffer holds [buffer_begin_, said_end_) behind `forgotten_` octets.
  std::uint32_t iss_;
  Position unacknowledged_ = 0, next_ = 0;
  std::string buffer_;
  std::size_t forgotten_ = 0;
  Position buffer_begin_ = 1, said_end_ = 1;
  std::deque<InFlight> in_flight_;
  std::deque<Mark> marks_;
  bool is_closing_ = false, is_fin_sent_ = false;
  RecordNumber close_cause_{};
  std::int64_t peer_segment_max_ = k_segment_octets_default;
  std::uint8_t peer_shift_ = 0;
  std::int64_t peer_window_ = 0, congestion_window_ = 0;
  Position recover_up_to_ = 0;  // what had been sent at the last timeout
  bool retransmits_front_ = false, probes_window_ = false;
  bool is_pushing_ = false, wants_push_ = false;
  bool last_out_is_new_ = false;  // the last SegmentOut is in_flight_.back()

  // What we receive.
  std::uint32_t irs_ = 0;
  Position receive_next_ = 0;
  std::map<Position, std::string> out_of_order_;
  std::size_t out_of_order_octets_ = 0;
  std::optional<Position> fin_at_;
  std::uint8_t own_shift_ = k_window_shift;  // 0 when the peer knows no scaling
  Position unread_ = 0;                      // delivered, and not yet consumed by the program
  Position offered_until_ = 0;               // the right edge of the window, as last offered
  bool wants_ack_ = false;
  RecordNumber ack_cause_{};
  std::uint32_t challenges_left_ = k_challenges_max;

  // Time.
  std::optional<Time> deadline_;
  Duration retransmit_after_;
  std::optional<Duration> smoothed_;
  Duration variation_{};
};

}  // namespace mailscope::net
