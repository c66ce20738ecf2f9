// The map from the folded state and the step's headline.
#include "ui/model/map_model.h"

#include <algorithm>

#include "ui/text/codes.h"

namespace mailscope::ui {
namespace {

constexpr std::size_t k_words_max =
    100;  // signs of a line; the panel shows as many as there is room for

std::string caption_of(const HostState& host, const Words& words) {
  for (const char* key : {"server-name", "person", "dns-name"}) {
    const auto found = host.settings.find(key);
    if (found != host.settings.end() && !found->second.empty()) return found->second;
  }
  return role_name(words, host.role);
}

bool is_used(const MapLayout& layout, HostId host, Port port) {
  return std::find(layout.used_doors.begin(), layout.used_doors.end(), std::pair(host, port)) !=
         layout.used_doors.end();
}

MapHost map_host_at(const Look& look, HostId id) {
  const HostState& state = look.state.host(id);
  MapHost host;
  host.id = id;
  host.name = state.name;
  host.caption = caption_of(state, look.words);
  host.role = state.role;
  host.spot = look.run.layout().spots[id.value - 1];
  host.is_box = !state.wire_of.is_none();
  host.wire_of = state.wire_of;
  host.is_active = look.step.from == id || look.step.to == id;
  host.queued = static_cast<std::uint32_t>(state.queue.size());
  for (const auto& [name, mailbox] : state.mailboxes) {
    host.stored += static_cast<std::uint32_t>(mailbox.mails.size());
  }
  const bool is_eavesdropper = state.role == HostRole::attacker || host.is_box;
  host.knows_secrets = is_eavesdropper && !state.secrets.empty();
  for (const ServiceOpened& service : state.services) {
    if (service.protocol == Protocol::dns || !is_used(look.run.layout(), id, service.port))
      continue;
    MapPort port{service.port, service.security, false};
    for (const auto& [connection, end] : state.connections) {
      const auto found = look.state.connections.find(connection);
      if (found != look.state.connections.end() && found->second.server == id &&
          found->second.server_port == service.port) {
        port.is_busy = true;
      }
    }
    host.ports.push_back(port);
  }
  std::sort(host.ports.begin(), host.ports.end(),
            [](const MapPort& a, const MapPort& b) { return a.port < b.port; });
  if (const Record* record = headline_record(look.run, look.step);
      record && record->place.host == id) {
    if (const auto* screen = std::get_if<ScreenShown>(&record->payload)) {
      host.screen = screen_text(look.words, *screen);
      host.is_screen_bad =
          screen->severity == Severity::error || screen->severity == Severity::warning;
    }
  }
  return host;
}

WireSeal seal_of(const Look& look, const MapEdge& edge) {
  WireSeal seal = WireSeal::idle;
  for (const auto& [id, end] : look.state.host(edge.client).connections) {
    if (end.tcp != TcpState::established) continue;
    const ConnectionFacts* connection = look.run.index().connection(id);
    if (!connection || connection->client != edge.client || connection->server != edge.server) {
      continue;
    }
    seal = end.is_encrypted ? WireSeal::sealed : std::max(seal, WireSeal::open);
  }
  return seal;
}

// The box on the wire between two hosts; none when nobody listens.
HostId box_between(const MapLayout& layout, HostId a, HostId b) {
  for (const MapEdge& edge : layout.edges) {
    if ((edge.client == a && edge.server == b) || (edge.client == b && edge.server == a))
      return edge.box;
  }
  return {};
}

bool is_wire_cut(const HostState& host) {
  const auto found = host.settings.find("wire");
  return found != host.settings.end() && found->second == "cut";
}

bool is_dropped(const Run& run, const Step& step) {
  for (std::uint32_t number = step.first.value; number <= step.last.value; ++number) {
    const auto* dropped = std::get_if<PacketDropped>(&run.trace().at({number}).payload);
    if (dropped && dropped->sent >= step.first) return true;
  }
  return false;
}

class PacketOf {
 public:
  PacketOf(const Look& look, MapPacket& packet) : look_(look), packet_(packet) {}

  bool operator()(const Said& said) const {
    packet_.is_sealed = said.is_encrypted;
    packet_.is_mail = said.kind == LineKind::content;
    packet_.is_words = !packet_.is_mail || is_one_line(said.text);
    packet_.text = !packet_.is_words ? look_.words.trn("the mail, {n} octet",
                                                       "the mail, {n} octets", said.text.size())
                                     : first_line(said.text, k_words_max);
    if (packet_.text.empty()) {
      packet_.text = look_.words.tr("an empty line");
      packet_.is_words = false;
    }
    return true;
  }
  bool operator()(const TlsMessage& message) const {
    packet_.is_sealed = message.is_encrypted;
    packet_.text = message.name;
    return true;
  }
  bool operator()(const DnsSaid& dns) const {
    packet_.is_words = true;
    packet_.text = dns.type + " " + dns.name + (dns.speaker == Speaker::client ? "?" : "");
    if (dns.speaker == Speaker::server) {
      packet_.text +=
          dns.answers.empty() ? " " + dns.response_code : " " + answer_of(dns.answers.front());
    }
    packet_.text = first_line(packet_.text, k_words_max);
    return true;
  }
  bool operator()(const ConnectionOpened& opened) const {
    packet_.text =
        fill(look_.words.tr("call to port {port}"), {{"port", std::to_string(opened.server_port)}});
    return true;
  }
  bool operator()(const PacketSent&) const {
    packet_.text = "TCP";
    return true;
  }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }

 private:
  static std::string answer_of(const std::string& answer) {
    const std::size_t in = answer.find(" IN ");
    if (in == std::string::npos) return answer;
    const std::size_t data = answer.find(' ', in + 4);
    return data == std::string::npos ? answer : answer.substr(data + 1);
  }

  const Look& look_;
  MapPacket& packet_;
};

std::optional<MapPacket> packet_at(const Look& look) {
  const Step& step = look.step;
  const Record* record = headline_record(look.run, step);
  if (!record || step.to.is_none() || step.from == step.to) return std::nullopt;
  MapPacket packet;
  packet.from = step.from;
  packet.to = step.to;
  packet.protocol = step.protocol;
  if (!std::visit(PacketOf(look, packet), record->payload)) return std::nullopt;
  packet.is_lost = is_dropped(look.run, step);
  packet.seen_by = box_between(look.run.layout(), packet.from, packet.to);
  if (!packet.seen_by.is_none()) {
    packet.seen = packet.is_sealed ? look.words.tr("sees only that something passes")
                  : packet.is_mail ? look.words.tr("reads the whole mail")
                                   : fill(look.words.tr("reads: {text}"), {{"text", packet.text}});
  }
  return packet;
}

}  // namespace

MapModel map_at(const Look& look) {
  MapModel map;
  map.step = look.step.number;
  for (std::uint32_t id = 1; id <= look.state.hosts.size(); ++id)
    map.hosts.push_back(map_host_at(look, {id}));
  for (const MapEdge& edge : look.run.layout().edges) {
    const bool is_cut =
        is_wire_cut(look.state.host(edge.client)) || is_wire_cut(look.state.host(edge.server));
    map.wires.push_back({edge.client, edge.server, edge.protocol, seal_of(look, edge), edge.box,
                         edge.holds_box, is_cut});
  }
  map.packet = packet_at(look);
  return map;
}

std::string to_text(const MapModel& map) {
  std::string text;
  const auto name = [&](HostId id) { return id.is_none() ? "-" : map.hosts[id.value - 1].name; };
  for (const MapHost& host : map.hosts) {
    text += (host.is_active ? "* " : "  ") + host.name + " (" + host.caption + ") at " +
            std::to_string(host.spot.x) + "," + std::to_string(host.spot.y);
    for (const MapPort& port : host.ports) {
      text += " :" + std::to_string(port.port) + (port.is_busy ? "!" : "");
    }
    if (host.queued) text += " queue " + std::to_string(host.queued);
    if (host.stored) text += " mails " + std::to_string(host.stored);
    if (host.knows_secrets) text += " knows secrets";
    if (!host.screen.empty()) text += " shows \"" + host.screen + "\"";
    text += "\n";
  }
  for (const MapWire& wire : map.wires) {
    static constexpr const char* k_seals[] = {"idle", "open", "sealed"};
    text += name(wire.a) + " -- " + name(wire.b) + " " + std::string(name_of(wire.protocol)) + " " +
            k_seals[static_cast<std::size_t>(wire.seal)];
    if (wire.is_cut) text += " cut";
    if (!wire.box.is_none())
      text += (wire.holds_box ? " tapped by " : " by way of ") + name(wire.box);
    text += "\n";
  }
  if (map.packet) {
    text += name(map.packet->from) + (map.packet->is_lost ? " -x " : " -> ") +
            name(map.packet->to) + (map.packet->is_sealed ? " sealed: " : " open: ") +
            map.packet->text + "\n";
    if (!map.packet->seen.empty())
      text += name(map.packet->seen_by) + " " + map.packet->seen + "\n";
  }
  return text;
}

}  // namespace mailscope::ui
