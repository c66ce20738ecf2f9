// Columns by the flow of mail, rows within a column, a row of its own for DNS.
#include "ui/model/layout.h"

#include <algorithm>
#include <map>
#include <set>

namespace mailscope::ui {
namespace {

struct Host {
  HostRole role = HostRole::server;
  HostId wire_of{};
};

bool is_name_server(HostRole role) { return role == HostRole::dns || role == HostRole::resolver; }

class Layout {
 public:
  explicit Layout(const Trace& trace) { collect(trace); }

  MapLayout make() && {
    layout_.spots.resize(hosts_.size());
    put_boxes_on_wires();
    place_mail_hosts();
    place_name_servers();
    place_boxes();
    order_lanes();
    return std::move(layout_);
  }

 private:
  void collect(const Trace& trace) {
    std::set<std::pair<HostId, HostId>> seen;
    std::map<std::pair<HostId, Port>, ServiceOpened> services;
    for (const Record& record : trace) {
      const HostId host = record.place.host, peer = record.place.peer;
      if (const auto* added = std::get_if<HostAdded>(&record.payload)) {
        hosts_.push_back({added->role, added->wire_of});
      } else if (const auto* service = std::get_if<ServiceOpened>(&record.payload)) {
        services[{host, service->port}] = *service;
      } else if (const auto* opened = std::get_if<ConnectionOpened>(&record.payload)) {
        if (!is_known(host) || !is_known(peer)) continue;
        const auto found = services.find({peer, opened->server_port});
        const Protocol protocol =
            found == services.end() ? guess(opened->server_port) : found->second.protocol;
        if (found == services.end() || found->second.security != Security::tls)
          readable_.insert({host, peer});
        ++calls_[{host, peer}];
        const std::pair door(peer, opened->server_port);
        auto& doors = layout_.used_doors;
        if (std::find(doors.begin(), doors.end(), door) == doors.end()) doors.push_back(door);
        flow(host, peer, protocol);
        if (seen.insert({host, peer}).second) layout_.edges.push_back({host, peer, protocol});
      } else if (const auto* dns = std::get_if<DnsSaid>(&record.payload)) {
        if (dns->speaker != Speaker::client || !is_known(host) || !is_known(peer)) continue;
        if (seen.insert({host, peer}).second) layout_.edges.push_back({host, peer, Protocol::dns});
      }
    }
  }

  bool is_known(HostId id) const { return !id.is_none() && id.value <= hosts_.size(); }

  static Protocol guess(Port port) {
    switch (port) {
      case 110:
      case 995: return Protocol::pop3;
      case 143:
      case 993: return Protocol::imap;
      default: return Protocol::smtp;
    }
  }

  // Sending moves mail towards the server, reading moves it to the client.
  void flow(HostId client, HostId server, Protocol protocol) {
    const bool is_reading = protocol == Protocol::pop3 || protocol == Protocol::imap;
    if (is_reading) {
      flows_.insert({server, client});
    } else {
      flows_.insert({client, server});
      senders_.insert(client);
    }
  }

  // A box stands on one wire of its victim: one that is not encrypted from the first octet, for there it has something
  // to read; of several the busiest. Whatever else the victim says and hears passes through it, too.
  void put_boxes_on_wires() {
    for (std::uint32_t id = 1; id <= hosts_.size(); ++id) {
      const HostId victim = hosts_[id - 1].wire_of;
      if (victim.is_none()) continue;
      MapEdge* best = nullptr;
      for (MapEdge& edge : layout_.edges) {
        if (edge.protocol == Protocol::dns || !edge.box.is_none() || !has_end(edge, victim))
          continue;
        if (!best || worth(edge) > worth(*best)) best = &edge;
      }
      if (best) best->holds_box = true;
      for (MapEdge& edge : layout_.edges) {
        if (has_end(edge, victim) && edge.box.is_none()) edge.box = {id};
      }
    }
  }

  static bool has_end(const MapEdge& edge, HostId host) {
    return edge.client == host || edge.server == host;
  }
  std::pair<bool, int> worth(const MapEdge& edge) const {
    const std::pair ends(edge.client, edge.server);
    const auto calls = calls_.find(ends);
    return {readable_.count(ends) != 0, calls == calls_.end() ? 0 : calls->second};
  }

  // A box needs room of its own between the two.
  bool is_boxed(HostId a, HostId b) const {
    return std::any_of(layout_.edges.begin(), layout_.edges.end(), [&](const MapEdge& edge) {
      return edge.holds_box &&
             ((edge.client == a && edge.server == b) || (edge.client == b && edge.server == a));
    });
  }

  // The longest way that mail takes to get here; a client that sends stands at the beginning.
  int column_of(HostId host, std::set<HostId>& under_way) {
    if (const auto known = columns_.find(host); known != columns_.end()) return known->second;
    const HostRole role = hosts_[host.value - 1].role;
    const bool begins = senders_.count(host) != 0 && role != HostRole::server;
    int column = 0;
    if (!begins && under_way.insert(host).second) {
      for (const auto& [from, to] : flows_) {
        if (to == host && from != host && under_way.count(from) == 0) {
          column = std::max(column, column_of(from, under_way) + (is_boxed(from, host) ? 2 : 1));
        }
      }
      under_way.erase(host);
    }
    columns_[host] = column;
    return column;
  }

  bool passes_mail_on(HostId host) const {
    return std::any_of(flows_.begin(), flows_.end(),
                       [&](const auto& flow) { return flow.first == host; });
  }

  // In the room between two there stands their box: who would stand there alone, and only takes mail, stands
  // beside the one behind it.
  void clear_room_of_boxes(std::map<int, std::vector<HostId>>& columns) const {
    for (const MapEdge& edge : layout_.edges) {
      const auto client = columns_.find(edge.client), server = columns_.find(edge.server);
      if (!edge.holds_box || client == columns_.end() || server == columns_.end()) continue;
      const auto [low, high] = std::minmax(client->second, server->second);
      const auto between = columns.find(low + 1);
      if (high - low != 2 || between == columns.end() || between->second.size() != 1) continue;
      const HostId host = between->second.front();
      if (passes_mail_on(host)) continue;
      columns.erase(between);
      columns[high].push_back(host);
    }
  }

  void place_mail_hosts() {
    std::map<int, std::vector<HostId>> columns;
    for (std::uint32_t id = 1; id <= hosts_.size(); ++id) {
      if (!is_name_server(hosts_[id - 1].role) && hosts_[id - 1].wire_of.is_none()) {
        std::set<HostId> under_way;
        columns[column_of({id}, under_way)].push_back({id});
      }
    }
    clear_room_of_boxes(columns);
    const int last_column = columns.empty() ? 0 : columns.rbegin()->first;
    for (const auto& [column, members] : columns) {
      const auto count = static_cast<int>(members.size());
      for (int row = 0; row < count; ++row) {
        Spot& spot = layout_.spots[members[static_cast<std::size_t>(row)].value - 1];
        spot.x = last_column == 0 ? 500 : column * 1000 / last_column;
        spot.y = count == 1 ? 500 : row * 1000 / (count - 1);
      }
    }
  }

  void place_name_servers() {
    std::vector<HostId> members;
    for (std::uint32_t id = 1; id <= hosts_.size(); ++id) {
      if (is_name_server(hosts_[id - 1].role)) members.push_back({id});
    }
    const auto count = static_cast<int>(members.size());
    for (int i = 0; i < count; ++i) {
      Spot& spot = layout_.spots[members[static_cast<std::size_t>(i)].value - 1];
      spot.x = count == 1 ? 500 : 260 + i * 480 / (count - 1);
      spot.y = 0;
    }
  }

  void place_boxes() {
    for (const MapEdge& edge : layout_.edges) {
      if (!edge.holds_box) continue;
      const Spot& a = layout_.spots[edge.client.value - 1];
      const Spot& b = layout_.spots[edge.server.value - 1];
      layout_.spots[edge.box.value - 1] = {(a.x + b.x) / 2, (a.y + b.y) / 2};
    }
    for (std::uint32_t id = 1; id <= hosts_.size(); ++id) {
      const HostId victim = hosts_[id - 1].wire_of;
      if (victim.is_none() || is_on_edge({id})) continue;
      const Spot& beside = layout_.spots[victim.value - 1];
      layout_.spots[id - 1] = {beside.x + (beside.x > 500 ? -150 : 150), beside.y};
    }
  }

  bool is_on_edge(HostId box) const {
    return std::any_of(layout_.edges.begin(), layout_.edges.end(),
                       [&](const MapEdge& edge) { return edge.holds_box && edge.box == box; });
  }

  void order_lanes() {
    for (std::uint32_t id = 1; id <= hosts_.size(); ++id) layout_.lane_order.push_back({id});
    const auto key = [&](HostId id) {
      const Spot& spot = layout_.spots[id.value - 1];
      return std::tuple(is_name_server(hosts_[id.value - 1].role), spot.x, spot.y, id);
    };
    std::sort(layout_.lane_order.begin(), layout_.lane_order.end(),
              [&](HostId a, HostId b) { return key(a) < key(b); });
  }

  std::vector<Host> hosts_;
  std::map<std::pair<HostId, HostId>, int> calls_;
  std::set<std::pair<HostId, HostId>>
      readable_;                               // called at a door without TLS from the first octet
  std::set<std::pair<HostId, HostId>> flows_;  // mail goes from, to
  std::set<HostId> senders_;
  std::map<HostId, int> columns_;
  MapLayout layout_;
};

}  // namespace

MapLayout layout_of(const Trace& trace) { return Layout(trace).make(); }

}  // namespace mailscope::ui
