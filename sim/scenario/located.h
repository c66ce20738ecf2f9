// A JSON text as a tree in which every value and every key knows its place.
//
// Strict JSON (RFC 8259) in UTF-8, a leading byte order mark allowed; keys keep the file's order. Reading
// never fails half-way: there is a tree, or there are faults. Text, depth and size have limits, so no
// file can exhaust the reader.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/fault.h"

namespace mailscope::scenario {

inline constexpr std::size_t k_text_octets_max = 1'000'000;  // one scenario
inline constexpr std::size_t k_depth_max = 40;               // values inside values

enum class NodeKind { null, boolean, integer, fraction, text, list, object };

struct Member;

struct Node {
  NodeKind kind = NodeKind::null;
  TextPlace place;
  bool is_true = false;
  std::int64_t number = 0;      // integers only
  std::string text;             // strings, unescaped
  std::vector<Node> items;      // of a list
  std::vector<Member> members;  // of an object, in the file's order, no key twice

  // The member's value, or null pointer.
  const Node* find(std::string_view key) const;
  const Member* member(std::string_view key) const;

  // Same content; places do not count.
  friend bool operator==(const Node& a, const Node& b);
};

struct Member {
  std::string key;
  TextPlace key_place;
  Node value;
};

// Adds what is wrong to `faults`; no tree when the text cannot be read to its end. A key that is there
// twice is a fault, but the tree (with its first value) is read all the same.
std::optional<Node> parse_located(std::string_view text, Faults& faults);

// "the file has 2000000 octets; 1000000 is the most", also said before a file is read.
std::string size_fault_text(std::size_t octets);

// "a text", "a list", ...
std::string_view words_for(NodeKind kind);

// RFC 7396: members of `patch` replace or join those of `target`, null removes; a list replaces a list.
// Places come along, so a fault in what a patch brought points into the patch.
void merge_patch(Node& target, const Node& patch);

}  // namespace mailscope::scenario
