// The shapes of a world: hosts with their parts, and what people do in it.
#include "sim/hosts/host_spec.h"
#include "sim/scenario/formats.h"
#include "sim/scenario/language.h"
#include "sim/scenario/language_words.h"

namespace mailscope::scenario {
namespace {

ShapePtr outgoing() {
  return object_of(
      "the outgoing settings",
      {need("server", domain(), "DNS name of the submission server"),
       may("port", port(), "default 587, or 465 with implicit TLS"),
       may("security", tls_policy(), "default tls (implicit)"),
       may("verifies-certificate", boolean(), "default true"),
       may("logs-in", boolean(), "uses AUTH; default true"),
       may("mechanisms", list_of(some_text()), "those that it can do, the dearest first"),
       may("user", some_text(), "default: the client's"),
       may("password", some_text(), "default: the client's")});
}

ShapePtr incoming() {
  return object_of(
      "the incoming settings",
      {need("protocol", word_of("a protocol for reading", words_of(hosts::k_read_protocols)),
            "pop3 or imap"),
       need("server", domain(), "DNS name of the server"),
       may("port", port(), "default: the usual one"),
       may("security", tls_policy(), "default tls (implicit)"),
       may("verifies-certificate", boolean(), "default true"),
       may("leaves-on-server", boolean(), "POP3: no DELE after RETR; default false"),
       may("mechanisms", list_of(some_text()),
           "AUTH mechanisms, the dearest first; default: those of a usual program"),
       may("user", some_text(), "default: the client's"),
       may("password", some_text(), "default: the client's")});
}

ShapePtr client() {
  return object_of("a mail client",
                   {may("person", some_text(), "who sits there: \"Alice\""),
                    need("address", mail_address(), "the person's mail address"),
                    may("user", some_text(), "login name; default: the address"),
                    may("password", some_text(), "its password"),
                    may("token", some_text(), "its access token, for XOAUTH2 and OAUTHBEARER"),
                    may("discovers", boolean(),
                        "asks the DNS for its servers by SRV (RFC 6186, RFC 8314); default false"),
                    may("receipts", word_of("a rule for receipts", words_of(hosts::k_receipts)),
                        "what it does when a mail asks for a receipt (RFC 8098); default never"),
                    may("agrees-to-receipts", boolean(),
                        "what the person answers when the program asks; default false"),
                    may("outgoing", outgoing(), "how it sends; default: it cannot"),
                    may("incoming", incoming(), "how it reads; default: it cannot")});
}

ShapePtr dns_server() {
  const ShapePtr zone = map_of("a zone", k_owner, list_of(some_text(), 1));
  return object_of(
      "a DNS server",
      {may("zones", map_of("the zones", k_domain, zone),
           "by origin, then by owner: [\"MX 10 mx.example.org.\"]; it is authoritative for them"),
       may("resolves", boolean(), "answers its clients' recursive questions; default false"),
       may("signed", list_of(domain()),
           "origins of its zones that resolvers vouch for (DNSSEC is a flag here)")});
}

ShapePtr box() {
  const ShapePtr rule = object_of(
      "a rule of a box",
      {need("act",
            word_of("an act of a box", {"drop", "replace", "reset", "reject-connection", "insert",
                                        "delay", "answer-dns"}),
            "drop, replace, reset, reject-connection, insert (\"replace\" behind what it finds), "
            "delay, or answer-dns (a forged answer for the name \"find\")"),
       may("delay", duration(), "of delay: how much later the packet goes on"),
       may("address", text_by(k_host_address), "of answer-dns: the forged address"),
       may("port", port(), "the server's port; default: any"),
       may("direction", word_of("a direction", {"from-server", "to-server"}),
           "default from-server"),
       may("find", some_text(),
           "text in clear that it acts on; default: every packet with payload"),
       may("replace", any_text(), "what stands there instead"),
       may("times-max", integer(1, 1'000'000), "default: no limit")});
  return object_of("a box on a wire",
                   {need("wire-of", id(), "the host on whose wire it sits"),
                    may("watches", boolean(), "reads what passes in clear; default true"),
                    may("rules", map_of("the rules", k_id, rule), "what it does, by name")});
}

ShapePtr host() {
  return object_of(
      "a host",
      {need("address", text_by(k_host_address), "an IPv4 address of the documentation ranges"),
       may("role", word_of("a role", words_of(k_host_roles)),
           "how it is drawn; default: by its parts"),
       may("delay", duration(), "one way to the middle of the network; default 10ms"),
       may("resolver", id(), "host that answers its lookups; default: the world's first"),
       may("client", client(), "a mail client runs here"),
       may("server", server_shape(), "a mail server runs here"),
       may("dns", dns_server(), "a DNS server runs here"),
       may("box", box(), "it sits on another host's wire")});
}

ShapePtr wire_cut() {
  return object_of("a cut", {need("host", id(), "whose wire"),
                             need("on-text", some_text(),
                                  "when this line (\"*\" for any run) is said by or to that host"),
                             may("count", integer(1, 1'000), "at its n-th time; default 1"),
                             may("before-sending", boolean(),
                                 "the packet with the text is lost, too; default true"),
                             may("mend-after", duration(), "default: it stays cut")});
}

ShapePtr budget() {
  return object_of("a budget",
                   {may("records-max", integer(1, 1'000'000), "records of the trace"),
                    may("virtual-time-max", duration(), "virtual time"),
                    may("octets-max", integer(1, 256'000'000), "octets kept in the trace")});
}

// An act's own keys beside those that every act has.
std::pair<std::string, ShapePtr> act(const std::string& word, std::vector<Key> own) {
  std::vector<Key> keys{need("id", id(), "names it for other acts and for links"),
                        need("host", id(), "where it happens"),
                        may("at", duration(), "begins at this time; default 0s"),
                        may("after", id(), "begins when that act has ended"),
                        may("delay", duration(), "and waits this long; default 0s"),
                        may("when", when_shape(), "knob positions in which it happens at all")};
  keys.insert(keys.end(), own.begin(), own.end());
  return {word, object_of("the act \"" + word + '"', std::move(keys))};
}

}  // namespace

const ShapePtr& mail_shape() {
  static const ShapePtr header = object_of(
      "a header field",
      {need("name", text_by(k_header_name), "its name"), need("value", any_text(), "its text")});
  static const ShapePtr shape = object_of(
      "a mail",
      {may("from", some_text(), "\"Alice <alice@example.org>\"; default: the account's own"),
       may("to", list_of(some_text()), "recipients"),
       may("cc", list_of(some_text()), "recipients of a copy"),
       may("bcc", list_of(some_text()), "recipients whom nobody sees"),
       may("disposition-notification-to", list_of(some_text()),
           "asks for a receipt to these addresses (RFC 8098)"),
       may("subject", any_text(), "the subject"),
       may("text", any_text(), "the body, lines ended by \\n"),
       may("headers", list_of(header), "further header fields, as they are"),
       may("raw", any_text(), "the whole mail instead, lines ended by \\n"),
       may("envelope-from", any_text(), "the reverse-path, if not \"from\"; \"\": the null one"),
       may("requires-tls", boolean(),
           "REQUIRETLS: TLS all the way, or the mail comes back (RFC 8689); default false")});
  return shape;
}

const ShapePtr& world_shape() {
  static const ShapePtr shape = object_of(
      "a world",
      {may("seed", integer(0, 9'007'199'254'740'991), "of the one source of chance; default 1"),
       may("epoch", text_by(k_date_time), "date of the start; default 2026-03-02T09:00:00Z"),
       need("hosts", map_of("the hosts", k_id, host(), 1),
            "by short name, in the order of the map"),
       may("cuts", map_of("the cuts", k_id, wire_cut()), "wires that break when something passes"),
       may("budget", budget(), "where a run stops")});
  return shape;
}

const ShapePtr& script_shape() {
  static const ShapePtr shape = list_of(tagged_by(
      "an act", "do",
      {act("send", {need("mail", mail_shape(), "what is written")}), act("fetch", {}),
       act("read", {may("subject", some_text(), "which mail; default: the newest")}),
       act("mark",
           {may("subject", some_text(), "which mail; default: the newest"),
            need("what",
                 word_of("a mark", {"seen", "unseen", "flagged", "unflagged", "deleted", "moved"}),
                 "what is done to it"),
            may("mailbox", some_text(), "where to, for \"moved\"")}),
       act("watch",
           {may("length", duration(), "how long it stays connected (IDLE); default 5min")}),
       act("type",
           {need("server", text_by(k_some_text), "DNS name, address or short name"),
            may("port", port(), "default 25"), may("tls", boolean(), "implicit TLS; default false"),
            need("lines", list_of(any_text(), 1), "each after the answer to the one before")}),
       act("guess-passwords",
           {need("server", text_by(k_some_text), "DNS name, address or short name"),
            may("port", port(), "default 587"),
            may("security", tls_policy(), "default opportunistic"),
            need("users", list_of(some_text(), 1), "login names"),
            need("passwords", list_of(some_text(), 1),
                 "each is tried with every user before the next"),
            may("wait", duration(), "between two attempts; default 1s")}),
       act("cut", {}), act("mend", {}),
       act("set", {need("key", some_text(), "the setting's key"),
                   need("value", any_text(), "its new value")})}));
  return shape;
}

}  // namespace mailscope::scenario
