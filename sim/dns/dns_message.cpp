#include "sim/dns/dns_message.h"

#include <algorithm>

#include "sim/base/text.h"

namespace mailscope::dns {
namespace {

constexpr std::uint16_t k_extended_error = 15;  // RFC 8914

std::string records_text(const std::vector<Record>& records) {
  std::string text;
  for (const Record& record : records) {
    if (!text.empty()) text += "; ";
    text += to_text(type_of(record.data)) + " " + to_text(record.data);
  }
  return text;
}

}  // namespace

std::string to_text(Rcode rcode) {
  switch (rcode) {
    case Rcode::no_error: return "NOERROR";
    case Rcode::form_err: return "FORMERR";
    case Rcode::serv_fail: return "SERVFAIL";
    case Rcode::nx_domain: return "NXDOMAIN";
    case Rcode::not_imp: return "NOTIMP";
    case Rcode::refused: return "REFUSED";
    case Rcode::bad_vers: return "BADVERS";
  }
  return "RCODE" + std::to_string(static_cast<unsigned>(rcode));
}

std::size_t udp_octets_max(const Message& query) {
  if (!query.edns) return k_udp_octets_plain;
  return std::clamp<std::size_t>(query.edns->udp_octets, k_udp_octets_plain, k_udp_octets_edns);
}

Message make_query(std::uint16_t id, const Question& question, bool recursion_desired) {
  Message query;
  query.id = id;
  query.recursion_desired = recursion_desired;
  // "Tell me whether you have validated it" (RFC 6840, section 5.7).
  query.is_authentic = recursion_desired;
  query.questions.push_back(question);
  query.edns = Edns{};
  return query;
}

Message make_response(const Message& query, Rcode rcode) {
  Message response;
  response.id = query.id;
  response.is_response = true;
  response.opcode = query.opcode;
  response.recursion_desired = query.recursion_desired;
  response.checking_disabled = query.checking_disabled;
  response.questions = query.questions;
  response.rcode = rcode;
  // An answer has EDNS exactly when the query had (RFC 6891, section 7).
  if (query.edns) response.edns = Edns{};
  return response;
}

void set_reason(Message& response, std::string_view reason) {
  if (!response.edns || reason.empty()) return;
  auto& options = response.edns->options;
  options.erase(
      std::remove_if(options.begin(), options.end(),
                     [](const EdnsOption& option) { return option.code == k_extended_error; }),
      options.end());
  options.push_back({k_extended_error, std::string(2, '\0') + std::string(reason.substr(0, 400))});
}

std::string reason_of(const Message& response) {
  if (!response.edns) return {};
  for (const EdnsOption& option : response.edns->options) {
    // What comes after the info-code is UTF-8 for people; anything else is left out.
    if (option.code != k_extended_error || option.octets.size() <= 2) continue;
    const std::string text = option.octets.substr(2);
    if (is_utf8(text)) return text;
  }
  return {};
}

std::string to_text(const Message& message) {
  std::string text = message.is_response ? "answer " : "query ";
  text += std::to_string(message.id) + ":";
  if (!message.is_response) {
    for (const Question& question : message.questions) text += " " + to_text(question);
    return text;
  }
  if (message.rcode != Rcode::no_error) {
    text += " " + to_text(message.rcode);
    const std::string reason = reason_of(message);
    if (!reason.empty()) text += " (" + reason + ")";
  }
  if (!message.answers.empty()) {
    text += " " + records_text(message.answers);
  } else if (message.rcode == Rcode::no_error) {
    const bool is_referral = !message.is_authoritative && !message.authorities.empty() &&
                             type_of(message.authorities.front().data) == Type::ns;
    text += is_referral ? " ask " + records_text(message.authorities) : " no such record";
  }
  return message.is_truncated ? text + " (cut short)" : text;
}

}  // namespace mailscope::dns
