// Receipts in whole worlds: who asks, who answers, and that there is never a second one (RFC 8098, RFC 3503).
#include <catch2/catch_test_macros.hpp>

#include "sim/mime/mdn.h"
#include "tests/sim/world/server_specs.h"

namespace mailscope::world {
namespace {

Act read_at(const std::string& host, Time at) {
  Act act;
  act.id = host + "-reads-" + std::to_string(at.us);
  act.at = at;
  act.doing = ReadMail{host, ""};
  return act;
}

// Alice asks for a receipt, Bob reads, Alice looks whether one has come.
WorldSpec asking_world(hosts::Receipts receipts, bool agrees) {
  WorldSpec spec = small_world();
  auto& alice = *host_named(spec, "alice").mail_client;
  alice.incoming.protocol = hosts::ReadProtocol::imap;
  alice.incoming.server = "mail.example.org";
  auto& bob = *host_named(spec, "bob").mail_client;
  bob.receipts = receipts;
  bob.agrees_to_receipts = agrees;
  bob.outgoing.server = "mx.example.net";
  hosts::ServiceSpec door;
  door.kind = hosts::ServiceKind::submissions;
  server_of(spec, "mx").services.push_back(door);
  Act sends = send_to_bob("Lunch");
  std::get<SendMail>(sends.doing).mail.disposition_notification_to = {"alice@example.org"};
  spec.script = {sends, fetch_at("bob", Time{} + seconds(10)), read_at("bob", Time{} + seconds(20)),
                 fetch_at("alice", Time{} + seconds(40)), read_at("alice", Time{} + seconds(50))};
  return spec;
}

const MailboxState* mailbox_at(const WorldState& state, const std::string& host,
                               const std::string& account) {
  for (const HostState& each : state.hosts) {
    if (each.name != host) continue;
    const auto found = each.mailboxes.find({account, "INBOX"});
    return found == each.mailboxes.end() ? nullptr : &found->second;
  }
  return nullptr;
}

bool is_marked(const WorldState& state) {
  const MailboxState* inbox = mailbox_at(state, "mx", "bob@example.net");
  if (inbox == nullptr || inbox->mails.empty()) return false;
  for (const std::string& flag : inbox->mails.begin()->second.flags) {
    if (flag == "$MDNSent") return true;
  }
  return false;
}

std::size_t receipts_come(const WorldState& state) {
  return mails_in(state, "mail", "alice@example.org", "INBOX");
}

TEST_CASE("receipt: the reader agrees, and the sender is told that the mail was displayed",
          "[world]") {
  const Ran ran(asking_world(hosts::Receipts::ask, true));
  INFO(transcript(ran.trace()));
  CHECK(has_screen(ran.trace(), "receipt-wanted"));
  CHECK(ran.decisions("receipt-agreed") == 1);
  CHECK(ran.fact("receipt-agreed", "setting") == "agrees-to-receipts");
  CHECK(has_screen(ran.trace(), "receipt-sent"));
  // "The envelope sender address … of the MDN MUST be null (<>)" (3)
  CHECK(ran.said("MAIL FROM:<>*"));
  CHECK(is_marked(ran.state()));
  CHECK(receipts_come(ran.state()) == 1);
  CHECK(has_screen(ran.trace(), "receipt-displayed"));
  const WorldState state = ran.state();
  const MailboxState* inbox = mailbox_at(state, "mail", "alice@example.org");
  REQUIRE(inbox != nullptr);
  const auto report = mime::parse_mdn(inbox->mails.begin()->second.content);
  REQUIRE(report);
  REQUIRE(report->disposition);
  CHECK(report->disposition->sending == mime::SendingMode::manually);
  CHECK(report->disposition->action == mime::ActionMode::manual);
}

TEST_CASE("receipt: without the reader's consent none is sent, and the mail was read all the same",
          "[world]") {
  for (const auto receipts : {hosts::Receipts::never, hosts::Receipts::ask}) {
    const Ran ran(asking_world(receipts, false));
    INFO(transcript(ran.trace()));
    const bool is_asked = receipts == hosts::Receipts::ask;
    CHECK(has_screen(ran.trace(), "mail-shown"));
    CHECK(ran.decisions(is_asked ? "receipt-declined" : "receipt-never") == 1);
    CHECK_FALSE(ran.said("MAIL FROM:<>*"));
    CHECK(receipts_come(ran.state()) == 0);
    CHECK(is_marked(ran.state()) == is_asked);  // RFC 3503: she who said no is not asked again
  }
}

TEST_CASE(
    "receipt: an account that always answers does so, unless the receipt goes elsewhere (2.1)",
    "[world]") {
  const Ran ran(asking_world(hosts::Receipts::always, false));
  INFO(transcript(ran.trace()));
  CHECK(ran.decisions("receipt-automatic") == 1);
  CHECK_FALSE(has_screen(ran.trace(), "receipt-wanted"));
  CHECK(receipts_come(ran.state()) == 1);
  CHECK(ran.said("*manual-action/MDN-sent-automatically; displayed*"));

  WorldSpec elsewhere = asking_world(hosts::Receipts::always, false);
  std::get<SendMail>(elsewhere.script.front().doing).mail.disposition_notification_to = {
      "carol@example.org"};
  const Ran asked(elsewhere);
  CHECK(has_screen(asked.trace(), "receipt-wanted"));
  CHECK(asked.decisions("receipt-declined") == 1);
  CHECK_FALSE(asked.said("MAIL FROM:<>*"));
}

TEST_CASE(
    "receipt: one for a mail and a recipient, whatever program reads it and how often (RFC 3503)",
    "[world]") {
  WorldSpec spec = asking_world(hosts::Receipts::always, true);
  hosts::HostSpec phone = host_named(spec, "bob");
  phone.name = "phone";
  phone.address = *parse_ipv4("198.51.100.11");
  spec.hosts.push_back(phone);
  // The phone has looked at the list before the mark was set: it must ask again.
  spec.script.insert(spec.script.begin() + 2, fetch_at("phone", Time{} + seconds(12)));
  spec.script.push_back(read_at("bob", Time{} + seconds(24)));
  spec.script.push_back(read_at("phone", Time{} + seconds(28)));
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(ran.decisions("receipt-automatic") == 1);
  CHECK(ran.decisions("receipt-settled") == 2);
  CHECK(receipts_come(ran.state()) == 1);
}

TEST_CASE("receipt: by POP3 the program keeps in mind itself what it has sent", "[world]") {
  WorldSpec spec = asking_world(hosts::Receipts::ask, true);
  host_named(spec, "bob").mail_client->incoming.protocol = hosts::ReadProtocol::pop3;
  spec.script.push_back(read_at("bob", Time{} + seconds(24)));
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(ran.decisions("receipt-agreed") == 1);
  CHECK(ran.decisions("receipt-settled") == 1);
  CHECK(receipts_come(ran.state()) == 1);
}

TEST_CASE("receipt: a receipt that asks for a receipt gets none, and nobody answers the null path",
          "[world]") {
  WorldSpec spec = asking_world(hosts::Receipts::always, true);
  auto& mail = std::get<SendMail>(spec.script.front().doing).mail;
  mail.envelope_from = "";
  const Ran null_path(spec);
  INFO(transcript(null_path.trace()));
  CHECK(null_path.decisions("receipt-null-return-path") == 1);
  CHECK(receipts_come(null_path.state()) == 0);

  mail.envelope_from.reset();
  mail.raw =
      "From: alice@example.org\nDisposition-Notification-To: alice@example.org\nContent-Type: "
      "multipart/report; report-type=disposition-notification; boundary=x\n\n--x\n\nread\n--x\n"
      "Content-Type: message/disposition-notification\n\nDisposition: "
      "manual-action/MDN-sent-manually; displayed\n--x--\n";
  const Ran of_mdn(spec);
  CHECK(of_mdn.decisions("receipt-of-mdn") == 1);
  CHECK(receipts_come(of_mdn.state()) == 0);
  // To Bob, who never sent such a mail, it is a receipt for nothing (6.1: forgery).
  CHECK(has_screen(of_mdn.trace(), "receipt-for-nothing"));
}

TEST_CASE("receipt: when the wire breaks before the mark is kept, none is sent", "[world]") {
  WorldSpec spec = asking_world(hosts::Receipts::always, true);
  spec.cuts.push_back({"bob", "*STORE*MDNSent*", 1, true, {}});
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  CHECK(ran.decisions("receipt-automatic") == 1);
  CHECK_FALSE(is_marked(ran.state()));
  CHECK_FALSE(ran.said("MAIL FROM:<>*"));
}

TEST_CASE(
    "receipt: what the sender called the recipient comes back in it (RFC 8098, 2.3 and 3.2.3)",
    "[world]") {
  WorldSpec spec = asking_world(hosts::Receipts::always, true);
  spec.script.front().doing =
      TypeLines{"alice",
                "198.51.100.25",
                25,
                false,
                {"EHLO a.example", "MAIL FROM:<alice@example.org>",
                 "RCPT TO:<bob@example.net> ORCPT=rfc822;Bob+2Bwork@example.net", "DATA",
                 "From: alice@example.org", "Disposition-Notification-To: alice@example.org",
                 "Subject: Lunch", "", "At noon.", ".", "QUIT"}};
  const Ran ran(spec);
  INFO(transcript(ran.trace()));
  const WorldState state = ran.state();
  const MailboxState* bobs = mailbox_at(state, "mx", "bob@example.net");
  REQUIRE(bobs != nullptr);
  CHECK(bobs->mails.begin()->second.content.find(
            "Return-Path: <alice@example.org>\r\nOriginal-Recipient: rfc822; "
            "Bob+work@example.net\r\n") == 0);
  CHECK(
      ran.said("*Original-Recipient: rfc822; Bob+work@example.net*Final-Recipient: rfc822; "
               "bob@example.net*"));

  std::get<TypeLines>(spec.script.front().doing).lines[2] =
      "RCPT TO:<bob@example.net> ORCPT=rfc822;bob+0D+0AX-Forged:+20yes";
  const Ran forged(spec);
  CHECK_FALSE(forged.said("*X-Forged*yes*manual-action*"));
  const WorldState forged_state = forged.state();
  const MailboxState* inbox = mailbox_at(forged_state, "mx", "bob@example.net");
  REQUIRE(inbox != nullptr);
  CHECK(inbox->mails.begin()->second.content.find("X-Forged") == std::string::npos);
}

}  // namespace
}  // namespace mailscope::world
