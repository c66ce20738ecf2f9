// How the resolver finds an answer: cache, aliases, the nearest servers, referrals (RFC 1034,
// section 5.3.3).
#include <algorithm>
#include <utility>

#include "sim/dns/resolver.h"

namespace mailscope::dns {
namespace {

std::vector<Record> records_at(const std::vector<Record>& records, const Name& name, Type type) {
  std::vector<Record> found;
  for (const Record& record : records) {
    if (record.name == name && (type == Type::any || type_of(record.data) == type))
      found.push_back(record);
  }
  return found;
}

// The SOA that makes a "no" keepable: of a zone that holds the name and belongs to the server
// asked.
const Record* soa_for(const Message& response, const Name& name, const Name& zone) {
  for (const Record& record : response.authorities) {
    const bool is_soa = type_of(record.data) == Type::soa;
    if (is_soa && name.is_within(record.name) && record.name.is_within(zone)) return &record;
  }
  return nullptr;
}

}  // namespace

void Resolver::advance(Time now, JobId id) {
  Job& job = jobs_.at(id);
  if (advance_by_cache(now, id, job)) return;
  if (!job.query.recursion_desired && job.client) {
    return finish(now, id,
                  End{AnswerKind::failed, {}, std::nullopt, "recursion was not asked for"});
  }
  if (!find_servers(now, job)) {
    // Outside everything that the simulated root knows: the root would say that it does not exist.
    job.is_secure = false;
    return finish(now, id,
                  End{AnswerKind::no_such_name,
                      {},
                      std::nullopt,
                      "no zone of this world holds " + job.name.text()});
  }
  job.is_from_cache = false;
  asking_[inquiries_.ask(now, {job.name, job.question.type}, job.servers)] = id;
}

// True when the job is over: answered, or failed on the way.
bool Resolver::advance_by_cache(Time now, JobId id, Job& job) {
  while (job.question.type != Type::any) {
    if (auto entry = cache_.find(now, {job.name, job.question.type})) {
      events_.push_back(CacheUsed{*entry});
      job.is_secure = job.is_secure && entry->is_secure;
      finish(now, id, End{entry->kind, std::move(entry->records), std::move(entry->authority), {}});
      return true;
    }
    if (job.question.type == Type::cname) return false;
    auto alias = cache_.find(now, {job.name, Type::cname});
    if (!alias || alias->kind != AnswerKind::found) return false;
    events_.push_back(CacheUsed{*alias});
    job.is_secure = job.is_secure && alias->is_secure;
    if (!follow_alias(now, id, job, alias->records.front())) return true;
  }
  return false;
}

// False when that was one alias too many, and the job is over.
bool Resolver::follow_alias(Time now, JobId id, Job& job, const Record& alias) {
  const Cname* cname = std::get_if<Cname>(&alias.data);
  MUST(cname != nullptr);
  job.aliases.push_back(alias);
  job.name = cname->target;
  std::string path;
  for (const Record& step : job.aliases) path += step.name.text() + ", ";
  path += job.name.text();
  const bool is_loop = std::any_of(job.aliases.begin(), job.aliases.end(),
                                   [&](const Record& step) { return step.name == job.name; });
  if (is_loop) {
    finish(now, id, End{AnswerKind::failed, {}, std::nullopt, "CNAME loop: " + path});
    return false;
  }
  if (job.aliases.size() > static_cast<std::size_t>(options_.aliases_max)) {
    finish(now, id,
           End{AnswerKind::failed,
               {},
               std::nullopt,
               "more than " + std::to_string(options_.aliases_max) + " aliases: " + path});
    return false;
  }
  return true;
}

// The nearest zone above the name: from the table, or a referral remembered.
bool Resolver::find_servers(Time now, Job& job) {
  bool is_found = false;
  for (const ZoneServers& entry : options_.zones) {
    if (!job.name.is_within(entry.zone)) continue;
    if (is_found && entry.zone.label_count() <= job.zone.label_count()) continue;
    is_found = true;
    job.zone = entry.zone;
    job.servers = entry.servers;
  }
  if (!is_found) return false;
  for (std::size_t count = job.name.label_count(); count > job.zone.label_count(); --count) {
    const Name zone = job.name.last_labels(count);
    const auto delegation = cache_.find(now, {zone, Type::ns});
    if (!delegation || delegation->kind != AnswerKind::found) continue;
    std::vector<Ipv4> servers;
    for (const Ns& ns : data_of<Ns>(delegation->records)) {
      for (const Ipv4 address : cached_addresses(now, ns.host)) servers.push_back(address);
    }
    if (servers.empty()) continue;
    job.zone = zone;
    job.servers = std::move(servers);
    break;
  }
  return true;
}

std::vector<Ipv4> Resolver::cached_addresses(Time now, const Name& host) const {
  std::vector<Ipv4> addresses;
  if (const auto entry = cache_.find(now, {host, Type::a})) {
    for (const A& a : data_of<A>(entry->records)) addresses.push_back(a.address);
  }
  return addresses;
}

// Takes from a response only what its server may speak about: names within the zone that it was
// asked for.
void Resolver::take_response(Time now, JobId id, const Message& response, Peer from) {
  Job& job = jobs_.at(id);
  const Type type = job.question.type;
  if (response.rcode != Rcode::no_error && response.rcode != Rcode::nx_domain) {
    const std::string detail = reason_of(response);
    return finish(now, id,
                  End{AnswerKind::failed,
                      {},
                      std::nullopt,
                      mailscope::to_text(from.address) + " said " + to_text(response.rcode) +
                          (detail.empty() ? "" : ": " + detail)});
  }
  if (take_referral(now, id, job, response)) return;
  const bool is_secure = zone_is_signed(job.zone);
  bool has_moved = false;
  while (type != Type::any && type != Type::cname && job.name.is_within(job.zone)) {
    auto alias = records_at(response.answers, job.name, Type::cname);
    if (alias.empty()) break;
    alias.resize(1);
    remember(cache_.store_records(now, {job.name, Type::cname}, alias, is_secure));
    job.is_secure = job.is_secure && is_secure;
    if (!follow_alias(now, id, job, alias.front())) return;
    has_moved = true;
  }
  if (!job.name.is_within(job.zone)) return advance(now, id);  // the aliases lead to somebody else
  auto records = records_at(response.answers, job.name, type);
  job.is_secure = job.is_secure && is_secure;
  if (!records.empty()) {
    if (type != Type::any)
      remember(cache_.store_records(now, {job.name, type}, records, is_secure));
    return finish(now, id, End{AnswerKind::found, std::move(records), std::nullopt, {}});
  }
  // The aliases end in a part of the zone that is delegated away.
  const bool speaks_no =
      response.rcode == Rcode::nx_domain || soa_for(response, job.name, job.zone) != nullptr;
  if (has_moved && !speaks_no) return advance(now, id);
  const AnswerKind kind =
      response.rcode == Rcode::nx_domain ? AnswerKind::no_such_name : AnswerKind::no_data;
  std::optional<Record> soa;
  if (const Record* record = soa_for(response, job.name, job.zone)) soa = *record;
  if (soa) remember(cache_.store_no(now, {job.name, type}, kind, *soa, is_secure));
  finish(now, id, End{kind, {}, std::move(soa), {}});
}

// NS records of a zone nearer to the name. True when the response was a referral, followed or
// refused.
bool Resolver::take_referral(Time now, JobId id, Job& job, const Message& response) {
  if (!response.answers.empty() || response.is_authoritative) return false;
  const auto ns = std::find_if(
      response.authorities.begin(), response.authorities.end(), [&](const Record& record) {
        return type_of(record.data) == Type::ns && job.name.is_within(record.name) &&
               record.name.is_within(job.zone) &&
               record.name.label_count() > job.zone.label_count();
      });
  if (ns == response.authorities.end()) return false;
  const Name zone = ns->name;
  if (++job.referrals > options_.referrals_max) {
    finish(now, id,
           End{AnswerKind::failed,
               {},
               std::nullopt,
               "too many referrals on the way to " + zone.text()});
    return true;
  }
  const auto delegation = records_at(response.authorities, zone, Type::ns);
  remember(cache_.store_records(now, {zone, Type::ns}, delegation, false));
  const Name parent_zone = std::exchange(job.zone, zone);
  job.servers.clear();
  for (const Ns& server : data_of<Ns>(delegation)) {
    // Glue counts only inside the zone of the server that gives it.
    if (!server.host.is_within(parent_zone)) continue;
    const auto glue = records_at(response.additionals, server.host, Type::a);
    remember(cache_.store_records(now, {server.host, Type::a}, glue, false));
    for (const A& a : data_of<A>(glue)) job.servers.push_back(a.address);
  }
  if (!job.servers.empty()) {
    asking_[inquiries_.ask(now, {job.name, job.question.type}, job.servers)] = id;
    return true;
  }
  if (job.depth >= options_.depth_max) {
    finish(now, id,
           End{AnswerKind::failed,
               {},
               std::nullopt,
               "the name servers of " + zone.text() + " can only be found by asking each other"});
    return true;
  }
  const Ns* first = std::get_if<Ns>(&delegation.front().data);
  MUST(first != nullptr);
  Job server_job;
  server_job.parent = id;
  server_job.depth = job.depth + 1;
  server_job.question = {first->host, Type::a};
  advance(now, begin(std::move(server_job)));  // `job` may be gone after this
  return true;
}

bool Resolver::zone_is_signed(const Name& zone) const {
  return std::any_of(options_.zones.begin(), options_.zones.end(), [&](const ZoneServers& entry) {
    return entry.zone == zone && entry.is_signed;
  });
}

}  // namespace mailscope::dns
