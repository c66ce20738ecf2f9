#include "sim/mime/transfer.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/wire/base64.h"
#include "sim/wire/hex.h"

namespace mailscope::mime {

namespace {

constexpr std::size_t k_encoded_line_max = 76;  // RFC 2045, sections 6.7 and 6.8

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return -1;
}

// Characters outside the alphabet are skipped (RFC 2045, section 6.8); after padding the next group
// starts afresh, so that encodings put one after the other can be read.
Decoded decode_base64(std::string_view body) {
  Decoded decoded;
  unsigned bits = 0;
  int count = 0;
  const auto flush = [&] {
    if (count == 2) decoded.octets += static_cast<char>(bits >> 4);
    if (count == 3) {
      decoded.octets += static_cast<char>(bits >> 10);
      decoded.octets += static_cast<char>((bits >> 2) & 0xff);
    }
    if (count == 1) ++decoded.faults;
    bits = 0;
    count = 0;
  };
  for (const char c : body) {
    const int value = base64_value(c);
    if (value >= 0) {
      bits = (bits << 6) | static_cast<unsigned>(value);
      if (++count < 4) continue;
      decoded.octets += static_cast<char>(bits >> 16);
      decoded.octets += static_cast<char>((bits >> 8) & 0xff);
      decoded.octets += static_cast<char>(bits & 0xff);
      bits = 0;
      count = 0;
    } else if (c == '=') {
      flush();
    } else if (c != '\r' && c != '\n' && c != ' ' && c != '\t') {
      ++decoded.faults;
    }
  }
  if (count != 0) ++decoded.faults;  // the padding is missing
  flush();
  return decoded;
}

Decoded decode_quoted_printable(std::string_view body) {
  Decoded decoded;
  for (std::size_t i = 0; i < body.size();) {
    if (body[i] == '=') {
      const int high = i + 1 < body.size() ? hex_value(body[i + 1]) : -1;
      const int low = i + 2 < body.size() ? hex_value(body[i + 2]) : -1;
      if (high >= 0 && low >= 0) {
        decoded.octets += static_cast<char>(high * 16 + low);
        i += 3;
        continue;
      }
      std::size_t end = i + 1;  // a soft line break, perhaps with blanks that a relay has added
      while (end < body.size() && (body[end] == ' ' || body[end] == '\t')) ++end;
      if (end < body.size() && body[end] == '\r') ++end;
      if (end >= body.size() || body[end] == '\n') {
        i = std::min(end + 1, body.size());
        continue;
      }
      ++decoded.faults;
      decoded.octets += body[i++];
      continue;
    }
    if (body[i] == ' ' || body[i] == '\t') {  // blanks at a line's end were added on the way
      std::size_t end = i;
      while (end < body.size() && (body[end] == ' ' || body[end] == '\t')) ++end;
      const bool is_at_end = end == body.size() || body[end] == '\n' || body[end] == '\r';
      if (!is_at_end) decoded.octets.append(body.substr(i, end - i));
      i = end;
      continue;
    }
    if (static_cast<unsigned char>(body[i]) > 126) ++decoded.faults;
    decoded.octets += body[i++];
  }
  return decoded;
}

}  // namespace

Transfer transfer_of(std::string_view name) {
  name = trim(name);
  if (name.empty() || equal_ignoring_case(name, "7bit")) return Transfer::seven_bit;
  if (equal_ignoring_case(name, "8bit")) return Transfer::eight_bit;
  if (equal_ignoring_case(name, "binary")) return Transfer::binary;
  if (equal_ignoring_case(name, "quoted-printable")) return Transfer::quoted_printable;
  if (equal_ignoring_case(name, "base64")) return Transfer::base64;
  return Transfer::unknown;
}

std::string_view name_of(Transfer transfer) {
  switch (transfer) {
    case Transfer::seven_bit: return "7bit";
    case Transfer::eight_bit: return "8bit";
    case Transfer::binary: return "binary";
    case Transfer::quoted_printable: return "quoted-printable";
    case Transfer::base64: return "base64";
    case Transfer::unknown: return "unknown";
  }
  return "";
}

Decoded decode(std::string_view body, Transfer transfer) {
  switch (transfer) {
    case Transfer::quoted_printable: return decode_quoted_printable(body);
    case Transfer::base64: return decode_base64(body);
    case Transfer::seven_bit:
    case Transfer::eight_bit:
    case Transfer::binary:
    case Transfer::unknown: break;
  }
  return {std::string(body), 0};
}

std::string encode_base64_lines(std::string_view octets) {
  const std::string encoded = wire::base64_encode(octets);
  std::string lines;
  for (std::size_t at = 0; at < encoded.size(); at += k_encoded_line_max) {
    lines += encoded.substr(at, k_encoded_line_max);
    lines += "\r\n";
  }
  return lines;
}

std::string encode_quoted_printable(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  std::size_t line = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      out += "\r\n";
      line = 0;
      ++i;
      continue;
    }
    const bool is_last = i + 1 == text.size() || text[i + 1] == '\r';
    const bool is_blank = c == ' ' || c == '\t';
    const bool is_plain = (c > 32 && c < 127 && c != '=') || (is_blank && !is_last);
    // A dot alone, or "From " at a line's start, would be changed by some relays on the way.
    const bool is_risky = line == 0 && (c == '.' || (c == 'F' && text.substr(i, 5) == "From "));
    const std::size_t width = is_plain && !is_risky ? 1 : 3;
    if (line + width > k_encoded_line_max - (is_last ? 0 : 1)) {
      out += "=\r\n";
      line = 0;
    }
    if (width == 1) {
      out += c;
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out += '=';
      out += digits[octet >> 4];
      out += digits[octet & 15];
    }
    line += width;
  }
  return out;
}

Transfer transfer_for_text(std::string_view text) {
  std::size_t high = 0, line = 0, line_max = 0;
  bool has_control = false;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet > 126) ++high;
    if (octet == 0) has_control = true;
    line = c == '\n' ? 0 : line + 1;
    line_max = std::max(line_max, line);
  }
  if (high == 0 && !has_control && line_max <= 998) return Transfer::seven_bit;
  // Quoted-printable needs three characters for such an octet, base64 four for three of any kind.
  return high * 6 > text.size() ? Transfer::base64 : Transfer::quoted_printable;
}

}  // namespace mailscope::mime
