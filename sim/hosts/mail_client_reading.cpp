// What a mail program does to read: fetch by POP3, look and mark by IMAP, keep copies.
#include "sim/hosts/client_settings.h"
#include "sim/hosts/mail_client.h"
#include "sim/hosts/mail_writing.h"
#include "sim/mime/encoded_word.h"

namespace mailscope::hosts {

void MailClient::fetch(Done done) {
  acted("fetch", {{"protocol", std::string(name_of(spec_.incoming.protocol))}});
  find_incoming([this, done] { fetch_now(done); });
}

void MailClient::fetch_now(const Done& done) {
  if (spec_.incoming.protocol == ReadProtocol::imap) {
    return call_imap(
        {imap::SelectMailbox{"INBOX", false}, imap::FetchEnvelopes{"1:*"}, imap::LogOut{}}, {},
        [this, done](bool is_complete) {
          if (is_complete) {
            std::size_t unseen = 0;
            for (const auto& [uid, mail] : server_mails_) {
              if (!mail.flags.has(store::k_seen)) ++unseen;
            }
            show(Severity::success, "inbox-listed",
                 {{"count", std::to_string(server_mails_.size())},
                  {"unseen", std::to_string(unseen)}});
          }
          done();
        });
  }
  resolve(spec_.incoming.server, [this, done](std::optional<Ipv4> address) {
    if (!address) return done();
    fetch_by_pop3(*address, done);
  });
}

void MailClient::fetch_by_pop3(Ipv4 address, Done done) {
  const IncomingSpec& incoming = spec_.incoming;
  const bool is_implicit = incoming.security == TlsPolicy::tls;
  pop3::Plan plan;
  plan.credentials =
      sasl::Credentials{incoming.user.empty() ? user() : incoming.user,
                        incoming.password.empty() ? spec_.password : incoming.password,
                        spec_.token,
                        {}};
  if (!incoming.mechanisms.empty()) {
    plan.mechanisms = mechanisms_of(incoming.mechanisms);
    if (never_shows_password(plan.mechanisms)) plan.login = pop3::Login::auth;
  }
  plan.tls = wire_policy(incoming.security);
  plan.is_tls_active = is_implicit;
  plan.known_uids = known_uids_;
  plan.deletes_fetched = !incoming.leaves_on_server;
  // A mail that was fetched while it was to stay may go when it need not stay any longer.
  if (!incoming.leaves_on_server) plan.delete_uids = known_uids_;
  plan.hashes = k_hashes;
  fetched_ = 0;
  const TlsWish wish{parse_ipv4(incoming.server) ? std::string() : incoming.server,
                     incoming.verifies_certificate};
  const auto on_mail = [this](const pop3::MailFetched& mail) {
    ++fetched_;
    known_uids_.insert(mail.uid);
    auto& inbox = folders_["INBOX"];
    keep("INBOX", inbox.empty() ? 1 : inbox.rbegin()->first + 1, {}, mail.content);
  };
  dial(address, port_of(incoming), Protocol::pop3, [&](Channel::Options options) {
    return std::make_unique<Pop3Call>(*this, options, std::move(plan), wish, is_implicit, on_mail,
                                      [this, done](const ReadOutcome& outcome) {
                                        if (!show_problem(outcome)) {
                                          show(Severity::success,
                                               fetched_ == 0 ? "no-new-mail" : "mails-fetched",
                                               {{"count", std::to_string(fetched_)}});
                                        } else if (fetched_ > 0) {
                                          show(Severity::warning, "mails-fetched-before-loss",
                                               {{"count", std::to_string(fetched_)}});
                                        }
                                        done();
                                      });
  });
}

bool MailClient::show_problem(const ReadOutcome& outcome) {
  if (outcome.is_complete) return false;
  const std::string& server = spec_.incoming.server;
  if (!outcome.was_connected) {
    show(Severity::error, connect_problem(outcome.end),
         {{"server", server}, {"port", std::to_string(port_of(spec_.incoming))}});
  } else if (!outcome.tls_failure.empty()) {
    show(Severity::error, outcome.tls_failure, {{"server", server}});
  } else if (outcome.gave_up_without_tls) {
    show(Severity::error, "tls-required-not-offered", {{"server", server}});
  } else if (outcome.was_login_tried && !outcome.was_login_accepted) {
    show(Severity::error, "login-refused", {{"server", server}, {"reply", outcome.login_text}});
  } else if (!outcome.failure.empty() && outcome.end == EndReason::closed) {
    show(Severity::error, "fetch-failed", {{"server", server}, {"why", outcome.failure}});
  } else {
    show(Severity::error, "connection-lost", {{"server", server}});
  }
  return true;
}

void MailClient::call_imap(std::vector<imap::Step> steps, Duration idle,
                           std::function<void(bool)> then, std::shared_ptr<WantedReceipt> receipt) {
  resolve(spec_.incoming.server, [this, steps, idle, then, receipt](std::optional<Ipv4> address) {
    if (!address) return then(false);
    const IncomingSpec& incoming = spec_.incoming;
    const bool is_implicit = incoming.security == TlsPolicy::tls;
    imap::ClientOptions plan;
    plan.tls = wire_policy(incoming.security);
    plan.is_tls_active = is_implicit;
    plan.credentials =
        sasl::Credentials{incoming.user.empty() ? user() : incoming.user,
                          incoming.password.empty() ? spec_.password : incoming.password,
                          spec_.token,
                          {}};
    plan.mechanisms = incoming.mechanisms.empty()
                          ? std::vector<sasl::Mechanism>{sasl::Mechanism::plain}
                          : mechanisms_of(incoming.mechanisms);
    plan.uses_login_command = !never_shows_password(plan.mechanisms);
    plan.sends_clear_text_without_tls = is_careless(incoming.security);
    plan.hashes = k_hashes;
    const TlsWish wish{parse_ipv4(incoming.server) ? std::string() : incoming.server,
                       incoming.verifies_certificate};
    Talk& talk = dial(*address, port_of(incoming), Protocol::imap, [&](Channel::Options options) {
      return std::make_unique<ImapCall>(
          *this, options, plan, steps, wish, is_implicit,
          [this, receipt](ImapCall& call, const imap::ClientEvent& event) {
            take_imap_event(call, event);
            if (receipt) take_reading_event(call, *receipt, event);
          },
          [this, then](const ReadOutcome& outcome) {
            is_watching_ = false;
            then(!show_problem(outcome));
          });
    });
    if (idle.us <= 0) return;
    is_watching_ = true;
    const net::Endpoint endpoint = talk.channel().endpoint();
    after(idle, [this, endpoint] {
      const auto found = talks().find(endpoint);
      if (found == talks().end()) return;
      is_watching_ = false;
      auto* call = static_cast<ImapCall*>(found->second.get());
      call->end_idle();
      call->add(imap::LogOut{});
    });
  });
}

void MailClient::take_imap_event(ImapCall& call, const imap::ClientEvent& event) {
  if (const auto* seen = std::get_if<imap::MailSeen>(&event)) {
    if (!seen->uid) return;
    ServerMail& mail = server_mails_[*seen->uid];
    if (seen->flags) mail.flags = *seen->flags;
    if (seen->subject) mail.subject = mime::decode_words(*seen->subject);
    for (const auto& section : seen->sections) {
      if (!section.name.empty() || !section.octets) continue;
      keep("INBOX", *seen->uid, {"\\Seen"}, *section.octets);
      show_mail(*section.octets);
    }
  } else if (std::holds_alternative<imap::MailCountSeen>(event) && is_watching_ &&
             call.session().is_idle()) {
    // News while waiting: look at it, then wait on.
    call.end_idle();
    call.add(imap::FetchEnvelopes{"1:*"});
    call.add(imap::Idle{});
  } else if (const auto* gone = std::get_if<imap::MailGone>(&event)) {
    server_mails_.erase(gone->uid);
  }
}

std::optional<std::uint32_t> MailClient::newest_with(const std::string& subject) const {
  for (auto mail = server_mails_.rbegin(); mail != server_mails_.rend(); ++mail) {
    if (subject.empty() || mail->second.subject == subject) return mail->first;
  }
  return std::nullopt;
}

void MailClient::read(const std::string& subject, Done done) {
  acted("read", {{"subject", subject}});
  if (spec_.incoming.protocol == ReadProtocol::pop3) return read_by_pop3(subject, done);
  const auto uid = newest_with(subject);
  if (!uid) {
    show(Severity::warning, "no-such-mail", {{"subject", subject}});
    return done();
  }
  const auto receipt = std::make_shared<WantedReceipt>();
  call_imap(
      {imap::SelectMailbox{"INBOX", false}, imap::FetchBodies{std::to_string(*uid), true}}, {},
      [this, receipt, done](bool) {
        const bool is_over = receipt->stage == WantedReceipt::Stage::over;
        if (!is_over || !receipt->is_to_be_sent) return done();
        send_receipt(receipt->content, receipt->is_automatic, done);
      },
      receipt);
}

// It is here, or nowhere.
void MailClient::read_by_pop3(const std::string& subject, const Done& done) {
  auto& inbox = folders_["INBOX"];
  for (auto mail = inbox.rbegin(); mail != inbox.rend(); ++mail) {
    if (!subject.empty() && subject_of(mail->second.content) != subject) continue;
    show_mail(mail->second.content);
    return answer_for(mail->first, mail->second, done);
  }
  show(Severity::warning, "no-such-mail", {{"subject", subject}});
  done();
}

void MailClient::show_mail(const std::string& content) {
  show(Severity::success, "mail-shown",
       {{"from", from_of(content)}, {"subject", subject_of(content)}, {"text", text_of(content)}});
  show_receipt(content);
}

void MailClient::mark(const std::string& subject, Mark what, const std::string& mailbox,
                      Done done) {
  static constexpr const char* k_words[] = {"mark-seen", "mark-unseen", "flag",
                                            "unflag",    "delete",      "move"};
  acted(k_words[static_cast<std::size_t>(what)], {{"subject", subject}});
  const auto uid = newest_with(subject);
  if (!uid) {
    show(Severity::warning, "no-such-mail", {{"subject", subject}});
    return done();
  }
  const std::string mails = std::to_string(*uid);
  std::vector<imap::Step> steps{imap::SelectMailbox{"INBOX", false}};
  const auto flag = [&](store::FlagsMode mode, std::string_view name) {
    steps.push_back(imap::ChangeFlags{mails, mode, store::Flags{name}});
  };
  switch (what) {
    case Mark::seen: flag(store::FlagsMode::add, store::k_seen); break;
    case Mark::unseen: flag(store::FlagsMode::remove, store::k_seen); break;
    case Mark::flagged: flag(store::FlagsMode::add, store::k_flagged); break;
    case Mark::unflagged: flag(store::FlagsMode::remove, store::k_flagged); break;
    case Mark::deleted:
      flag(store::FlagsMode::add, store::k_deleted);
      steps.push_back(imap::ExpungeMails{mails});
      break;
    case Mark::moved: steps.push_back(imap::MoveMails{mails, mailbox}); break;
  }
  steps.push_back(imap::LogOut{});
  call_imap(std::move(steps), {}, [done](bool) { done(); });
}

void MailClient::watch(Duration length, Done done) {
  acted("watch", {});
  call_imap({imap::SelectMailbox{"INBOX", false}, imap::FetchEnvelopes{"1:*"}, imap::Idle{}},
            length, [done](bool) { done(); });
}

void MailClient::keep(const std::string& mailbox, std::uint32_t uid, std::vector<std::string> flags,
                      const std::string& content) {
  if (folders_.count(mailbox) == 0 || folders_[mailbox].empty()) {
    record(MailboxAdded{spec_.address, mailbox, 1});
  }
  folders_[mailbox][uid] = {flags, content};
  record(MailStored{spec_.address, mailbox, uid, std::move(flags), content});
}

void MailClient::describe_own(HostState& state) const {
  for (const auto& [name, mails] : folders_) {
    if (mails.empty()) continue;
    MailboxState& mailbox = state.mailboxes[{spec_.address, name}];
    mailbox.uid_validity = 1;
    for (const auto& [uid, mail] : mails) mailbox.mails[uid] = {mail.flags, mail.content};
  }
}

}  // namespace mailscope::hosts
