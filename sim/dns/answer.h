// What a question came to: the value that everyone who asks the DNS works with.
//
// Made by stub.h and resolver.h, given to the machines that ask (mail_lookup.h, the policies).
// Machines that ask have one shape; the owner need not know which one it drives:
//
//   while (const auto question = machine.next_question()) stub.ask(now, *question);
//   ... later, for each Answer: machine.answer(answer);
//   if (machine.is_done()) use(machine.result());
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/dns/dns_message.h"
#include "sim/dns/dns_record.h"

namespace mailscope::dns {

enum class AnswerKind {
  found,         // records of the type asked for
  no_data,       // the name exists, but has no such record (RFC 2308, section 2.2)
  no_such_name,  // NXDOMAIN
  failed,        // SERVFAIL, REFUSED, nonsense: try later
  timed_out,     // nobody answered
};

struct Answer {
  Question question;
  AnswerKind kind = AnswerKind::failed;
  std::vector<Record> aliases;  // the CNAMEs on the way, in order
  std::vector<Record> records;  // of the type asked for, at the end of the aliases
  bool is_secure =
      false;  // the resolver vouches for every step (AD; DNSSEC in the simulation is this flag)
  std::string
      reason;  // for people, when there is nothing: "CNAME loop: a.example, b.example, a.example"

  // The name at the end of the aliases.
  Name canonical_name() const;
  bool is_temporary() const { return kind == AnswerKind::failed || kind == AnswerKind::timed_out; }

  friend bool operator==(const Answer&, const Answer&) = default;
};

// Reads a response: follows its CNAMEs, tells NXDOMAIN from NODATA. The message must answer
// `question`.
Answer answer_of(const Question& question, const Message& response);

// "10 mx.example.org; 20 mx2.example.org" / "NXDOMAIN" / "no MX record" / "SERVFAIL (CNAME loop:
// …)"
std::string to_text(const Answer& answer);

// The data of one type out of records: data_of<Mx>(answer.records).
template <class T>
std::vector<T> data_of(const std::vector<Record>& records) {
  std::vector<T> found;
  for (const Record& record : records) {
    if (const T* data = std::get_if<T>(&record.data)) found.push_back(*data);
  }
  return found;
}

}  // namespace mailscope::dns
