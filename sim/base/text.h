// Plain ASCII text helpers that know no locale: what the protocols mean by "case-insensitive".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace mailscope {

constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr char ascii_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string lower(std::string_view text);
std::string upper(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
// Position of `needle` in `text`, or npos.
std::size_t find_ignoring_case(std::string_view text, std::string_view needle);

// A string that is gone at the end of the expression: the functions below that give views of their argument
// do not take it, for what they gave would be gone, too.
template <class Text>
concept Passing = std::is_same_v<std::remove_cv_t<Text>, std::string>;

// Without spaces and tabs at both ends.
std::string_view trim(std::string_view text);
template <Passing Text>
std::string_view trim(Text&& text) = delete;
// "a b" split at every `separator`; empty parts are kept, so joining gives the text back.
std::vector<std::string_view> split(std::string_view text, char separator);
template <Passing Text>
std::vector<std::string_view> split(Text&& text, char separator) = delete;
// The first word and the rest after the first `separator` (the rest is empty when there is none).
struct Cut {
  std::string_view head, tail;
  bool found = false;
};
Cut cut(std::string_view text, char separator);
template <Passing Text>
Cut cut(Text&& text, char separator) = delete;

// Digits only, nothing else, and it fits.
std::optional<std::uint64_t> parse_number(std::string_view digits);

// True when the octets are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool is_utf8(std::string_view octets);
bool is_ascii(std::string_view octets);

// For people: control octets as ␍ ␊ ␀ …, octets that are not UTF-8 as \xNN.
std::string visible(std::string_view octets);
// "de ad be ef"
std::string hex(std::string_view octets, char separator = '\0');

}  // namespace mailscope
