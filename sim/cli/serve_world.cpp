// What is added to a lesson's world, and what is told about its doors.
#include "sim/cli/serve_world.h"

#include <algorithm>

#include "sim/hosts/mail_server.h"

namespace mailscope::cli {
namespace {

bool trusts(const hosts::MailServerSpec& server, Ipv4 address) {
  return std::any_of(server.relay_networks.begin(), server.relay_networks.end(),
                     [&](const std::string& network) {
                       const auto prefix = parse_prefix(network);
                       return prefix && prefix->contains(address);
                     });
}

bool is_free(const world::WorldSpec& spec, Ipv4 address) {
  return std::none_of(spec.hosts.begin(), spec.hosts.end(), [&](const hosts::HostSpec& host) {
    return host.address == address || (host.mail_server && trusts(*host.mail_server, address));
  });
}

// From the documentation networks (RFC 5737): nobody's yet, and a stranger to every relay.
Ipv4 free_address(const world::WorldSpec& spec, std::uint32_t last_octet) {
  for (const std::uint32_t network : {0xCB007100U, 0xC6336400U, 0xC0000200U}) {
    for (std::uint32_t octet = last_octet; octet > 0; --octet) {
      if (is_free(spec, {network | octet})) return {network | octet};
    }
  }
  return {0xC6120000U | last_octet};  // 198.18.0.0/15, for benchmarks (RFC 2544)
}

std::string free_name(const world::WorldSpec& spec, const std::string& wanted) {
  std::string name = wanted;
  for (int number = 2;; ++number) {
    const bool is_taken =
        std::any_of(spec.hosts.begin(), spec.hosts.end(),
                    [&](const hosts::HostSpec& host) { return host.name == name; });
    if (!is_taken) return name;
    name = wanted + "-" + std::to_string(number);
  }
}

// The root zone: whatever domain nobody in the lesson has, its mail goes to the gateway.
hosts::HostSpec way_out(const world::WorldSpec& spec, Ipv4 gateway) {
  hosts::HostSpec root;
  root.name = free_name(spec, "root");
  root.role = HostRole::dns;
  root.address = free_address(spec, 249);
  hosts::ZoneSpec zone;
  zone.origin = ".";
  zone.records = {"* 3600 IN MX 10 outside-mail.", "outside-mail 3600 IN A " + to_text(gateway)};
  root.dns_server.emplace();
  root.dns_server->zones.push_back(zone);
  root.dns_server->resolves = std::none_of(
      spec.hosts.begin(), spec.hosts.end(),
      [](const hosts::HostSpec& host) { return host.dns_server && host.dns_server->resolves; });
  return root;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text + "  ";
}

std::string security_text(const OpenDoor& door) {
  switch (door.security) {
    case Security::none: return "none";
    case Security::starttls: return door.service.rfind("pop3", 0) == 0 ? "STLS" : "STARTTLS";
    case Security::tls: return "TLS from the first octet";
  }
  return "";
}

}  // namespace

void prepare_for_visit(world::WorldSpec& spec, const VisitOptions& options) {
  spec.epoch_s = options.epoch_s;
  if (!options.has_script) {
    spec.script.clear();
    spec.cuts.clear();
  }
  hosts::HostSpec gateway;
  gateway.name = free_name(spec, "you");
  gateway.role = HostRole::outside;
  gateway.address = free_address(spec, 250);
  gateway.is_gateway = true;
  if (options.has_way_out) spec.hosts.push_back(way_out(spec, gateway.address));
  spec.hosts.push_back(gateway);
  for (hosts::HostSpec& host : spec.hosts) {
    if (host.mail_server) host.mail_server->further_names = {"localhost", "127.0.0.1"};
    host.delay = {std::max<std::int64_t>(host.delay.us * options.delay_percent / 100, 1)};
  }
  // A visit ends when the visitor ends it.
  spec.budget.virtual_time_max = days(36'500);
  spec.budget.records_max = options.records_max;
}

std::vector<OpenDoor> doors_of(const world::WorldSpec& spec) {
  std::vector<OpenDoor> doors;
  for (const hosts::HostSpec& host : spec.hosts) {
    if (!host.mail_server) continue;
    for (const hosts::ServiceSpec& service : host.mail_server->services) {
      OpenDoor door;
      door.host = host.name;
      door.service =
          service.kind == hosts::ServiceKind::relay ? "smtp" : std::string(name_of(service.kind));
      door.security = hosts::is_implicit_tls(service.kind) ? Security::tls
                      : service.offers_starttls            ? Security::starttls
                                                           : Security::none;
      door.address = host.address;
      door.port = service.port == 0 ? hosts::usual_port(service.kind) : service.port;
      doors.push_back(door);
    }
  }
  return doors;
}

std::vector<Login> logins_of(const world::WorldSpec& spec) {
  std::vector<Login> logins;
  for (const hosts::HostSpec& host : spec.hosts) {
    if (!host.mail_server) continue;
    for (const hosts::AccountSpec& account : host.mail_server->accounts) {
      logins.push_back({account.address, account.user.empty() ? account.address : account.user,
                        account.password});
    }
  }
  return logins;
}

std::string visit_table(const std::vector<OpenDoor>& doors, const std::vector<Login>& logins) {
  std::size_t host_width = 4, address_width = 7, user_width = 4;
  for (const OpenDoor& door : doors) host_width = std::max(host_width, door.host.size());
  for (const Login& login : logins) {
    address_width = std::max(address_width, login.address.size());
    user_width = std::max(user_width, login.user.size());
  }
  std::string text = padded("host", host_width) + padded("service", 11) + padded("at", 15) +
                     padded("lesson's port", 13) + "security\n";
  for (const OpenDoor& door : doors) {
    text += padded(door.host, host_width) + padded(door.service, 11) +
            padded("127.0.0.1:" + std::to_string(door.real_port), 15) +
            padded(std::to_string(door.port), 13) + security_text(door) + "\n";
  }
  if (logins.empty()) return text;
  text += "\n" + padded("address", address_width) + padded("user", user_width) + "password\n";
  for (const Login& login : logins) {
    text += padded(login.address, address_width) + padded(login.user, user_width) + login.password +
            "\n";
  }
  return text;
}

}  // namespace mailscope::cli
