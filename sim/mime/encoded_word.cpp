#include "sim/mime/encoded_word.h"

#include <algorithm>
#include <optional>

#include "sim/base/text.h"
#include "sim/mime/charset.h"
#include "sim/mime/transfer.h"
#include "sim/wire/base64.h"

namespace mailscope::mime {

namespace {

// RFC 2047 allows 75; a little less leaves room for "Subject: " on the same line.
constexpr std::size_t k_encoded_word_max = 64;

// RFC 2047 allows 75 octets; some programs write whole subjects as one. The limit keeps reading linear.
constexpr std::size_t k_encoded_word_read_max = 2000;

struct EncodedWord {
  std::string_view charset;
  std::string octets;
  std::size_t length = 0;  // of the whole word in the text
};

// The encoded word at the start of `text`, if there is one that can be decoded.
std::optional<EncodedWord> encoded_word_at(std::string_view text) {
  if (text.substr(0, 2) != "=?") return std::nullopt;
  text = text.substr(0, k_encoded_word_read_max);
  const std::size_t charset_end = text.find('?', 2);
  if (charset_end == std::string_view::npos || charset_end + 2 >= text.size() ||
      text[charset_end + 2] != '?')
    return std::nullopt;
  const std::size_t start = charset_end + 3;
  const std::size_t end = text.find("?=", start);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view encoded = text.substr(start, end - start);
  if (encoded.find_first_of(" \t\r\n?") != std::string_view::npos) return std::nullopt;

  EncodedWord word;
  word.charset = cut(text.substr(2, charset_end - 2), '*').head;  // a language tag may follow
  word.length = end + 2;
  const char encoding = ascii_upper(text[charset_end + 1]);
  if (!is_known_charset(word.charset)) return std::nullopt;
  if (encoding == 'B') {
    word.octets = decode(encoded, Transfer::base64).octets;
  } else if (encoding == 'Q') {
    std::string spaced(encoded);
    std::replace(spaced.begin(), spaced.end(), '_', ' ');
    // A blank at the end is text here, not something a relay has added.
    word.octets = decode(spaced + "=", Transfer::quoted_printable).octets;
  } else {
    return std::nullopt;
  }
  return word;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t character_length(std::string_view utf8) {
  for (std::size_t n = 1; n <= std::min<std::size_t>(4, utf8.size()); ++n)
    if (is_utf8(utf8.substr(0, n))) return n;
  return 1;
}

std::string q_encoded(std::string_view octets) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    // The set that is safe in a phrase as well (RFC 2047, section 5, rule 3).
    const bool is_plain =
        is_alpha(c) || is_digit(c) || c == '!' || c == '*' || c == '+' || c == '-' || c == '/';
    if (is_plain) {
      out += c;
    } else if (c == ' ') {
      out += '_';
    } else {
      out += '=';
      out += digits[octet >> 4];
      out += digits[octet & 15];
    }
  }
  return out;
}

// The whole text as encoded words, with one blank between them.
std::string encoded_words(std::string_view text) {
  const bool uses_q = q_encoded(text).size() <= wire::base64_encode(text).size();
  const std::string head = uses_q ? "=?utf-8?Q?" : "=?utf-8?B?";
  const std::size_t room = k_encoded_word_max - head.size() - 2;
  std::string out, piece;
  const auto flush = [&] {
    if (piece.empty()) return;
    if (!out.empty()) out += ' ';
    out += head + (uses_q ? q_encoded(piece) : wire::base64_encode(piece)) + "?=";
    piece.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, character_length(text.substr(at)));
    const std::string longer = piece + std::string(character);
    const std::size_t width = uses_q ? q_encoded(longer).size() : (longer.size() + 2) / 3 * 4;
    if (width > room) flush();
    piece += character;
    at += character.size();
  }
  flush();
  return out;
}

bool needs_encoding(std::string_view word) {
  if (!is_ascii(word) || word.find("=?") != std::string_view::npos) return true;
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return (c >= 0 && c < 32 && c != '\t') || c == 127; });
}

bool is_atom_text(char c) {
  return is_alpha(c) || is_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

}  // namespace

std::string decode_words(std::string_view text) {
  std::string out;
  std::string blanks;           // after an encoded word: vanish when another one follows
  std::string octets, charset;  // of neighbouring words with one charset, joined before conversion
  const auto flush = [&] {
    if (!charset.empty()) out += to_utf8(octets, charset).value_or(octets);
    octets.clear();
    charset.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    if (const auto word = encoded_word_at(text.substr(at))) {
      if (!equal_ignoring_case(charset, word->charset)) flush();
      charset = std::string(word->charset);
      octets += word->octets;
      blanks.clear();
      at += word->length;
    } else if (is_space(text[at]) && !charset.empty()) {
      blanks += text[at++];
    } else {
      flush();
      out += blanks;
      blanks.clear();
      out += text[at++];
    }
  }
  flush();
  return out + blanks;
}

std::string encode_unstructured(std::string_view text) {
  // Neighbouring words that need encoding become one stretch, so that the blanks between them survive.
  std::string out;
  std::string stretch;
  const auto flush = [&] {
    out += encoded_words(stretch);
    stretch.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t word_start = std::min(text.find_first_not_of(' ', at), text.size());
    const std::size_t word_end = std::min(text.find(' ', word_start), text.size());
    const std::string_view blanks = text.substr(at, word_start - at);
    const std::string_view word = text.substr(word_start, word_end - word_start);
    at = word_end;
    if (needs_encoding(word)) {
      (stretch.empty() ? out : stretch) += blanks;
      stretch += word;
    } else {
      flush();
      out += blanks;
      out += word;
    }
  }
  flush();
  return out;
}

std::string encode_phrase(std::string_view text) {
  if (needs_encoding(text)) return encoded_words(text);
  const bool is_atoms =
      !text.empty() && text.front() != ' ' && text.back() != ' ' &&
      std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || is_atom_text(c); });
  if (is_atoms) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace mailscope::mime
