#include "sim/policy/tag_list.h"

#include "sim/base/text.h"

namespace mailscope::policy {
namespace {

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view stripped(std::string_view text) {
  while (!text.empty() && is_white(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_white(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<TagList> TagList::parse(std::string_view text) {
  TagList list;
  for (const std::string_view part : split(text, ';')) {
    if (stripped(part).empty()) continue;
    const Cut tag = cut(part, '=');
    const std::string name(stripped(tag.head));
    if (!tag.found || name.empty() || list.find(name) != nullptr) return std::nullopt;
    list.tags_.emplace_back(name, std::string(stripped(tag.tail)));
  }
  return list;
}

const std::string* TagList::find(std::string_view name) const {
  for (const auto& [known, value] : tags_) {
    if (known == name) return &value;
  }
  return nullptr;
}

std::string TagList::value_or(std::string_view name, std::string_view otherwise) const {
  const std::string* value = find(name);
  return value == nullptr ? std::string(otherwise) : *value;
}

std::string without_white_space(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_white(c)) out += c;
  }
  return out;
}

}  // namespace mailscope::policy
