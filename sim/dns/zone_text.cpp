// Master-file text of whole zones: lines, directives, owners carried over. Records:
// zone_text_record.cpp.
#include "sim/dns/zone_text.h"

#include <utility>

#include "sim/base/text.h"
#include "sim/dns/zone_text_tokens.h"

namespace mailscope::dns {
namespace {

struct ZoneReader {
  Name origin;  // relative names stand below it; $ORIGIN changes it
  std::uint32_t ttl_default_s = k_ttl_default_s;
  Name owner;  // of the last record
  std::vector<Record> records;
  std::vector<std::size_t> record_lines;

  std::optional<ZoneFault> read_line(std::size_t number, std::string_view line);
  std::optional<ZoneFault> read_directive(const std::vector<Token>& tokens);
};

std::optional<ZoneFault> ZoneReader::read_line(std::size_t number, std::string_view line) {
  const auto numbered = [&](ZoneFault fault) {
    fault.line = number;
    return fault;
  };
  const auto tokens = tokens_of(line);
  if (!tokens) return numbered(tokens.error());
  if (tokens->empty()) return std::nullopt;
  if (!tokens->front().is_quoted && tokens->front().text[0] == '$') {
    auto fault = read_directive(*tokens);
    if (fault) fault = numbered(std::move(*fault));
    return fault;
  }
  const bool owner_is_omitted = line.front() == ' ' || line.front() == '\t';
  auto record =
      read_record(*tokens, line.size(), origin, ttl_default_s, owner_is_omitted ? &owner : nullptr);
  if (!record) return numbered(record.error());
  owner = record->name;
  records.push_back(*std::move(record));
  record_lines.push_back(number);
  return std::nullopt;
}

std::optional<ZoneFault> ZoneReader::read_directive(const std::vector<Token>& tokens) {
  const Token& directive = tokens.front();
  if (equal_ignoring_case(directive.text, "$INCLUDE")) {
    return ZoneFault{1, directive.column, "$INCLUDE is not understood",
                     "write the records themselves"};
  }
  if (tokens.size() != 2) {
    return ZoneFault{1, directive.column, directive.text + " needs one value",
                     "write: $TTL 3600, or: $ORIGIN example.org."};
  }
  const Token& value = tokens[1];
  if (equal_ignoring_case(directive.text, "$TTL")) {
    const auto ttl_s = parse_ttl(value.text);
    if (!ttl_s)
      return ZoneFault{1, value.column, "\"" + value.text + "\" is no time to live",
                       "write seconds, as in: $TTL 3600"};
    ttl_default_s = *ttl_s;
    return std::nullopt;
  }
  if (equal_ignoring_case(directive.text, "$ORIGIN")) {
    auto name = read_name(value, origin);
    if (!name) return name.error();
    origin = *std::move(name);
    return std::nullopt;
  }
  return ZoneFault{1, directive.column, "\"" + directive.text + "\" is no directive",
                   "$TTL and $ORIGIN are"};
}

}  // namespace

std::string to_text(const ZoneFault& fault) {
  return "line " + std::to_string(fault.line) + ", column " + std::to_string(fault.column) + ": " +
         fault.what + "; " + fault.mend;
}

Result<Record, ZoneFault> parse_record(std::string_view line, const Name& origin,
                                       std::uint32_t ttl_default_s) {
  const auto tokens = tokens_of(line);
  if (!tokens) return Error{tokens.error()};
  return read_record(*tokens, line.size(), origin, ttl_default_s, nullptr);
}

Result<Zone, ZoneFault> parse_zone(const Name& origin, const std::vector<std::string>& lines) {
  ZoneReader reader;
  reader.origin = reader.owner = origin;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (auto fault = reader.read_line(i + 1, line)) return Error{*std::move(fault)};
  }
  auto zone = Zone::make(origin, std::move(reader.records));
  if (zone) return *std::move(zone);
  const auto& bad = zone.error();
  const std::size_t line =
      bad.index < reader.record_lines.size() ? reader.record_lines[bad.index] : 1;
  return Error{ZoneFault{line, 1, bad.what, "change or remove this line"}};
}

Result<Zone, ZoneFault> parse_zone(const Name& origin, std::string_view text) {
  std::vector<std::string> lines;
  for (const auto line : split(text, '\n')) lines.emplace_back(line);
  return parse_zone(origin, lines);
}

std::string print_record(const Record& record) {
  const std::string dot = record.name.is_root() ? "" : ".";
  return record.name.text() + dot + " " + std::to_string(record.ttl_s) + " IN " +
         to_text(type_of(record.data)) + " " + to_text(record.data, FinalDot::yes);
}

std::string print_zone(const Zone& zone) {
  std::string text;
  for (const Record& record : zone.records()) text += print_record(record) + "\n";
  return text;
}

}  // namespace mailscope::dns
