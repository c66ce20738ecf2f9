// Reading JSON lines that anybody may have written.
#include <algorithm>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

#include <nlohmann/json.hpp>

#include "sim/base/text.h"
#include "sim/export/trace_json.h"
#include "sim/wire/base64.h"

namespace mailscope {
namespace {

using Json = nlohmann::json;

// How deep brackets go, and where nothing closes them; cheap, and before anything is built.
std::size_t depth_of(std::string_view line) {
  std::size_t depth = 0, deepest = 0;
  bool is_in_text = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (is_in_text) {
      if (c == '\\') ++i;
      if (c == '"') is_in_text = false;
    } else if (c == '"') {
      is_in_text = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

// Accepts everything and keeps where the parser stopped.
class ErrorPlace : public nlohmann::json_sax<Json> {
 public:
  std::size_t position = 0;
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t at, const std::string&,
                   const nlohmann::detail::exception&) override {
    position = at;
    return false;
  }
};

struct Wrong {
  std::string what, mend;
};
using Claim = std::optional<Wrong>;  // none: all is well

// ---- one overload for each type that a field can have ------------------------------------------

template <class Integer>
Claim read(const Json& json,
           Integer& value) requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) {
  const Wrong wrong{"must be a whole number in its range", "write a number without a fraction"};
  using Limits = std::numeric_limits<Integer>;
  if (json.is_number_unsigned()) {
    const auto given = json.get<std::uint64_t>();
    if (given > static_cast<std::uint64_t>(Limits::max())) return wrong;
    value = static_cast<Integer>(given);
    return std::nullopt;
  }
  if (!json.is_number_integer() || !Limits::is_signed) return wrong;
  const auto given = json.get<std::int64_t>();
  if (given < static_cast<std::int64_t>(Limits::min())) return wrong;
  if (given > static_cast<std::int64_t>(Limits::max())) return wrong;
  value = static_cast<Integer>(given);
  return std::nullopt;
}
Claim read(const Json& json, bool& value) {
  if (!json.is_boolean()) return Wrong{"must be true or false", "write true or false"};
  value = json.get<bool>();
  return std::nullopt;
}
Claim read_base64(const Json& json, std::string& octets) {
  const Wrong wrong{"must be octets in base64", "write them as RFC 4648, section 4, has them"};
  if (!json.is_string()) return wrong;
  auto decoded = wire::base64_decode(json.get_ref<const std::string&>());
  if (!decoded) return wrong;
  octets = std::move(*decoded);
  return std::nullopt;
}
Claim read(const Json& json, std::string& text) {
  if (json.is_string()) {
    text = json.get<std::string>();
    return std::nullopt;
  }
  if (json.is_object() && json.contains("base64")) return read_base64(json["base64"], text);
  return Wrong{"must be a text",
               "write a string, or {\"base64\": \"...\"} for octets that are none"};
}
Claim read(const Json& json, Octets& octets) { return read_base64(json, octets.value); }
Claim read(const Json& json, Duration& duration) { return read(json, duration.us); }
Claim read(const Json& json, Time& time) { return read(json, time.us); }
Claim read(const Json& json, Ipv4& address) {
  const auto parsed =
      json.is_string() ? parse_ipv4(json.get_ref<const std::string&>()) : std::nullopt;
  if (!parsed) return Wrong{"must be an IPv4 address", "write it like \"192.0.2.1\""};
  address = *parsed;
  return std::nullopt;
}
template <class Tag>
Claim read(const Json& json, Id<Tag>& id) {
  return read(json, id.value);
}
template <class Enum>
Claim read(const Json& json, Enum& value) requires(std::is_enum_v<Enum>) {
  const auto known =
      json.is_string() ? named<Enum>(json.get_ref<const std::string&>()) : std::nullopt;
  if (known) {
    value = *known;
    return std::nullopt;
  }
  std::string words;
  for (const auto& entry : names_of(Enum{}))
    words += (words.empty() ? "" : ", ") + std::string(entry.name);
  return Wrong{"must be one of a few words", "write one of: " + words};
}
Claim read(const Json& json, std::vector<std::string>& list) {
  if (!json.is_array()) return Wrong{"must be a list of texts", "write [\"...\"]"};
  for (const Json& member : json) {
    if (const auto wrong = read(member, list.emplace_back())) return wrong;
  }
  return std::nullopt;
}
Claim read(const Json& json, Facts& facts) {
  const Wrong wrong{"must be a list of pairs", "write [[\"key\", \"value\"]]"};
  if (!json.is_array()) return wrong;
  for (const Json& pair : json) {
    if (!pair.is_array() || pair.size() != 2) return wrong;
    auto& fact = facts.emplace_back(std::string(), std::string());
    if (read(pair[0], fact.first) || read(pair[1], fact.second)) return wrong;
  }
  return std::nullopt;
}

// ---- what a record may refer to -------------------------------------------------------------------

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<TraceFile, std::vector<TraceFault>> all() {
    if (text_.size() > k_trace_file_octets_max) {
      fault(1, "the file is larger than " + std::to_string(k_trace_file_octets_max >> 20) + " MiB",
            "export a shorter run");
    }
    while (!text_.empty() && faults_.size() < k_trace_faults_max && !is_hopeless_) {
      const Cut line = cut(text_, '\n');
      text_ = line.tail;
      ++line_;
      std::string_view content = line.head;
      while (!content.empty() && (content.back() == '\r' || content.back() == ' '))
        content.remove_suffix(1);
      if (!content.empty()) take_line(content);
    }
    if (!has_head_ && faults_.empty()) {
      fault(1, "the file is empty", "export a run with `mailscope run --json`");
    }
    if (!faults_.empty()) return Error{std::move(faults_)};
    return std::move(file_);
  }

 private:
  void fault(std::size_t column, std::string what, std::string mend) {
    faults_.push_back({std::max<std::size_t>(line_, 1), column, std::move(what), std::move(mend)});
  }
  void stop(std::string what, std::string mend) {
    fault(1, std::move(what), std::move(mend));
    is_hopeless_ = true;
  }

  void take_line(std::string_view line) {
    if (depth_of(line) > k_trace_depth_max) {
      return stop("brackets go deeper than any record's", "this is not a trace of Mailscope");
    }
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded()) {
      ErrorPlace place;
      Json::sax_parse(line, &place);
      fault(std::max<std::size_t>(place.position, 1), "this is no JSON", "write one record a line");
      is_hopeless_ = !has_head_;
      return;
    }
    if (!json.is_object()) return fault(1, "a line must be an object", "write {...}");
    if (!has_head_) return take_head(json);
    take_record(json);
  }

  void take_head(const Json& json) {
    has_head_ = true;
    if (!json.contains("format") || json["format"] != "mailscope-trace") {
      return stop("the first line must say \"format\":\"mailscope-trace\"",
                  "this is not a trace of Mailscope");
    }
    if (!json.contains("version") || json["version"] != 1) {
      return stop("this version of the format is not known", "open it with a newer Mailscope");
    }
    if (!json.contains("epoch")) return;
    const auto wrong = read(json["epoch"], file_.epoch_s);
    if (wrong) return fault(1, "\"epoch\" " + wrong->what, wrong->mend);
    constexpr std::int64_t k_epoch_max = 253'402'300'799;  // the last second of the year 9999
    if (file_.epoch_s < 0 || file_.epoch_s > k_epoch_max) {
      fault(1, "\"epoch\" must lie between 1970 and 9999", "write seconds since 1970");
    }
  }

  template <class Value>
  bool take(const Json& object, const char* key, Value& value) {
    const auto found = object.find(key);
    if (found == object.end()) return true;
    const auto wrong = read(*found, value);
    if (wrong) fault(1, "\"" + std::string(key) + "\" " + wrong->what, wrong->mend);
    return !wrong;
  }

  void take_record(const Json& json) {
    if (record_count_ >= k_trace_records_max) {
      return stop("more records than a trace can have", "export a shorter run");
    }
    Record record;
    std::string kind;
    const bool is_read =
        take(json, "number", record.number) && take(json, "time", record.time) &&
        take(json, "cause", record.cause) && take(json, "host", record.place.host) &&
        take(json, "peer", record.place.peer) &&
        take(json, "connection", record.place.connection) && take(json, "kind", kind);
    const std::uint32_t expected = ++record_count_;
    if (!is_read) return;
    if (record.number.value != expected) {
      return stop("this should be record number " + std::to_string(expected),
                  "keep all records in their order");
    }
    const auto no_data = Json::object();
    const auto data = json.find("data");
    if (data != json.end() && !data->is_object())
      return fault(1, "\"data\" must be an object", "write {...}");
    if (!read_payload(kind, data == json.end() ? no_data : *data, record.payload)) return;
    if (!faults_.empty()) return;  // what is left is only looked at for more of them
    if (const auto wrong = misleads(record)) return stop(wrong->what, wrong->mend);
    if (std::holds_alternative<HostAdded>(record.payload)) ++host_count_;
    file_.trace.append(std::move(record));
  }

  // Finds the alternative of that kind and fills its fields.
  template <std::size_t Index = 0>
  bool read_payload(const std::string& kind, const Json& data, Payload& payload) {
    if constexpr (Index == std::variant_size_v<Payload>) {
      stop("the kind \"" + visible(kind.substr(0, 40)) + "\" is not known",
           "open it with a newer Mailscope");
      return false;
    } else {
      using Kind = std::variant_alternative_t<Index, Payload>;
      if (kind != Kind::k_kind) return read_payload<Index + 1>(kind, data, payload);
      Kind value;
      bool is_read = true;
      Kind::fields(value, [&](std::string_view name, auto& field) {
        is_read = take(data, std::string(name).c_str(), field) && is_read;
      });
      payload = std::move(value);
      return is_read;
    }
  }

  // Views follow numbers without looking twice; so they must lead somewhere.
  Claim misleads(const Record& record) const {
    const Trace& trace = file_.trace;
    if (!trace.is_empty() && record.time < trace.at(trace.last()).time) {
      return Wrong{"time runs backwards", "keep all records in their order"};
    }
    if (record.time.us < 0 || record.time > Time{} + days(36'500)) {
      return Wrong{"\"time\" is beyond a hundred years", "write microseconds since the start"};
    }
    if (record.cause >= record.number) {
      return Wrong{"\"cause\" must be an earlier record", "write the number of one above"};
    }
    const bool is_host = std::holds_alternative<HostAdded>(record.payload);
    const HostId last{host_count_ + (is_host ? 1U : 0U)};
    if (is_host && record.place.host != last) {
      return Wrong{"hosts must be numbered in their order",
                   "write \"host\":" + std::to_string(last.value)};
    }
    if (record.place.host > last || record.place.peer > last) {
      return Wrong{"no such host", "add it before (kind host-added)"};
    }
    constexpr std::uint32_t k_connection_number_max = 1'000'000;
    if (record.place.connection.value > k_connection_number_max) {
      return Wrong{"\"connection\" is too large a number", "number connections from 1"};
    }
    if (const auto* host = std::get_if<HostAdded>(&record.payload); host && host->wire_of >= last) {
      return Wrong{"\"wire-of\" must be an earlier host", "add that one before"};
    }
    const auto* changed = std::get_if<PacketChanged>(&record.payload);
    const auto* dropped = std::get_if<PacketDropped>(&record.payload);
    const auto* arrived = std::get_if<PacketArrived>(&record.payload);
    if (!changed && !dropped && !arrived) return std::nullopt;
    const RecordNumber sent = changed ? changed->sent : dropped ? dropped->sent : arrived->sent;
    const bool is_packet = !sent.is_none() && sent < record.number &&
                           std::holds_alternative<PacketSent>(trace.at(sent).payload);
    if (!is_packet)
      return Wrong{"\"sent\" must be the number of a packet-sent", "look for it above"};
    return std::nullopt;
  }

  std::string_view text_;
  std::size_t line_ = 0;
  bool has_head_ = false, is_hopeless_ = false;
  std::uint32_t host_count_ = 0, record_count_ = 0;
  TraceFile file_;
  std::vector<TraceFault> faults_;
};

}  // namespace

std::string to_text(const TraceFault& fault) {
  return std::to_string(fault.line) + ":" + std::to_string(fault.column) + ": " + fault.what +
         "; " + fault.mend;
}

Result<TraceFile, std::vector<TraceFault>> read_trace_json(std::string_view text) {
  return Reader(text).all();
}

}  // namespace mailscope
