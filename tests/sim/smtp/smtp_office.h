// An owner for SMTP sessions under test: one domain, two people, a password each.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/crypto/hash.h"
#include "sim/smtp/smtp_server.h"

namespace mailscope::test {

inline const sasl::Hashes k_hashes{.sha256 = crypto::sha256,
                                   .hmac_sha256 = crypto::hmac_sha256,
                                   .pbkdf2_sha256 = crypto::pbkdf2_sha256,
                                   .md5 = crypto::md5,
                                   .hmac_md5 = crypto::hmac_md5};

// Knows anna and boris at example.org, both with the password "s3cret" and the token "tok".
struct Office {
  std::vector<smtp::MessageReceived>* mails = nullptr;  // where they are kept, if anywhere
  bool answers = true;                                  // false: leaves questions open
  bool takes_content = true;

  static bool is_known(const std::string& user) { return user == "anna" || user == "boris"; }

  // A word for each event that a script may want to see.
  std::string operator()(smtp::Server& server, const smtp::ServerEvent& event) {
    return std::visit([&](const auto& e) { return on(server, e); }, event);
  }

 private:
  using Verdict = smtp::Verdict;
  void answer(smtp::Server& server, Verdict verdict) const {
    if (answers) server.answer(std::move(verdict));
  }

  std::string on(smtp::Server&, const Heard&) { return {}; }
  std::string on(smtp::Server& server, const smtp::HelloAsked& e) {
    if (e.name == "spammer.example")
      answer(server, Verdict::refuse());
    else
      answer(server, Verdict::accept());
    return {};
  }
  std::string on(smtp::Server&, const smtp::AuthStarted& e) {
    return "auth " + std::string(sasl::name_of(e.mechanism));
  }
  std::string on(smtp::Server& server, const smtp::SecretAsked& e) {
    if (is_known(e.user))
      server.answer_secret(sasl::Secret{"s3cret", "salt", 4096});
    else
      server.answer_secret(std::nullopt);
    return {};
  }
  std::string on(smtp::Server& server, const smtp::AuthAsked& e) {
    const auto* password = std::get_if<sasl::Password>(&e.proof);
    const auto* token = std::get_if<sasl::Token>(&e.proof);
    const bool is_proved = (password && password->text == "s3cret") ||
                           (token && token->text == "tok") ||
                           std::holds_alternative<sasl::Proven>(e.proof);
    if (e.user == "boris") {
      answer(server, Verdict::refuse(smtp::make_reply(
                         535, "5.7.139",
                         "Authentication unsuccessful, SmtpClientAuthentication is "
                         "disabled for the Mailbox.")));
    } else if (is_proved && is_known(e.user)) {
      answer(server, Verdict::accept());
    } else {
      answer(server, Verdict::refuse());
    }
    return {};
  }
  std::string on(smtp::Server&, const smtp::AuthEnded& e) {
    return e.is_accepted ? "in " + e.user : e.is_cancelled ? "cancelled" : "out";
  }
  std::string on(smtp::Server& server, const smtp::MailAsked& e) {
    if (e.reverse_path.domain == "blocked.example")
      answer(server, Verdict::refuse());
    else
      answer(server, Verdict::accept());
    return {};
  }
  std::string on(smtp::Server& server, const smtp::RecipientAsked& e) {
    const smtp::Path& path = e.recipient.forward_path;
    const bool is_local = path.domain == "example.org" || path.domain.empty();
    if (!is_local)
      answer(server, Verdict::refuse(smtp::make_reply(550, "5.7.1", "Relaying denied")));
    else if (is_known(path.local_part) || path.domain.empty())
      answer(server, Verdict::accept());
    else
      answer(server, Verdict::refuse());
    return {};
  }
  std::string on(smtp::Server& server, const smtp::ContentAsked&) {
    answer(server, takes_content ? Verdict::accept() : Verdict::refuse());
    return {};
  }
  std::string on(smtp::Server& server, const smtp::MessageReceived& e) {
    if (mails != nullptr) mails->push_back(e);
    if (e.content.find("VIRUS") != std::string::npos) {
      answer(server, Verdict::refuse(smtp::make_reply(554, "5.7.1", "Content refused")));
    } else {
      answer(server, Verdict::accept(smtp::make_reply(250, "2.0.0", "Ok: queued as 4F1A")));
    }
    return "mail of " + std::to_string(e.content.size()) + " to " +
           std::to_string(e.transaction.recipients.size()) + " by " + server.protocol_word();
  }
  std::string on(smtp::Server& server, const smtp::VerifyAsked& e) {
    if (e.is_expn && e.text == "staff") {
      answer(server, Verdict::accept(smtp::make_reply(
                         250, "2.1.5", "Anna <anna@example.org>\nBoris <boris@example.org>")));
    } else if (is_known(e.text)) {
      answer(server,
             Verdict::accept(smtp::make_reply(250, "2.1.5", "<" + e.text + "@example.org>")));
    } else {
      answer(server, Verdict::refuse());
    }
    return {};
  }
  std::string on(smtp::Server& server, const smtp::StartTls&) {
    server.tls_started();
    return "tls";
  }
  std::string on(smtp::Server&, const smtp::TransactionReset&) { return "reset"; }
  std::string on(smtp::Server&, const smtp::Refused& e) { return "refused by " + e.rule; }
  std::string on(smtp::Server&, const smtp::Closed& e) {
    switch (e.why) {
      case smtp::Closed::Why::quit: return "closed: quit";
      case smtp::Closed::Why::peer_closed: return "closed: peer";
      case smtp::Closed::Why::too_many_errors: return "closed: errors";
      case smtp::Closed::Why::tls_failed: return "closed: tls";
      case smtp::Closed::Why::owner: return "closed: owner";
    }
    return {};
  }
};

inline smtp::ServerOptions server_options() {
  smtp::ServerOptions options;
  options.host_name = "mx.example.org";
  options.mechanisms = {sasl::Mechanism::plain, sasl::Mechanism::login};
  options.requires_tls_for_auth = false;
  options.hashes = k_hashes;
  options.nonce = "nonce";
  return options;
}

}  // namespace mailscope::test
