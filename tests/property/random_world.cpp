// Draws a world piece by piece; each piece has a generator of its own, so a new one shifts no other.
#include "tests/property/random_world.h"

#include <algorithm>

#include "sim/base/check.h"
#include "sim/base/random.h"

namespace mailscope::property {
namespace {

using hosts::HostSpec;
using hosts::ServiceKind;
using hosts::TlsPolicy;

constexpr int k_people_per_domain = 2;

Ipv4 address(unsigned domain, unsigned host) {
  const auto parsed = parse_ipv4("198.51.100." + std::to_string(domain * 20 + host));
  MUST(parsed.has_value());
  return *parsed;
}

std::string domain_name(unsigned domain) { return "d" + std::to_string(domain) + ".example"; }
std::string person(unsigned domain, int number) {
  return "p" + std::to_string(domain) + std::to_string(number);
}

template <class Value>
const Value& one_of(Random& random, const std::vector<Value>& values) {
  return values[random.below(values.size())];
}

hosts::ServiceSpec service(ServiceKind kind, Random& random) {
  hosts::ServiceSpec spec;
  spec.kind = kind;
  for (const char* extension : {"PIPELINING", "CHUNKING", "SIZE", "8BITMIME", "DSN"}) {
    if (random.chance(1, 5)) spec.hidden_extensions.insert(extension);
  }
  if (kind == ServiceKind::relay) {
    spec.offers_starttls = random.chance(2, 3);
    spec.is_filtered = random.chance(1, 12);  // nobody can deliver here: it must bounce in the end
    if (random.chance(1, 6)) spec.size_max = 2'000;
  }
  return spec;
}

HostSpec server(unsigned domain, Random random) {
  HostSpec host;
  host.name = "mx" + std::to_string(domain);
  host.address = address(domain, 1);
  host.delay = milliseconds(static_cast<std::int64_t>(1 + random.below(60)));
  auto& mail = host.mail_server.emplace();
  mail.server_name = "mx." + domain_name(domain);
  mail.local_domains = {domain_name(domain)};
  for (const ServiceKind kind : {ServiceKind::relay, ServiceKind::submissions,
                                 ServiceKind::submission, ServiceKind::imaps, ServiceKind::pop3s}) {
    mail.services.push_back(service(kind, random));
  }
  for (int i = 0; i < k_people_per_domain; ++i) {
    hosts::AccountSpec account;
    account.address = person(domain, i) + "@" + domain_name(domain);
    account.password = "pass-" + person(domain, i);
    mail.accounts.push_back(account);
  }
  mail.aliases.push_back({"all@" + domain_name(domain), mail.accounts.front().address});
  mail.outbound_tls = one_of(random, std::vector{TlsPolicy::none, TlsPolicy::opportunistic});
  if (random.chance(1, 4)) mail.certificate = hosts::CertificateState::self_signed;
  return host;
}

HostSpec client(unsigned domain, int number, Random random) {
  HostSpec host;
  host.name = person(domain, number);
  host.role = HostRole::client;
  host.address = address(domain, static_cast<unsigned>(10 + number));
  auto& program = host.mail_client.emplace();
  program.person = person(domain, number);
  program.address = person(domain, number) + "@" + domain_name(domain);
  program.password = "pass-" + person(domain, number);
  program.outgoing.server = "mx." + domain_name(domain);
  program.outgoing.security = one_of(random, std::vector{TlsPolicy::tls, TlsPolicy::required});
  program.outgoing.verifies_certificate = false;
  program.incoming.server = program.outgoing.server;
  program.incoming.protocol =
      one_of(random, std::vector{hosts::ReadProtocol::pop3, hosts::ReadProtocol::imap});
  program.incoming.leaves_on_server = true;  // so that what came can be counted
  program.incoming.verifies_certificate = false;
  return host;
}

HostSpec names(unsigned domains, Random random) {
  HostSpec host;
  host.name = "ns";
  host.role = HostRole::resolver;
  host.address = address(11, 1);
  auto& dns = host.dns_server.emplace();
  dns.resolves = true;
  for (unsigned domain = 0; domain < domains; ++domain) {
    std::vector<std::string> records{"mx A " + to_text(address(domain, 1))};
    switch (random.below(5)) {
      case 0: records.push_back("@ A " + to_text(address(domain, 1))); break;  // no MX at all
      case 1:  // a better server that is not there
        records.push_back("@ MX 5 gone." + domain_name(domain) + ".");
        records.push_back("gone A " + to_text(address(domain, 19)));
        records.push_back("@ MX 10 mx." + domain_name(domain) + ".");
        break;
      default: records.push_back("@ MX 10 mx." + domain_name(domain) + ".");
    }
    dns.zones.push_back({domain_name(domain) + ".", records, false});
  }
  dns.zones.push_back({"nomail.example.", {"@ MX 0 ."}, false});
  return host;
}

Letter letter(unsigned domains, int number, Random random) {
  Letter made;
  const auto from = static_cast<unsigned>(random.below(domains));
  const int who = static_cast<int>(random.below(k_people_per_domain));
  made.from_host = person(from, who);
  made.from = made.from_host + "@" + domain_name(from);
  made.subject = "letter " + std::to_string(number);
  const auto count = 1 + random.below(3);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto to = static_cast<unsigned>(random.below(domains));
    std::string recipient =
        person(to, static_cast<int>(random.below(k_people_per_domain))) + "@" + domain_name(to);
    switch (random.below(8)) {
      case 0: recipient = "nobody@" + domain_name(to); break;
      case 1: recipient = "someone@nowhere.example"; break;
      case 2: recipient = "someone@nomail.example"; break;
      default: break;
    }
    if (std::find(made.to.begin(), made.to.end(), recipient) == made.to.end()) {
      made.to.push_back(recipient);
    }
  }
  // An alias stands alone, so that nobody gets the same letter by two names.
  if (random.chance(1, 8)) {
    made.to = {"all@" + domain_name(static_cast<unsigned>(random.below(domains)))};
  }
  return made;
}

world::Act sending(const Letter& letter, int number, Random random) {
  hosts::MailSpec mail;
  mail.to = letter.to;
  mail.subject = letter.subject;
  const auto lines = random.below(80);
  for (std::uint64_t i = 0; i < lines; ++i) {
    mail.text += std::string(random.below(3), '.') + random.token(1 + random.below(60)) + "\n";
  }
  world::Act act;
  act.id = "send-" + std::to_string(number);
  act.at = Time{} + milliseconds(static_cast<std::int64_t>(random.below(20'000)));
  act.doing = world::SendMail{letter.from_host, mail};
  return act;
}

}  // namespace

RandomWorld random_world(std::uint64_t seed) {
  const Random random(seed);
  RandomWorld made;
  made.spec.seed = seed;
  Random shape = random.fork(1);
  const auto domains = static_cast<unsigned>(2 + shape.below(3));
  for (unsigned domain = 0; domain < domains; ++domain) {
    made.spec.hosts.push_back(server(domain, random.fork(100 + domain)));
    for (int i = 0; i < k_people_per_domain; ++i) {
      made.spec.hosts.push_back(
          client(domain, i, random.fork(200 + domain * 10 + static_cast<unsigned>(i))));
    }
  }
  made.spec.hosts.push_back(names(domains, random.fork(2)));
  const int letters = static_cast<int>(1 + shape.below(6));
  for (int i = 0; i < letters; ++i) {
    const Random chance = random.fork(300 + static_cast<unsigned>(i));
    made.letters.push_back(letter(domains, i, chance.fork(1)));
    made.spec.script.push_back(sending(made.letters.back(), i, chance.fork(2)));
  }
  if (shape.chance(1, 3)) {
    made.has_cuts = true;
    world::CutTrigger cut;
    cut.host = "mx" + std::to_string(shape.below(domains));
    cut.on_text = one_of(shape, std::vector<std::string>{"DATA", "250 *", "MAIL FROM:*", "QUIT"});
    cut.count = static_cast<std::uint32_t>(1 + shape.below(3));
    cut.before_sending = shape.chance(1, 2);
    cut.mend_after = minutes(static_cast<std::int64_t>(1 + shape.below(30)));
    made.spec.cuts.push_back(cut);
  }
  return made;
}

std::string description(const RandomWorld& random) {
  std::string text = "seed " + std::to_string(random.spec.seed) + "\n";
  for (const Letter& letter : random.letters) {
    text += letter.subject + ": " + letter.from + " ->";
    for (const std::string& to : letter.to) text += " " + to;
    text += "\n";
  }
  for (const world::CutTrigger& cut : random.spec.cuts) {
    text += "the wire of " + cut.host + " is cut at \"" + cut.on_text + "\", time " +
            std::to_string(cut.count) + "\n";
  }
  return text;
}

}  // namespace mailscope::property
