#include "sim/dns/mail_lookup.h"

#include <algorithm>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "tests/sim/dns/dns_world.h"

using namespace mailscope;
using namespace mailscope::dns;

namespace {

DnsWorld world() {
  Resolver::Options options;
  options.zones = {{name_of("example"), {*parse_ipv4("192.0.2.1")}, true},
                   {name_of("silent.example"), {*parse_ipv4("192.0.2.9")}, false}};
  DnsWorld made(options);
  made.serve("192.0.2.1", {{"example", R"(
plain MX 20 mx2
plain MX 10 mx1
mx1 A 192.0.2.11
mx2 A 192.0.2.12
mx2 A 192.0.2.13
mx2 AAAA 2001:db8::12
host A 192.0.2.14
alias CNAME plain
null MX 0 .
mixed MX 0 .
mixed MX 10 mx1
empty TXT "no mail here"
nowhere MX 10 missing
number MX 10 192.0.2.11.
by-alias MX 10 mail
mail CNAME mx1
half MX 10 missing
half MX 20 mx1
broken MX 10 mx.silent
half-broken MX 10 mx.silent
half-broken MX 20 mx1
even MX 10 mx1
even MX 10 mx2
even MX 10 host
even MX 5 first
first A 192.0.2.15
)"}});
  return made;
}

std::string looked_up(DnsWorld& w, const char* domain, MailLookup::Options options = {},
                      std::uint64_t seed = 1) {
  MailLookup lookup(domain, std::move(options), Random(seed));
  while (auto question = lookup.next_question()) lookup.answer(w.ask(*question));
  std::string text;
  if (!lookup.is_done()) return "not done";
  if (!lookup.result()) {
    const auto& failure = lookup.result().error();
    text = failure.code + " " + std::to_string(failure.reply_code) + " " + failure.enhanced_code +
           " " + failure.reason + " (" + failure.rule + ")";
  } else {
    for (const MailTarget& target : *lookup.result()) {
      text += (text.empty() ? "" : ", ") + std::to_string(target.preference) + " " +
              target.host.text() + " " + to_text(target.address) +
              (target.is_implicit ? " implicit" : "");
    }
  }
  for (const auto& remark : lookup.remarks()) text += " # " + remark;
  return text;
}

}  // namespace

TEST_CASE("dns mail lookup: where mail goes", "[dns]") {
  DnsWorld w = world();
  struct Row {
    const char *domain, *expected;
  };
  for (const Row& row : {
           Row{"plain.example",
               "10 mx1.example 192.0.2.11, 20 mx2.example 192.0.2.12, 20 mx2.example 192.0.2.13"},
           Row{"PLAIN.Example",
               "10 mx1.example 192.0.2.11, 20 mx2.example 192.0.2.12, 20 mx2.example 192.0.2.13"},
           Row{"alias.example",
               "10 mx1.example 192.0.2.11, 20 mx2.example 192.0.2.12, 20 mx2.example 192.0.2.13"},
           Row{"host.example",
               "0 host.example 192.0.2.14 implicit # host.example has no MX record: its own "
               "address "
               "is used, as an implicit MX"},
           Row{"mixed.example",
               "10 mx1.example 192.0.2.11 # \".\" beside other MX records means nothing (RFC 7505, "
               "section 3)"},
           Row{"by-alias.example",
               "10 mail.example 192.0.2.11 # mail.example is an alias, which an MX must not name "
               "(RFC 5321, section 5.1)"},
           Row{"half.example",
               "20 mx1.example 192.0.2.11 # without an address: missing.example: NXDOMAIN"},
           Row{"[192.0.2.77]", "0 . 192.0.2.77"},
           Row{"[IPv6:2001:db8::25]", "0 . 2001:db8::25"},
           Row{"null.example",
               "null-mx 556 5.1.10 null.example accepts no mail: its MX is \".\" (RFC 7505, "
               "section 3)"},
           Row{"nobody.example",
               "no-such-domain 550 5.1.2 the domain nobody.example does not exist (RFC 5321, "
               "section 5.1)"},
           Row{"empty.example",
               "no-address 550 5.4.4 empty.example has neither MX nor address (RFC 5321, section "
               "5.1) # empty.example has no MX "
               "record: its own address is used, as an implicit MX"},
           Row{"nowhere.example",
               "no-address 550 5.4.4 no MX of nowhere.example has an address (missing.example: "
               "NXDOMAIN) (RFC 5321, section 5.1)"},
           Row{"number.example",
               "no-address 550 5.4.4 no MX of number.example has an address (192.0.2.11: NXDOMAIN) "
               "(RFC 5321, section 5.1) # an MX "
               "names a host, never an address: 192.0.2.11"},
           Row{"[192.0.2.300]",
               "bad-address-literal 550 5.1.3 [192.0.2.300] is no address literal (RFC 5321, "
               "section 4.1.3)"},
           Row{"[",
               "bad-address-literal 550 5.1.3 [ is no address literal (RFC 5321, section 4.1.3)"},
           Row{"a..b", "bad-domain 550 5.1.3 \"a..b\" is no domain name (RFC 5321, section 4.1.2)"},
           Row{"", "bad-domain 550 5.1.3 \"\" is no domain name (RFC 5321, section 4.1.2)"},
       }) {
    CAPTURE(row.domain);
    CHECK(looked_up(w, row.domain) == row.expected);
  }
}

TEST_CASE("dns mail lookup: silence of the DNS is temporary, unless another MX can be used",
          "[dns]") {
  DnsWorld w = world();
  CHECK(
      looked_up(w, "a.silent.example")
          .find("dns-failed 451 4.4.3 the MX records of a.silent.example could not be looked up") ==
      0);
  CHECK(looked_up(w, "broken.example")
            .find("dns-failed 451 4.4.3 no address could be looked up (mx.silent.example:") == 0);
  CHECK(looked_up(w, "half-broken.example")
            .find("20 mx1.example 192.0.2.11 # without an address: mx.silent.example:") == 0);
}

TEST_CASE("dns mail lookup: a relay in the list uses only what is better than itself", "[dns]") {
  DnsWorld w = world();
  CHECK(looked_up(w, "plain.example", {.own_names = {name_of("MX2.example")}}) ==
        "10 mx1.example 192.0.2.11 # this host is an MX of the domain: only better preferences "
        "than 20 are used");
  CHECK(looked_up(w, "plain.example", {.own_names = {name_of("mx1.example")}})
            .find("mx-is-self 554 5.4.6") == 0);
}

TEST_CASE("dns mail lookup: IPv6 comes first where it is used", "[dns]") {
  DnsWorld w = world();
  CHECK(looked_up(w, "plain.example", {.use_ipv6 = true}) ==
        "10 mx1.example 192.0.2.11, 20 mx2.example 2001:db8::12, 20 mx2.example 192.0.2.12, 20 "
        "mx2.example 192.0.2.13");
}

TEST_CASE("dns mail lookup: equal preferences come in every order, by the seed", "[dns]") {
  DnsWorld w = world();
  std::set<std::string> orders;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const std::string order = looked_up(w, "even.example", {}, seed);
    CHECK(order.find("5 first.example 192.0.2.15, 10 ") == 0);
    CHECK(order == looked_up(w, "even.example", {}, seed));
    orders.insert(order);
  }
  CHECK(orders.size() == 6);
}

TEST_CASE("dns mail lookup: secure only when MX and address are", "[dns]") {
  DnsWorld w = world();
  MailLookup lookup("plain.example", {}, Random(1));
  while (auto question = lookup.next_question()) lookup.answer(w.ask(*question));
  REQUIRE(lookup.is_done());
  CHECK(lookup.result()->front().is_secure);
}

TEST_CASE("dns mail lookup: answers may come in any order, and strangers' do no harm", "[dns]") {
  DnsWorld w = world();
  MailLookup lookup("plain.example", {.use_ipv6 = true}, Random(1));
  lookup.answer(w.ask("host.example", Type::a));
  lookup.answer(w.ask(*lookup.next_question()));
  std::vector<Answer> answers;
  while (auto question = lookup.next_question()) answers.push_back(w.ask(*question));
  CHECK(answers.size() == 4);
  std::reverse(answers.begin(), answers.end());
  for (const Answer& answer : answers) {
    CHECK_FALSE(lookup.is_done());
    lookup.answer(answer);
  }
  CHECK(lookup.is_done());
}
