// What a mail server answers its POP3 sessions: the lock, the listing, the mails, the deletions at QUIT.
#include <algorithm>

#include "sim/hosts/acting_as.h"
#include "sim/hosts/doors.h"

namespace mailscope::hosts {
namespace {

pop3::ServerOptions pop3_options_of(MailServer& server, const ServiceSpec& service,
                                    const Channel::Options& channel) {
  pop3::ServerOptions options;
  options.host_name = server.server_name();
  options.offers_stls = service.offers_starttls && service.hidden_extensions.count("STLS") == 0;
  options.offers_uidl = service.hidden_extensions.count("UIDL") == 0;
  options.offers_top = service.hidden_extensions.count("TOP") == 0;
  options.requires_tls_for_login = !service.allows_clear_text_login;
  options.is_tls_active = is_implicit_tls(service.kind);
  for (const std::string& name : service.mechanisms) {
    if (const auto mechanism = sasl::mechanism_by_name(name))
      options.mechanisms.push_back(*mechanism);
  }
  options.hashes = k_hashes;
  options.nonce = nonce_for(server, channel);
  // APOP asks of a server what CRAM-MD5 asks: to know the password, and MD5.
  const bool has_challenge = std::find(options.mechanisms.begin(), options.mechanisms.end(),
                                       sasl::Mechanism::cram_md5) != options.mechanisms.end();
  if (has_challenge && service.hidden_extensions.count("APOP") == 0) {
    options.timestamp = "<" + options.nonce + "@" + server.server_name() + ">";
  }
  return options;
}

}  // namespace

Pop3Door::Pop3Door(MailServer& server, Channel::Options options, const ServiceSpec& service)
    : SessionTalk(server, options, pop3_options_of(server, service, options)),
      server_(server),
      service_(service) {
  set_patience(minutes(10));  // autologout: at least 10 minutes (RFC 1939, section 3)
}

Pop3Door::~Pop3Door() { release(); }

void Pop3Door::begin() {
  restart_patience();
  // Under implicit TLS the greeting waits for the handshake: it is the first thing said inside.
  if (is_implicit_tls(service_.kind)) {
    channel_.start_tls(server_.server_tls());
  } else {
    session_.start();
  }
  pump();
}

void Pop3Door::on(const pop3::ServerEvent& event) {
  if (const auto* secret = std::get_if<pop3::SecretAsked>(&event)) {
    session_.answer_secret(server_.secret_of(secret->user));
  } else if (const auto* login = std::get_if<pop3::LoginAsked>(&event)) {
    answer_login(*login);
  } else if (std::holds_alternative<pop3::LoginFailed>(event)) {
    release();  // SCRAM: the client may break off after we had agreed and locked
    maildrop_.clear();
  } else if (const auto* content = std::get_if<pop3::ContentAsked>(&event)) {
    const store::Mailbox* inbox = account_ ? account_->find("INBOX") : nullptr;
    const store::Mail* mail = inbox ? inbox->find(maildrop_[content->number - 1]) : nullptr;
    session_.answer_content(mail ? std::optional(mail->content) : std::nullopt);
  } else if (const auto* marked = std::get_if<pop3::Marked>(&event)) {
    env_.recorder.lead(channel_.place(), Decision{Verdict::accepted,
                                                  "marked-for-deletion",
                                                  {{"number", std::to_string(marked->number)}},
                                                  "RFC 1939, section 5",
                                                  ""});
  } else if (const auto* asked = std::get_if<pop3::UpdateAsked>(&event)) {
    update(asked->numbers);
  } else if (std::holds_alternative<pop3::StartTls>(event)) {
    channel_.say(session_.take_output());
    channel_.start_tls(server_.server_tls());
  } else if (const auto* refused = std::get_if<pop3::Refused>(&event)) {
    env_.recorder.lead(channel_.place(), Decision{Verdict::refused,
                                                  "command-refused",
                                                  {{"command", refused->line}},
                                                  refused->rule,
                                                  refused->reply});
  } else if (const auto* closed = std::get_if<pop3::Closed>(&event)) {
    if (!closed->marks_lost.empty()) {
      env_.recorder.lead(channel_.place(),
                         Decision{Verdict::noted,
                                  "marks-forgotten",
                                  {{"count", std::to_string(closed->marks_lost.size())}},
                                  "RFC 1939, section 6",
                                  ""});
    }
    channel_.say(session_.take_output());
    channel_.close();
    release();
  }
}

void Pop3Door::on_tls(const ChannelEvent& event) {
  if (std::holds_alternative<TlsUp>(event)) {
    if (is_implicit_tls(service_.kind)) {
      session_.start();
    } else {
      session_.tls_started();
    }
  } else {
    if (!is_implicit_tls(service_.kind)) session_.tls_failed();
    channel_.close();
  }
}

void Pop3Door::answer_login(const pop3::LoginAsked& asked) {
  const std::string method = asked.mechanism ? std::string(sasl::name_of(*asked.mechanism))
                             : asked.method == pop3::LoginAsked::Method::apop ? "APOP"
                                                                              : "USER/PASS";
  store::Account* account =
      server_.check_login({asked.user, asked.proof, method, Protocol::pop3, channel_.place()})
          .account;
  if (!account || !may_act_as(server_, *account, asked.user, asked.authzid, channel_.place())) {
    return session_.answer_login(
        pop3::LoginVerdict::refuse("AUTH", "invalid user name or password"));
  }
  if (!server_.lock(*account)) {
    env_.recorder.lead(channel_.place(), Decision{Verdict::refused,
                                                  "maildrop-locked",
                                                  {{"user", asked.user}},
                                                  "RFC 1939, section 4",
                                                  "-ERR [IN-USE]"});
    return session_.answer_login(
        pop3::LoginVerdict::refuse("IN-USE", "the maildrop is locked by another session"));
  }
  account_ = account;
  std::vector<pop3::MaildropItem> items;
  const store::Mailbox* inbox = account_->find("INBOX");
  for (const store::Mail& mail : inbox->mails) {
    maildrop_.push_back(mail.uid);
    items.push_back({mail.content.size(),
                     std::to_string(inbox->uid_validity) + "." + std::to_string(mail.uid)});
  }
  session_.answer_login(pop3::LoginVerdict::accept(std::move(items)));
}

void Pop3Door::update(const std::vector<std::size_t>& numbers) {
  if (!account_) return session_.answer_update(false);
  std::vector<store::Uid> uids;
  for (const std::size_t number : numbers) uids.push_back(maildrop_[number - 1]);
  const auto removed = store::remove_mails(*account_, "INBOX", uids);
  if (removed) server_.changes_made(*account_, *removed, this);
  session_.answer_update(removed.has_value());
}

void Pop3Door::lost(EndReason) { release(); }

void Pop3Door::patience_ended() {
  session_.shut_down();
  pump();
  release();
}

void Pop3Door::release() {
  if (account_) server_.unlock(*account_);
  account_ = nullptr;
}

}  // namespace mailscope::hosts
