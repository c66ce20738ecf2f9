// Names and numbers of a world that must fit together.
#include <map>
#include <optional>

#include "sim/base/text.h"
#include "sim/dns/zone_text.h"
#include "sim/scenario/node_view.h"
#include "sim/scenario/references.h"

namespace mailscope::scenario {
namespace {

std::vector<std::string> host_names_of(const Node& world) {
  std::vector<std::string> names;
  for (const Member& host : NodeView(world).members("hosts")) names.push_back(host.key);
  return names;
}

class WorldChecker {
 public:
  WorldChecker(const Node& world, Faults& faults)
      : world_(world), hosts_(host_names_of(world)), faults_(faults) {}

  void check() {
    check_epoch();
    for (const Member& host : world_.members("hosts")) check_host(host);
    for (const Member& cut : world_.members("cuts")) check_host_name(cut.value.find("host"));
    check_aliases();
  }

 private:
  void add(TextPlace place, std::string what, std::string mend) {
    faults_.push_back({FaultKind::meaning, place, std::move(what), std::move(mend)});
  }

  void check_host_name(const Node* node) {
    if (node == nullptr) return;
    for (const std::string& name : hosts_) {
      if (name == node->text) return;
    }
    const std::string near = nearest(node->text, hosts_);
    add(node->place, "there is no host \"" + node->text + '"',
        near.empty() ? "write " + listed(hosts_) : "write \"" + near + '"');
  }

  void check_epoch() {
    const Node* epoch = world_.find("epoch");
    if (epoch == nullptr || unix_seconds_of(epoch->text)) return;
    add(epoch->place, "there is no such day or hour", "write one of the calendar, from 1970 on");
  }

  void check_host(const Member& member) {
    const NodeView host(member.value);
    const Node& address = *host.find("address");
    const auto [first, is_new] = addresses_.emplace(address.text, member.key);
    if (!is_new) {
      add(address.place, "the host \"" + first->second + "\" has this address already",
          "take another one");
    }
    check_host_name(host.find("resolver"));
    if (const Node* box = host.find("box")) check_box(*box);
    if (const Node* server = host.find("server")) check_server(*server);
    if (const Node* dns = host.find("dns")) {
      for (const Member& zone : NodeView(*dns).members("zones")) check_zone(zone);
    }
  }

  void check_box(const Node& box) {
    const NodeView view(box);
    check_host_name(view.find("wire-of"));
    for (const Member& rule : view.members("rules")) {
      const NodeView inside(rule.value);
      if (inside.text("act") == "answer-dns" &&
          (inside.find("find") == nullptr || inside.find("address") == nullptr)) {
        add(rule.value.place, "a rule that answers for the DNS needs \"find\" and \"address\"",
            "add both");
      }
      if (inside.text("act") == "delay" && inside.find("delay") == nullptr) {
        add(rule.value.place, "a rule that delays needs \"delay\"", "add it: \"2s\"");
      }
      if (inside.text("act") != "replace" && inside.text("act") != "insert") continue;
      if (inside.find("find") != nullptr && inside.find("replace") != nullptr) continue;
      add(rule.value.place, "a rule that replaces needs \"find\" and \"replace\"", "add both");
    }
  }

  void check_server(const Node& server) {
    const NodeView view(server);
    const std::vector<std::string> domains = view.texts("domains");
    const Node* seals = view.find("seals-arc");
    if (seals != nullptr && view.flag("seals-arc", false) && view.find("dkim") == nullptr)
      add(seals->place, "a server seals with the key of its \"dkim\", and has none",
          "add \"dkim\"");
    for (const Member& account : view.members("accounts")) {
      const std::string domain = account.key.substr(account.key.rfind('@') + 1);
      bool is_local = false;
      for (const std::string& local : domains)
        is_local = is_local || equal_ignoring_case(local, domain);
      if (!is_local) {
        add(account.key_place, "the server does not take mail for \"" + domain + '"',
            "add the domain to its \"domains\"");
      }
    }
  }

  void check_zone(const Member& zone) {
    const auto origin = dns::Name::parse(zone.key);
    if (!origin) return;
    std::vector<dns::Record> records;
    std::vector<TextPlace> places;
    for (const Member& owner : zone.value.members) {
      for (const Node& item : owner.value.items) {
        const auto record = dns::parse_record(owner.key + " " + item.text, *origin);
        if (!record) {
          add(item.place, record.error().what, record.error().mend);
          continue;
        }
        records.push_back(*record);
        places.push_back(item.place);
        if (const auto* alias = std::get_if<dns::Cname>(&record->data)) {
          aliases_.emplace(record->name.lowered(), Alias{alias->target.lowered(), item.place});
        }
      }
    }
    const auto made = dns::Zone::make(*origin, records);
    if (made) return;
    const TextPlace place =
        made.error().index < places.size() ? places[made.error().index] : zone.key_place;
    add(place, made.error().what, "change or remove this record");
  }

  struct Alias {
    dns::Name target;
    TextPlace place;
  };

  // From every alias on; each loop is reported once, at the member of it that stands first in the file.
  void check_aliases() {
    for (const auto& [start, alias] : aliases_) {
      dns::Name at = alias.target;
      TextPlace first = alias.place;
      for (std::size_t hops = 0; hops <= aliases_.size(); ++hops) {
        if (at == start) {
          add(first, "the alias of \"" + start.text() + "\" leads back to itself",
              "let one of the aliases name a host with an address");
          break;
        }
        const auto next = aliases_.find(at);
        if (next == aliases_.end()) break;
        if (next->second.place < first) break;  // that one will report it
        at = next->second.target;
      }
    }
  }

  NodeView world_;
  std::vector<std::string> hosts_;
  Faults& faults_;
  std::map<std::string, std::string> addresses_;  // address to host
  std::map<dns::Name, Alias> aliases_;
};

}  // namespace

void check_world(const Node& world, Faults& faults) { WorldChecker(world, faults).check(); }

}  // namespace mailscope::scenario
