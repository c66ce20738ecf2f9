// The small world and what tests ask of a trace.
#include "tests/sim/world/small_world.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"
#include "sim/trace/pattern.h"

namespace mailscope::world {
namespace {

hosts::HostSpec host(const std::string& name, HostRole role, const char* address) {
  hosts::HostSpec spec;
  spec.name = name;
  spec.role = role;
  spec.address = *parse_ipv4(address);
  return spec;
}

hosts::ServiceSpec service(hosts::ServiceKind kind) {
  hosts::ServiceSpec spec;
  spec.kind = kind;
  return spec;
}

}  // namespace

WorldSpec small_world() {
  using hosts::ServiceKind;
  WorldSpec spec;

  auto alice = host("alice", HostRole::client, "192.0.2.10");
  alice.mail_client.emplace();
  alice.mail_client->person = "Alice";
  alice.mail_client->address = "alice@example.org";
  alice.mail_client->password = "wonderland";
  alice.mail_client->outgoing.server = "mail.example.org";
  alice.mail_client->outgoing.security = hosts::TlsPolicy::required;

  auto mail = host("mail", HostRole::server, "192.0.2.25");
  mail.mail_server.emplace();
  mail.mail_server->server_name = "mail.example.org";
  mail.mail_server->local_domains = {"example.org"};
  hosts::AccountSpec alice_account;
  alice_account.address = "alice@example.org";
  alice_account.password = "wonderland";
  mail.mail_server->accounts.push_back(alice_account);
  mail.mail_server->services = {service(ServiceKind::relay), service(ServiceKind::submission),
                                service(ServiceKind::submissions), service(ServiceKind::imaps)};

  auto mx = host("mx", HostRole::server, "198.51.100.25");
  mx.mail_server.emplace();
  mx.mail_server->server_name = "mx.example.net";
  mx.mail_server->local_domains = {"example.net"};
  hosts::AccountSpec bob_account;
  bob_account.address = "bob@example.net";
  bob_account.password = "builder";
  mx.mail_server->accounts.push_back(bob_account);
  mx.mail_server->services = {service(ServiceKind::relay), service(ServiceKind::imaps),
                              service(ServiceKind::imap), service(ServiceKind::pop3),
                              service(ServiceKind::pop3s)};

  auto bob = host("bob", HostRole::client, "198.51.100.10");
  bob.mail_client.emplace();
  bob.mail_client->person = "Bob";
  bob.mail_client->address = "bob@example.net";
  bob.mail_client->password = "builder";
  bob.mail_client->incoming.protocol = hosts::ReadProtocol::imap;
  bob.mail_client->incoming.server = "mx.example.net";

  auto resolver = host("resolver", HostRole::resolver, "192.0.2.53");
  resolver.dns_server.emplace();
  resolver.dns_server->resolves = true;
  auto dns = host("dns", HostRole::dns, "203.0.113.53");
  dns.dns_server.emplace();
  dns.dns_server->zones = {
      {"example.org", {"@ MX 10 mail.example.org.", "mail A 192.0.2.25"}, false},
      {"example.net", {"@ MX 10 mx.example.net.", "mx A 198.51.100.25"}, false}};

  spec.hosts = {alice, mail, mx, bob, resolver, dns};
  return spec;
}

hosts::HostSpec& host_named(WorldSpec& spec, const std::string& name) {
  for (hosts::HostSpec& each : spec.hosts) {
    if (each.name == name) return each;
  }
  MUST(false);
  return spec.hosts.front();
}

Act send_to_bob(const std::string& subject) {
  hosts::MailSpec mail;
  mail.to = {"Bob <bob@example.net>"};
  mail.subject = subject;
  mail.text = "See you at noon.";
  Act act;
  act.id = "alice-sends";
  act.at = Time{} + seconds(1);
  act.doing = SendMail{"alice", mail};
  return act;
}

Act fetch_at(const std::string& host, Time at) {
  Act act;
  act.id = host + "-fetches-" + std::to_string(at.us);
  act.at = at;
  act.doing = FetchMail{host};
  return act;
}

std::string transcript(const Trace& trace) {
  std::string text;
  for (const Record& record : trace) {
    text += seconds_text(record.time) + " #" + std::to_string(record.number.value) + "<" +
            std::to_string(record.cause.value) + " h" + std::to_string(record.place.host.value) +
            " " + std::string(kind_of(record));
    if (const auto* said = std::get_if<Said>(&record.payload)) {
      text += (said->speaker == Speaker::client ? " C: " : " S: ") + visible(said->text);
    } else if (const auto* decision = std::get_if<Decision>(&record.payload)) {
      text += " " + std::string(name_of(decision->verdict)) + " " + decision->code;
    } else if (const auto* screen = std::get_if<ScreenShown>(&record.payload)) {
      text += " " + screen->code;
      for (const auto& [key, value] : screen->facts) text += " " + key + "=" + visible(value);
    } else if (const auto* failed = std::get_if<TlsFailed>(&record.payload)) {
      text += " " + failed->code;
    } else if (const auto* tls = std::get_if<TlsMessage>(&record.payload)) {
      text += " " + tls->name;
    } else if (const auto* dns = std::get_if<DnsSaid>(&record.payload)) {
      text += " " + dns->type + " " + dns->name + " " + dns->response_code;
    }
    text += "\n";
  }
  return text;
}

bool has_decision(const Trace& trace, const std::string& code) {
  for (const Record& record : trace) {
    const auto* decision = std::get_if<Decision>(&record.payload);
    if (decision && decision->code == code) return true;
  }
  return false;
}

bool has_screen(const Trace& trace, const std::string& code) {
  for (const Record& record : trace) {
    const auto* screen = std::get_if<ScreenShown>(&record.payload);
    if (screen && screen->code == code) return true;
  }
  return false;
}

std::size_t mails_in(const WorldState& state, const std::string& host, const std::string& account,
                     const std::string& mailbox) {
  for (const HostState& each : state.hosts) {
    if (each.name != host) continue;
    const auto found = each.mailboxes.find({account, mailbox});
    return found == each.mailboxes.end() ? 0 : found->second.mails.size();
  }
  return 0;
}

void check_fold(const World& world) {
  const WorldState told = fold(world.trace(), world.trace().last());
  const WorldState own = world.state();
  REQUIRE(told.hosts.size() == own.hosts.size());
  for (std::size_t i = 0; i < told.hosts.size(); ++i) {
    INFO("host " << told.hosts[i].name);
    HostState a = told.hosts[i];
    HostState b = own.hosts[i];
    CHECK(a.name == b.name);
    CHECK(a.services == b.services);
    CHECK(a.settings == b.settings);
    CHECK(a.queue == b.queue);
    CHECK(a.mailboxes == b.mailboxes);
    CHECK(a.dns_cache == b.dns_cache);
    CHECK(a.screens == b.screens);
    CHECK(a.secrets == b.secrets);
    CHECK(a.connections.size() == b.connections.size());
    CHECK(a == b);
  }
  CHECK(told.connections == own.connections);
}

Ran::Ran(const WorldSpec& spec) : world_(spec) {
  world_.run();
  check_fold(world_);
}

bool Ran::said(const std::string& pattern) const {
  for (const Record& record : trace()) {
    const auto* said = std::get_if<Said>(&record.payload);
    if (said && glob_matches(pattern, said->text)) return true;
  }
  return false;
}

bool Ran::understood_encrypted(const std::string& pattern) const {
  for (const Record& record : trace()) {
    const auto* line = std::get_if<Understood>(&record.payload);
    if (line && line->is_encrypted && glob_matches(pattern, line->text)) return true;
  }
  return false;
}

std::string Ran::fact(const std::string& code, const std::string& key) const {
  const auto all = facts(code, key);
  return all.empty() ? std::string() : all.front();
}

std::vector<std::string> Ran::facts(const std::string& code, const std::string& key) const {
  std::vector<std::string> found;
  for (const Record& record : trace()) {
    const auto* decision = std::get_if<Decision>(&record.payload);
    if (!decision || decision->code != code) continue;
    std::string value;
    for (const auto& [name, text] : decision->facts) {
      if (name == key) value = text;
    }
    found.push_back(value);
  }
  return found;
}

}  // namespace mailscope::world
