// What a mail server answers its SMTP sessions: who may log in, who may send to whom, what is queued.
#include "sim/hosts/smtp_door.h"

#include "sim/base/text.h"
#include "sim/hosts/acting_as.h"
#include "sim/hosts/decisions.h"
#include "sim/hosts/doors.h"
#include "sim/hosts/mail_writing.h"
#include "sim/mime/trace_fields.h"

namespace mailscope::hosts {
namespace {

bool is_hidden(const ServiceSpec& service, const char* keyword) {
  return service.hidden_extensions.count(keyword) > 0;
}

wire::EndOfData wire_end_of_data(EndOfData end) {
  return end == EndOfData::loose ? wire::EndOfData::any_newline : wire::EndOfData::crlf_dot_crlf;
}

wire::OctetsBeforeTls wire_octets_before_tls(OctetsBeforeTls octets) {
  switch (octets) {
    case OctetsBeforeTls::refuse: return wire::OctetsBeforeTls::refuse;
    case OctetsBeforeTls::discard: return wire::OctetsBeforeTls::discard;
    case OctetsBeforeTls::keep: return wire::OctetsBeforeTls::process;
  }
  return wire::OctetsBeforeTls::refuse;
}

smtp::ServerOptions smtp_options_of(MailServer& server, const ServiceSpec& service,
                                    const Channel::Options& channel) {
  const bool is_submission = service.kind != ServiceKind::relay;
  smtp::ServerOptions options;
  options.host_name = server.server_name();
  options.greeting_text = is_submission ? "ESMTP submission" : "ESMTP";
  smtp::Extensions& offered = options.extensions;
  offered.starttls = service.offers_starttls && !is_hidden(service, "STARTTLS");
  offered.auth = service.offers_auth.value_or(is_submission) && !is_hidden(service, "AUTH");
  offered.size = !is_hidden(service, "SIZE");
  offered.pipelining = !is_hidden(service, "PIPELINING");
  offered.eight_bit_mime = !is_hidden(service, "8BITMIME");
  offered.enhanced_status_codes = !is_hidden(service, "ENHANCEDSTATUSCODES");
  offered.dsn = !is_hidden(service, "DSN");
  offered.smtputf8 = !is_hidden(service, "SMTPUTF8");
  offered.require_tls = service.offers_requiretls;
  offered.chunking = !is_hidden(service, "CHUNKING");
  offered.vrfy = service.verify == VerifyAnswers::open && !is_hidden(service, "VRFY");
  offered.expn = service.verify == VerifyAnswers::open && !is_hidden(service, "EXPN");
  options.size_max = service.size_max;
  options.recipients_max = service.recipients_max;
  for (const std::string& name : service.mechanisms) {
    if (const auto mechanism = sasl::mechanism_by_name(name))
      options.mechanisms.push_back(*mechanism);
  }
  options.requires_tls_for_auth = !service.allows_clear_text_login;
  options.requires_auth = service.requires_auth.value_or(is_submission);
  options.requires_tls = service.requires_tls;
  options.bad_commands_max = service.errors_max;
  options.takes_bare_lf = service.takes_bare_lf;
  options.refuses_bare_newlines = service.refuses_bare_newlines;
  options.end_of_data = wire_end_of_data(service.end_of_data);
  options.octets_before_tls = wire_octets_before_tls(service.octets_before_tls);
  options.is_tls_active = is_implicit_tls(service.kind);
  options.hashes = k_hashes;
  options.nonce = nonce_for(server, channel);
  return options;
}

}  // namespace

SmtpDoor::SmtpDoor(MailServer& server, Channel::Options options, const ServiceSpec& service,
                   Ipv4 client)
    : SessionTalk(server, options, smtp_options_of(server, service, options)),
      server_(server),
      service_(service),
      client_(client),
      checks_(std::make_shared<SenderChecks>(server, client)) {
  set_patience(minutes(5));  // RFC 5321, section 4.5.3.2.7
}

void SmtpDoor::begin() {
  restart_patience();
  // Under implicit TLS the greeting waits for the handshake: it is the first thing said inside.
  if (is_implicit_tls(service_.kind)) {
    channel_.start_tls(server_.server_tls());
  } else {
    greet();
  }
  pump();
}

// Says 220, or why not.
void SmtpDoor::greet() {
  const auto refused = server_.rules().on_connection(client_);
  if (!refused) return session_.start();
  env_.recorder.lead(channel_.place(), refused->decision);
  session_.start(refused->reply);
}

void SmtpDoor::on(const smtp::ServerEvent& event) {
  if (std::holds_alternative<smtp::HelloAsked>(event)) {
    session_.answer(smtp::Verdict::accept());
  } else if (const auto* secret = std::get_if<smtp::SecretAsked>(&event)) {
    session_.answer_secret(server_.secret_of(secret->user));
  } else if (const auto* auth = std::get_if<smtp::AuthAsked>(&event)) {
    answer_login(*auth);
  } else if (const auto* ended = std::get_if<smtp::AuthEnded>(&event)) {
    // SCRAM and CRAM-MD5 find a wrong password by themselves.
    if (!ended->is_accepted && !ended->is_cancelled && !is_login_ruled_ && !ended->user.empty()) {
      server_.login_failed(ended->user, login_mechanism_, channel_.place());
    }
    is_login_ruled_ = false;
  } else if (const auto* started = std::get_if<smtp::AuthStarted>(&event)) {
    login_mechanism_ = std::string(sasl::name_of(started->mechanism));
  } else if (const auto* mail = std::get_if<smtp::MailAsked>(&event)) {
    answer_mail(*mail);
  } else if (const auto* recipient = std::get_if<smtp::RecipientAsked>(&event)) {
    answer_recipient(*recipient);
  } else if (std::holds_alternative<smtp::ContentAsked>(event)) {
    session_.answer(smtp::Verdict::accept());
  } else if (const auto* message = std::get_if<smtp::MessageReceived>(&event)) {
    answer_message(*message);
  } else if (const auto* verify = std::get_if<smtp::VerifyAsked>(&event)) {
    answer_verify(*verify);
  } else if (std::holds_alternative<smtp::StartTls>(event)) {
    channel_.say(session_.take_output());
    channel_.start_tls(server_.server_tls());
  } else if (const auto* refused = std::get_if<smtp::Refused>(&event)) {
    ++errors_;
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
      greet();
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
  is_login_ruled_ = true;
  const MailServer::LoginRuling ruling =
      server_.check_login({asked.user, asked.proof, mechanism, Protocol::smtp, channel_.place()});
  const bool is_accepted = ruling.account && may_act_as(server_, *ruling.account, asked.user,
                                                        asked.authzid, channel_.place());
  answer({is_accepted, ruling.reply});
}

void SmtpDoor::answer_mail(const smtp::MailAsked& asked) {
  reverse_path_ = asked.reverse_path.text();
  if (const auto refused = server_.rules().on_mail(session_.user(), client_)) return rule(*refused);
  check_block_lists(CheckAt::mail,
                    [this] { check_sender([this] { answer(smtp::Verdict::accept()); }); });
}

void SmtpDoor::answer_recipient(const smtp::RecipientAsked& asked) {
  const Ruling ruling =
      rule_on_recipient(server_, asked.recipient.forward_path, session_.user(), client_);
  if (ruling.decision.verdict != Verdict::accepted) return rule(ruling);
  check_block_lists(CheckAt::recipient,
                    [this, ruling, recipient = asked.recipient.forward_path.text()] {
                      const auto refused = server_.rules().on_recipient(
                          session_.user(), client_, reverse_path_, recipient, channel_.place());
                      rule(refused ? *refused : ruling);
                    });
}

void SmtpDoor::answer_verify(const smtp::VerifyAsked& asked) {
  rule(rule_on_verify(server_, asked, "verify " + std::string(name_of(service_.kind))));
}

void SmtpDoor::rule(const Ruling& ruling) {
  env_.recorder.lead(channel_.place(), ruling.decision);
  answer({ruling.decision.verdict == Verdict::accepted, ruling.reply});
}

void SmtpDoor::answer(smtp::Verdict verdict) {
  if (!verdict.is_accepted) ++errors_;
  const Duration wait =
      service_.tarpit ? policy::tarpit_delay(*service_.tarpit, errors_) : Duration{};
  if (wait == Duration{}) {
    session_.answer(std::move(verdict));
    return pump();
  }
  env_.recorder.lead(channel_.place(),
                     Decision{Verdict::noted,
                              "tarpit",
                              {{"client", to_text(client_)},
                               {"errors", std::to_string(errors_)},
                               {"wait-s", std::to_string(wait.us / 1'000'000)},
                               {"setting", "tarpit " + std::string(name_of(service_.kind))}},
                              "RFC 2505, section 2.8",
                              ""});
  server_.after(wait, if_still_asked([this, verdict = std::move(verdict)] {
                  session_.answer(verdict);
                  pump();
                }));
}

std::function<void()> SmtpDoor::if_still_asked(std::function<void()> then) {
  return [this, life = std::weak_ptr<const bool>(life_), then = std::move(then)] {
    if (life.lock() && session_.is_asking()) then();
  };
}

void SmtpDoor::answer_message(const smtp::MessageReceived& message) {
  const policy::Decision hops =
      policy::loop_decision(mime::received_count(message.content), server_.spec().received_max);
  if (!hops.is_accepted()) {
    return rule({trace_decision(hops, "received-max"), smtp_reply(hops.reply)});
  }
  check_mail(message);
}

void SmtpDoor::take_mail(const smtp::Transaction& transaction, std::string content,
                         const MailQueue::Checked& checked) {
  const std::string message_id = lower(server_.queue().new_id());
  if (service_.kind != ServiceKind::relay) {
    content = completed_submission(content, {.address = {},
                                             .date_s = env_.unix_s(),
                                             .id = message_id,
                                             .host_name = server_.server_name()});
  }
  if (service_.kind != ServiceKind::relay || !session_.user().empty()) {
    content = server_.signed_mail(std::move(content), channel_.place());
  }
  const std::string queue_id = server_.queue().new_id();
  content = mime::with_field(content, received_field(transaction, queue_id));
  server_.queue().take(queue_id, transaction, std::move(content), checked);
  answer(smtp::Verdict::accept(smtp::make_reply(250, "2.0.0", "Ok: queued as " + queue_id)));
}

std::string SmtpDoor::received_field(const smtp::Transaction& transaction,
                                     const std::string& id) const {
  mime::Received received;
  received.from_name = session_.hello_name();
  received.from_address = to_text(client_);
  received.from_reverse = checks_->client_name();
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
