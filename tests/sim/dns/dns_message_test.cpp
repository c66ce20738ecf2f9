#include "sim/dns/dns_message.h"

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "sim/dns/answer.h"

using namespace mailscope;
using namespace mailscope::dns;
using namespace std::string_literals;

namespace {

Name random_name(Random& random) {
  static constexpr const char* k_suffixes[] = {"", "example", "example.org", "mx.example.org",
                                               "Example.ORG"};
  Name name = name_of("."s);
  const char* suffix = k_suffixes[random.below(5)];
  if (suffix[0] != '\0') name = name_of(suffix);
  for (auto i = random.below(3); i > 0; --i) {
    std::string label(1 + random.below(12), '\0');
    for (char& c : label)
      c = static_cast<char>(random.chance(9, 10) ? 'a' + static_cast<int>(random.below(26))
                                                 : static_cast<int>(random.below(128)));
    name = name.child(label).value_or(name);
  }
  return name;
}

std::string random_octets(Random& random, std::uint64_t count_max) {
  std::string octets(random.below(count_max + 1), '\0');
  for (char& c : octets) c = static_cast<char>(static_cast<unsigned char>(random.below(256)));
  return octets;
}

template <class Number>
Number random_number(Random& random) {
  return static_cast<Number>(random.next());
}

Data random_data(Random& random) {
  const auto u16 = [&] { return random_number<std::uint16_t>(random); };
  const auto u8 = [&] { return random_number<std::uint8_t>(random); };
  switch (random.below(12)) {
    case 0: return A{Ipv4{random_number<std::uint32_t>(random)}};
    case 1: {
      Aaaa aaaa;
      random.fill(aaaa.address.octets.data(), 16);
      return aaaa;
    }
    case 2: return Ns{random_name(random)};
    case 3: return Cname{random_name(random)};
    case 4: return Ptr{random_name(random)};
    case 5: return Mx{u16(), random_name(random)};
    case 6: {
      Txt txt;
      do txt.strings.push_back(random_octets(random, 255));
      while (random.chance(1, 3));
      return txt;
    }
    case 7:
      return Soa{random_name(random),
                 random_name(random),
                 random_number<std::uint32_t>(random),
                 2,
                 3,
                 4,
                 5};
    case 8: return Srv{u16(), u16(), u16(), random_name(random)};
    case 9: return Tlsa{u8(), u8(), u8(), random_octets(random, 40)};
    case 10: return Caa{u8(), random_octets(random, 15), random_octets(random, 30)};
    default:
      return Opaque{static_cast<std::uint16_t>(1000 + random.below(1000)),
                    random_octets(random, 50)};
  }
}

std::vector<Record> random_records(Random& random) {
  std::vector<Record> records(random.below(5));
  for (Record& record : records) {
    record.name = random_name(random);
    record.ttl_s = random_number<std::uint32_t>(random) >> 1;
    record.data = random_data(random);
  }
  return records;
}

Message random_message(Random& random) {
  Message message;
  message.id = random_number<std::uint16_t>(random);
  for (bool* flag : {&message.is_response, &message.is_authoritative, &message.is_truncated,
                     &message.recursion_desired, &message.recursion_available,
                     &message.is_authentic, &message.checking_disabled}) {
    *flag = random.chance(1, 2);
  }
  message.opcode = static_cast<std::uint8_t>(random.below(16));
  message.questions.push_back({random_name(random), Type::mx});
  message.answers = random_records(random);
  message.authorities = random_records(random);
  message.additionals = random_records(random);
  if (random.chance(1, 2)) {
    message.edns = Edns{random_number<std::uint16_t>(random), 0, random.chance(1, 2), {}};
    if (random.chance(1, 2)) message.edns->options.push_back({10, random_octets(random, 20)});
  }
  message.rcode = static_cast<Rcode>(random.below(message.edns ? 4096 : 16));
  return message;
}

std::string header(unsigned questions, unsigned answers) {
  std::string octets = "\x12\x34\x80\x00"s;
  for (const unsigned count : {questions, answers, 0U, 0U}) {
    octets += static_cast<char>(count >> 8);
    octets += static_cast<char>(count & 255);
  }
  return octets;
}

}  // namespace

TEST_CASE("dns message: a query is the octets of RFC 1035", "[dns]") {
  Message query = make_query(0x1234, {name_of("example.org"), Type::mx}, true);
  query.edns.reset();
  query.is_authentic = false;
  CHECK(print_message(query) ==
        "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"
        "\x07"
        "example\x03org\x00\x00\x0f\x00\x01"s);
}

TEST_CASE("dns message: names are compressed, in data too where it is allowed", "[dns]") {
  Message answer =
      make_response(make_query(1, {name_of("example.org"), Type::mx}, false), Rcode::no_error);
  answer.edns.reset();
  answer.answers.push_back({name_of("example.org"), 60, Mx{10, name_of("mx.example.org")}});
  answer.additionals.push_back({name_of("mx.example.org"), 60, A{Ipv4{0xC0000219}}});
  CHECK(print_message(answer).substr(12) ==
        "\x07"
        "example\x03org\x00\x00\x0f\x00\x01"
        "\xC0\x0C\x00\x0f\x00\x01\x00\x00\x00\x3c\x00\x07\x00\x0a\x02mx\xC0\x0C"
        "\xC0\x2b\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xC0\x00\x02\x19"s);
  // SRV's target is written out (RFC 2782).
  Message srv = answer;
  srv.answers = {{name_of("example.org"), 60, Srv{0, 1, 465, name_of("example.org")}}};
  srv.additionals.clear();
  CHECK(print_message(srv).size() == 12 + 17 + 12 + 6 + 13);
}

TEST_CASE("dns message: random messages survive print and parse", "[dns]") {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Message message = random_message(random);
    const auto again = parse_message(print_message(message));
    REQUIRE(again);
    REQUIRE(*again == message);
    REQUIRE(print_message(*again) == print_message(message));
  }
}

TEST_CASE("dns message: truncated and changed messages are refused or read, never worse", "[dns]") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Message message = random_message(random);
    const std::string octets = print_message(message);
    for (std::size_t size = 0; size < octets.size(); ++size) {
      const auto cut = parse_message(std::string_view(octets).substr(0, size));
      REQUIRE_FALSE(cut);
      REQUIRE(cut.error().at <= size);
    }
    for (int i = 0; i < 50; ++i) {
      std::string changed = octets;
      changed[static_cast<std::size_t>(random.below(changed.size()))] ^=
          static_cast<char>(1 + random.below(127));
      const auto read = parse_message(changed);
      if (read) {
        const auto again = parse_message(print_message(*read));
        REQUIRE(again);
        REQUIRE(*again == *read);
      }
    }
  }
}

TEST_CASE("dns message: compression cannot make the parser loop", "[dns]") {
  // A pointer to itself, one forwards, two at each other.
  CHECK(parse_message(header(1, 0) + "\xC0\x0C\x00\x01\x00\x01"s).error().what ==
        "a compression pointer does not lead backwards");
  CHECK_FALSE(parse_message(header(1, 0) + "\xC0\x10\x00\x01\x00\x01\x00"s));
  CHECK_FALSE(parse_message(header(1, 0) + "\x01"
                                           "a\xC0\x0C\x00\x01\x00\x01"s));
  // A ladder of pointers, each to the one before: allowed, and it ends.
  std::string ladder = header(0, 1) + "\x00\x00\x63\x00\x01\x00\x00\x00\x00"s;
  std::string rungs = "\x00"s;
  const std::size_t start = ladder.size() + 2;
  for (std::size_t i = 0; i < 2000; ++i) {
    const std::size_t to = i == 0 ? start : start + 1 + 2 * (i - 1);
    rungs += static_cast<char>(0xC0 | (to >> 8));
    rungs += static_cast<char>(to & 255);
  }
  ladder += static_cast<char>(rungs.size() >> 8);
  ladder += static_cast<char>(rungs.size() & 255);
  CHECK(parse_message(ladder + rungs));
  // Labels of 63 reached again and again make a name too long, not a loop.
  CHECK(parse_message(header(0xFFFF, 0xFFFF)).error().what == "a name reaches past the end");
}

TEST_CASE("dns message: the fault says what and at which octet", "[dns]") {
  CHECK(parse_message("abc").error().what == "shorter than a DNS header of 12 octets");
  const auto trailing = parse_message(header(0, 0) + "x");
  CHECK(trailing.error().what == "octets follow the last record");
  CHECK(trailing.error().at == 12);
  CHECK(trailing.error().id == std::uint16_t{0x1234});
  const auto long_a = parse_message(
      header(0, 1) + "\x00\x00\x01\x00\x01\x00\x00\x00\x00\x00\x05\x01\x02\x03\x04\x05"s);
  CHECK(long_a.error().what == "the data of a record of type A is longer than it should be");
  const auto short_mx = parse_message(
      header(0, 1) + "\x00\x00\x0f\x00\x01\x00\x00\x00\x00\x00\x03\x00\x0a\x01\x61\x00"s);
  CHECK(short_mx.error().what == "a label reaches past the end");
}

TEST_CASE("dns message: what does not fit is left out, and TC says so", "[dns]") {
  Message answer =
      make_response(make_query(7, {name_of("example.org"), Type::txt}, true), Rcode::no_error);
  for (int i = 0; i < 10; ++i) {
    answer.answers.push_back(
        {name_of("example.org"), 60, Txt{{std::string(100, static_cast<char>('a' + i))}}});
  }
  const std::string octets = print_message(answer, 512);
  CHECK(octets.size() <= 512);
  const auto read = parse_message(octets);
  REQUIRE(read);
  CHECK(read->is_truncated);
  CHECK(read->answers.size() == 4);
  CHECK(read->edns.has_value());
  // Additional records are only a help: they go without a word (RFC 2181, section 9).
  answer.answers.resize(1);
  answer.additionals.assign(10, {name_of("example.org"), 60, Txt{{std::string(100, 'z')}}});
  const auto helped = parse_message(print_message(answer, 512));
  REQUIRE(helped);
  CHECK_FALSE(helped->is_truncated);
  CHECK(helped->additionals.size() == 3);
}

TEST_CASE("dns message: a reason travels as an Extended DNS Error", "[dns]") {
  Message response =
      make_response(make_query(1, {name_of("a.example"), Type::a}, true), Rcode::serv_fail);
  set_reason(response, "CNAME loop: a.example, b.example, a.example");
  const auto read = parse_message(print_message(response));
  REQUIRE(read);
  CHECK(reason_of(*read) == "CNAME loop: a.example, b.example, a.example");
  const Answer answer = answer_of(read->questions.front(), *read);
  CHECK(answer.kind == AnswerKind::failed);
  CHECK(to_text(answer) == "SERVFAIL (CNAME loop: a.example, b.example, a.example)");
}

TEST_CASE("dns answer: aliases are followed to the records at their end", "[dns]") {
  const Question question{name_of("www.example.org"), Type::a};
  Message response = make_response(make_query(1, question, true), Rcode::no_error);
  response.answers = {{name_of("web.example.org"), 60, A{Ipv4{0xC0000201}}},
                      {name_of("www.example.org"), 60, Cname{name_of("web.example.org")}},
                      {name_of("other.example.org"), 60, A{Ipv4{0xC0000202}}}};
  const Answer answer = answer_of(question, response);
  CHECK(answer.kind == AnswerKind::found);
  CHECK(answer.canonical_name() == name_of("web.example.org"));
  REQUIRE(answer.records.size() == 1);
  CHECK(to_text(answer) == "www.example.org is an alias of web.example.org; 192.0.2.1");
  response.answers[0].data = Cname{name_of("www.example.org")};
  CHECK(answer_of(question, response).kind == AnswerKind::failed);
}
