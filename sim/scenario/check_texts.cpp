// Texts in two languages: that each is in its language, and that its marks are closed.
#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "sim/base/text.h"
#include "sim/scenario/references.h"

namespace mailscope::scenario {
namespace {

// U+0400 to U+04FF begin with 0xD0 to 0xD3 in UTF-8.
bool has_cyrillic(std::string_view text) {
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0xD0 && octet <= 0xD3) return true;
  }
  return false;
}

// What stands around a word; "=" and the like make it code.
bool is_punctuation(char c) {
  return std::string_view(".,;:!?()\"'*").find(c) != std::string_view::npos ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool has_latin(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return is_alpha(c); });
}

// Words that stand alone in the world or the script: names of people, users, hosts.
using Names = std::set<std::string, std::less<>>;

void add_names(const Node& node, Names& names) {
  if (node.kind == NodeKind::text && node.text.find(' ') == std::string::npos)
    names.insert(node.text);
  for (const Node& item : node.items) add_names(item, names);
  for (const Member& member : node.members) {
    add_names(member.value, names);
  }
}

void add_names_of_lesson(const Node& node, Names& names) {
  for (const Member& member : node.members) {
    if (member.key == "world" || member.key == "script" || member.key == "effect") {
      add_names(member.value, names);
    } else {
      add_names_of_lesson(member.value, names);
    }
  }
}

// An English word of its own, outside `code`: "no", but neither "mx.example.net" nor "EHLO" nor a name.
bool has_word(std::string_view text, const Names& names) {
  bool is_code = false;
  for (const std::string_view part : split(text, '`')) {
    if (!is_code) {
      for (std::string_view word : split(part, ' ')) {
        while (!word.empty() && is_punctuation(word.front())) word.remove_prefix(1);
        while (!word.empty() && is_punctuation(word.back())) word.remove_suffix(1);
        bool is_word = word.size() >= 2;
        for (const char c : word) is_word = is_word && c >= 'a' && c <= 'z';
        if (is_word && names.count(word) == 0) return true;
      }
    }
    is_code = !is_code;
  }
  return false;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size()))
    ++found;
  return found;
}

void check_marks(const Node& text, Faults& faults) {
  const auto add = [&](const std::string& mark) {
    faults.push_back({FaultKind::meaning, text.place,
                      "a " + mark + " is opened and not closed in this text",
                      "write it at both ends"});
  };
  if (count(text.text, "`") % 2 != 0) return add("`");
  std::string outside;  // of code
  bool is_code = false;
  for (const std::string_view part : split(text.text, '`')) {
    if (!is_code) outside += part;
    is_code = !is_code;
  }
  if (count(outside, "**") % 2 != 0) add("**");
}

void check_pair(const Node& en, const Node& ru, const Names& names, Faults& faults) {
  const auto add = [&](const Node& node, std::string what, std::string mend) {
    faults.push_back({FaultKind::meaning, node.place, std::move(what), std::move(mend)});
  };
  if (en.text == ru.text && has_word(en.text, names)) {
    add(ru, "the Russian text is the English one",
        "write it in Russian, or as `code` if it is the same in every language");
  } else if (has_word(en.text, names) && !has_cyrillic(ru.text)) {
    add(ru, "the Russian text has no Russian word", "write it in Russian");
  }
  if (has_cyrillic(en.text) && !has_latin(en.text))
    add(en, "the English text has no English word", "write it in English");
  check_marks(en, faults);
  check_marks(ru, faults);
}

void check(const Node& node, const Names& names, Faults& faults) {
  const Node* en = node.find("en");
  const Node* ru = node.find("ru");
  if (en != nullptr && ru != nullptr && en->kind == NodeKind::text && ru->kind == NodeKind::text)
    check_pair(*en, *ru, names, faults);
  for (const Node& item : node.items) check(item, names, faults);
  for (const Member& member : node.members) {
    // Mails in the world may be in any language.
    if (member.key != "world" && member.key != "script" && member.key != "effect")
      check(member.value, names, faults);
  }
}

}  // namespace

void check_texts(const Node& lesson, Faults& faults) {
  Names names;
  add_names_of_lesson(lesson, names);
  check(lesson, names, faults);
}

}  // namespace mailscope::scenario
