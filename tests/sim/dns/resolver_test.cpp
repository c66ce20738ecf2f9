#include "sim/dns/resolver.h"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/dns/dns_world.h"

using namespace mailscope;
using namespace mailscope::dns;

namespace {

Ipv4 ip(const char* text) { return *parse_ipv4(text); }

Resolver::Options table() {
  Resolver::Options options;
  options.zones = {{name_of("example.org"), {ip("192.0.2.1")}, true},
                   {name_of("example.net"), {ip("198.51.100.1"), ip("198.51.100.2")}, false}};
  return options;
}

DnsWorld world() {
  DnsWorld made(table());
  made.serve("192.0.2.1", {{"example.org", R"(
@ SOA ns hostmaster 1 7200 900 1209600 60
@ 100 MX 10 mx
mx 50 A 192.0.2.25
www 100 CNAME web
web 100 A 192.0.2.80
to-net 100 CNAME www.example.net.
circle CNAME circle.example.net.
long0 CNAME long1.example.net.
long2 CNAME long3.example.net.
long4 CNAME long5.example.net.
long6 CNAME long7.example.net.
long8 CNAME long9.example.net.
fresh 0 A 192.0.2.77
sub NS ns.sub
ns.sub A 192.0.2.2
far NS ns.example.net.
lost NS ns.lost.
in-sub CNAME mail.sub
)"}});
  made.serve("192.0.2.2", {{"sub.example.org", "mail A 192.0.2.26\n@ MX 5 mail"}});
  made.serve("198.51.100.1", {{"example.net", R"(
www A 198.51.100.80
ns A 198.51.100.3
circle CNAME circle.example.org.
long1 CNAME long2.example.org.
long3 CNAME long4.example.org.
long5 CNAME long6.example.org.
long7 CNAME long8.example.org.
long9 A 198.51.100.9
)"}});
  made.serve("198.51.100.2", {{"example.net", "www A 198.51.100.80\nns A 198.51.100.3"}});
  made.serve("198.51.100.3", {{"far.example.org", "@ TXT \"from afar\""}});
  return made;
}

}  // namespace

TEST_CASE("dns resolver: an answer is kept for its TTL in virtual time and no longer", "[dns]") {
  DnsWorld w = world();
  CHECK(to_text(w.ask("example.org", Type::mx)) == "10 mx.example.org");
  CHECK(w.take_log() == "192.0.2.1 MX example.org?");
  w.now = w.now + seconds(40);
  const Answer kept = w.ask("EXAMPLE.org", Type::mx);
  CHECK(kept.records.at(0).ttl_s == 60);
  CHECK(w.take_log() == "cache: MX example.org? 10 mx.example.org, 60 s left");
  w.now = w.now + seconds(60);
  w.ask("example.org", Type::mx);
  CHECK(w.take_log() == "192.0.2.1 MX example.org?");
}

TEST_CASE("dns resolver: TTL 0 is answered but not kept", "[dns]") {
  DnsWorld w = world();
  CHECK(w.ask("fresh.example.org", Type::a).kind == AnswerKind::found);
  w.ask("fresh.example.org", Type::a);
  CHECK(w.take_log() == "192.0.2.1 A fresh.example.org?\n192.0.2.1 A fresh.example.org?");
}

TEST_CASE("dns resolver: a no is kept for the SOA's minimum (RFC 2308)", "[dns]") {
  DnsWorld w = world();
  CHECK(w.ask("nobody.example.org", Type::a).kind == AnswerKind::no_such_name);
  w.now = w.now + seconds(59);
  // NXDOMAIN speaks of every type.
  CHECK(w.ask("nobody.example.org", Type::mx).kind == AnswerKind::no_such_name);
  CHECK(w.ask("mx.example.org", Type::mx).kind == AnswerKind::no_data);
  CHECK(w.ask("mx.example.org", Type::a).kind == AnswerKind::found);
  CHECK(w.take_log() ==
        "192.0.2.1 A nobody.example.org?\n"
        "cache: nobody.example.org: NXDOMAIN, 1 s left\n"
        "192.0.2.1 MX mx.example.org?\n"
        "192.0.2.1 A mx.example.org?");
  w.now = w.now + seconds(1);
  w.ask("nobody.example.org", Type::a);
  CHECK(w.take_log() == "192.0.2.1 A nobody.example.org?");
  // NODATA speaks of its type alone, and is kept as long from when it was learnt.
  CHECK(w.ask("mx.example.org", Type::mx).kind == AnswerKind::no_data);
  CHECK(w.ask("mx.example.org", Type::txt).kind == AnswerKind::no_data);
  CHECK(w.take_log() ==
        "cache: MX mx.example.org? no such record, 59 s left\n"
        "192.0.2.1 TXT mx.example.org?");
  w.now = w.now + seconds(59);
  CHECK(w.ask("mx.example.org", Type::mx).kind == AnswerKind::no_data);
  CHECK(w.take_log() == "192.0.2.1 MX mx.example.org?");
}

TEST_CASE("dns resolver: aliases are followed from zone to zone, and out of the cache", "[dns]") {
  DnsWorld w = world();
  CHECK(to_text(w.ask("to-net.example.org", Type::a)) ==
        "to-net.example.org is an alias of www.example.net; 198.51.100.80");
  CHECK(w.take_log() == "192.0.2.1 A to-net.example.org?\n198.51.100.1 A www.example.net?");
  w.ask("to-net.example.org", Type::a);
  CHECK(w.take_log() ==
        "cache: CNAME to-net.example.org? www.example.net, 100 s left\n"
        "cache: A www.example.net? 198.51.100.80, 3600 s left");
}

TEST_CASE("dns resolver: a circle of aliases is SERVFAIL, and says which", "[dns]") {
  DnsWorld w = world();
  const Answer answer = w.ask("circle.example.org", Type::a);
  CHECK(answer.kind == AnswerKind::failed);
  CHECK(answer.reason ==
        "SERVFAIL (CNAME loop: circle.example.org, circle.example.net, circle.example.org)");
}

TEST_CASE("dns resolver: a chain of more aliases than allowed is SERVFAIL", "[dns]") {
  DnsWorld w = world();
  const Answer answer = w.ask("long0.example.org", Type::a);
  CHECK(answer.kind == AnswerKind::failed);
  CHECK(answer.reason.find("more than 8 aliases: long0.example.org, long1.example.net") !=
        std::string::npos);
  CHECK(to_text(w.ask("long2.example.org", Type::a)).find("198.51.100.9") != std::string::npos);
}

TEST_CASE("dns resolver: referrals are followed, with glue and without", "[dns]") {
  DnsWorld w = world();
  CHECK(to_text(w.ask("mail.sub.example.org", Type::a)) == "192.0.2.26");
  CHECK(w.take_log() == "192.0.2.1 A mail.sub.example.org?\n192.0.2.2 A mail.sub.example.org?");
  // The referral is remembered.
  CHECK(to_text(w.ask("sub.example.org", Type::mx)) == "5 mail.sub.example.org");
  CHECK(w.take_log() == "192.0.2.2 MX sub.example.org?");
  CHECK(to_text(w.ask("far.example.org", Type::txt)) == "\"from afar\"");
  CHECK(w.take_log() ==
        "192.0.2.1 TXT far.example.org?\n198.51.100.1 A ns.example.net?\n198.51.100.3 TXT "
        "far.example.org?");
  const Answer lost = w.ask("lost.example.org", Type::a);
  CHECK(lost.reason ==
        "SERVFAIL (no address is known for the name server ns.lost: no zone of this world holds "
        "ns.lost)");
  CHECK(to_text(w.ask("in-sub.example.org", Type::a)) ==
        "in-sub.example.org is an alias of mail.sub.example.org; 192.0.2.26");
}

TEST_CASE("dns resolver: a silent server is asked again, then the next, then it is SERVFAIL",
          "[dns]") {
  DnsWorld w = world();
  w.silent = {ip("198.51.100.1")};
  CHECK(w.ask("www.example.net", Type::a).kind == AnswerKind::found);
  CHECK(w.take_log() == "198.51.100.1 A www.example.net?\n198.51.100.2 A www.example.net?");
  CHECK(w.now == Time{} + seconds(2));
  w.silent.push_back(ip("198.51.100.2"));
  const Answer answer = w.ask("nothing.example.net", Type::a);
  CHECK(answer.is_temporary());
}

TEST_CASE("dns resolver: outside every zone there is nothing", "[dns]") {
  DnsWorld w = world();
  CHECK(w.ask("example.com", Type::mx).kind == AnswerKind::no_such_name);
  CHECK(w.take_log().empty());
}

TEST_CASE("dns resolver: only signed zones all the way make an answer secure", "[dns]") {
  DnsWorld w = world();
  CHECK(w.ask("example.org", Type::mx).is_secure);
  CHECK(w.ask("example.org", Type::mx).is_secure);  // and from the cache
  CHECK(w.ask("nobody.example.org", Type::a).is_secure);
  CHECK_FALSE(w.ask("to-net.example.org", Type::a).is_secure);
  CHECK_FALSE(w.ask("www.example.net", Type::a).is_secure);
  CHECK_FALSE(w.ask("mail.sub.example.org", Type::a).is_secure);
}

TEST_CASE("dns resolver: a server may speak only about its own zone", "[dns]") {
  Resolver resolver(table(), Random(1));
  const Question question{name_of("to-net.example.org"), Type::a};
  resolver.receive_query({}, {ip("192.0.2.10"), 5000},
                         print_message(make_query(5, question, true)));
  const auto send = std::get<SendQuery>(*resolver.next());
  // It answers for www.example.net, which is not its to answer, and smuggles in an address.
  Message lie = make_response(*parse_message(send.octets), Rcode::no_error);
  lie.is_authoritative = true;
  lie.answers = {{question.name, 60, Cname{name_of("www.example.net")}},
                 {name_of("www.example.net"), 60, A{ip("203.0.113.66")}}};
  lie.additionals = {{name_of("mail.example.net"), 60, A{ip("203.0.113.66")}}};
  resolver.receive_answer({}, send.to, send.from_port, print_message(lie));
  CHECK(std::holds_alternative<ServerSaid>(*resolver.next()));
  CHECK(std::get<Cached>(*resolver.next()).entry.question == Question{question.name, Type::cname});
  CHECK(std::get<SendQuery>(*resolver.next()).to.address == ip("198.51.100.1"));
  for (const CacheEntry& entry : resolver.cache().entries({})) {
    CHECK(entry.question.name.is_within(name_of("example.org")));
  }
}

TEST_CASE("dns resolver: who answers first must guess port, id and question", "[dns]") {
  Resolver resolver(table(), Random(1));
  const Question question{name_of("example.org"), Type::mx};
  resolver.receive_query({}, {ip("192.0.2.10"), 5000},
                         print_message(make_query(5, question, true)));
  const auto send = std::get<SendQuery>(*resolver.next());
  const Message query = *parse_message(send.octets);
  Message forged = make_response(query, Rcode::nx_domain);
  const auto stray = [&](Peer from, unsigned port, const Message& message) {
    resolver.receive_answer({}, from, static_cast<Port>(port), print_message(message));
    const auto event = resolver.next();
    REQUIRE(event);
    REQUIRE(std::holds_alternative<Stray>(*event));
    return std::get<Stray>(*event).reason;
  };
  CHECK(stray(send.to, send.from_port + 1U, forged).find("nothing is awaited on port") == 0);
  CHECK(stray({ip("203.0.113.66"), 53}, send.from_port, forged) ==
        "203.0.113.66 port 53 was not asked");
  CHECK(stray({send.to.address, 54}, send.from_port, forged) == "192.0.2.1 port 54 was not asked");
  forged.id = static_cast<std::uint16_t>(forged.id + 1);
  CHECK(stray(send.to, send.from_port, forged).find("id ") == 0);
  forged.id = query.id;
  forged.questions.front().name = name_of("example.com");
  CHECK(stray(send.to, send.from_port, forged) == "it answers another question");
  CHECK(stray(send.to, send.from_port, query) == "a query where an answer is awaited");
}

TEST_CASE("dns resolver: an answer too long for UDP is fetched by TCP", "[dns]") {
  Resolver::Options options;
  options.zones = {{name_of("example.org"), {ip("192.0.2.1")}, false}};
  DnsWorld w(options);
  std::string text;
  for (int i = 0; i < 15; ++i)
    text += "@ TXT \"" + std::to_string(100 + i) + std::string(97, 'x') + "\"\n";
  w.serve("192.0.2.1", {{"example.org", text.c_str()}});
  CHECK(w.ask("example.org", Type::txt).records.size() == 15);
  CHECK(w.take_log() ==
        "192.0.2.1 TXT example.org?\n192.0.2.1 tcp TXT example.org?\n"
        "cache: TXT example.org? " +
            [] {
              std::string records;
              for (int i = 0; i < 15; ++i) {
                records += (i == 0 ? "\"" : "; \"") + std::to_string(100 + i) +
                           std::string(97, 'x') + "\"";
              }
              return records;
            }() +
            ", 3600 s left");
}

TEST_CASE("dns resolver: bad queries get FORMERR, NOTIMP or silence", "[dns]") {
  Resolver resolver(table(), Random(1));
  const auto reply_to = [&](std::string_view octets) -> std::string {
    resolver.receive_query({}, {ip("192.0.2.10"), 5000}, octets);
    const auto bad = std::get<BadQuery>(*resolver.next());
    if (bad.reply.empty()) return "silence: " + bad.reason;
    return to_text(parse_message(bad.reply)->rcode) + ": " + bad.reason;
  };
  Message query = make_query(5, {name_of("example.org"), Type::mx}, true);
  CHECK(reply_to("hello") == "silence: shorter than a DNS header of 12 octets");
  CHECK(reply_to(print_message(query) + "x") == "FORMERR: octets follow the last record");
  query.opcode = 2;
  CHECK(reply_to(print_message(query)) == "NOTIMP: opcode 2 is not implemented");
  query.opcode = 0;
  query.questions.clear();
  CHECK(reply_to(print_message(query)) == "FORMERR: a query with 0 questions");
  query.is_response = true;
  CHECK(reply_to(print_message(query)) == "silence: an answer where queries are awaited");
}

TEST_CASE("dns cache: it stays within its size, and what expires first goes first", "[dns]") {
  Cache cache({.entries_max = 3, .ttl_max = days(1), .negative_ttl_max = hours(3)});
  for (std::uint32_t i = 1; i <= 10; ++i) {
    const Question question{name_of("h" + std::to_string(i) + ".example"), Type::a};
    const std::uint32_t ttl_s = i == 2 ? 100'000 : 100 * i;
    cache.store_records({}, question, {{question.name, ttl_s, A{Ipv4{i}}}}, false);
  }
  const auto entries = cache.entries({});
  REQUIRE(entries.size() == 3);
  CHECK(cache.find({}, {name_of("h2.example"), Type::a})->records.at(0).ttl_s == 86'400);
  CHECK(cache.find({}, {name_of("h10.example"), Type::a}));
  CHECK_FALSE(cache.find({}, {name_of("h3.example"), Type::a}));
}

TEST_CASE("dns resolver: the same seed asks with the same octets", "[dns]") {
  const auto run = [] {
    DnsWorld w = world();
    std::string octets;
    for (const char* name : {"example.org", "to-net.example.org", "mail.sub.example.org"}) {
      w.stub.ask(w.now, {name_of(name), Type::a});
      octets += std::get<SendQuery>(*w.stub.next()).octets;
    }
    return octets;
  };
  CHECK(run() == run());
}
