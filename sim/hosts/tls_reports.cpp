#include "sim/hosts/tls_reports.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/hosts/mail_server.h"

namespace mailscope::hosts {
namespace {

constexpr std::int64_t k_day_s = 86'400;
constexpr std::uint64_t k_delay_s_max = 4 * 3'600;  // so that not everybody writes at midnight

// What the report calls it; empty: all went well; nothing: it does not count.
std::optional<std::string> reason_in(const SmtpOutcome& outcome, policy::TlsPolicyKind kind) {
  if (!outcome.was_connected) return std::nullopt;
  if (!outcome.tls_failure.empty()) return outcome.tls_failure;
  if (outcome.was_encrypted) {
    // Without a policy nobody asks whose certificate it is (RFC 7435).
    return kind == policy::TlsPolicyKind::sts ? outcome.certificate_fault : std::string();
  }
  if (outcome.gave_up_without_tls || outcome.mail) return "not-offered";
  return std::nullopt;
}

}  // namespace

void TlsReports::count(const Wishes& wishes, const Called& called, const SmtpOutcome& outcome) {
  if (!server_.spec().sender.sends_tls_reports || !called.has_tried_tls) return;
  const auto reason = reason_in(outcome, wishes.kind);
  if (!reason) return;
  const Environment& env = server_.env();
  const std::int64_t day = env.unix_s() / k_day_s;
  const bool is_new_day = days_.count(day) == 0;
  std::vector<policy::TlsPolicyResult>& results = days_[day][wishes.domain];
  const bool is_dane = wishes.kind == policy::TlsPolicyKind::tlsa;
  policy::TlsPolicyResult wanted;
  wanted.kind = wishes.kind;
  wanted.strings = wishes.strings;
  wanted.domain = is_dane ? called.host : wishes.domain;  // the TLSA base domain (section 1.1)
  wanted.mx_hosts = wishes.mx_hosts;
  auto found = std::find_if(results.begin(), results.end(), [&](const auto& known) {
    return known.kind == wanted.kind && known.domain == wanted.domain &&
           known.strings == wanted.strings;
  });
  if (found == results.end()) found = results.insert(results.end(), std::move(wanted));
  policy::TlsFailure failure;
  if (!wishes.problem.empty()) {
    failure.result_type = wishes.problem;
  } else if (!reason->empty()) {
    failure.result_type = policy::tls_result_type(*reason);
    failure.reason_code = *reason;
  }
  failure.sending_ip = to_text(server_.address());
  failure.receiving_host = called.host;
  failure.receiving_ip = to_text(called.address);
  policy::count(*found, std::move(failure));
  note(wishes.domain, results);
  if (!is_new_day) return;
  const std::int64_t left_s = (day + 1) * k_day_s - env.unix_s();
  Random random =
      fork(env, Purpose::tls_reports, server_.id()).fork(static_cast<std::uint64_t>(day));
  const auto delay_s = left_s + static_cast<std::int64_t>(random.below(k_delay_s_max));
  server_.after(seconds(delay_s), [this, day] { report(day); });
}

// What has been counted is a setting that can be seen.
void TlsReports::note(const std::string& domain,
                      const std::vector<policy::TlsPolicyResult>& results) {
  std::uint64_t successes = 0, failures = 0;
  std::string types;
  for (const policy::TlsPolicyResult& result : results) {
    successes += result.successes;
    failures += result.failures;
    for (const policy::TlsFailure& failure : result.details) {
      types += (types.empty() ? ": " : ", ") + failure.result_type;
    }
  }
  server_.set_setting("tls-report " + domain, std::to_string(successes) + " well, " +
                                                  std::to_string(failures) + " failed" + types);
}

void TlsReports::report(std::int64_t day) {
  const auto found = days_.find(day);
  if (found == days_.end()) return;
  const Results results = std::move(found->second);
  days_.erase(found);
  for (const auto& [domain, of_domain] : results) ask(domain, day, of_domain);
}

void TlsReports::ask(const std::string& domain, std::int64_t day,
                     const std::vector<policy::TlsPolicyResult>& results) {
  const auto name = dns::Name::parse("_smtp._tls." + domain);
  if (!name) return;
  server_.lookups().ask(
      {*name, dns::Type::txt}, [this, domain, day, results](const dns::Answer& answer) {
        std::vector<std::string> destinations;
        for (const dns::Txt& text : dns::data_of<dns::Txt>(answer.records)) {
          const auto read = policy::parse_tls_report_record(text.joined());
          if (read && destinations.empty()) destinations = *read;
        }
        const CauseScope scope(server_.env().recorder);
        for (const std::string& destination : destinations) {
          if (!starts_with_ignoring_case(destination, "mailto:")) continue;
          const auto& domains = server_.spec().local_domains;
          policy::TlsReport made;
          made.organization = domains.empty() ? server_.server_name() : domains.front();
          made.contact = "postmaster@" + made.organization;
          made.id = server_.queue().new_id();
          made.begin_s = day * k_day_s;
          made.end_s = made.begin_s + k_day_s - 1;
          made.domain = domain;
          made.policies = results;
          return send(std::move(made), destination.substr(std::string_view("mailto:").size()));
        }
        server_.lead(Decision{Verdict::noted,
                              "tls-report-not-wanted",
                              {{"domain", domain}, {"setting", "sends-tls-reports"}},
                              "RFC 8460, section 3",
                              ""});
      });
}

void TlsReports::send(policy::TlsReport report, const std::string& destination) {
  const auto to = smtp::path_from(destination);
  const auto from = smtp::path_from(report.contact);
  if (!to || !from) return;
  std::uint64_t successes = 0, failures = 0;
  for (const policy::TlsPolicyResult& result : report.policies) {
    successes += result.successes;
    failures += result.failures;
  }
  server_.lead(Decision{Verdict::accepted,
                        "tls-report-sent",
                        {{"domain", report.domain},
                         {"to", destination},
                         {"well", std::to_string(successes)},
                         {"failed", std::to_string(failures)},
                         {"setting", "sends-tls-reports"}},
                        "RFC 8460, section 5.3",
                        ""});
  std::string content = policy::tls_report_mail(report, report.contact, destination,
                                                server_.server_name(), server_.env().unix_s());
  content = server_.signed_mail(std::move(content), {server_.id(), {}, {}});
  smtp::Transaction transaction;
  transaction.reverse_path = *from;
  transaction.recipients.push_back({*to, {}});
  reports_.insert(report.id);
  server_.queue().take(report.id, transaction, std::move(content));
}

}  // namespace mailscope::hosts
