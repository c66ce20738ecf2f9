// Looking packets and connections up in the trace.
#include "ui/shell/moment.h"

#include "sim/net/packet.h"
#include "sim/scenario/intervention.h"

namespace mailscope::ui {
namespace {

std::string word_of(world::Doing doing, Time at) {
  return scenario::to_text({at, std::move(doing)});
}
std::string name_of(const Run& run, HostId host) { return name_of_host(run.names(), host); }

// The record in which the step's packet is put on the wire.
const Record* sending_of(const Run& run, const Step& step) {
  if (step.headline.is_none()) return nullptr;
  const Record& headline = run.trace().at(step.headline);
  if (std::holds_alternative<PacketSent>(headline.payload)) return &headline;
  const bool travels = std::holds_alternative<Said>(headline.payload) ||
                       std::holds_alternative<TlsMessage>(headline.payload) ||
                       std::holds_alternative<DnsSaid>(headline.payload) ||
                       std::holds_alternative<ConnectionOpened>(headline.payload);
  if (!travels) return nullptr;
  for (std::uint32_t n = step.headline.value + 1; n <= run.trace().size(); ++n) {
    const Record& record = run.trace().at({n});
    if (record.time > headline.time) return nullptr;
    if (!std::holds_alternative<PacketSent>(record.payload)) continue;
    if (record.place.host == headline.place.host &&
        record.place.connection == headline.place.connection) {
      return &record;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<PacketAt> packet_of(const Run& run, const Step& step) {
  const Record* sending = sending_of(run, step);
  if (!sending) return std::nullopt;
  const auto& sent = std::get<PacketSent>(sending->payload);
  if (sent.is_injected) return std::nullopt;
  PacketAt packet{sending->place.host, 0, {}, is_encrypted(run, step)};
  const RecordList& packets = run.index().packets_of(packet.host);
  packet.nth = static_cast<std::uint32_t>(up_to(packets, sending->number));
  if (const auto parsed = net::parse_packet(sent.packet.value))
    packet.payload = std::string(parsed->payload);
  return packet;
}

std::optional<ConnectionAt> connection_of(const Run& run, const Step& step) {
  ConnectionAt found;
  for (std::uint32_t n = step.number + 1; n-- > 0 && found.connection.is_none();) {
    const Step& other = run.steps()[n];
    if (!other.connection.is_none()) found.connection = other.connection;
  }
  const ConnectionFacts* facts = run.index().connection(found.connection);
  if (!facts || facts->opened.is_none() || facts->opened > step.last) return std::nullopt;
  found.client = facts->client;
  found.server = facts->server;
  found.server_port = facts->server_port;
  found.is_open = up_to(facts->ends, step.last) == 0;
  if (!facts->lines.empty() && facts->lines.front() <= step.last) found.protocol = facts->protocol;
  return found;
}

std::optional<AttackerAt> attacker_at(const Run& run, const Step& step, const ConnectionAt& at,
                                      HostId preferred) {
  AttackerAt found;
  for (const Record& record : run.trace()) {
    const auto* added = std::get_if<HostAdded>(&record.payload);
    if (!added) {
      if (std::holds_alternative<ConnectionOpened>(record.payload)) break;  // all hosts are there
      continue;
    }
    if (added->wire_of != at.client && added->wire_of != at.server) continue;
    if (added->wire_of.is_none() || (!found.box.is_none() && record.place.host != preferred))
      continue;
    found.box = record.place.host;
  }
  if (found.box.is_none()) return std::nullopt;
  found.nth = 0;
  for (const auto& [id, facts] : run.index().connections()) {
    if (facts.client == at.client && facts.server_port == at.server_port && id <= at.connection)
      ++found.nth;
  }
  const ConnectionFacts* facts = run.index().connection(at.connection);
  for (std::uint32_t n = facts->opened.value; n <= step.last.value && !found.is_sealed; ++n) {
    const Record& record = run.trace().at({n});
    found.is_sealed = record.place.connection == at.connection &&
                      std::holds_alternative<TlsMessage>(record.payload);
  }
  return found;
}

Time moment_of(const Step& step) { return step.begins + microseconds(1); }

std::string drop_word(const Run& run, const PacketAt& packet) {
  return scenario::to_text(
      {{}, world::PacketFate{name_of(run, packet.host), packet.nth, std::nullopt}});
}
std::string change_word(const Run& run, const PacketAt& packet, std::string payload) {
  return scenario::to_text(
      {{}, world::PacketFate{name_of(run, packet.host), packet.nth, std::move(payload)}});
}
std::string cut_word(const Run& run, HostId host, bool is_cut, Time at) {
  return word_of(world::CutWire{name_of(run, host), is_cut}, at);
}
std::string set_word(const Run& run, HostId host, std::string key, std::string value, Time at) {
  return word_of(world::ChangeSetting{name_of(run, host), std::move(key), std::move(value)}, at);
}
std::string take_word(const Run& run, HostId host, ConnectionId connection,
                      std::vector<std::string> lines, Time at) {
  return word_of(world::TakeOver{name_of(run, host), connection, std::move(lines)}, at);
}
std::string speak_word(const Run& run, const ConnectionAt& at, const AttackerAt& attacker,
                       hosts::BoxWords words, Time time) {
  return word_of(world::SpeakAtBox{name_of(run, attacker.box),
                                   {name_of(run, at.client), at.server_port, attacker.nth},
                                   std::move(words)},
                 time);
}
std::string type_word(const Run& run, HostId host, std::string server, Port port,
                      std::vector<std::string> lines, Time at) {
  return word_of(
      world::TypeLines{name_of(run, host), std::move(server), port, port == 465, std::move(lines)},
      at);
}

}  // namespace mailscope::ui
