// What goes out: new octets as far as the windows let, acknowledgements, and everything again that
// got no answer (RFC 6298).
#include <algorithm>
#include <utility>

#include "sim/net/tcp.h"

namespace mailscope::net {

std::optional<TcpEnd::Act> TcpEnd::next(Time now) {
  for (;;) {
    if (!acts_.empty()) {
      Act act = std::move(acts_.front());
      acts_.pop_front();
      return act;
    }
    if (!is_pushing_) return std::nullopt;
    if (!send_something(now)) is_pushing_ = false;
  }
}

void TcpEnd::sent_as(RecordNumber record) {
  if (last_out_is_new_ && !in_flight_.empty()) in_flight_.back().record = record;
  last_out_is_new_ = false;
}

// One segment, if there is one to send: what was lost, then data, then FIN, else a bare
// acknowledgement.
bool TcpEnd::send_something(Time now) {
  if (is_closed()) return false;
  if (std::exchange(retransmits_front_, false) && !in_flight_.empty()) {
    send_front_again(now);
    return true;
  }
  if (may_send(state_) && said_end_ > next_ && send_data(now)) return true;
  if (may_send(state_) && is_closing_ && !is_fin_sent_ && next_ == said_end_) {
    is_fin_sent_ = true;
    move(TcpHappening::sends_fin, close_cause_);
    send_first_time({.begin = next_, .end = next_ + 1, .is_fin = true}, now, close_cause_);
    return true;
  }
  if (!wants_ack_) return false;
  send_plain_ack(ack_cause_);
  return true;
}

bool TcpEnd::send_data(Time now) {
  const Position window = std::min(peer_window_, congestion_window_);
  const Position usable = unacknowledged_ + window - next_;
  const Position wanted = std::min(peer_segment_max_, said_end_ - next_);
  Position octets = std::min(wanted, usable);
  if (in_flight_.empty() && octets <= 0) {
    if (!std::exchange(probes_window_, false)) {
      if (!deadline_) deadline_ = now + retransmit_after_;
      return false;
    }
    octets = 1;
  }
  // Part of a segment is not worth sending while an acknowledgement will make room for all of it
  // (RFC 9293, section 3.8.6.2.1).
  if (octets <= 0 || (octets < wanted && !in_flight_.empty())) return false;
  const bool is_last = next_ + octets == said_end_;
  send_first_time({.begin = next_, .end = next_ + octets, .is_psh = is_last}, now, cause_of(next_));
  return true;
}

void TcpEnd::send_syn(Time now, RecordNumber cause) {
  send_first_time({.begin = 0, .end = 1, .is_syn = true}, now, cause);
}

void TcpEnd::send_first_time(InFlight segment, Time now, RecordNumber cause) {
  segment.sent_at = now;
  segment.transmissions = 1;
  next_ = segment.end;
  in_flight_.push_back(segment);
  if (!deadline_) deadline_ = now + retransmit_after_;
  wants_ack_ = false;
  last_out_is_new_ = true;
  acts_.push_back(SegmentOut{header_of(segment), octets_of(segment), cause});
}

void TcpEnd::send_front_again(Time now) {
  InFlight& segment = in_flight_.front();
  segment.sent_at = now;
  ++segment.transmissions;
  deadline_ = now + retransmit_after_;
  wants_ack_ = false;
  last_out_is_new_ = false;
  acts_.push_back(SegmentOut{header_of(segment), octets_of(segment), segment.record});
}

void TcpEnd::send_plain_ack(RecordNumber cause) {
  wants_ack_ = false;
  last_out_is_new_ = false;
  acts_.push_back(SegmentOut{plain_header(), {}, cause});
}

TcpHeader TcpEnd::plain_header() {
  TcpHeader header;
  header.sequence = sequence_of(next_);
  header.acknowledgment = irs_ + static_cast<std::uint32_t>(receive_next_);
  header.is_ack = true;
  const Position window = std::max<Position>(k_window_octets - unread_, 0);
  header.window = static_cast<std::uint16_t>(std::min<Position>(window >> own_shift_, UINT16_MAX));
  offered_until_ = receive_next_ + window;
  return header;
}

TcpHeader TcpEnd::header_of(const InFlight& segment) {
  TcpHeader header = plain_header();
  header.sequence = sequence_of(segment.begin);
  header.is_fin = segment.is_fin;
  header.is_psh = segment.is_psh;
  if (!segment.is_syn) return header;
  header.is_syn = true;
  header.is_ack = state_ == TcpState::syn_received;
  if (!header.is_ack) header.acknowledgment = 0;
  header.window = UINT16_MAX;
  header.segment_octets_max = options_.segment_octets_max;
  // In an answer only when the SYN had it (RFC 7323, section 2.2).
  if (own_shift_ != 0) header.window_shift = own_shift_;
  return header;
}

std::string_view TcpEnd::octets_of(const InFlight& segment) const {
  if (segment.is_syn || segment.is_fin) return {};
  const std::size_t at = forgotten_ + static_cast<std::size_t>(segment.begin - buffer_begin_);
  return std::string_view(buffer_).substr(at,
                                          static_cast<std::size_t>(segment.end - segment.begin));
}

// The last mark that begins at the position or before it; few are ever kept.
RecordNumber TcpEnd::cause_of(Position position) const {
  const auto behind =
      std::upper_bound(marks_.begin(), marks_.end(), position,
                       [](Position wanted, const Mark& mark) { return wanted < mark.begin; });
  return behind == marks_.begin() ? RecordNumber{} : std::prev(behind)->cause;
}

void TcpEnd::acknowledged_up_to(Position position, Time now, RecordNumber cause) {
  challenges_left_ = k_challenges_max;
  congestion_window_ =
      std::min(congestion_window_ + (position - unacknowledged_), k_in_flight_octets_max);
  std::optional<Duration> round_trip;
  while (!in_flight_.empty() && in_flight_.front().end <= position) {
    // What was sent twice says nothing about the time it took (Karn; RFC 6298, section 3).
    if (in_flight_.front().transmissions == 1) round_trip = now - in_flight_.front().sent_at;
    in_flight_.pop_front();
  }
  if (!in_flight_.empty() && in_flight_.front().begin < position) {
    in_flight_.front().begin = position;
  }
  if (round_trip) measure(*round_trip);
  unacknowledged_ = position;
  forget_before(position);
  deadline_.reset();
  if (!in_flight_.empty()) deadline_ = now + retransmit_after_;
  if (position < recover_up_to_ && !in_flight_.empty() && in_flight_.front().transmissions == 1) {
    retransmits_front_ =
        true;  // the next one was lost as well (RFC 6582's partial acknowledgement)
    wants_push_ = true;
  }
  if (said_end_ > next_ || (is_closing_ && !is_fin_sent_)) wants_push_ = true;
  if (!is_fin_sent_ || position != next_) return;
  move(TcpHappening::gets_ack_of_fin, cause);
  if (state_ == TcpState::time_wait) deadline_ = now + options_.time_wait;
  if (state_ == TcpState::time_wait || is_closed()) tell_gone(EndReason::closed);
}

void TcpEnd::forget_before(Position position) {
  const Position end = std::min(position, said_end_);
  if (end <= buffer_begin_) return;
  forgotten_ += static_cast<std::size_t>(end - buffer_begin_);
  buffer_begin_ = end;
  if (forgotten_ == buffer_.size()) {
    buffer_.clear();
    forgotten_ = 0;
  } else if (forgotten_ > buffer_.size() / 2) {
    buffer_.erase(0, forgotten_);
    forgotten_ = 0;
  }
  while (marks_.size() > 1 && marks_[1].begin <= end) marks_.pop_front();
}

// RFC 6298, section 2, in whole microseconds.
void TcpEnd::measure(Duration round_trip) {
  if (!smoothed_) {
    smoothed_ = round_trip;
    variation_ = {round_trip.us / 2};
  } else {
    const std::int64_t off = smoothed_->us - round_trip.us;
    variation_ = {(3 * variation_.us + (off < 0 ? -off : off)) / 4};
    smoothed_ = Duration{(7 * smoothed_->us + round_trip.us) / 8};
  }
  retransmit_after_ = std::clamp(*smoothed_ + variation_ * 4, options_.retransmit_after,
                                 std::max(options_.retransmit_after, k_retransmit_after_max));
}

}  // namespace mailscope::net
