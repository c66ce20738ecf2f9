// How a policy that needs the DNS is written down as if answers were there at once.
//
// The evaluation asks `find`; when the answer is not known yet it gets nullptr, returns without a
// result, and is run again from its beginning when the answer has come. Evaluations are short and
// pure, so this costs little and keeps them readable. From outside all of them look the same (see
// sim/dns/answer.h):
//
//   while (const auto question = machine.next_question()) ask(*question);
//   machine.answer(answer);
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <utility>

#include "sim/dns/answer.h"

namespace mailscope::policy {

class Questions {
 public:
  // The answer, or nullptr: it will be asked for.
  const dns::Answer* find(const dns::Question& question) {
    const auto known = known_.find(question);
    if (known != known_.end()) return known->second ? &*known->second : nullptr;
    known_.emplace(question, std::nullopt);
    to_ask_.push_back(question);
    return nullptr;
  }
  std::optional<dns::Question> next() {
    if (to_ask_.empty()) return std::nullopt;
    dns::Question question = std::move(to_ask_.front());
    to_ask_.pop_front();
    return question;
  }
  // False when nobody had asked, or it is answered already.
  bool answer(const dns::Answer& answer) {
    const auto asked = known_.find(answer.question);
    if (asked == known_.end() || asked->second) return false;
    asked->second = answer;
    return true;
  }

 private:
  std::map<dns::Question, std::optional<dns::Answer>> known_;
  std::deque<dns::Question> to_ask_;
};

}  // namespace mailscope::policy
