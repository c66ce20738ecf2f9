// Two lists of edits, one for each direction, and the two ways of counting along them.
#include "sim/net/sequence_shift.h"

#include <algorithm>

namespace mailscope::net {

std::string SequenceShift::change(std::string_view packet, std::string_view payload) {
  const auto parsed = parse_packet(packet);
  if (!parsed || parsed->tcp() == nullptr) return std::string(packet);
  Direction& direction = direction_of(*parsed);
  const Offset begin = offset_of(direction, parsed->tcp()->sequence);
  const Offset end = begin + static_cast<Offset>(parsed->payload.size());
  const bool was_decided =
      std::any_of(direction.edits.begin(), direction.edits.end(),
                  [&](const Edit& edit) { return edit.begin < end && begin < edit.end; });
  if (begin != end && !was_decided && payload != parsed->payload) {
    const auto behind = std::find_if(direction.edits.begin(), direction.edits.end(),
                                     [&](const Edit& edit) { return edit.begin >= end; });
    direction.edits.insert(behind, {begin, end, std::string(payload)});
    has_changed_ = true;
  }
  return translate(packet);
}

std::string SequenceShift::translate(std::string_view packet) {
  const auto parsed = parse_packet(packet);
  if (!parsed || parsed->tcp() == nullptr) return std::string(packet);
  Direction& direction = direction_of(*parsed);
  TcpHeader header = *parsed->tcp();
  const Offset begin = offset_of(direction, header.sequence);
  if (!has_changed_) return std::string(packet);
  header.sequence = *direction.start + static_cast<std::uint32_t>(as_received(direction, begin));
  Direction& opposite = opposite_of(direction);
  if (header.is_ack && opposite.start) {
    // The acknowledged number is one as the receiver counts; `latest` is as the sender does.
    const Offset near = as_received(opposite, opposite.latest);
    const std::uint32_t expected = *opposite.start + static_cast<std::uint32_t>(near);
    const Offset received = near + static_cast<std::int32_t>(header.acknowledgment - expected);
    header.acknowledgment =
        *opposite.start + static_cast<std::uint32_t>(as_sent(opposite, received));
  }
  return tcp_packet(parsed->ip, header, payload_of(direction, begin, parsed->payload));
}

std::string SequenceShift::insert(std::string_view empty, std::string_view payload) {
  const std::string now = translate(empty);
  const auto parsed = parse_packet(now);
  const auto sent = parse_packet(empty);
  if (!parsed || !sent || sent->tcp() == nullptr) return std::string(empty);
  Direction& direction = direction_of(*sent);
  const Offset at = offset_of(direction, sent->tcp()->sequence);
  const auto behind = std::find_if(direction.edits.begin(), direction.edits.end(),
                                   [&](const Edit& edit) { return edit.begin > at; });
  direction.edits.insert(behind, {at, at, std::string(payload)});
  has_changed_ = true;
  TcpHeader header = *parsed->tcp();
  header.is_psh = true;
  return tcp_packet(parsed->ip, header, payload);
}

SequenceShift::Direction& SequenceShift::direction_of(const Packet& packet) {
  const auto is_of = [&](const Direction& direction) {
    return direction.source == packet.ip.source && direction.port == packet.tcp()->source_port;
  };
  if (is_of(directions_[0])) return directions_[0];
  if (is_of(directions_[1])) return directions_[1];
  Direction& fresh = directions_[0].port == 0 ? directions_[0] : directions_[1];
  fresh.source = packet.ip.source;
  fresh.port = packet.tcp()->source_port;
  return fresh;
}

SequenceShift::Direction& SequenceShift::opposite_of(const Direction& direction) {
  return &direction == &directions_[0] ? directions_[1] : directions_[0];
}

SequenceShift::Offset SequenceShift::offset_of(Direction& direction, std::uint32_t sequence) {
  if (!direction.start) direction.start = sequence;
  const std::uint32_t expected = *direction.start + static_cast<std::uint32_t>(direction.latest);
  const Offset offset = direction.latest + static_cast<std::int32_t>(sequence - expected);
  direction.latest = std::max(direction.latest, offset);
  return offset;
}

// Where an octet sent at this offset stands for the receiver.
SequenceShift::Offset SequenceShift::as_received(const Direction& direction, Offset sent) {
  Offset shift = 0;
  for (const Edit& edit : direction.edits) {
    const auto size = static_cast<Offset>(edit.instead.size());
    const bool is_between = edit.begin == edit.end;
    if (sent < edit.begin || (sent == edit.begin && !is_between)) break;
    if (sent < edit.end) return edit.begin + shift + size;  // in the middle of what is gone
    shift += size - (edit.end - edit.begin);
  }
  return sent + shift;
}

// How far the sender may believe to be acknowledged.
SequenceShift::Offset SequenceShift::as_sent(const Direction& direction, Offset received) {
  Offset shift = 0;
  for (const Edit& edit : direction.edits) {
    const auto size = static_cast<Offset>(edit.instead.size());
    const Offset begin = edit.begin + shift;
    if (received < begin + size) return received <= begin ? received - shift : edit.begin;
    if (received < begin) break;
    shift += size - (edit.end - edit.begin);
  }
  return received - shift;
}

// A changed piece goes out whole with the segment in which it begins.
std::string SequenceShift::payload_of(const Direction& direction, Offset begin,
                                      std::string_view payload) {
  std::string out;
  const Offset end = begin + static_cast<Offset>(payload.size());
  Offset at = begin;
  const auto copy_up_to = [&](Offset stop) {
    if (stop <= at) return;
    out +=
        payload.substr(static_cast<std::size_t>(at - begin), static_cast<std::size_t>(stop - at));
    at = stop;
  };
  for (const Edit& edit : direction.edits) {
    if (edit.end <= begin || edit.begin >= end) continue;
    if (edit.begin >= begin) {
      copy_up_to(edit.begin);
      out += edit.instead;
    }
    at = std::min(edit.end, end);
  }
  copy_up_to(end);
  return out;
}

}  // namespace mailscope::net
