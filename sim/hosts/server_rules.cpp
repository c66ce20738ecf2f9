// Counting, remembering, and saying so.
#include "sim/hosts/server_rules.h"

#include "sim/base/text.h"
#include "sim/hosts/decisions.h"
#include "sim/hosts/mail_server.h"

namespace mailscope::hosts {
namespace {

policy::RateLimit::Options rate_of(const LimitSpec& spec) {
  policy::RateLimit::Options options;
  options.count_max = spec.count_max;
  options.window = spec.window;
  options.what = std::string(name_of(spec.counts));
  options.is_permanent = spec.is_permanent;
  options.text = spec.text;
  return options;
}

Ruling ruling_of(const policy::Decision& decision, const std::string& setting) {
  return {trace_decision(decision, setting), smtp_reply(decision.reply)};
}

}  // namespace

ServerRules::ServerRules(MailServer& server) : server_(server) {
  const MailServerSpec& spec = server.spec();
  for (const LimitSpec& limit : spec.limits)
    limits_.push_back({limit, policy::RateLimit(rate_of(limit))});
  if (spec.greylisting) greylist_.emplace(*spec.greylisting);
  if (!spec.lockout) return;
  policy::RateLimit::Options failures;
  failures.count_max = 1'000'000;  // only counted: what follows is decided here
  failures.window = spec.lockout->window;
  failures_.emplace(failures);
}

std::optional<Ruling> ServerRules::count(LimitCounts what, const std::string& user, Ipv4 client) {
  const Time now = server_.env().net.now();
  for (Limit& limit : limits_) {
    if (limit.spec.counts != what) continue;
    const std::string key = limit.spec.per == LimitPer::account ? user : to_text(client);
    if (key.empty()) continue;  // nobody has logged in: a limit for accounts says nothing
    const std::string setting = "limit " + limit.spec.id;
    const policy::Decision decision = limit.rate.decide(now, key);
    if (!decision.is_accepted()) return ruling_of(decision, setting);
    note(
        setting, key,
        std::to_string(limit.rate.count(now, key)) + " of " + std::to_string(limit.spec.count_max));
  }
  return std::nullopt;
}

std::optional<Ruling> ServerRules::on_connection(Ipv4 client) {
  auto refused = count(LimitCounts::connections, {}, client);
  if (!refused) return std::nullopt;
  // The greeting of a server that takes no more from this client (RFC 5321, section 3.1).
  refused->reply = smtp::make_reply(421, "4.7.0", refused->reply.lines.front());
  refused->decision.reply = smtp::to_text(refused->reply);
  return refused;
}

std::optional<Ruling> ServerRules::on_mail(const std::string& user, Ipv4 client) {
  return count(LimitCounts::mails, user, client);
}

std::optional<Ruling> ServerRules::on_recipient(const std::string& user, Ipv4 client,
                                                const std::string& reverse_path,
                                                const std::string& recipient, const Place& place) {
  if (greylist_ && user.empty()) {
    const Time now = server_.env().net.now();
    const policy::Decision decision =
        greylist_->decide(now, Address(client), reverse_path, recipient);
    if (decision.code != "greylist-trusted") {
      note("greylist", to_text(client) + " <" + reverse_path + "> <" + recipient + ">",
           decision.is_accepted() ? "passed" : "waits");
    }
    if (!decision.is_accepted()) return ruling_of(decision, "greylisting");
    server_.env().recorder.lead(place, trace_decision(decision, "greylisting"));
  }
  return count(LimitCounts::recipients, user, client);
}

std::string ServerRules::lockout_key(const std::string& user, Ipv4 client) const {
  return server_.spec().lockout->per == LimitPer::account ? lower(user) : to_text(client);
}

std::optional<Ruling> ServerRules::on_login(const std::string& user, Ipv4 client) {
  if (!failures_) return std::nullopt;
  const Time now = server_.env().net.now();
  const std::string key = lockout_key(user, client);
  const auto locked = locked_until_.find(key);
  if (locked == locked_until_.end()) return std::nullopt;
  if (locked->second <= now) {
    locked_until_.erase(locked);
    note("lockout", key, "open");
    return std::nullopt;
  }
  const Duration left = locked->second - now;
  return ruling_of({policy::Verdict::deferred,
                    "login-locked",
                    {{"user", user},
                     {"client", to_text(client)},
                     {"failures-max", std::to_string(server_.spec().lockout->failures_max)},
                     {"seconds-left", std::to_string(left.us / 1'000'000)}},
                    "RFC 4954, section 6",
                    {454, "4.7.0", "Too many failed logins, try again later"}},
                   "lockout");
}

void ServerRules::login_failed(const std::string& user, Ipv4 client) {
  if (!failures_) return;
  const LockoutSpec& spec = *server_.spec().lockout;
  const Time now = server_.env().net.now();
  const std::string key = lockout_key(user, client);
  static_cast<void>(failures_->decide(now, key));
  const std::uint64_t failures = failures_->count(now, key);
  if (failures < spec.failures_max) {
    return note("lockout", key,
                std::to_string(failures) + " of " + std::to_string(spec.failures_max));
  }
  locked_until_[key] = now + spec.length;
  note("lockout", key, "locked until " + seconds_text(now + spec.length));
}

void ServerRules::login_succeeded(const std::string& user, Ipv4 client) {
  if (!failures_) return;
  const std::string key = lockout_key(user, client);
  if (failures_->count(server_.env().net.now(), key) == 0) return;
  failures_->forget(key);
  note("lockout", key, "open");
}

void ServerRules::note(const std::string& table, const std::string& key, const std::string& value) {
  server_.set_setting(table + " " + key, value);
}

}  // namespace mailscope::hosts
