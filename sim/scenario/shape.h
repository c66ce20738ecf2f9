// Shapes: which trees the scenario language allows, as data.
//
// One table serves three readers: the checker below (faults with place and mend), the JSON Schema in
// scenarios/schema.json (shape_schema.h), and the tables of docs/SCENARIOS.md. What the checker lets
// through, the readers in read_*.cpp take without asking again.
//
//   const ShapePtr point = object_of("a point", {need("x", integer(0, 9), "from the left")});
//   check_shape(*point, node, Mode::whole, faults);
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/fault.h"
#include "sim/scenario/located.h"

namespace mailscope::scenario {

struct Shape;
using ShapePtr = std::shared_ptr<const Shape>;

// Which texts are right. `regex` (ECMA-262, for the schema) and `holds` say the same.
struct TextRule {
  std::string_view name;  // "a duration"
  std::string_view mend;  // "write a number and a unit, such as \"10ms\""
  std::string_view regex;
  bool (*holds)(std::string_view text);
};

struct Key {
  std::string name;
  ShapePtr shape;
  bool is_required = false;
  std::string what;       // one line for people: meaning, unit, default
  bool is_patch = false;  // the value is a merge patch for such a tree
};

enum class Form {
  text,     // by `rule`, or one of `words`
  integer,  // from `least` to `most`
  boolean,
  list,    // of `item`, at least `least` of them
  map,     // keys by `rule`, values `item`, at least `least` of them
  object,  // `keys`; with `prefix`, also any key that begins so, with `item`; exactly one of `one_of`
  tagged,  // an object whose key `tag` says which of `variants` it is
  either,  // one of `choices`, which differ in the kind of JSON value
};

struct Shape {
  Form form = Form::text;
  std::string name;  // "a host", "a text in two languages"
  const TextRule* rule = nullptr;
  std::vector<std::string> words;
  std::int64_t least = 0, most = 0;
  ShapePtr item;
  std::vector<Key> keys;
  std::string prefix;
  std::vector<std::string> one_of;
  std::vector<std::pair<std::string, std::string>>
      needs_other;  // the first key only beside the second
  std::string tag;
  std::vector<std::pair<std::string, ShapePtr>> variants;
  std::vector<ShapePtr> choices;
};

ShapePtr text_by(const TextRule& rule);
ShapePtr word_of(std::string name, std::vector<std::string> words);
ShapePtr integer(std::int64_t least, std::int64_t most);
ShapePtr boolean();
ShapePtr list_of(ShapePtr item, std::int64_t least = 0);
ShapePtr map_of(std::string name, const TextRule& keys, ShapePtr item, std::int64_t least = 0);
ShapePtr object_of(std::string name, std::vector<Key> keys);
ShapePtr one_key_of(std::string name, std::vector<Key> keys);
ShapePtr tagged_by(std::string name, std::string tag,
                   std::vector<std::pair<std::string, ShapePtr>> variants);
ShapePtr either_of(std::string name, std::vector<ShapePtr> choices);

Key need(std::string name, ShapePtr shape, std::string what);
Key may(std::string name, ShapePtr shape, std::string what);
Key may_patch(std::string name, ShapePtr shape, std::string what);

// The words of one of the trace's or a host's closed lists (names.h).
template <class Names>
std::vector<std::string> words_of(const Names& names) {
  std::vector<std::string> words;
  for (const auto& entry : names) words.emplace_back(entry.name);
  return words;
}

enum class Mode {
  whole,  // everything that is required must be there
  patch,  // a merge patch for such a tree: nothing is required, null removes, lists are whole
};

// Adds a fault for everything in `node` that is not of this shape.
void check_shape(const Shape& shape, const Node& node, Mode mode, Faults& faults);

// "a whole number from 1 to 60", "a duration", ...: what stands after "must be".
std::string words_for(const Shape& shape);

}  // namespace mailscope::scenario
