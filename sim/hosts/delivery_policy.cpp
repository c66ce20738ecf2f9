// Lookups for MTA-STS and DANE, each result recorded with its reason.
#include "sim/hosts/delivery_policy.h"

#include "sim/base/text.h"
#include "sim/hosts/mail_server.h"
#include "sim/hosts/setting_words.h"
#include "sim/policy/transport_records.h"

namespace mailscope::hosts {
namespace {

constexpr Duration k_fetch_takes = milliseconds(60);  // TCP, TLS and one request, all told

}  // namespace

std::string_view text_of_mode(policy::MtaStsMode mode) {
  switch (mode) {
    case policy::MtaStsMode::none: return "none";
    case policy::MtaStsMode::testing: return "testing";
    case policy::MtaStsMode::enforce: return "enforce";
  }
  return "";
}

std::string mta_sts_file(const policy::MtaStsPolicy& policy) {
  std::string file = "version: STSv1\r\nmode: " + std::string(text_of_mode(policy.mode)) + "\r\n";
  for (const std::string& host : policy.mx) file += "mx: " + host + "\r\n";
  return file + "max_age: " + std::to_string(policy.max_age_s) + "\r\n";
}

std::optional<policy::MtaStsPolicy> DeliveryPolicy::kept(const std::string& domain) const {
  const auto found = kept_.find(domain);
  if (found == kept_.end() || found->second.until <= server_.env().net.now()) return std::nullopt;
  return found->second.policy;
}

void DeliveryPolicy::find_mta_sts(const std::string& domain, const ThenPolicy& then) {
  const auto name = dns::Name::parse("_mta-sts." + domain);
  if (!name) return then(std::nullopt);
  server_.lookups().ask({*name, dns::Type::txt}, [this, domain, then](const dns::Answer& answer) {
    std::vector<std::string> texts;
    for (const dns::Txt& text : dns::data_of<dns::Txt>(answer.records))
      texts.push_back(text.joined());
    const auto id = policy::mta_sts_id(texts);
    if (!id) return then(kept(domain));
    const auto found = kept_.find(domain);
    if (found != kept_.end() && found->second.id == *id && kept(domain)) return then(kept(domain));
    fetch(domain, *id, then);
  });
}

void DeliveryPolicy::fetch(const std::string& domain, const std::string& id,
                           const ThenPolicy& then) {
  const auto name = dns::Name::parse("mta-sts." + domain);
  if (!name) return not_fetched(domain, Problem::fetch_error, "no such name", then);
  server_.lookups().ask({*name, dns::Type::a}, [this, domain, id, then](const dns::Answer& answer) {
    const auto& files = server_.env().mta_sts_files;
    const auto addresses = dns::data_of<dns::A>(answer.records);
    if (addresses.empty())
      return not_fetched(domain, Problem::fetch_error, "mta-sts." + domain + " has no address",
                         then);
    const auto file = files.find({domain, addresses.front().address});
    if (file == files.end())
      return not_fetched(domain, Problem::fetch_error, "there is no policy at mta-sts." + domain,
                         then);
    server_.after(k_fetch_takes, [this, domain, id, text = file->second, then] {
      fetched(domain, id, text, then);
    });
  });
}

void DeliveryPolicy::fetched(const std::string& domain, const std::string& id,
                             const std::string& file, const ThenPolicy& then) {
  const auto policy = policy::parse_mta_sts(file);
  if (!policy) return not_fetched(domain, Problem::invalid, policy.error(), then);
  const Time until =
      server_.env().net.now() + seconds(static_cast<std::int64_t>(policy->max_age_s));
  kept_[domain] = {id, *policy, until};
  problems_.erase(domain);
  const CauseScope scope(server_.env().recorder);
  server_.lead(Decision{Verdict::accepted,
                        "mta-sts-fetched",
                        {{"domain", domain},
                         {"id", id},
                         {"mode", std::string(text_of_mode(policy->mode))},
                         {"mx", joined(policy->mx)},
                         {"max-age-s", std::to_string(policy->max_age_s)},
                         {"setting", "uses-mta-sts"}},
                        "RFC 8461, section 3.3",
                        ""});
  server_.set_setting("mta-sts " + domain, std::string(text_of_mode(policy->mode)) + ": " +
                                               joined(policy->mx) + ", until " +
                                               seconds_text(until));
  then(*policy);
}

std::string DeliveryPolicy::problem_of(const std::string& domain) const {
  const auto found = problems_.find(domain);
  if (found == problems_.end()) return {};
  return found->second == Problem::invalid ? "sts-policy-invalid" : "sts-policy-fetch-error";
}

void DeliveryPolicy::not_fetched(const std::string& domain, Problem problem, const std::string& why,
                                 const ThenPolicy& then) {
  problems_[domain] = problem;
  const CauseScope scope(server_.env().recorder);
  server_.lead(Decision{Verdict::noted,
                        "mta-sts-not-fetched",
                        {{"domain", domain}, {"reason", why}, {"setting", "uses-mta-sts"}},
                        "RFC 8461, section 3.3",
                        ""});
  then(kept(domain));
}

void DeliveryPolicy::find_tlsa(const dns::MailTarget& target, const ThenTlsa& then) {
  const auto name = target.host.is_root()
                        ? std::nullopt
                        : std::optional(dns::Name::parse("_25._tcp." + target.host.text()));
  if (!target.is_secure || !name || !*name) return then({});
  const std::string host = target.host.text();
  server_.lookups().ask({**name, dns::Type::tlsa}, [this, host, then](const dns::Answer& answer) {
    std::vector<dns::Tlsa> usable;
    if (answer.is_secure) {
      for (const dns::Tlsa& record : dns::data_of<dns::Tlsa>(answer.records)) {
        if (policy::match_tlsa({record}, {}).has_usable_record) usable.push_back(record);
      }
    }
    if (usable.empty()) return then({});
    const CauseScope scope(server_.env().recorder);
    server_.lead(Decision{Verdict::accepted,
                          "dane-found",
                          {{"server", host},
                           {"record", dns::to_text(dns::Data{usable.front()})},
                           {"setting", "uses-dane"}},
                          "RFC 7672, section 2.2",
                          ""});
    then(usable);
  });
}

}  // namespace mailscope::hosts
