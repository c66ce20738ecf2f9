// Shapes to JSON Schema. Objects become definitions, named for the shape, so the file stays readable.
#include <map>

#include <nlohmann/json.hpp>

#include "sim/base/text.h"
#include "sim/scenario/shape_schema.h"

namespace mailscope::scenario {
namespace {

using Json = nlohmann::ordered_json;

class SchemaWriter {
 public:
  Json of(const Shape& shape, Mode mode) {
    switch (shape.form) {
      case Form::text: return of_text(shape);
      case Form::integer:
        return {{"type", "integer"}, {"minimum", shape.least}, {"maximum", shape.most}};
      case Form::boolean: return {{"type", "boolean"}};
      case Form::list: {
        Json out{{"type", "array"}, {"items", of(*shape.item, Mode::whole)}};
        if (shape.least > 0) out["minItems"] = shape.least;
        return out;
      }
      case Form::either: {
        Json out{{"anyOf", Json::array()}};
        for (const ShapePtr& choice : shape.choices) out["anyOf"].push_back(of(*choice, mode));
        return out;
      }
      case Form::map:
      case Form::object:
      case Form::tagged: return reference(shape, mode);
    }
    return {};
  }

  Json take_definitions() {
    Json out = Json::object();
    for (auto& [name, definition] : definitions_) out[name] = std::move(definition);
    return out;
  }

 private:
  static Json of_text(const Shape& shape) {
    Json out{{"type", "string"}};
    if (!shape.words.empty()) out["enum"] = shape.words;
    if (shape.rule != nullptr && !shape.rule->regex.empty())
      out["pattern"] = std::string(shape.rule->regex);
    return out;
  }

  // "a mail server" in patch form: "mail-server-patch". Shapes of one name but other keys are numbered.
  Json reference(const Shape& shape, Mode mode) {
    const auto key = std::make_pair(&shape, mode);
    if (const auto known = names_.find(key); known != names_.end()) return refer(known->second);
    std::string name;
    for (const char c : shape.name) {
      if (is_alpha(c) || is_digit(c)) name.push_back(c);
      if ((c == ' ' || c == '-') && !name.empty()) name.push_back('-');
    }
    for (const std::string_view article : {"a-", "an-", "the-"}) {
      if (name.compare(0, article.size(), article) == 0) {
        name.erase(0, article.size());
        break;
      }
    }
    if (mode == Mode::patch) name += "-patch";
    Json definition = define(shape, mode);
    std::string unique = name;
    for (int n = 2; definitions_.count(unique) > 0 && definitions_[unique] != definition; ++n) {
      unique = name + "-" + std::to_string(n);
    }
    definitions_[unique] = std::move(definition);
    names_[key] = unique;
    return refer(unique);
  }

  static Json refer(const std::string& name) { return {{"$ref", "#/$defs/" + name}}; }

  static Json or_null(Json schema, Mode mode) {
    if (mode == Mode::whole) return schema;
    return {{"anyOf", Json::array({std::move(schema), Json{{"type", "null"}}})}};
  }

  Json define(const Shape& shape, Mode mode) {
    if (shape.form == Form::map) {
      Json out{{"type", "object"}};
      if (!shape.rule->regex.empty())
        out["propertyNames"] = Json{{"pattern", std::string(shape.rule->regex)}};
      out["additionalProperties"] = or_null(of(*shape.item, mode), mode);
      if (shape.least > 0 && mode == Mode::whole) out["minProperties"] = shape.least;
      return out;
    }
    return shape.form == Form::tagged ? define_tagged(shape, mode) : define_object(shape, mode, {});
  }

  Json define_object(const Shape& shape, Mode mode, const std::string& tag) {
    Json properties = Json::object();
    if (!tag.empty()) properties[tag] = Json::object();
    Json required = Json::array();
    for (const Key& key : shape.keys) {
      Json value = or_null(of(*key.shape, key.is_patch ? Mode::patch : mode), mode);
      value["description"] = key.what;
      properties[key.name] = std::move(value);
      if (key.is_required) required.push_back(key.name);
    }
    Json out{{"type", "object"}, {"properties", std::move(properties)}};
    if (!shape.prefix.empty()) {
      std::string pattern = "^";
      for (const char c : shape.prefix)
        pattern += c == '.' ? std::string("\\.") : std::string(1, c);
      out["patternProperties"] = Json{{pattern + "[^]", of(*shape.item, mode)}};
    }
    out["additionalProperties"] = false;
    if (mode == Mode::patch) return out;
    if (!required.empty()) out["required"] = std::move(required);
    if (!shape.one_of.empty()) {
      out["oneOf"] = Json::array();
      for (const std::string& name : shape.one_of)
        out["oneOf"].push_back({{"required", Json::array({name})}});
    }
    for (const auto& [first, second] : shape.needs_other)
      out["dependentRequired"][first] = Json::array({second});
    return out;
  }

  Json define_tagged(const Shape& shape, Mode mode) {
    Json words = Json::array(), cases = Json::array();
    for (const auto& [word, variant] : shape.variants) {
      words.push_back(word);
      cases.push_back({{"if",
                        {{"properties", {{shape.tag, {{"const", word}}}}},
                         {"required", Json::array({shape.tag})}}},
                       {"then", define_object(*variant, mode, shape.tag)}});
    }
    return {{"type", "object"},
            {"properties", {{shape.tag, {{"enum", std::move(words)}}}}},
            {"required", Json::array({shape.tag})},
            {"allOf", std::move(cases)}};
  }

  std::map<std::pair<const Shape*, Mode>, std::string> names_;
  std::map<std::string, Json> definitions_;
};

}  // namespace

std::string schema_text(const Shape& shape, const std::string& title) {
  SchemaWriter writer;
  Json body = writer.of(shape, Mode::whole);
  Json out{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  for (auto& [key, value] : body.items()) out[key] = value;
  out["$defs"] = writer.take_definitions();
  return out.dump(1) + "\n";
}

}  // namespace mailscope::scenario
