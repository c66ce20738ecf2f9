// Our client against our server.
#include <catch2/catch_test_macros.hpp>

#include "sim/imap/imap_client.h"
#include "sim/imap/imap_server.h"
#include "sim/store/mail_store.h"

using namespace mailscope;

namespace {

struct Outcome {
  std::vector<imap::ClientEvent> events;
  store::Account account;
  bool was_encrypted = false;

  template <class Event>
  std::vector<Event> all() const {
    std::vector<Event> found;
    for (const auto& event : events) {
      if (const Event* each = std::get_if<Event>(&event)) found.push_back(*each);
    }
    return found;
  }
};

Outcome play(imap::ClientOptions options, std::vector<imap::Step> steps,
             imap::ServerOptions offered = {}) {
  Outcome outcome;
  outcome.account = store::make_account("anna@example.org", "anna", "s3 \"cret", 7);
  static_cast<void>(
      store::append(outcome.account, "INBOX", {"Subject: One\r\n\r\nfirst\r\n", 0, {}}));
  static_cast<void>(
      store::append(outcome.account, "INBOX", {"Subject: Two\r\n\r\nsecond\r\n", 0, {}}));
  options.credentials = sasl::Credentials{"anna", "s3 \"cret", {}, {}};
  imap::Client client(options);
  imap::Server server(offered);
  for (imap::Step& step : steps) client.add(std::move(step));
  client.start();
  server.start();
  for (int round = 0; round < 100; ++round) {
    for (const Line& line : server.take_output()) client.receive(wire_octets(line));
    while (auto event = client.next()) {
      outcome.events.push_back(*event);
      if (std::holds_alternative<imap::TlsWanted>(*event)) {
        outcome.was_encrypted = true;
        client.tls_started();
        server.tls_started();
      }
      if (std::holds_alternative<imap::IdleBegun>(*event)) client.end_idle();
    }
    for (const Line& line : client.take_output()) server.receive(wire_octets(line));
    while (auto event = server.next()) {
      if (const auto* login = std::get_if<imap::LoginAsked>(&*event)) {
        const auto* password = std::get_if<sasl::Password>(&login->proof);
        imap::LoginVerdict verdict;
        if (password && password->text == "s3 \"cret") verdict.account = &outcome.account;
        server.answer(verdict);
      }
    }
  }
  return outcome;
}

}  // namespace

TEST_CASE("imap pair: log in under TLS, list, fetch, mark, log out", "[imap]") {
  const Outcome outcome =
      play({}, {imap::ListMailboxes{"", "*"}, imap::SelectMailbox{"INBOX", false},
                imap::FetchEnvelopes{"1:*"}, imap::FetchBodies{"2", true}, imap::Idle{},
                imap::LogOut{}});
  CHECK(outcome.was_encrypted);
  CHECK(outcome.all<imap::Failed>().empty());
  CHECK(outcome.all<imap::MailboxListed>().size() == 6);
  const auto mails = outcome.all<imap::MailSeen>();
  REQUIRE(mails.size() == 3);
  CHECK(mails[0].subject == "One");
  REQUIRE(mails[2].sections.size() == 1);
  CHECK(mails[2].sections[0].octets == "Subject: Two\r\n\r\nsecond\r\n");
  CHECK(outcome.account.find("INBOX")->find(2)->flags.has(store::k_seen));
  CHECK(outcome.all<imap::Finished>().size() == 1);
}

TEST_CASE("imap pair: a mail is appended, copied, moved and expunged", "[imap]") {
  for (const bool has_extensions : {true, false}) {
    imap::ServerOptions offered;
    offered.extensions.move = offered.extensions.literal_plus = offered.extensions.uidplus =
        has_extensions;
    const Outcome outcome = play(
        {},
        {imap::AppendMail{"Sent", "Subject: X\r\n\r\nbody\r\n", store::Flags{store::k_seen}, 0},
         imap::SelectMailbox{"INBOX", false}, imap::CopyMails{"1", "Archive"},
         imap::MoveMails{"2", "Trash"}, imap::LogOut{}},
        offered);
    CHECK(outcome.all<imap::Failed>().empty());
    CHECK(outcome.account.find("Sent")->mails.size() == 1);
    CHECK(outcome.account.find("Archive")->mails.size() == 1);
    CHECK(outcome.account.find("Trash")->mails.size() == 1);
    CHECK(outcome.account.find("INBOX")->mails.size() == 1);
  }
}

TEST_CASE("imap pair: without STARTTLS a client that requires it shows no password", "[imap]") {
  imap::ServerOptions offered;
  offered.extensions.starttls = false;
  offered.requires_tls_for_auth = false;
  const Outcome outcome = play({}, {imap::SelectMailbox{}, imap::LogOut{}}, offered);
  CHECK(outcome.all<imap::AuthTried>().empty());
  CHECK(outcome.all<imap::Failed>().size() == 1);
  CHECK(outcome.all<imap::Finished>().size() == 1);
}

TEST_CASE("imap pair: LOGIN with a password that must be quoted", "[imap]") {
  imap::ClientOptions options;
  options.mechanisms = {};
  const Outcome outcome = play(options, {imap::SelectMailbox{}, imap::LogOut{}});
  CHECK(outcome.all<imap::Failed>().empty());
  CHECK(outcome.all<imap::MailboxSelected>().size() == 1);
}

TEST_CASE("imap pair: a client that enables rev2 and QRESYNC names mailboxes in UTF-8", "[imap]") {
  imap::ClientOptions options;
  options.says_id = true;
  options.enable = {"IMAP4rev2", "QRESYNC", "X-NONE"};
  const Outcome outcome =
      play(options, {imap::MakeMailbox{"Почта"}, imap::ListMailboxes{"", "Почта"},
                     imap::SelectMailbox{"INBOX", false}, imap::FetchFlags{"1:*"},
                     imap::SearchMails{"ALL"}, imap::MoveMails{"1", "Почта"}, imap::LogOut{}});
  CHECK(outcome.all<imap::Failed>().empty());
  const auto listed = outcome.all<imap::MailboxListed>();
  REQUIRE(listed.size() == 2);  // SELECT says LIST, too
  CHECK(listed[0].name == "Почта");
  CHECK(outcome.account.find("Почта")->mails.size() == 1);
  CHECK(outcome.all<imap::MailboxSelected>().front().modseq_highest == 3);
  const auto found = outcome.all<imap::MailsFound>();
  REQUIRE(found.size() == 1);
  CHECK(found[0].uids == std::vector<std::uint32_t>{1, 2});
  const auto gone = outcome.all<imap::MailGone>();
  REQUIRE(gone.size() == 1);
  CHECK((gone[0].number == 1 && gone[0].uid == 1));
  const auto done = outcome.all<imap::StepDone>();
  REQUIRE(done.size() > 4);
  CHECK(done[2].command == "ID (\"name\" \"Mailscope\")");
  CHECK(done[3].command == "ENABLE IMAP4rev2 QRESYNC");
}

TEST_CASE("imap pair: with LITERAL- a large mail waits to be asked for, a small one does not",
          "[imap]") {
  imap::ServerOptions offered;
  offered.extensions.literal_plus = false;
  const Outcome outcome =
      play({},
           {imap::AppendMail{"Sent", "Subject: X\r\n\r\nbody\r\n", {}, 0},
            imap::AppendMail{"Sent", "Subject: X\r\n\r\n" + std::string(5000, 'x') + "\r\n", {}, 0},
            imap::LogOut{}},
           offered);
  CHECK(outcome.all<imap::Failed>().empty());
  CHECK(outcome.account.find("Sent")->mails.size() == 2);
}
