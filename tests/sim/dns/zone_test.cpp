#include "sim/dns/zone.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/dns/zone_text.h"

using namespace mailscope;
using namespace mailscope::dns;

namespace {

Zone example_zone() {
  auto zone = parse_zone(name_of("example.org"), R"(
$TTL 600
@            IN SOA ns hostmaster 7 7200 900 1209600 60
             IN NS  ns
ns           A   192.0.2.53
@        3600 MX 10 mx
@            MX 20 backup.example.net.   ; elsewhere
mx           A   192.0.2.25
mx           AAAA 2001:db8::25
www          CNAME web
web          A   192.0.2.80
out          CNAME www.example.net.
loop-a       CNAME loop-b
loop-b       CNAME loop-a
self         CNAME self
deep.down.here TXT "found"
*.wild       A 192.0.2.99
*.alias      CNAME web
real.wild    TXT "no address here"
sub          NS  ns.sub
sub          NS  ns.example.net.
ns.sub       A   192.0.2.54
)");
  if (!zone) FAIL(to_text(zone.error()));
  return *zone;
}

// "found: 192.0.2.1 | SOA" : outcome, answers, then what stands in the other sections.
std::string asked(const Zone& zone, const char* name, Type type) {
  const ZoneAnswer answer = zone.look_up({name_of(name), type});
  std::string text;
  switch (answer.outcome) {
    case ZoneOutcome::found: text = "found"; break;
    case ZoneOutcome::alias_leaves: text = "leaves"; break;
    case ZoneOutcome::alias_loops: text = "loops"; break;
    case ZoneOutcome::no_data: text = "no data"; break;
    case ZoneOutcome::no_such_name: text = "no name"; break;
    case ZoneOutcome::delegated: text = "delegated"; break;
    case ZoneOutcome::not_in_zone: text = "not in zone"; break;
  }
  for (const Record& record : answer.answers)
    text += " " + record.name.text() + "=" + to_text(record.data);
  for (const Record& record : answer.authorities) {
    text += " | " + to_text(type_of(record.data)) + " " + std::to_string(record.ttl_s);
  }
  for (const Record& record : answer.additionals) text += " + " + to_text(record.data);
  if (answer.wildcard) text += " by " + answer.wildcard->text();
  return text;
}

}  // namespace

TEST_CASE("dns zone: lookups", "[dns]") {
  const Zone zone = example_zone();
  struct Row {
    const char* name;
    Type type;
    const char* expected;
  };
  for (const Row& row : {
           Row{"example.org", Type::mx,
               "found example.org=10 mx.example.org example.org=20 backup.example.net + 192.0.2.25 "
               "+ 2001:db8::25"},
           Row{"MX.EXAMPLE.ORG", Type::a, "found MX.EXAMPLE.ORG=192.0.2.25"},
           Row{"www.example.org", Type::a,
               "found www.example.org=web.example.org web.example.org=192.0.2.80"},
           Row{"www.example.org", Type::cname, "found www.example.org=web.example.org"},
           Row{"www.example.org", Type::mx, "no data www.example.org=web.example.org | SOA 60"},
           Row{"out.example.org", Type::a, "leaves out.example.org=www.example.net"},
           Row{"loop-a.example.org", Type::a,
               "loops loop-a.example.org=loop-b.example.org loop-b.example.org=loop-a.example.org"},
           Row{"self.example.org", Type::a, "loops self.example.org=self.example.org"},
           Row{"mx.example.org", Type::txt, "no data | SOA 60"},
           Row{"nobody.example.org", Type::a, "no name | SOA 60"},
           // Empty non-terminals exist (RFC 4592, section 2.2.2).
           Row{"down.here.example.org", Type::a, "no data | SOA 60"},
           Row{"here.example.org", Type::txt, "no data | SOA 60"},
           Row{"x.wild.example.org", Type::a,
               "found x.wild.example.org=192.0.2.99 by *.wild.example.org"},
           Row{"a.b.wild.example.org", Type::a,
               "found a.b.wild.example.org=192.0.2.99 by *.wild.example.org"},
           Row{"x.wild.example.org", Type::mx, "no data | SOA 60 by *.wild.example.org"},
           // A name that exists hides the wildcard, for itself and for what is below it.
           Row{"real.wild.example.org", Type::a, "no data | SOA 60"},
           Row{"x.real.wild.example.org", Type::a, "no name | SOA 60"},
           Row{"x.alias.example.org", Type::a,
               "found x.alias.example.org=web.example.org web.example.org=192.0.2.80 by "
               "*.alias.example.org"},
           Row{"mail.sub.example.org", Type::mx, "delegated | NS 600 | NS 600 + 192.0.2.54"},
           Row{"sub.example.org", Type::a, "delegated | NS 600 | NS 600 + 192.0.2.54"},
           Row{"example.net", Type::a, "not in zone"},
           Row{"example.org", Type::soa,
               "found example.org=ns.example.org hostmaster.example.org 7 7200 900 1209600 60"},
       }) {
    CAPTURE(row.name, to_text(row.type));
    CHECK(asked(zone, row.name, row.type) == row.expected);
  }
}

TEST_CASE("dns zone: contradictions are refused", "[dns]") {
  const Name origin = name_of("example.org");
  struct Row {
    const char *text, *expected;
  };
  for (const Row& row : {
           Row{"a A 192.0.2.1\na CNAME b",
               "line 2, column 1: a.example.org has a CNAME and so can have no other record (RFC "
               "2181, section 10.1); change or remove this line"},
           Row{"a CNAME b\na CNAME c",
               "line 2, column 1: a.example.org has a CNAME and so can have no other record (RFC "
               "2181, section 10.1); change or remove this line"},
           Row{"\nexample.net. A 192.0.2.1",
               "line 2, column 1: example.net does not belong to the zone example.org; change or "
               "remove this line"},
       }) {
    CAPTURE(row.text);
    const auto zone = parse_zone(origin, std::string_view(row.text));
    REQUIRE_FALSE(zone);
    CHECK(to_text(zone.error()) == row.expected);
  }
  CHECK_FALSE(parse_zone(origin, std::string_view("@ CNAME www.example.net.")));
  // The same record twice is one (RFC 2181, section 5).
  const auto twice = parse_zone(origin, std::string_view("a A 192.0.2.1\na A 192.0.2.1"));
  REQUIRE(twice);
  CHECK(twice->records().size() == 2);
}

TEST_CASE("dns zone text: every mistake has a column and a mend", "[dns]") {
  struct Row {
    const char *line, *expected;
  };
  const Name origin = name_of("example.org");
  for (const Row& row : {
           Row{"",
               "line 1, column 1: a record is missing; write: example.org. 3600 IN MX 10 "
               "mx.example.org."},
           Row{"www",
               "line 1, column 4: the record's type is missing; write: example.org. 3600 IN MX 10 "
               "mx.example.org."},
           Row{"@ MX mx",
               "line 1, column 6: MX needs a preference and a host; write: MX 10 mx.example.org."},
           Row{"@ MX 10",
               "line 1, column 8: MX needs a preference and a host; write: MX 10 mx.example.org."},
           Row{"@ MX 10 mx extra",
               "line 1, column 12: MX needs a preference and a host; write: MX 10 mx.example.org."},
           Row{"@ MX 70000 mx",
               "line 1, column 6: MX needs a preference and a host; write: MX 10 mx.example.org."},
           Row{"mx A 192.0.2.256",
               "line 1, column 6: A needs one IPv4 address; write: A 192.0.2.1"},
           Row{"mx AAAA 192.0.2.1",
               "line 1, column 9: AAAA needs one IPv6 address; write: AAAA 2001:db8::1"},
           Row{"mx AX 192.0.2.1",
               "line 1, column 4: \"AX\" is no type of record; A, AAAA, CNAME, MX, NS, PTR, SOA, "
               "SRV, TLSA, TXT and CAA are"},
           Row{"MX 10 mx.example.org.",
               "line 1, column 7: \"mx.example.org.\" is no type of record; begin the line with "
               "the name that has the record, or @"},
           Row{"@ MX 10 mx.example.org",
               "line 1, column 23: mx.example.org without a final dot means "
               "mx.example.org.example.org.; write: mx.example.org."},
           Row{"@ TXT \"open",
               "line 1, column 7: the quoted text is not closed, or a backslash in it is wrong; "
               "end it with \""},
           Row{"@ SOA ns a (",
               "line 1, column 12: parentheses are not understood; write the record on one line"},
           Row{"a..b A 192.0.2.1",
               "line 1, column 3: two dots follow each other, or one comes first; write a name "
               "such as mx.example.org."},
           Row{"_25._tcp TLSA 3 1 1 0g",
               "line 1, column 21: TLSA needs usage, selector, matching type and hexadecimal "
               "digits; write: TLSA 3 1 1 0123…"},
       }) {
    CAPTURE(row.line);
    const auto record = parse_record(row.line, origin);
    REQUIRE_FALSE(record);
    CHECK(to_text(record.error()) == row.expected);
  }
}

TEST_CASE("dns zone text: records survive print and parse", "[dns]") {
  const Name origin = name_of("example.org");
  for (const char* line : {
           "example.org. 3600 IN MX 10 mx.example.org.",
           "example.org. 0 IN MX 0 .",
           "a.example.org. 1 IN A 192.0.2.1",
           "a.example.org. 1 IN AAAA 2001:db8::1",
           "example.org. 60 IN TXT \"v=spf1 -all\" \"a \\\"quote\\\" \\009 ; and \\\\\"",
           "_25._tcp.mx.example.org. 60 IN TLSA 3 1 1 00ff",
           "_submission._tcp.example.org. 60 IN SRV 0 1 587 mail.example.org.",
           "example.org. 60 IN CAA 0 issue \"ca.example\"",
           "example.org. 60 IN SOA ns.example.org. hostmaster.example.org. 1 2 3 4 5",
           "25.2.0.192.in-addr.arpa. 60 IN PTR mx.example.org.",
           "example.org. 60 IN TYPE65 \\# 3 01ff00",
           "a\\.b.example.org. 60 IN CNAME *.example.org.",
       }) {
    CAPTURE(line);
    const auto record = parse_record(line, origin);
    REQUIRE(record);
    CHECK(print_record(*record) == line);
  }
  CHECK(parse_record("www 1h CNAME @", origin)->ttl_s == 3600);
  CHECK(parse_record("www IN 2d A 192.0.2.1", origin)->ttl_s == 172800);
  const Zone zone = example_zone();
  const auto again = parse_zone(zone.origin(), print_zone(zone));
  REQUIRE(again);
  CHECK(again->records() == zone.records());
}
