// The last step of a mail: into a mailbox here, or on to where an alias points.
#include "sim/hosts/forwarding.h"
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
  if (const MailingListSpec* list = server_.list_at(address)) {
    send_to_list(mail, *list);
    mail.recipients[index].is_done = true;
    server_.record(
        RecipientDone{mail.id, path.text(), RecipientOutcome::relayed, "list " + list->address});
    return;
  }
  std::string detail;
  for (const std::string& destination : destinations) {
    store::Account* account = server_.account_at(destination);
    if (account && !store_in(mail, index, *account)) return;
    if (!account) forward(mail, path.text(), destination);
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
  const smtp::RecipientParameters& parameters = mail.recipients[index].recipient.parameters;
  std::string content = mail.content;
  if (!parameters.orcpt_type.empty()) {
    content = mime::with_field(
        content, mime::original_recipient_field(parameters.orcpt_type, parameters.orcpt_address));
  }
  content = mime::with_field(content, mime::return_path_field(mail.reverse_path.text()));
  const std::string mailbox = mail.checked.mailbox.empty() ? "INBOX" : mail.checked.mailbox;
  store::Changes made;
  if (!account.find(mailbox)) {
    if (const auto change = store::make_mailbox(account, mailbox)) made = *change;
  }
  const auto stored = store::append(account, mailbox, {content, server_.env().unix_s(), {}});
  if (!stored) {
    defer(mail, index, "452 4.2.2 " + std::string(store::reason_of(stored.error())));
    return false;
  }
  const CauseScope scope(server_.env().recorder);
  // In one call: whoever idles is told of the mail once it has been recorded, and not before.
  made.insert(made.end(), stored->begin(), stored->end());
  server_.changes_made(account, made, nullptr);
  return true;
}

// The same mail under a new envelope. The reverse-path stays, as RFC 5321, section 3.9.1 says, and SPF
// then asks about the wrong server; with SRS it becomes one of this server's own.
void MailQueue::forward(const Mail& mail, const std::string& alias,
                        const std::string& destination) {
  const auto path = smtp::path_from(destination);
  if (!path) return;
  smtp::Transaction transaction;
  transaction.reverse_path = mail.reverse_path;
  transaction.parameters = mail.parameters;
  transaction.recipients.push_back({*path, {}});
  const MailServerSpec& spec = server_.spec();
  std::string setting = "alias " + alias;
  if (spec.sender.rewrites_sender && !mail.reverse_path.is_null() && !spec.local_domains.empty()) {
    const std::string sender = srs_address(server_.srs_secret(), mail.reverse_path.text(),
                                           spec.local_domains.front(), server_.env().unix_s());
    if (const auto rewritten = smtp::path_from(sender)) transaction.reverse_path = *rewritten;
    setting = "rewrites-sender";
  }
  const CauseScope scope(server_.env().recorder);
  server_.lead(Decision{Verdict::accepted,
                        "forwarded-by-alias",
                        {{"recipient", alias},
                         {"destination", destination},
                         {"reverse-path", transaction.reverse_path.text()},
                         {"setting", setting}},
                        "RFC 5321, section 3.9.1",
                        ""});
  take(new_id(), transaction, sealed(mail, mail.content));
}

// Under this server's seal, where it has looked at what came (RFC 8617, section 5.1).
std::string MailQueue::sealed(const Mail& mail, std::string content) {
  if (!mail.checked.chain) return content;
  return server_.sealed_mail(std::move(content), *mail.checked.chain, mail.checked.results);
}

// A list is a sender of its own: its reverse-path, its words (RFC 5321, section 3.9.2).
void MailQueue::send_to_list(const Mail& mail, const MailingListSpec& list) {
  smtp::Transaction transaction;
  if (const auto path = smtp::path_from(bounces_of(list))) transaction.reverse_path = *path;
  for (const std::string& member : list.members) {
    if (const auto path = smtp::path_from(member)) transaction.recipients.push_back({*path, {}});
  }
  if (transaction.recipients.empty()) return;
  transaction.parameters.require_tls = mail.parameters.require_tls;
  const CauseScope scope(server_.env().recorder);
  server_.lead(Decision{Verdict::accepted,
                        "sent-to-list",
                        {{"list", list.address},
                         {"members", std::to_string(transaction.recipients.size())},
                         {"reverse-path", transaction.reverse_path.text()},
                         {"setting", "list " + list.address}},
                        "RFC 5321, section 3.9.2",
                        ""});
  std::string content = as_list_sends(mail.content, list);
  content = server_.signed_mail(std::move(content), {server_.id(), {}, {}});
  take(new_id(), transaction, sealed(mail, std::move(content)));
}

}  // namespace mailscope::hosts
