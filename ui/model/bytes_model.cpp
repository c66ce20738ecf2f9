// Layers of a packet: the headers by sim/net, TLS records by sim/tls, plain lines by themselves.
#include "ui/model/bytes_model.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/net/packet.h"
#include "sim/net/packet_fields.h"
#include "sim/tls/tls_record.h"

namespace mailscope::ui {
namespace {

struct Carried {
  RecordNumber first{};
  std::size_t count = 0;
};

// Packets that the step's words travel in. The peer's acknowledgements do not carry them.
Carried packets_of(const Run& run, const Step& step) {
  Carried carried;
  for (std::uint32_t number = step.first.value; number <= step.last.value; ++number) {
    const Record& record = run.trace().at({number});
    if (!std::holds_alternative<PacketSent>(record.payload) || record.place.host != step.from)
      continue;
    if (carried.first.is_none()) carried.first = record.number;
    ++carried.count;
  }
  return carried;
}

std::string layer_title(net::PacketLayer layer) {
  switch (layer) {
    case net::PacketLayer::ip: return "IP";
    case net::PacketLayer::tcp: return "TCP";
    case net::PacketLayer::udp: return "UDP";
    case net::PacketLayer::payload: return "";
  }
  return "";
}

Protocol layer_protocol(net::PacketLayer layer) {
  switch (layer) {
    case net::PacketLayer::tcp: return Protocol::tcp;
    case net::PacketLayer::udp: return Protocol::udp;
    case net::PacketLayer::ip:
    case net::PacketLayer::payload: return Protocol::none;
  }
  return Protocol::none;
}

void add_headers(BytesModel& model) {
  for (const net::PacketField& field : net::packet_fields(model.octets)) {
    if (field.layer == net::PacketLayer::payload) continue;
    const std::string title = layer_title(field.layer);
    if (model.layers.empty() || model.layers.back().title != title) {
      model.layers.push_back({title, layer_protocol(field.layer), field.begin, 0, {}});
    }
    ByteLayer& layer = model.layers.back();
    layer.octets = std::max(layer.octets, field.begin + field.octets - layer.begin);
    std::string name(field.name);
    std::replace(name.begin(), name.end(), '-', ' ');
    layer.fields.push_back(
        {0, std::move(name), field.value, field.begin, field.octets, field.is_wrong});
  }
}

void add_tls(BytesModel& model, std::size_t at, std::string_view payload) {
  ByteLayer layer{"TLS", Protocol::tls, at, payload.size(), {}};
  for (const tls::Record& record : tls::scan_records(payload).records) {
    const bool is_sealed = record.type == tls::k_application_data;
    for (const tls::Field& field : tls::fields_of_record(payload, record, is_sealed)) {
      layer.fields.push_back(
          {field.depth, field.name, field.value, at + field.span.offset, field.span.length, false});
    }
  }
  model.layers.push_back(std::move(layer));
}

// Plain text: one field a line.
void add_lines(BytesModel& model, Protocol protocol, std::size_t at, std::string_view payload) {
  ByteLayer layer{std::string(protocol_name(protocol)), protocol, at, payload.size(), {}};
  std::size_t begin = 0;
  while (begin < payload.size()) {
    const std::size_t end = std::min(payload.find('\n', begin), payload.size() - 1) + 1;
    layer.fields.push_back(
        {0, "line", visible(payload.substr(begin, end - begin)), at + begin, end - begin, false});
    begin = end;
  }
  model.layers.push_back(std::move(layer));
}

Protocol service_of(const Look& look, ConnectionId connection) {
  for (const auto& [id, state] : look.state.connections) {
    if (id != connection) continue;
    for (const ServiceOpened& service : look.state.host(state.server).services) {
      if (service.port == state.server_port) return service.protocol;
    }
  }
  return look.step.protocol;
}

}  // namespace

BytesModel bytes_at(const Look& look) {
  BytesModel model;
  const Carried carried = packets_of(look.run, look.step);
  if (carried.first.is_none()) return model;
  model.packet = carried.first;
  model.packet_count = carried.count;
  model.octets = std::get<PacketSent>(look.run.trace().at(carried.first).payload).packet.value;
  add_headers(model);
  const auto packet = net::parse_packet(model.octets);
  if (!packet || packet->payload.empty()) return model;
  const std::size_t at = model.octets.size() - packet->payload.size();
  if (packet->udp()) {
    ByteLayer layer{"DNS", Protocol::dns, at, packet->payload.size(), {}};
    if (const Record* record = headline_record(look.run, look.step)) {
      if (const auto* dns = std::get_if<DnsSaid>(&record->payload)) {
        layer.fields.push_back(
            {0, "question", dns->type + " " + dns->name, at, packet->payload.size(), false});
        for (const std::string& answer : dns->answers) {
          layer.fields.push_back({0, "answer", answer, at, packet->payload.size(), false});
        }
      }
    }
    model.layers.push_back(std::move(layer));
  } else if (tls::record_length(packet->payload)) {
    add_tls(model, at, packet->payload);
  } else {
    add_lines(model, service_of(look, look.step.connection), at, packet->payload);
  }
  return model;
}

std::size_t layer_of(const BytesModel& bytes, std::size_t octet) {
  for (std::size_t i = 0; i < bytes.layers.size(); ++i) {
    const ByteLayer& layer = bytes.layers[i];
    if (octet >= layer.begin && octet < layer.begin + layer.octets) return i;
  }
  return bytes.layers.size();
}

std::string to_text(const BytesModel& bytes) {
  std::string text;
  for (const ByteLayer& layer : bytes.layers) {
    text += layer.title + " [" + std::to_string(layer.begin) + "+" + std::to_string(layer.octets) +
            "]\n";
    for (const ByteField& field : layer.fields) {
      text += std::string(2 + 2 * static_cast<std::size_t>(field.depth), ' ') + field.name + ": " +
              field.value + " [" + std::to_string(field.begin) + "+" +
              std::to_string(field.octets) + "]" + (field.is_wrong ? " WRONG" : "") + "\n";
    }
  }
  return text;
}

}  // namespace mailscope::ui
