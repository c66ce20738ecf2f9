// The tables behind the codes. {names} in a sentence are filled from the record's facts.
#include "ui/text/codes.h"

#include <algorithm>
#include <span>

namespace mailscope::ui {
namespace {

struct Coded {
  std::string_view code, sentence;
};

constexpr Coded k_decisions[] = {
    {"relay-denied", mark("no relaying: {recipient} is not ours, and the client has not logged in")},
    {"relay-allowed", mark("the mail may pass on to {recipient}")},
    {"relay-open", mark("the mail may pass on to {recipient}, whoever brings it: an open relay")},
    {"recipient-ok", mark("{recipient} is known here")},
    {"recipient-unknown", mark("there is no mailbox {recipient} here")},
    {"sender-ok", mark("the sender is accepted")},
    {"password-right", mark("the password is right")},
    {"password-wrong", mark("the password is wrong")},
    {"authentication-required", mark("no mail without a login")},
    {"encryption-required", mark("no password without encryption")},
    {"mail-too-large", mark("the mail is too large")},
    {"mail-loop", mark("the mail runs in a circle: too many Received lines")},
    {"starttls-missing", mark("encryption is wanted, but not offered: stop here")},
    {"starttls-skipped", mark("encryption is not offered: go on without it")},
    {"starttls-not-wanted", mark("encryption is not asked for")},
    {"mail-accepted", mark("the mail is accepted")},
};

constexpr Coded k_screens[] = {
    {"sent", mark("Message sent")},
    {"mail-sent", mark("Message sent")},
    {"send-failed", mark("The message was not sent")},
    {"new-mail", mark("New mail")},
    {"no-new-mail", mark("No new mail")},
    {"wrong-password", mark("Wrong user name or password")},
    {"no-encryption", mark("The server offers no encryption. Nothing was sent.")},
    {"cannot-connect", mark("The server cannot be reached")},
    {"certificate-bad", mark("The server's certificate cannot be trusted")},
    {"connection-lost", mark("The connection was lost")},
};

constexpr Coded k_acts[] = {
    {"send", mark("{person} presses Send")},
    {"fetch", mark("{person} asks for new mail")},
    {"read", mark("{person} opens a mail")},
    {"mark", mark("{person} marks a mail")},
    {"watch", mark("{person} waits for news")},
    {"type", mark("{person} types the protocol by hand")},
    {"cut", mark("The wire is cut")},
    {"mend", mark("The wire is mended")},
    {"setting", mark("{person} changes a setting")},
};

constexpr Coded k_tls_failures[] = {
    {"unknown-authority", mark("nobody it trusts has signed the certificate")},
    {"self-signed", mark("the certificate is signed by nobody but itself")},
    {"wrong-name", mark("the certificate is made out to another name")},
    {"expired", mark("the certificate has expired")},
    {"not-yet-valid", mark("the certificate is not valid yet")},
    {"plain-text", mark("what arrives is not TLS at all")},
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
  for (const auto& [key, value] : facts) fields.push_back({key, value});
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
  return sentence(words, k_decisions, decision.code, decision.facts);
}

std::string screen_text(const Words& words, const ScreenShown& screen) {
  return sentence(words, k_screens, screen.code, screen.facts);
}

std::string act_text(const Words& words, const PersonActed& act) {
  Facts facts = act.facts;
  facts.push_back({"person", act.person});
  return sentence(words, k_acts, act.action, facts);
}

std::string tls_failure(const Words& words, std::string_view code) {
  return sentence(words, k_tls_failures, code, {});
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
