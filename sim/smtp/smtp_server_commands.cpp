// The server's session: what each command does.
#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/smtp/smtp_server.h"

namespace mailscope::smtp {
namespace {

// Why a command is out of order, for the client.
Reply out_of_order(ServerState state, Verb verb) {
  const bool is_mail_command = verb == Verb::mail || verb == Verb::rcpt || verb == Verb::data ||
                               verb == Verb::auth || verb == Verb::starttls;
  std::string text = "Not now";
  if (state == ServerState::greeted && is_mail_command)
    text = "Say EHLO or HELO first";
  else if (verb == Verb::mail)
    text = "A mail is already under way; RSET forgets it";
  else if (verb == Verb::rcpt || (verb == Verb::data && state == ServerState::ready)) {
    text = "Say MAIL first";
  } else if (verb == Verb::data && state == ServerState::mail) {
    return make_reply(554, "5.5.1", "No valid recipients");
  } else if (verb == Verb::auth || verb == Verb::starttls) {
    text = "Not while a mail is under way";
  } else if (state == ServerState::chunks) {
    text = "The mail's last chunk is awaited";
  }
  return make_reply(503, "5.5.1", text);
}

std::string_view rule_of_order(Verb verb) {
  if (verb == Verb::auth) return "RFC 4954, section 4";
  if (verb == Verb::starttls) return "RFC 3207, section 4";
  if (verb == Verb::bdat || verb == Verb::bdat_last) return "RFC 3030, section 2";
  return "RFC 5321, section 4.1.4";
}

bool is_unqualified(const Path& path) {
  return !path.is_null() && path.domain.empty() &&
         !equal_ignoring_case(path.local_part, "postmaster");
}

// Commands that a server which insists on TLS serves without it (RFC 3207, section 4).
bool may_come_before_tls(Verb verb) {
  return verb == Verb::ehlo || verb == Verb::noop || verb == Verb::starttls || verb == Verb::quit;
}

}  // namespace

void Server::run(const Command& command) {
  // BDAT brings octets with it, legal or not: it looks for itself.
  if (const auto* bdat = std::get_if<Bdat>(&command)) {
    run_bdat(*bdat);
    return;
  }
  if (!is_in_order(command)) return;
  struct Visitor {
    Server& server;
    void operator()(const Helo& c) const {
      server.hello_asked_ = {c.name, c.is_ehlo};
      server.asked_ = Asked::hello;
      server.outbox_.tell(server.hello_asked_);
    }
    void operator()(const MailFrom& c) const { server.run_mail(c); }
    void operator()(const RcptTo& c) const { server.run_recipient(c); }
    void operator()(const Data&) const {
      server.asked_ = Asked::data;
      server.outbox_.tell(ContentAsked{false});
    }
    void operator()(const Bdat&) const {}
    void operator()(const Rset&) const {
      server.move(Verb::rset);
      server.forget_transaction();
      server.outbox_.tell(TransactionReset{});
      server.say(make_reply(250, "2.0.0", "Ok"));
    }
    void operator()(const Noop&) const { server.say(make_reply(250, "2.0.0", "Ok")); }
    void operator()(const Quit&) const {
      server.say(make_reply(221, "2.0.0", server.options_.host_name + " closes the connection"));
      server.close(Closed::Why::quit);
    }
    void operator()(const Vrfy& c) const { server.run_verify({false, c.text, c.smtputf8}); }
    void operator()(const Expn& c) const { server.run_verify({true, c.text, c.smtputf8}); }
    void operator()(const Help&) const {
      server.say(make_reply(214, "2.0.0",
                            "Commands: HELO EHLO MAIL RCPT DATA BDAT RSET NOOP QUIT\n"
                            "VRFY EXPN HELP STARTTLS AUTH, as far as EHLO names them"));
    }
    void operator()(const StartTlsCommand&) const { server.run_starttls(); }
    void operator()(const Auth& c) const { server.run_auth(c); }
  };
  std::visit(Visitor{*this}, command);
}

bool Server::is_in_order(const Command& command) {
  const Verb verb = verb_of(command);
  if (is_turning_away_ && verb != Verb::quit) {
    refuse(make_reply(503, "5.5.1", "No mail is served here; say QUIT"), "RFC 5321, section 3.1");
    return false;
  }
  if (options_.requires_tls && !options_.is_tls_active && !may_come_before_tls(verb)) {
    refuse(make_reply(530, "5.7.0", "Say STARTTLS first"), "RFC 3207, section 4");
    return false;
  }
  if (!after(state_, verb)) {
    refuse(out_of_order(state_, verb), rule_of_order(verb));
    return false;
  }
  const bool is_extension = verb == Verb::auth || verb == Verb::starttls;
  if (is_extension && !has_ehlo_) {
    refuse(make_reply(503, "5.5.1", "Say EHLO first; after HELO there are no extensions"),
           rule_of_order(verb));
    return false;
  }
  if (verb == Verb::mail && options_.requires_auth && user_.empty()) {
    refuse(make_reply(530, "5.7.0", "Authentication required"), "RFC 4954, section 6");
    return false;
  }
  return true;
}

void Server::answer_hello(const Verdict& verdict) {
  if (!verdict.is_accepted) {
    say(verdict.reply.value_or(make_reply(550, "5.7.1", "Clients of that name are not served")));
    return;
  }
  const bool had_transaction = state_ != ServerState::greeted && state_ != ServerState::ready;
  move(hello_asked_.is_ehlo ? Verb::ehlo : Verb::helo);
  forget_transaction();
  hello_name_ = hello_asked_.name;
  has_ehlo_ = hello_asked_.is_ehlo;
  if (had_transaction) outbox_.tell(TransactionReset{});
  const Reply usual = has_ehlo_ ? ehlo_reply() : make_reply(250, "", options_.host_name);
  say_without_enhanced(verdict.reply.value_or(usual), LineKind::reply);
}

Reply Server::ehlo_reply() const {
  const Extensions& on = options_.extensions;
  Reply reply = make_reply(250, "", options_.host_name + " greets " + hello_name_);
  const auto offer = [&](bool is_on, std::string keyword) {
    if (is_on) reply.lines.push_back(std::move(keyword));
  };
  offer(on.pipelining, "PIPELINING");
  offer(on.size, options_.size_max == 0 ? "SIZE" : "SIZE " + std::to_string(options_.size_max));
  offer(on.starttls && !options_.is_tls_active, "STARTTLS");
  std::string mechanisms;
  for (const sasl::Mechanism mechanism : mechanisms_offered()) {
    mechanisms += " " + std::string(sasl::name_of(mechanism));
  }
  offer(on.auth && !mechanisms.empty(), "AUTH" + mechanisms);
  offer(on.enhanced_status_codes, "ENHANCEDSTATUSCODES");
  offer(on.eight_bit_mime, "8BITMIME");
  offer(on.dsn, "DSN");
  offer(on.smtputf8, "SMTPUTF8");
  offer(on.chunking, "CHUNKING");
  offer(on.chunking && on.binary_mime, "BINARYMIME");
  offer(on.require_tls && options_.is_tls_active, "REQUIRETLS");
  offer(on.vrfy, "VRFY");
  offer(on.expn, "EXPN");
  offer(on.help, "HELP");
  return reply;
}

void Server::run_mail(const MailFrom& mail) {
  if (options_.size_max != 0 && mail.parameters.size.value_or(0) > options_.size_max) {
    refuse(make_reply(
               552, "5.3.4",
               "Mails of more than " + std::to_string(options_.size_max) + " octets are not taken"),
           "RFC 1870, section 6.1");
    return;
  }
  if (!options_.takes_unqualified_names && is_unqualified(mail.reverse_path)) {
    refuse(make_reply(553, "5.1.7", "The sender's address has no domain"),
           "RFC 5321, section 2.3.5");
    return;
  }
  transaction_.reverse_path = mail.reverse_path;
  transaction_.parameters = mail.parameters;
  asked_ = Asked::mail;
  outbox_.tell(MailAsked{mail.reverse_path, mail.parameters});
}

void Server::run_recipient(const RcptTo& rcpt) {
  if (transaction_.recipients.size() >= options_.recipients_max) {
    refuse(make_reply(452, "4.5.3", "Too many recipients"), "RFC 5321, section 4.5.3.1.10");
    return;
  }
  if (!options_.takes_unqualified_names && is_unqualified(rcpt.forward_path)) {
    refuse(make_reply(553, "5.1.3", "The recipient's address has no domain"),
           "RFC 5321, section 2.3.5");
    return;
  }
  recipient_asked_ = {rcpt.forward_path, rcpt.parameters};
  asked_ = Asked::recipient;
  outbox_.tell(RecipientAsked{recipient_asked_});
}

void Server::run_verify(VerifyAsked asked) {
  if (!asked.is_expn && !options_.extensions.vrfy) {
    // To know nothing is the polite refusal (RFC 5321, section 3.5.3).
    say(make_reply(252, "2.5.0", "Cannot say; mail for it will be tried"));
    return;
  }
  asked_ = Asked::verify;
  outbox_.tell(std::move(asked));
}

void Server::run_starttls() {
  if (options_.is_tls_active) {
    refuse(make_reply(503, "5.5.1", "TLS is already active"), "RFC 3207, section 4.2");
    return;
  }
  const bool keeps = options_.octets_before_tls == wire::OctetsBeforeTls::process;
  if (reader_.octets_held() > 0 && !keeps) {
    reader_.clear();
    if (options_.octets_before_tls == wire::OctetsBeforeTls::refuse) {
      refuse(make_reply(503, "5.5.1", "Nothing may follow STARTTLS before the handshake"),
             "RFC 3207, section 4; RFC 2920, section 3.1");
      return;
    }
  }
  say(make_reply(220, "2.0.0", "Ready to start TLS"));
  move(Verb::starttls);
  asked_ = Asked::tls;
  outbox_.tell(StartTls{keeps});
}

}  // namespace mailscope::smtp
