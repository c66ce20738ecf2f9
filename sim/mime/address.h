// Addresses in header fields (RFC 5322, section 3.4), with the obsolete forms of section 4.4 read, too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/mime/span.h"

namespace mailscope::mime {

// One person: `Anna K. <anna@example.org>`.
struct Address {
  std::string display_name;  // UTF-8, encoded words decoded; may be empty
  std::string local_part;    // without quotes: `anna`
  std::string domain;        // `example.org` or `[192.0.2.1]`; empty where the field has none
  std::string
      raw_name;  // the display name as sent, encoded words untouched (IMAP's ENVELOPE wants it)
  std::string route;  // obsolete source route `@a,@b`, kept for IMAP's ENVELOPE

  // "anna@example.org", quoted where it must be
  std::string spec() const;

  friend bool operator==(const Address&, const Address&) = default;
};

// An entry of a list: one address, or a named group of them (`undisclosed-recipients:;`).
struct AddressEntry {
  bool is_group = false;
  std::string group_name;  // UTF-8, only for a group
  std::string group_raw_name;
  std::vector<Address> addresses;  // one, unless it is a group

  friend bool operator==(const AddressEntry&, const AddressEntry&) = default;
};

struct AddressList {
  std::vector<AddressEntry> entries;
  Faults faults;  // places count from the start of the text given

  // All addresses, those in groups included.
  std::vector<Address> all() const;

  friend bool operator==(const AddressList&, const AddressList&) = default;
};

// `text` is the body of From, To, Cc, Bcc, Reply-To, Sender …; folded or not.
AddressList parse_addresses(std::string_view text);

// For a header field: display name quoted or as encoded words as needed; ASCII only unless the address itself is not.
std::string to_text(const Address& address);
std::string to_text(const std::vector<Address>& addresses);

}  // namespace mailscope::mime
