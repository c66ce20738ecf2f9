// For tests of machines that ask: answers straight out of one zone.
#pragma once

#include <string_view>

#include "sim/dns/answer.h"
#include "sim/dns/authority.h"
#include "sim/dns/zone_text.h"

namespace mailscope::policy {

class ZoneAnswers {
 public:
  ZoneAnswers(const char* origin, std::string_view text) : server_({zone(origin, text)}) {}

  dns::Answer ask(const dns::Question& question) const {
    return dns::answer_of(question, server_.answer(dns::make_query(1, question, true)));
  }
  // Answers everything that the machine asks, one by one.
  template <class Machine>
  void play(Machine& machine) const {
    while (const auto question = machine.next_question()) machine.answer(ask(*question));
  }

 private:
  static dns::Zone zone(const char* origin, std::string_view text) {
    const auto read = dns::parse_zone(dns::name_of(origin), text);
    MUST(read.has_value());
    return read.value();
  }
  dns::Authority server_;
};

}  // namespace mailscope::policy
