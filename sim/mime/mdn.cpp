#include "sim/mime/mdn.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/mime/encoded_word.h"
#include "sim/mime/header.h"
#include "sim/mime/lexer.h"
#include "sim/mime/message.h"
#include "sim/mime/report.h"

namespace mailscope::mime {
namespace {

constexpr std::string_view k_notification = "disposition-notification";
constexpr ActionMode k_action_modes[] = {ActionMode::manual, ActionMode::automatic};
constexpr SendingMode k_sending_modes[] = {SendingMode::manually, SendingMode::automatically};
constexpr DispositionType k_disposition_types[] = {
    DispositionType::displayed, DispositionType::dispatched, DispositionType::processed,
    DispositionType::deleted};

Header mdn_header(std::string_view mail) {
  Faults faults;
  return parse_header(mail, {0, mail.size()}, faults);
}

// A structured field without its comments, in which everything else stays as it is (section 3.1.1).
std::string without_comments(std::string_view body) {
  std::string text;
  Lexer lexer(body);
  while (!lexer.is_at_end()) {
    const std::size_t at = lexer.position();
    if (lexer.peek() == '"') {
      lexer.quoted_string();
      text += body.substr(at, lexer.position() - at);
    } else if (lexer.peek() == '(') {
      lexer.skip_blanks_and_comments();
      text += ' ';
    } else {
      text += lexer.take();
    }
  }
  return std::string(trim(text));
}

template <class Enum, std::size_t count>
std::optional<Enum> word_among(const Enum (&all)[count], std::string_view word) {
  for (const Enum value : all) {
    if (equal_ignoring_case(trim(word), name_of(value))) return value;
  }
  return std::nullopt;
}

// Section 2.2: attribute=importance,value; … The values may be quoted, and hold what they like.
bool requires_some_option(std::string_view body) {
  for (const std::string_view parameter : split(body, ';')) {
    const Cut parts = cut(parameter, '=');
    if (parts.found && equal_ignoring_case(trim(cut(parts.tail, ',').head), "required"))
      return true;
  }
  return false;
}

std::string message_id_of(std::string_view mail, const Header& header) {
  const auto ids = message_ids(field_text(mail, header, "Message-ID").value_or(""));
  return ids.empty() ? std::string() : ids.front();
}

std::string_view what_happened(DispositionType type) {
  switch (type) {
    case DispositionType::displayed:
      return "It has been displayed on the recipient's computer. This is no guarantee that it has "
             "been read or understood.";
    case DispositionType::dispatched:
      return "It has been sent on or printed. The recipient may or may not see it later.";
    case DispositionType::processed:
      return "It has been processed by a rule or a program, without being displayed.";
    case DispositionType::deleted:
      return "It has been deleted. The recipient may or may not have seen it.";
  }
  return "";
}

std::string words_for_people(const MdnDraft& draft, const Header& original) {
  std::string text =
      "This is a receipt for the mail that you sent to " + draft.final_recipient + ".\r\n\r\n";
  if (const auto date = field_text(draft.original, original, "Date"))
    text += "Date: " + *date + "\r\n";
  if (const auto subject = field_shown(draft.original, original, "Subject"))
    text += "Subject: " + *subject + "\r\n";
  return text + "\r\n" + std::string(what_happened(draft.disposition.type)) + "\r\n";
}

std::string fields_for_programs(const MdnDraft& draft, const Header& original,
                                const MdnRequest& request) {
  std::string text;
  if (!draft.reporting_ua.empty()) text += fold_field("Reporting-UA", draft.reporting_ua);
  if (!request.original_recipient.empty())
    text += fold_field("Original-Recipient", request.original_recipient);
  text += fold_field("Final-Recipient",
                     typed(address_type_of(draft.final_recipient), draft.final_recipient));
  const std::string id = message_id_of(draft.original, original);
  if (!id.empty()) text += fold_field("Original-Message-ID", id);
  return text + fold_field("Disposition", to_text(draft.disposition));
}

}  // namespace

// ---- the request ---------------------------------------------------------------------------------------

bool is_same_mailbox(const Address& a, const Address& b) {
  return a.local_part == b.local_part && equal_ignoring_case(a.domain, b.domain);
}

std::optional<MdnRequest> mdn_request(std::string_view mail) {
  const Header header = mdn_header(mail);
  const auto fields = header.find_all("Disposition-Notification-To");
  if (fields.empty()) return std::nullopt;
  MdnRequest request;
  for (const Field* field : fields) {  // one is allowed; who writes more asks for all of them
    for (Address& address : parse_addresses(field->body.of(mail)).all()) {
      const bool is_known =
          address.domain.empty() || request.to.size() >= k_mdn_addresses_max ||
          std::any_of(request.to.begin(), request.to.end(),
                      [&](const Address& other) { return is_same_mailbox(address, other); });
      if (!is_known) request.to.push_back(std::move(address));
    }
  }
  if (const auto path = field_text(mail, header, "Return-Path")) {
    const auto all = parse_addresses(*path).all();
    const bool is_null = all.empty() || all.front().local_part.empty();
    request.return_path = is_null ? std::string() : all.front().spec();
  }
  request.requires_option = requires_some_option(
      field_text(mail, header, "Disposition-Notification-Options").value_or(""));
  request.is_of_mdn = parse_mdn(mail).has_value();
  request.original_recipient = field_text(mail, header, "Original-Recipient").value_or("");
  return request;
}

// ---- the notification ------------------------------------------------------------------------------------

std::string_view name_of(ActionMode mode) {
  return mode == ActionMode::manual ? "manual-action" : "automatic-action";
}

std::string_view name_of(SendingMode mode) {
  return mode == SendingMode::manually ? "MDN-sent-manually" : "MDN-sent-automatically";
}

std::string_view name_of(DispositionType type) {
  switch (type) {
    case DispositionType::displayed: return "displayed";
    case DispositionType::dispatched: return "dispatched";
    case DispositionType::processed: return "processed";
    case DispositionType::deleted: return "deleted";
  }
  return "";
}

std::string to_text(const Disposition& disposition) {
  std::string text = std::string(name_of(disposition.action)) + "/" +
                     std::string(name_of(disposition.sending)) + "; " +
                     std::string(name_of(disposition.type));
  for (std::size_t i = 0; i < disposition.modifiers.size(); ++i)
    text += (i == 0 ? "/" : ",") + disposition.modifiers[i];
  return text;
}

std::optional<Disposition> parse_disposition(std::string_view field_body) {
  const std::string text = without_comments(field_body);
  const Cut modes_and_type = cut(text, ';');
  const Cut modes = cut(modes_and_type.head, '/');
  const Cut type_and_modifiers = cut(modes_and_type.tail, '/');
  const auto action = word_among(k_action_modes, modes.head);
  const auto sending = word_among(k_sending_modes, modes.tail);
  const auto type = word_among(k_disposition_types, type_and_modifiers.head);
  if (!action || !sending || !type) return std::nullopt;
  Disposition disposition{*action, *sending, *type, {}};
  for (const std::string_view modifier : split(type_and_modifiers.tail, ',')) {
    if (!trim(modifier).empty()) disposition.modifiers.emplace_back(trim(modifier));
  }
  return disposition;
}

std::string compose_mdn(const MdnDraft& draft) {
  const Header original = mdn_header(draft.original);
  const MdnRequest request = mdn_request(draft.original).value_or(MdnRequest{});
  const std::string subject = field_shown(draft.original, original, "Subject").value_or("");
  std::string fields;
  fields += fold_field("Date", rfc5322_date(draft.date_s));
  fields += fold_field("From", to_text(draft.from));
  fields += fold_field("To", to_text(request.to));
  fields += fold_field("Message-ID", "<" + draft.message_id + ">");
  const std::string id = message_id_of(draft.original, original);
  if (!id.empty()) fields += fold_field("References", id);
  fields += fold_field("Subject", encode_unstructured("Disposition notification: " + subject));
  // Nobody should answer a report (RFC 3834, section 5).
  fields += fold_field("Auto-Submitted", "auto-replied");
  return compose_report({.fields = fields,
                         .report_type = std::string(k_notification),
                         .people = words_for_people(draft, original),
                         .programs = fields_for_programs(draft, original, request),
                         .returned = std::string(original.span.of(draft.original)),
                         .boundary = draft.boundary});
}

std::optional<MdnReport> parse_mdn(std::string_view mail) {
  const Message message = parse(mail);
  const Part* part = report_part(message, k_notification);
  if (part == nullptr) return std::nullopt;
  const std::string body = decoded_body(mail, *part);
  const Header header = mdn_header(body);
  const auto value = [&](std::string_view name) {
    return field_text(body, header, name).value_or("");
  };
  MdnReport report;
  report.reporting_ua = value("Reporting-UA");
  report.mdn_gateway = untyped(without_comments(value("MDN-Gateway")));
  report.original_recipient = untyped(without_comments(value("Original-Recipient")));
  report.final_recipient = untyped(without_comments(value("Final-Recipient")));
  const auto ids = message_ids(value("Original-Message-ID"));
  if (!ids.empty()) report.original_message_id = ids.front();
  report.disposition = parse_disposition(value("Disposition"));
  for (const Field* field : header.find_all("Error"))
    report.errors.push_back(unfold(field->body.of(body)));
  return report;
}

}  // namespace mailscope::mime
