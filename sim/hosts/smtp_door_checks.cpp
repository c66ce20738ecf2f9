// What an SMTP door asks the DNS before it answers.
#include "sim/hosts/decisions.h"
#include "sim/hosts/smtp_door.h"
#include "sim/policy/dnsbl.h"

namespace mailscope::hosts {

// Not for those who have logged in: they are ours, wherever they sit (RFC 5782 leaves that to us).
void SmtpDoor::check_block_lists(CheckAt at, const std::function<void()>& then) {
  const auto& spec = server_.spec().blocklists;
  if (!spec || spec->at != at || !session_.user().empty()) return then();
  if (listing_) return take_block_lists(*listing_, then);
  auto check = std::make_shared<policy::Dnsbl>(Address(client_), spec->lists);
  server_.lookups().run(check, if_still_asked([this, check, then] {
                          listing_ = check->decision();
                          env_.recorder.lead(channel_.place(),
                                             trace_decision(*listing_, "blocklists"));
                          take_block_lists(*listing_, then);
                        }));
}

void SmtpDoor::take_block_lists(const policy::Decision& decision,
                                const std::function<void()>& then) {
  if (decision.is_accepted()) return then();
  answer({false, smtp_reply(decision.reply)});
}

// Who has logged in is known: nothing is asked about them.
void SmtpDoor::check_sender(const std::function<void()>& then) {
  if (!session_.user().empty()) return then();
  const auto go_on = std::make_shared<std::optional<Ruling>>();
  const auto ruled = if_still_asked([this, go_on, then] {
    if (!*go_on) return then();
    answer({false, (*go_on)->reply});
  });
  const auto end = [go_on, ruled](const std::optional<Ruling>& refused) {
    *go_on = refused;
    ruled();
  };
  checks_->check_client(channel_.place(),
                        [checks = checks_, path = reverse_path_, hello = session_.hello_name(),
                         place = channel_.place(), end](const std::optional<Ruling>& refused) {
                          if (refused) return end(refused);
                          checks->check_spf(path, hello, place, end);
                        });
}

void SmtpDoor::check_mail(const smtp::MessageReceived& message) {
  if (!session_.user().empty()) return take_mail(message.transaction, message.content, {});
  const auto outcome = std::make_shared<SenderChecks::Outcome>();
  const auto checked = if_still_asked([this, outcome, transaction = message.transaction] {
    if (outcome->refused) return answer({false, outcome->refused->reply});
    take_mail(transaction, outcome->content, {outcome->mailbox, outcome->chain, outcome->results});
  });
  checks_->check_mail(message.content, channel_.place(),
                      [outcome, checked](const SenderChecks::Outcome& result) {
                        *outcome = result;
                        checked();
                      });
}

}  // namespace mailscope::hosts
