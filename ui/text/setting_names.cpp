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
    {"refuses-bare-newlines", mark("refuses bare newlines")},
    {"relay", mark("relay")},
    {"relay-domains", mark("relays for domains")},
    {"relay-networks", mark("relays for networks")},
    {"requires-login", mark("wants a login")},
    {"requires-tls", mark("wants TLS")},
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

}  // namespace

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
