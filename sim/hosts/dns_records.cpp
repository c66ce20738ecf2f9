// From DNS values to the trace's payloads.
#include "sim/hosts/dns_records.h"

#include "sim/dns/dns_message.h"

namespace mailscope::hosts {
namespace {

std::vector<std::string> texts_of(const std::vector<dns::Record>& records) {
  std::vector<std::string> texts;
  for (const dns::Record& record : records) texts.push_back(dns::to_text(record));
  return texts;
}

}  // namespace

DnsSaid query_record(std::string_view octets, const dns::Question& question) {
  DnsSaid said;
  said.speaker = Speaker::client;
  if (octets.size() >= 2) {
    said.id = static_cast<std::uint16_t>((static_cast<unsigned char>(octets[0]) << 8) |
                                         static_cast<unsigned char>(octets[1]));
  }
  said.name = question.name.text();
  said.type = dns::to_text(question.type);
  return said;
}

DnsSaid response_record(const dns::Message& response) {
  DnsSaid said;
  said.speaker = Speaker::server;
  said.id = response.id;
  if (!response.questions.empty()) {
    said.name = response.questions.front().name.text();
    said.type = dns::to_text(response.questions.front().type);
  }
  said.response_code = dns::to_text(response.rcode);
  said.answers = texts_of(response.answers);
  return said;
}

LookupDone lookup_record(const dns::Answer& answer) {
  LookupDone done;
  done.name = answer.question.name.text();
  done.type = dns::to_text(answer.question.type);
  switch (answer.kind) {
    case dns::AnswerKind::found: done.outcome = "found"; break;
    case dns::AnswerKind::no_data: done.outcome = "no-such-record"; break;
    case dns::AnswerKind::no_such_name: done.outcome = "no-such-name"; break;
    case dns::AnswerKind::failed:
    case dns::AnswerKind::timed_out: done.outcome = "failed"; break;
  }
  for (const dns::Record& record : answer.records)
    done.answers.push_back(dns::to_text(record.data));
  if (done.answers.empty() && !answer.reason.empty()) done.answers.push_back(answer.reason);
  return done;
}

CacheChanged cache_record(const dns::CacheEntry& entry) {
  return {entry.question.name.text(), dns::to_text(entry.question.type), texts_of(entry.records),
          entry.expires};
}

}  // namespace mailscope::hosts
