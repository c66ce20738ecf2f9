// The legality table of one end of a TCP connection: RFC 9293, section 3.3.2, figure 5.
//
// The endpoint (tcp.h) moves only along it, the State view draws it, docs/protocols prints it.
//
//   after(TcpState::established, TcpHappening::sends_fin)   // TcpState::fin_wait_1
#pragma once

#include <optional>
#include <string_view>

#include "sim/trace/names.h"

namespace mailscope::net {

enum class TcpHappening {
  listens,       // a passive open
  dials,         // an active open: sends SYN
  gets_syn,      // sends SYN, ACK
  gets_syn_ack,  // sends ACK
  gets_ack_of_syn,
  sends_fin,  // the program has closed and all it said is sent
  gets_fin,   // sends ACK
  gets_ack_of_fin,
  waited,  // twice the maximum segment lifetime in TIME-WAIT
  gets_rst,
  gives_up,  // closed before it was open, no answer to many transmissions, or sends RST
};

inline constexpr Named<TcpHappening> k_tcp_happenings[] = {
    {TcpHappening::listens, "passive open"},
    {TcpHappening::dials, "active open / send SYN"},
    {TcpHappening::gets_syn, "receive SYN / send SYN, ACK"},
    {TcpHappening::gets_syn_ack, "receive SYN, ACK / send ACK"},
    {TcpHappening::gets_ack_of_syn, "receive ACK of SYN"},
    {TcpHappening::sends_fin, "close / send FIN"},
    {TcpHappening::gets_fin, "receive FIN / send ACK"},
    {TcpHappening::gets_ack_of_fin, "receive ACK of FIN"},
    {TcpHappening::waited, "2 MSL are over"},
    {TcpHappening::gets_rst, "receive RST"},
    {TcpHappening::gives_up, "abort, or no answer"},
};
constexpr const auto& names_of(TcpHappening) { return k_tcp_happenings; }

struct TcpMove {
  TcpState from;
  TcpHappening happening;
  TcpState to;
};

// Resets and giving up lead to CLOSED from everywhere and are left to `after`.
inline constexpr TcpMove k_tcp_moves[] = {
    {TcpState::closed, TcpHappening::listens, TcpState::listen},
    {TcpState::closed, TcpHappening::dials, TcpState::syn_sent},
    {TcpState::listen, TcpHappening::gets_syn, TcpState::syn_received},
    {TcpState::syn_sent, TcpHappening::gets_syn, TcpState::syn_received},
    {TcpState::syn_sent, TcpHappening::gets_syn_ack, TcpState::established},
    {TcpState::syn_received, TcpHappening::gets_ack_of_syn, TcpState::established},
    {TcpState::syn_received, TcpHappening::sends_fin, TcpState::fin_wait_1},
    {TcpState::established, TcpHappening::sends_fin, TcpState::fin_wait_1},
    {TcpState::established, TcpHappening::gets_fin, TcpState::close_wait},
    {TcpState::fin_wait_1, TcpHappening::gets_ack_of_fin, TcpState::fin_wait_2},
    {TcpState::fin_wait_1, TcpHappening::gets_fin, TcpState::closing},
    {TcpState::fin_wait_2, TcpHappening::gets_fin, TcpState::time_wait},
    {TcpState::closing, TcpHappening::gets_ack_of_fin, TcpState::time_wait},
    {TcpState::close_wait, TcpHappening::sends_fin, TcpState::last_ack},
    {TcpState::last_ack, TcpHappening::gets_ack_of_fin, TcpState::closed},
    {TcpState::time_wait, TcpHappening::waited, TcpState::closed},
};

// Where it leads; nothing when it cannot happen there.
constexpr std::optional<TcpState> after(TcpState state, TcpHappening happening) {
  if (happening == TcpHappening::gets_rst || happening == TcpHappening::gives_up) {
    if (state == TcpState::closed) return std::nullopt;
    return TcpState::closed;
  }
  for (const TcpMove& move : k_tcp_moves) {
    if (move.from == state && move.happening == happening) return move.to;
  }
  return std::nullopt;
}

// Whether the two ends agree on each other's sequence numbers (RFC 9293, section 3.3.2).
constexpr bool is_synchronized(TcpState state) {
  return state != TcpState::closed && state != TcpState::listen && state != TcpState::syn_sent &&
         state != TcpState::syn_received;
}
// Whether octets from the peer are still expected.
constexpr bool may_receive(TcpState state) {
  return state == TcpState::established || state == TcpState::fin_wait_1 ||
         state == TcpState::fin_wait_2;
}
// Whether octets of our own may go out.
constexpr bool may_send(TcpState state) {
  return state == TcpState::established || state == TcpState::close_wait;
}

static_assert(after(TcpState::established, TcpHappening::sends_fin) == TcpState::fin_wait_1);
static_assert(!after(TcpState::listen, TcpHappening::gets_fin), "nothing to end before a SYN");
static_assert(!after(TcpState::closed, TcpHappening::gets_rst), "CLOSED has nothing to lose");

}  // namespace mailscope::net
