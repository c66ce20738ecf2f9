// Printing, parsing, and adding to a spec.
#include "sim/scenario/intervention.h"

#include <algorithm>

#include "sim/base/text.h"

namespace mailscope::scenario {
namespace {

constexpr std::string_view k_plain = "-._ <>:@[]*+";
constexpr std::size_t k_lines_max = 200;

std::string encoded(std::string_view text) {
  static constexpr char k_hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char octet : text) {
    const bool is_letter = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') ||
                           (octet >= '0' && octet <= '9');
    if (is_letter || k_plain.find(octet) != std::string_view::npos) {
      out += octet;
    } else {
      const auto value = static_cast<unsigned char>(octet);
      out += '%';
      out += k_hex[value >> 4];
      out += k_hex[value & 15];
    }
  }
  return out;
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  return std::nullopt;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (!high || !low) return std::nullopt;
    out += static_cast<char>(*high << 4 | *low);
    i += 2;
  }
  return out;
}

std::string encoded(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += (out.empty() ? "" : "|") + encoded(line);
  return out;
}

struct Print {
  std::string time;

  std::string operator()(const world::CutWire& cut) const {
    return (cut.is_cut ? "cut:" : "mend:") + cut.host + time;
  }
  std::string operator()(const world::ChangeSetting& change) const {
    return "set:" + change.host + "." + encoded(change.key) + time + "=" + encoded(change.value);
  }
  std::string operator()(const world::TakeOver& take) const {
    return "take:" + take.host + "." + std::to_string(take.connection.value) + time + "=" +
           encoded(take.lines);
  }
  std::string operator()(const world::SpeakAtBox& speak) const {
    const bool is_slip = speak.words.manner == hosts::BoxWords::Manner::slip_in;
    return (is_slip ? "slip:" : "pose:") + speak.host + "." + speak.call.client + "-" +
           std::to_string(speak.call.port) + "-" + std::to_string(speak.call.nth) + "." +
           std::string(name_of(speak.words.as)) + time + "=" + encoded(speak.words.lines);
  }
  std::string operator()(const world::TypeLines& type) const {
    std::vector<std::string> all{type.server};
    all.insert(all.end(), type.lines.begin(), type.lines.end());
    return "type:" + type.host + "." + std::to_string(type.port) + time + "=" + encoded(all);
  }
  // What a script does and a learner does not.
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }
};

// "alice.14@1250000=rest", in its parts.
struct Parts {
  std::string host, key;
  std::optional<std::uint64_t> at;
  bool has_value = false;
  std::string_view value;
};

Parts parts_of(std::string_view text) {
  Parts parts;
  const Cut sides = cut(text, '=');
  parts.has_value = sides.found;
  parts.value = sides.tail;
  const Cut timed = cut(sides.head, '@');
  if (timed.found) parts.at = parse_number(timed.tail);
  const Cut named = cut(timed.head, '.');
  parts.host = std::string(named.head);
  parts.key = std::string(named.tail);
  return parts;
}

std::optional<std::vector<std::string>> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view part : split(text, '|')) {
    auto line = decoded(part);
    if (!line || lines.size() == k_lines_max) return std::nullopt;
    lines.push_back(std::move(*line));
  }
  return lines;
}

// "alice-587-1.client"; a host's name may have hyphens of its own.
std::optional<world::Doing> speech_of(std::string_view word, const Parts& parts,
                                      std::string_view key) {
  const auto dot = key.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view call = key.substr(0, dot);
  const auto nth_at = call.rfind('-');
  const auto port_at = nth_at == std::string_view::npos ? nth_at : call.rfind('-', nth_at - 1);
  if (port_at == std::string_view::npos || port_at == 0 || nth_at == 0) return std::nullopt;
  const auto port = parse_number(call.substr(port_at + 1, nth_at - port_at - 1));
  const auto nth = parse_number(call.substr(nth_at + 1));
  const auto as = named<Speaker>(key.substr(dot + 1));
  auto lines = lines_of(parts.value);
  if (!port || *port < 1 || *port > 65535 || !nth || *nth < 1 || *nth > 0xffff'ffffu || !as ||
      !lines || lines->empty()) {
    return std::nullopt;
  }
  const auto manner =
      word == "slip" ? hosts::BoxWords::Manner::slip_in : hosts::BoxWords::Manner::take_over;
  return world::SpeakAtBox{parts.host,
                           {std::string(call.substr(0, port_at)), static_cast<Port>(*port),
                            static_cast<std::uint32_t>(*nth)},
                           {*as, manner, std::move(*lines)}};
}

std::optional<world::Doing> doing_of(std::string_view word, const Parts& parts) {
  if (word == "cut" || word == "mend") return world::CutWire{parts.host, word == "cut"};
  const auto value = decoded(parts.value), key = decoded(parts.key);
  if (!parts.has_value || !value || !key || key->empty()) return std::nullopt;
  if (word == "pose" || word == "slip") return speech_of(word, parts, *key);
  if (word == "set") return world::ChangeSetting{parts.host, *key, *value};
  const auto number = parse_number(*key);
  auto lines = lines_of(parts.value);
  if (!number || !lines || lines->empty()) return std::nullopt;
  if (word == "take" && *number <= 0xffff'ffffu) {
    return world::TakeOver{parts.host, ConnectionId{static_cast<std::uint32_t>(*number)},
                           std::move(*lines)};
  }
  if (word == "type" && *number >= 1 && *number <= 65535) {
    const std::string server = lines->front();
    lines->erase(lines->begin());
    return world::TypeLines{parts.host, server, static_cast<Port>(*number), *number == 465,
                            std::move(*lines)};
  }
  return std::nullopt;
}

const hosts::HostSpec* host_in(const world::WorldSpec& spec, const std::string& name) {
  const auto found = std::find_if(spec.hosts.begin(), spec.hosts.end(),
                                  [&](const hosts::HostSpec& host) { return host.name == name; });
  return found == spec.hosts.end() ? nullptr : &*found;
}

// Why it cannot be done in this world; empty: it can.
std::string unfit(const Intervention& intervention, const world::WorldSpec& spec) {
  const auto* fate = std::get_if<world::PacketFate>(&intervention.what);
  const std::string name = fate ? fate->host
                                : std::visit([](const auto& each) { return each.host; },
                                             std::get<world::Doing>(intervention.what));
  const auto unknown = [](const std::string& host) {
    return "there is no host \"" + host + "\" in this lesson";
  };
  const hosts::HostSpec* host = host_in(spec, name);
  if (!host) return unknown(name);
  if (fate) return {};
  const auto* speak = std::get_if<world::SpeakAtBox>(&std::get<world::Doing>(intervention.what));
  if (!speak) return {};
  if (!host->middlebox) return "\"" + name + "\" is no box on anybody's wire in this lesson";
  return host_in(spec, speak->call.client) ? std::string() : unknown(speak->call.client);
}

}  // namespace

std::string to_text(const Intervention& intervention) {
  if (const auto* fate = std::get_if<world::PacketFate>(&intervention.what)) {
    const std::string packet = fate->host + "." + std::to_string(fate->nth);
    return fate->payload ? "change:" + packet + "=" + encoded(*fate->payload) : "drop:" + packet;
  }
  return std::visit(Print{"@" + std::to_string(intervention.at.us)},
                    std::get<world::Doing>(intervention.what));
}

std::optional<Intervention> parse_intervention(std::string_view text) {
  const Cut whole = cut(text, ':');
  const Parts parts = parts_of(whole.tail);
  if (!whole.found || parts.host.empty()) return std::nullopt;
  if (whole.head == "drop" || whole.head == "change") {
    const auto nth = parse_number(parts.key);
    auto payload = decoded(parts.value);
    if (!nth || *nth < 1 || *nth > 0xffff'ffffu || !payload) return std::nullopt;
    if ((whole.head == "change") != parts.has_value) return std::nullopt;
    world::PacketFate fate{parts.host, static_cast<std::uint32_t>(*nth), std::nullopt};
    if (parts.has_value) fate.payload = std::move(*payload);
    return Intervention{{}, std::move(fate)};
  }
  constexpr std::uint64_t k_time_max_us = 366ull * 86'400 * 1'000'000;
  if (!parts.at || *parts.at > k_time_max_us) return std::nullopt;
  auto doing = doing_of(whole.head, parts);
  if (!doing) return std::nullopt;
  return Intervention{Time{static_cast<std::int64_t>(*parts.at)}, std::move(*doing)};
}

std::string apply(const std::vector<Intervention>& interventions, world::WorldSpec& spec) {
  std::uint32_t number = 0;
  for (const Intervention& intervention : interventions) {
    const auto* fate = std::get_if<world::PacketFate>(&intervention.what);
    if (const std::string what = unfit(intervention, spec); !what.empty()) return what;
    if (fate) {
      spec.fates.push_back(*fate);
      continue;
    }
    world::Act act;
    act.id = "intervention-" + std::to_string(++number);
    act.at = intervention.at;
    act.doing = std::get<world::Doing>(intervention.what);
    spec.script.push_back(std::move(act));
  }
  return {};
}

}  // namespace mailscope::scenario
