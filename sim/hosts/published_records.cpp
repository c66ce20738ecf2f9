// Certificates and keys by purpose and host, and their records.
#include "sim/hosts/published_records.h"

#include <optional>

#include "sim/base/text.h"
#include "sim/crypto/hash.h"
#include "sim/hosts/environment.h"
#include "sim/policy/dkim.h"

namespace mailscope::hosts {
namespace {

Random forked(const Random& random, Purpose purpose, HostId id) {
  return random.fork(static_cast<std::uint64_t>(purpose) * 1'000'003 + id.value);
}

// One DER element: its content and what follows it.
struct Element {
  std::string_view whole, content, rest;
};

std::optional<Element> element_of(std::string_view der) {
  if (der.size() < 2) return std::nullopt;
  std::size_t length = static_cast<unsigned char>(der[1]), header = 2;
  if (length >= 0x80) {
    const std::size_t octets = length & 0x7F;
    if (octets == 0 || octets > 3 || der.size() < 2 + octets) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < octets; ++i)
      length = length * 256 + static_cast<unsigned char>(der[2 + i]);
    header += octets;
  }
  if (der.size() < header + length) return std::nullopt;
  return Element{der.substr(0, header + length), der.substr(header, length),
                 der.substr(header + length)};
}

std::string hex_of(std::string_view octets) {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : octets) {
    hex += k_digits[static_cast<unsigned char>(c) >> 4];
    hex += k_digits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

// The text in strings of at most 255 octets (RFC 1035, section 3.3; RFC 6376, section 3.6.2.2).
std::string txt_data(const std::string& text) {
  std::string data = "TXT";
  for (std::size_t at = 0; at < text.size(); at += 255) data += " \"" + text.substr(at, 255) + '"';
  return data;
}

// The zone that holds this name most closely.
ZoneSpec* zone_of(std::vector<HostSpec>& hosts, const std::string& owner) {
  ZoneSpec* best = nullptr;
  for (HostSpec& host : hosts) {
    if (!host.dns_server) continue;
    for (ZoneSpec& zone : host.dns_server->zones) {
      std::string origin = lower(zone.origin);
      if (!origin.empty() && origin.back() == '.') origin.pop_back();
      const std::string tail = "." + origin;
      const bool holds = owner.size() > tail.size() &&
                         owner.compare(owner.size() - tail.size(), tail.size(), tail) == 0;
      if (holds && (!best || zone.origin.size() > best->origin.size())) best = &zone;
    }
  }
  return best;
}

// Does a line of the zone name this owner with this type?
bool is_there(const ZoneSpec& zone, const std::string& relative, std::string_view type) {
  for (const std::string& line : zone.records) {
    const Cut first = cut(line, ' ');
    if (!equal_ignoring_case(first.head, relative)) continue;
    for (const std::string_view word : split(first.tail, ' ')) {
      if (word == type) return true;
    }
  }
  return false;
}

}  // namespace

tls::CertificateAndKey certificate_for(const TrustBase& base, HostId id,
                                       const MailServerSpec& spec) {
  constexpr std::int64_t k_day = 86'400;
  tls::CertificateRequest request;
  request.names = {spec.server_name};
  request.names.insert(request.names.end(), spec.further_names.begin(), spec.further_names.end());
  request.not_before_s = base.epoch_s - 30 * k_day;
  request.not_after_s = base.epoch_s + 60 * k_day;
  switch (spec.certificate) {
    case CertificateState::good: break;
    case CertificateState::expired: request.not_after_s = base.epoch_s - k_day; break;
    case CertificateState::not_yet_valid: request.not_before_s = base.epoch_s + k_day; break;
    case CertificateState::wrong_name: request.names = {"other." + spec.server_name}; break;
    case CertificateState::self_signed:
      return tls::self_signed(request, forked(base.random, Purpose::certificate, id));
    case CertificateState::unknown_authority: return base.strange_authority.issue(request);
  }
  return base.authority.issue(request);
}

crypto::PrivateKey dkim_key(const Random& world_random, HostId id, const DkimSpec& spec) {
  const auto kind =
      spec.algorithm == DkimAlgorithm::rsa ? crypto::KeyKind::rsa : crypto::KeyKind::ed25519;
  return crypto::generate_key(kind, forked(world_random, Purpose::dkim, id), spec.rsa_bits);
}

std::vector<PublishedRecord> published_records(const TrustBase& base, HostId id,
                                               const MailServerSpec& spec) {
  std::vector<PublishedRecord> records;
  const auto& dkim = spec.sender.dkim;
  if (dkim && dkim->published != Published::no) {
    // The wrong key is that of a host that does not exist.
    const HostId holder = dkim->published == Published::wrong ? HostId{id.value + 500'000} : id;
    const auto key = crypto::public_key(dkim_key(base.random, holder, *dkim));
    records.push_back({lower(dkim->selector + "._domainkey." + dkim->domain),
                       txt_data(policy::dkim_key_record(key))});
  }
  if (spec.sender.dane && *spec.sender.dane != Published::no) {
    const std::string key = public_key_of(certificate_for(base, id, spec).chain.front());
    const bool is_right = *spec.sender.dane == Published::right;
    records.push_back(
        {lower("_25._tcp." + spec.server_name),
         "TLSA 3 1 1 " + hex_of(crypto::sha256(is_right ? key : key + " of last year"))});
  }
  return records;
}

void publish(const TrustBase& base, std::vector<HostSpec>& hosts, const std::vector<HostId>& ids) {
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (!hosts[i].mail_server) continue;
    for (const PublishedRecord& record : published_records(base, ids[i], *hosts[i].mail_server)) {
      ZoneSpec* zone = zone_of(hosts, record.owner);
      if (!zone) continue;
      std::size_t origin_octets = zone->origin.size();  // with the dot before or behind it
      if (zone->origin.back() != '.') ++origin_octets;
      const std::string relative = record.owner.substr(0, record.owner.size() - origin_octets);
      if (is_there(*zone, relative, cut(record.data, ' ').head)) continue;
      zone->records.push_back(relative + " " + record.data);
    }
  }
}

std::string public_key_of(std::string_view certificate_der) {
  const auto certificate = element_of(certificate_der);
  const auto body = certificate ? element_of(certificate->content) : std::nullopt;
  if (!body) return {};
  std::string_view left = body->content;
  // version [0], serialNumber, signature, issuer, validity, subject; then the key.
  for (int field = 0; field < 6; ++field) {
    const auto each = element_of(left);
    if (!each) return {};
    if (field == 0 && static_cast<unsigned char>(each->whole[0]) != 0xA0) ++field;  // version 1
    left = each->rest;
  }
  const auto key = element_of(left);
  return key ? std::string(key->whole) : std::string();
}

}  // namespace mailscope::hosts
