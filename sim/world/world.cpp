// Putting a world together, and the loop that runs it.
#include "sim/world/world.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/hosts/delivery_policy.h"
#include "sim/hosts/dns_server.h"
#include "sim/hosts/environment.h"
#include "sim/hosts/gateway.h"
#include "sim/hosts/mail_client.h"
#include "sim/hosts/mail_server.h"
#include "sim/hosts/middlebox.h"
#include "sim/hosts/published_records.h"
#include "sim/world/script.h"
#include "sim/world/wire_cutter.h"

namespace mailscope::world {
namespace {

constexpr std::int64_t k_year_s = 365 * 86'400;

// What a record keeps besides itself: what the budget of octets counts.
std::uint64_t octets_of(const Record& record) {
  if (const auto* sent = std::get_if<PacketSent>(&record.payload)) return sent->packet.value.size();
  if (const auto* said = std::get_if<Said>(&record.payload)) return said->text.size();
  if (const auto* heard = std::get_if<Understood>(&record.payload)) return heard->text.size();
  if (const auto* queued = std::get_if<MailQueued>(&record.payload)) return queued->content.size();
  if (const auto* stored = std::get_if<MailStored>(&record.payload)) return stored->content.size();
  return 0;
}

// Middleboxes come after the hosts on whose wires they sit.
std::vector<const hosts::HostSpec*> in_order(const std::vector<hosts::HostSpec>& specs) {
  std::vector<const hosts::HostSpec*> order;
  for (const hosts::HostSpec& spec : specs) order.push_back(&spec);
  std::stable_partition(order.begin(), order.end(),
                        [](const hosts::HostSpec* spec) { return !spec->middlebox; });
  return order;
}

}  // namespace

struct World::Impl {
  explicit Impl(const WorldSpec& world_spec);

  void make_hosts();
  void publish_records();
  std::unique_ptr<hosts::Host> make_host(HostId id, const hosts::HostSpec& host_spec);
  HostId host_of(const net::NetEvent& event) const;
  bool is_within_budget();
  bool stop(const char* budget, std::int64_t limit);

  WorldSpec spec;
  Trace trace;
  Recorder recorder;
  Random random;
  net::Net net;
  hosts::SecretRegistry secrets;
  tls::Authority authority, strange_authority;
  hosts::Environment env;
  std::vector<std::unique_ptr<hosts::Host>> hosts;  // hosts[id.value - 1]
  std::unique_ptr<WireCutter> cutter;
  std::unique_ptr<Script> script;
  std::size_t records_counted = 0;
  std::uint64_t octets = 0;
  bool is_stopped = false;
};

World::Impl::Impl(const WorldSpec& world_spec)
    : spec(world_spec),
      recorder(trace),
      random(spec.seed),
      net(recorder, random.fork(static_cast<std::uint64_t>(hosts::Purpose::net))),
      authority("Mailscope Authority",
                random.fork(static_cast<std::uint64_t>(hosts::Purpose::authority)),
                spec.epoch_s - k_year_s, spec.epoch_s + 10 * k_year_s),
      strange_authority("Unknown Authority",
                        random.fork(static_cast<std::uint64_t>(hosts::Purpose::strange_authority)),
                        spec.epoch_s - k_year_s, spec.epoch_s + 10 * k_year_s),
      env{.net = net,
          .recorder = recorder,
          .random = random,
          .epoch_s = spec.epoch_s,
          .secrets = secrets,
          .authority = authority,
          .strange_authority = strange_authority,
          .trusted = {authority.certificate()},
          .host_ids = {},
          .mta_sts_files = {},
          .zone_servers = {},
          .resolvers = {},
          .default_resolver = {},
          .outside = {},
          .on_line = {}} {
  make_hosts();
  std::vector<net::PacketFate> fates;
  for (const PacketFate& fate : spec.fates) {
    fates.push_back({env.host_ids.at(fate.host), fate.nth, fate.payload});
  }
  net.set_fates(std::move(fates));
  cutter = std::make_unique<WireCutter>(env, hosts, spec.cuts);
  script = std::make_unique<Script>(env, hosts, spec.script);
  script->begin();
}

void World::Impl::make_hosts() {
  const auto order = in_order(spec.hosts);
  for (const hosts::HostSpec* host_spec : order) {
    net::HostOptions options;
    options.name = host_spec->name;
    options.role = host_spec->role;
    options.address = host_spec->address;
    options.delay = host_spec->delay;
    if (host_spec->middlebox) options.wire_of = env.host_ids.at(host_spec->middlebox->wire_of);
    env.host_ids[host_spec->name] = net.add_host(options);
    if (host_spec->is_gateway) env.outside = env.host_ids[host_spec->name];
    if (!host_spec->dns_server) continue;
    for (const hosts::ZoneSpec& zone : host_spec->dns_server->zones) {
      env.zone_servers.push_back({dns::name_of(zone.origin), {host_spec->address}, zone.is_signed});
    }
    if (host_spec->dns_server->resolves) {
      env.resolvers[host_spec->name] = host_spec->address;
      if (env.default_resolver == Ipv4{}) env.default_resolver = host_spec->address;
    }
  }
  publish_records();
  for (const hosts::HostSpec* host_spec : order) {
    hosts.push_back(make_host(env.host_ids.at(host_spec->name), *host_spec));
  }
}

// What the DNS and the web say of the mail servers: their keys and policies.
void World::Impl::publish_records() {
  std::vector<HostId> ids;
  for (const hosts::HostSpec& host_spec : spec.hosts) {
    ids.push_back(env.host_ids.at(host_spec.name));
    if (!host_spec.mail_server || !host_spec.mail_server->sender.mta_sts) continue;
    const hosts::MtaStsSpec& shown = *host_spec.mail_server->sender.mta_sts;
    const policy::MtaStsPolicy policy{shown.mode, shown.mx,
                                      static_cast<std::uint32_t>(shown.max_age.us / 1'000'000)};
    for (const std::string& domain : host_spec.mail_server->local_domains) {
      env.mta_sts_files[{lower(domain), host_spec.address}] = hosts::mta_sts_file(policy);
    }
  }
  hosts::publish({authority, strange_authority, random, spec.epoch_s}, spec.hosts, ids);
}

std::unique_ptr<hosts::Host> World::Impl::make_host(HostId id, const hosts::HostSpec& host_spec) {
  if (host_spec.is_gateway) return std::make_unique<hosts::Gateway>(env, id, host_spec);
  if (host_spec.mail_server) return std::make_unique<hosts::MailServer>(env, id, host_spec);
  if (host_spec.mail_client) return std::make_unique<hosts::MailClient>(env, id, host_spec);
  if (host_spec.dns_server) return std::make_unique<hosts::DnsServer>(env, id, host_spec);
  if (host_spec.middlebox) return std::make_unique<hosts::Middlebox>(env, id, host_spec);
  return std::make_unique<hosts::Host>(env, id, host_spec);
}

HostId World::Impl::host_of(const net::NetEvent& event) const {
  return std::visit(
      [](const auto& each) {
        if constexpr (std::is_same_v<std::decay_t<decltype(each)>, net::PacketPassing>) {
          return each.box;
        } else {
          return each.host;
        }
      },
      event);
}

bool World::Impl::is_within_budget() {
  for (; records_counted < trace.size(); ++records_counted) {
    const RecordNumber number{static_cast<std::uint32_t>(records_counted + 1)};
    octets += octets_of(trace.at(number));
  }
  if (trace.size() > spec.budget.records_max) return stop("records", spec.budget.records_max);
  if (octets > spec.budget.octets_max) {
    return stop("octets", static_cast<std::int64_t>(spec.budget.octets_max));
  }
  return true;
}

bool World::Impl::stop(const char* budget, std::int64_t limit) {
  recorder.add({}, BudgetReached{budget, limit});
  is_stopped = true;
  return false;
}

World::World(const WorldSpec& spec) : impl_(std::make_unique<Impl>(spec)) {}
World::~World() = default;

void World::run() {
  const Time end = Time{} + impl_->spec.budget.virtual_time_max;
  if (!advance(end)) return;
  if (impl_->net.next_due()) impl_->stop("virtual-time", impl_->spec.budget.virtual_time_max.us);
}

bool World::advance(Time until) {
  Impl& impl = *impl_;
  while (!impl.is_stopped && impl.is_within_budget()) {
    const auto event = impl.net.next(until);
    if (!event) return true;
    impl.hosts[impl.host_of(*event).value - 1]->handle(*event);
  }
  return false;
}

Time World::now() const { return impl_->net.now(); }
std::optional<Time> World::next_due() const { return impl_->net.next_due(); }
const Trace& World::trace() const { return impl_->trace; }
net::Net& World::net() { return impl_->net; }

std::string World::authority_pem() const {
  return tls::certificates_pem({impl_->authority.certificate()});
}

hosts::Host* World::host(const std::string& name) {
  const auto found = impl_->env.host_ids.find(name);
  return found == impl_->env.host_ids.end() ? nullptr : impl_->hosts[found->second.value - 1].get();
}

hosts::Gateway* World::gateway() {
  if (impl_->env.outside.is_none()) return nullptr;
  return static_cast<hosts::Gateway*>(impl_->hosts[impl_->env.outside.value - 1].get());
}

WorldState World::state() const {
  WorldState state;
  for (const auto& host : impl_->hosts) {
    HostState described;
    host->describe(described);
    state.hosts.push_back(std::move(described));
  }
  // Which connections there have been is the network's own account, kept in the trace alone.
  for (const Record& record : impl_->trace) {
    if (std::holds_alternative<ConnectionOpened>(record.payload)) apply(state, record);
  }
  return state;
}

}  // namespace mailscope::world
