// The shapes of a mail server: its doors, accounts and rules.
#include "sim/hosts/server_spec.h"
#include "sim/scenario/formats.h"
#include "sim/scenario/language.h"
#include "sim/scenario/language_words.h"

namespace mailscope::scenario {
namespace {

ShapePtr mechanisms() { return list_of(some_text()); }

ShapePtr tarpit() {
  return object_of("a tarpit",
                   {may("errors-free", integer(0, 1'000), "errors without a wait; default 3"),
                    may("step", duration(), "longer by this for each further one; default 2s"),
                    may("delay-max", duration(), "never longer than this; default 30s")});
}

ShapePtr service() {
  return object_of(
      "a service",
      {may("port", port(), "where it listens; default: the usual port of its kind"),
       may("filtered", boolean(), "packets to the port vanish (a firewall); default false"),
       may("offers-starttls", boolean(), "STARTTLS or STLS is offered; default true"),
       may("allows-clear-text-login", boolean(),
           "passwords are taken without TLS (RFC 8314, section 3 forbids it); default false"),
       may("mechanisms", mechanisms(), "AUTH mechanisms in this order; default PLAIN, LOGIN"),
       may("hides-extensions", list_of(some_text()),
           "EHLO keywords or capabilities that it does not offer"),
       may("size-max", integer(1, 1'000'000'000), "octets of one mail (SIZE, RFC 1870)"),
       may("recipients-max", integer(1, 100'000), "recipients of one transaction"),
       may("offers-requiretls", boolean(),
           "SMTP: REQUIRETLS is named under TLS, and kept to (RFC 8689); default false"),
       may("requires-tls", boolean(),
           "SMTP: 530 to all but EHLO, NOOP, STARTTLS and QUIT before TLS; default false"),
       may("requires-login", boolean(),
           "SMTP: 530 to MAIL before AUTH; default: submission does, relay does not"),
       may("offers-login", boolean(),
           "SMTP: AUTH is offered; default: submission does, relay does not"),
       may("takes-bare-lf", boolean(),
           "SMTP: commands that end in a lone LF are run; default false"),
       may("refuses-bare-newlines", boolean(),
           "SMTP: a mail with a lone CR or LF is refused, 554; default true"),
       may("end-of-data", word_of("an end of a mail", words_of(hosts::k_ends_of_data)),
           "SMTP: loose takes LF . LF, too (the hole of SMTP smuggling); default strict"),
       may("octets-before-tls",
           word_of("a treatment of early octets", words_of(hosts::k_octets_before_tls)),
           "SMTP: what came behind STARTTLS: refuse, discard, or keep (the hole of STARTTLS "
           "injection); default refuse"),
       may("verify", word_of("a treatment of VRFY", words_of(hosts::k_verify_answers)),
           "SMTP: open: VRFY and EXPN tell who lives here; default hidden"),
       may("errors-max", integer(1, 1'000),
           "SMTP: refused commands; the next ends the connection with 421; default 20"),
       may("tarpit", tarpit(), "SMTP: answers slow down with the client's errors")});
}

ShapePtr services() {
  std::vector<Key> keys;
  for (const auto& kind : hosts::k_service_kinds) {
    keys.push_back(may(std::string(kind.name), service(), "this door of the server"));
  }
  return object_of("the services", std::move(keys));
}

ShapePtr token() {
  return object_of(
      "a token", {may("valid-for", duration(), "from the start of the world; default: for ever")});
}

ShapePtr account() {
  return object_of(
      "an account",
      {need("password", some_text(), "the password, a made-up one"),
       may("user", some_text(), "the login name; default: the address"),
       may("inbox", list_of(mail_shape()), "mail that is there already, oldest first"),
       may("mailboxes", list_of(some_text()),
           "mailboxes besides INBOX; default Sent, Drafts, Trash"),
       may("tokens", map_of("the tokens", k_some_text, token()),
           "access tokens issued to it, by their text: XOAUTH2, OAUTHBEARER"),
       may("smtp-auth", word_of("a position of the mailbox's switch", words_of(hosts::k_switches)),
           "on and off override the organisation's; default unset"),
       may("authentication-policy", authentication_policy_shape(), "its own")});
}

ShapePtr queue() {
  return object_of(
      "a queue",
      {may("retry-after", list_of(duration(), 1), "waits between attempts; the last repeats"),
       may("give-up-after", duration(), "then the mail bounces; default 5d"),
       may("warn-after", duration(),
           "then the sender is told of the delay; 0s: never; default 4h")});
}

}  // namespace

const ShapePtr& server_shape() {
  std::vector<Key> keys = {
      need("name", domain(), "its DNS name: in greetings and in its certificate"),
      may("domains", list_of(domain()), "mail for these is delivered here"),
      may("accounts", map_of("the accounts", k_mail_address, account()),
          "logins and mailboxes, by address"),
      may("aliases",
          map_of("the aliases", k_mail_address,
                 either_of("one address or several", {mail_address(), list_of(mail_address(), 1)})),
          "address to address or list of addresses, here or elsewhere; expanded at delivery"),
      may("unknown-recipients",
          word_of("a treatment of unknown recipients", words_of(hosts::k_unknown_recipients)),
          "refuse them at RCPT; or take the mail and bounce (backscatter) or discard it; "
          "default refuse"),
      may("services", services(), "the doors it opens, by kind"),
      may("relay", word_of("a relay policy", words_of(hosts::k_relay_policies)),
          "open: for anyone to anywhere; default closed"),
      may("relay-networks", list_of(text_by(k_network)),
          "networks that may relay without logging in"),
      may("relay-domains", list_of(domain()), "mail for these is passed on: a backup MX"),
      may("smart-host", domain(), "all outgoing mail goes there; default: by MX"),
      may("outbound-tls", tls_policy(), "towards other servers; default opportunistic"),
      may("verifies-outbound", boolean(),
          "the next server's certificate must be good; default false"),
      may("certificate", word_of("a state of a certificate", words_of(hosts::k_certificate_states)),
          "what is wrong with its certificate; default good"),
      may("received-max", integer(1, 1'000),
          "more Received lines are a loop (RFC 5321, section 6.3)"),
      may("queue", queue(), "when it tries again and when it gives up")};
  for (Key& key : rule_keys()) keys.push_back(std::move(key));
  for (Key& key : sender_keys()) keys.push_back(std::move(key));
  static const ShapePtr shape = object_of("a mail server", std::move(keys));
  return shape;
}

}  // namespace mailscope::scenario
