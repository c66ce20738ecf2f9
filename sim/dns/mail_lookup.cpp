#include "sim/dns/mail_lookup.h"

#include <algorithm>
#include <utility>

#include "sim/base/text.h"
#include "sim/dns/idna.h"

namespace mailscope::dns {
namespace {

constexpr const char* k_mx_rule = "RFC 5321, section 5.1";

// "192.0.2.1" or "IPv6:2001:db8::1" from between the brackets (RFC 5321, section 4.1.3).
std::optional<Address> parse_literal(std::string_view inside) {
  if (starts_with_ignoring_case(inside, "IPv6:")) {
    const auto v6 = parse_ipv6(inside.substr(5));
    return v6 ? std::optional<Address>(*v6) : std::nullopt;
  }
  const auto v4 = parse_ipv4(inside);
  return v4 ? std::optional<Address>(*v4) : std::nullopt;
}

MailLookupFailure permanent(std::string code, std::string reason, std::string rule,
                            std::string enhanced_code) {
  return {false, std::move(code),         std::move(reason), std::move(rule),
          550,   std::move(enhanced_code)};
}

MailLookupFailure later(std::string reason) {
  return {true, "dns-failed", std::move(reason), k_mx_rule, 451, "4.4.3"};
}

}  // namespace

MailLookup::MailLookup(std::string_view domain, Options options, Random random)
    : options_(std::move(options)), random_(random) {
  if (!domain.empty() && domain.front() == '[') {
    take_literal(domain);
  } else {
    take_domain(domain);
  }
}

void MailLookup::take_literal(std::string_view domain) {
  const auto inside = domain.substr(1, domain.size() - std::min<std::size_t>(domain.size(), 2));
  const auto address = domain.back() == ']' ? parse_literal(inside) : std::nullopt;
  if (!address) {
    return fail(permanent("bad-address-literal", std::string(domain) + " is no address literal",
                          "RFC 5321, section 4.1.3", "5.1.3"));
  }
  MailTarget target;
  target.address = *address;
  target.is_literal = true;
  result_ = MailLookupResult(std::vector<MailTarget>{target});
}

void MailLookup::take_domain(std::string_view domain) {
  const auto ascii = to_ascii_domain(domain);
  const auto name = Name::parse(ascii.value_or(""));
  if (!name || name->is_root()) {
    return fail(permanent("bad-domain", "\"" + std::string(domain) + "\" is no domain name",
                          "RFC 5321, section 4.1.2", "5.1.3"));
  }
  domain_ = *name;
  questions_.push_back({domain_, Type::mx});
}

std::optional<Question> MailLookup::next_question() {
  if (questions_.empty()) return std::nullopt;
  Question question = std::move(questions_.front());
  questions_.pop_front();
  return question;
}

void MailLookup::answer(const Answer& answer) {
  if (is_done()) return;
  if (answer.question.type == Type::mx && answer.question.name == domain_) {
    if (!mx_is_known_) take_mx(answer);
    return;
  }
  for (Exchange& exchange : exchanges_) {
    if (!(exchange.host == answer.question.name)) continue;
    if (answer.question.type == Type::a) exchange.a = answer;
    if (answer.question.type == Type::aaaa) exchange.aaaa = answer;
  }
  finish_if_complete();
}

const MailLookupResult& MailLookup::result() const {
  MUST(result_.has_value());
  return *result_;
}

void MailLookup::fail(MailLookupFailure failure) {
  questions_.clear();
  result_ = MailLookupResult(Error{std::move(failure)});
}

void MailLookup::take_mx(const Answer& answer) {
  mx_is_known_ = true;
  const std::string domain = domain_.text();
  if (answer.is_temporary()) {
    return fail(
        later("the MX records of " + domain + " could not be looked up: " + to_text(answer)));
  }
  if (answer.kind == AnswerKind::no_such_name) {
    return fail(permanent("no-such-domain", "the domain " + domain + " does not exist", k_mx_rule,
                          "5.1.2"));
  }
  if (answer.kind == AnswerKind::no_data) {
    remarks_.push_back(domain + " has no MX record: its own address is used, as an implicit MX");
    is_implicit_ = true;
    exchanges_.push_back(
        {0, answer.canonical_name(), answer.is_secure, std::nullopt, std::nullopt});
    return ask_addresses();
  }
  take_exchanges(answer);
}

void MailLookup::take_exchanges(const Answer& answer) {
  const std::string domain = domain_.text();
  const auto all = data_of<Mx>(answer.records);
  if (all.size() == 1 && all.front().exchange.is_root()) {
    MailLookupFailure failure = permanent("null-mx", domain + " accepts no mail: its MX is \".\"",
                                          "RFC 7505, section 3", "5.1.10");
    failure.reply_code = 556;
    return fail(std::move(failure));
  }
  for (const Mx& mx : all) {
    if (mx.exchange.is_root()) {
      remarks_.push_back("\".\" beside other MX records means nothing (RFC 7505, section 3)");
      continue;
    }
    if (parse_ipv4(mx.exchange.text())) {
      remarks_.push_back("an MX names a host, never an address: " + mx.exchange.text());
    }
    exchanges_.push_back(
        {mx.preference, mx.exchange, answer.is_secure, std::nullopt, std::nullopt});
  }
  order_exchanges();
  drop_from_self();
  if (exchanges_.empty()) {
    MailLookupFailure failure = permanent(
        "mx-is-self", "the best MX of " + domain + " is this host, which does not take its mail",
        k_mx_rule, "5.4.6");
    failure.reply_code = 554;
    return fail(std::move(failure));
  }
  if (exchanges_.size() > options_.exchanges_max) exchanges_.resize(options_.exchanges_max);
  ask_addresses();
}

// By preference, those of equal preference in random order to spread the load.
void MailLookup::order_exchanges() {
  for (std::size_t i = exchanges_.size(); i > 1; --i) {
    std::swap(exchanges_[i - 1], exchanges_[static_cast<std::size_t>(random_.below(i))]);
  }
  std::stable_sort(exchanges_.begin(), exchanges_.end(), [](const Exchange& a, const Exchange& b) {
    return a.preference < b.preference;
  });
}

// A relay that finds itself in the list uses only what is better than itself: else mail goes in
// circles.
void MailLookup::drop_from_self() {
  for (const Exchange& exchange : exchanges_) {
    const bool is_own = std::find(options_.own_names.begin(), options_.own_names.end(),
                                  exchange.host) != options_.own_names.end();
    if (!is_own) continue;
    const std::uint16_t own = exchange.preference;
    exchanges_.erase(std::find_if(exchanges_.begin(), exchanges_.end(),
                                  [&](const Exchange& other) { return other.preference >= own; }),
                     exchanges_.end());
    remarks_.push_back("this host is an MX of the domain: only better preferences than " +
                       std::to_string(own) + " are used");
    return;
  }
}

void MailLookup::ask_addresses() {
  std::vector<Name> asked;
  for (const Exchange& exchange : exchanges_) {
    if (std::find(asked.begin(), asked.end(), exchange.host) != asked.end()) continue;
    asked.push_back(exchange.host);
    if (options_.use_ipv6) questions_.push_back({exchange.host, Type::aaaa});
    questions_.push_back({exchange.host, Type::a});
  }
}

void MailLookup::finish_if_complete() {
  if (!mx_is_known_) return;
  for (const Exchange& exchange : exchanges_) {
    if (!exchange.a || (options_.use_ipv6 && !exchange.aaaa)) return;
  }
  std::vector<MailTarget> targets;
  std::string problems;
  bool is_temporary = false;
  for (const Exchange& exchange : exchanges_) {
    const std::size_t before = targets.size();
    add_targets(exchange, targets);
    if (targets.size() > before) continue;
    is_temporary = is_temporary || exchange.a->is_temporary() ||
                   (exchange.aaaa && exchange.aaaa->is_temporary());
    problems += (problems.empty() ? "" : "; ") + exchange.host.text() + ": " + to_text(*exchange.a);
  }
  if (!targets.empty()) {
    if (!problems.empty()) remarks_.push_back("without an address: " + problems);
    result_ = MailLookupResult(std::move(targets));
    return;
  }
  if (is_temporary) return fail(later("no address could be looked up (" + problems + ")"));
  fail(permanent("no-address",
                 is_implicit_ ? domain_.text() + " has neither MX nor address"
                              : "no MX of " + domain_.text() + " has an address (" + problems + ")",
                 k_mx_rule, "5.4.4"));
}

void MailLookup::add_targets(const Exchange& exchange, std::vector<MailTarget>& targets) {
  const auto add = [&](const Answer& answer, const Address& address) {
    MailTarget target;
    target.host = exchange.host;
    target.address = address;
    target.preference = exchange.preference;
    target.is_implicit = is_implicit_;
    target.is_secure = exchange.is_secure && answer.is_secure;
    targets.push_back(std::move(target));
  };
  if (!is_implicit_ && !exchange.a->aliases.empty()) {
    remarks_.push_back(exchange.host.text() + " is an alias, which an MX must not name (" +
                       k_mx_rule + ")");
  }
  if (exchange.aaaa) {
    for (const Aaaa& aaaa : data_of<Aaaa>(exchange.aaaa->records))
      add(*exchange.aaaa, aaaa.address);
  }
  for (const A& a : data_of<A>(exchange.a->records)) add(*exchange.a, a.address);
}

}  // namespace mailscope::dns
