// Message disposition notifications: receipts of mail programs (RFC 8098), and the fields that ask for them.
//
// Writes and reads; whether a receipt may be sent at all is for sim/policy/receipt.h to say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/mime/address.h"

namespace mailscope::mime {

// ---- the request (RFC 8098, section 2) ---------------------------------------------------------------

inline constexpr std::size_t k_mdn_addresses_max = 100;  // what stands behind them is not read

struct MdnRequest {
  std::vector<Address> to;  // of Disposition-Notification-To, each address once
  // Of Return-Path, which the delivering server writes; "" is the null one; none: there is no such field.
  std::optional<std::string> return_path;
  // Disposition-Notification-Options "requires" a parameter: none is defined, so nobody can know it.
  bool requires_option = false;
  bool is_of_mdn = false;          // the mail is itself a disposition notification
  std::string original_recipient;  // "rfc822; anna@example.org"; may be empty
  friend bool operator==(const MdnRequest&, const MdnRequest&) = default;
};

// None: the mail does not ask.
std::optional<MdnRequest> mdn_request(std::string_view mail);

// By local-part, with case, and domain, without (section 2.1).
bool is_same_mailbox(const Address& a, const Address& b);

// ---- the notification (section 3) ----------------------------------------------------------------------

enum class ActionMode { manual, automatic };
enum class SendingMode { manually, automatically };
enum class DispositionType { displayed, dispatched, processed, deleted };
std::string_view name_of(ActionMode mode);       // "manual-action"
std::string_view name_of(SendingMode mode);      // "MDN-sent-manually"
std::string_view name_of(DispositionType type);  // "displayed"

struct Disposition {
  ActionMode action = ActionMode::manual;
  SendingMode sending = SendingMode::manually;
  DispositionType type = DispositionType::displayed;
  std::vector<std::string> modifiers;  // "error"; mostly none
  friend bool operator==(const Disposition&, const Disposition&) = default;
};
// "manual-action/MDN-sent-manually; displayed"
std::string to_text(const Disposition& disposition);
// Tolerant of case, blanks and comments; none when one of the words is missing or unknown.
std::optional<Disposition> parse_disposition(std::string_view field_body);

struct MdnDraft {
  std::string reporting_ua;  // "Mailscope"; empty: the field is left out
  Address from;              // for whom it is issued
  std::string final_recipient;
  Disposition disposition;
  std::int64_t date_s = 0;
  std::string message_id;  // without angle brackets
  std::string boundary = "mailscope";
  std::string original;  // the mail that asked; its header is returned, its body is not
  friend bool operator==(const MdnDraft&, const MdnDraft&) = default;
};

// The whole notification to those that `original` names, to be sent with the null reverse path.
std::string compose_mdn(const MdnDraft& draft);

struct MdnReport {
  std::string reporting_ua, mdn_gateway, original_recipient, final_recipient;
  std::string original_message_id;  // with angle brackets; may be empty
  std::optional<Disposition> disposition;
  std::vector<std::string> errors;
  friend bool operator==(const MdnReport&, const MdnReport&) = default;
};
// None when the mail is no disposition notification.
std::optional<MdnReport> parse_mdn(std::string_view mail);

}  // namespace mailscope::mime
