// The map: hosts with their doors and letters, wires, and what is on its way in this step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

struct MapPort {
  Port port = 0;
  Security security = Security::none;
  bool is_busy = false;  // somebody is connected
  friend bool operator==(const MapPort&, const MapPort&) = default;
};

struct MapHost {
  HostId id{};
  std::string name;     // "mx"
  std::string caption;  // "mx.example.org", "Alice", or the role
  HostRole role = HostRole::server;
  Spot spot;
  std::vector<MapPort> ports;
  std::uint32_t queued = 0;    // mails in its queue
  std::uint32_t stored = 0;    // mails in its mailboxes
  bool is_box = false;         // sits on somebody's wire
  HostId wire_of{};            // on whose
  bool is_active = false;      // this step is about it
  bool knows_secrets = false;  // has learnt something it should not
  bool is_screen_bad = false;
  std::string screen;  // what its user is told in this step
  friend bool operator==(const MapHost&, const MapHost&) = default;
};

enum class WireSeal { idle, open, sealed };  // no connection; in clear; encrypted

struct MapWire {
  HostId a{}, b{};
  Protocol protocol = Protocol::none;
  WireSeal seal = WireSeal::idle;
  HostId box{};            // what passes here passes through it; none
  bool holds_box = false;  // and it stands here
  bool is_cut = false;
  friend bool operator==(const MapWire&, const MapWire&) = default;
};

struct MapPacket {  // what travels in this step
  HostId from{}, to{};
  Protocol protocol = Protocol::none;
  std::string text;  // the line, or what it is
  bool is_sealed = false;
  bool is_mail = false;   // carries the mail itself
  bool is_lost = false;   // never arrives
  bool is_words = false;  // protocol text rather than a name for it
  HostId seen_by{};       // the box on its way; none
  std::string seen;       // what the box can read of it
  friend bool operator==(const MapPacket&, const MapPacket&) = default;
};

struct MapModel {
  std::vector<MapHost> hosts;
  std::vector<MapWire> wires;
  std::optional<MapPacket> packet;
  std::uint32_t step = 0;
};

MapModel map_at(const Look& look);
std::string to_text(const MapModel& map);

}  // namespace mailscope::ui
