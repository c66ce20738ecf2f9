#include "sim/policy/dmarc.h"

#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/policy/tag_list.h"

namespace mailscope::policy {
namespace {

constexpr std::size_t k_walk_labels_max = 8;  // RFC 9989, section 4.10

std::optional<DmarcPolicy> parse_policy(const std::string* text) {
  if (text == nullptr) return std::nullopt;
  for (const DmarcPolicy policy :
       {DmarcPolicy::none, DmarcPolicy::quarantine, DmarcPolicy::reject}) {
    if (equal_ignoring_case(*text, to_text(policy))) return policy;
  }
  return std::nullopt;
}

bool has_reporting_uri(const std::string& list) {
  for (const std::string_view uri : split(list, ',')) {
    if (!starts_with_ignoring_case(trim(uri), "mailto:")) continue;
    const Cut address = cut(trim(uri).substr(7), '@');
    if (!address.head.empty() && !address.tail.empty()) return true;
  }
  return false;
}

// One step milder, for t=y.
DmarcPolicy milder(DmarcPolicy policy) {
  return policy == DmarcPolicy::reject ? DmarcPolicy::quarantine : DmarcPolicy::none;
}

}  // namespace

std::string_view to_text(DmarcPolicy policy) {
  switch (policy) {
    case DmarcPolicy::none: return "none";
    case DmarcPolicy::quarantine: return "quarantine";
    case DmarcPolicy::reject: return "reject";
  }
  return "";
}

std::string_view to_text(DmarcResult result) {
  switch (result) {
    case DmarcResult::none: return "none";
    case DmarcResult::pass: return "pass";
    case DmarcResult::fail: return "fail";
    case DmarcResult::temperror: return "temperror";
    case DmarcResult::permerror: return "permerror";
  }
  return "";
}

std::optional<DmarcRecord> parse_dmarc(std::string_view text) {
  const auto tags = TagList::parse(text);
  if (!tags || tags->tags().empty()) return std::nullopt;
  const auto& version = tags->tags().front();
  if (version.first != "v" || version.second != "DMARC1") return std::nullopt;
  DmarcRecord record;
  record.policy = parse_policy(tags->find("p")).value_or(DmarcPolicy::none);
  record.subdomains = parse_policy(tags->find("sp"));
  record.nonexistent = parse_policy(tags->find("np"));
  for (const char* name : {"p", "sp", "np"}) {
    const std::string* said = tags->find(name);
    record.has_bad_policy = record.has_bad_policy || (said != nullptr && !parse_policy(said));
  }
  record.is_spf_strict = equal_ignoring_case(tags->value_or("aspf", "r"), "s");
  record.is_dkim_strict = equal_ignoring_case(tags->value_or("adkim", "r"), "s");
  record.is_test = equal_ignoring_case(tags->value_or("t", "n"), "y");
  const std::string suffix = lower(tags->value_or("psd", "u"));
  if (suffix == "y" || suffix == "n") record.is_public_suffix = suffix == "y";
  record.reports = tags->value_or("rua", "");
  return record;
}

Dmarc::Dmarc(DmarcRequest request) : request_(std::move(request)) { outcome_ = evaluate(); }

void Dmarc::answer(const dns::Answer& answer) {
  if (questions_.answer(answer) && !outcome_) outcome_ = evaluate();
}

const DmarcOutcome& Dmarc::outcome() const {
  MUST(outcome_.has_value());
  return *outcome_;
}

// The domain itself, then upwards; long names jump to their last seven labels.
std::optional<Dmarc::Walk> Dmarc::walk(const dns::Name& start) {
  Walk walk;
  walk.organisational = start;
  dns::Name place = start;
  while (!place.is_root()) {
    const auto name = place.child("_dmarc");
    const dns::Answer* answer = name ? questions_.find({*name, dns::Type::txt}) : nullptr;
    if (name && answer == nullptr) return std::nullopt;
    std::vector<DmarcRecord> records;
    if (answer != nullptr) {
      walk.is_temporary = walk.is_temporary || answer->is_temporary();
      for (const dns::Txt& txt : dns::data_of<dns::Txt>(answer->records)) {
        if (auto record = parse_dmarc(txt.joined())) records.push_back(*std::move(record));
      }
    }
    // Two records are as good as none.
    if (records.size() == 1) {
      walk.records.push_back({place, records.front()});
      if (records.front().is_public_suffix) break;
    }
    const std::size_t labels = place.label_count();
    place = labels >= k_walk_labels_max ? place.last_labels(k_walk_labels_max - 1) : place.parent();
  }
  if (walk.records.empty()) return walk;
  const Found& top = walk.records.back();
  if (top.record.is_public_suffix == true && !(top.domain == start)) {
    walk.organisational = start.last_labels(top.domain.label_count() + 1);
  } else {
    walk.organisational = top.domain;
  }
  return walk;
}

std::optional<bool> Dmarc::is_aligned(const std::string& domain, const dns::Name& author,
                                      const Walk& own, bool is_strict) {
  const auto name = dns::Name::parse(domain);
  if (!name) return false;
  if (*name == author) return true;
  if (is_strict) return false;
  const auto other = walk(*name);
  if (!other) return std::nullopt;
  return other->organisational == own.organisational;
}

std::optional<DmarcOutcome> Dmarc::evaluate() {
  DmarcOutcome outcome;
  const auto author = dns::Name::parse(request_.author_domain);
  if (!author || author->is_root()) {
    outcome.result = DmarcResult::permerror;
    outcome.reason = "the author's domain is no domain name";
    return outcome;
  }
  const auto own = walk(*author);
  if (!own) return std::nullopt;
  outcome.organisational_domain = own->organisational.text();
  // The author's own record, else that of the organisational domain, else that of the public suffix
  // above it.
  const Found* found = nullptr;
  for (const Found& candidate : own->records) {
    if (candidate.domain == *author || candidate.domain == own->organisational) {
      found = &candidate;
      break;
    }
  }
  if (found == nullptr && !own->records.empty()) found = &own->records.back();
  if (found == nullptr) {
    outcome.result = own->is_temporary ? DmarcResult::temperror : DmarcResult::none;
    outcome.reason = own->is_temporary ? "the DNS does not answer"
                                       : "no DMARC record at or above " + author->text();
    return outcome;
  }
  const DmarcRecord& record = found->record;
  outcome.policy_domain = found->domain.text();
  outcome.policy = record.policy;
  if (!(found->domain == *author)) {
    const dns::Answer* existence = questions_.find({*author, dns::Type::a});
    if (existence == nullptr) return std::nullopt;
    outcome.policy = record.subdomains.value_or(record.policy);
    if (existence->kind == dns::AnswerKind::no_such_name)
      outcome.policy = record.nonexistent.value_or(outcome.policy);
  }
  // Whose policy cannot be read, but who wants reports, is taken to ask for nothing else; from others no
  // record is better than half of one (RFC 9989, section 4.10.1).
  if (record.has_bad_policy) {
    outcome.policy = DmarcPolicy::none;
    if (!has_reporting_uri(record.reports)) {
      outcome.result = DmarcResult::none;
      outcome.reason = "the record of " + found->domain.text() + " names a policy that is none";
      return outcome;
    }
  }
  if (record.is_test) outcome.policy = milder(outcome.policy);
  bool is_waiting = false;
  if (!request_.spf_domain.empty()) {
    const auto aligned = is_aligned(request_.spf_domain, *author, *own, record.is_spf_strict);
    is_waiting = !aligned;
    outcome.is_spf_aligned = aligned.value_or(false);
  }
  for (const std::string& domain : request_.dkim_domains) {
    const auto aligned = is_aligned(domain, *author, *own, record.is_dkim_strict);
    is_waiting = is_waiting || !aligned;
    outcome.is_dkim_aligned = outcome.is_dkim_aligned || aligned.value_or(false);
  }
  if (is_waiting) return std::nullopt;
  const bool is_pass = outcome.is_spf_aligned || outcome.is_dkim_aligned;
  outcome.result = is_pass ? DmarcResult::pass : DmarcResult::fail;
  if (!is_pass)
    outcome.reason = "neither SPF nor DKIM vouches for a domain that agrees with " + author->text();
  return outcome;
}

Decision Dmarc::decision() const {
  const DmarcOutcome& found = outcome();
  Decision decision;
  decision.code = "dmarc-" + std::string(to_text(found.result));
  decision.rule = "RFC 9989, section 5";
  decision.facts = {{"author-domain", request_.author_domain},
                    {"organisational-domain", found.organisational_domain},
                    {"policy-domain", found.policy_domain},
                    {"policy", std::string(to_text(found.policy))},
                    {"spf-aligned", found.is_spf_aligned ? "yes" : "no"},
                    {"dkim-aligned", found.is_dkim_aligned ? "yes" : "no"}};
  if (!found.reason.empty()) decision.facts.emplace_back("reason", found.reason);
  decision.reply = {250, "2.0.0", "Ok"};
  if (found.result == DmarcResult::temperror) {
    decision.verdict = Verdict::deferred;
    decision.reply = {451, "4.7.5", "DMARC: the DNS does not answer for " + request_.author_domain};
  }
  if (found.result != DmarcResult::fail) return decision;
  decision.code += "-" + std::string(to_text(found.policy));
  decision.verdict = Verdict::noted;
  if (found.policy == DmarcPolicy::reject) {
    decision.verdict = Verdict::refused;
    decision.reply = {550, "5.7.1",
                      "DMARC: the policy of " + found.policy_domain + " asks to refuse this mail"};
  }
  return decision;
}

}  // namespace mailscope::policy
