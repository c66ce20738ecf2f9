// Reports to the sender: what could not be delivered, or not yet (RFC 3464).
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

bool wants_report(const smtp::RecipientParameters& parameters, bool is_delayed) {
  const smtp::Notify& notify = parameters.notify;
  if (!notify.is_given) return true;
  return is_delayed ? notify.delay : notify.failure;
}

}  // namespace

// A report about a report would go round for ever: none for the null reverse-path (RFC 5321, 4.5.5).
void MailQueue::report(Mail& mail, const std::vector<std::size_t>& recipients, bool is_delayed) {
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
  if (mail.parameters.ret && *mail.parameters.ret == smtp::Return::headers) {
    draft.returned = mime::DsnReturn::headers;
  }
  for (const std::size_t index : recipients) {
    const smtp::Recipient& recipient = mail.recipients[index].recipient;
    if (!wants_report(recipient.parameters, is_delayed)) continue;
    const std::string reply =
        is_delayed ? mail.recipients[index].why_deferred : mail.failure_replies[index];
    mime::DsnRecipient entry;
    if (!recipient.parameters.orcpt_type.empty()) {
      entry.original_recipient =
          recipient.parameters.orcpt_type + ";" + recipient.parameters.orcpt_address;
    }
    entry.final_recipient = recipient.forward_path.text();
    entry.action = is_delayed ? mime::DsnAction::delayed : mime::DsnAction::failed;
    entry.status = status_of(reply, is_delayed);
    entry.remote_mta = is_delayed ? "" : mail.failure_servers[index];
    entry.diagnostic = reply;
    entry.reason = is_delayed ? "It could not be delivered yet: " + reply
                              : "It could not be delivered: " + reply;
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
  take(id, transaction, mime::compose_dsn(draft));
}

}  // namespace mailscope::hosts
