// The client's session after login: the listing, which mails are wanted, fetching and marking them.
#include <algorithm>
#include <utility>

#include "sim/base/text.h"
#include "sim/pop3/pop3_client.h"

namespace mailscope::pop3 {

void Client::take_list(bool is_ok, const std::string& text) {
  if (!is_ok) {
    fail(Stage::list, text);
    return end();
  }
  if (cut(text, ' ').head == "0") return plan_work();
  say({Verb::list}, Due::list);
}

void Client::take_uidl() {
  for (const std::string& line : std::exchange(listing_, {})) {
    const Cut words = cut(line, ' ');
    const auto number = parse_number(words.head);
    for (Listed::Item& item : items_) {
      if (number && item.number == *number) item.uid = std::string(words.tail);
    }
  }
  plan_work();
}

// Which mails are fetched, which are marked.
void Client::plan_work() {
  outbox_.tell(Listed{items_});
  for (const Listed::Item& item : items_) {
    const bool is_known = !item.uid.empty() && plan_.known_uids.count(item.uid) > 0;
    Job job;
    job.number = item.number;
    job.is_fetched = plan_.fetch == Fetch::all || (plan_.fetch == Fetch::unknown && !is_known);
    job.is_deleted = (job.is_fetched && plan_.deletes_fetched) ||
                     (!item.uid.empty() && plan_.delete_uids.count(item.uid) > 0);
    if (job.is_fetched || job.is_deleted) jobs_.push_back(job);
  }
  job_ = 0;
  go_on();
}

void Client::go_on() {
  if (job_ >= jobs_.size()) return end();
  const Job& job = jobs_[job_];
  Command command;
  command.number = job.number;
  if (job.is_fetched) {
    command.verb = plan_.top_lines ? Verb::top : Verb::retr;
    command.lines = plan_.top_lines.value_or(0);
    return say(command, Due::content);
  }
  command.verb = Verb::dele;
  say(command, Due::dele);
}

void Client::take_content() {
  is_in_content_ = false;
  Job& job = jobs_[job_];
  const auto item = std::find_if(items_.begin(), items_.end(),
                                 [&](const auto& each) { return each.number == job.number; });
  std::string content = dots_.take_content();
  outbox_.tell(Heard{{LineKind::content, content, Framing::dots}});
  outbox_.tell(MailFetched{job.number, item == items_.end() ? std::string() : item->uid,
                           std::move(content), plan_.top_lines.has_value()});
  job.is_fetched = false;
  if (!job.is_deleted) ++job_;
  go_on();
}

}  // namespace mailscope::pop3
