// Where a domain's mail goes, and what it asks of those who bring it: MX, MTA-STS (RFC 8461), DANE (RFC 7672);
// and what the sender asks of the way, REQUIRETLS (RFC 8689).
#include <algorithm>

#include "sim/base/text.h"
#include "sim/hosts/mail_queue.h"
#include "sim/hosts/mail_server.h"
#include "sim/mime/header.h"

namespace mailscope::hosts {
namespace {

bool says_tls_required_no(const std::string& content) {
  mime::Faults faults;
  const mime::Header header = mime::parse_header(content, mime::Span{0, content.size()}, faults);
  return std::any_of(header.fields.begin(), header.fields.end(), [&](const mime::Field& field) {
    return equal_ignoring_case(field.name, "TLS-Required") &&
           equal_ignoring_case(trim(field.body.of(content)), "No");
  });
}

}  // namespace

void MailQueue::start_job(Mail& mail, const std::string& domain,
                          std::vector<std::size_t> recipients) {
  auto job = std::make_shared<Job>();
  job->id = mail.id;
  job->domain = domain;
  job->recipients = std::move(recipients);
  if (const auto address = parse_ipv4(domain)) {
    job->targets.push_back({dns::Name{}, Address(*address), 0, false, true, false});
    return try_target(job);
  }
  std::vector<dns::Name> own_names;
  if (const auto own = dns::Name::parse(server_.server_name())) own_names.push_back(*own);
  server_.lookups().find_mail_servers(
      domain, own_names, [this, job](const dns::MailLookupResult& result) {
        Mail* found = find(job->id);
        if (!found) return;
        if (result) {
          job->targets = *result;
          return find_policy(job);
        }
        const dns::MailLookupFailure& failure = result.error();
        const std::string reply =
            std::to_string(failure.reply_code) + " " + failure.enhanced_code + " " + failure.reason;
        const CauseScope scope(server_.env().recorder);
        server_.lead(Decision{failure.is_temporary ? Verdict::deferred : Verdict::refused,
                              failure.code,
                              {{"domain", job->domain}, {"reason", failure.reason}},
                              failure.rule,
                              reply});
        for (const std::size_t index : job->recipients) {
          if (failure.is_temporary) {
            defer(*found, index, reply);
          } else {
            fail(*found, index, reply, "");
          }
        }
        end_job(*job);
      });
}

void MailQueue::find_policy(const std::shared_ptr<Job>& job) {
  const Mail& mail = *find(job->id);
  const SenderSpec& sender = server_.spec().sender;
  // REQUIRETLS is the stronger word (RFC 8689, section 3).
  job->minds_policies = mail.parameters.require_tls || !says_tls_required_no(mail.content);
  if (!job->minds_policies && (sender.uses_mta_sts || sender.uses_dane)) {
    const CauseScope scope(server_.env().recorder);
    server_.lead(Decision{
        Verdict::noted, "tls-required-no", {{"domain", job->domain}}, "RFC 8689, section 3", ""});
  }
  job->is_by_mx = server_.spec().smart_host.empty() && !parse_ipv4(job->domain);
  const bool asks = mail.parameters.require_tls || (sender.uses_mta_sts && job->minds_policies);
  if (!asks || !job->is_by_mx) return try_target(job);
  server_.delivery_policy().find_mta_sts(
      job->domain, [this, job](const std::optional<policy::MtaStsPolicy>& policy) {
        if (!find(job->id)) return;
        job->mta_sts = policy;
        try_target(job);
      });
}

// A host that the policy does not name gets no mail when it is enforced (RFC 8461, section 5.1).
bool MailQueue::is_allowed(const std::shared_ptr<Job>& job) {
  const dns::MailTarget& target = job->targets[job->target];
  if (!job->mta_sts || job->mta_sts->mode == policy::MtaStsMode::none || target.is_literal ||
      policy::mta_sts_allows(*job->mta_sts, target.host)) {
    return true;
  }
  const bool is_enforced = job->mta_sts->mode == policy::MtaStsMode::enforce;
  const CauseScope scope(server_.env().recorder);
  server_.lead(Decision{is_enforced ? Verdict::refused : Verdict::noted,
                        "mta-sts-host-not-named",
                        {{"domain", job->domain},
                         {"server", target.host.text()},
                         {"mode", std::string(text_of_mode(job->mta_sts->mode))},
                         {"setting", "uses-mta-sts"}},
                        "RFC 8461, section 4.1",
                        ""});
  if (is_enforced) {
    job->last_problem = target.host.text() + ": not named by the MTA-STS policy of " + job->domain;
  }
  return !is_enforced;
}

void MailQueue::find_tlsa(const std::shared_ptr<Job>& job) {
  server_.delivery_policy().find_tlsa(job->targets[job->target],
                                      [this, job](const std::vector<dns::Tlsa>& records) {
                                        if (!find(job->id)) return;
                                        job->tlsa = records;
                                        job->is_tlsa_known = true;
                                        try_target(job);
                                      });
}

// What came of a call, for the report to the domain (RFC 8460). A second try without TLS says nothing new.
void MailQueue::count_tls(const Job& job, const SmtpOutcome& outcome) {
  if (!job.is_by_mx || server_.tls_reports().is_report(job.id)) return;
  const dns::MailTarget& target = job.targets[job.target];
  TlsReports::Wishes wishes;
  wishes.domain = job.domain;
  if (!job.tlsa.empty()) {
    wishes.kind = policy::TlsPolicyKind::tlsa;
    for (const dns::Tlsa& record : job.tlsa) {
      wishes.strings.push_back(dns::to_text(dns::Data{record}));
    }
  } else if (job.mta_sts && job.mta_sts->mode != policy::MtaStsMode::none) {
    wishes.kind = policy::TlsPolicyKind::sts;
    const std::string file = mta_sts_file(*job.mta_sts);
    for (std::string_view line : split(file, '\n')) {
      if (!line.empty()) wishes.strings.emplace_back(line.substr(0, line.find('\r')));
    }
    wishes.mx_hosts = job.mta_sts->mx;
  } else if (job.minds_policies) {
    wishes.problem = server_.delivery_policy().problem_of(job.domain);
    if (!wishes.problem.empty()) wishes.kind = policy::TlsPolicyKind::sts;
  }
  const bool has_tried_tls =
      must_be_encrypted(job) ||
      (!job.is_without_tls && server_.spec().outbound_tls != TlsPolicy::none);
  server_.tls_reports().count(wishes, {target.host.text(), target.address.v4, has_tried_tls},
                              outcome);
}

bool MailQueue::must_be_encrypted(const Job& job) { return !guard_of(job).empty(); }

std::string_view MailQueue::guard_of(const Job& job) {
  const Mail* mail = find(job.id);
  if (mail && mail->parameters.require_tls) return "REQUIRETLS";
  if (!job.tlsa.empty()) return "DANE";
  if (job.mta_sts && job.mta_sts->mode == policy::MtaStsMode::enforce) return "MTA-STS";
  return {};
}

// Who could have forged the MX record could have named any server (RFC 8689, section 4.2.1).
bool MailQueue::is_vouched_for(const Job& job) const {
  const dns::MailTarget& target = job.targets[job.target];
  if (target.is_secure) return true;
  return job.mta_sts && job.mta_sts->mode != policy::MtaStsMode::none && !target.is_literal &&
         policy::mta_sts_allows(*job.mta_sts, target.host);
}

// This server does not get a mail that wants TLS all the way; the next one may.
void MailQueue::pass_by(const std::shared_ptr<Job>& job, const std::string& server,
                        const std::string& reply) {
  const CauseScope scope(server_.env().recorder);
  server_.lead(Decision{Verdict::refused,
                        "requiretls-unmet",
                        {{"server", server}, {"reason", reply}},
                        "RFC 8689, section 4.2.1",
                        ""});
  job->unmet = job->last_problem = reply;
  next_target(*job);
  try_target(job);
}

void MailQueue::next_target(Job& job) {
  ++job.target;
  job.is_without_tls = false;
  job.tlsa.clear();
  job.is_tlsa_known = false;
}

}  // namespace mailscope::hosts
