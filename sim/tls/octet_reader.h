// Reads numbers and vectors of TLS's presentation language (RFC 8446, section 3) and never past the
// end: once something is missing, everything after it is empty and `is_short()` says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mailscope::tls {

class OctetReader {
 public:
  explicit OctetReader(std::string_view octets, std::size_t at = 0) : octets_(octets), base_(at) {}

  std::size_t at() const { return base_ + position_; }  // where the next octet is, in the whole
  std::size_t left() const { return octets_.size() - position_; }
  bool is_short() const { return is_short_; }

  std::string_view take(std::size_t count) {
    if (count > left()) {
      is_short_ = true;
      count = left();
    }
    const std::string_view taken = octets_.substr(position_, count);
    position_ += count;
    return taken;
  }
  // A big-endian number of 1 to 8 octets; 0 if it is cut off.
  std::uint64_t number(std::size_t octets) {
    const std::string_view taken = take(octets);
    if (taken.size() < octets) return 0;
    std::uint64_t value = 0;
    for (const char c : taken) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }
  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u24() { return static_cast<std::uint32_t>(number(3)); }

  // A vector that says its own length in `length_octets` octets, as a reader of its own.
  OctetReader vector(std::size_t length_octets) {
    const std::size_t length = static_cast<std::size_t>(number(length_octets));
    const std::size_t begin = at();
    return OctetReader(take(length), begin);
  }
  std::string_view rest() { return take(left()); }

 private:
  std::string_view octets_;
  std::size_t base_;
  std::size_t position_ = 0;
  bool is_short_ = false;
};

}  // namespace mailscope::tls
