#include "sim/policy/limits.h"

#include <algorithm>
#include <utility>

#include "sim/base/check.h"

namespace mailscope::policy {
namespace {

std::string seconds_of(Duration duration) {
  return std::to_string((duration.us + 999'999) / 1'000'000);
}

// "24 hours", "90 minutes", "10 seconds": the largest unit that needs no fraction.
std::string in_words(Duration duration) {
  const std::int64_t s = duration.us / 1'000'000;
  const auto unit = [](std::int64_t count, const char* name) {
    return std::to_string(count) + " " + name + (count == 1 ? "" : "s");
  };
  if (s % 3600 == 0) return unit(s / 3600, "hour");
  return s % 60 == 0 ? unit(s / 60, "minute") : unit(s, "second");
}

Decision accepted(const char* code, Facts facts, const char* rule) {
  return {Verdict::accepted, code, std::move(facts), rule, {250, "2.0.0", "Ok"}};
}

}  // namespace

RateLimit::RateLimit(Options options) : options_(std::move(options)) {
  MUST(options_.window.us > 0 && options_.keys_max > 0);
}

std::uint64_t RateLimit::count(Time now, const std::string& key) const {
  const auto found = uses_.find(key);
  if (found == uses_.end()) return 0;
  std::uint64_t count = 0;
  for (const Use& use : found->second) {
    if (use.at + options_.window > now) count += use.count;
  }
  return count;
}

Decision RateLimit::decide(Time now, const std::string& key, std::uint64_t count) {
  const std::uint64_t before = this->count(now, key);
  Facts facts{{"key", key},
              {"count", std::to_string(before + count)},
              {"limit", std::to_string(options_.count_max)},
              {"window-s", seconds_of(options_.window)}};
  if (count <= options_.count_max && before <= options_.count_max - count) {
    forget(now);
    auto& uses = uses_[key];
    while (!uses.empty() && uses.front().at + options_.window <= now) uses.pop_front();
    if (!uses.empty() && uses.back().at == now) {
      uses.back().count += count;
    } else {
      uses.push_back({now, count});
    }
    return accepted("within-rate-limit", std::move(facts), "RFC 5321, section 7.8");
  }
  const auto found = uses_.find(key);
  if (found != uses_.end()) {
    // When enough of what counts now will have grown too old.
    std::uint64_t left = before;
    for (const Use& use : found->second) {
      if (use.at + options_.window <= now) continue;
      left -= use.count;
      if (left + count > options_.count_max) continue;
      facts.emplace_back("retry-after-s", seconds_of(use.at + options_.window - now));
      break;
    }
  }
  std::string text = options_.text;
  if (text.empty()) {
    text = "Limit of " + std::to_string(options_.count_max) + " " + options_.what + " in " +
           in_words(options_.window) + " exceeded";
  }
  if (options_.is_permanent) {
    return {Verdict::refused,
            "rate-limit-exceeded",
            std::move(facts),
            "RFC 5321, section 7.8",
            {550, "5.7.1", std::move(text)}};
  }
  return {Verdict::deferred,
          "rate-limit-exceeded",
          std::move(facts),
          "RFC 5321, section 7.8",
          {450, "4.7.1", std::move(text)}};
}

// Keys without a use in the window go; then, if there are still too many, the one unused for
// longest.
void RateLimit::forget(Time now) {
  if (uses_.size() < options_.keys_max) return;
  for (auto it = uses_.begin(); it != uses_.end();) {
    it = it->second.empty() || it->second.back().at + options_.window <= now ? uses_.erase(it)
                                                                             : std::next(it);
  }
  while (uses_.size() >= options_.keys_max) {
    uses_.erase(std::min_element(uses_.begin(), uses_.end(), [](const auto& a, const auto& b) {
      return a.second.back().at < b.second.back().at;
    }));
  }
}

Decision size_decision(std::uint64_t octets, std::uint64_t octets_max) {
  Facts facts{{"octets", std::to_string(octets)}, {"limit", std::to_string(octets_max)}};
  if (octets_max == 0 || octets <= octets_max) {
    return accepted("within-size-limit", std::move(facts), "RFC 1870, section 6.1");
  }
  return {Verdict::refused,
          "message-too-big",
          std::move(facts),
          "RFC 1870, section 6.1",
          {552, "5.3.4",
           "Message size exceeds the limit of " + std::to_string(octets_max) + " octets"}};
}

Decision recipients_decision(std::uint64_t recipients, std::uint64_t recipients_max) {
  Facts facts{{"recipients", std::to_string(recipients)},
              {"limit", std::to_string(recipients_max)}};
  if (recipients_max == 0 || recipients <= recipients_max) {
    return accepted("within-recipient-limit", std::move(facts), "RFC 5321, section 4.5.3.1.8");
  }
  return {Verdict::deferred,
          "too-many-recipients",
          std::move(facts),
          "RFC 5321, section 4.5.3.1.10",
          {452, "4.5.3", "Too many recipients, send the rest in another transaction"}};
}

Decision loop_decision(std::size_t received_count, std::size_t received_max) {
  Facts facts{{"received", std::to_string(received_count)},
              {"limit", std::to_string(received_max)}};
  if (received_count <= received_max) {
    return accepted("no-loop", std::move(facts), "RFC 5321, section 6.3");
  }
  return {Verdict::refused,
          "mail-loop",
          std::move(facts),
          "RFC 5321, section 6.3",
          {554, "5.4.6", "Too many hops, this mail goes in circles"}};
}

Duration tarpit_delay(const Tarpit& tarpit, int errors) {
  if (errors <= tarpit.errors_free) return {};
  return std::min(tarpit.step * (errors - tarpit.errors_free), tarpit.delay_max);
}

}  // namespace mailscope::policy
