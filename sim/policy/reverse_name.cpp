// First the name of the address, then the addresses of the name.
#include "sim/policy/reverse_name.h"

#include <utility>

#include "sim/base/check.h"

namespace mailscope::policy {
namespace {

constexpr std::size_t k_names_max = 10;  // as for SPF's "ptr" (RFC 7208, section 4.6.4)

bool leads_to(const dns::Answer& answer, const Address& client) {
  for (const dns::Record& record : answer.records) {
    const auto* a = std::get_if<dns::A>(&record.data);
    const auto* aaaa = std::get_if<dns::Aaaa>(&record.data);
    if (a != nullptr && Address(a->address) == client) return true;
    if (aaaa != nullptr && Address(aaaa->address) == client) return true;
  }
  return false;
}

Decision refused(std::string code, Facts facts, std::string text) {
  return {Verdict::refused,
          std::move(code),
          std::move(facts),
          "RFC 7372, section 3.3",
          {550, "5.7.25", std::move(text)}};
}

}  // namespace

ReverseName::ReverseName(const Address& client) : client_(client) { decision_ = evaluate(); }

void ReverseName::answer(const dns::Answer& answer) {
  if (questions_.answer(answer) && !decision_) decision_ = evaluate();
}

const Decision& ReverseName::decision() const {
  MUST(decision_.has_value());
  return *decision_;
}

std::optional<Decision> ReverseName::evaluate() {
  const std::string client = mailscope::to_text(client_);
  Facts facts{{"client", client}};
  const auto reverse = dns::Name::parse(reverse_name(client_));
  MUST(reverse.has_value());
  const dns::Answer* pointers = questions_.find({*reverse, dns::Type::ptr});
  if (pointers == nullptr) return std::nullopt;
  bool is_unanswered = pointers->is_temporary();
  std::string first;
  std::size_t asked = 0;
  for (const dns::Ptr& pointer : dns::data_of<dns::Ptr>(pointers->records)) {
    if (++asked > k_names_max) break;
    if (first.empty()) first = pointer.target.text();
    const dns::Type type = client_.is_ipv4() ? dns::Type::a : dns::Type::aaaa;
    const dns::Answer* addresses = questions_.find({pointer.target, type});
    if (addresses == nullptr) return std::nullopt;
    is_unanswered = is_unanswered || addresses->is_temporary();
    if (!leads_to(*addresses, client_)) continue;
    name_ = pointer.target.text();
    facts.emplace_back("name", name_);
    return Decision{Verdict::accepted,
                    "reverse-name-found",
                    std::move(facts),
                    "RFC 1035, section 3.5",
                    {250, "2.0.0", "Ok"}};
  }
  if (is_unanswered) {
    return Decision{Verdict::noted,
                    "reverse-name-unanswered",
                    std::move(facts),
                    "RFC 7372, section 3.3",
                    {250, "2.0.0", "Ok"}};
  }
  if (first.empty()) {
    return refused("reverse-name-none", std::move(facts),
                   "Client [" + client + "] has no name in the DNS");
  }
  facts.emplace_back("name", first);
  return refused("reverse-name-mismatch", std::move(facts),
                 "Client [" + client + "] is called " + first + ", and that has another address");
}

}  // namespace mailscope::policy
