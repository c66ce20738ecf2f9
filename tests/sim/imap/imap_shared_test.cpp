// Several sessions on one mailbox: what each is told, and when (RFC 9051, section 7.5.1; RFC 2180).
#include <catch2/catch_test_macros.hpp>

#include "sim/base/random.h"
#include "tests/sim/imap/imap_office.h"

using namespace mailscope;
using namespace mailscope::test;

namespace {

// Two sessions on one account; each hears of what the other changes, as a host would see to it.
struct Pair {
  store::Account held = account();
  imap::Server sessions[2] = {imap::Server(open_options()), imap::Server(open_options())};
  std::string said[2];

  Pair() {
    for (imap::Server& session : sessions) session.start();
    for (std::size_t i = 0; i < 2; ++i) say(i, "x LOGIN anna s3cret\r\nx SELECT INBOX\r\n");
  }
  // What session `i` answers to these octets.
  std::string say(std::size_t i, const std::string& octets) {
    said[i].clear();
    sessions[i].receive(octets);
    drain(i);
    return said[i];
  }
  void drain(std::size_t i) {
    while (auto event = sessions[i].next()) {
      if (std::holds_alternative<imap::LoginAsked>(*event)) {
        imap::LoginVerdict verdict;
        verdict.account = &held;
        sessions[i].answer(verdict);
      }
      if (std::holds_alternative<imap::Changed>(*event)) {
        sessions[1 - i].account_changed();
        take(1 - i);
      }
    }
    take(i);
  }
  void take(std::size_t i) {
    for (const Line& line : sessions[i].take_output()) said[i] += wire_octets(line);
  }
};

}  // namespace

TEST_CASE("imap server: flags, arrivals and expunges reach the other session with its next command",
          "[imap]") {
  Pair pair;
  CHECK(pair.say(0, "a1 STORE 2 +FLAGS (\\Seen)\r\n") ==
        "* 2 FETCH (FLAGS (\\Seen))\r\na1 OK STORE completed\r\n");
  CHECK(pair.said[1].find("FETCH") == std::string::npos);  // nothing unasked outside of IDLE
  CHECK(pair.say(1, "b1 NOOP\r\n") == "* 2 FETCH (FLAGS (\\Seen))\r\nb1 OK completed\r\n");
  CHECK(pair.say(1, "b2 APPEND INBOX {5+}\r\nx\r\n\r\n\r\n").find("* 3 EXISTS\r\nb2 OK") !=
        std::string::npos);
  pair.say(0, "a2 STORE 1 +FLAGS.SILENT (\\Deleted)\r\na3 EXPUNGE\r\n");
  // The numbers of session 1 still count mail 1: its 2 is the same mail as before.
  CHECK(pair.say(1, "b3 FETCH 2 UID\r\n") == "* 2 FETCH (UID 2)\r\nb3 OK FETCH completed\r\n");
  CHECK(pair.say(1, "b4 FETCH 1:2 UID\r\n") ==
        "* 2 FETCH (UID 2)\r\nb4 NO [EXPUNGEISSUED] some of these mails are no more\r\n");
  CHECK(pair.say(1, "b5 COPY 1:2 Sent\r\n") ==
        "b5 NO [EXPUNGEISSUED] some of these mails are no more\r\n");
  CHECK(pair.held.find("Sent")->mails.empty());  // all or nothing
  // The UID is no more, which is no mistake; and here EXPUNGE may be said.
  CHECK(pair.say(1, "b6 UID FETCH 1:3 FLAGS\r\n").find("* 1 EXPUNGE\r\nb6 OK") !=
        std::string::npos);
  CHECK(pair.say(1, "b7 FETCH 3 UID\r\n") == "b7 BAD the last mail here has the number 2\r\n");
}

TEST_CASE("imap server: FETCH, STORE and SEARCH never move the numbers, whatever others do (7.5.1)",
          "[imap]") {
  for (const char* command :
       {"c FETCH 2 UID\r\n", "c STORE 2 +FLAGS (\\Flagged)\r\n", "c SEARCH ALL\r\n"}) {
    INFO(command);
    Pair pair;
    pair.say(0, "a STORE 1 +FLAGS.SILENT (\\Deleted)\r\na EXPUNGE\r\n");
    CHECK(pair.say(1, command).find("EXPUNGE") == std::string::npos);
    CHECK(pair.say(1, "d NOOP\r\n").find("* 1 EXPUNGE\r\n") != std::string::npos);
  }
}

TEST_CASE("imap server: in IDLE everything is told at once (6.3.13)", "[imap]") {
  Pair pair;
  CHECK(pair.say(1, "b1 IDLE\r\n") == "+ idling\r\n");
  pair.say(0, "a1 STORE 1 +FLAGS.SILENT (\\Deleted)\r\n");
  CHECK(pair.said[1] == "+ idling\r\n* 1 FETCH (FLAGS (\\Deleted))\r\n");
  pair.say(0, "a2 EXPUNGE\r\n");
  CHECK(pair.said[1].find("* 1 EXPUNGE\r\n") != std::string::npos);
  pair.say(0, "a3 APPEND INBOX {5+}\r\nx\r\n\r\n\r\n");
  CHECK(pair.said[1].find("* 2 EXISTS\r\n") != std::string::npos);
  CHECK(pair.say(1, "DONE\r\n") == "b1 OK IDLE completed\r\n");
}

TEST_CASE("imap server: IDLE ends with BYE when the mailbox is removed by somebody else",
          "[imap]") {
  Pair pair;
  pair.say(0, "a1 CREATE Work\r\n");
  pair.say(1, "b1 SELECT Work\r\nb2 IDLE\r\n");
  pair.say(0, "a2 DELETE Work\r\n");
  CHECK(pair.said[1].find("* BYE the selected mailbox is gone\r\n") != std::string::npos);
  CHECK(pair.sessions[1].is_closed());
}

// A client that believes every EXISTS and EXPUNGE must never be wrong about which UID a number means.
TEST_CASE("imap server: numbers and UIDs stay together while two sessions change at random",
          "[imap]") {
  const char* commands[] = {"STORE 1 +FLAGS (\\Deleted)",
                            "STORE * FLAGS (\\Seen)",
                            "EXPUNGE",
                            "NOOP",
                            "APPEND INBOX {1+}\r\nx",
                            "COPY 1 INBOX",
                            "UID FETCH 1:* FLAGS",
                            "SEARCH DELETED",
                            "UID MOVE 1:3 Trash"};
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    Pair pair;
    std::vector<std::uint32_t> uids[2] = {{1, 2}, {1, 2}};  // by number; 0 = not known yet
    const auto learn = [&](std::size_t i, const std::string& text) {
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find("\r\n", at);
        const std::string line = text.substr(at, end - at);
        at = end + 2;
        unsigned number = 0, uid = 0;
        char word[16] = {};
        if (std::sscanf(line.c_str(), "* %u %15s", &number, word) != 2) continue;
        if (std::string(word) == "EXISTS") {
          REQUIRE(number >= uids[i].size());
          uids[i].resize(number, 0);
        } else if (std::string(word) == "EXPUNGE") {
          REQUIRE(number <= uids[i].size());
          uids[i].erase(uids[i].begin() + number - 1);
        } else if (std::sscanf(line.c_str(), "* %u FETCH (UID %u", &number, &uid) == 2) {
          REQUIRE(number <= uids[i].size());
          CHECK((uids[i][number - 1] == 0 || uids[i][number - 1] == uid));
          uids[i][number - 1] = uid;
        }
      }
    };
    for (int step = 0; step < 40; ++step) {
      const auto i = static_cast<std::size_t>(random.below(2));
      const auto which = static_cast<std::size_t>(random.below(std::size(commands)));
      learn(i, pair.say(i, std::string("t ") + commands[which] + "\r\n"));
      learn(i, pair.say(i, "t FETCH 1:* (UID)\r\n"));
    }
    for (std::size_t i = 0; i < 2; ++i) {
      learn(i, pair.say(i, "t NOOP\r\n"));
      learn(i, pair.say(i, "t FETCH 1:* (UID)\r\n"));
      std::vector<std::uint32_t> truth;
      for (const store::Mail& mail : pair.held.find("INBOX")->mails) truth.push_back(mail.uid);
      CHECK(uids[i] == truth);
    }
  }
}
