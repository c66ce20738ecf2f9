// The tables behind `explain`.
#include "ui/text/explain.h"

#include <span>

#include "sim/base/text.h"

namespace mailscope::ui {
namespace {

struct ExplainEntry {
  std::string_view key, why, rule;
};

constexpr ExplainEntry k_smtp_commands[] = {
    {"EHLO", mark("The client names itself and asks what the server can do beyond the basics."),
     "RFC 5321, section 4.1.1.1"},
    {"HELO", mark("The old greeting: the client names itself and gets no extensions."),
     "RFC 5321, section 4.1.1.1"},
    {"STARTTLS", mark("The client asks to encrypt this connection before anything secret is said."),
     "RFC 3207, section 4"},
    {"AUTH", mark("The client proves who is sending. Base64 is only a spelling, it hides nothing."),
     "RFC 4954, section 4"},
    {"MAIL FROM",
     mark("The envelope's first line: where a report goes if the mail cannot be delivered."),
     "RFC 5321, section 4.1.1.2"},
    {"RCPT TO",
     mark("The envelope's second line: one recipient. The server says yes or no to each."),
     "RFC 5321, section 4.1.1.3"},
    {"DATA", mark("The envelope is complete; the client asks to hand over the mail itself."),
     "RFC 5321, section 4.1.1.4"},
    {"BDAT", mark("The mail in counted pieces instead of lines up to a dot."),
     "RFC 3030, section 2"},
    {"RSET", mark("The client forgets this mail and starts over."), "RFC 5321, section 4.1.1.5"},
    {"NOOP", mark("Nothing, but the server must answer: a sign of life."),
     "RFC 5321, section 4.1.1.9"},
    {"VRFY", mark("The client asks whether a mailbox exists. Most servers do not tell."),
     "RFC 5321, section 4.1.1.6"},
    {"QUIT", mark("The client says goodbye; the server answers and closes."),
     "RFC 5321, section 4.1.1.10"},
};
constexpr ExplainEntry k_smtp_replies[] = {
    {"220", mark("The server is ready."), "RFC 5321, section 4.2"},
    {"221", mark("The server says goodbye and closes the connection."), "RFC 5321, section 4.2"},
    {"235", mark("The name and the password are right: this client may send."),
     "RFC 4954, section 6"},
    {"250", mark("Yes. A 2 at the front means: done, go on."), "RFC 5321, section 4.2.1"},
    {"251", mark("Not a user here, but the server will pass the mail on."),
     "RFC 5321, section 3.4"},
    {"334", mark("The server waits for the next piece of the login."), "RFC 4954, section 4"},
    {"354",
     mark("Now the mail, please; a line with a single dot ends it. A 3 means: go on, I wait."),
     "RFC 5321, section 4.2.1"},
    {"421", mark("The server cannot serve now and closes; the client shall come back later."),
     "RFC 5321, section 3.8"},
    {"450", mark("Not now. A 4 means: try again later, the mail stays in the sender's queue."),
     "RFC 5321, section 4.2.1"},
    {"451", mark("Not now: something went wrong at the server. The sender tries again later."),
     "RFC 5321, section 4.2.1"},
    {"452", mark("Not now: the server has no room. The sender tries again later."),
     "RFC 5321, section 4.2.1"},
    {"454", mark("The server cannot do this just now."), "RFC 3207, section 4"},
    {"500", mark("The server does not know this command."), "RFC 5321, section 4.2.4"},
    {"501", mark("The server does not understand what follows the command."),
     "RFC 5321, section 4.2.1"},
    {"502", mark("The server knows this command but does not offer it."),
     "RFC 5321, section 4.2.4"},
    {"503", mark("The right command at the wrong moment."), "RFC 5321, section 4.2.1"},
    {"530", mark("The server wants a login first, or encryption first."), "RFC 4954, section 6"},
    {"535", mark("The login failed."), "RFC 4954, section 6"},
    {"538", mark("The server takes this login only inside TLS."), "RFC 4954, section 6"},
    {"550", mark("No. A 5 means: never, the sender gets a report instead of another try."),
     "RFC 5321, section 4.2.1"},
    {"552", mark("The mail is larger than the server takes."), "RFC 1870, section 6.3"},
    {"553", mark("The server does not accept this address."), "RFC 5321, section 4.2.3"},
    {"554", mark("No: the server will not do this, now or later."), "RFC 5321, section 4.2.1"},
};
constexpr ExplainEntry k_pop3_commands[] = {
    {"CAPA", mark("The client asks what the server can do."), "RFC 2449, section 5"},
    {"STLS", mark("The client asks to encrypt this connection before the password."),
     "RFC 2595, section 4"},
    {"USER", mark("The client names the mailbox."), "RFC 1939, section 7"},
    {"PASS", mark("The password follows, as plain words: only TLS hides it."),
     "RFC 1939, section 7"},
    {"AUTH", mark("The client logs in by another mechanism."), "RFC 5034, section 4"},
    {"STAT", mark("How many mails, how many octets?"), "RFC 1939, section 5"},
    {"LIST", mark("The size of every mail, by its number in this session."), "RFC 1939, section 5"},
    {"UIDL", mark("A lasting name for every mail: how a client knows which ones it has already."),
     "RFC 1939, section 7"},
    {"RETR", mark("The client fetches a mail. The server keeps it: fetching deletes nothing."),
     "RFC 1939, section 5"},
    {"TOP", mark("Only the header and the first lines of a mail."), "RFC 1939, section 7"},
    {"DELE", mark("The mail is only marked. It is deleted when the client says QUIT."),
     "RFC 1939, section 5"},
    {"RSET", mark("All marks are taken back."), "RFC 1939, section 5"},
    {"NOOP", mark("Nothing, but the server must answer: a sign of life."), "RFC 1939, section 5"},
    {"QUIT", mark("Goodbye. Only now the server deletes what was marked."), "RFC 1939, section 6"},
};
constexpr ExplainEntry k_imap_commands[] = {
    {"CAPABILITY", mark("The client asks what the server can do."), "RFC 9051, section 6.1.1"},
    {"STARTTLS", mark("The client asks to encrypt this connection before the password."),
     "RFC 9051, section 6.2.1"},
    {"LOGIN", mark("Name and password, as plain words: only TLS hides them."),
     "RFC 9051, section 6.2.3"},
    {"AUTHENTICATE",
     mark("The client proves who it is. Base64 is only a spelling, it hides nothing."),
     "RFC 9051, section 6.2.2"},
    {"LIST", mark("Which mailboxes are there?"), "RFC 9051, section 6.3.9"},
    {"STATUS", mark("How many mails are in a mailbox, without opening it?"),
     "RFC 9051, section 6.3.11"},
    {"SELECT", mark("The client opens a mailbox; the mails stay on the server."),
     "RFC 9051, section 6.3.2"},
    {"EXAMINE", mark("The client opens a mailbox only to look."), "RFC 9051, section 6.3.3"},
    {"FETCH", mark("The client asks for parts of mails: flags, sizes, headers, or everything."),
     "RFC 9051, section 6.4.5"},
    {"STORE", mark("The client changes flags: read, answered, deleted."),
     "RFC 9051, section 6.4.6"},
    {"SEARCH", mark("The server looks for mails, the client need not fetch them."),
     "RFC 9051, section 6.4.4"},
    {"COPY", mark("A copy of a mail goes to another mailbox."), "RFC 9051, section 6.4.7"},
    {"MOVE", mark("A mail goes to another mailbox."), "RFC 6851, section 3"},
    {"EXPUNGE", mark("What carries the flag \\Deleted is removed now."), "RFC 9051, section 6.4.3"},
    {"APPEND", mark("The client puts a mail of its own into a mailbox, as into Sent."),
     "RFC 9051, section 6.3.12"},
    {"IDLE", mark("The client stays and waits; the server tells at once when something new comes."),
     "RFC 2177, section 3"},
    {"DONE", mark("The client ends its waiting."), "RFC 2177, section 3"},
    {"CLOSE", mark("The mailbox is closed, and what was marked as deleted is removed."),
     "RFC 9051, section 6.4.1"},
    {"NOOP", mark("Nothing, but the server may tell its news."), "RFC 9051, section 6.1.2"},
    {"LOGOUT", mark("Goodbye."), "RFC 9051, section 6.1.3"},
};
constexpr ExplainEntry k_tls_messages[] = {
    {"ClientHello",
     mark("The client says which versions and ciphers it speaks, and brings half of a key "
          "exchange. All of it can be read."),
     "RFC 8446, section 4.1.2"},
    {"ServerHello",
     mark("The server chooses, and brings the other half. From here on both have a key that nobody "
          "on the wire has."),
     "RFC 8446, section 4.1.3"},
    {"EncryptedExtensions", mark("What remains to be agreed, already encrypted."),
     "RFC 8446, section 4.3.1"},
    {"Certificate", mark("The server shows who it is; an authority has signed it."),
     "RFC 8446, section 4.4.2"},
    {"CertificateVerify", mark("The server proves that the certificate's key is its own."),
     "RFC 8446, section 4.4.3"},
    {"Finished", mark("A checksum over the whole handshake: nobody has changed a word of it."),
     "RFC 8446, section 4.4.4"},
    {"NewSessionTicket", mark("A ticket for coming back sooner next time."),
     "RFC 8446, section 4.6.1"},
    {"Alert", mark("One side tells the other why it stops."), "RFC 8446, section 6"},
};
constexpr ExplainEntry k_dns_types[] = {
    {"MX", mark("Which servers take mail for this domain? The lowest number is tried first."),
     "RFC 5321, section 5.1"},
    {"A", mark("Which IPv4 address has this name?"), "RFC 1035, section 3.4.1"},
    {"AAAA", mark("Which IPv6 address has this name?"), "RFC 3596, section 2.1"},
    {"PTR", mark("Which name belongs to this address?"), "RFC 1035, section 3.5"},
    {"TXT", mark("Free text kept in DNS: here policies live."), "RFC 1035, section 3.3.14"},
};

Explanation found(const Words& words, std::span<const ExplainEntry> table, std::string_view key) {
  for (const ExplainEntry& entry : table) {
    if (equal_ignoring_case(entry.key, key)) return {words.tr(entry.why), std::string(entry.rule)};
  }
  return {};
}

Explanation smtp(const Words& words, const Said& said) {
  if (said.kind == LineKind::content) {
    return {
        words.tr(
            "Header, an empty line, text: the mail itself. It has its own From and To, and nobody "
            "compares them with the envelope."),
        "RFC 5322, section 2.1"};
  }
  if (said.speaker == Speaker::server) return found(words, k_smtp_replies, said.text.substr(0, 3));
  for (const ExplainEntry& entry : k_smtp_commands) {
    if (starts_with_ignoring_case(said.text, entry.key)) {
      return {words.tr(entry.why), std::string(entry.rule)};
    }
  }
  return {};
}

Explanation pop3(const Words& words, const Said& said) {
  if (said.kind == LineKind::content) {
    return {words.tr("The mail as it lies in the mailbox, up to a line with a single dot."),
            "RFC 1939, section 5"};
  }
  if (said.speaker == Speaker::server) {
    if (said.kind == LineKind::greeting)
      return {words.tr("The server is ready."), "RFC 1939, section 4"};
    if (said.text.rfind("+OK", 0) == 0)
      return {words.tr("Yes: every answer begins with +OK or -ERR."), "RFC 1939, section 3"};
    if (said.text.rfind("-ERR", 0) == 0)
      return {words.tr("No: every answer begins with +OK or -ERR."), "RFC 1939, section 3"};
    return {};
  }
  const std::string_view verb = trim(cut(cut(said.text, '\r').head, ' ').head);
  return found(words, k_pop3_commands, verb);
}

Explanation imap(const Words& words, const Said& said) {
  if (said.kind == LineKind::content) {
    return {words.tr("As many octets as were announced, whatever they are."),
            "RFC 9051, section 4.3"};
  }
  const std::string_view line = cut(said.text, '\r').head;
  if (said.speaker == Speaker::server) {
    if (said.kind == LineKind::greeting)
      return {words.tr("The server is ready."), "RFC 9051, section 7.1"};
    if (line.substr(0, 1) == "*") {
      return {words.tr("A star marks news; the answer with the client's own tag ends the command."),
              "RFC 9051, section 2.2.2"};
    }
    if (line.substr(0, 1) == "+")
      return {words.tr("The server waits for the rest of the command."), "RFC 9051, section 7.6"};
    return {
        words.tr("The answer carries the tag of its command, so several can be under way at once."),
        "RFC 9051, section 2.2.2"};
  }
  if (equal_ignoring_case(line, "DONE")) return found(words, k_imap_commands, line);
  std::string_view rest = cut(line, ' ').tail;
  if (starts_with_ignoring_case(rest, "UID ")) rest = rest.substr(4);
  return found(words, k_imap_commands, cut(rest, ' ').head);
}

struct Explain {
  const Words& words;

  Explanation operator()(const Said& said) const {
    switch (said.protocol) {
      case Protocol::smtp: return smtp(words, said);
      case Protocol::pop3: return pop3(words, said);
      case Protocol::imap: return imap(words, said);
      case Protocol::none:
      case Protocol::tcp:
      case Protocol::udp:
      case Protocol::tls:
      case Protocol::dns: return {};
    }
    return {};
  }
  Explanation operator()(const TlsMessage& message) const {
    return found(words, k_tls_messages, message.name);
  }
  Explanation operator()(const TlsEstablished&) const {
    return {words.tr("From now on whoever sits on the wire sees only lengths and times."),
            "RFC 8446, section 5.2"};
  }
  Explanation operator()(const DnsSaid& dns) const {
    if (dns.speaker == Speaker::server && dns.answers.empty()) return {};
    return found(words, k_dns_types, dns.type);
  }
  Explanation operator()(const LookupDone& lookup) const {
    return found(words, k_dns_types, lookup.type);
  }
  Explanation operator()(const ConnectionOpened&) const {
    return {words.tr("A connection begins with three packets: SYN, SYN-ACK, ACK."),
            "RFC 9293, section 3.5"};
  }
  Explanation operator()(const ConnectionEnded& ended) const {
    if (ended.reason == EndReason::refused) {
      return {words.tr("A port where nobody listens answers with a reset."),
              "RFC 9293, section 3.10.7.1"};
    }
    return {};
  }
  Explanation operator()(const PacketSent&) const {
    return {words.tr("TCP at work below the words: opening, confirming, closing."),
            "RFC 9293, section 3.4"};
  }
  Explanation operator()(const Decision& decision) const { return {{}, decision.rule}; }
  Explanation operator()(const MailQueued&) const {
    return {words.tr("With its 250 the server has taken responsibility: it delivers the mail, or "
                     "reports why not."),
            "RFC 5321, section 4.2.5"};
  }
  Explanation operator()(const MailDeferred&) const {
    return {words.tr("The mail waits in the queue; the pauses between the tries grow longer."),
            "RFC 5321, section 4.5.4.1"};
  }
  Explanation operator()(const RecipientDone& done) const {
    if (done.outcome != RecipientOutcome::bounced) return {};
    return {words.tr("The report goes to the envelope's sender, from an empty envelope address, so "
                     "that no report is ever answered by another."),
            "RFC 5321, section 6.1"};
  }
  Explanation operator()(const MailDeleted&) const { return {}; }
  Explanation operator()(const SecretLearnt&) const {
    return {words.tr("It was said in clear, so everybody on the way could read it."),
            "RFC 8314, section 3"};
  }
  template <class Other>
  Explanation operator()(const Other&) const {
    return {};
  }
};

}  // namespace

Explanation explain(const Words& words, const Record& record) {
  Explanation explanation = std::visit(Explain{words}, record.payload);
  explanation.rule = rule_text(words, explanation.rule);
  return explanation;
}

Explanation explain_changed(const Words& words) {
  return {words.tr("Without encryption, what arrives need not be what was sent."), {}};
}

Explanation explain_misread(const Words& words) {
  return {
      words.tr("Nobody has touched the octets on the way: the two sides only disagree about where "
               "commands end and something else begins."),
      {}};
}

std::string rule_text(const Words& words, std::string_view rule) {
  constexpr std::string_view k_section = ", section ";
  std::string text;
  for (std::size_t at = 0; at < rule.size();) {
    const std::size_t found = rule.find(k_section, at);
    text += rule.substr(at, found - at);
    if (found == std::string_view::npos) break;
    text += words.tr(", section ");
    at = found + k_section.size();
  }
  return text;
}

}  // namespace mailscope::ui
