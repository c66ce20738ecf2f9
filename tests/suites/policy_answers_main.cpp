// What our sender policies say to other people's test suites: lines in, lines out.
//
// Fields are separated by tabs; octets that may be anything are hexadecimal ("-": empty). The driver
// (spf.test.mjs, mailauth.test.mjs) knows the suites' own formats, this program only our rooms.
//
//   clear                                  an empty DNS
//   record NAME TYPE VALUE                 A, AAAA, PTR, CNAME: text; MX: "10 host"; TXT: hex,hex,…
//   dead NAME                              questions that no record of the name answers time out
//   spf ID IP HELO(hex) SENDER(hex)     -> ID result hex(explanation)
//   dkim ID NOW MAIL(hex)               -> ID n status domain reason; …
//   sign ID ALGORITHM HEADER BODY MAIL     -> ID signed mail(hex) key record(hex), for s1 of example.org
//   arc ID NOW MAIL(hex)                -> ID status reason(hex)
//   seal ID DOMAIN RESULTS(hex) MAIL    -> ID sealed mail(hex) key record(hex), for s1 of DOMAIN, RSA
//   dmarc ID FROM SPF-DOMAIN DKIM,…     -> ID result policy
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/base/text.h"
#include "sim/policy/arc.h"
#include "sim/policy/dkim.h"
#include "sim/policy/dmarc.h"
#include "sim/policy/spf.h"

namespace mailscope::policy {
namespace {

std::string from_hex(std::string_view hex) {
  std::string octets;
  if (hex == "-") return octets;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    octets += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  }
  return octets;
}

std::string to_hex(std::string_view octets) {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : octets) {
    hex += k_digits[static_cast<unsigned char>(c) >> 4];
    hex += k_digits[static_cast<unsigned char>(c) & 15];
  }
  return hex.empty() ? "-" : hex;
}

// A whole DNS in a table, with aliases followed as a resolver would.
class Table {
 public:
  void clear() {
    records_.clear();
    dead_.clear();
  }
  void kill(const std::string& name) { dead_.insert(lower(name)); }
  void add(const std::string& name, const std::string& type, const std::string& value) {
    const auto data = data_of(type, value);
    const auto owner = dns::Name::parse(name);
    if (owner && data) records_[lower(owner->text())].push_back({*owner, 3'600, *data, 1});
  }

  dns::Answer ask(const dns::Question& question) const {
    dns::Answer answer;
    answer.question = question;
    std::string at = lower(question.name.text());
    for (int hop = 0; hop < 10; ++hop) {
      const auto found = records_.find(at);
      if (dead_.count(at) > 0 && !has(at, question.type)) {
        answer.kind = dns::AnswerKind::timed_out;
        return answer;
      }
      if (found == records_.end()) {
        answer.kind = has_below(at) ? dns::AnswerKind::no_data : dns::AnswerKind::no_such_name;
        return answer;
      }
      const dns::Record* alias = nullptr;
      for (const dns::Record& record : found->second) {
        if (dns::type_of(record.data) == question.type) answer.records.push_back(record);
        if (std::holds_alternative<dns::Cname>(record.data)) alias = &record;
      }
      if (!answer.records.empty() || !alias) {
        answer.kind = answer.records.empty() ? dns::AnswerKind::no_data : dns::AnswerKind::found;
        return answer;
      }
      answer.aliases.push_back(*alias);
      at = lower(std::get<dns::Cname>(alias->data).target.text());
    }
    answer.kind = dns::AnswerKind::failed;  // a circle of aliases
    return answer;
  }

  template <class Machine>
  void play(Machine& machine) const {
    while (const auto question = machine.next_question()) machine.answer(ask(*question));
  }

 private:
  static std::optional<dns::Data> data_of(const std::string& type, const std::string& value) {
    if (type == "TXT") {
      dns::Txt text;
      for (const std::string_view part : split(value, ',')) text.strings.push_back(from_hex(part));
      return text;
    }
    if (type == "A" || type == "AAAA") {
      const auto address = parse_address(value);
      if (!address) return std::nullopt;
      if (type == "A") return dns::A{address->v4};
      return dns::Aaaa{address->v6};
    }
    const Cut parts = cut(value, ' ');
    const auto target = dns::Name::parse(type == "MX" ? parts.tail : std::string_view(value));
    if (!target) return std::nullopt;
    if (type == "MX") {
      const auto preference = parse_number(parts.head);
      return dns::Mx{static_cast<std::uint16_t>(preference.value_or(0)), *target};
    }
    if (type == "PTR") return dns::Ptr{*target};
    if (type == "CNAME") return dns::Cname{*target};
    return std::nullopt;
  }

  bool has(const std::string& name, dns::Type type) const {
    const auto found = records_.find(name);
    if (found == records_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](const dns::Record& record) {
      return dns::type_of(record.data) == type;
    });
  }

  bool has_below(const std::string& name) const {
    const std::string tail = "." + name;
    for (const auto& [owner, records] : records_) {
      if (owner.size() > tail.size() &&
          owner.compare(owner.size() - tail.size(), tail.size(), tail) == 0) {
        return true;
      }
    }
    return false;
  }

  std::map<std::string, std::vector<dns::Record>> records_;
  std::set<std::string> dead_;
};

void answer_spf(const Table& dns, const std::vector<std::string>& fields) {
  SpfRequest request;
  if (const auto address = parse_address(fields[2])) request.client = *address;
  request.helo = from_hex(fields[3]);
  request.mail_from = from_hex(fields[4]);
  request.receiver = "receiver.example";
  Spf spf(request);
  dns.play(spf);
  std::cout << fields[1] << '\t' << to_text(spf.outcome().result) << '\t'
            << to_hex(spf.outcome().explanation) << '\t' << to_hex(spf.outcome().reason) << '\n';
}

void answer_dkim(const Table& dns, const std::vector<std::string>& fields) {
  DkimVerifier::Options options;
  options.now_s = static_cast<std::int64_t>(parse_number(fields[2]).value_or(0));
  DkimVerifier verifier(from_hex(fields[3]), options);
  dns.play(verifier);
  std::cout << fields[1];
  for (const DkimResult& result : verifier.results()) {
    std::cout << '\t' << to_text(result.status) << ' ' << result.domain << ' '
              << to_hex(result.reason);
  }
  std::cout << '\n';
}

Canonicalization form_of(const std::string& word) {
  return word == "simple" ? Canonicalization::simple : Canonicalization::relaxed;
}

void answer_sign(const std::vector<std::string>& fields) {
  const auto kind = fields[2] == "rsa" ? crypto::KeyKind::rsa : crypto::KeyKind::ed25519;
  const crypto::PrivateKey key = crypto::generate_key(kind, Random(7), 1024);
  DkimSigning signing;
  signing.domain = "example.org";
  signing.selector = "s1";
  signing.header = form_of(fields[3]);
  signing.body = form_of(fields[4]);
  signing.signed_s = 1'772'442'000;
  const std::string mail = from_hex(fields[5]);
  std::cout << fields[1] << '\t' << to_hex(dkim_signature_field(mail, key, signing) + mail) << '\t'
            << to_hex(dkim_key_record(crypto::public_key(key))) << '\n';
}

ArcChain chain_of(const Table& dns, const std::string& mail, std::int64_t now_s) {
  DkimVerifier::Options options;
  options.now_s = now_s;
  ArcVerifier verifier(mail, options);
  dns.play(verifier);
  return verifier.chain();
}

void answer_arc(const Table& dns, const std::vector<std::string>& fields) {
  const auto now_s = static_cast<std::int64_t>(parse_number(fields[2]).value_or(0));
  const ArcChain chain = chain_of(dns, from_hex(fields[3]), now_s);
  std::cout << fields[1] << '\t' << to_text(chain.status) << '\t' << to_hex(chain.reason) << '\n';
}

void answer_seal(const Table& dns, const std::vector<std::string>& fields) {
  const crypto::PrivateKey key = crypto::generate_key(crypto::KeyKind::rsa, Random(7), 1024);
  ArcSealing sealing;
  sealing.domain = fields[2];
  sealing.selector = "s1";
  sealing.signed_s = 1'772'442'000;
  const std::string mail = from_hex(fields[4]);
  const ArcChain chain = chain_of(dns, mail, sealing.signed_s);
  const std::string set = arc_set_fields(mail, chain, from_hex(fields[3]), key, sealing);
  std::cout << fields[1] << '\t' << to_hex(set + mail) << '\t'
            << to_hex(dkim_key_record(crypto::public_key(key))) << '\n';
}

void answer_dmarc(const Table& dns, const std::vector<std::string>& fields) {
  DmarcRequest request;
  request.author_domain = fields[2];
  if (fields[3] != "-") request.spf_domain = fields[3];
  if (fields[4] != "-") {
    for (const std::string_view domain : split(fields[4], ','))
      request.dkim_domains.emplace_back(domain);
  }
  Dmarc dmarc(request);
  dns.play(dmarc);
  std::cout << fields[1] << '\t' << to_text(dmarc.outcome().result) << '\t'
            << to_text(dmarc.outcome().policy) << '\n';
}

int run() {
  Table dns;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::vector<std::string> fields;
    for (const std::string_view field : split(line, '\t')) fields.emplace_back(field);
    if (fields[0] == "clear") dns.clear();
    if (fields[0] == "dead" && fields.size() == 2) dns.kill(fields[1]);
    if (fields[0] == "record" && fields.size() == 4) dns.add(fields[1], fields[2], fields[3]);
    if (fields[0] == "spf" && fields.size() == 5) answer_spf(dns, fields);
    if (fields[0] == "dkim" && fields.size() == 4) answer_dkim(dns, fields);
    if (fields[0] == "sign" && fields.size() == 6) answer_sign(fields);
    if (fields[0] == "arc" && fields.size() == 4) answer_arc(dns, fields);
    if (fields[0] == "seal" && fields.size() == 5) answer_seal(dns, fields);
    if (fields[0] == "dmarc" && fields.size() == 5) answer_dmarc(dns, fields);
  }
  return 0;
}

}  // namespace
}  // namespace mailscope::policy

int main() { return mailscope::policy::run(); }
