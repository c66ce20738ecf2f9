// One line for each setting that a host lists.
#include "ui/text/setting_names.h"

#include <algorithm>

#include "sim/base/text.h"

namespace mailscope::ui {
namespace {

struct SettingWords {
  std::string_view key, name;
};

constexpr SettingWords k_settings[] = {
    {"active", mark("interferes")},
    {"address", mark("address")},
    {"agrees-to-receipts", mark("agrees when asked for a receipt")},
    {"alias", mark("alias")},
    {"authentication-policy", mark("authentication policy")},
    {"blocklists", mark("blocklists it asks")},
    {"certificate", mark("its certificate")},
    {"check-dkim", mark("DKIM check")},
    {"check-dmarc", mark("DMARC check")},
    {"check-reverse-name", mark("check of the address's name")},
    {"check-spf", mark("SPF check")},
    {"dane-record", mark("TLSA record of its own")},
    {"dkim", mark("signs with DKIM")},
    {"dkim-key-published", mark("DKIM key in the DNS")},
    {"end-of-data", mark("end of a mail")},
    {"errors-max", mark("errors it bears")},
    {"greylist", mark("greylist")},
    {"greylisting", mark("greylisting")},
    {"incoming-port", mark("port for reading")},
    {"incoming-protocol", mark("protocol for reading")},
    {"incoming-security", mark("security when reading")},
    {"incoming-server", mark("server for reading")},
    {"leave-on-server", mark("leaves mail on the server")},
    {"limit", mark("limit")},
    {"list", mark("mailing list")},
    {"lockout", mark("lockout")},
    {"mta-sts", mark("MTA-STS policy of its own")},
    {"octets-before-tls", mark("octets before TLS")},
    {"offers-requiretls", mark("offers REQUIRETLS")},
    {"outbound-tls", mark("TLS to other servers")},
    {"outgoing-port", mark("port for sending")},
    {"outgoing-security", mark("security when sending")},
    {"outgoing-server", mark("server for sending")},
    {"person", mark("person")},
    {"receipts", mark("receipts")},
    {"refuses-bare-newlines", mark("refuses bare newlines")},
    {"relay", mark("relay")},
    {"relay-domains", mark("relays for domains")},
    {"relay-networks", mark("relays for networks")},
    {"requires-login", mark("wants a login")},
    {"requires-tls", mark("wants TLS")},
    {"seals-arc", mark("seals by ARC")},
    {"trusts-arc", mark("trusts the ARC seals of")},
    {"rewrites-sender", mark("rewrites the sender")},
    {"rule", mark("rule")},
    {"security-defaults", mark("security defaults")},
    {"server-name", mark("name of the server")},
    {"smart-host", mark("smart host")},
    {"smtp-auth", mark("SMTP AUTH")},
    {"takes-bare-lf", mark("takes a bare LF")},
    {"tarpit", mark("tarpit")},
    {"sends-tls-reports", mark("sends reports about TLS")},
    {"tls-tickets", mark("gives TLS tickets")},
    {"tls-version-max", mark("highest TLS version")},
    {"unknown-recipients", mark("unknown recipients")},
    {"uses-dane", mark("asks for DANE")},
    {"uses-mta-sts", mark("asks for MTA-STS")},
    {"verify", mark("answers VRFY")},
    {"watches", mark("reads along")},
    {"wire", mark("wire")},
    {"wire-of", mark("on the wire of")},
    {"zone", mark("zone")},
};

struct ValueWords {
  std::string_view key, value, words;  // no key: of every setting
};

// Switches and choices; names, numbers and addresses stay as they are.
constexpr ValueWords k_values[] = {
    {"relay", "closed", mark("closed to strangers")},
    {"relay", "open", mark("open to everybody")},
    {"outbound-tls", "none", mark("never encrypted")},
    {"outbound-tls", "opportunistic", mark("encrypted if it is offered")},
    {"outbound-tls", "required", mark("encrypted or not at all")},
    {"outbound-tls", "tls", mark("TLS from the first octet")},
    {"outgoing-security", "none", mark("never encrypted")},
    {"outgoing-security", "opportunistic", mark("STARTTLS if it is offered")},
    {"outgoing-security", "required", mark("STARTTLS or not at all")},
    {"outgoing-security", "tls", mark("TLS from the first octet")},
    {"incoming-security", "none", mark("never encrypted")},
    {"incoming-security", "opportunistic", mark("STARTTLS if it is offered")},
    {"incoming-security", "required", mark("STARTTLS or not at all")},
    {"incoming-security", "tls", mark("TLS from the first octet")},
    {"incoming-protocol", "imap", "IMAP"},
    {"incoming-protocol", "pop3", "POP3"},
    {"certificate", "good", mark("valid")},
    {"certificate", "expired", mark("expired")},
    {"certificate", "not-yet-valid", mark("not valid yet")},
    {"certificate", "self-signed", mark("signed by itself")},
    {"certificate", "wrong-name", mark("for another name")},
    {"certificate", "unknown-authority", mark("signed by nobody one trusts")},
    {"check-spf", "note", mark("only noted")},
    {"check-spf", "enforce", mark("obeyed")},
    {"check-dkim", "note", mark("only noted")},
    {"check-dkim", "enforce", mark("obeyed")},
    {"check-dmarc", "note", mark("only noted")},
    {"check-dmarc", "enforce", mark("obeyed")},
    {"check-reverse-name", "note", mark("only noted")},
    {"check-reverse-name", "enforce", mark("obeyed")},
    {"unknown-recipients", "refuse", mark("refused at once")},
    {"unknown-recipients", "bounce", mark("taken, then reported")},
    {"unknown-recipients", "discard", mark("taken and thrown away")},
    {"octets-before-tls", "refuse", mark("end the session")},
    {"octets-before-tls", "discard", mark("thrown away")},
    {"octets-before-tls", "keep", mark("kept and obeyed")},
    {"verify", "open", mark("to everybody")},
    {"verify", "hidden", mark("says nothing")},
    {"greylist", "waits", mark("must wait")},
    {"greylist", "passed", mark("has passed")},
    {"lockout", "open", mark("not locked")},
    {"receipts", "never", mark("never sent")},
    {"receipts", "ask", mark("asks each time")},
    {"receipts", "always", mark("sent without asking")},
    {"wire", "whole", mark("intact")},
    {"wire", "cut", mark("cut")},
    {"", "yes", mark("yes")},
    {"", "no", mark("no")},
    {"", "on", mark("on")},
    {"", "off", mark("off")},
    {"", "unset", mark("not set")},
};

}  // namespace

std::string setting_value(const Words& words, std::string_view key, std::string_view value) {
  const std::string_view head = cut(key, ' ').head;
  for (const ValueWords& known : k_values) {
    if ((known.key.empty() || known.key == head) && known.value == value)
      return words.tr(known.words);
  }
  return std::string(value);
}

std::string setting_name(const Words& words, std::string_view key) {
  const Cut parts = cut(key, ' ');
  std::string name(parts.head);
  std::replace(name.begin(), name.end(), '-', ' ');
  for (const SettingWords& setting : k_settings) {
    if (setting.key == parts.head) name = words.tr(setting.name);
  }
  if (parts.found) name += " " + std::string(parts.tail);
  return name;
}

}  // namespace mailscope::ui
