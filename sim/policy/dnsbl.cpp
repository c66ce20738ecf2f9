#include "sim/policy/dnsbl.h"

#include <algorithm>
#include <utility>

#include "sim/base/check.h"

namespace mailscope::policy {
namespace {

constexpr std::uint32_t k_loopback = 0x7F00'0000;
constexpr std::uint32_t k_loopback_mask = 0xFF00'0000;

// The first address that means "listed" for this list.
std::optional<Ipv4> listing_in(const dns::Answer& answer, const DnsblList& list) {
  for (const dns::A& a : dns::data_of<dns::A>(answer.records)) {
    // Anything else is no list speaking, but a domain that somebody else has bought.
    if ((a.address.value & k_loopback_mask) != k_loopback) continue;
    const auto code = static_cast<std::uint8_t>(a.address.value & 255);
    const bool counts = list.codes.empty() ||
                        std::find(list.codes.begin(), list.codes.end(), code) != list.codes.end();
    if (counts) return a.address;
  }
  return std::nullopt;
}

}  // namespace

Dnsbl::Dnsbl(const Address& client, std::vector<DnsblList> lists)
    : client_(client), lists_(std::move(lists)) {
  decision_ = evaluate();
}

void Dnsbl::answer(const dns::Answer& answer) {
  if (questions_.answer(answer) && !decision_) decision_ = evaluate();
}

const Decision& Dnsbl::decision() const {
  MUST(decision_.has_value());
  return *decision_;
}

std::optional<Decision> Dnsbl::evaluate() {
  Facts facts{{"client", mailscope::to_text(client_)}};
  bool is_waiting = false;
  for (const DnsblList& list : lists_) {
    const auto name = dns::Name::parse(reversed_labels(client_) + "." + list.zone);
    if (!name) continue;
    const dns::Answer* listed = questions_.find({*name, dns::Type::a});
    if (listed == nullptr) {
      is_waiting = true;  // go on: all lists are asked at the same time
      continue;
    }
    if (listed->is_temporary()) facts.emplace_back("unanswered", list.zone);
    const auto listing = listing_in(*listed, list);
    if (!listing) continue;
    const dns::Answer* reason = questions_.find({*name, dns::Type::txt});
    if (reason == nullptr) return std::nullopt;
    facts.emplace_back("list", list.zone);
    facts.emplace_back("code", mailscope::to_text(*listing));
    std::string text = "Service unavailable; client [" + mailscope::to_text(client_) +
                       "] blocked using " + list.zone;
    const auto words = dns::data_of<dns::Txt>(reason->records);
    if (!words.empty()) {
      facts.emplace_back("reason", words.front().joined());
      text += "; " + words.front().joined();
    }
    return Decision{Verdict::refused,
                    "dnsbl-listed",
                    std::move(facts),
                    "RFC 5782, section 2.1",
                    {554, "5.7.1", std::move(text)}};
  }
  if (is_waiting) return std::nullopt;
  return Decision{Verdict::accepted,
                  "dnsbl-not-listed",
                  std::move(facts),
                  "RFC 5782, section 2.1",
                  {250, "2.0.0", "Ok"}};
}

}  // namespace mailscope::policy
