// Sealing and checking chains (RFC 8617, section 5).
#include "sim/policy/arc.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/mime/header.h"
#include "sim/policy/dkim_signature.h"
#include "sim/policy/tag_list.h"
#include "sim/wire/base64.h"

namespace mailscope::policy {
namespace {

constexpr std::string_view k_arc_results = "ARC-Authentication-Results";
constexpr std::string_view k_arc_message = "ARC-Message-Signature";
constexpr std::string_view k_arc_seal = "ARC-Seal";

struct SetFields {  // views into the mail
  std::string_view results, message, seal;
};

// "i=1" at the beginning of results, a tag of the other two; 0: it is none, or too large.
std::size_t instance_of(std::string_view field) {
  const std::string_view body = cut(field, ':').tail;
  std::string number;
  if (equal_ignoring_case(name_of_field(field), k_arc_results)) {
    const std::string first = without_white_space(cut(body, ';').head);
    if (starts_with_ignoring_case(first, "i=")) number = first.substr(2);
  } else if (const auto tags = TagList::parse(body)) {
    number = tags->value_or("i", "");
  }
  const auto parsed = parse_number(number);
  return parsed && *parsed <= 1'000 ? static_cast<std::size_t>(*parsed) : 0;
}

struct Sets {
  std::vector<SetFields> sets;  // from i=1
  std::size_t instance = 0;
  std::string fault;
};

Sets sets_of(const MailPieces& pieces) {
  Sets found;
  for (const std::string_view field : pieces.fields) {
    const std::string_view name = name_of_field(field);
    std::string_view SetFields::*part = nullptr;
    if (equal_ignoring_case(name, k_arc_results)) part = &SetFields::results;
    if (equal_ignoring_case(name, k_arc_message)) part = &SetFields::message;
    if (equal_ignoring_case(name, k_arc_seal)) part = &SetFields::seal;
    if (part == nullptr) continue;
    const std::size_t instance = instance_of(field);
    found.instance = std::max(found.instance, instance);
    if (instance == 0 || instance > k_arc_sets_max) {
      found.fault = "a field of the chain has no number from 1 to 50";
      found.instance = std::max(found.instance, std::size_t{1});
      continue;
    }
    if (found.sets.size() < instance) found.sets.resize(instance);
    std::string_view& place = found.sets[instance - 1].*part;
    if (!place.empty())
      found.fault = "the set i=" + std::to_string(instance) + " has a field twice";
    place = field;
  }
  for (std::size_t i = 0; i < found.sets.size() && found.fault.empty(); ++i) {
    const SetFields& set = found.sets[i];
    if (set.results.empty() || set.message.empty() || set.seal.empty())
      found.fault = "the set i=" + std::to_string(i + 1) + " is not whole";
  }
  return found;
}

// All sets up to this one, each in the order results, signature, seal; the last seal without its own
// signature (RFC 8617, section 5.1.1). Always relaxed.
std::string sealed_octets(const std::vector<SetFields>& sets, std::string_view last_seal) {
  std::string octets;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    octets += canonical_field(sets[i].results, Canonicalization::relaxed);
    octets += canonical_field(sets[i].message, Canonicalization::relaxed);
    if (i + 1 < sets.size()) octets += canonical_field(sets[i].seal, Canonicalization::relaxed);
  }
  return octets + signed_octets({}, {}, last_seal, Canonicalization::relaxed);
}

// Empty: it holds. Nothing: the key is being asked for.
std::optional<std::string> fault_of_seal(std::vector<SetFields> sets, Questions& questions,
                                         const DkimVerifier::Options& options) {
  const std::string_view seal = sets.back().seal;
  const std::string which = "the seal i=" + std::to_string(sets.size());
  const auto tags = TagList::parse(cut(seal, ':').tail);
  for (const char* name : {"a", "b", "cv", "d", "s"}) {
    if (!tags || tags->find(name) == nullptr) return which + " has no tag " + name + "=";
  }
  if (tags->find("h") != nullptr) return which + " has a tag h= (RFC 8617, section 4.1.3)";
  const std::string wanted = sets.size() == 1 ? "none" : "pass";
  if (!equal_ignoring_case(*tags->find("cv"), wanted))
    return which + " says cv=" + *tags->find("cv") + " where only " + wanted + " can be";
  const std::string& algorithm = *tags->find("a");
  const bool is_rsa = algorithm == "rsa-sha256";
  if (!is_rsa && algorithm != "ed25519-sha256")
    return which + " is made by " + algorithm + ", which is not accepted";
  const auto place = dns::Name::parse(*tags->find("s") + "._domainkey." + *tags->find("d"));
  if (!place) return which + ": d= and s= make no domain name";
  const dns::Answer* answer = questions.find({*place, dns::Type::txt});
  if (answer == nullptr) return std::nullopt;
  const DkimKey key =
      read_dkim_key(*answer, is_rsa ? crypto::KeyKind::rsa : crypto::KeyKind::ed25519);
  if (!key.key) return which + ": " + key.reason;
  if (is_rsa && crypto::bits(*key.key) < options.rsa_bits_min)
    return which + ": the key is too short";
  const auto signature = wire::base64_decode(without_white_space(*tags->find("b")));
  const std::string octets = sealed_octets(sets, without_signature(seal));
  if (!signature || !crypto::verify_sha256(*key.key, octets, *signature))
    return which + " does not agree with the fields that it seals";
  return std::string();
}

// RFC 8617, section 5.2, step 5. Nothing: a key is being asked for.
std::optional<std::size_t> oldest_pass_of(const MailPieces& pieces,
                                          const std::vector<SetFields>& sets, Questions& questions,
                                          const DkimVerifier::Options& options) {
  for (std::size_t instance = sets.size() - 1; instance > 0; --instance) {
    const auto found =
        verify_signature(pieces, sets[instance - 1].message, SignatureUse::arc, questions, options);
    if (!found) return std::nullopt;
    if (found->status != DkimStatus::pass) return instance + 1;
  }
  return 0;
}

}  // namespace

std::string_view to_text(ArcStatus status) {
  switch (status) {
    case ArcStatus::none: return "none";
    case ArcStatus::pass: return "pass";
    case ArcStatus::fail: return "fail";
  }
  return "";
}

bool saw_dmarc_pass(const ArcSet& set, std::string_view author_domain) {
  for (const std::string_view result : split(set.results, ';')) {
    bool is_pass = false, is_domain = false;
    const std::string_view trimmed = trim(result);
    for (const std::string_view word : split(trimmed, ' ')) {
      is_pass = is_pass || equal_ignoring_case(word, "dmarc=pass");
      const Cut property = cut(word, '=');
      is_domain = is_domain || (equal_ignoring_case(property.head, "header.from") &&
                                equal_ignoring_case(property.tail, author_domain));
    }
    if (is_pass && is_domain && starts_with_ignoring_case(trimmed, "dmarc=pass")) return true;
  }
  return false;
}

ArcVerifier::ArcVerifier(std::string_view mail, DkimVerifier::Options options)
    : mail_(mail), options_(options), chain_(evaluate()) {}

void ArcVerifier::answer(const dns::Answer& answer) {
  if (questions_.answer(answer) && !chain_) chain_ = evaluate();
}

// RFC 8617, section 5.2.
std::optional<ArcChain> ArcVerifier::evaluate() {
  ArcChain chain;
  const MailPieces pieces = pieces_of(mail_);
  const Sets found = sets_of(pieces);
  chain.instance = found.instance;
  if (found.instance == 0) return chain;
  chain.status = ArcStatus::fail;
  if (!found.sets.empty() && !found.sets.back().seal.empty()) {
    const auto tags = TagList::parse(cut(found.sets.back().seal, ':').tail);
    chain.is_dead = tags && equal_ignoring_case(tags->value_or("cv", ""), "fail");
    if (chain.is_dead) chain.reason = "a host on the way has found that the chain fails";
  }
  if (chain.reason.empty()) chain.reason = found.fault;
  if (!chain.reason.empty()) return chain;

  const auto message =
      verify_signature(pieces, found.sets.back().message, SignatureUse::arc, questions_, options_);
  bool is_waiting = !message;
  if (message && message->status != DkimStatus::pass) {
    chain.reason =
        "the signature i=" + std::to_string(found.instance) + " fails: " + message->reason;
    return chain;
  }
  for (std::size_t count = found.sets.size(); count > 0; --count) {
    const auto fault =
        fault_of_seal({found.sets.begin(), found.sets.begin() + static_cast<std::ptrdiff_t>(count)},
                      questions_, options_);
    is_waiting = is_waiting || !fault;
    if (!fault || fault->empty()) continue;
    chain.reason = *fault;
    return chain;
  }
  const auto oldest_pass = oldest_pass_of(pieces, found.sets, questions_, options_);
  if (is_waiting || !oldest_pass) return std::nullopt;
  chain.oldest_pass = *oldest_pass;
  chain.status = ArcStatus::pass;
  for (const SetFields& set : found.sets) {
    const auto tags = TagList::parse(cut(set.seal, ':').tail);
    const std::string results = mime::unfold(cut(set.results, ':').tail);
    chain.sets.push_back(
        {lower(tags->value_or("d", "")), std::string(trim(cut(results, ';').tail))});
  }
  return chain;
}

// RFC 8617, section 5.1.
std::string arc_set_fields(std::string_view mail, const ArcChain& chain, std::string_view results,
                           const crypto::PrivateKey& key, const ArcSealing& sealing) {
  if (chain.is_dead || chain.instance >= k_arc_sets_max) return {};
  const std::string i = "i=" + std::to_string(chain.instance + 1);
  std::string own_results = std::string(k_arc_results) + ": " + i + "; " + std::string(results);
  if (own_results.size() < 2 || own_results.compare(own_results.size() - 2, 2, "\r\n") != 0)
    own_results += "\r\n";

  DkimSigning signing;
  signing.domain = sealing.domain;
  signing.selector = sealing.selector;
  signing.signed_s = sealing.signed_s;
  signing.fields.emplace_back("DKIM-Signature");
  const std::string message =
      signature_field(std::string(k_arc_message) + ": " + i, mail, key, signing);

  std::string seal = std::string(k_arc_seal) + ": " + i + "; a=" + algorithm_of(key) +
                     "; t=" + std::to_string(sealing.signed_s) +
                     "; cv=" + std::string(to_text(chain.status)) + ";\r\n\td=" + sealing.domain +
                     "; s=" + sealing.selector + ";\r\n\tb=";
  const MailPieces pieces = pieces_of(mail);
  std::vector<SetFields> sets;
  if (chain.status == ArcStatus::pass) sets = sets_of(pieces).sets;
  sets.push_back({own_results, message, {}});
  // Where the chain has failed the new seal covers its own set alone (section 5.1.2).
  seal += signature_text(key, sealed_octets(sets, seal)) + "\r\n";
  return seal + message + own_results;
}

}  // namespace mailscope::policy
