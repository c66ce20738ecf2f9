// Plays a dialogue against the SMTP client and tells its events in words.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/smtp/smtp_client.h"
#include "tests/sim/smtp/smtp_office.h"
#include "tests/support/session_script.h"

namespace mailscope::test {

// Tells the events that matter in a word.
struct Teller {
  std::string operator()(smtp::Client& client, const smtp::ClientEvent& event) const {
    if (const auto* decided = std::get_if<smtp::TlsDecided>(&event)) {
      return "tls " + std::string(wire::name_of(decided->decision));
    }
    if (std::holds_alternative<smtp::TlsWanted>(event)) client.tls_started();
    if (const auto* tried = std::get_if<smtp::AuthTried>(&event)) {
      return std::string("login ") + (tried->is_accepted ? "accepted" : "failed") +
             (tried->why.empty() ? "" : ": " + tried->why);
    }
    if (const auto* answered = std::get_if<smtp::RecipientAnswered>(&event)) {
      return answered->forward_path.text() + " " + std::to_string(answered->reply.code);
    }
    if (const auto* answered = std::get_if<smtp::MailAnswered>(&event)) {
      return "mail " + std::to_string(answered->mail) +
             (answered->is_accepted ? " taken" : " refused") + " at " +
             std::string(smtp::name_of(answered->stage)) + ": " + smtp::to_text(answered->reply) +
             (answered->is_local ? " (by ourselves)" : "");
    }
    if (const auto* failed = std::get_if<smtp::Failed>(&event)) {
      return "failed at " + std::string(smtp::name_of(failed->stage)) + ": " + failed->why;
    }
    if (std::holds_alternative<smtp::Finished>(event)) return "finished";
    return {};
  }
};

inline smtp::Mail mail_to(std::vector<std::string> recipients, std::string content = "Hi\r\n") {
  smtp::Mail mail;
  mail.reverse_path = *smtp::path_from("carl@example.net");
  for (const std::string& recipient : recipients) {
    mail.recipients.push_back({*smtp::path_from(recipient), {}});
  }
  mail.content = std::move(content);
  return mail;
}

inline smtp::Plan plan_of(std::vector<smtp::Mail> mails) {
  smtp::Plan plan;
  plan.hello_name = "c.example";
  plan.tls = wire::TlsPolicy::none;
  plan.mails = std::move(mails);
  plan.hashes = k_hashes;
  plan.nonce = "nonce";
  return plan;
}

inline void check_client(const std::string& script, const smtp::Plan& plan) {
  check_session(
      Played::client, script, [&] { return smtp::Client(plan); }, Teller{});
}

inline const std::string k_hello = R"(
S: 220 mx ready
C: EHLO c.example
)";

}  // namespace mailscope::test
