// Base 64, strict.
#include "sim/wire/base64.h"

#include <cstdint>

namespace mailscope::wire {
namespace {

constexpr std::string_view k_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::optional<std::uint32_t> value_of(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 52);
  if (c == '+') return 62;
  if (c == '/') return 63;
  return std::nullopt;
}

}  // namespace

std::string base64_encode(std::string_view octets) {
  std::string out;
  out.reserve((octets.size() + 2) / 3 * 4);
  const auto at = [&](std::size_t i) -> std::uint32_t {
    return i < octets.size() ? static_cast<unsigned char>(octets[i]) : 0;
  };
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const std::uint32_t bits = at(i) << 16 | at(i + 1) << 8 | at(i + 2);
    out.push_back(k_alphabet[bits >> 18]);
    out.push_back(k_alphabet[bits >> 12 & 63]);
    out.push_back(i + 1 < octets.size() ? k_alphabet[bits >> 6 & 63] : '=');
    out.push_back(i + 2 < octets.size() ? k_alphabet[bits & 63] : '=');
  }
  return out;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const bool is_last = i + 4 == text.size();
    std::size_t padding = 0;
    if (is_last && text[i + 3] == '=') padding = text[i + 2] == '=' ? 2 : 1;
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const auto value = k >= 4 - padding ? 0 : value_of(text[i + k]);
      if (!value) return std::nullopt;
      bits = bits << 6 | *value;
    }
    if (padding == 1 && (bits & 0xFF) != 0) return std::nullopt;
    if (padding == 2 && (bits & 0xFFFF) != 0) return std::nullopt;
    out.push_back(static_cast<char>(bits >> 16));
    if (padding < 2) out.push_back(static_cast<char>(bits >> 8 & 0xFF));
    if (padding < 1) out.push_back(static_cast<char>(bits & 0xFF));
  }
  return out;
}

}  // namespace mailscope::wire
