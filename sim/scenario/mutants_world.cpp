// Mutations of a world's tree, found by walking it along the shapes of the language.
#include <algorithm>

#include "sim/base/text.h"
#include "sim/scenario/formats.h"
#include "sim/scenario/language.h"
#include "sim/scenario/mutants.h"

namespace mailscope::scenario {
namespace {

// A step down the tree: a member's key, or an item's index.
struct PathStep {
  std::string key;
  std::size_t index = 0;
};
using Path = std::vector<PathStep>;

Node* node_at(Node& root, const Path& path, std::size_t length) {
  Node* at = &root;
  for (std::size_t i = 0; i < length; ++i) {
    if (!path[i].key.empty()) {
      Node* next = nullptr;
      for (Member& member : at->members) {
        if (member.key == path[i].key) next = &member.value;
      }
      at = next;
    } else {
      at = path[i].index < at->items.size() ? &at->items[path[i].index] : nullptr;
    }
    if (at == nullptr) return nullptr;
  }
  return at;
}

std::string words_of(const Path& path) {
  std::string out;
  for (const PathStep& step : path) {
    if (step.key == "hosts" && out.empty()) continue;
    out +=
        (out.empty() ? "" : ".") + (step.key.empty() ? std::to_string(step.index + 1) : step.key);
  }
  return out;
}

std::string words_of(const Node& node) {
  switch (node.kind) {
    case NodeKind::boolean: return node.is_true ? "true" : "false";
    case NodeKind::integer: return std::to_string(node.number);
    case NodeKind::text: return '"' + visible(node.text) + '"';
    case NodeKind::null:
    case NodeKind::fraction:
    case NodeKind::list:
    case NodeKind::object: break;
  }
  return std::string(words_for(node.kind));
}

Node text_node(std::string text) {
  Node node;
  node.kind = NodeKind::text, node.text = std::move(text);
  return node;
}
Node flag_node(bool is_true) {
  Node node;
  node.kind = NodeKind::boolean, node.is_true = is_true;
  return node;
}
Node number_node(std::int64_t number) {
  Node node;
  node.kind = NodeKind::integer, node.number = number;
  return node;
}

class MutantWalk {
 public:
  std::vector<Mutation> removals, settings, texts;

  void visit(const Shape& shape, const Node& node) {
    switch (shape.form) {
      case Form::text: return change_text(shape, node);
      case Form::integer: return change_number(shape, node);
      case Form::boolean: return set(flag_node(!node.is_true), &node, settings);
      case Form::list: return visit_list(shape, node);
      case Form::map:
        for (const Member& member : node.members) visit_member(*shape.item, member, true);
        return;
      case Form::object: return visit_object(shape, node);
      case Form::tagged:
        for (const auto& [word, variant] : shape.variants) {
          const Node* tag = node.find(shape.tag);
          if (tag != nullptr && tag->text == word) visit_object(*variant, node);
        }
        return;
      case Form::either:
        for (const ShapePtr& choice : shape.choices) {
          Faults faults;
          check_shape(*choice, node, Mode::whole, faults);
          if (faults.empty()) return visit(*choice, node);
        }
        return;
    }
  }

 private:
  void visit_member(const Shape& shape, const Member& member, bool is_removable) {
    path_.push_back({member.key, 0});
    if (is_removable) remove();
    visit(shape, member.value);
    path_.pop_back();
  }

  void visit_list(const Shape& shape, const Node& node) {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      path_.push_back({"", i});
      remove();
      visit(*shape.item, node.items[i]);
      path_.pop_back();
    }
  }

  void visit_object(const Shape& shape, const Node& node) {
    for (const Key& key : shape.keys) {
      // What only names a thing or bounds the run says nothing about mail.
      if (key.name == "seed" || key.name == "epoch" || key.name == "budget" || key.name == "role")
        continue;
      const Member* member = node.member(key.name);
      if (member != nullptr) {
        visit_member(*key.shape, *member, !key.is_required);
        continue;
      }
      path_.push_back({key.name, 0});
      add_absent(*key.shape);
      path_.pop_back();
    }
  }

  // A setting that is not there has its default: every value is tried, the default among them.
  void add_absent(const Shape& shape) {
    if (shape.form == Form::boolean) {
      set(flag_node(true), nullptr, settings);
      set(flag_node(false), nullptr, settings);
    } else if (shape.form == Form::text && !shape.words.empty()) {
      for (const std::string& word : shape.words) set(text_node(word), nullptr, settings);
    } else if (shape.form == Form::integer) {
      set(number_node(shape.least), nullptr, settings);
    } else if (shape.form == Form::text && shape.rule == &k_duration) {
      set(text_node("0s"), nullptr, settings);
    } else if (shape.form == Form::object) {
      const bool is_empty_right = std::none_of(shape.keys.begin(), shape.keys.end(),
                                               [](const Key& key) { return key.is_required; });
      Node object;
      object.kind = NodeKind::object;
      if (is_empty_right && shape.one_of.empty()) set(std::move(object), nullptr, settings);
    } else if (shape.form == Form::either) {
      for (const ShapePtr& choice : shape.choices) add_absent(*choice);
    } else if (shape.form == Form::list && !shape.item->words.empty()) {
      for (const std::string& word : shape.item->words) {
        Node list;
        list.kind = NodeKind::list;
        list.items.push_back(text_node(word));
        set(std::move(list), nullptr, settings);
      }
    }
  }

  void change_text(const Shape& shape, const Node& node) {
    if (!shape.words.empty()) {
      for (const std::string& word : shape.words) {
        if (word != node.text) set(text_node(word), &node, settings);
      }
    } else if (shape.rule == &k_duration) {
      for (const char* other : {"0s", "1min", "30d"}) {
        if (node.text != other) set(text_node(other), &node, settings);
      }
    } else {
      // An octet more: another password, another domain, another word of a policy.
      set(text_node("x" + node.text), &node, texts);
      set(text_node(node.text + "x"), &node, texts);
      if (node.text.find("-all") != std::string::npos || node.text.find("p=") != std::string::npos)
        set(text_node(upper(node.text)), &node, texts);
    }
  }

  void change_number(const Shape& shape, const Node& node) {
    for (const std::int64_t other : {shape.least, shape.most, node.number + 1}) {
      if (other != node.number) set(number_node(other), &node, settings);
    }
  }

  void remove() {
    Mutation mutation;
    mutation.words = words_of(path_) + ": removed";
    mutation.on_world = [path = path_](Node& world) {
      Node* parent = node_at(world, path, path.size() - 1);
      if (parent == nullptr) return;
      const PathStep& last = path.back();
      if (last.key.empty()) {
        if (last.index < parent->items.size())
          parent->items.erase(parent->items.begin() + static_cast<std::ptrdiff_t>(last.index));
        return;
      }
      auto& members = parent->members;
      members.erase(std::remove_if(members.begin(), members.end(),
                                   [&](const Member& m) { return m.key == last.key; }),
                    members.end());
    };
    removals.push_back(std::move(mutation));
  }

  void set(Node value, const Node* old, std::vector<Mutation>& into) {
    Mutation mutation;
    mutation.is_setting = true;
    mutation.words = words_of(path_) + ": " + words_of(value) +
                     (old == nullptr ? "" : " instead of " + words_of(*old));
    mutation.on_world = [path = path_, value = std::move(value)](Node& world) {
      Node* parent = node_at(world, path, path.size() - 1);
      if (parent == nullptr) return;
      const PathStep& last = path.back();
      if (Node* there = node_at(world, path, path.size())) {
        *there = value;
      } else if (!last.key.empty() && parent->kind == NodeKind::object) {
        parent->members.push_back({last.key, {}, value});
      }
    };
    into.push_back(std::move(mutation));
  }

  Path path_;
};

}  // namespace

std::vector<Mutation> world_mutations(const Node& world) {
  MutantWalk walk;
  walk.visit(*world_shape(), world);
  std::vector<Mutation> out = std::move(walk.removals);
  for (std::vector<Mutation>* more : {&walk.settings, &walk.texts})
    for (Mutation& mutation : *more) out.push_back(std::move(mutation));
  return out;
}

}  // namespace mailscope::scenario
