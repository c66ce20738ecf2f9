// The tables behind the codes. {names} in a sentence are filled from the record's facts.
#include "ui/text/codes.h"

#include <algorithm>
#include <span>

#include "sim/base/text.h"
#include "ui/text/headline.h"
#include "ui/text/reasons.h"

namespace mailscope::ui {
namespace {

struct Coded {
  std::string_view code, sentence;
};

constexpr Coded k_decisions[] = {
    {"relay-denied",
     mark("no relaying: {recipient} is not ours, and the client has not logged in")},
    {"relay-for-user", mark("{user} has logged in and may send to anybody")},
    {"relay-for-network", mark("the client's network may send to anybody")},
    {"relay-open", mark("anybody may send to anybody here: an open relay")},
    {"recipient-is-local", mark("{recipient} has a mailbox here")},
    {"authentication-required", mark("only who has logged in may send here")},
    {"no-such-domain", mark("the domain {domain} does not exist: there is no server to ask")},
    {"null-mx", mark("{domain} takes no mail: its MX is a single dot")},
    {"no-address", mark("nobody to call for {domain}: {reason}")},
    {"mx-is-self",
     mark("the best MX of {domain} is this server itself, and the mailbox is not here")},
    {"dns-failed", mark("the DNS does not say just now where mail for {domain} goes")},
    {"bad-domain", mark("{domain} is no domain name")},
    {"bad-address-literal", mark("{domain} is no address literal")},
    {"within-size-limit", mark("the mail is not too big")},
    {"within-recipient-limit", mark("not too many recipients yet")},
    {"within-rate-limit", mark("{key} has not used up its limit of {limit}")},
    {"no-loop", mark("the mail does not run in a circle")},
    {"no-such-user", mark("there is no mailbox {recipient} here")},
    {"recipient-without-domain", mark("{recipient} is no address: it has no domain")},
    {"login-accepted", mark("the password of {user} is right")},
    {"login-wrong-password", mark("the password of {user} is wrong")},
    {"login-unknown-user", mark("nobody here is called {user}")},
    {"login-not-authorised", mark("{user} may not act as {acts-as}")},
    {"mail-loop", mark("the mail runs in a circle: too many Received lines")},
    {"command-refused", mark("this command is refused: {command}")},
    {"maildrop-locked", mark("the mailbox of {user} is open elsewhere")},
    {"marked-for-deletion", mark("the mail is marked; it goes when the client says QUIT")},
    {"marks-forgotten",
     mark("the client left without QUIT: all marks are forgotten, nothing is deleted")},
    {"box-rule", mark("the rule {rule} takes effect")},
    {"words-put-in", mark("says in the name of {as}: {line}")},
    {"connection-handed-back",
     mark("hands the connection back: the two speak for themselves again")},
    {"answered-from-cache", mark("the answer is still in the cache")},
    {"tls-starts", mark("encryption is offered and wanted")},
    {"tls-not-wanted", mark("encryption is not wanted")},
    {"tls-already-on", mark("encrypted already")},
    {"tls-goes-without", mark("encryption is not offered: go on without it")},
    {"tls-required-not-offered", mark("encryption is required, but not offered: stop here")},
    {"tls-failed-goes-without", mark("the handshake failed: go on without encryption")},
    {"relay-for-domain",
     mark("mail for {recipient} is passed on: this server is a backup for its domain")},
    {"unknown-recipient-taken",
     mark("nobody here is called {recipient}, but the mail is taken all the same")},
    {"forwarded-by-alias", mark("{recipient} is another name for {destination}: the mail goes on")},
    {"name-told", mark("the server tells who is called {name}")},
    {"name-unknown", mark("the server tells that nobody is called {name}")},
    {"tarpit", mark("a client with {errors} errors waits {wait-s} s for its answer")},
    {"rate-limit-exceeded", mark("{key} has used up its limit of {limit}")},
    {"login-locked", mark("too many failed logins: {user} is locked for {seconds-left} s")},
    {"greylist-first-seen", mark("a stranger: come back in a while")},
    {"greylist-too-early", mark("back too early: wait a little longer")},
    {"greylist-passed", mark("the stranger has come back: this one queues its mail and is let in")},
    {"greylist-known", mark("this sender and recipient are known: no wait")},
    {"greylist-client-known", mark("this client has come back often enough: it is believed")},
    {"greylist-trusted", mark("the client's network is trusted: no wait")},
    {"dnsbl-listed", mark("{client} stands on the list {list}")},
    {"dnsbl-not-listed", mark("{client} stands on no list")},
    {"smtp-auth-allowed", mark("{user} may use SMTP AUTH")},
    {"smtp-auth-disabled", mark("{user} may not use SMTP AUTH: this is what {winner} says")},
    {"token-accepted", mark("the access token of {user} is good")},
    {"token-expired", mark("the access token of {user} has expired")},
    {"token-unknown", mark("nobody has issued this access token to {user}")},
    {"reverse-name-found", mark("{client} is called {name}, and that leads back to it")},
    {"reverse-name-none", mark("{client} has no name in the DNS")},
    {"reverse-name-mismatch", mark("{client} is called {name}, but that has another address")},
    {"reverse-name-unanswered", mark("the DNS does not say what {client} is called")},
    {"spf-pass", mark("SPF: {client} may send for {domain}")},
    {"spf-fail", mark("SPF: {client} may not send for {domain}")},
    {"spf-softfail", mark("SPF: {client} should not send for {domain}")},
    {"spf-neutral", mark("SPF: {domain} says nothing about {client}")},
    {"spf-none", mark("SPF: {domain} has published nothing")},
    {"spf-permerror", mark("SPF: the record of {domain} is wrong: {reason}")},
    {"spf-temperror", mark("SPF: the DNS does not answer for {domain}")},
    {"dkim-signed", mark("the mail is signed for {domain}, selector {selector}")},
    {"dkim-pass", mark("DKIM: the signature of {domain} is right")},
    {"dkim-fail", mark("DKIM: the signature of {domain} is wrong: {reason}")},
    {"dkim-neutral", mark("DKIM: the signature of {domain} cannot be judged: {reason}")},
    {"dkim-policy", mark("DKIM: the signature of {domain} does not count here: {reason}")},
    {"dkim-permerror", mark("DKIM: the signature of {domain} cannot be checked: {reason}")},
    {"dkim-temperror", mark("DKIM: the key of {domain} cannot be had just now")},
    {"dkim-none", mark("DKIM: the mail has no signature")},
    {"arc-none", mark("ARC: nobody on the way has sealed the mail")},
    {"arc-pass", mark("ARC: the chain of seals holds: {sealers}")},
    {"arc-fail", mark("ARC: the chain of seals does not hold: {reason}")},
    {"arc-sealed", mark("the mail goes on under the seal of {domain}, number {instance}")},
    {"dmarc-overridden-by-arc",
     mark("DMARC fails here, but {sealers}, whose seal is trusted, has seen it pass: let in")},
    {"dmarc-pass", mark("DMARC: the mail is really from {author-domain}")},
    {"dmarc-none", mark("DMARC: {author-domain} has published nothing")},
    {"dmarc-fail-none",
     mark("DMARC: the mail is not shown to be from {author-domain}, which asks for nothing")},
    {"dmarc-fail-quarantine",
     mark("DMARC: the mail is not shown to be from {author-domain}, which asks to put it aside")},
    {"dmarc-fail-reject",
     mark("DMARC: the mail is not shown to be from {author-domain}, which asks to refuse it")},
    {"dmarc-temperror", mark("DMARC: the DNS does not answer for {author-domain}")},
    {"dmarc-permerror", mark("DMARC: the mail has no author whose domain could be asked")},
    {"sent-to-list", mark("the list {list} sends the mail to its members: {members}")},
    {"mta-sts-fetched", mark("MTA-STS: {domain} says {mode}, and which servers are its own: {mx}")},
    {"mta-sts-not-fetched", mark("MTA-STS: the policy of {domain} cannot be had: {reason}")},
    {"mta-sts-host-not-named",
     mark("MTA-STS: {server} is not one of the servers that {domain} names")},
    {"tls-failed-stays-away",
     mark("no safe way to {server}, and {because} forbids an unsafe one: the mail stays")},
    {"tls-report-not-wanted",
     mark("{domain} publishes nothing at _smtp._tls: it wants no report about TLS")},
    {"tls-report-sent",
     mark("a report about TLS goes to {domain}: {well} sessions went well, {failed} failed")},
    {"requiretls-unmet", mark("REQUIRETLS: {server} does not get the mail: {reason}")},
    {"tls-required-no",
     mark("the sender does not mind a way without TLS: what {domain} asks for is not asked")},
    {"dane-found", mark("DANE: the DNS vouches for the key of {server}")},
    {"dane-matches", mark("DANE: {server} shows the key that the DNS names")},
    {"dane-mismatch", mark("DANE: {server} shows another key than the DNS names")},
    {"dns-answer-forged", mark("a forged answer: {name} is said to be {address}")},
    {"server-discovered", mark("the DNS names the server for {service}: {server}, port {port}")},
    {"receipt-of-mdn", mark("the mail is itself a receipt: it gets none")},
    {"receipt-null-return-path", mark("the mail comes from nobody (<>): it gets no receipt")},
    {"receipt-no-address", mark("the mail wants a receipt and does not say where")},
    {"receipt-option-unknown",
     mark("the mail requires of a receipt what this program does not know: it gets none")},
    {"receipt-never", mark("{to} wants a receipt: this program never sends one")},
    {"receipt-settled", mark("{to} wants a receipt: that has been decided before, once is enough")},
    {"receipt-declined", mark("{to} wants a receipt: the reader says no ({reason})")},
    {"receipt-agreed", mark("{to} wants a receipt: the reader says yes ({reason})")},
    {"receipt-automatic", mark("{to} wants a receipt: it is sent, and the reader is not asked")},
    {"receipt-not-kept",
     mark("no receipt: the server does not keep the mark {keyword}, so a second one might follow")},
    {"no-bounce-for-bounce", mark("no report about a report: it would go round for ever")},
};

constexpr Coded k_screens[] = {
    {"mail-sent", mark("Message sent")},
    {"mail-refused", mark("The message was not sent. The server says: {reply}")},
    {"mail-not-offered",
     mark("The message was not sent: the program did not even offer it to the server. {reply}")},
    {"recipient-refused", mark("{recipient} was refused: {reply}")},
    {"login-refused", mark("The server refuses the login")},
    {"login-impossible", mark("No way to log in: {reply}")},
    {"tls-required-not-offered", mark("The server offers no encryption. Nothing was sent.")},
    {"server-unknown", mark("There is no server {server}")},
    {"lookup-failed", mark("The address of {server} cannot be found just now")},
    {"connection-refused", mark("{server} does not answer at this port")},
    {"connection-timed-out", mark("{server} does not answer")},
    {"server-unreachable", mark("{server} cannot be reached")},
    {"connection-lost", mark("The connection was lost")},
    {"fetch-failed", mark("Fetching failed: {why}")},
    {"inbox-listed", mark("Inbox: {count} in all, {unseen} unread")},
    {"no-new-mail", mark("No new mail")},
    {"mails-fetched", mark("New mail: {count}")},
    {"mails-fetched-before-loss", mark("Fetched before the connection broke: {count}")},
    {"mail-shown", mark("From {from}: {subject}")},
    {"no-such-mail", mark("There is no such mail")},
    {"receipt-wanted", mark("{from} wants a receipt. Shall one be sent? ({why})")},
    {"receipt-sent", mark("A receipt has been sent")},
    {"receipt-displayed",
     mark("Receipt of {recipient}: displayed on the screen. Whether it was read, nobody knows.")},
    {"receipt-dispatched", mark("Receipt of {recipient}: sent on or printed")},
    {"receipt-processed", mark("Receipt of {recipient}: processed by a program")},
    {"receipt-deleted", mark("Receipt of {recipient}: deleted, perhaps unread")},
    {"receipt-unreadable", mark("A receipt of {recipient} that cannot be understood")},
    {"receipt-for-nothing",
     mark("A receipt of {recipient} for a mail that was not sent from here")},
    {"no-such-connection", mark("There is no such connection at this moment")},
    {"password-found", mark("{user} really has the password {password}")},
    {"password-refused", mark("{user} does not have the password {password}")},
    {"no-server-discovered", mark("The DNS of {domain} names no server for mail programs")},
    {"no-such-setting", mark("There is no such setting")},
    {"certificate-unknown-authority",
     mark("The server's certificate is signed by nobody we trust")},
    {"certificate-self-signed", mark("The server's certificate is signed by nobody but itself")},
    {"certificate-wrong-name", mark("The server's certificate is made out to another name")},
    {"certificate-expired", mark("The server's certificate has expired")},
    {"certificate-not-yet-valid", mark("The server's certificate is not valid yet")},
    {"certificate-bad", mark("The server's certificate cannot be trusted")},
    {"not-tls", mark("The server does not speak TLS at this port")},
    {"bad-record", mark("What arrives cannot be decrypted: somebody may have changed it")},
};

constexpr Coded k_acts[] = {
    {"send", mark("{person} presses Send")},
    {"fetch", mark("{person} asks for new mail")},
    {"read", mark("{person} opens a mail")},
    {"mark", mark("{person} marks a mail")},
    {"mark-seen", mark("{person} marks a mail as read")},
    {"mark-unseen", mark("{person} marks a mail as unread")},
    {"mark-flagged", mark("{person} flags a mail")},
    {"mark-unflagged", mark("{person} takes a flag away")},
    {"delete", mark("{person} deletes a mail")},
    {"mark-deleted", mark("{person} deletes a mail")},
    {"move", mark("{person} moves a mail")},
    {"mark-moved", mark("{person} moves a mail")},
    {"watch", mark("{person} waits for news")},
    {"type", mark("{person} types the protocol by hand")},
    {"guess-passwords", mark("{person} tries passwords at {server}: {passwords} {users}")},
    {"cut-wire", mark("The wire is cut")},
    {"mend-wire", mark("The wire is mended")},
    {"take-over", mark("You speak in place of the program of {person}")},
    {"speak-at-box", mark("You speak as the attacker, {person}")},
    {"change-setting", mark("{person} sets {key} to {value}")},
};

constexpr Coded k_tls_failures[] = {
    {"certificate-unknown-authority", mark("nobody it trusts has signed the certificate")},
    {"unknown-authority", mark("nobody it trusts has signed the certificate")},
    {"certificate-self-signed", mark("the certificate is signed by nobody but itself")},
    {"self-signed", mark("the certificate is signed by nobody but itself")},
    {"certificate-wrong-name", mark("the certificate is made out to another name")},
    {"wrong-name", mark("the certificate is made out to another name")},
    {"certificate-expired", mark("the certificate has expired")},
    {"expired", mark("the certificate has expired")},
    {"certificate-not-yet-valid", mark("the certificate is not valid yet")},
    {"not-yet-valid", mark("the certificate is not valid yet")},
    {"certificate-missing", mark("no certificate came")},
    {"not-tls", mark("what arrives is not TLS at all")},
    {"bad-record", mark("what arrives cannot be decrypted")},
};

// What a fact's word means, where a sentence would show the word itself: who has decided about SMTP AUTH.
constexpr Coded k_winners[] = {
    {"security-defaults", mark("the security defaults")},
    {"authentication-policy", mark("the authentication policy")},
    {"mailbox", mark("the mailbox's own switch")},
    {"organisation", mark("the organisation's switch")},
};

const Coded* find(std::span<const Coded> table, std::string_view code) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Coded& entry) { return entry.code == code; });
  return found == table.end() ? nullptr : &*found;
}

// The sentence of a code, or the code's own words with its facts behind them.
std::string sentence(const Words& words, std::span<const Coded> table, std::string_view code,
                     const Facts& facts) {
  Fields fields;
  for (const auto& [key, value] : facts) fields.push_back({key, first_line(value, 80)});
  if (const Coded* found = find(table, code)) return fill(words.tr(found->sentence), fields);
  std::string text(code);
  std::replace(text.begin(), text.end(), '-', ' ');
  std::string details;
  for (const auto& [key, value] : facts) {
    if (!value.empty() && value.size() <= 60) details += (details.empty() ? "" : ", ") + value;
  }
  return details.empty() ? text : text + " (" + details + ")";
}

}  // namespace

std::string decision_text(const Words& words, const Decision& decision) {
  Facts facts = decision.facts;
  for (auto& [key, value] : facts) {
    const Coded* winner = key == "winner" ? find(k_winners, value) : nullptr;
    if (winner != nullptr) value = words.tr(winner->sentence);
    if (key == "reason") value = reason_text(words, value);
  }
  return sentence(words, k_decisions, decision.code, facts);
}

std::string screen_text(const Words& words, const ScreenShown& screen) {
  Facts facts = screen.facts;
  for (auto& [key, value] : facts) {
    if (key == "why" || key == "reply") value = reason_text(words, value);
  }
  return sentence(words, k_screens, screen.code, facts);
}

std::string act_text(const Words& words, const PersonActed& act) {
  Facts facts = act.facts;
  for (auto& [key, value] : facts) {
    const auto number = parse_number(value);
    const auto count = static_cast<std::size_t>(number.value_or(0));
    if (!number || act.action != "guess-passwords") continue;
    if (key == "passwords") value = words.trn("{n} password", "{n} passwords", count);
    if (key == "users") value = words.trn("for {n} name", "for {n} names", count);
  }
  facts.push_back({"person", act.person});
  return sentence(words, k_acts, act.action, facts);
}

std::string tls_failure(const Words& words, std::string_view code) {
  constexpr std::string_view k_alert = "alert-";  // "alert-certificate_expired"
  if (code.substr(0, k_alert.size()) != k_alert) return sentence(words, k_tls_failures, code, {});
  const std::string_view name = code.substr(k_alert.size());
  std::string known(name == "unknown_ca" ? std::string_view("unknown-authority") : name);
  std::replace(known.begin(), known.end(), '_', '-');
  const Coded* found = find(k_tls_failures, known);
  return found ? fill(words.tr("the other side says that {what}"),
                      {{"what", words.tr(found->sentence)}})
               : fill(words.tr("the other side sends the alert {name}"),
                      {{"name", std::string(name)}});
}

std::string secret_text(const Words& words, SecretKind kind) {
  switch (kind) {
    case SecretKind::password: return words.tr("{host} has learnt the password of {owner}");
    case SecretKind::token: return words.tr("{host} has learnt the access token of {owner}");
    case SecretKind::address: return words.tr("{host} has learnt who writes to whom");
    case SecretKind::subject: return words.tr("{host} has read the subject of the mail");
    case SecretKind::body: return words.tr("{host} has read the whole mail");
  }
  return {};
}

std::string secret_name(const Words& words, SecretKind kind) {
  switch (kind) {
    case SecretKind::password: return words.tr("password");
    case SecretKind::token: return words.tr("access token");
    case SecretKind::address: return words.tr("address");
    case SecretKind::subject: return words.tr("subject");
    case SecretKind::body: return words.tr("text of the mail");
  }
  return {};
}

std::string verdict_name(const Words& words, Verdict verdict) {
  switch (verdict) {
    case Verdict::accepted: return words.tr("accepted");
    case Verdict::refused: return words.tr("refused");
    case Verdict::deferred: return words.tr("deferred");
    case Verdict::ignored: return words.tr("ignored");
    case Verdict::noted: return words.tr("noted");
  }
  return {};
}

std::string role_name(const Words& words, HostRole role) {
  switch (role) {
    case HostRole::client: return words.tr("mail program");
    case HostRole::server: return words.tr("mail server");
    case HostRole::resolver: return words.tr("DNS resolver");
    case HostRole::dns: return words.tr("DNS server");
    case HostRole::attacker: return words.tr("attacker");
    case HostRole::outside: return words.tr("somewhere else");
  }
  return {};
}

bool has_decision_sentence(std::string_view code) { return find(k_decisions, code) != nullptr; }
bool has_screen_sentence(std::string_view code) { return find(k_screens, code) != nullptr; }

}  // namespace mailscope::ui
