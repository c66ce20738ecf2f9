// Facts of hellos, certificates and the rest.
#include "sim/tls/message_facts.h"

#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/tls/octet_reader.h"
#include "sim/tls/tls_names.h"
#include "sim/tls/tls_record.h"

namespace mailscope::tls {
namespace {

template <class Numbers, class NameOf>
std::string joined(const Numbers& numbers, NameOf name_of) {
  std::string text;
  for (const auto& number : numbers) text += (text.empty() ? "" : ", ") + name_of(number);
  return text;
}

std::string as_it_is(const std::string& text) { return visible(text); }

// A fact with nothing to say is not said.
void add(std::vector<Fact>& facts, std::string key, std::string value) {
  if (!value.empty()) facts.push_back({std::move(key), std::move(value)});
}

std::vector<Fact> facts_of_client_hello(std::string_view message) {
  std::vector<Fact> facts;
  const auto hello = parse_client_hello(message);
  if (!hello) return facts;
  add(facts, "server name", visible(hello->server_name));
  add(facts, "versions",
      hello->versions.empty() ? version_name(hello->legacy_version)
                              : joined(hello->versions, version_name));
  add(facts, "suites", joined(hello->suites, suite_name));
  add(facts, "groups", joined(hello->groups, group_name));
  add(facts, "key share", joined(hello->key_shares, group_name));
  add(facts, "signatures", joined(hello->signatures, signature_name));
  add(facts, "ALPN", joined(hello->alpn, as_it_is));
  add(facts, "ticket", hello->offers_ticket ? "offered" : "");
  add(facts, "fault", joined(hello->faults, as_it_is));
  return facts;
}

std::vector<Fact> facts_of_server_hello(std::string_view message) {
  std::vector<Fact> facts;
  const auto hello = parse_server_hello(message);
  if (!hello) return facts;
  add(facts, "version", version_name(hello->version));
  add(facts, "suite", suite_name(hello->suite));
  add(facts, "group", hello->group != 0 ? group_name(hello->group) : "");
  add(facts, "ALPN", visible(hello->alpn));
  add(facts, "ticket", hello->takes_ticket ? "taken" : "");
  add(facts, "fault", joined(hello->faults, as_it_is));
  return facts;
}

std::vector<Fact> facts_of_certificate(std::string_view message, bool is_tls_1_3) {
  std::vector<Fact> facts;
  const auto chain = certificates_of(message, is_tls_1_3);
  add(facts, "certificates", std::to_string(chain.size()));
  if (chain.empty()) return facts;
  const auto summary = summary_of(chain.front());
  if (!summary) {
    add(facts, "fault", summary.error());
    return facts;
  }
  add(facts, "subject", visible(summary->subject));
  add(facts, "issuer", visible(summary->issuer));
  add(facts, "names", joined(summary->names, as_it_is));
  add(facts, "valid from", rfc3339_date(summary->not_before_s));
  add(facts, "valid until", rfc3339_date(summary->not_after_s));
  add(facts, "key", summary->key);
  return facts;
}

std::vector<Fact> facts_of_encrypted_extensions(OctetReader body) {
  std::vector<Fact> facts;
  OctetReader list = body.vector(2);
  while (list.left() >= 4) {
    const std::uint16_t type = list.u16();
    OctetReader content = list.vector(2);
    if (type == 16) {
      OctetReader protocols = content.vector(2);
      add(facts, "ALPN", visible(protocols.vector(1).rest()));
    } else {
      add(facts, "extension", extension_name(type));
    }
  }
  return facts;
}

std::vector<Fact> facts_of_ticket(OctetReader body, bool is_tls_1_3) {
  std::vector<Fact> facts;
  add(facts, "lifetime", std::to_string(body.number(4)) + " s");
  if (is_tls_1_3) {
    body.number(4);  // ticket_age_add
    body.vector(1);  // ticket_nonce
  }
  add(facts, "ticket", std::to_string(body.vector(2).left()) + " octets");
  return facts;
}

std::vector<Fact> facts_of_server_key_exchange(OctetReader body) {
  std::vector<Fact> facts;
  body.u8();
  add(facts, "group", group_name(body.u16()));
  body.vector(1);
  add(facts, "signature", signature_name(body.u16()));
  return facts;
}

}  // namespace

std::string name_of_handshake(std::string_view message) {
  const auto hello = parse_server_hello(message);
  if (hello && hello->is_retry_request) return "HelloRetryRequest";
  return message.empty() ? std::string("Handshake")
                         : handshake_type_name(static_cast<std::uint8_t>(message.front()));
}

std::vector<Fact> facts_of_handshake(std::string_view message, bool is_tls_1_3) {
  OctetReader reader(message);
  const std::uint8_t type = reader.u8();
  OctetReader body = reader.vector(3);
  switch (type) {
    case 1: return facts_of_client_hello(message);
    case 2: return facts_of_server_hello(message);
    case 4: return facts_of_ticket(body, is_tls_1_3);
    case 8: return facts_of_encrypted_extensions(body);
    case 11: return facts_of_certificate(message, is_tls_1_3);
    case 12: return facts_of_server_key_exchange(body);
    case 15: return {{"signature", signature_name(body.u16())}};
    default: return {};
  }
}

std::vector<Fact> facts_of_alert(std::string_view alert) {
  OctetReader reader(alert);
  const std::uint8_t level = reader.u8();
  const std::uint8_t description = reader.u8();
  if (reader.is_short()) return {{"fault", "the alert is cut off"}};
  return {{"level", level == 1 ? "warning" : "fatal"},
          {"alert", alert_name(description)},
          {"meaning", alert_meaning(description)}};
}

}  // namespace mailscope::tls
