// What a mail server answers its SMTP sessions: who may log in, who may send to whom, what is queued.
#include "sim/base/text.h"
#include "sim/hosts/doors.h"
#include "sim/hosts/mail_writing.h"
#include "sim/hosts/recipient_rules.h"
#include "sim/mime/trace_fields.h"

namespace mailscope::hosts {
namespace {

bool is_hidden(const ServiceSpec& service, const char* keyword) {
  return service.hidden_extensions.count(keyword) > 0;
}

smtp::ServerOptions options_of(MailServer& server, const ServiceSpec& service,
                               const Channel::Options& channel) {
  const bool is_submission = service.kind != ServiceKind::relay;
  smtp::ServerOptions options;
  options.host_name = server.server_name();
  options.greeting_text = is_submission ? "ESMTP submission" : "ESMTP";
  smtp::Extensions& offered = options.extensions;
  offered.starttls = service.offers_starttls && !is_hidden(service, "STARTTLS");
  offered.auth = is_submission && !is_hidden(service, "AUTH");
  offered.size = !is_hidden(service, "SIZE");
  offered.pipelining = !is_hidden(service, "PIPELINING");
  offered.eight_bit_mime = !is_hidden(service, "8BITMIME");
  offered.enhanced_status_codes = !is_hidden(service, "ENHANCEDSTATUSCODES");
  offered.dsn = !is_hidden(service, "DSN");
  offered.smtputf8 = !is_hidden(service, "SMTPUTF8");
  offered.chunking = !is_hidden(service, "CHUNKING");
  offered.vrfy = false;
  options.size_max = service.size_max;
  options.recipients_max = service.recipients_max;
  for (const std::string& name : service.mechanisms) {
    if (const auto mechanism = sasl::mechanism_by_name(name))
      options.mechanisms.push_back(*mechanism);
  }
  options.requires_tls_for_auth = !service.allows_clear_text_login;
  options.requires_auth = is_submission;
  options.is_tls_active = is_implicit_tls(service.kind);
  options.hashes = k_hashes;
  options.nonce = nonce_for(server, channel);
  return options;
}

}  // namespace

SmtpDoor::SmtpDoor(MailServer& server, Channel::Options options, const ServiceSpec& service,
                   Ipv4 client)
    : SessionTalk(server, options, options_of(server, service, options)),
      server_(server),
      service_(service),
      client_(client) {
  set_patience(minutes(5));  // RFC 5321, section 4.5.3.2.7
}

void SmtpDoor::begin() {
  restart_patience();
  // Under implicit TLS the greeting waits for the handshake: it is the first thing said inside.
  if (is_implicit_tls(service_.kind)) {
    channel_.start_tls(server_.server_tls());
  } else {
    session_.start();
  }
  pump();
}

void SmtpDoor::on(const smtp::ServerEvent& event) {
  if (std::holds_alternative<smtp::HelloAsked>(event)) {
    session_.answer(smtp::Verdict::accept());
  } else if (const auto* secret = std::get_if<smtp::SecretAsked>(&event)) {
    session_.answer_secret(server_.secret_of(secret->user));
  } else if (const auto* auth = std::get_if<smtp::AuthAsked>(&event)) {
    answer_login(*auth);
  } else if (std::holds_alternative<smtp::MailAsked>(event)) {
    session_.answer(smtp::Verdict::accept());
  } else if (const auto* recipient = std::get_if<smtp::RecipientAsked>(&event)) {
    answer_recipient(*recipient);
  } else if (std::holds_alternative<smtp::ContentAsked>(event)) {
    session_.answer(smtp::Verdict::accept());
  } else if (const auto* message = std::get_if<smtp::MessageReceived>(&event)) {
    answer_message(*message);
  } else if (std::holds_alternative<smtp::VerifyAsked>(event)) {
    // Who lives here is not told to strangers (RFC 5321, section 7.3).
    session_.answer(smtp::Verdict::accept(
        smtp::make_reply(252, "2.5.0", "Cannot say, but will take a mail and try to deliver it")));
  } else if (std::holds_alternative<smtp::StartTls>(event)) {
    channel_.say(session_.take_output());
    channel_.start_tls(server_.server_tls());
  } else if (const auto* refused = std::get_if<smtp::Refused>(&event)) {
    env_.recorder.lead(channel_.place(), Decision{Verdict::refused,
                                                  "command-refused",
                                                  {{"command", refused->line}},
                                                  refused->rule,
                                                  smtp::to_text(refused->reply)});
  } else if (std::holds_alternative<smtp::Closed>(event)) {
    channel_.say(session_.take_output());
    channel_.close();
  }
}

void SmtpDoor::on_tls(const ChannelEvent& event) {
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

void SmtpDoor::patience_ended() {
  session_.shut_down(smtp::make_reply(421, "4.4.2", server_.server_name() + " timeout: closing"));
  pump();
}

void SmtpDoor::answer_login(const smtp::AuthAsked& asked) {
  const std::string mechanism(sasl::name_of(asked.mechanism));
  const bool is_right =
      server_.check_proof(asked.user, asked.proof, mechanism, channel_.place()) != nullptr;
  session_.answer(is_right ? smtp::Verdict::accept() : smtp::Verdict::refuse());
}

void SmtpDoor::answer_recipient(const smtp::RecipientAsked& asked) {
  const RecipientRuling ruling =
      rule_on_recipient(server_, asked.recipient.forward_path, session_.user(), client_);
  env_.recorder.lead(channel_.place(), ruling.decision);
  session_.answer({ruling.decision.verdict == Verdict::accepted, ruling.reply});
}

void SmtpDoor::answer_message(const smtp::MessageReceived& message) {
  const std::size_t hops = mime::received_count(message.content);
  if (hops > server_.spec().received_max) {
    const smtp::Reply reply = smtp::make_reply(554, "5.4.6", "Too many hops: a mail loop");
    env_.recorder.lead(channel_.place(), Decision{Verdict::refused,
                                                  "mail-loop",
                                                  {{"hops", std::to_string(hops)}},
                                                  "RFC 5321, section 6.3",
                                                  smtp::to_text(reply)});
    return session_.answer(smtp::Verdict::refuse(reply));
  }
  std::string content = message.content;
  const std::string message_id = lower(server_.queue().new_id());
  if (service_.kind != ServiceKind::relay) {
    content = completed_submission(content, {.address = {},
                                             .date_s = env_.unix_s(),
                                             .id = message_id,
                                             .host_name = server_.server_name()});
  }
  const std::string queue_id = server_.queue().new_id();
  content = mime::with_field(content, received_field(message.transaction, queue_id));
  server_.queue().take(queue_id, message.transaction, std::move(content));
  session_.answer(
      smtp::Verdict::accept(smtp::make_reply(250, "2.0.0", "Ok: queued as " + queue_id)));
}

std::string SmtpDoor::received_field(const smtp::Transaction& transaction,
                                     const std::string& id) const {
  mime::Received received;
  received.from_name = session_.hello_name();
  received.from_address = to_text(client_);
  received.by = server_.server_name();
  received.with = session_.protocol_word();
  received.id = id;
  if (transaction.recipients.size() == 1)
    received.for_path = transaction.recipients[0].forward_path.text();
  received.tls_comment = channel_.tls_suite();
  received.date_s = env_.unix_s();
  return mime::received_field(received);
}

}  // namespace mailscope::hosts
