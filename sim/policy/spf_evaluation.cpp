// check_host of RFC 7208, section 4, and the mechanisms of section 5.
#include "sim/policy/spf_evaluation.h"

#include <utility>

#include "sim/base/text.h"

namespace mailscope::policy {
namespace {

constexpr std::size_t k_domain_octets_max = 253;
constexpr std::size_t k_mx_names_max = 10;

SpfOutcome outcome_of(SpfResult result, const std::string& domain, std::string reason) {
  SpfOutcome outcome;
  outcome.result = result;
  outcome.domain = domain;
  outcome.reason = std::move(reason);
  return outcome;
}

}  // namespace

std::optional<dns::Name> spf_name(std::string text) {
  if (!text.empty() && text.back() == '.') text.pop_back();
  while (text.size() > k_domain_octets_max) {
    const auto dot = text.find('.');
    if (dot == std::string::npos) return std::nullopt;
    text.erase(0, dot + 1);
  }
  std::vector<std::string> labels;
  for (const auto label : split(text, '.')) labels.emplace_back(label);
  return dns::Name::from_labels(std::move(labels));
}

SpfEvaluation::SpfEvaluation(const SpfRequest& request, Questions& questions)
    : request_(request), questions_(questions) {
  const std::string path =
      request.mail_from.empty() ? "postmaster@" + request.helo : request.mail_from;
  const auto at = path.rfind('@');
  local_part_ = at == std::string::npos || at == 0 ? "postmaster" : path.substr(0, at);
  sender_domain_ = at == std::string::npos ? path : path.substr(at + 1);
  sender_ = local_part_ + "@" + sender_domain_;
}

std::optional<SpfOutcome> SpfEvaluation::run() {
  auto outcome = check_host(sender_domain_, true);
  if (!outcome) return std::nullopt;
  outcome->domain = sender_domain_;
  outcome->lookups = lookups_;
  return outcome;
}

std::optional<SpfOutcome> SpfEvaluation::check_host(const std::string& domain,
                                                    bool wants_explanation) {
  const auto name = spf_name(domain);
  if (!name || name->label_count() < 2) {
    return outcome_of(SpfResult::none, domain,
                      "\"" + visible(domain) + "\" is no full domain name");
  }
  const dns::Answer* texts = questions_.find({*name, dns::Type::txt});
  if (texts == nullptr) return std::nullopt;
  if (texts->is_temporary()) {
    return outcome_of(SpfResult::temperror, domain, "TXT " + domain + ": " + dns::to_text(*texts));
  }
  std::vector<std::string> records;
  for (const dns::Txt& txt : dns::data_of<dns::Txt>(texts->records)) {
    if (is_spf_record(txt.joined())) records.push_back(txt.joined());
  }
  if (records.empty()) return outcome_of(SpfResult::none, domain, domain + " has no SPF record");
  if (records.size() > 1) {
    return outcome_of(SpfResult::permerror, domain, domain + " has more than one SPF record");
  }
  const auto record = parse_spf(records.front());
  if (!record) return outcome_of(SpfResult::permerror, domain, record.error());
  for (const SpfTerm& term : record->terms) {
    switch (matches(term, domain)) {
      case Match::waiting: return std::nullopt;
      case Match::temperror: return outcome_of(SpfResult::temperror, domain, reason_);
      case Match::permerror: return outcome_of(SpfResult::permerror, domain, reason_);
      case Match::no: continue;
      case Match::yes: break;
    }
    SpfOutcome outcome =
        outcome_of(term.qualifier, domain, "matched " + term.text + " of " + domain);
    outcome.mechanism = term.text;
    if (term.qualifier == SpfResult::fail && wants_explanation && !record->explanation.empty()) {
      auto explanation = explain(record->explanation, domain);
      if (!explanation) return std::nullopt;
      outcome.explanation = *std::move(explanation);
    }
    return outcome;
  }
  if (record->redirect.empty()) return outcome_of(SpfResult::neutral, domain, "nothing matched");
  if (count_lookup() != Match::no) return outcome_of(SpfResult::permerror, domain, reason_);
  const auto target = expand(record->redirect, domain);
  if (!target) return std::nullopt;
  auto outcome = check_host(*target, wants_explanation);
  if (outcome && outcome->result == SpfResult::none) {
    return outcome_of(SpfResult::permerror, domain,
                      "redirect to " + *target + ", which has no SPF record");
  }
  return outcome;
}

SpfEvaluation::Match SpfEvaluation::matches(const SpfTerm& term, const std::string& domain) {
  if (term.mechanism == SpfMechanism::all) return Match::yes;
  if (term.mechanism == SpfMechanism::ip4 || term.mechanism == SpfMechanism::ip6) {
    return term.network.contains(request_.client) ? Match::yes : Match::no;
  }
  if (count_lookup() != Match::no) return Match::permerror;
  const auto target = target_of(term, domain);
  if (!target) return Match::waiting;
  if (term.mechanism == SpfMechanism::include) return matches_include(*target);
  if (term.mechanism == SpfMechanism::ptr) return matches_ptr(*target);
  const auto name = spf_name(*target);
  if (!name) return Match::no;  // no name, so nothing can be found there
  if (term.mechanism == SpfMechanism::a) return matches_addresses(*name, term);
  if (term.mechanism == SpfMechanism::mx) return matches_mx(term, *name);
  Match match = Match::no;
  const dns::Answer* found =
      look_up(*name, dns::Type::a, match);  // exists: A, whatever the client's family
  if (found == nullptr) return match;
  return found->kind == dns::AnswerKind::found ? Match::yes : Match::no;
}

std::optional<std::string> SpfEvaluation::target_of(const SpfTerm& term,
                                                    const std::string& domain) {
  return term.domain_spec.empty() ? std::optional<std::string>(domain)
                                  : expand(term.domain_spec, domain);
}

// Section 5.2: only a pass matches, and a record must be there.
SpfEvaluation::Match SpfEvaluation::matches_include(const std::string& target) {
  const auto inner = check_host(target, false);
  if (!inner) return Match::waiting;
  switch (inner->result) {
    case SpfResult::pass: return Match::yes;
    case SpfResult::fail:
    case SpfResult::softfail:
    case SpfResult::neutral: return Match::no;
    case SpfResult::temperror: reason_ = inner->reason; return Match::temperror;
    case SpfResult::permerror: reason_ = inner->reason; return Match::permerror;
    case SpfResult::none: break;
  }
  reason_ = "include:" + target + ", which has no SPF record";
  return Match::permerror;
}

SpfEvaluation::Match SpfEvaluation::matches_mx(const SpfTerm& term, const dns::Name& name) {
  Match match = Match::no;
  const dns::Answer* found = look_up(name, dns::Type::mx, match);
  if (found == nullptr) return match;
  const auto exchanges = dns::data_of<dns::Mx>(found->records);
  if (exchanges.size() > k_mx_names_max) {
    reason_ = name.text() + " has more than 10 MX records";
    return Match::permerror;
  }
  for (const dns::Mx& mx : exchanges) {
    if (mx.exchange.is_root()) continue;
    match = matches_addresses(mx.exchange, term);
    if (match != Match::no) return match;
  }
  return Match::no;
}

SpfEvaluation::Match SpfEvaluation::matches_addresses(const dns::Name& name, const SpfTerm& term) {
  const bool is_ipv4 = request_.client.is_ipv4();
  Match match = Match::no;
  const dns::Answer* found = look_up(name, is_ipv4 ? dns::Type::a : dns::Type::aaaa, match);
  if (found == nullptr) return match;
  for (const dns::Record& record : found->records) {
    const auto* a = std::get_if<dns::A>(&record.data);
    const auto* aaaa = std::get_if<dns::Aaaa>(&record.data);
    if (a != nullptr && Prefix{a->address, term.ipv4_length}.contains(request_.client))
      return Match::yes;
    if (aaaa != nullptr && Prefix{aaaa->address, term.ipv6_length}.contains(request_.client)) {
      return Match::yes;
    }
  }
  return Match::no;
}

SpfEvaluation::Match SpfEvaluation::matches_ptr(const std::string& target) {
  const auto names = validated_names();
  if (!names) return Match::waiting;
  const auto wanted = spf_name(target);
  for (const auto& name : *names) {
    const auto parsed = dns::Name::parse(name);
    if (wanted && parsed && parsed->is_within(*wanted)) return Match::yes;
  }
  return Match::no;
}

SpfEvaluation::Match SpfEvaluation::count_lookup() {
  if (++lookups_ <= k_spf_lookups_max) return Match::no;
  reason_ = "more than 10 mechanisms and modifiers that need the DNS (RFC 7208, section 4.6.4)";
  return Match::permerror;
}

const dns::Answer* SpfEvaluation::look_up(const dns::Name& name, dns::Type type, Match& match) {
  const dns::Answer* answer = questions_.find({name, type});
  match = Match::waiting;
  if (answer == nullptr) return nullptr;
  if (answer->is_temporary()) {
    reason_ = dns::to_text(answer->question) + " " + dns::to_text(*answer);
    match = Match::temperror;
    return nullptr;
  }
  if (answer->kind != dns::AnswerKind::found && ++voids_ > k_spf_void_lookups_max) {
    reason_ = "more than 2 lookups that found nothing (RFC 7208, section 4.6.4)";
    match = Match::permerror;
    return nullptr;
  }
  return answer;
}

// The words of the domain's owner for a fail (section 6.2). Whatever is wrong with them, they are
// left out.
std::optional<std::string> SpfEvaluation::explain(const std::string& spec,
                                                  const std::string& domain) {
  const auto target = expand(spec, domain);
  if (!target) return std::nullopt;
  const auto name = spf_name(*target);
  if (!name) return std::string();
  const dns::Answer* found = questions_.find({*name, dns::Type::txt});
  if (found == nullptr) return std::nullopt;
  const auto texts = dns::data_of<dns::Txt>(found->records);
  if (texts.size() != 1 || !is_macro_string(texts.front().joined(), SpfMacroPlace::explanation)) {
    return std::string();
  }
  return expand(texts.front().joined(), domain);
}

}  // namespace mailscope::policy
