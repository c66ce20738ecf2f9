// Opening, receiving and ending: RFC 9293, sections 3.10.1 to 3.10.8, in their order of checks.
#include "sim/net/tcp.h"

#include <algorithm>
#include <utility>

namespace mailscope::net {
namespace {

// The position near `to` whose sequence number is `sequence`, in the stream that began with `start`.
std::int64_t nearest(std::int64_t to, std::uint32_t start, std::uint32_t sequence) {
  const std::uint32_t expected = start + static_cast<std::uint32_t>(to);
  return to + static_cast<std::int32_t>(sequence - expected);
}

}  // namespace

void TcpEnd::dial(Time now, RecordNumber cause) {
  MUST(is_closed() && !is_gone_told_);
  move(TcpHappening::dials, cause);
  send_syn(now, cause);
}

void TcpEnd::answer(const TcpHeader& syn, Time now, RecordNumber cause) {
  MUST(is_closed() && syn.is_syn);
  state_ = TcpState::listen;
  irs_ = syn.sequence;
  receive_next_ = 1;
  read_options(syn);
  move(TcpHappening::gets_syn, cause);
  send_syn(now, cause);
}

void TcpEnd::say(std::string_view octets, RecordNumber cause) {
  if (octets.empty() || is_closed() || is_closing_ || is_gone_told_) return;
  if (buffer_.size() - forgotten_ + octets.size() > k_unsent_octets_max) return abort(cause);
  if (marks_.empty() || marks_.back().cause != cause) marks_.push_back({said_end_, cause});
  buffer_ += octets;
  said_end_ += static_cast<Position>(octets.size());
  wants_push_ = true;
}

void TcpEnd::set_unread(std::size_t octets, RecordNumber cause) {
  unread_ = static_cast<Position>(octets);
  const Position grown = receive_next_ + std::max<Position>(k_window_octets - unread_, 0);
  const bool is_worth_telling = grown - offered_until_ >= k_window_octets / 2;
  if (may_receive(state_) && offered_until_ != 0 && is_worth_telling) want_ack(cause);
}

void TcpEnd::close(RecordNumber cause) {
  if (is_closed() || is_closing_) return;
  if (state_ == TcpState::syn_sent) return finish(EndReason::closed, TcpHappening::gives_up, cause);
  is_closing_ = true;
  close_cause_ = cause;
  wants_push_ = true;
}

void TcpEnd::abort(RecordNumber cause) {
  if (is_closed()) return;
  if (state_ != TcpState::syn_sent && state_ != TcpState::time_wait) {
    TcpHeader reset = plain_header();
    reset.is_rst = true;
    acts_.push_back(SegmentOut{reset, {}, cause});
  }
  finish(EndReason::reset, TcpHappening::gives_up, cause);
}

void TcpEnd::give_up(EndReason reason, RecordNumber cause) {
  if (!is_closed()) finish(reason, TcpHappening::gives_up, cause);
}

void TcpEnd::wake(Time now, RecordNumber cause) {
  if (is_closed() || !deadline_ || now < *deadline_) return;
  deadline_.reset();
  if (state_ == TcpState::time_wait) {
    move(TcpHappening::waited, cause);
    return;
  }
  if (in_flight_.empty()) {  // the peer's window is closed: one octet asks whether it still is
    probes_window_ = true;
    wants_push_ = true;
    return;
  }
  const RecordNumber unanswered = in_flight_.front().record;
  if (in_flight_.front().transmissions >= options_.transmissions_max) {
    return finish(EndReason::timed_out, TcpHappening::gives_up, unanswered);
  }
  retransmit_after_ = std::min(retransmit_after_ * 2, k_retransmit_after_max);
  congestion_window_ = peer_segment_max_;
  recover_up_to_ = next_;
  retransmits_front_ = false;
  send_front_again(now);
}

void TcpEnd::receive(const TcpHeader& segment, std::string_view payload, Time now,
                     RecordNumber cause) {
  if (is_closed()) return;
  if (state_ == TcpState::syn_sent) return receive_in_syn_sent(segment, now, cause);
  const Position begin = nearest(receive_next_, irs_, segment.sequence);
  const Position length =
      static_cast<Position>(payload.size()) + (segment.is_syn ? 1 : 0) + (segment.is_fin ? 1 : 0);
  const Position last = begin + std::max<Position>(length, 1) - 1;
  const bool is_acceptable = last >= receive_next_ && begin < receive_next_ + k_window_octets;
  if (!is_acceptable) return refuse_sequence(segment, begin, now, cause);
  if (segment.is_rst) {
    // Only the exact number resets: guessing a window is too easy (RFC 5961, section 3.2).
    if (begin != receive_next_) return challenge(cause);
    return finish(EndReason::reset, TcpHappening::gets_rst, cause);
  }
  if (segment.is_syn) return challenge(cause);  // RFC 5961, section 4.2
  if (!segment.is_ack) return;
  if (!take_acknowledgment(segment, now, cause)) return;
  if (may_receive(state_) && !payload.empty()) take_octets(begin, payload, cause);
  if (may_receive(state_) && segment.is_fin && !fin_at_) {
    fin_at_ = begin + static_cast<Position>(payload.size());
  }
  if (may_receive(state_) && fin_at_ && *fin_at_ <= receive_next_) {
    take_fin(now, cause);
  } else if (segment.is_fin) {
    want_ack(cause);
  }
}

// RFC 9293, section 3.10.7.3.
void TcpEnd::receive_in_syn_sent(const TcpHeader& segment, Time now, RecordNumber cause) {
  const bool acknowledges = segment.is_ack && segment.acknowledgment == sequence_of(1);
  if (segment.is_ack && !acknowledges) {
    if (!segment.is_rst) reset_from(segment.acknowledgment, cause);
    return;
  }
  if (segment.is_rst) {
    if (acknowledges) finish(EndReason::refused, TcpHappening::gets_rst, cause);
    return;
  }
  if (!segment.is_syn) return;
  irs_ = segment.sequence;
  receive_next_ = 1;
  read_options(segment);
  if (!acknowledges) {  // both dial at once
    move(TcpHappening::gets_syn, cause);
    send_front_again(now);
    return;
  }
  acknowledged_up_to(1, now, cause);
  move(TcpHappening::gets_syn_ack, cause);
  send_plain_ack(cause);
  acts_.push_back(Opened{});
}

// Old, or beyond the window.
void TcpEnd::refuse_sequence(const TcpHeader& segment, Position begin, Time now,
                             RecordNumber cause) {
  if (segment.is_rst) return;
  if (state_ == TcpState::syn_received && segment.is_syn && begin == 0) {
    // Our SYN, ACK was lost, or has not come yet; its own timeout may have sent it this instant.
    const bool is_recent = now - in_flight_.front().sent_at < options_.retransmit_after;
    if (!is_recent) send_front_again(now);
    return;
  }
  if (state_ == TcpState::time_wait && segment.is_fin) deadline_ = now + options_.time_wait;
  challenge(cause);
}

// False when the rest of the segment does not matter.
bool TcpEnd::take_acknowledgment(const TcpHeader& segment, Time now, RecordNumber cause) {
  const Position position = nearest(unacknowledged_, iss_, segment.acknowledgment);
  if (state_ == TcpState::syn_received) {
    if (position <= unacknowledged_ || position > next_) {
      reset_from(segment.acknowledgment, cause);
      return false;
    }
    move(TcpHappening::gets_ack_of_syn, cause);
    acts_.push_back(Opened{});
  }
  if (position > next_) {  // of what was never sent
    challenge(cause);
    return false;
  }
  if (position >= unacknowledged_) {
    peer_window_ = static_cast<std::int64_t>(segment.window) << peer_shift_;
    if (said_end_ > next_) wants_push_ = true;
  }
  if (position > unacknowledged_) acknowledged_up_to(position, now, cause);
  return !is_closed();
}

void TcpEnd::take_octets(Position begin, std::string_view payload, RecordNumber cause) {
  want_ack(cause);
  if (begin < receive_next_) {  // the first octets came before
    const auto known = static_cast<std::size_t>(receive_next_ - begin);
    if (known >= payload.size()) return;
    payload.remove_prefix(known);
    begin = receive_next_;
  }
  const auto room = static_cast<std::size_t>(receive_next_ + k_window_octets - begin);
  payload = payload.substr(0, room);
  if (begin > receive_next_) {
    if (out_of_order_.size() >= k_out_of_order_pieces_max) return;
    if (out_of_order_octets_ + payload.size() > static_cast<std::size_t>(k_window_octets)) return;
    if (out_of_order_.emplace(begin, payload).second) out_of_order_octets_ += payload.size();
    return;
  }
  challenges_left_ = k_challenges_max;
  receive_next_ += static_cast<Position>(payload.size());
  acts_.push_back(Delivered{std::string(payload), cause});
  while (!out_of_order_.empty() && out_of_order_.begin()->first <= receive_next_) {
    auto node = out_of_order_.extract(out_of_order_.begin());
    std::string& piece = node.mapped();
    out_of_order_octets_ -= piece.size();
    const auto known = static_cast<std::size_t>(receive_next_ - node.key());
    if (known >= piece.size()) continue;
    receive_next_ += static_cast<Position>(piece.size() - known);
    acts_.push_back(Delivered{piece.substr(known), cause});
  }
}

void TcpEnd::take_fin(Time now, RecordNumber cause) {
  receive_next_ = *fin_at_ + 1;
  challenges_left_ = k_challenges_max;
  want_ack(cause);
  move(TcpHappening::gets_fin, cause);
  acts_.push_back(PeerFinished{});
  if (state_ == TcpState::time_wait) {
    deadline_ = now + options_.time_wait;
    tell_gone(EndReason::closed);
  }
}

void TcpEnd::want_ack(RecordNumber cause) {
  wants_ack_ = true;
  wants_push_ = true;
  ack_cause_ = cause;
}

void TcpEnd::challenge(RecordNumber cause) {
  if (challenges_left_ == 0 || wants_ack_) return;
  --challenges_left_;
  want_ack(cause);
}

// To a segment that belongs to no connection of ours (RFC 9293, section 3.10.7.1).
void TcpEnd::reset_from(std::uint32_t sequence, RecordNumber cause) {
  TcpHeader reset;
  reset.sequence = sequence;
  reset.is_rst = true;
  acts_.push_back(SegmentOut{reset, {}, cause});
}

void TcpEnd::read_options(const TcpHeader& syn) {
  if (syn.segment_octets_max) {
    peer_segment_max_ = std::max<std::int64_t>(*syn.segment_octets_max, 1);
  }
  peer_segment_max_ = std::min<std::int64_t>(peer_segment_max_, options_.segment_octets_max);
  congestion_window_ = peer_segment_max_ * k_first_flight_segments;
  if (syn.window_shift) {
    peer_shift_ = std::min<std::uint8_t>(*syn.window_shift, 14);  // RFC 7323, section 2.3
  } else {
    own_shift_ = 0;
  }
  peer_window_ = syn.window;  // never scaled in a SYN
}

void TcpEnd::move(TcpHappening happening, RecordNumber cause) {
  const auto to = after(state_, happening);
  MUST(to.has_value());
  acts_.push_back(StateChange{state_, *to, cause});
  state_ = *to;
}

void TcpEnd::finish(EndReason reason, TcpHappening happening, RecordNumber cause) {
  move(happening, cause);
  tell_gone(reason);
  deadline_.reset();
  in_flight_.clear();
  marks_.clear();
  out_of_order_.clear();
  buffer_.clear();
  forgotten_ = 0;
  wants_push_ = is_pushing_ = wants_ack_ = retransmits_front_ = false;
}

void TcpEnd::tell_gone(EndReason reason) {
  if (std::exchange(is_gone_told_, true)) return;
  acts_.push_back(Gone{reason});
}

}  // namespace mailscope::net
