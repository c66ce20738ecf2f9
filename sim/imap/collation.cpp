#include "sim/imap/collation.h"

#include "sim/base/text.h"

namespace mailscope::imap {
namespace {

struct Decomposed {
  std::string_view letter, parts;
};
// Letters with their accents apart, as Unicode decomposes them; in capitals.
constexpr Decomposed k_decomposed[] = {
    {"à", "A\u0300"}, {"á", "A\u0301"}, {"â", "A\u0302"}, {"ã", "A\u0303"}, {"ä", "A\u0308"},
    {"å", "A\u030A"}, {"ç", "C\u0327"}, {"è", "E\u0300"}, {"é", "E\u0301"}, {"ê", "E\u0302"},
    {"ë", "E\u0308"}, {"ì", "I\u0300"}, {"í", "I\u0301"}, {"î", "I\u0302"}, {"ï", "I\u0308"},
    {"ñ", "N\u0303"}, {"ò", "O\u0300"}, {"ó", "O\u0301"}, {"ô", "O\u0302"}, {"õ", "O\u0303"},
    {"ö", "O\u0308"}, {"ù", "U\u0300"}, {"ú", "U\u0301"}, {"û", "U\u0302"}, {"ü", "U\u0308"},
    {"ý", "Y\u0301"}, {"й", "И\u0306"}, {"ё", "Е\u0308"}, {"ї", "І\u0308"}, {"ў", "У\u0306"},
};

unsigned point_at(std::string_view utf8, std::size_t i) {
  return ((static_cast<unsigned char>(utf8[i]) & 0x1Fu) << 6) |
         (static_cast<unsigned char>(utf8[i + 1]) & 0x3Fu);
}

// Whether a letter of two octets, from U+00C0 to U+052F, stands here.
bool is_letter_of_two(std::string_view utf8, std::size_t i) {
  if (i + 1 >= utf8.size()) return false;
  const auto first = static_cast<unsigned char>(utf8[i]);
  return first >= 0xC3 && first <= 0xD4 &&
         (static_cast<unsigned char>(utf8[i + 1]) & 0xC0u) == 0x80u;
}

void put_point(std::string& utf8, std::size_t i, unsigned point) {
  utf8[i] = static_cast<char>(0xC0u | (point >> 6));
  utf8[i + 1] = static_cast<char>(0x80u | (point & 0x3Fu));
}

}  // namespace

std::string folded_case(std::string_view utf8) {
  std::string out = lower(utf8);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!is_letter_of_two(out, i)) continue;
    unsigned point = point_at(out, i);
    const bool is_latin_1 = point >= 0xC0 && point <= 0xDE && point != 0xD7;
    const bool is_greek = point >= 0x391 && point <= 0x3A9;
    if (is_latin_1 || is_greek || (point >= 0x410 && point <= 0x42F)) {
      point += 0x20;
    } else if (point >= 0x400 && point <= 0x40F) {
      point += 0x50;
    } else if ((point >= 0x100 && point <= 0x137) || (point >= 0x14A && point <= 0x177) ||
               (point >= 0x460 && point <= 0x481) || (point >= 0x48A && point <= 0x4BF) ||
               (point >= 0x4D0 && point <= 0x52F)) {
      point |= 1u;
    }
    put_point(out, i, point);
    ++i;
  }
  return out;
}

std::string collation_key(std::string_view utf8) {
  const std::string folded = folded_case(utf8);
  std::string key;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    if (!is_letter_of_two(folded, i)) {
      key += ascii_upper(folded[i]);
      continue;
    }
    std::string letter = folded.substr(i++, 2);
    const unsigned point = point_at(letter, 0);
    if (point >= 0x430 && point <= 0x44F) {
      put_point(letter, 0, point - 0x20);
    } else if (point >= 0x450 && point <= 0x45F) {
      put_point(letter, 0, point - 0x50);
    }
    for (const Decomposed& each : k_decomposed)
      if (folded.compare(i - 1, 2, each.letter) == 0) letter = std::string(each.parts);
    key += letter;
  }
  return key;
}

}  // namespace mailscope::imap
