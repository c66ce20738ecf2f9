// The shape of a pattern: made from the payloads themselves, so every field of the trace can be matched
// and a field that does not exist is a fault in the scenario.
#include <optional>
#include <type_traits>

#include "sim/scenario/formats.h"
#include "sim/scenario/language.h"
#include "sim/trace/payload.h"

namespace mailscope::scenario {
namespace {

template <class Value>
ShapePtr shape_for_field() {
  if constexpr (std::is_same_v<Value, bool>) {
    return boolean();
  } else if constexpr (std::is_same_v<Value, HostId>) {
    return text_by(k_id);
  } else if constexpr (std::is_enum_v<Value>) {
    return word_of("a word of this field", words_of(names_of(Value{})));
  } else if constexpr (std::is_integral_v<Value> || std::is_same_v<Value, Time> ||
                       std::is_same_v<Value, Duration> || std::is_same_v<Value, RecordNumber>) {
    return integer(0, 9'007'199'254'740'991);
  } else {
    return text_by(k_any_text);
  }
}

// The variant for one kind of payload: fields, `not` with the same fields, `nth`.
template <class Payload_>
std::pair<std::string, ShapePtr> variant_for() {
  std::vector<Key> fields{may("host", text_by(k_id), "where it happens"),
                          may("peer", text_by(k_id), "the other side")};
  std::string prefix;
  const Payload_ payload{};
  Payload_::fields(payload, [&](std::string_view name, const auto& value) {
    using Value = std::decay_t<decltype(value)>;
    if constexpr (std::is_same_v<Value, Facts>) {
      prefix = std::string(name) + ".";
    } else {
      fields.push_back(may(std::string(name), shape_for_field<Value>(), "see docs/TRACE.md"));
    }
  });
  const std::string kind(Payload_::k_kind);
  const auto with_facts = [&](const std::string& name, std::vector<Key> keys) {
    auto shape = std::make_shared<Shape>(*object_of(name, std::move(keys)));
    shape->prefix = prefix;
    if (!prefix.empty()) shape->item = text_by(k_any_text);
    return ShapePtr(shape);
  };
  std::vector<Key> keys = fields;
  keys.push_back(
      may("not", with_facts("\"not\" of \"" + kind + '"', fields), "fields that must not be so"));
  keys.push_back(
      may("nth", integer(1, 100'000), "only the n-th of all that match; default: every one"));
  return {kind, with_facts("a pattern for \"" + kind + '"', std::move(keys))};
}

template <class... Kinds>
std::vector<std::pair<std::string, ShapePtr>> variants_of(const std::variant<Kinds...>*) {
  return {variant_for<Kinds>()...};
}

}  // namespace

const ShapePtr& pattern_shape() {
  static const ShapePtr shape =
      tagged_by("a pattern", "kind", variants_of(static_cast<const Payload*>(nullptr)));
  return shape;
}

}  // namespace mailscope::scenario
