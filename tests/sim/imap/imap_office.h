// An account with two mails, and the dialogues that are played on it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "sim/imap/imap_server.h"
#include "sim/store/mail_store.h"
#include "tests/support/session_script.h"

namespace mailscope::test {

inline constexpr const char* k_mail =
    "From: Anna <anna@example.org>\r\nTo: boris@example.net\r\nSubject: Lunch\r\n"
    "Date: Mon, 2 Mar 2026 09:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n\r\nAt noon?\r\n";

inline store::Account account() {
  store::Account made = store::make_account("anna@example.org", "anna", "s3cret", 7);
  static_cast<void>(store::append(made, "INBOX", {k_mail, 1'772'442'000, {}}));
  static_cast<void>(
      store::append(made, "INBOX", {"Subject: Two\r\n\r\nbody\r\n", 1'772'442'060, {}}));
  return made;
}

// Lends its account to whoever knows the password.
struct Office {
  std::shared_ptr<store::Account> held = std::make_shared<store::Account>(account());

  std::string operator()(imap::Server& server, const imap::ServerEvent& event) const {
    if (const auto* login = std::get_if<imap::LoginAsked>(&event)) {
      const auto* password = std::get_if<sasl::Password>(&login->proof);
      imap::LoginVerdict verdict;
      if (login->user == "anna" && password && password->text == "s3cret")
        verdict.account = held.get();
      server.answer(verdict);
    } else if (std::holds_alternative<imap::StartTls>(event)) {
      server.tls_started();
      return "tls";
    } else if (const auto* changed = std::get_if<imap::Changed>(&event)) {
      return store::to_text(changed->change);
    } else if (std::holds_alternative<imap::Closed>(event)) {
      return "closed";
    }
    return {};
  }
  // Somebody else delivers, reads or removes.
  void act(imap::Server& server, const std::string& word) const {
    if (word == "delivery")
      static_cast<void>(store::append(*held, "INBOX", {"Subject: New\r\n\r\n", 0, {}}));
    if (word == "removal") static_cast<void>(store::remove_mails(*held, "INBOX", {1}));
    if (word == "reading") {
      static_cast<void>(store::set_flags(*held, "INBOX", {2}, store::FlagsMode::add,
                                         store::Flags{store::k_seen}));
    }
    server.account_changed();
  }
};

inline imap::ServerOptions open_options() {
  imap::ServerOptions options;
  options.requires_tls_for_auth = false;
  options.extensions.starttls = false;
  return options;
}

// Each play has an account of its own. `prepare` fills it.
inline void check_server(const std::string& script, imap::ServerOptions options = open_options(),
                         const std::function<void(store::Account&)>& prepare = {}) {
  const auto lines = parse_script(script);
  for (const Pieces pieces : {Pieces::whole, Pieces::octets}) {
    INFO((pieces == Pieces::whole ? "whole" : "byte by byte"));
    const Office office;
    if (prepare) prepare(*office.held);
    const std::string said = play_session(
        Played::server, lines, [&] { return imap::Server(options); }, office, pieces);
    if (pieces == Pieces::whole) CHECK(said == to_text(lines));
    CHECK(only_ours(Played::server, said) == only_ours(Played::server, to_text(lines)));
  }
}

inline const std::string k_before_login =
    "IMAP4rev1 IMAP4rev2 AUTH=PLAIN SASL-IR LITERAL+ ID ENABLE IDLE";
inline const std::string k_after_login =
    "IMAP4rev1 IMAP4rev2 LITERAL+ ID ENABLE IDLE NAMESPACE UNSELECT UIDPLUS MOVE CHILDREN "
    "SPECIAL-USE "
    "CREATE-SPECIAL-USE LIST-EXTENDED LIST-STATUS STATUS=SIZE ESEARCH SEARCHRES BINARY CONDSTORE "
    "QRESYNC SORT THREAD=ORDEREDSUBJECT THREAD=REFERENCES";
inline const std::string k_login = "S: * OK [CAPABILITY " + k_before_login +
                                   "] Mailscope ready\n"
                                   "C: a1 LOGIN anna s3cret\n"
                                   "S: a1 OK [CAPABILITY " +
                                   k_after_login + "] logged in\n";
inline const std::string k_select = k_login + R"(
C: a2 SELECT inbox
S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
S: * 2 EXISTS
S: * 0 RECENT
S: * OK [UNSEEN 1] the first unseen mail
S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] these can be changed
S: * OK [UIDVALIDITY 7] UIDs are valid
S: * OK [UIDNEXT 3] the next UID
S: * OK [HIGHESTMODSEQ 3] the last change
S: a2 OK [READ-WRITE] SELECT completed
)";

}  // namespace mailscope::test
