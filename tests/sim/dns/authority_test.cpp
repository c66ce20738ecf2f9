#include "sim/dns/authority.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/dns/zone_text.h"

using namespace mailscope;
using namespace mailscope::dns;
using namespace std::string_literals;

namespace {

Zone zone(const char* origin, std::string_view text) {
  auto read = parse_zone(name_of(origin), text);
  if (!read) FAIL(to_text(read.error()));
  return *read;
}

Authority authority() {
  return Authority({zone("example.org",
                         "@ MX 10 mx\nmx A 192.0.2.25\nto-net CNAME www.example.net.\n"
                         "circle CNAME circle.example.net.\nsub NS ns.sub\nns.sub A 192.0.2.54"),
                    zone("example.net",
                         "www A 192.0.2.80\ncircle CNAME circle.example.org.\n"
                         "gone CNAME nobody.example.org."),
                    zone("deep.example.org", "@ TXT \"the nearest zone answers\"")});
}

std::string asked(const Authority& server, const char* name, Type type) {
  const auto reply =
      server.reply(print_message(make_query(1, {name_of(name), type}, false)), Transport::udp);
  return reply ? reply->text : "silence";
}

}  // namespace

TEST_CASE("dns authority: answers from its zones", "[dns]") {
  const Authority server = authority();
  CHECK(asked(server, "example.org", Type::mx) == "MX example.org? 10 mx.example.org");
  CHECK(asked(server, "x.example.org", Type::mx) == "MX x.example.org? NXDOMAIN");
  CHECK(asked(server, "mx.example.org", Type::mx) == "MX mx.example.org? no MX record");
  CHECK(asked(server, "deep.example.org", Type::txt) ==
        "TXT deep.example.org? \"the nearest zone answers\"");
  CHECK(asked(server, "mail.sub.example.org", Type::a) ==
        "A mail.sub.example.org? ask ns.sub.example.org");
  CHECK(asked(server, "example.com", Type::a) ==
        "A example.com? REFUSED (this server has no zone for example.com)");
}

TEST_CASE("dns authority: an alias into another of its zones is followed, a circle is not",
          "[dns]") {
  const Authority server = authority();
  CHECK(asked(server, "to-net.example.org", Type::a) ==
        "A to-net.example.org? to-net.example.org is an alias of www.example.net; 192.0.2.80");
  CHECK(asked(server, "gone.example.net", Type::a) ==
        "A gone.example.net? gone.example.net is an alias of nobody.example.org; NXDOMAIN");
  CHECK(asked(server, "circle.example.org", Type::a) ==
        "A circle.example.org? CNAME loop: circle.example.org leads back to itself");
}

TEST_CASE("dns authority: what is no query gets its RCODE, or silence", "[dns]") {
  const Authority server = authority();
  const auto rcode_for = [&](const Message& query) {
    return server.reply(print_message(query), Transport::udp)->message.rcode;
  };
  Message query = make_query(9, {name_of("example.org"), Type::mx}, false);
  query.opcode = 4;
  CHECK(rcode_for(query) == Rcode::not_imp);
  query.opcode = 0;
  query.edns->version = 1;
  CHECK(rcode_for(query) == Rcode::bad_vers);
  query.edns->version = 0;
  query.questions.push_back(query.questions.front());
  CHECK(rcode_for(query) == Rcode::form_err);
  const auto garbage = server.reply(print_message(query) + "x", Transport::udp);
  REQUIRE(garbage);
  CHECK(garbage->message.rcode == Rcode::form_err);
  CHECK(garbage->message.id == 9);
  query.is_response = true;
  CHECK_FALSE(server.reply(print_message(query), Transport::udp));
  CHECK_FALSE(server.reply("hello", Transport::udp));
}

TEST_CASE("dns authority: a long answer is cut by UDP and whole by TCP", "[dns]") {
  std::string text;
  for (int i = 0; i < 20; ++i)
    text += "@ TXT \"" + std::to_string(100 + i) + std::string(97, 'x') + "\"\n";
  const Authority server({zone("example.org", text)});
  Message query = make_query(1, {name_of("example.org"), Type::txt}, false);
  const auto answers = [&](Transport transport) {
    return *parse_message(server.reply(print_message(query), transport)->octets);
  };
  CHECK(answers(Transport::udp).is_truncated);
  CHECK_FALSE(answers(Transport::tcp).is_truncated);
  CHECK(answers(Transport::tcp).answers.size() == 20);
  query.edns.reset();
  CHECK(print_message(answers(Transport::udp)).size() <= 512);
}
