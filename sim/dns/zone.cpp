#include "sim/dns/zone.h"

#include <algorithm>
#include <utility>

namespace mailscope::dns {
namespace {

Record made_up_soa(const Name& origin) {
  Soa soa;
  soa.primary = origin.child("ns").value_or(origin);
  soa.mailbox = origin.child("hostmaster").value_or(origin);
  return Record{origin, 3600, soa};
}

bool has_type(const std::vector<Record>& records, Type type) {
  return std::any_of(records.begin(), records.end(),
                     [&](const Record& record) { return type_of(record.data) == type; });
}

// Why `record` may not stand beside the records of the same name; empty = it may.
std::string conflict(const Record& record, const std::vector<Record>& beside) {
  const Type type = type_of(record.data);
  if (type == Type::soa && has_type(beside, Type::soa)) return "the zone has two SOA records";
  if (beside.empty()) return {};
  if (type == Type::cname || has_type(beside, Type::cname)) {
    return record.name.text() +
           " has a CNAME and so can have no other record (RFC 2181, section 10.1)";
  }
  return {};
}

// The host that a record mentions, whose addresses help the asker.
const Name* host_in(const Record& record) {
  if (const Mx* mx = std::get_if<Mx>(&record.data)) return &mx->exchange;
  if (const Ns* ns = std::get_if<Ns>(&record.data)) return &ns->host;
  if (const Srv* srv = std::get_if<Srv>(&record.data)) return &srv->target;
  return nullptr;
}

}  // namespace

bool has_alias_from(const std::vector<Record>& answers, const Name& name) {
  return std::any_of(answers.begin(), answers.end(),
                     [&](const Record& record) { return record.name == name; });
}

Result<Zone, Zone::BadRecord> Zone::make(Name origin, std::vector<Record> records) {
  Zone zone;
  zone.origin_ = std::move(origin);
  const std::string origin_text = zone.origin_.text();
  for (std::size_t i = 0; i < records.size(); ++i) {
    Record& record = records[i];
    const Type type = type_of(record.data);
    if (!record.name.is_within(zone.origin_)) {
      return Error{
          BadRecord{i, record.name.text() + " does not belong to the zone " + origin_text}};
    }
    if (type == Type::soa && !(record.name == zone.origin_)) {
      return Error{BadRecord{i, "a SOA record belongs to the zone's own name, " + origin_text}};
    }
    if (type == Type::opt || type == Type::any) {
      return Error{BadRecord{i, to_text(type) + " is no type that a zone can hold"}};
    }
    auto& node = zone.nodes_[record.name];
    if (std::find(node.begin(), node.end(), record) != node.end()) continue;
    const std::string problem = conflict(record, node);
    if (!problem.empty()) return Error{BadRecord{i, problem}};
    node.insert(type == Type::soa ? node.begin() : node.end(), std::move(record));
  }
  auto& apex = zone.nodes_[zone.origin_];
  if (has_type(apex, Type::cname)) {
    return Error{BadRecord{
        0, "the zone's own name cannot be an alias: it has a SOA record (RFC 1912, section 2.4)"}};
  }
  if (!has_type(apex, Type::soa)) apex.insert(apex.begin(), made_up_soa(zone.origin_));
  return zone;
}

const Soa& Zone::soa() const {
  const Soa* soa = std::get_if<Soa>(&nodes_.at(origin_).front().data);
  MUST(soa != nullptr);
  return *soa;
}

std::vector<Record> Zone::records() const {
  std::vector<Record> all;
  for (const auto& [name, node] : nodes_) all.insert(all.end(), node.begin(), node.end());
  return all;
}

// The search of RFC 1034, section 4.3.2, steps 3 a to c, starting again at each alias.
ZoneAnswer Zone::look_up(const Question& question) const {
  ZoneAnswer answer;
  Name name = question.name;
  if (!name.is_within(origin_)) return answer;
  while (true) {
    answer.authorities = delegation_above(name);
    if (!answer.authorities.empty()) {
      answer.outcome = ZoneOutcome::delegated;
      add_addresses(answer);
      return answer;
    }
    const auto* node = at(name);
    if (node == nullptr && !exists(name)) {
      if (const auto wildcard = wildcard_for(name)) {
        node = at(*wildcard);
        answer.wildcard = wildcard;
      }
      if (node == nullptr) {
        answer.outcome = ZoneOutcome::no_such_name;
        add_soa(answer);
        return answer;
      }
    }
    const bool is_alias = node != nullptr && has_type(*node, Type::cname) &&
                          question.type != Type::cname && question.type != Type::any;
    std::size_t found = 0;
    for (std::size_t i = 0; node != nullptr && i < node->size(); ++i) {
      Record record = (*node)[i];
      if (!is_alias && question.type != Type::any && type_of(record.data) != question.type)
        continue;
      record.name = name;  // as asked: matters for wildcards, and keeps the asker's case
      answer.answers.push_back(std::move(record));
      ++found;
    }
    if (!is_alias) {
      answer.outcome = found > 0 ? ZoneOutcome::found : ZoneOutcome::no_data;
      if (found == 0) add_soa(answer);
      add_addresses(answer);
      return answer;
    }
    const Cname* cname = std::get_if<Cname>(&answer.answers.back().data);
    MUST(cname != nullptr);
    name = cname->target;
    if (has_alias_from(answer.answers, name)) {
      answer.outcome = ZoneOutcome::alias_loops;
      return answer;
    }
    if (!name.is_within(origin_)) {
      answer.outcome = ZoneOutcome::alias_leaves;
      return answer;
    }
  }
}

const std::vector<Record>* Zone::at(const Name& name) const {
  const auto node = nodes_.find(name);
  return node == nodes_.end() ? nullptr : &node->second;
}

// A name exists when it or anything below it has records (RFC 4592, section 2.2.2): in canonical
// order what is below a name follows it at once.
bool Zone::exists(const Name& name) const {
  const auto node = nodes_.lower_bound(name);
  return node != nodes_.end() && node->first.is_within(name);
}

// The NS records nearest to the origin, below it, at or above `name`.
std::vector<Record> Zone::delegation_above(const Name& name) const {
  std::vector<Record> delegation;
  for (std::size_t count = origin_.label_count() + 1; count <= name.label_count(); ++count) {
    const auto* node = at(name.last_labels(count));
    if (node == nullptr) continue;
    for (const Record& record : *node) {
      if (type_of(record.data) == Type::ns) delegation.push_back(record);
    }
    if (!delegation.empty()) break;
  }
  return delegation;
}

// "*" below the closest encloser (RFC 4592, section 3.3.1).
std::optional<Name> Zone::wildcard_for(const Name& name) const {
  Name encloser = name.parent();
  while (!exists(encloser)) encloser = encloser.parent();
  auto wildcard = encloser.child("*");
  if (!wildcard || at(*wildcard) == nullptr) return std::nullopt;
  return wildcard;
}

void Zone::add_soa(ZoneAnswer& answer) const {
  Record record = nodes_.at(origin_).front();
  record.ttl_s = std::min(record.ttl_s, soa().minimum_s);  // RFC 2308, section 3
  answer.authorities.push_back(std::move(record));
}

void Zone::add_addresses(ZoneAnswer& answer) const {
  const auto add_from = [&](const std::vector<Record>& records) {
    for (const Record& record : records) {
      const Name* host = host_in(record);
      if (host == nullptr || has_alias_from(answer.additionals, *host)) continue;
      const auto* node = at(*host);
      for (std::size_t i = 0; node != nullptr && i < node->size(); ++i) {
        const Type type = type_of((*node)[i].data);
        if (type == Type::a || type == Type::aaaa) answer.additionals.push_back((*node)[i]);
      }
    }
  };
  add_from(answer.answers);
  add_from(answer.authorities);
}

}  // namespace mailscope::dns
