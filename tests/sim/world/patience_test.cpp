// How long servers wait, for whom, and what they say at the end: in virtual time, octet by octet.
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/world/outsider.h"

namespace mailscope::world {
namespace {

constexpr const char* k_mail = "192.0.2.25";
constexpr const char* k_mx = "198.51.100.25";

// Passwords may be said in clear, and Bob has two mails.
WorldSpec open_world() {
  WorldSpec spec = small_world();
  for (const char* name : {"mail", "mx"}) {
    for (auto& service : host_named(spec, name).mail_server->services)
      service.allows_clear_text_login = true;
  }
  hosts::MailSpec mail;
  mail.from = "alice@example.org";
  mail.to = {"bob@example.net"};
  mail.text = "Hello.";
  auto& account = host_named(spec, "mx").mail_server->accounts.front();
  account.inbox = {mail, mail};
  return spec;
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::size_t mails_of_bob(Outsider& outsider) {
  return mails_in(outsider.world().state(), "mx", "bob@example.net", "INBOX");
}

}  // namespace

TEST_CASE("patience: POP3's autologout says nothing, deletes nothing and frees the lock",
          "[world]") {  // RFC 1939, section 3
  Outsider outsider(open_world());
  const auto pop = outsider.call(k_mx, 110);
  outsider.say(pop, "USER bob@example.net\r\nPASS builder\r\nDELE 1\r\n");
  const std::string said = outsider.heard(pop);
  const auto second = outsider.call(k_mx, 110);  // the lock is exclusive (section 4)
  outsider.say(second, "USER bob@example.net\r\nPASS builder\r\nSTAT\r\nQUIT\r\n");
  CHECK(ends_with(outsider.heard(second),
                  "-ERR [IN-USE] the maildrop is locked by another session\r\n"
                  "-ERR log in first\r\n+OK goodbye\r\n"));
  REQUIRE(ends_with(said, "+OK mail 1 is marked; it goes at QUIT\r\n"));
  outsider.wait(minutes(9));
  CHECK_FALSE(outsider.is_over(pop));
  outsider.say(pop, "NOOP\r\n");  // any command begins the ten minutes anew
  outsider.wait(minutes(9));
  CHECK_FALSE(outsider.is_over(pop));
  outsider.wait(minutes(1));
  CHECK(outsider.is_over(pop));
  CHECK(outsider.heard(pop) == said + "+OK\r\n");
  CHECK(mails_of_bob(outsider) == 2);
  const auto again = outsider.call(k_mx, 110);
  outsider.say(again, "USER bob@example.net\r\nPASS builder\r\n");
  CHECK(ends_with(outsider.heard(again), "+OK 2 mails\r\n"));
  check_fold(outsider.world());
}

TEST_CASE("patience: IMAP says BYE after 30 minutes, with a mailbox open and in IDLE, too",
          "[world]") {  // RFC 9051, sections 5.4 and 6.3.13
  for (const bool is_idle : {false, true}) {
    Outsider outsider(open_world());
    const auto imap = outsider.call(k_mx, 143);
    outsider.say(imap, "a LOGIN bob@example.net builder\r\nb SELECT INBOX\r\n");
    if (is_idle) outsider.say(imap, "c IDLE\r\n");
    outsider.wait(minutes(29));
    CHECK(outsider.heard(imap).find("* BYE") == std::string::npos);
    outsider.wait(minutes(2));
    CHECK(ends_with(outsider.heard(imap), "* BYE autologout: nothing was said for 30 minutes\r\n"));
    CHECK(outsider.is_over(imap));
    check_fold(outsider.world());
  }
}

TEST_CASE("patience: SMTP says 421 after five minutes, wherever the client falls silent",
          "[world]") {  // RFC 5321, sections 3.8 and 4.5.3.2.7
  const std::string login = "EHLO x\r\nAUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHdvbmRlcmxhbmQ=\r\n";
  for (const std::string& words :
       {std::string(), std::string("EHLO x\r\n"), login,
        login + "MAIL FROM:<alice@example.org>\r\nRCPT TO:<bob@example.net>\r\n",
        login + "MAIL FROM:<alice@example.org>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\nhalf",
        std::string("EHLO x\r\nAUTH LOGIN\r\n"), std::string("EHL")}) {
    INFO(words);
    Outsider outsider(open_world());
    const auto smtp = outsider.call(k_mail, 587);
    if (!words.empty()) outsider.say(smtp, words);
    outsider.wait(minutes(4));
    CHECK(outsider.heard(smtp).find("421") == std::string::npos);
    outsider.wait(minutes(2));
    CHECK(ends_with(outsider.heard(smtp), "421 4.4.2 mail.example.org timeout: closing\r\n"));
    CHECK(outsider.is_over(smtp));
    outsider.wait(minutes(5));
    CHECK(mails_of_bob(outsider) == 2);
    check_fold(outsider.world());
  }
}

TEST_CASE(
    "patience: a door of implicit TLS ends a handshake that does not come without a word in clear",
    "[world]") {
  for (const auto& [address, port, limit] :
       {std::tuple(k_mail, Port{465}, 5), std::tuple(k_mx, Port{993}, 30),
        std::tuple(k_mx, Port{995}, 10)}) {
    for (const std::string& words : {std::string(), std::string("\x16\x03\x01", 3)}) {
      INFO("port " << port << ", after " << words.size() << " octets");
      Outsider outsider(open_world());
      const auto call = outsider.call(address, port);
      if (!words.empty()) outsider.say(call, words);
      outsider.wait(minutes(limit) - seconds(10));
      CHECK_FALSE(outsider.is_over(call));
      outsider.wait(seconds(20));
      CHECK(outsider.is_over(call));
      CHECK(outsider.heard(call).empty());
      check_fold(outsider.world());
    }
  }
}

TEST_CASE("patience: a handshake after STARTTLS that does not come ends without a word, too",
          "[world]") {
  for (const auto& [port, words, limit] :
       {std::tuple(Port{25}, "EHLO x\r\nSTARTTLS\r\n", 5), std::tuple(Port{110}, "STLS\r\n", 10),
        std::tuple(Port{143}, "a STARTTLS\r\n", 30)}) {
    INFO("port " << port);
    Outsider outsider(open_world());
    const auto call = outsider.call(k_mx, port);
    outsider.say(call, words);
    const std::string said = outsider.heard(call);
    outsider.wait(minutes(limit) + seconds(10));
    CHECK(outsider.is_over(call));
    CHECK(outsider.heard(call) == said);
    check_fold(outsider.world());
  }
}

TEST_CASE("patience: a sender of one octet a minute is heard out, by every protocol", "[world]") {
  for (const auto& [port, words, answer] : {std::tuple(Port{25}, "EHLO slow\r\n", "250"),
                                            std::tuple(Port{110}, "CAPA\r\n", "+OK these"),
                                            std::tuple(Port{143}, "a NOOP\r\n", "a OK")}) {
    INFO("port " << port);
    Outsider outsider(open_world());
    const auto call = outsider.call(k_mx, port);
    for (const char octet : std::string(words)) {
      outsider.say(call, std::string(1, octet));
      outsider.wait(minutes(1));
    }
    CHECK(outsider.heard(call).find(std::string("\r\n") + answer) != std::string::npos);
    CHECK_FALSE(outsider.is_over(call));
  }
}

TEST_CASE("patience: who closes its half of the connection is answered before the rest is closed",
          "[world]") {
  for (const auto& [port, words, answer] :
       {std::tuple(Port{25}, "EHLO half\r\nNOOP\r\nNO", "250 2.0.0 Ok\r\n"),
        std::tuple(Port{110}, "USER bob@example.net\r\nPASS builder\r\nDELE 1\r\nQU",
                   "+OK mail 1 is marked; it goes at QUIT\r\n"),
        std::tuple(Port{143}, "a CAPABILITY\r\nb NOOP\r\nc N", "b OK completed\r\n")}) {
    INFO("port " << port);
    Outsider outsider(open_world());
    const auto call = outsider.call(k_mx, port);
    outsider.world().net().send(call, words);
    outsider.finish(call);
    outsider.wait(seconds(5));
    CHECK(ends_with(outsider.heard(call), answer));
    CHECK(outsider.is_over(call));
    CHECK(mails_of_bob(outsider) == 2);  // a half of QUIT is none: nothing was deleted
    check_fold(outsider.world());
  }
}

TEST_CASE("patience: a client that is gone without a word is given up, and its maildrop is free",
          "[world]") {  // nothing of it comes any more, its wire is cut
  Outsider outsider(open_world());
  const auto pop = outsider.call(k_mx, 110);
  outsider.say(pop, "USER bob@example.net\r\nPASS builder\r\nDELE 1\r\n");
  outsider.world().net().set_wire_cut(outsider.world().gateway()->id(), true);
  outsider.wait(minutes(15));
  outsider.world().net().set_wire_cut(outsider.world().gateway()->id(), false);
  const auto again = outsider.call(k_mx, 110);
  outsider.say(again, "USER bob@example.net\r\nPASS builder\r\nSTAT\r\n");
  CHECK(outsider.heard(again).find("+OK 2 ") != std::string::npos);
}

TEST_CASE("patience: lines that are none are refused by every protocol, and the next is served",
          "[world]") {  // RFC 5321, 2.3.8 and 4.5.3.1; RFC 2449, 4; RFC 9051, 2.2 and 4.3
  const std::string too_long(70'000, 'x');
  for (const std::string& line : {std::string("NO\0OP\r\n", 7), std::string("NO\rOP\r\n"),
                                  std::string("NOOP\n"), too_long + "\r\n"}) {
    for (const auto& [port, refusal, next, served] :
         {std::tuple(Port{25}, "\r\n500 5.5.2 ", "NOOP\r\n", "\r\n250 2.0.0 "),
          std::tuple(Port{110}, "\r\n-ERR ", "CAPA\r\n", "\r\n+OK "),
          std::tuple(Port{143}, " BAD ", "b NOOP\r\n", "\r\nb OK ")}) {
      INFO("port " << port << ", " << line.substr(0, 10));
      Outsider outsider(open_world());
      const auto call = outsider.call(k_mx, port);
      outsider.say(call, (port == 143 ? "a " : "") + line);
      CHECK(outsider.heard(call).find(refusal) != std::string::npos);
      outsider.say(call, next);
      CHECK(outsider.heard(call).find(served) != std::string::npos);
    }
  }
}

TEST_CASE("patience: a server does not run ahead of a client that does not read", "[world]") {
  WorldSpec spec = open_world();
  auto& inbox = host_named(spec, "mx").mail_server->accounts.front().inbox;
  inbox.front().text = std::string(70, 'x');
  for (int i = 0; i < 1000; ++i) inbox.front().text += "\n" + std::string(70, 'x');
  inbox.assign(10, inbox.front());
  constexpr std::size_t k_bound = 256 * 1024 + 100 * 1024;  // and one mail
  for (const bool is_one_command : {true, false}) {
    Outsider outsider(spec);
    const auto imap = outsider.call(k_mx, 143);
    outsider.say(imap, "a LOGIN bob@example.net builder\r\nb SELECT INBOX\r\n");
    outsider.set_reading(imap, false);
    const std::size_t before = outsider.heard(imap).size();
    if (is_one_command) {
      outsider.say(imap, "c1 FETCH 1:10 BODY.PEEK[]\r\nc2 FETCH 1:10 BODY.PEEK[]\r\n");
    } else {
      std::string words;
      for (int i = 0; i < 20; ++i) {
        const std::string number = std::to_string(i % 10 + 1);
        words += "c" + std::to_string(i) + " FETCH " + number + " BODY.PEEK[]\r\n";
      }
      outsider.say(imap, words);
    }
    outsider.say(imap, "d NOOP\r\n");
    outsider.finish(imap);  // its last words must not be lost while the server rests
    outsider.wait(minutes(2));
    CHECK(outsider.unsent_by_server(imap) > 100 * 1024);
    CHECK(outsider.unsent_by_server(imap) < k_bound);
    CHECK(outsider.heard(imap).size() - before <
          400 * 1024);  // its window, and what was on the way
    CHECK_FALSE(outsider.is_over(imap));
    outsider.set_reading(imap, true);
    outsider.wait(minutes(5));
    CHECK(ends_with(outsider.heard(imap), "d OK completed\r\n"));
    CHECK(outsider.is_over(imap));
    CHECK(outsider.heard(imap).size() - before > 20 * 70 * 1000);
    check_fold(outsider.world());
  }
}

TEST_CASE("patience: a client that never reads is left when patience ends, without a word",
          "[world]") {
  WorldSpec spec = open_world();
  auto& mail = host_named(spec, "mx").mail_server->accounts.front().inbox.front();
  for (int i = 0; i < 10'000; ++i) mail.text += "\n" + std::string(70, 'x');
  Outsider outsider(spec);
  const auto pop = outsider.call(k_mx, 110);
  outsider.set_reading(pop, false);
  outsider.say(pop, "USER bob@example.net\r\nPASS builder\r\nDELE 2\r\nRETR 1\r\nQUIT\r\n");
  outsider.wait(minutes(11));
  CHECK(outsider.is_over(pop));
  CHECK(mails_of_bob(outsider) == 2);
  check_fold(outsider.world());
}

}  // namespace mailscope::world
