// Delivery status notifications: multipart/report with message/delivery-status (RFC 3464, RFC 6522).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailscope::mime {

enum class DsnAction { failed, delayed, delivered, relayed, expanded };
std::string_view name_of(DsnAction action);

struct DsnRecipient {
  std::string original_recipient;  // ORCPT as given, "rfc822;anna@example.org"; may be empty
  std::string final_recipient;     // "anna@example.org"
  DsnAction action = DsnAction::failed;
  std::string status;               // "5.1.1" (RFC 3463)
  std::string remote_mta;           // "mx.example.net"; empty when no other host was reached
  std::string diagnostic;           // "550 5.1.1 no such user": the reply, one line; may be empty
  std::string reason;               // for people: "the server mx.example.net said that …"
  std::int64_t last_attempt_s = 0;  // 0 = leave out
  std::int64_t will_retry_until_s = 0;  // 0 = leave out; only for `delayed`

  friend bool operator==(const DsnRecipient&, const DsnRecipient&) = default;
};

enum class DsnReturn { headers, full };  // RET of RFC 3461, section 4.3

struct DsnDraft {
  std::string reporting_mta;  // "relay.example.org"
  std::string to;  // the reverse path of the mail reported about; the DSN itself goes from <>
  std::string envelope_id;     // ENVID of RFC 3461; may be empty
  std::int64_t arrival_s = 0;  // when the mail came to the reporting MTA; 0 = leave out
  std::int64_t date_s = 0;
  std::string message_id;  // without angle brackets
  std::string boundary = "mailscope";
  std::vector<DsnRecipient> recipients;  // at least one
  std::string original;                  // the mail that this is about
  DsnReturn returned = DsnReturn::full;

  friend bool operator==(const DsnDraft&, const DsnDraft&) = default;
};

// The whole report, to be sent with the null reverse path.
std::string compose_dsn(const DsnDraft& draft);

// What a report says, read from a mail; none when it is not a delivery report.
struct DsnReport {
  std::string reporting_mta, envelope_id;
  std::vector<DsnRecipient> recipients;  // `reason` stays empty

  friend bool operator==(const DsnReport&, const DsnReport&) = default;
};
std::optional<DsnReport> parse_dsn(std::string_view mail);

}  // namespace mailscope::mime
