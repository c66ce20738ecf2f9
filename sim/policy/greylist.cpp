#include "sim/policy/greylist.h"

#include <algorithm>
#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"

namespace mailscope::policy {
namespace {

constexpr const char* k_greylist_rule = "RFC 6647, section 2.4";

Prefix network_of(const Address& client, int ipv4_length) {
  Prefix network{client, client.is_ipv4() ? ipv4_length : 64};
  if (client.is_ipv4()) {
    const auto host_bits = static_cast<unsigned>(32 - ipv4_length);
    const std::uint32_t mask = host_bits == 32 ? 0 : 0xFFFF'FFFFU << host_bits;
    network.address.v4.value &= mask;
  } else {
    std::fill(network.address.v6.octets.begin() + 8, network.address.v6.octets.end(),
              std::uint8_t{0});
  }
  return network;
}

Decision accepted(const char* code, Facts facts) {
  return {Verdict::accepted, code, std::move(facts), k_greylist_rule, {250, "2.1.5", "Ok"}};
}

Decision deferred(const char* code, Facts facts, Duration wait) {
  const std::string wait_s = std::to_string((wait.us + 999'999) / 1'000'000);
  facts.emplace_back("retry-after-s", wait_s);
  return {Verdict::deferred,
          code,
          std::move(facts),
          k_greylist_rule,
          {451, "4.7.1", "Greylisted, please try again in " + wait_s + " seconds"}};
}

}  // namespace

Greylist::Greylist(Options options) : options_(std::move(options)) {
  MUST(options_.network_length >= 0 && options_.network_length <= 32 && options_.entries_max > 0);
}

Decision Greylist::decide(Time now, const Address& client, std::string_view reverse_path,
                          std::string_view recipient) {
  const std::string network = mailscope::to_text(network_of(client, options_.network_length));
  Facts facts{{"client", mailscope::to_text(client)},
              {"network", network},
              {"reverse-path", std::string(reverse_path)},
              {"recipient", std::string(recipient)}};
  const bool is_trusted =
      std::any_of(options_.trusted.begin(), options_.trusted.end(),
                  [&](const Prefix& prefix) { return prefix.contains(client); });
  if (is_trusted) return accepted("greylist-trusted", std::move(facts));
  if (options_.client_passes > 0 && passes_of(now, network) >= options_.client_passes) {
    return accepted("greylist-client-known", std::move(facts));
  }
  const Key key{network, lower(reverse_path), lower(recipient)};
  const auto found = states_.find(key);
  if (found == states_.end() || is_over(found->second, now)) {
    if (found == states_.end()) make_room(now);
    states_[key] = State{now, now, false};
    return deferred("greylist-first-seen", std::move(facts), options_.delay);
  }
  State& state = found->second;
  facts.emplace_back("seen-before-s", std::to_string((now - state.first_seen).us / 1'000'000));
  if (!state.has_passed && now < state.first_seen + options_.delay) {
    return deferred("greylist-too-early", std::move(facts),
                    state.first_seen + options_.delay - now);
  }
  state.last_seen = now;
  return accepted(std::exchange(state.has_passed, true) ? "greylist-known" : "greylist-passed",
                  std::move(facts));
}

std::vector<Greylist::Entry> Greylist::entries(Time now) const {
  std::vector<Entry> entries;
  for (const auto& [key, state] : states_) {
    if (is_over(state, now)) continue;
    entries.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), state.first_seen,
                       state.last_seen, state.has_passed});
  }
  return entries;
}

bool Greylist::is_over(const State& state, Time now) const {
  return state.has_passed ? state.last_seen + options_.remembered <= now
                          : state.first_seen + options_.retry_window < now;
}

int Greylist::passes_of(Time now, const std::string& client) const {
  int passes = 0;
  for (auto it = states_.lower_bound(Key{client, "", ""});
       it != states_.end() && std::get<0>(it->first) == client; ++it) {
    if (it->second.has_passed && !is_over(it->second, now)) ++passes;
  }
  return passes;
}

// What is over goes first, then what has been silent for longest.
void Greylist::make_room(Time now) {
  if (states_.size() < options_.entries_max) return;
  for (auto it = states_.begin(); it != states_.end();) {
    it = is_over(it->second, now) ? states_.erase(it) : std::next(it);
  }
  while (states_.size() >= options_.entries_max) {
    states_.erase(std::min_element(
        states_.begin(), states_.end(),
        [](const auto& a, const auto& b) { return a.second.last_seen < b.second.last_seen; }));
  }
}

}  // namespace mailscope::policy
