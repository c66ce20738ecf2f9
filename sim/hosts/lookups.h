// A host's DNS questions: each goes out in a real datagram, each answer comes back by a continuation.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/dns/mail_lookup.h"
#include "sim/dns/stub.h"
#include "sim/hosts/environment.h"

namespace mailscope::hosts {

class Host;

class Lookups {
 public:
  using Then = std::function<void(const dns::Answer&)>;
  using ThenTargets = std::function<void(const dns::MailLookupResult&)>;

  Lookups(Host& host, Ipv4 resolver);

  void ask(const dns::Question& question, Then then);
  // The addresses to try for mail to this domain, best first (RFC 5321, section 5).
  void find_mail_servers(const std::string& domain, const std::vector<dns::Name>& own_names,
                         ThenTargets then);
  // Asks what the machine wants to know (sim/dns/answer.h) until it is done, then calls `then`, once;
  // at once when it has no question.
  template <class Machine>
  void run(const std::shared_ptr<Machine>& machine, const std::function<void()>& then) {
    std::vector<dns::Question> questions;
    while (auto question = machine->next_question()) questions.push_back(*question);
    if (machine->is_done()) return then();
    for (const dns::Question& question : questions) {
      ask(question, [this, machine, then](const dns::Answer& answer) {
        if (machine->is_done()) return;
        machine->answer(answer);
        run(machine, then);
      });
    }
  }
  // True when the datagram was meant for us.
  bool receive(const net::DatagramReceived& datagram);

 private:
  void pump();
  void arm_timer();
  void record(const dns::Answer& answer);

  Host& host_;
  Environment& env_;
  dns::Stub stub_;
  std::map<dns::InquiryId, Then> waiting_;
  std::map<Port, dns::InquiryId> ports_;
  std::uint64_t lookups_made_ = 0;
  std::uint64_t timer_ = 0;
  bool is_pumping_ = false;
};

}  // namespace mailscope::hosts
