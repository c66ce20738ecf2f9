// What a located tree can do once it is there.
#include "sim/scenario/located.h"

namespace mailscope::scenario {

const Member* Node::member(std::string_view key) const {
  for (const Member& candidate : members) {
    if (candidate.key == key) return &candidate;
  }
  return nullptr;
}

const Node* Node::find(std::string_view key) const {
  const Member* found = member(key);
  return found == nullptr ? nullptr : &found->value;
}

bool operator==(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.is_true != b.is_true || a.number != b.number || a.text != b.text)
    return false;
  if (a.items != b.items || a.members.size() != b.members.size()) return false;
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    if (a.members[i].key != b.members[i].key || !(a.members[i].value == b.members[i].value))
      return false;
  }
  return true;
}

std::string_view words_for(NodeKind kind) {
  switch (kind) {
    case NodeKind::null: return "null";
    case NodeKind::boolean: return "true or false";
    case NodeKind::integer: return "a whole number";
    case NodeKind::fraction: return "a number with a fraction, or too large a one";
    case NodeKind::text: return "a text";
    case NodeKind::list: return "a list";
    case NodeKind::object: return "an object";
  }
  return "?";
}

std::string size_fault_text(std::size_t octets) {
  return "the file has " + std::to_string(octets) + " octets; " +
         std::to_string(k_text_octets_max) + " is the most";
}

void merge_patch(Node& target, const Node& patch) {
  if (patch.kind != NodeKind::object) {
    target = patch;
    return;
  }
  if (target.kind != NodeKind::object) {
    target = Node{};
    target.kind = NodeKind::object;
    target.place = patch.place;
  }
  for (const Member& change : patch.members) {
    std::size_t at = 0;
    while (at < target.members.size() && target.members[at].key != change.key) ++at;
    const bool is_there = at < target.members.size();
    if (change.value.kind == NodeKind::null) {
      if (is_there) target.members.erase(target.members.begin() + static_cast<std::ptrdiff_t>(at));
      continue;
    }
    if (!is_there) target.members.push_back({change.key, change.key_place, Node{}});
    merge_patch(target.members[at].value, change.value);
  }
}

}  // namespace mailscope::scenario
