// What a mail program does with its account: dial, say, keep, and show.
#include "sim/hosts/mail_client.h"

#include "sim/base/text.h"
#include "sim/hosts/client_settings.h"
#include "sim/hosts/mail_writing.h"

namespace mailscope::hosts {

MailClient::MailClient(Environment& env, HostId id, const HostSpec& spec)
    : Host(env, id, spec), spec_(*spec.mail_client) {
  env.secrets.add_password(spec_.address, user(), spec_.password);
  if (!spec_.token.empty()) env.secrets.add_token(spec_.address, user(), spec_.token);
  note_settings();
}

void MailClient::note_settings() {
  set_setting("person", person());
  set_setting("address", spec_.address);
  if (!spec_.outgoing.server.empty()) {
    set_setting("outgoing-server", spec_.outgoing.server);
    set_setting("outgoing-port", std::to_string(port_of(spec_.outgoing)));
    set_setting("outgoing-security", std::string(name_of(spec_.outgoing.security)));
  }
  if (spec_.receipts) {
    set_setting("receipts", std::string(name_of(*spec_.receipts)));
    set_setting("agrees-to-receipts", spec_.agrees_to_receipts ? "yes" : "no");
  }
  if (spec_.incoming.protocol != ReadProtocol::none) {
    set_setting("incoming-protocol", std::string(name_of(spec_.incoming.protocol)));
    set_setting("incoming-server", spec_.incoming.server);
    set_setting("incoming-port", std::to_string(port_of(spec_.incoming)));
    set_setting("incoming-security", std::string(name_of(spec_.incoming.security)));
    if (spec_.incoming.protocol == ReadProtocol::pop3) {
      set_setting("leave-on-server", spec_.incoming.leaves_on_server ? "yes" : "no");
    }
  }
}

bool MailClient::change_setting(const std::string& key, const std::string& value) {
  if (key == "outgoing-security" || key == "incoming-security") {
    const auto policy = named<TlsPolicy>(value);
    if (!policy) return false;
    (key[0] == 'o' ? spec_.outgoing.security : spec_.incoming.security) = *policy;
  } else if (key == "outgoing-port" || key == "incoming-port") {
    const auto port = parse_number(value);
    if (!port || *port > 65'535) return false;
    (key[0] == 'o' ? spec_.outgoing.port : spec_.incoming.port) = static_cast<Port>(*port);
  } else if (key == "token") {
    spec_.token = value;
    env_.secrets.add_token(spec_.address, user(), value);
  } else if (key == "password") {
    spec_.password = value;
    env_.secrets.add_password(spec_.address, user(), value);
  } else if (key == "receipts") {
    const auto rule = named<Receipts>(value);
    if (!rule) return false;
    spec_.receipts = *rule;
  } else if (key == "agrees-to-receipts") {
    if (value != "yes" && value != "no") return false;
    spec_.agrees_to_receipts = value == "yes";
  } else if (key == "leave-on-server") {
    if (value != "yes" && value != "no") return false;
    spec_.incoming.leaves_on_server = value == "yes";
  } else {
    return false;
  }
  set_setting(key, value);
  return true;
}

// A person's act is the root of a chain of causes: nothing in the world led to it.
void MailClient::acted(const std::string& action, Facts facts) {
  env_.recorder.set_cause({});
  lead(PersonActed{person(), action, std::move(facts)});
}

void MailClient::show(Severity severity, const std::string& code, Facts facts) {
  lead(ScreenShown{severity, code, std::move(facts)});
}

void MailClient::resolve(const std::string& server, std::function<void(std::optional<Ipv4>)> then) {
  if (const auto address = parse_ipv4(server)) return then(*address);
  const auto name = dns::Name::parse(server);
  if (!name) {
    show(Severity::error, "server-unknown", {{"server", server}});
    return then(std::nullopt);
  }
  lookups().ask({*name, dns::Type::a}, [this, server, then](const dns::Answer& answer) {
    const auto found = dns::data_of<dns::A>(answer.records);
    if (found.empty()) {
      show(Severity::error, answer.is_temporary() ? "lookup-failed" : "server-unknown",
           {{"server", server}});
      return then(std::nullopt);
    }
    then(found.front().address);
  });
}

// ---- sending ---------------------------------------------------------------------------------------

void MailClient::send(const MailSpec& mail, Done done) {
  acted("send",
        {{"to", mail.to.empty() ? std::string() : mail.to.front()}, {"subject", mail.subject}});
  const std::string mail_id = fork(env_, Purpose::client, id()).fork(++mails_written_).token(12);
  const std::size_t at = spec_.address.find('@');
  const std::string content = written_mail(
      mail, {.address = spec_.address,
             .date_s = env_.unix_s(),
             .id = mail_id,
             .host_name = at == std::string::npos ? name() : spec_.address.substr(at + 1)});
  env_.secrets.add_mail(spec_.address, content);
  for (const std::string& recipient : envelope_recipients(mail)) {
    env_.secrets.add_address(spec_.address, recipient);
  }
  find_outgoing([this, mail, content, done] {
    resolve(spec_.outgoing.server, [this, mail, content, done](std::optional<Ipv4> address) {
      if (!address) return done();
      submit(*address, mail, content, [this, content, done](const SmtpOutcome& outcome) {
        show_sent(outcome, "mail-sent", content);
        done();
      });
    });
  });
}

void MailClient::submit(Ipv4 address, const MailSpec& mail, std::string content,
                        std::function<void(const SmtpOutcome&)> then) {
  const OutgoingSpec& outgoing = spec_.outgoing;
  const bool is_implicit = outgoing.security == TlsPolicy::tls;
  smtp::Mail out;
  const std::string from = mail.envelope_from  ? *mail.envelope_from
                           : mail.from.empty() ? spec_.address
                                               : address_in(mail.from);
  if (const auto path = smtp::path_from(from)) out.reverse_path = *path;
  for (const std::string& recipient : envelope_recipients(mail)) {
    if (const auto path = smtp::path_from(recipient)) out.recipients.push_back({*path, {}});
  }
  out.content = std::move(content);
  out.parameters.require_tls = mail.requires_tls;
  smtp::Plan plan;
  // A client without a name of its own gives its address (RFC 5321, section 4.1.3).
  plan.hello_name = "[" + to_text(env_.net.address_of(id())) + "]";
  plan.tls = wire_policy(outgoing.security);
  plan.is_tls_active = is_implicit;
  if (outgoing.logs_in) {
    plan.credentials =
        sasl::Credentials{outgoing.user.empty() ? user() : outgoing.user,
                          outgoing.password.empty() ? spec_.password : outgoing.password,
                          spec_.token,
                          {}};
    plan.mechanisms = mechanisms_of(outgoing.mechanisms);
  }
  plan.sends_clear_text_without_tls = is_careless(outgoing.security);
  plan.hashes = k_hashes;
  plan.nonce = fork(env_, Purpose::client, id()).fork(1'000'000 + mails_written_).token(18);
  plan.mails.push_back(std::move(out));
  const TlsWish wish{parse_ipv4(outgoing.server) ? std::string() : outgoing.server,
                     outgoing.verifies_certificate};
  dial(address, port_of(outgoing), Protocol::smtp, [&](Channel::Options options) {
    return std::make_unique<SmtpCall>(*this, options, std::move(plan), wish, is_implicit,
                                      std::move(then));
  });
}

void MailClient::show_sent(const SmtpOutcome& outcome, const std::string& code,
                           const std::string& copy) {
  const std::string& server = spec_.outgoing.server;
  if (!outcome.was_connected) {
    return show(Severity::error, connect_problem(outcome.end),
                {{"server", server}, {"port", std::to_string(port_of(spec_.outgoing))}});
  }
  if (!outcome.tls_failure.empty()) {
    return show(Severity::error, outcome.tls_failure, {{"server", server}});
  }
  if (outcome.gave_up_without_tls) {
    return show(Severity::error, "tls-required-not-offered", {{"server", server}});
  }
  if (outcome.auth && !outcome.auth->is_accepted) {
    const bool was_asked = outcome.auth->reply.code != 0;
    return show(Severity::error, was_asked ? "login-refused" : "login-impossible",
                {{"server", server},
                 {"reply", was_asked ? smtp::to_text(outcome.auth->reply) : outcome.auth->why}});
  }
  // Connected, and never greeted: whoever is there speaks something else, such as TLS.
  if (outcome.failed && !outcome.failed->reply && outcome.failed->stage == smtp::Stage::greeting) {
    return show(Severity::error, connect_problem(outcome.end),
                {{"server", server}, {"port", std::to_string(port_of(spec_.outgoing))}});
  }
  if (outcome.mail && outcome.mail->is_accepted) {
    for (const smtp::RecipientAnswered& answered : outcome.recipients) {
      if (answered.reply.is_positive()) continue;
      show(Severity::warning, "recipient-refused",
           {{"recipient", answered.forward_path.text()}, {"reply", smtp::to_text(answered.reply)}});
    }
    if (!copy.empty()) {
      auto& sent = folders_["Sent"];
      keep("Sent", sent.empty() ? 1 : sent.rbegin()->first + 1, {"\\Seen"}, copy);
    }
    return show(Severity::success, code,
                {{"server", server}, {"encrypted", outcome.was_encrypted ? "yes" : "no"}});
  }
  std::string reply = outcome.mail     ? smtp::to_text(outcome.mail->reply)
                      : outcome.failed ? outcome.failed->why
                                       : "";
  for (const smtp::RecipientAnswered& answered : outcome.recipients) {
    if (!outcome.mail && !answered.reply.is_positive()) reply = smtp::to_text(answered.reply);
  }
  if (reply.empty())
    return show(Severity::error, connect_problem(outcome.end), {{"server", server}});
  const bool is_own_word = outcome.mail && outcome.mail->is_local;
  show(Severity::error, is_own_word ? "mail-not-offered" : "mail-refused",
       {{"server", server}, {"reply", reply}});
}

}  // namespace mailscope::hosts
