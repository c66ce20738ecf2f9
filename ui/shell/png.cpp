// Chunks with their checksums around zlib's stored blocks (RFC 1950, RFC 1951, section 3.2.4).
#include "ui/shell/png.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace mailscope::ui {
namespace {

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t n = 0; n < 256; ++n) {
    std::uint32_t c = n;
    for (int k = 0; k < 8; ++k) c = (c & 1) != 0 ? 0xedb88320u ^ (c >> 1) : c >> 1;
    table[n] = c;
  }
  return table;
}
constexpr auto k_crc = crc_table();

std::string big_endian(std::uint32_t value) {
  std::string octets;
  for (int shift = 24; shift >= 0; shift -= 8) octets += static_cast<char>((value >> shift) & 255);
  return octets;
}

std::string chunk(std::string_view type, std::string_view data) {
  const std::string body = std::string(type) + std::string(data);
  std::uint32_t crc = 0xffff'ffffu;
  for (const char octet : body)
    crc = k_crc[(crc ^ static_cast<unsigned char>(octet)) & 255] ^ (crc >> 8);
  return big_endian(static_cast<std::uint32_t>(data.size())) + body + big_endian(~crc);
}

std::string zlib_stored(std::string_view data) {
  constexpr std::size_t k_block = 65535;
  std::string out = "\x78\x01";
  for (std::size_t at = 0; at < data.size(); at += k_block) {
    const std::size_t size = std::min(k_block, data.size() - at);
    out += static_cast<char>(at + size == data.size() ? 1 : 0);
    for (const std::size_t number : {size, size ^ 0xffff}) {
      out += static_cast<char>(number & 255);
      out += static_cast<char>(number >> 8);
    }
    out += data.substr(at, size);
  }
  std::uint32_t a = 1, b = 0;
  for (const char octet : data) {
    a = (a + static_cast<unsigned char>(octet)) % 65521;
    b = (b + a) % 65521;
  }
  return out + big_endian(b << 16 | a);
}

}  // namespace

std::string png_of(const Picture& picture) {
  std::string rows;
  const std::size_t pitch = std::size_t{picture.width} * 3;
  for (std::size_t y = 0; y < picture.height; ++y) {
    rows += '\0';  // no filter
    rows.append(reinterpret_cast<const char*>(picture.rgb.data()) + y * pitch, pitch);
  }
  std::string header = big_endian(picture.width) + big_endian(picture.height);
  header += std::string("\x08\x02\0\0\0", 5);  // 8 bits, RGB
  return std::string("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", header) +
         chunk("IDAT", zlib_stored(rows)) + chunk("IEND", {});
}

}  // namespace mailscope::ui
