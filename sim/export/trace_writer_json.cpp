// Records as JSON lines. Texts that are not UTF-8 become {"base64": "..."}, as octets always are plain
// base64 strings.
#include <algorithm>
#include <type_traits>

#include "sim/base/text.h"
#include "sim/export/trace_json.h"
#include "sim/wire/base64.h"

namespace mailscope {
namespace {

// What stands behind a backslash for this octet; 0: nothing does.
char escape_of(char c) {
  switch (c) {
    case '"':
    case '\\': return c;
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
  }
  return '\0';
}

// A visit of real programs writes a line for each record while they wait: so straight into the line, in
// runs, without a tree between.
void write_string(std::string& line, std::string_view text) {
  static constexpr char k_digits[] = "0123456789abcdef";
  line += '"';
  std::size_t written = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octet = static_cast<unsigned char>(text[i]);
    if (octet >= 0x20 && text[i] != '"' && text[i] != '\\') continue;
    line.append(text, written, i - written);
    written = i + 1;
    line += '\\';
    if (const char escape = escape_of(text[i])) {
      line += escape;
    } else {
      line += "u00";
      line += k_digits[octet >> 4];
      line += k_digits[octet & 15];
    }
  }
  line.append(text, written, std::string_view::npos);
  line += '"';
}

void write(std::string& line, std::string_view text) {
  if (is_utf8(text)) return write_string(line, text);
  line += "{\"base64\":";
  write_string(line, wire::base64_encode(text));
  line += '}';
}
void write(std::string& line, const std::string& text) { write(line, std::string_view(text)); }
void write(std::string& line, const Octets& octets) {
  line += '"';
  line += wire::base64_encode(octets.value);
  line += '"';
}
void write(std::string& line, bool is_so) { line += is_so ? "true" : "false"; }
template <class Value>
void write(std::string& line, Value value) requires(std::is_integral_v<Value>) {
  line += std::to_string(value);
}
template <class Value>
void write(std::string& line, Value value) requires(std::is_enum_v<Value>) {
  write(line, std::string_view(name_of(value)));
}
void write(std::string& line, Duration duration) { write(line, duration.us); }
void write(std::string& line, Time time) { write(line, time.us); }
void write(std::string& line, Ipv4 address) { write(line, to_text(address)); }
template <class Tag>
void write(std::string& line, Id<Tag> id) {
  write(line, id.value);
}
void write(std::string& line, const std::vector<std::string>& list) {
  line += '[';
  for (const auto& member : list) {
    if (line.back() != '[') line += ',';
    write(line, member);
  }
  line += ']';
}
void write(std::string& line, const Facts& facts) {
  line += '[';
  for (const auto& [key, value] : facts) {
    if (line.back() != '[') line += ',';
    line += '[';
    write(line, key);
    line += ',';
    write(line, value);
    line += ']';
  }
  line += ']';
}

template <class Value>
void write_member(std::string& line, std::string_view name, const Value& value) {
  if (line.back() != '{') line += ',';
  write_string(line, name);
  line += ':';
  write(line, value);
}

}  // namespace

std::string record_json(const Record& record) {
  std::string line = "{";
  write_member(line, "number", record.number);
  write_member(line, "time", record.time);
  if (!record.cause.is_none()) write_member(line, "cause", record.cause);
  if (!record.place.host.is_none()) write_member(line, "host", record.place.host);
  if (!record.place.peer.is_none()) write_member(line, "peer", record.place.peer);
  if (!record.place.connection.is_none()) write_member(line, "connection", record.place.connection);
  write_member(line, "kind", std::string_view(kind_of(record)));
  line += ",\"data\":{";
  std::visit(
      [&](const auto& payload) {
        std::decay_t<decltype(payload)>::fields(
            payload,
            [&](std::string_view name, const auto& value) { write_member(line, name, value); });
      },
      record.payload);
  return line + "}}";
}

std::string trace_head_json(std::int64_t epoch_s) {
  std::string line = "{";
  write_member(line, "format", std::string_view("mailscope-trace"));
  write_member(line, "version", 1);
  write_member(line, "epoch", epoch_s);
  return line + "}";
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
