// Reports to the sender: what could not be delivered, or not yet, or was, if asked for (RFC 3461, 3464).
#include "sim/base/text.h"
#include "sim/hosts/mail_queue.h"
#include "sim/hosts/mail_server.h"
#include "sim/mime/dsn.h"

namespace mailscope::hosts {
namespace {

// "550 5.1.1 …" -> "5.1.1"; a reply without an enhanced code gives the class's general one.
std::string status_of(const std::string& reply, bool is_delayed) {
  for (const std::string_view word : split(reply, ' ')) {
    if (smtp::is_enhanced_code(word)) return std::string(word);
  }
  return is_delayed || (!reply.empty() && reply[0] == '4') ? "4.0.0" : "5.0.0";
}

// RFC 3461, section 4.1: a success is reported only to who asks for it.
bool wants_report(const smtp::Notify& notify, mime::DsnAction action) {
  if (action == mime::DsnAction::delivered) return notify.success;
  if (!notify.is_given) return true;
  return action == mime::DsnAction::delayed ? notify.delay : notify.failure;
}

std::string reason_of(mime::DsnAction action, const std::string& reply) {
  if (action == mime::DsnAction::delivered) return "It lies in the mailbox.";
  if (action == mime::DsnAction::delayed) return "It could not be delivered yet: " + reply;
  return "It could not be delivered: " + reply;
}

}  // namespace

// A report about a report would go round for ever: none for the null reverse-path (RFC 5321, 4.5.5).
void MailQueue::report(Mail& mail, const std::vector<std::size_t>& recipients,
                       mime::DsnAction action) {
  if (recipients.empty()) return;
  const bool is_delayed = action == mime::DsnAction::delayed;
  const bool is_delivered = action == mime::DsnAction::delivered;
  if (mail.reverse_path.is_null()) {
    server_.record(Decision{Verdict::ignored,
                            "no-bounce-for-bounce",
                            {{"queue-id", mail.id}},
                            "RFC 5321, section 4.5.5",
                            ""});
    return;
  }
  const Environment& env = server_.env();
  mime::DsnDraft draft;
  draft.reporting_mta = server_.server_name();
  draft.to = mail.reverse_path.text();
  draft.envelope_id = mail.parameters.envid.value_or("");
  draft.arrival_s = unix_seconds(mail.queued, env.epoch_s);
  draft.date_s = env.unix_s();
  draft.original = mail.content;
  // What had to be kept from the eyes of others does not travel back whole (RFC 8689, section 5).
  const bool wants_headers = mail.parameters.ret && *mail.parameters.ret == smtp::Return::headers;
  if (wants_headers || mail.parameters.require_tls) {
    draft.returned = mime::DsnReturn::headers;
  }
  for (const std::size_t index : recipients) {
    const smtp::Recipient& recipient = mail.recipients[index].recipient;
    if (!wants_report(recipient.parameters.notify, action)) continue;
    std::string reply;
    if (is_delayed) reply = mail.recipients[index].why_deferred;
    if (action == mime::DsnAction::failed) reply = mail.failure_replies[index];
    mime::DsnRecipient entry;
    if (!recipient.parameters.orcpt_type.empty()) {
      entry.original_recipient =
          recipient.parameters.orcpt_type + ";" + recipient.parameters.orcpt_address;
    }
    entry.final_recipient = recipient.forward_path.text();
    entry.action = action;
    entry.status = is_delivered ? "2.0.0" : status_of(reply, is_delayed);
    if (action == mime::DsnAction::failed) entry.remote_mta = mail.failure_servers[index];
    entry.diagnostic = reply;
    entry.reason = reason_of(action, reply);
    entry.last_attempt_s = env.unix_s();
    if (is_delayed) {
      entry.will_retry_until_s =
          unix_seconds(mail.queued + server_.spec().queue.give_up_after, env.epoch_s);
    }
    draft.recipients.push_back(std::move(entry));
  }
  if (draft.recipients.empty()) return;
  const std::string id = new_id();
  draft.message_id = id + "@" + server_.server_name();
  draft.boundary = id;
  smtp::Transaction transaction;
  transaction.recipients.push_back({mail.reverse_path, {}});
  transaction.parameters.require_tls = mail.parameters.require_tls;
  take(id, transaction, mime::compose_dsn(draft));
}

}  // namespace mailscope::hosts
