// Verifying (RFC 6376, section 6).
#include <algorithm>

#include "sim/base/text.h"
#include "sim/crypto/hash.h"
#include "sim/policy/dkim_canonical.h"
#include "sim/policy/dkim_signature.h"
#include "sim/policy/tag_list.h"
#include "sim/wire/base64.h"

namespace mailscope::policy {
namespace {

std::optional<Canonicalization> parse_canonicalization(std::string_view text) {
  if (text == "simple") return Canonicalization::simple;
  if (text == "relaxed") return Canonicalization::relaxed;
  return std::nullopt;
}

bool contains_word(std::string_view list, std::string_view word) {
  const auto words = split(list, ':');
  return std::any_of(words.begin(), words.end(), [&](std::string_view listed) {
    return equal_ignoring_case(without_white_space(listed), word);
  });
}

}  // namespace

std::string without_signature(std::string_view field) {
  const auto colon = field.find(':');
  std::size_t start = colon == std::string_view::npos ? field.size() : colon + 1;
  while (start < field.size()) {
    const auto end = std::min(field.find(';', start), field.size());
    const Cut tag = cut(field.substr(start, end - start), '=');
    if (without_white_space(tag.head) == "b" && tag.found) {
      const std::size_t value = start + tag.head.size() + 1;
      // The line end belongs to the field, not to the value.
      const std::string_view tail =
          end == field.size() ? std::string_view("\r\n") : field.substr(end);
      return std::string(field.substr(0, value)) + std::string(tail);
    }
    start = end + 1;
  }
  return std::string(field);
}

DkimKey read_dkim_key(const dns::Answer& answer, crypto::KeyKind kind) {
  if (answer.is_temporary())
    return {std::nullopt, DkimStatus::temperror,
            "the key could not be looked up: " + dns::to_text(answer)};
  const auto texts = dns::data_of<dns::Txt>(answer.records);
  if (texts.empty())
    return {std::nullopt, DkimStatus::permerror,
            "there is no key at " + answer.question.name.text()};
  const auto tags = TagList::parse(texts.front().joined());
  if (!tags || tags->value_or("v", "DKIM1") != "DKIM1" || tags->find("p") == nullptr) {
    return {std::nullopt, DkimStatus::permerror, "the key record is written wrongly"};
  }
  const std::string encoded = without_white_space(*tags->find("p"));
  if (encoded.empty()) return {std::nullopt, DkimStatus::permerror, "the key has been revoked"};
  const std::string wanted = kind == crypto::KeyKind::rsa ? "rsa" : "ed25519";
  if (tags->value_or("k", "rsa") != wanted)
    return {std::nullopt, DkimStatus::permerror, "the key is not of type " + wanted};
  if (const std::string* hashes = tags->find("h");
      hashes != nullptr && !contains_word(*hashes, "sha256")) {
    return {std::nullopt, DkimStatus::permerror, "the key does not allow sha256"};
  }
  if (const std::string* services = tags->find("s");
      services != nullptr && !contains_word(*services, "*") && !contains_word(*services, "email")) {
    return {std::nullopt, DkimStatus::permerror, "the key is not for mail"};
  }
  const auto octets = wire::base64_decode(encoded);
  if (!octets) return {std::nullopt, DkimStatus::permerror, "the key is no base 64"};
  auto key = crypto::parse_public_key(kind, *octets);
  if (!key) return {std::nullopt, DkimStatus::permerror, "the key cannot be read: " + key.error()};
  return {key.value(), DkimStatus::pass, {}, contains_word(tags->value_or("t", ""), "s")};
}

std::string_view to_text(DkimStatus status) {
  switch (status) {
    case DkimStatus::pass: return "pass";
    case DkimStatus::fail: return "fail";
    case DkimStatus::neutral: return "neutral";
    case DkimStatus::policy: return "policy";
    case DkimStatus::temperror: return "temperror";
    case DkimStatus::permerror: return "permerror";
  }
  return "";
}

DkimVerifier::DkimVerifier(std::string_view mail, Options options)
    : mail_(mail), options_(options) {
  evaluate();
}

void DkimVerifier::answer(const dns::Answer& answer) {
  if (questions_.answer(answer) && !is_done_) evaluate();
}

void DkimVerifier::evaluate() {
  std::vector<DkimResult> results;
  std::size_t seen = 0;
  bool is_waiting = false;
  for (const auto field : pieces_of(mail_).fields) {
    if (!equal_ignoring_case(name_of_field(field), "DKIM-Signature")) continue;
    if (++seen > options_.signatures_max) break;
    const auto result =
        verify_signature(pieces_of(mail_), field, SignatureUse::dkim, questions_, options_);
    if (result) results.push_back(*result);
    is_waiting = is_waiting || !result;
  }
  if (is_waiting) return;
  results_ = std::move(results);
  is_done_ = true;
}

std::optional<DkimResult> verify_signature(const MailPieces& pieces, std::string_view field,
                                           SignatureUse use, Questions& questions,
                                           const DkimVerifier::Options& options) {
  DkimResult result;
  const auto end_with = [&](DkimStatus status, std::string reason) {
    result.status = status;
    result.reason = std::move(reason);
    return result;
  };
  const auto tags = TagList::parse(cut(field, ':').tail);
  if (!tags) return end_with(DkimStatus::permerror, "the signature is no list of tags");
  const bool is_arc = use == SignatureUse::arc;
  for (const char* name : {is_arc ? "i" : "v", "a", "b", "bh", "d", "h", "s"}) {
    if (tags->find(name) == nullptr)
      return end_with(DkimStatus::permerror, "the signature has no tag " + std::string(name) + "=");
  }
  result.domain = *tags->find("d");
  result.selector = *tags->find("s");
  result.algorithm = *tags->find("a");
  if (tags->value_or("v", "1") != "1")
    return end_with(DkimStatus::permerror, "the signature's version is not 1");
  const bool is_rsa = result.algorithm == "rsa-sha256";
  if (!is_rsa && result.algorithm != "ed25519-sha256") {
    return end_with(DkimStatus::permerror, "the algorithm " + result.algorithm +
                                               " is not accepted (RFC 8301, section 3.1)");
  }
  if (!contains_word(*tags->find("h"), "From"))
    return end_with(DkimStatus::permerror, "From is not signed (RFC 6376, section 5.4)");
  if (is_arc && contains_word(*tags->find("h"), "ARC-Seal"))
    return end_with(DkimStatus::permerror, "a seal is signed (RFC 8617, section 4.1.2)");
  const std::string both_hows = tags->value_or("c", "simple/simple");  // outlives the pieces of it
  const Cut how = cut(both_hows, '/');
  const auto header_how = parse_canonicalization(how.head);
  const auto body_how = parse_canonicalization(how.found ? how.tail : "simple");
  if (!header_how || !body_how)
    return end_with(DkimStatus::permerror, "c= names no known canonicalization");
  if (!contains_word(tags->value_or("q", "dns/txt"), "dns/txt"))
    return end_with(DkimStatus::permerror, "q= names no known way to ask for the key");
  // In an ARC-Message-Signature i= is a number (RFC 8617, section 4.1.2).
  bool is_of_subdomain = false;
  if (const std::string* identity = is_arc ? nullptr : tags->find("i")) {
    const auto domain = dns::Name::parse(result.domain);
    const auto own = dns::Name::parse(identity->substr(identity->rfind('@') + 1));
    if (!domain || !own || !own->is_within(*domain))
      return end_with(DkimStatus::permerror, "i= is not within d=");
    is_of_subdomain = !(*own == *domain);
  }
  if (const std::string* expires = tags->find("x")) {
    const auto at = parse_number(*expires);
    const auto since = parse_number(tags->value_or("t", "0"));
    if (!at || !since || (tags->find("t") != nullptr && *at <= *since))
      return end_with(DkimStatus::permerror, "x= is no time after t=");
    if (static_cast<std::int64_t>(*at) < options.now_s)
      return end_with(DkimStatus::fail, "the signature has expired");
  }
  const auto place = dns::Name::parse(result.selector + "._domainkey." + result.domain);
  if (!place) return end_with(DkimStatus::permerror, "d= and s= make no domain name");
  const dns::Answer* answer = questions.find({*place, dns::Type::txt});
  if (answer == nullptr) return std::nullopt;
  const DkimKey key =
      read_dkim_key(*answer, is_rsa ? crypto::KeyKind::rsa : crypto::KeyKind::ed25519);
  if (!key.key) return end_with(key.status, key.reason);
  if (key.forbids_subdomains && is_of_subdomain)
    return end_with(DkimStatus::permerror, "the key does not sign for subdomains, as i= wants");
  if (is_rsa && crypto::bits(*key.key) < options.rsa_bits_min)
    return end_with(DkimStatus::policy, "the key is too short");

  std::string body = canonical_body(pieces.body, *body_how);
  if (const std::string* length = tags->find("l")) {
    const auto octets = parse_number(*length);
    if (!octets || *octets > body.size())
      return end_with(DkimStatus::permerror, "l= is more than the body has");
    body.resize(static_cast<std::size_t>(*octets));
  }
  if (wire::base64_encode(crypto::sha256(body)) != without_white_space(*tags->find("bh"))) {
    return end_with(DkimStatus::fail,
                    "the body has been changed: its hash does not agree with bh=");
  }
  std::vector<std::string> names;
  for (const auto name : split(*tags->find("h"), ':')) names.push_back(without_white_space(name));
  const std::string octets = signed_octets(pieces, names, without_signature(field), *header_how);
  const auto signature = wire::base64_decode(without_white_space(*tags->find("b")));
  if (!signature || !crypto::verify_sha256(*key.key, octets, *signature)) {
    return end_with(DkimStatus::fail,
                    "a signed header field has been changed: the signature does not agree");
  }
  return end_with(DkimStatus::pass, "");
}

}  // namespace mailscope::policy
