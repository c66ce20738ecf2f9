#include "sim/dns/answer.h"

namespace mailscope::dns {
namespace {

const Cname* alias_at(const std::vector<Record>& records, const Name& name) {
  for (const Record& record : records) {
    const Cname* cname = std::get_if<Cname>(&record.data);
    if (cname != nullptr && record.name == name) return cname;
  }
  return nullptr;
}

bool was_seen(const std::vector<Record>& aliases, const Name& name) {
  for (const Record& alias : aliases) {
    if (alias.name == name) return true;
  }
  return false;
}

// Moves along the message's CNAMEs; false when they go in a circle.
bool follow_aliases(Answer& answer, const Message& response) {
  Name name = answer.question.name;
  while (const Cname* cname = alias_at(response.answers, name)) {
    if (was_seen(answer.aliases, name)) {
      answer.reason = "CNAME loop: " + name.text() + " leads back to itself";
      return false;
    }
    for (const Record& record : response.answers) {
      if (record.name == name && type_of(record.data) == Type::cname) {
        answer.aliases.push_back(record);
        break;
      }
    }
    name = cname->target;
  }
  return true;
}

}  // namespace

Name Answer::canonical_name() const {
  if (aliases.empty()) return question.name;
  const Cname* cname = std::get_if<Cname>(&aliases.back().data);
  MUST(cname != nullptr);
  return cname->target;
}

Answer answer_of(const Question& question, const Message& response) {
  Answer answer;
  answer.question = question;
  answer.is_secure = response.is_authentic;
  answer.reason = reason_of(response);
  if (response.rcode != Rcode::no_error && response.rcode != Rcode::nx_domain) {
    const std::string detail = answer.reason.empty() ? "" : " (" + answer.reason + ")";
    answer.reason = to_text(response.rcode) + detail;
    return answer;
  }
  if (question.type != Type::cname && question.type != Type::any &&
      !follow_aliases(answer, response)) {
    answer.aliases.clear();
    return answer;
  }
  const Name name = answer.canonical_name();
  for (const Record& record : response.answers) {
    const bool is_wanted = question.type == Type::any || type_of(record.data) == question.type;
    if (is_wanted && record.name == name) answer.records.push_back(record);
  }
  if (!answer.records.empty()) {
    answer.kind = AnswerKind::found;
  } else {
    answer.kind =
        response.rcode == Rcode::nx_domain ? AnswerKind::no_such_name : AnswerKind::no_data;
  }
  return answer;
}

std::string to_text(const Answer& answer) {
  std::string text;
  for (const Record& alias : answer.aliases) {
    text += alias.name.text() + " is an alias of " + to_text(alias.data) + "; ";
  }
  switch (answer.kind) {
    case AnswerKind::found:
      for (std::size_t i = 0; i < answer.records.size(); ++i) {
        text += (i == 0 ? "" : "; ") + to_text(answer.records[i].data);
      }
      return text;
    case AnswerKind::no_data: return text + "no " + to_text(answer.question.type) + " record";
    case AnswerKind::no_such_name: return text + "NXDOMAIN";
    case AnswerKind::failed: return text + (answer.reason.empty() ? "failed" : answer.reason);
    case AnswerKind::timed_out: return text + (answer.reason.empty() ? "no answer" : answer.reason);
  }
  return text;
}

}  // namespace mailscope::dns
