// Commands, replies, paths and parameters: tables of what is read and printed, and what is refused.
#include <array>

#include <catch2/catch_test_macros.hpp>

#include "sim/smtp/smtp_command.h"
#include "sim/smtp/smtp_reply.h"

using namespace mailscope;
using namespace mailscope::smtp;

namespace {

Extensions all_extensions() {
  Extensions extensions;
  extensions.expn = extensions.binary_mime = true;
  return extensions;
}

int code_of(std::string_view line) {
  const auto command = parse_command(line, all_extensions());
  return command ? 0 : command.error().reply.code;
}

std::string path_text(std::string_view text, Characters characters = Characters::ascii) {
  const auto path = parse_path(text, characters);
  return path ? "ok:" + path->path.text() + "|" + std::string(path->rest)
              : std::string(text_of(path.error()));
}

}  // namespace

TEST_CASE("smtp commands: parse, print, parse again", "[smtp]") {
  for (const char* line :
       {"EHLO client.example.net",
        "HELO [192.0.2.7]",
        "EHLO [IPv6:2001:db8::1]",
        "MAIL FROM:<>",
        "MAIL FROM:<anna@example.org>",
        "MAIL FROM:<anna@example.org> SIZE=1000 BODY=8BITMIME SMTPUTF8 RET=FULL ENVID=a+2Bb "
        "AUTH=<>",
        "MAIL FROM:<\"a b\"@example.org> BODY=BINARYMIME",
        "RCPT TO:<postmaster>",
        "RCPT TO:<boris@[192.0.2.1]> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;b+3Dc@example.org",
        "RCPT TO:<boris@example.org> NOTIFY=NEVER",
        "DATA",
        "BDAT 0 LAST",
        "BDAT 1000",
        "RSET",
        "NOOP",
        "QUIT",
        "VRFY anna",
        "VRFY anna SMTPUTF8",
        "EXPN staff",
        "HELP",
        "HELP MAIL",
        "STARTTLS",
        "AUTH PLAIN",
        "AUTH PLAIN AGFubmEAcHc=",
        "AUTH PLAIN ="}) {
    INFO(line);
    const auto command = parse_command(line, all_extensions());
    REQUIRE(command.has_value());
    CHECK(print(*command) == line);
    CHECK(*parse_command(print(*command), all_extensions()) == *command);
  }
}

TEST_CASE("smtp commands: words in any case, blanks at the end, a source route that is dropped",
          "[smtp]") {
  const auto printed = [](std::string_view line) {
    return print(*parse_command(line, all_extensions()));
  };
  CHECK(printed("mAiL fRoM:<Anna@Example.org> size=5  ") == "MAIL FROM:<Anna@Example.org> SIZE=5");
  CHECK(printed("rcpt to:<@a.example,@[192.0.2.9]:anna@example.org>") ==
        "RCPT TO:<anna@example.org>");
  CHECK(printed("quit \t") == "QUIT");
  CHECK(printed("bdat 5 last") == "BDAT 5 LAST");
}

TEST_CASE("smtp commands: what is wrong has its code", "[smtp]") {
  constexpr std::array<std::pair<const char*, int>, 30> k_wrong{
      {{"", 500},
       {" EHLO a", 500},
       {"FOO", 500},
       {"SEND FROM:<a@b.example>", 502},
       {"EHLO", 501},
       {"EHLO -a.example", 501},
       {"EHLO a..example", 501},
       {"HELO [192.0.2]", 501},
       {"MAIL", 501},
       {"MAIL TO:<a@b.example>", 501},
       {"MAIL FROM:<a@b.example", 501},
       {"MAIL FROM:<a@b.example>SIZE=1", 501},
       {"MAIL FROM:<a@b.example> SIZE=", 501},
       {"MAIL FROM:<a@b.example> SIZE=x", 501},
       {"MAIL FROM:<a@b.example> SIZE=999999999999999999999", 501},
       {"MAIL FROM:<a@b.example> SIZE=1 SIZE=1", 501},
       {"MAIL FROM:<a@b.example> BODY=9BIT", 501},
       {"MAIL FROM:<a@b.example> XYZ=1", 555},
       {"MAIL FROM:<a@b.example> =1", 501},
       {"MAIL FROM:<a@b.example> ENVID=a+2", 501},
       {"RCPT TO:<>", 501},
       {"RCPT TO:a@b.example", 501},
       {"RCPT TO:<a@b.example> SIZE=1", 555},
       {"RCPT TO:<a@b.example> ORCPT=rfc822", 501},
       {"DATA x", 501},
       {"BDAT", 501},
       {"BDAT -1", 501},
       {"BDAT 1 LAST x", 501},
       {"VRFY", 501},
       {"AUTH PLAIN a b", 501}}};
  for (const auto& [line, code] : k_wrong) {
    INFO(line);
    CHECK(code_of(line) == code);
  }
}

TEST_CASE("smtp paths: what is one, and what is not", "[smtp]") {
  CHECK(path_text("<>") == "ok:|");
  CHECK(path_text("<a@b.example> X") == "ok:a@b.example| X");
  CHECK(path_text("<\"a@b \\\" c\"@b.example>") == "ok:\"a@b \\\" c\"@b.example|");
  CHECK(path_text("<a@[IPv6:2001:db8::1]>") == "ok:a@[IPv6:2001:db8::1]|");
  CHECK(path_text("<a@[x-tag:content]>") == "ok:a@[x-tag:content]|");
  const std::string syntax(text_of(PathFault::syntax));
  for (const char* wrong : {"",
                            "a@b.example",
                            "<a",
                            "<a b@c.example>",
                            "<.a@b.example>",
                            "<a.@b.example>",
                            "<a..b@c.example>",
                            "<a@>",
                            "<@b.example>",
                            "<@b.example:>",
                            "<a@b@c.example>",
                            "<a@[1.2.3.4>",
                            "<a@[1.2.3]>",
                            "<a@[IPv6:zz]>",
                            "<\"a@b.example>",
                            "<a@b.example.>",
                            "<a@-b.example>",
                            "< a@b.example>",
                            "<a@b.example >",
                            "<a@b,c@d.example>",
                            "<@a.example,b@c.example>"}) {
    INFO(wrong);
    CHECK(path_text(wrong) == syntax);
  }
}

TEST_CASE("smtp paths: the lengths of RFC 5321, section 4.5.3.1", "[smtp]") {
  const std::string local(64, 'a');
  const std::string label(63, 'b');
  CHECK(path_text("<" + local + "@b.example>").substr(0, 3) == "ok:");
  CHECK(path_text("<" + local + "a@b.example>") == text_of(PathFault::local_part_too_long));
  const std::string domain = label + "." + label + "." + label + "." + label;  // 255 octets
  CHECK(path_text("<a@" + domain + ">") == text_of(PathFault::path_too_long));
  CHECK(path_text("<a@" + domain + "b>") == text_of(PathFault::domain_too_long));
  const std::string fits = label + "." + label + "." + label + "." + std::string(60, 'b');  // 252
  CHECK(path_text("<a@" + fits + ">").substr(0, 3) == "ok:");
  CHECK(path_text("<a@" + label + "b.example>") == text_of(PathFault::syntax));
}

TEST_CASE("smtp paths: UTF-8 where it may be", "[smtp]") {
  CHECK(path_text("<\xd0\xb0@\xd0\xb1.example>") == text_of(PathFault::not_ascii));
  CHECK(path_text("<\xd0\xb0@\xd0\xb1.example>", Characters::utf8) ==
        "ok:\xd0\xb0@\xd0\xb1.example|");
  CHECK(path_text("<\xff@b.example>", Characters::utf8) == text_of(PathFault::syntax));
  CHECK(path_from("anna@example.org")->text() == "anna@example.org");
  CHECK(path_from("")->is_null());
  CHECK_FALSE(path_from("<anna@example.org>").has_value());
  CHECK_FALSE(path_from("anna@").has_value());
}

TEST_CASE("smtp parameters: xtext carries every octet", "[smtp]") {
  std::string octets;
  for (int i = 0; i < 256; ++i) octets.push_back(static_cast<char>(i));
  CHECK(xtext_decode(xtext_encode(octets)) == octets);
  CHECK(xtext_encode("a+b=c d") == "a+2Bb+3Dc+20d");
  for (const char* wrong : {"a=b", "a+2", "a+zz", "a+2b", "a b"})
    CHECK_FALSE(xtext_decode(wrong).has_value());
}

TEST_CASE("smtp replies: print, read, print again", "[smtp]") {
  const auto read = [](const std::vector<std::string>& lines) {
    ReplyReader reader;
    std::optional<Reply> reply;
    for (const std::string& line : lines) {
      auto one = reader.read(std::string_view(line).substr(0, line.size() - 2));
      REQUIRE(one.has_value());
      reply = *one;
    }
    REQUIRE(reply.has_value());
    return *reply;
  };
  for (const Reply& reply :
       {make_reply(250, "2.1.0", "Ok"), make_reply(550, "5.7.139", "No\nreally\nno"),
        make_reply(354, "", "Go on"), make_reply(250, "", ""), make_reply(421, "4.3.2", "Later")}) {
    const auto lines = print(reply, Enhanced::yes);
    CHECK(read(lines) == reply);
    CHECK(lines.size() == reply.lines.size());
  }
  CHECK(print(make_reply(250, "2.1.5", "a\nb"), Enhanced::yes) ==
        std::vector<std::string>{"250-2.1.5 a\r\n", "250 2.1.5 b\r\n"});
  CHECK(print(make_reply(250, "2.1.5", "a"), Enhanced::no) ==
        std::vector<std::string>{"250 a\r\n"});
  CHECK(print(make_reply(250, "", "a\r250 b"), Enhanced::no) ==
        std::vector<std::string>{"250 a 250 b\r\n"});
  CHECK(read({"250\r\n"}).lines == std::vector<std::string>{""});
  CHECK(read({"250 4.0.0 not ours\r\n"}).enhanced.empty());
}

TEST_CASE("smtp replies: what is none is told", "[smtp]") {
  for (const char* line : {"", "25", "abc", "250x", "150 a", "650 a", "2a0 x", "+OK"}) {
    INFO(line);
    ReplyReader reader;
    CHECK_FALSE(reader.read(line).has_value());
  }
  ReplyReader reader;
  CHECK(reader.read("250-a").has_value());
  CHECK_FALSE(reader.read("550 b").has_value());
  ReplyReader endless;
  bool is_refused = false;
  for (int i = 0; i < 2000 && !is_refused; ++i) is_refused = !endless.read("250-a").has_value();
  CHECK(is_refused);
}

TEST_CASE("smtp extensions: a client reads an offer", "[smtp]") {
  const Offer offer =
      read_offer({"mx.example.org greets you", "SIZE 1000", "pipelining", "AUTH PLAIN LOGIN",
                  "AUTH=CRAM-MD5", "STARTTLS", "XWHATEVER 1 2"});
  CHECK(offer.host_name == "mx.example.org");
  CHECK(offer.size_max == 1000);
  CHECK(offer.extensions.pipelining);
  CHECK(offer.extensions.starttls);
  CHECK_FALSE(offer.extensions.dsn);
  CHECK(offer.mechanisms == std::vector<std::string>{"PLAIN", "LOGIN", "CRAM-MD5"});
  CHECK(offer.keywords.size() == 6);
}
