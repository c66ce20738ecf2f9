// Two formats, one reader of numbers, and the headers of links.
#include "sim/export/capture_reader.h"

#include <algorithm>

#include "sim/export/pcapng_format.h"

namespace mailscope {
namespace {

constexpr std::uint32_t k_pcap_us = 0xA1B2C3D4, k_pcap_ns = 0xA1B23C4D;
constexpr std::size_t k_names_max = 10'000;
constexpr std::size_t k_key_log_octets_max = 1'000'000;
constexpr std::size_t k_interfaces_max = 1'000;

// Numbers at places that may lie outside: those are 0.
class Numbers {
 public:
  Numbers(std::string_view octets, bool is_big) : octets_(octets), is_big_(is_big) {}

  std::uint32_t at(std::size_t place, std::size_t count) const {
    std::uint32_t value = 0;
    if (place + count > octets_.size()) return 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t from = place + (is_big_ ? i : count - 1 - i);
      value = value << 8 | static_cast<unsigned char>(octets_[from]);
    }
    return value;
  }

 private:
  std::string_view octets_;
  bool is_big_;
};

std::uint32_t big(std::string_view octets, std::size_t place, std::size_t count) {
  return Numbers(octets, true).at(place, count);
}

bool is_ip(std::string_view octets) {
  if (octets.empty()) return false;
  const int version = static_cast<unsigned char>(octets[0]) >> 4;
  return version == 4 || version == 6;
}

// What is behind an EtherType, VLAN tags passed over.
std::string_view behind_ether_type(std::string_view octets, std::size_t type_at) {
  std::size_t at = type_at;
  for (int tags = 0; tags < 4; ++tags) {
    const std::uint32_t type = big(octets, at, 2);
    if (type == 0x8100 || type == 0x88A8) {
      at += 4;
      continue;
    }
    if ((type == 0x0800 || type == 0x86DD) && at + 2 < octets.size()) return octets.substr(at + 2);
    break;
  }
  return {};
}

std::string_view from(std::string_view octets, std::size_t place) {
  return place < octets.size() ? octets.substr(place) : std::string_view();
}

// The IP packet within a frame; empty when there is none. (tcpdump.org/linktypes.html)
std::string_view datagram_in(std::uint32_t link_type, std::string_view frame) {
  std::string_view inner;
  switch (link_type) {
    case 0:  // NULL: an address family in the capturing machine's order
    case 108: inner = from(frame, 4); break;              // LOOP
    case 1: inner = behind_ether_type(frame, 12); break;  // Ethernet
    case 12:                                              // raw IP, as some systems number it
    case 14:
    case 101:
    case 228:
    case 229: inner = frame; break;
    case 113: inner = behind_ether_type(frame, 14); break;  // Linux cooked
    case 276: {                                             // Linux cooked, version 2
      const std::uint32_t type = big(frame, 0, 2);
      if (type == 0x0800 || type == 0x86DD) inner = from(frame, 20);
      break;
    }
    default: break;
  }
  return is_ip(inner) ? inner : std::string_view();
}

class Reading {
 public:
  explicit Reading(std::string_view octets) : octets_(octets) {}

  CaptureFile pcap(bool is_big, bool is_ns) {
    const Numbers numbers(octets_, is_big);
    const std::uint32_t link_type = numbers.at(20, 4) & 0x0FFF'FFFF;
    std::size_t at = 24;
    while (at < octets_.size()) {
      const std::uint32_t length = numbers.at(at + 8, 4);
      if (at + 16 > octets_.size() || length > octets_.size() - at - 16) {
        file_.is_cut_off = true;
        break;
      }
      const std::int64_t fraction = numbers.at(at + 4, 4);
      const std::int64_t time_ns =
          std::int64_t{numbers.at(at, 4)} * 1'000'000'000 + (is_ns ? fraction : fraction * 1'000);
      if (!keep(time_ns, link_type, octets_.substr(at + 16, length))) break;
      at += 16 + length;
    }
    return std::move(file_);
  }

  CaptureFile pcapng() {
    std::size_t at = 0;
    bool is_big = false;
    while (at + 12 <= octets_.size()) {
      if (big(octets_, at, 4) == k_block_section) {
        is_big = big(octets_, at + 8, 4) == k_byte_order;
        if (!is_big && Numbers(octets_, false).at(at + 8, 4) != k_byte_order) break;
        interfaces_.clear();
      }
      const Numbers numbers(octets_, is_big);
      const std::uint32_t length = numbers.at(at + 4, 4);
      if (length < 12 || length % 4 != 0 || length > octets_.size() - at) {
        file_.is_cut_off = true;
        break;
      }
      if (!block(numbers.at(at, 4), octets_.substr(at + 8, length - 12), is_big)) break;
      at += length;
    }
    if (at != octets_.size()) file_.is_cut_off = true;
    return std::move(file_);
  }

 private:
  struct Interface {
    std::uint32_t link_type = 0;
    std::uint8_t resolution = 6;
  };

  bool block(std::uint32_t type, std::string_view body, bool is_big) {
    const Numbers numbers(body, is_big);
    switch (type) {
      case 1: return interface(body, numbers);
      case 4: return names(body, numbers);
      case 10: return secrets(body, numbers);
      case 2:  // the obsolete packet block: its first half-word is the interface
      case 6: {
        const std::size_t number = type == 6 ? numbers.at(0, 4) : numbers.at(0, 2);
        const std::uint32_t length = numbers.at(12, 4);
        if (number >= interfaces_.size() || body.size() < 20 || length > body.size() - 20) {
          ++file_.packets_passed_over;
          return true;
        }
        const Interface& on = interfaces_[number];
        const std::uint64_t ticks = std::uint64_t{numbers.at(4, 4)} << 32 | numbers.at(8, 4);
        return keep(nanoseconds(ticks, on.resolution), on.link_type, body.substr(20, length));
      }
      case 3: {  // the simple packet block: no time
        if (interfaces_.empty() || body.size() < 4) return true;
        const std::size_t length = std::min<std::size_t>(numbers.at(0, 4), body.size() - 4);
        const std::int64_t time = file_.datagrams.empty() ? 0 : file_.datagrams.back().time_ns;
        return keep(time, interfaces_[0].link_type, body.substr(4, length));
      }
      default: return true;
    }
  }

  // Ticks of 10^-n or 2^-n seconds (if_tsresol), whole nanoseconds out.
  static std::int64_t nanoseconds(std::uint64_t ticks, std::uint8_t resolution) {
    if ((resolution & 0x80) != 0) {
      const unsigned bits = resolution & 0x7F;
      if (bits > 63) return 0;
      const std::uint64_t whole = ticks >> bits;
      const std::uint64_t part = ticks & ((std::uint64_t{1} << bits) - 1);
      const std::uint64_t part_ns = bits <= 33 ? (part * 1'000'000'000) >> bits
                                               : ((part >> (bits - 33)) * 1'000'000'000) >> 33;
      return clamped(whole, part_ns);
    }
    std::uint64_t per_second = 1;
    for (int i = 0; i < resolution; ++i) {
      if (per_second > UINT64_MAX / 10) return 0;
      per_second *= 10;
    }
    const std::uint64_t part = ticks % per_second;
    const std::uint64_t part_ns = per_second <= 1'000'000'000 ? part * (1'000'000'000 / per_second)
                                                              : part / (per_second / 1'000'000'000);
    return clamped(ticks / per_second, part_ns);
  }
  static std::int64_t clamped(std::uint64_t seconds, std::uint64_t ns) {
    constexpr std::uint64_t k_year_9999_s = 253'402'300'799;
    return static_cast<std::int64_t>(std::min(seconds, k_year_9999_s / 30) * 1'000'000'000 + ns);
  }

  bool interface(std::string_view body, const Numbers& numbers) {
    if (interfaces_.size() >= k_interfaces_max) return false;
    Interface made;
    made.link_type = numbers.at(0, 2);
    for (std::size_t at = 8; at + 4 <= body.size();) {
      const std::uint32_t code = numbers.at(at, 2), length = numbers.at(at + 2, 2);
      if (code == 0) break;
      if (code == 9 && length == 1)
        made.resolution = static_cast<std::uint8_t>(numbers.at(at + 4, 1));
      at += 4 + (length + 3) / 4 * 4;
    }
    interfaces_.push_back(made);
    return true;
  }

  bool names(std::string_view body, const Numbers& numbers) {
    for (std::size_t at = 0; at + 4 <= body.size() && file_.names.size() < k_names_max;) {
      const std::uint32_t type = numbers.at(at, 2), length = numbers.at(at + 2, 2);
      if (type == 0 || length > body.size() - at - 4) break;
      const std::string_view value = body.substr(at + 4, length);
      const std::size_t address_octets = type == 1 ? 4 : type == 2 ? 16 : 0;
      if (address_octets != 0 && value.size() > address_octets) {
        const std::string_view rest = value.substr(address_octets);
        const std::string name(rest.substr(0, std::min(rest.find('\0'), std::size_t{255})));
        if (!name.empty()) file_.names.emplace(address_of(value.substr(0, address_octets)), name);
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    return true;
  }

  bool secrets(std::string_view body, const Numbers& numbers) {
    const std::uint32_t length = numbers.at(4, 4);
    if (numbers.at(0, 4) != 0x544C534B || body.size() < 8 || length > body.size() - 8) return true;
    if (file_.key_log.size() + length > k_key_log_octets_max) return true;
    file_.key_log += body.substr(8, length);
    file_.key_log += '\n';
    return true;
  }

  static Address address_of(std::string_view octets) {
    if (octets.size() == 4) return Ipv4{big(octets, 0, 4)};
    Ipv6 address;
    std::copy(octets.begin(), octets.end(), address.octets.begin());
    return address;
  }

  bool keep(std::int64_t time_ns, std::uint32_t link_type, std::string_view frame) {
    if (file_.datagrams.size() + file_.packets_passed_over >= k_capture_packets_max) {
      file_.is_cut_off = true;
      return false;
    }
    const std::string_view datagram = datagram_in(link_type, frame);
    if (datagram.empty()) {
      ++file_.packets_passed_over;
    } else {
      file_.datagrams.push_back({time_ns, datagram});
    }
    return true;
  }

  std::string_view octets_;
  std::vector<Interface> interfaces_;
  CaptureFile file_;
};

}  // namespace

bool is_capture(std::string_view octets) {
  const std::uint32_t magic = big(octets, 0, 4), swapped = Numbers(octets, false).at(0, 4);
  return magic == k_block_section || magic == k_pcap_us || magic == k_pcap_ns ||
         swapped == k_pcap_us || swapped == k_pcap_ns;
}

Result<CaptureFile, std::string> read_capture(std::string_view octets) {
  if (octets.size() > k_capture_octets_max) {
    return Error{
        std::string("the capture has more than 64 MiB; cut it down to the mail, for "
                    "example by tshark -Y 'smtp || pop || imap'")};
  }
  const std::uint32_t magic = big(octets, 0, 4);
  if (magic == k_block_section && octets.size() >= 12) return Reading(octets).pcapng();
  for (const bool is_big : {true, false}) {
    const std::uint32_t found = Numbers(octets, is_big).at(0, 4);
    if (octets.size() >= 24 && (found == k_pcap_us || found == k_pcap_ns)) {
      return Reading(octets).pcap(is_big, found == k_pcap_ns);
    }
  }
  return Error{
      std::string("this is no capture; choose a file that Wireshark or tcpdump wrote "
                  "(.pcapng or .pcap)")};
}

}  // namespace mailscope
