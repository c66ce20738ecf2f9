// What others do to an open mailbox, and peers that send nonsense: never a crash, never a hang.
#include <string>
#include <variant>

#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "sim/imap/imap_client.h"
#include "sim/imap/imap_server.h"
#include "sim/store/mail_store.h"

using namespace mailscope;

namespace {

struct Desk {
  store::Account account = store::make_account("anna@example.org", "anna", "s3cret", 7);
  imap::Server server;
  std::string said;
  bool is_closed = false;

  Desk() : server(options()) {
    static_cast<void>(store::make_mailbox(account, "Work"));
    static_cast<void>(store::append(account, "Work", {"Subject: One\r\n\r\nfirst\r\n", 0, {}}));
    server.start();
  }
  static imap::ServerOptions options() {
    imap::ServerOptions made;
    made.requires_tls_for_auth = false;
    return made;
  }
  void say(std::string_view octets) {
    server.receive(octets);
    while (auto event = server.next()) {
      if (std::holds_alternative<imap::LoginAsked>(*event)) {
        imap::LoginVerdict verdict;
        verdict.account = &account;
        server.answer(verdict);
      }
      if (std::holds_alternative<imap::StartTls>(*event)) server.tls_started();
      if (std::holds_alternative<imap::Closed>(*event)) is_closed = true;
    }
    for (const Line& line : server.take_output()) said += wire_octets(line);
  }
};

}  // namespace

TEST_CASE("imap server: the session ends when somebody else removes or remakes its mailbox",
          "[imap]") {
  for (const bool is_remade : {false, true}) {
    for (const char* command :
         {"a3 FETCH 1 FLAGS\r\n", "a3 EXPUNGE\r\n", "a3 STORE 1 FLAGS (\\Seen)\r\n",
          "a3 SEARCH ALL\r\n", "a3 CLOSE\r\n", "a3 COPY 1 Sent\r\n", "a3 NOOP\r\n"}) {
      INFO(command);
      Desk desk;
      desk.say("a1 LOGIN anna x\r\na2 SELECT Work\r\n");
      REQUIRE(store::remove_mailbox(desk.account, "Work"));
      if (is_remade) REQUIRE(store::make_mailbox(desk.account, "Work"));
      desk.server.account_changed();
      desk.say(command);
      CHECK(desk.is_closed);
      CHECK(desk.said.find("* BYE the selected mailbox is gone\r\n") != std::string::npos);
    }
  }
}

TEST_CASE("imap server: removing or renaming the own mailbox closes it, the session goes on",
          "[imap]") {
  Desk desk;
  desk.say(
      "a1 LOGIN anna x\r\na2 SELECT Work\r\na3 RENAME Work Done\r\na4 FETCH 1 FLAGS\r\na5 SELECT "
      "Done\r\n");
  CHECK_FALSE(desk.is_closed);
  CHECK(desk.said.find("a4 BAD") != std::string::npos);
  CHECK(desk.said.find("a5 OK") != std::string::npos);
}

TEST_CASE("imap server: random commands in any pieces leave it standing", "[imap]") {
  const std::string words[] = {"a1 ",
                               "LOGIN anna x",
                               "SELECT Work",
                               "SELECT INBOX",
                               "FETCH ",
                               "UID FETCH ",
                               "1:* ",
                               "* ",
                               "1 ",
                               "BODY[]",
                               "BODY[1.2.MIME]<0.5>",
                               "(FLAGS ENVELOPE)",
                               "BODYSTRUCTURE",
                               "STORE ",
                               "+FLAGS (\\Deleted)",
                               "EXPUNGE",
                               "SEARCH ",
                               "OR SEEN NOT (FROM \"a\")",
                               "APPEND Work {5+}\r\nabcde",
                               "{3}",
                               "IDLE",
                               "DONE",
                               "\r\n",
                               "\r\n",
                               "\r\n",
                               "\r\n",
                               "\n",
                               "\r",
                               "\"",
                               "(",
                               ")",
                               "*",
                               "LOGOUT",
                               "CREATE A/B",
                               "DELETE Work",
                               "MOVE 1 Sent",
                               "CLOSE",
                               "AUTHENTICATE PLAIN",
                               "=",
                               std::string("\0", 1),
                               "\xff",
                               "{99999999999999999999}",
                               "LIST \"\" %",
                               "UID "};
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    Desk desk;
    if (random.chance(3, 4)) desk.say("a0 LOGIN anna x\r\na0 SELECT Work\r\n");
    for (int i = 0; i < 60 && !desk.is_closed; ++i) {
      desk.say(words[static_cast<std::size_t>(random.below(std::size(words)))]);
      if (random.chance(1, 10)) desk.server.account_changed();
    }
    desk.server.receive_end();
    desk.say("");
    CHECK((desk.is_closed || desk.server.is_asking()));
  }
}

TEST_CASE("imap client: random answers in any pieces leave it standing", "[imap]") {
  const std::string words[] = {"* ",
                               "OK ",
                               "a1 ",
                               "a2 ",
                               "a3 ",
                               "+ ",
                               "NO ",
                               "BAD ",
                               "[CAPABILITY IMAP4rev1 IDLE] ",
                               "CAPABILITY IMAP4rev1",
                               "1 FETCH (UID 1 BODY[] {3}\r\nabc)",
                               "FETCH (",
                               "2 EXISTS",
                               "1 EXPUNGE",
                               "LIST () \"/\" INBOX",
                               "STATUS INBOX (MESSAGES 1)",
                               "SEARCH 1 2",
                               "BYE",
                               "\r\n",
                               "\r\n",
                               "\r\n",
                               "{99}",
                               "\"",
                               "(",
                               ")",
                               std::string("\0", 1),
                               "\xff",
                               "{99999999999999999999}\r\n",
                               "ENVELOPE (NIL",
                               "A1 OK x\r\n"};
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    imap::ClientOptions options;
    options.tls = wire::TlsPolicy::none;
    options.sends_clear_text_without_tls = true;
    options.credentials = sasl::Credentials{"anna", "x", {}, {}};
    imap::Client client(options);
    client.add(imap::SelectMailbox{});
    client.add(imap::FetchBodies{});
    client.add(imap::Idle{});
    client.start();
    if (random.chance(1, 2)) client.receive("* OK hi\r\n");
    for (int i = 0; i < 80; ++i) {
      client.receive(words[static_cast<std::size_t>(random.below(std::size(words)))]);
      while (client.next()) {
      }
      static_cast<void>(client.take_output());
    }
    client.receive_end();
    while (client.next()) {
    }
    CHECK(client.is_closed());
  }
}

TEST_CASE("imap client: a door that greets with other words than IMAP's is left at once",
          "[imap]") {
  for (const std::string greeting : {"+OK POP3 server ready\r\n", "220 mx.example ESMTP\r\n"}) {
    imap::ClientOptions options;
    options.is_tls_active = true;
    imap::Client client(options);
    client.receive(greeting);
    std::string why;
    while (auto event = client.next()) {
      if (const auto* failed = std::get_if<imap::Failed>(&*event)) why = failed->why;
    }
    CHECK(why == "this is not IMAP: " + greeting.substr(0, greeting.size() - 2));
    CHECK(client.is_closed());
  }
}
