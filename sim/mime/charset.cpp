#include "sim/mime/charset.h"

#include "sim/base/text.h"
#include "sim/mime/charset_tables.h"

namespace mailscope::mime {

namespace {

enum class Kind { unknown, ascii, utf8, latin1, table };
struct Known {
  Kind kind = Kind::unknown;
  const UpperHalf* table = nullptr;
};

struct Name {
  std::string_view name;
  Known known;
};

constexpr std::array k_names{
    Name{"us-ascii", {Kind::ascii, nullptr}},
    Name{"ascii", {Kind::ascii, nullptr}},
    Name{"utf-8", {Kind::utf8, nullptr}},
    Name{"utf8", {Kind::utf8, nullptr}},
    Name{"iso-8859-1", {Kind::latin1, nullptr}},
    Name{"latin1", {Kind::latin1, nullptr}},
    Name{"iso-8859-2", {Kind::table, &k_iso8859_2}},
    Name{"iso-8859-5", {Kind::table, &k_iso8859_5}},
    Name{"iso-8859-15", {Kind::table, &k_iso8859_15}},
    Name{"windows-1250", {Kind::table, &k_windows_1250}},
    Name{"windows-1251", {Kind::table, &k_windows_1251}},
    Name{"cp1251", {Kind::table, &k_windows_1251}},
    Name{"windows-1252", {Kind::table, &k_windows_1252}},
    Name{"cp1252", {Kind::table, &k_windows_1252}},
    Name{"koi8-r", {Kind::table, &k_koi8_r}},
    Name{"koi8-u", {Kind::table, &k_koi8_u}},
    Name{"ibm866", {Kind::table, &k_ibm866}},
    Name{"cp866", {Kind::table, &k_ibm866}},
};

Known known_of(std::string_view charset) {
  for (const Name& name : k_names)
    if (equal_ignoring_case(name.name, trim(charset))) return name.known;
  return {};
}

constexpr unsigned k_replacement = 0xFFFD;

// Code points of the tables lie below 0x10000.
void append_utf8(std::string& out, unsigned point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

// Well-formed sequences stay, every other octet becomes U+FFFD.
std::string mended_utf8(std::string_view octets) {
  if (is_utf8(octets)) return std::string(octets);
  std::string out;
  for (std::size_t i = 0; i < octets.size();) {
    std::size_t length = 0;
    for (std::size_t n = 1; n <= 4 && i + n <= octets.size() && length == 0; ++n)
      if (is_utf8(octets.substr(i, n))) length = n;
    if (length == 0) {
      append_utf8(out, k_replacement);
      ++i;
    } else {
      out.append(octets.substr(i, length));
      i += length;
    }
  }
  return out;
}

}  // namespace

bool is_known_charset(std::string_view charset) { return known_of(charset).kind != Kind::unknown; }

std::optional<std::string> to_utf8(std::string_view octets, std::string_view charset) {
  const Known known = known_of(charset);
  if (known.kind == Kind::unknown) return std::nullopt;
  if (known.kind == Kind::utf8) return mended_utf8(octets);
  std::string out;
  out.reserve(octets.size() * 2);
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x80)
      out += c;
    else if (known.kind == Kind::latin1)
      append_utf8(out, octet);
    else if (known.kind == Kind::table)
      append_utf8(out, (*known.table)[octet - 0x80u]);
    else
      append_utf8(out, k_replacement);
  }
  return out;
}

}  // namespace mailscope::mime
