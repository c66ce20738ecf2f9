// A walk along the headers that stops where the octets do.
#include "sim/net/packet_fields.h"

#include <cstdint>
#include <utility>

#include "sim/base/address.h"
#include "sim/base/text.h"
#include "sim/net/checksum.h"
#include "sim/net/packet.h"

namespace mailscope::net {
namespace {

class Walk {
 public:
  explicit Walk(std::string_view octets) : octets_(octets) {}

  std::vector<PacketField> all() {
    if (ip()) transport();
    return std::move(fields_);
  }

 private:
  std::uint32_t number(std::size_t begin, std::size_t count) const {
    std::uint32_t value = 0;
    for (std::size_t i = begin; i < begin + count; ++i) {
      value = (value << 8) | static_cast<std::uint8_t>(octets_[i]);
    }
    return value;
  }
  bool has(std::size_t end) const { return end <= octets_.size(); }

  void add(std::string_view name, std::size_t begin, std::size_t count, std::string value,
           bool is_wrong = false) {
    fields_.push_back({layer_, name, begin, count, std::move(value), is_wrong});
  }
  void add_number(std::string_view name, std::size_t begin, std::size_t count) {
    add(name, begin, count, std::to_string(number(begin, count)));
  }
  void add_hex(std::string_view name, std::size_t begin, bool is_wrong) {
    add(name, begin, 2, "0x" + hex(octets_.substr(begin, 2)), is_wrong);
  }

  bool ip() {
    if (!has(k_ip_header_octets)) {
      add("incomplete", 0, octets_.size(), hex(octets_, ' '), true);
      return false;
    }
    const std::uint32_t version = number(0, 1) >> 4;
    const std::size_t header = static_cast<std::size_t>(number(0, 1) & 15) * 4;
    const bool header_fits = header >= k_ip_header_octets && has(header);
    add("version", 0, 1, std::to_string(version), version != 4);
    add("header-length", 0, 1, std::to_string(header), !header_fits);
    add("service", 1, 1, "0x" + hex(octets_.substr(1, 1)));
    add("total-length", 2, 2, std::to_string(number(2, 2)), number(2, 2) != octets_.size());
    add_hex("identification", 4, false);
    const std::uint32_t bits = number(6, 2);
    std::string flags = (bits & 0x4000) != 0 ? "DF" : "";
    if ((bits & 0x2000) != 0) flags += flags.empty() ? "MF" : ", MF";
    add("fragment-flags", 6, 1, flags.empty() ? "-" : flags);
    add("fragment-offset", 6, 2, std::to_string((bits & 0x1FFF) * 8));
    add_number("time-to-live", 8, 1);
    const std::uint32_t protocol = number(9, 1);
    add("protocol", 9, 1,
        protocol == k_protocol_tcp   ? "6 TCP"
        : protocol == k_protocol_udp ? "17 UDP"
                                     : std::to_string(protocol));
    const auto head = octets_.substr(0, header_fits ? header : k_ip_header_octets);
    add_hex("checksum", 10, finished(add_words(0, head)) != 0);
    add("source-address", 12, 4, to_text(Ipv4{number(12, 4)}));
    add("destination-address", 16, 4, to_text(Ipv4{number(16, 4)}));
    if (!header_fits) return false;
    if (header > k_ip_header_octets) {
      add("options", k_ip_header_octets, header - k_ip_header_octets,
          hex(octets_.substr(k_ip_header_octets, header - k_ip_header_octets), ' '));
    }
    begin_ = header;
    return true;
  }

  void transport() {
    const std::uint32_t protocol = number(9, 1);
    if (protocol == k_protocol_tcp && has(begin_ + k_tcp_header_octets)) {
      tcp();
    } else if (protocol == k_protocol_udp && has(begin_ + k_udp_header_octets)) {
      udp();
    } else {
      payload(begin_);
    }
  }

  // Of the TCP segment or UDP datagram with its pseudo-header; zero when the one inside is right.
  std::uint16_t sum_of_transport() const {
    const auto segment = octets_.substr(begin_);
    std::uint64_t sum = number(12, 2) + number(14, 2);
    sum += number(16, 2) + number(18, 2);
    sum += number(9, 1) + segment.size();
    return finished(add_words(sum, segment));
  }

  void tcp() {
    layer_ = PacketLayer::tcp;
    const std::size_t b = begin_;
    const std::size_t header = static_cast<std::size_t>(number(b + 12, 1) >> 4) * 4;
    const bool header_fits = header >= k_tcp_header_octets && has(b + header);
    add_number("source-port", b, 2);
    add_number("destination-port", b + 2, 2);
    add_number("sequence-number", b + 4, 4);
    add_number("acknowledgment-number", b + 8, 4);
    add("data-offset", b + 12, 1, std::to_string(header), !header_fits);
    TcpHeader flags;
    const std::uint32_t bits = number(b + 13, 1);
    flags.is_fin = (bits & 1) != 0, flags.is_syn = (bits & 2) != 0, flags.is_rst = (bits & 4) != 0;
    flags.is_psh = (bits & 8) != 0, flags.is_ack = (bits & 16) != 0,
    flags.is_urg = (bits & 32) != 0;
    add("flags", b + 13, 1, flags_text(flags));
    add_number("window", b + 14, 2);
    add_hex("checksum", b + 16, sum_of_transport() != 0);
    add_number("urgent-pointer", b + 18, 2);
    if (!header_fits) return;
    options(b + k_tcp_header_octets, b + header);
    payload(b + header);
  }

  void options(std::size_t at, std::size_t end) {
    while (at < end) {
      const std::uint32_t kind = number(at, 1);
      if (kind <= 1) {
        add(kind == 0 ? "option-end" : "option-nothing", at, 1, std::to_string(kind));
        ++at;
        if (kind == 0) return;
        continue;
      }
      const std::size_t length = at + 1 < end ? number(at + 1, 1) : 0;
      if (length < 2 || at + length > end) {
        add("option-unreadable", at, end - at, hex(octets_.substr(at, end - at), ' '), true);
        return;
      }
      if (kind == 2 && length == 4) {
        add("option-segment-size-max", at, 4, std::to_string(number(at + 2, 2)));
      } else if (kind == 3 && length == 3) {
        add("option-window-shift", at, 3, std::to_string(number(at + 2, 1)));
      } else {
        add("option-other", at, length, hex(octets_.substr(at, length), ' '));
      }
      at += length;
    }
  }

  void udp() {
    layer_ = PacketLayer::udp;
    const std::size_t b = begin_;
    add_number("source-port", b, 2);
    add_number("destination-port", b + 2, 2);
    add("length", b + 4, 2, std::to_string(number(b + 4, 2)),
        number(b + 4, 2) != octets_.size() - b);
    add_hex("checksum", b + 6, number(b + 6, 2) != 0 && sum_of_transport() != 0);
    payload(b + k_udp_header_octets);
  }

  void payload(std::size_t at) {
    if (at >= octets_.size()) return;
    layer_ = PacketLayer::payload;
    add("payload", at, octets_.size() - at, std::to_string(octets_.size() - at));
  }

  std::string_view octets_;
  std::vector<PacketField> fields_;
  PacketLayer layer_ = PacketLayer::ip;
  std::size_t begin_ = 0;  // of the transport header
};

}  // namespace

std::vector<PacketField> packet_fields(std::string_view octets) { return Walk(octets).all(); }

}  // namespace mailscope::net
