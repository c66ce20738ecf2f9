// Layers of a packet: the headers by sim/net, TLS records by sim/tls, plain lines by themselves.
#include "ui/model/bytes_model.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/net/packet.h"
#include "sim/net/packet_fields.h"
#include "sim/tls/tls_record.h"
#include "ui/model/dns_fields.h"
#include "ui/model/line_fields.h"
#include "ui/text/field_names.h"

namespace mailscope::ui {
namespace {

// Packets that the step's words travel in. The peer's acknowledgements do not carry them.
std::vector<RecordNumber> packets_of(const Run& run, const Step& step) {
  std::vector<RecordNumber> packets;
  for (std::uint32_t number = step.first.value; number <= step.last.value; ++number) {
    const Record& record = run.trace().at({number});
    if (std::holds_alternative<PacketSent>(record.payload) && record.place.host == step.from)
      packets.push_back(record.number);
  }
  // Lines that are said together travel together: their packet belongs to the last of them.
  const Record* record = headline_record(run, step);
  if (packets.empty() && record && std::holds_alternative<Said>(record->payload)) {
    for (std::uint32_t number = step.last.value + 1; number <= run.trace().size(); ++number) {
      const Record& other = run.trace().at({number});
      if (other.time > record->time) break;
      if (std::holds_alternative<PacketSent>(other.payload) && other.place.host == step.from &&
          other.place.connection == step.connection) {
        packets.push_back(other.number);
        break;
      }
    }
  }
  return packets;
}

std::string_view payload_of(const Run& run, RecordNumber packet) {
  const std::string& octets = std::get<PacketSent>(run.trace().at(packet).payload).packet.value;
  const auto parsed = net::parse_packet(octets);
  return parsed ? std::string_view(octets).substr(octets.size() - parsed->payload.size())
                : std::string_view();
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
      model.layers.push_back({title, layer_protocol(field.layer), field.begin, 0, false, {}});
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
  ByteLayer layer{"TLS", Protocol::tls, at, payload.size(), false, {}};
  for (const tls::Record& record : tls::scan_records(payload).records) {
    const bool is_sealed = record.type == tls::k_application_data;
    for (const tls::Field& field : tls::fields_of_record(payload, record, is_sealed)) {
      layer.fields.push_back(
          {field.depth, field.name, field.value, at + field.span.offset, field.span.length, false});
    }
  }
  model.layers.push_back(std::move(layer));
}

// Words in clear. A mail may take many packets: they are read as one, and this packet's part is kept.
void add_lines(BytesModel& model, const LineContext& context, std::string_view before,
               std::size_t at, std::string_view payload) {
  ByteLayer layer;
  layer.title = std::string(protocol_name(context.protocol));
  layer.protocol = context.protocol;
  layer.begin = at;
  layer.octets = payload.size();
  const std::size_t from = before.size(), to = from + payload.size();
  for (ByteField field : fields_of_lines(std::string(before) + std::string(payload), context)) {
    const std::size_t begin = std::max(field.begin, from);
    const std::size_t end = std::min(field.begin + field.octets, to);
    if (begin >= end) continue;
    field.begin = begin - from + at;
    field.octets = end - begin;
    layer.fields.push_back(std::move(field));
  }
  model.layers.push_back(std::move(layer));
}

// What the two ends read in sealed octets.
void add_inside(BytesModel& model, const Look& look, const Said& said) {
  ByteLayer layer;
  layer.title = std::string(protocol_name(said.protocol));
  layer.protocol = said.protocol;
  layer.is_inside = true;
  const std::string words = words_of(look.run, look.step);
  for (ByteField field :
       fields_of_lines(words, {said.protocol, said.speaker, said.kind == LineKind::content})) {
    field.begin = field.octets = 0;
    layer.fields.push_back(std::move(field));
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

LineContext context_of(const Look& look, Protocol protocol) {
  LineContext context{protocol, Speaker::client, false};
  const Record* record = headline_record(look.run, look.step);
  if (const auto* said = record ? std::get_if<Said>(&record->payload) : nullptr) {
    context.speaker = said->speaker;
    context.is_content = said->kind == LineKind::content;
  }
  return context;
}

void name_fields(BytesModel& model, const Words& words) {
  for (ByteLayer& layer : model.layers) {
    for (ByteField& field : layer.fields) field.name = field_name(words, field.name);
  }
}

}  // namespace

BytesModel bytes_at(const Look& look, std::size_t packet_index) {
  BytesModel model;
  const auto packets = packets_of(look.run, look.step);
  if (packets.empty()) return model;
  model.packet_count = packets.size();
  model.packet_index = std::min(packet_index, packets.size() - 1);
  model.packet = packets[model.packet_index];
  model.octets = std::get<PacketSent>(look.run.trace().at(model.packet).payload).packet.value;
  add_headers(model);
  const auto packet = net::parse_packet(model.octets);
  if (packet && !packet->payload.empty()) {
    const std::size_t at = model.octets.size() - packet->payload.size();
    const Record* record = headline_record(look.run, look.step);
    const auto* said = record ? std::get_if<Said>(&record->payload) : nullptr;
    if (packet->udp()) {
      ByteLayer layer{"DNS", Protocol::dns, at, packet->payload.size(), false, {}};
      for (ByteField field : fields_of_dns(packet->payload)) {
        field.begin += at;
        layer.fields.push_back(std::move(field));
      }
      model.layers.push_back(std::move(layer));
    } else if (tls::record_length(packet->payload)) {
      add_tls(model, at, packet->payload);
      if (said && said->is_encrypted) add_inside(model, look, *said);
    } else {
      std::string before;
      for (std::size_t i = 0; i < model.packet_index; ++i)
        before += payload_of(look.run, packets[i]);
      const LineContext context = context_of(look, service_of(look, look.step.connection));
      add_lines(model, context, before, at, packet->payload);
    }
  }
  name_fields(model, look.words);
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
    text += layer.title + (layer.is_inside ? " inside" : "") + " [" + std::to_string(layer.begin) +
            "+" + std::to_string(layer.octets) + "]\n";
    for (const ByteField& field : layer.fields) {
      text += std::string(2 + 2 * static_cast<std::size_t>(field.depth), ' ') + field.name + ": " +
              field.value + " [" + std::to_string(field.begin) + "+" +
              std::to_string(field.octets) + "]" + (field.is_wrong ? " WRONG" : "") + "\n";
    }
  }
  return text;
}

}  // namespace mailscope::ui
