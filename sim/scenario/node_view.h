// Reading a tree that check_shape has let through: every key has the kind that its shape says, so what is
// not there gets its default and nothing can fail.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/check.h"
#include "sim/scenario/formats.h"
#include "sim/scenario/located.h"
#include "sim/trace/names.h"

namespace mailscope::scenario {

class NodeView {
 public:
  explicit NodeView(const Node& node) : node_(node) {}

  const Node* find(std::string_view key) const { return node_.find(key); }
  const Node& node() const { return node_; }
  TextPlace place() const { return node_.place; }

  std::string text(std::string_view key, std::string fallback = {}) const {
    const Node* found = find(key);
    return found == nullptr ? std::move(fallback) : found->text;
  }
  bool flag(std::string_view key, bool fallback) const {
    const Node* found = find(key);
    return found == nullptr ? fallback : found->is_true;
  }
  std::optional<bool> optional_flag(std::string_view key) const {
    const Node* found = find(key);
    return found == nullptr ? std::nullopt : std::optional<bool>(found->is_true);
  }
  // The shape has bounded it to what `Number` can hold.
  template <class Number>
  Number number(std::string_view key, Number fallback) const {
    const Node* found = find(key);
    return found == nullptr ? fallback : static_cast<Number>(found->number);
  }
  Duration duration(std::string_view key, Duration fallback) const {
    const Node* found = find(key);
    return found == nullptr ? fallback : duration_of(found->text);
  }
  std::vector<std::string> texts(std::string_view key,
                                 std::vector<std::string> fallback = {}) const {
    const Node* found = find(key);
    if (found == nullptr) return fallback;
    std::vector<std::string> out;
    for (const Node& item : found->items) out.push_back(item.text);
    return out;
  }
  template <class Enum>
  Enum word(std::string_view key, Enum fallback) const {
    return optional_word<Enum>(key).value_or(fallback);
  }
  template <class Enum>
  std::optional<Enum> optional_word(std::string_view key) const {
    const Node* found = find(key);
    if (found == nullptr) return std::nullopt;
    const auto value = named<Enum>(found->text);
    MUST(value.has_value());
    return value;
  }
  // Members of a map, items of a list; nothing when the key is not there.
  const std::vector<Member>& members(std::string_view key) const {
    static const std::vector<Member> none;
    const Node* found = find(key);
    return found == nullptr ? none : found->members;
  }
  const std::vector<Node>& items(std::string_view key) const {
    static const std::vector<Node> none;
    const Node* found = find(key);
    return found == nullptr ? none : found->items;
  }

 private:
  const Node& node_;
};

}  // namespace mailscope::scenario
