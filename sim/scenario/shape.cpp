// Building shapes, and checking trees against them.
#include "sim/scenario/shape.h"

#include <algorithm>
#include <set>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/scenario/formats.h"

namespace mailscope::scenario {
namespace {

NodeKind kind_for(const Shape& shape) {
  switch (shape.form) {
    case Form::text: return NodeKind::text;
    case Form::integer: return NodeKind::integer;
    case Form::boolean: return NodeKind::boolean;
    case Form::list: return NodeKind::list;
    case Form::map:
    case Form::object:
    case Form::tagged: return NodeKind::object;
    case Form::either: break;
  }
  return NodeKind::null;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t k_shown_max = 60;
  const std::string shown = visible(text.substr(0, k_shown_max));
  return '"' + shown + (text.size() > k_shown_max ? "…\"" : "\"");
}

// "{"en": …, "ru": …}": an object by the keys that it must have; anything else by its name.
std::string example_of(const Shape& shape, const std::string& name) {
  constexpr std::size_t k_keys_max = 3;
  std::string keys;
  std::size_t count = 0;
  for (const Key& key : shape.keys) {
    if (shape.form != Form::object || !key.is_required || ++count > k_keys_max) continue;
    keys += (keys.empty() ? "" : ", ") + ('"' + key.name + "\": …");
  }
  if (keys.empty()) return name;
  return "{" + keys + (count > k_keys_max ? ", …}" : "}");
}

class Checker {
 public:
  Checker(Mode mode, Faults& faults) : mode_(mode), faults_(faults) {}

  void check(const Shape& shape, const Node& node) {
    if (shape.form == Form::either) return check_either(shape, node);
    if (node.kind != kind_for(shape)) return add_wrong_kind(shape, node);
    switch (shape.form) {
      case Form::text: return check_text(shape, node);
      case Form::integer: return check_integer(shape, node);
      case Form::boolean: return;
      case Form::list: return check_list(shape, node);
      case Form::map: return check_map(shape, node);
      case Form::object: return check_object(shape, node, {});
      case Form::tagged: return check_tagged(shape, node);
      case Form::either: return;
    }
  }

 private:
  void add(TextPlace place, std::string what, std::string mend) {
    faults_.push_back({FaultKind::shape, place, std::move(what), std::move(mend)});
  }

  void add_wrong_kind(const Shape& shape, const Node& node) {
    const std::string wanted = words_for(shape);
    add(node.place, "this is " + std::string(words_for(node.kind)) + " and must be " + wanted,
        shape.form == Form::text && shape.rule != nullptr ? std::string(shape.rule->mend)
                                                          : "write " + example_of(shape, wanted));
  }

  void check_either(const Shape& shape, const Node& node) {
    for (const ShapePtr& choice : shape.choices) {
      if (kind_for(*choice) == node.kind) return check(*choice, node);
    }
    add_wrong_kind(shape, node);
  }

  void check_text(const Shape& shape, const Node& node) {
    if (shape.rule != nullptr) {
      if (shape.rule->holds(node.text)) return;
      add(node.place, in_quotes(node.text) + " is not " + std::string(shape.rule->name),
          std::string(shape.rule->mend));
    } else if (std::find(shape.words.begin(), shape.words.end(), node.text) == shape.words.end()) {
      add(node.place, in_quotes(node.text) + " is not " + shape.name,
          "write " + meant(node.text, shape.words));
    }
  }

  static std::string meant(const std::string& word, const std::vector<std::string>& known) {
    const std::string near = nearest(word, known);
    return near.empty() ? listed(known) : '"' + near + '"';
  }

  void check_integer(const Shape& shape, const Node& node) {
    if (node.number >= shape.least && node.number <= shape.most) return;
    add(node.place, std::to_string(node.number) + " is not " + words_for(shape),
        "write a number in that range");
  }

  void check_count(const Shape& shape, const Node& node, std::size_t count) {
    if (static_cast<std::int64_t>(count) >= shape.least) return;
    if (mode_ == Mode::patch && shape.form == Form::map) return;
    add(node.place,
        "there must be at least " + std::to_string(shape.least) + " here, and there " +
            (count == 1 ? "is " : "are ") + std::to_string(count),
        "add " + words_for(*shape.item));
  }

  void check_list(const Shape& shape, const Node& node) {
    check_count(shape, node, node.items.size());
    // A list is replaced whole, so what is in it must be whole.
    Checker inside(Mode::whole, faults_);
    for (const Node& item : node.items) inside.check(*shape.item, item);
  }

  bool is_removal(const Node& node) const {
    return mode_ == Mode::patch && node.kind == NodeKind::null;
  }

  void check_map(const Shape& shape, const Node& node) {
    check_count(shape, node, node.members.size());
    for (const Member& member : node.members) {
      if (!shape.rule->holds(member.key)) {
        add(member.key_place, in_quotes(member.key) + " is not " + std::string(shape.rule->name),
            std::string(shape.rule->mend));
      }
      if (!is_removal(member.value)) check(*shape.item, member.value);
    }
  }

  void check_object(const Shape& shape, const Node& node, std::string_view tag) {
    std::set<std::string> misspelt;  // what a wrong key was meant to be is not missed as well
    for (const Member& member : node.members) {
      if (member.key == tag) continue;
      const auto key = std::find_if(shape.keys.begin(), shape.keys.end(),
                                    [&](const Key& k) { return k.name == member.key; });
      const bool has_prefix = !shape.prefix.empty() && member.key.size() > shape.prefix.size() &&
                              member.key.compare(0, shape.prefix.size(), shape.prefix) == 0;
      if (key == shape.keys.end() && !has_prefix) {
        misspelt.insert(add_unknown_key(shape, member));
      } else if (key != shape.keys.end() && key->is_patch) {
        Checker(Mode::patch, faults_).check(*key->shape, member.value);
      } else if (!is_removal(member.value)) {
        check(key != shape.keys.end() ? *key->shape : *shape.item, member.value);
      }
    }
    if (mode_ == Mode::patch) return;
    for (const Key& key : shape.keys) {
      if (!key.is_required || node.member(key.name) != nullptr) continue;
      if (misspelt.count(key.name) > 0) continue;
      add(node.place, shape.name + " lacks \"" + key.name + '"', "add it: " + key.what);
    }
    check_combinations(shape, node, misspelt);
  }

  // The key that it was meant to be; "" when that cannot be guessed.
  std::string add_unknown_key(const Shape& shape, const Member& member) {
    std::vector<std::string> known;
    for (const Key& key : shape.keys) known.push_back(key.name);
    const std::string near = nearest(member.key, known);
    add(member.key_place, shape.name + " has no key " + in_quotes(member.key),
        near.empty() ? (known.empty() ? std::string("remove it") : "its keys are " + listed(known))
                     : "write \"" + near + '"');
    return near;
  }

  void check_combinations(const Shape& shape, const Node& node,
                          const std::set<std::string>& misspelt) {
    if (!shape.one_of.empty()) {
      std::int64_t count = 0;
      for (const std::string& name : shape.one_of)
        count += node.member(name) != nullptr || misspelt.count(name) > 0 ? 1 : 0;
      if (count != 1) {
        add(node.place, shape.name + (count == 0 ? " says nothing" : " says more than one thing"),
            "write exactly one of " + listed(shape.one_of));
      }
    }
    for (const auto& [first, second] : shape.needs_other) {
      const Member* member = node.member(first);
      if (member == nullptr || node.member(second) != nullptr) continue;
      add(member->key_place, "\"" + first + "\" means nothing without \"" + second + '"',
          "remove it, or add \"" + second + '"');
    }
  }

  void check_tagged(const Shape& shape, const Node& node) {
    std::vector<std::string> known;
    for (const auto& [word, variant] : shape.variants) known.push_back(word);
    const Node* tag = node.find(shape.tag);
    if (tag == nullptr) {
      add(node.place, shape.name + " lacks \"" + shape.tag + '"', "add it: " + listed(known));
      return;
    }
    if (tag->kind != NodeKind::text) {
      add(tag->place,
          "this is " + std::string(words_for(tag->kind)) + " and must be " +
              std::string(k_any_text.name),
          "write " + listed(known));
      return;
    }
    for (const auto& [word, variant] : shape.variants) {
      if (word == tag->text) return check_object(*variant, node, shape.tag);
    }
    add(tag->place, in_quotes(tag->text) + " is no \"" + shape.tag + "\" of " + shape.name,
        "write " + meant(tag->text, known));
  }

  Mode mode_;
  Faults& faults_;
};

std::shared_ptr<Shape> shape_of(Form form, std::string name) {
  auto shape = std::make_shared<Shape>();
  shape->form = form;
  shape->name = std::move(name);
  return shape;
}

}  // namespace

ShapePtr text_by(const TextRule& rule) {
  auto shape = shape_of(Form::text, std::string(rule.name));
  shape->rule = &rule;
  return shape;
}

ShapePtr word_of(std::string name, std::vector<std::string> words) {
  auto shape = shape_of(Form::text, std::move(name));
  shape->words = std::move(words);
  return shape;
}

ShapePtr integer(std::int64_t least, std::int64_t most) {
  auto shape = shape_of(Form::integer, "a whole number");
  shape->least = least, shape->most = most;
  return shape;
}

ShapePtr boolean() { return shape_of(Form::boolean, "true or false"); }

ShapePtr list_of(ShapePtr item, std::int64_t least) {
  auto shape = shape_of(Form::list, "a list");
  shape->item = std::move(item), shape->least = least;
  return shape;
}

ShapePtr map_of(std::string name, const TextRule& keys, ShapePtr item, std::int64_t least) {
  auto shape = shape_of(Form::map, std::move(name));
  shape->rule = &keys, shape->item = std::move(item), shape->least = least;
  return shape;
}

ShapePtr object_of(std::string name, std::vector<Key> keys) {
  auto shape = shape_of(Form::object, std::move(name));
  shape->keys = std::move(keys);
  return shape;
}

ShapePtr one_key_of(std::string name, std::vector<Key> keys) {
  auto shape = shape_of(Form::object, std::move(name));
  for (const Key& key : keys) shape->one_of.push_back(key.name);
  shape->keys = std::move(keys);
  return shape;
}

ShapePtr tagged_by(std::string name, std::string tag,
                   std::vector<std::pair<std::string, ShapePtr>> variants) {
  auto shape = shape_of(Form::tagged, std::move(name));
  shape->tag = std::move(tag), shape->variants = std::move(variants);
  return shape;
}

ShapePtr either_of(std::string name, std::vector<ShapePtr> choices) {
  auto shape = shape_of(Form::either, std::move(name));
  shape->choices = std::move(choices);
  return shape;
}

Key need(std::string name, ShapePtr shape, std::string what) {
  return {std::move(name), std::move(shape), true, std::move(what)};
}

Key may(std::string name, ShapePtr shape, std::string what) {
  return {std::move(name), std::move(shape), false, std::move(what)};
}

Key may_patch(std::string name, ShapePtr shape, std::string what) {
  return {std::move(name), std::move(shape), false, std::move(what), true};
}

void check_shape(const Shape& shape, const Node& node, Mode mode, Faults& faults) {
  Checker(mode, faults).check(shape, node);
}

std::string words_for(const Shape& shape) {
  if (shape.form == Form::integer) {
    return "a whole number from " + std::to_string(shape.least) + " to " +
           std::to_string(shape.most);
  }
  if (shape.form == Form::list) return "a list, each item " + words_for(*shape.item);
  return shape.name;
}

}  // namespace mailscope::scenario
