// Running the checks one after the other, and writing Authentication-Results.
#include "sim/hosts/sender_checks.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/hosts/decisions.h"
#include "sim/hosts/mail_server.h"
#include "sim/hosts/mail_writing.h"
#include "sim/mime/header.h"
#include "sim/mime/trace_fields.h"
#include "sim/policy/reverse_name.h"

namespace mailscope::hosts {
namespace {

std::string domain_of(const std::string& address) {
  const std::size_t at = address.rfind('@');
  return at == std::string::npos ? std::string() : lower(address.substr(at + 1));
}

// The decision as it counts here: without consequences unless they are enforced.
policy::Decision as_wanted(policy::Decision decision, SenderCheck check) {
  if (check == SenderCheck::enforce || decision.is_accepted()) return decision;
  decision.verdict = policy::Verdict::noted;
  decision.reply = {};
  return decision;
}

policy::Decision decision_about(const policy::DkimResult& result) {
  policy::Decision decision;
  const bool is_pass = result.status == policy::DkimStatus::pass;
  decision.verdict = is_pass ? policy::Verdict::accepted : policy::Verdict::noted;
  decision.code = "dkim-" + std::string(policy::to_text(result.status));
  decision.rule = "RFC 6376, section 6.1";
  decision.facts = {{"domain", result.domain},
                    {"selector", result.selector},
                    {"algorithm", result.algorithm},
                    {"reason", result.reason}};
  decision.reply.text.clear();
  return decision;
}

// Fields of that name that claim to be this server's are forged or stale (RFC 8601, section 5).
std::string without_own_results(const std::string& content, const std::string& server_name) {
  mime::Faults faults;
  const mime::Header header = mime::parse_header(content, mime::Span{0, content.size()}, faults);
  std::string out = content;
  for (auto field = header.fields.rbegin(); field != header.fields.rend(); ++field) {
    if (!equal_ignoring_case(field->name, "Authentication-Results")) continue;
    const std::string body = mime::unfold(field->body.of(content));
    const std::string_view id = trim(cut(body, ';').head);
    if (!equal_ignoring_case(trim(cut(id, ' ').head), server_name)) continue;
    out.erase(field->whole.offset, field->whole.length);
  }
  return out;
}

}  // namespace

const SenderChecksSpec& SenderChecks::spec() const { return server_.spec().sender.checks; }
bool SenderChecks::wants_spf() const {
  return spec().spf != SenderCheck::off || spec().dmarc != SenderCheck::off;
}
bool SenderChecks::wants_dkim() const {
  return spec().dkim != SenderCheck::off || spec().dmarc != SenderCheck::off;
}

bool SenderChecks::wants_arc() const {
  return !spec().trusts_arc.empty() || server_.spec().sender.seals_arc;
}

std::string SenderChecks::sealers() const {
  std::string text;
  for (const policy::ArcSet& set : arc_->sets) text += (text.empty() ? "" : ", ") + set.sealer;
  return text;
}

bool SenderChecks::is_vouched_for(const std::string& author_domain) const {
  if (!arc_ || arc_->status != policy::ArcStatus::pass) return false;
  const std::vector<std::string>& trusted = spec().trusts_arc;
  for (const policy::ArcSet& set : arc_->sets) {
    const auto is_it = [&](const std::string& domain) {
      return equal_ignoring_case(domain, set.sealer);
    };
    if (std::none_of(trusted.begin(), trusted.end(), is_it)) return false;
  }
  return policy::saw_dmarc_pass(arc_->sets.front(), author_domain);
}

void SenderChecks::check_client(Place place, const ThenRuling& then) {
  if (spec().reverse_name == SenderCheck::off || is_client_checked_) return then(std::nullopt);
  auto machine = std::make_shared<policy::ReverseName>(Address(client_));
  server_.lookups().run(machine, [this, self = shared_from_this(), machine, place, then] {
    const policy::Decision decision = as_wanted(machine->decision(), spec().reverse_name);
    is_client_checked_ = decision.is_accepted();  // a refused client is asked about again
    client_name_ = machine->name();
    const Ruling ruling{trace_decision(decision, "check-reverse-name"), smtp_reply(decision.reply)};
    server_.env().recorder.lead(place, ruling.decision);
    then(decision.is_accepted() ? std::nullopt : std::optional<Ruling>(ruling));
  });
}

void SenderChecks::check_spf(const std::string& reverse_path, const std::string& hello, Place place,
                             const ThenRuling& then) {
  spf_.reset();
  reverse_path_ = reverse_path;
  hello_ = hello;
  if (!wants_spf()) return then(std::nullopt);
  policy::SpfRequest request;
  request.client = Address(client_);
  request.mail_from = reverse_path;
  request.helo = hello;
  request.receiver = server_.server_name();
  request.now_s = server_.env().unix_s();
  auto machine = std::make_shared<policy::Spf>(request);
  server_.lookups().run(machine, [this, self = shared_from_this(), machine, place, then] {
    spf_ = machine->outcome();
    const policy::Decision decision = as_wanted(machine->decision(), spec().spf);
    const Ruling ruling{trace_decision(decision, "check-spf"), smtp_reply(decision.reply)};
    server_.env().recorder.lead(place, ruling.decision);
    then(decision.is_accepted() ? std::nullopt : std::optional<Ruling>(ruling));
  });
}

void SenderChecks::check_mail(const std::string& content, Place place, const ThenOutcome& then) {
  if (!wants_spf() && !wants_dkim() && !wants_arc())
    return then({std::nullopt, content, {}, {}, {}});
  check_arc(content, place, [this, self = shared_from_this(), content, place, then] {
    if (!wants_dkim()) return then(outcome_of(content, {}, nullptr, {}));
    check_dkim(content, place, then);
  });
}

void SenderChecks::check_arc(const std::string& content, Place place,
                             const std::function<void()>& then) {
  arc_.reset();
  if (!wants_arc()) return then();
  policy::DkimVerifier::Options options;
  options.now_s = server_.env().unix_s();
  auto verifier = std::make_shared<policy::ArcVerifier>(content, options);
  server_.lookups().run(verifier, [this, self = shared_from_this(), verifier, place, then] {
    arc_ = verifier->chain();
    const bool is_pass = arc_->status == policy::ArcStatus::pass;
    server_.env().recorder.lead(
        place, Decision{is_pass ? Verdict::accepted : Verdict::noted,
                        "arc-" + std::string(policy::to_text(arc_->status)),
                        {{"sealers", sealers()},
                         {"reason", arc_->reason},
                         {"setting", spec().trusts_arc.empty() ? "seals-arc" : "trusts-arc"}},
                        "RFC 8617, section 5.2",
                        ""});
    then();
  });
}

void SenderChecks::check_dkim(const std::string& content, Place place, const ThenOutcome& then) {
  policy::DkimVerifier::Options options;
  options.now_s = server_.env().unix_s();
  auto verifier = std::make_shared<policy::DkimVerifier>(content, options);
  server_.lookups().run(
      verifier, [this, self = shared_from_this(), verifier, content, place, then] {
        Recorder& recorder = server_.env().recorder;
        for (const policy::DkimResult& result : verifier->results()) {
          recorder.lead(place, trace_decision(decision_about(result), "check-dkim"));
        }
        if (verifier->results().empty()) {
          recorder.lead(place, Decision{Verdict::noted,
                                        "dkim-none",
                                        {{"setting", "check-dkim"}},
                                        "RFC 6376, section 6.1",
                                        ""});
        }
        if (spec().dmarc == SenderCheck::off)
          return then(outcome_of(content, verifier->results(), nullptr, {}));
        check_dmarc(content, verifier->results(), place, then);
      });
}

void SenderChecks::check_dmarc(const std::string& content,
                               const std::vector<policy::DkimResult>& signatures, Place place,
                               const ThenOutcome& then) {
  policy::DmarcRequest request;
  request.author_domain = domain_of(address_in(from_of(content)));
  if (spf_ && spf_->result == policy::SpfResult::pass) {
    request.spf_domain = reverse_path_.empty() ? lower(hello_) : domain_of(reverse_path_);
  }
  for (const policy::DkimResult& result : signatures) {
    if (result.status == policy::DkimStatus::pass) request.dkim_domains.push_back(result.domain);
  }
  auto machine = std::make_shared<policy::Dmarc>(request);
  const std::string author = request.author_domain;
  server_.lookups().run(machine, [this, self = shared_from_this(), machine, author, content,
                                  signatures, place, then] {
    const policy::Decision decision = as_wanted(machine->decision(), spec().dmarc);
    const Ruling ruling{trace_decision(decision, "check-dmarc"), smtp_reply(decision.reply)};
    server_.env().recorder.lead(place, ruling.decision);
    const bool fails = machine->outcome().result == policy::DmarcResult::fail;
    if (fails && is_vouched_for(author)) {
      server_.env().recorder.lead(
          place, Decision{Verdict::accepted,
                          "dmarc-overridden-by-arc",
                          {{"domain", author}, {"sealers", sealers()}, {"setting", "trusts-arc"}},
                          "RFC 8617, section 7.2.1",
                          ""});
    } else if (!decision.is_accepted()) {
      return then({ruling, content, {}, {}, {}});
    }
    then(outcome_of(content, signatures, machine.get(), author));
  });
}

SenderChecks::Outcome SenderChecks::outcome_of(const std::string& content,
                                               const std::vector<policy::DkimResult>& signatures,
                                               const policy::Dmarc* dmarc,
                                               const std::string& author_domain) const {
  std::vector<policy::AuthenticationResult> results;
  if (spf_) {
    const bool is_helo = reverse_path_.empty();
    results.push_back(
        {"spf",
         std::string(policy::to_text(spf_->result)),
         {{is_helo ? "smtp.helo" : "smtp.mailfrom", is_helo ? hello_ : reverse_path_}},
         {}});
  }
  for (const policy::DkimResult& each : signatures) {
    results.push_back({"dkim",
                       std::string(policy::to_text(each.status)),
                       {{"header.d", each.domain}, {"header.s", each.selector}},
                       each.status == policy::DkimStatus::pass ? std::string() : each.reason});
  }
  if (wants_dkim() && signatures.empty()) results.push_back({"dkim", "none", {}, {}});
  if (arc_) {
    // What is known of the way goes with it (RFC 8617, section 6).
    policy::AuthenticationResult result{
        "arc", std::string(policy::to_text(arc_->status)), {}, arc_->reason};
    result.properties.emplace_back("smtp.remote-ip", to_text(client_));
    if (arc_->status == policy::ArcStatus::pass)
      result.properties.emplace_back("header.oldest-pass", std::to_string(arc_->oldest_pass));
    results.push_back(std::move(result));
  }
  Outcome outcome;
  if (dmarc) {
    const policy::DmarcOutcome& found = dmarc->outcome();
    const bool fails = found.result == policy::DmarcResult::fail;
    const bool is_overridden = fails && is_vouched_for(author_domain);
    results.push_back({"dmarc",
                       std::string(policy::to_text(found.result)),
                       {{"header.from", author_domain}},
                       is_overridden ? "let in, for the seals of " + sealers() : std::string()});
    if (spec().dmarc == SenderCheck::enforce && fails && !is_overridden &&
        found.policy == policy::DmarcPolicy::quarantine) {
      outcome.mailbox = spec().junk;
    }
  }
  const std::string field = policy::authentication_results_field(server_.server_name(), results);
  outcome.content = mime::with_field(without_own_results(content, server_.server_name()), field);
  outcome.chain = arc_;
  outcome.results = std::string(trim(cut(field, ':').tail));
  return outcome;
}

}  // namespace mailscope::hosts
