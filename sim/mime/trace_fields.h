// The fields that servers put on top of a mail: Return-Path and Received (RFC 5321, section 4.4).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailscope::mime {

struct Received {
  std::string from_name;  // what the client said in HELO or EHLO
  std::string
      from_address;  // its IP address as text: "192.0.2.7", "2001:db8::1" (written as IPv6:…)
  std::string from_reverse;  // its name by PTR; may be empty
  std::string by;            // this host
  std::string with;          // SMTP, ESMTP, ESMTPS, ESMTPA, ESMTPSA (RFC 3848), UTF8SMTPS …
  std::string id;            // queue id
  std::string for_path;      // one recipient, without angle brackets; empty when there are several
  std::string tls_comment;   // "TLS_AES_128_GCM_SHA256": written as a comment; may be empty
  std::int64_t date_s = 0;

  friend bool operator==(const Received&, const Received&) = default;
};

// "Received: from … by … with … id …; date", folded, ending in CR LF: to be put before the mail.
std::string received_field(const Received& received);
// "Return-Path: <anna@example.org>": at final delivery only. Empty path = "<>".
std::string return_path_field(std::string_view reverse_path);
// "Original-Recipient: rfc822; anna@example.org", as ORCPT has it: at final delivery (RFC 8098, section 2.3).
// Empty where the address holds what no field may.
std::string original_recipient_field(std::string_view address_type, std::string_view address);

// Number of Received fields: the loop counter (RFC 5321, section 6.3).
std::size_t received_count(std::string_view mail);
// The Received fields of a mail as the way it went, first hop first; what could not be read is empty.
std::vector<Received> received_path(std::string_view mail);

// The mail without its fields of that name (a Return-Path that came in, a Bcc).
std::string without_field(std::string_view mail, std::string_view name);
// The mail with `field` ("Name: body\r\n") put before everything else.
std::string with_field(std::string_view mail, std::string_view field);

}  // namespace mailscope::mime
