// The last step of a mail: into a mailbox here, or on to where an alias points.
#include "sim/hosts/mail_queue.h"
#include "sim/hosts/mail_server.h"
#include "sim/mime/trace_fields.h"

namespace mailscope::hosts {

void MailQueue::deliver_here(Mail& mail, std::size_t index) {
  const smtp::Path path = mail.recipients[index].recipient.forward_path;
  const std::string address = path.domain.empty() && !server_.spec().local_domains.empty()
                                  ? path.local_part + "@" + server_.spec().local_domains.front()
                                  : path.text();
  const std::vector<std::string> destinations = server_.destinations_of(address);
  if (destinations.empty()) {
    if (server_.spec().unknown_recipients != UnknownRecipients::discard) {
      return fail(mail, index, "550 5.1.1 <" + path.text() + ">: no such user here", "");
    }
    mail.recipients[index].is_done = true;
    server_.record(
        RecipientDone{mail.id, path.text(), RecipientOutcome::delivered, "nobody: thrown away"});
    return;
  }
  std::string detail;
  for (const std::string& destination : destinations) {
    store::Account* account = server_.account_at(destination);
    if (account && !store_in(mail, index, *account)) return;
    if (!account) forward(mail, path, destination);
    detail += (detail.empty() ? "" : ", ") + (account ? account->address : destination);
  }
  mail.recipients[index].is_done = true;
  const bool is_here = server_.account_at(destinations.front()) != nullptr;
  if (is_here && mail.recipients[index].recipient.parameters.notify.success) {
    mail.delivered.push_back(index);
  }
  server_.record(RecipientDone{mail.id, path.text(),
                               is_here ? RecipientOutcome::delivered : RecipientOutcome::relayed,
                               detail});
}

// False: there is no room; it will be tried again.
bool MailQueue::store_in(Mail& mail, std::size_t index, store::Account& account) {
  const std::string content =
      mime::with_field(mail.content, mime::return_path_field(mail.reverse_path.text()));
  const auto stored = store::append(account, "INBOX", {content, server_.env().unix_s(), {}});
  if (!stored) {
    defer(mail, index, "452 4.2.2 " + std::string(store::reason_of(stored.error())));
    return false;
  }
  const CauseScope scope(server_.env().recorder);
  server_.changes_made(account, *stored, nullptr);
  return true;
}

// The same mail under a new envelope; the reverse-path stays, as RFC 5321, section 3.9.1 says.
void MailQueue::forward(const Mail& mail, const smtp::Path& alias, const std::string& destination) {
  const auto path = smtp::path_from(destination);
  if (!path) return;
  const CauseScope scope(server_.env().recorder);
  server_.lead(Decision{Verdict::accepted,
                        "forwarded-by-alias",
                        {{"recipient", alias.text()},
                         {"destination", destination},
                         {"reverse-path", mail.reverse_path.text()},
                         {"setting", "alias " + alias.text()}},
                        "RFC 5321, section 3.9.1",
                        ""});
  smtp::Transaction transaction;
  transaction.reverse_path = mail.reverse_path;
  transaction.parameters = mail.parameters;
  transaction.recipients.push_back({*path, {}});
  take(new_id(), transaction, mail.content);
}

}  // namespace mailscope::hosts
