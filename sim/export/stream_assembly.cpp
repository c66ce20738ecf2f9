// Positions count from the stream's first octet and never wrap.
#include "sim/export/stream_assembly.h"

namespace mailscope {

std::int64_t StreamAssembly::position_of(std::uint32_t sequence) const {
  const std::uint32_t expected = *first_ + static_cast<std::uint32_t>(next_);
  return next_ + static_cast<std::int32_t>(sequence - expected);
}

void StreamAssembly::begin(std::uint32_t syn_sequence) {
  if (!first_) first_ = syn_sequence + 1;
}

StreamAssembly::Piece StreamAssembly::take(std::uint32_t sequence, std::string_view payload) {
  Piece piece;
  if (payload.empty()) return piece;
  if (!first_) first_ = sequence;  // the capture began in the middle
  std::int64_t at = position_of(sequence);
  const std::int64_t end = at + static_cast<std::int64_t>(payload.size());
  if (end <= next_) return piece;
  if (at < next_) {
    payload.remove_prefix(static_cast<std::size_t>(next_ - at));
    at = next_;
  }
  if (at > next_) {
    const bool has_room = waiting_.size() < k_waiting_pieces_max &&
                          waiting_octets_ + payload.size() <= k_waiting_octets_max;
    if (has_room) {
      std::string& kept = waiting_[at];
      if (payload.size() > kept.size()) {
        waiting_octets_ += payload.size() - kept.size();
        kept = payload;
      }
      return piece;
    }
    piece.is_after_gap = true;  // no capture is out of order by so much: it has lost something
    next_ = waiting_.empty() ? at : waiting_.begin()->first;
    drain(piece);
    if (at > next_) next_ = at;
    if (end <= next_) return piece;
    payload.remove_prefix(static_cast<std::size_t>(next_ - at));
  }
  piece.octets += payload;
  next_ = end;
  drain(piece);
  return piece;
}

StreamAssembly::Piece StreamAssembly::acknowledged(std::uint32_t acknowledgment) {
  Piece piece;
  if (!first_ || waiting_.empty()) return piece;
  if (position_of(acknowledgment) <= waiting_.begin()->first) return piece;
  next_ = waiting_.begin()->first;
  piece.is_after_gap = true;
  drain(piece);
  return piece;
}

bool StreamAssembly::is_retransmission(std::uint32_t sequence, std::size_t length) const {
  return first_ && length > 0 && position_of(sequence) + static_cast<std::int64_t>(length) <= next_;
}

void StreamAssembly::drain(Piece& piece) {
  while (!waiting_.empty() && waiting_.begin()->first <= next_) {
    auto node = waiting_.extract(waiting_.begin());
    std::string& octets = node.mapped();
    waiting_octets_ -= octets.size();
    const auto known = static_cast<std::size_t>(next_ - node.key());
    if (known >= octets.size()) continue;
    piece.octets += std::string_view(octets).substr(known);
    next_ += static_cast<std::int64_t>(octets.size() - known);
  }
}

}  // namespace mailscope
