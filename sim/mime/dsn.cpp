#include "sim/mime/dsn.h"

#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/mime/compose.h"
#include "sim/mime/header.h"
#include "sim/mime/message.h"
#include "sim/mime/report.h"

namespace mailscope::mime {

namespace {

constexpr DsnAction k_actions[] = {DsnAction::failed, DsnAction::delayed, DsnAction::delivered,
                                   DsnAction::relayed, DsnAction::expanded};

std::string_view subject_of(DsnAction action) {
  switch (action) {
    case DsnAction::failed: return "Undelivered mail returned to sender";
    case DsnAction::delayed: return "Delivery is delayed";
    case DsnAction::delivered: return "Successful delivery";
    case DsnAction::relayed: return "Mail passed on to a server that sends no reports";
    case DsnAction::expanded: return "Mail passed on to a list of recipients";
  }
  return "";
}

std::string_view introduction_of(DsnAction action) {
  switch (action) {
    case DsnAction::failed: return "Your mail could not be delivered to one or more recipients.";
    case DsnAction::delayed:
      return "Your mail has not been delivered yet. It stays in the queue; you need not send it "
             "again.";
    case DsnAction::delivered: return "Your mail has been delivered.";
    case DsnAction::relayed:
      return "Your mail has gone on to a server that does not report its delivery.";
    case DsnAction::expanded: return "Your mail has gone to the members of a list.";
  }
  return "";
}

// The worst news first: it gives the report its subject.
DsnAction main_action(const DsnDraft& draft) {
  for (const DsnAction action : k_actions)
    for (const DsnRecipient& recipient : draft.recipients)
      if (recipient.action == action) return action;
  return DsnAction::failed;
}

std::string for_people(const DsnDraft& draft, DsnAction action) {
  std::string text = "This is the mail system at " + draft.reporting_mta + ".\r\n\r\n" +
                     std::string(introduction_of(action)) + "\r\n\r\n";
  for (const DsnRecipient& recipient : draft.recipients) {
    text += "<" + recipient.final_recipient + ">: ";
    text += recipient.reason.empty() ? recipient.diagnostic : recipient.reason;
    text += "\r\n";
  }
  return text;
}

std::string for_programs(const DsnDraft& draft) {
  std::string text;
  if (!draft.envelope_id.empty()) text += fold_field("Original-Envelope-Id", draft.envelope_id);
  text += fold_field("Reporting-MTA", typed("dns", draft.reporting_mta));
  if (draft.arrival_s != 0) text += fold_field("Arrival-Date", rfc5322_date(draft.arrival_s));
  for (const DsnRecipient& recipient : draft.recipients) {
    text += "\r\n";
    if (!recipient.original_recipient.empty()) {
      const Cut parts = cut(recipient.original_recipient, ';');
      text += fold_field("Original-Recipient", typed(parts.head, trim(parts.tail)));
    }
    text += fold_field("Final-Recipient", typed(address_type_of(recipient.final_recipient),
                                                recipient.final_recipient));
    text += fold_field("Action", name_of(recipient.action));
    text += fold_field("Status", recipient.status);
    if (!recipient.remote_mta.empty())
      text += fold_field("Remote-MTA", typed("dns", recipient.remote_mta));
    if (!recipient.diagnostic.empty())
      text += fold_field("Diagnostic-Code", typed("smtp", recipient.diagnostic));
    if (recipient.last_attempt_s != 0)
      text += fold_field("Last-Attempt-Date", rfc5322_date(recipient.last_attempt_s));
    if (recipient.will_retry_until_s != 0 && recipient.action == DsnAction::delayed)
      text += fold_field("Will-Retry-Until", rfc5322_date(recipient.will_retry_until_s));
  }
  return text;
}

}  // namespace

std::string_view name_of(DsnAction action) {
  switch (action) {
    case DsnAction::failed: return "failed";
    case DsnAction::delayed: return "delayed";
    case DsnAction::delivered: return "delivered";
    case DsnAction::relayed: return "relayed";
    case DsnAction::expanded: return "expanded";
  }
  return "";
}

std::string compose_dsn(const DsnDraft& draft) {
  Faults faults;
  const Header original = parse_header(draft.original, {0, draft.original.size()}, faults);
  const DsnAction action = main_action(draft);
  std::string fields;
  fields += fold_field("Date", rfc5322_date(draft.date_s));
  fields += fold_field("From", "Mail Delivery System <mailer-daemon@" + draft.reporting_mta + ">");
  fields += fold_field("To", "<" + draft.to + ">");
  fields += fold_field("Message-ID", "<" + draft.message_id + ">");
  if (const auto id = field_text(draft.original, original, "Message-ID")) {
    const auto ids = message_ids(*id);
    if (!ids.empty()) fields += fold_field("References", ids.front());
  }
  fields += fold_field("Subject", subject_of(action));
  // Nobody should answer a report (RFC 3834, section 5).
  fields += fold_field("Auto-Submitted", "auto-replied");
  const bool is_full = draft.returned == DsnReturn::full;
  return compose_report(
      {.fields = fields,
       .report_type = "delivery-status",
       .people = for_people(draft, action),
       .programs = for_programs(draft),
       .returned = is_full ? draft.original : std::string(original.span.of(draft.original)),
       .is_returned_whole = is_full,
       .boundary = draft.boundary});
}

std::optional<DsnReport> parse_dsn(std::string_view mail) {
  const Message message = parse(mail);
  const Part* status = report_part(message, "delivery-status");
  if (status == nullptr) return std::nullopt;

  const std::string body = decoded_body(mail, *status);
  DsnReport report;
  Faults faults;
  std::size_t at = 0;
  const auto group = [&] {  // the next block of fields
    Header header = parse_header(body, {at, body.size() - at}, faults);
    // A line that is no field ends the header without progress: step over it.
    const std::size_t next = header.span.end() > at ? header.span.end() : body.find('\n', at);
    at = next == std::string::npos ? body.size() : (header.span.end() > at ? next : next + 1);
    return header;
  };
  const auto value = [&](const Header& header, std::string_view name) {
    return field_text(body, header, name).value_or("");
  };
  const Header first = group();
  report.reporting_mta = untyped(value(first, "Reporting-MTA"));
  report.envelope_id = value(first, "Original-Envelope-Id");
  while (at < body.size() && report.recipients.size() < k_parts_max) {
    const Header header = group();
    if (header.fields.empty()) continue;
    DsnRecipient recipient;
    recipient.original_recipient = value(header, "Original-Recipient");
    recipient.final_recipient = untyped(value(header, "Final-Recipient"));
    for (const DsnAction action : k_actions)
      if (equal_ignoring_case(value(header, "Action"), name_of(action))) recipient.action = action;
    recipient.status = value(header, "Status");
    recipient.remote_mta = untyped(value(header, "Remote-MTA"));
    recipient.diagnostic = untyped(value(header, "Diagnostic-Code"));
    report.recipients.push_back(std::move(recipient));
  }
  return report;
}

}  // namespace mailscope::mime
