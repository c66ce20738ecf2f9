// Records as JSON lines. Texts that are not UTF-8 become {"base64": "..."}, as octets always are plain
// base64 strings.
#include <algorithm>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "sim/base/text.h"
#include "sim/export/trace_json.h"
#include "sim/wire/base64.h"

namespace mailscope {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(std::string_view text) {
  if (is_utf8(text)) return Json(std::string(text));
  Json object = Json::object();
  object["base64"] = wire::base64_encode(text);
  return object;
}
Json json_of(const std::string& text) { return json_of(std::string_view(text)); }
Json json_of(const Octets& octets) { return Json(wire::base64_encode(octets.value)); }
Json json_of(Duration duration) { return Json(duration.us); }
Json json_of(Time time) { return Json(time.us); }
Json json_of(Ipv4 address) { return Json(to_text(address)); }
template <class Tag>
Json json_of(Id<Tag> id) {
  return Json(id.value);
}
template <class Value>
Json json_of(Value value) requires(std::is_enum_v<Value>) {
  return json_of(name_of(value));
}
template <class Value>
Json json_of(Value value) requires(std::is_integral_v<Value>) {
  return Json(value);
}
Json json_of(const std::vector<std::string>& list) {
  Json array = Json::array();
  for (const auto& member : list) array.push_back(json_of(member));
  return array;
}
Json json_of(const Facts& facts) {
  Json array = Json::array();
  for (const auto& [key, value] : facts) {
    Json pair = Json::array();
    pair.push_back(json_of(key));
    pair.push_back(json_of(value));
    array.push_back(std::move(pair));
  }
  return array;
}

}  // namespace

std::string record_json(const Record& record) {
  Json line = Json::object();
  line["number"] = record.number.value;
  line["time"] = record.time.us;
  if (!record.cause.is_none()) line["cause"] = record.cause.value;
  if (!record.place.host.is_none()) line["host"] = record.place.host.value;
  if (!record.place.peer.is_none()) line["peer"] = record.place.peer.value;
  if (!record.place.connection.is_none()) line["connection"] = record.place.connection.value;
  line["kind"] = std::string(kind_of(record));
  Json data = Json::object();
  std::visit(
      [&](const auto& payload) {
        std::decay_t<decltype(payload)>::fields(payload,
                                                [&](std::string_view name, const auto& value) {
                                                  data[std::string(name)] = json_of(value);
                                                });
      },
      record.payload);
  line["data"] = std::move(data);
  return line.dump();
}

std::string trace_head_json(std::int64_t epoch_s) {
  Json head = Json::object();
  head["format"] = "mailscope-trace";
  head["version"] = 1;
  head["epoch"] = epoch_s;
  return head.dump();
}

bool is_trace_json(std::string_view text) {
  const std::string_view line = text.substr(0, std::min(text.find('\n'), std::size_t{1'000}));
  return !line.empty() && line[0] == '{' && line.find("mailscope-trace") != std::string_view::npos;
}

std::string trace_json(const Trace& trace, std::int64_t epoch_s) {
  std::string out = trace_head_json(epoch_s) + "\n";
  for (const Record& record : trace) out += record_json(record) + "\n";
  return out;
}

}  // namespace mailscope
