// The service extensions a server may offer, and a client's reading of the offer (RFC 5321, 2.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/sasl/mechanism.h"

namespace mailscope::smtp {

// What a server offers in its answer to EHLO. What is off is refused as if never heard of.
struct Extensions {
  bool size = true;                   // RFC 1870
  bool pipelining = true;             // RFC 2920
  bool eight_bit_mime = true;         // RFC 6152
  bool enhanced_status_codes = true;  // RFC 2034
  bool starttls = true;               // RFC 3207
  bool auth = true;                   // RFC 4954
  bool dsn = true;                    // RFC 3461
  bool smtputf8 = true;               // RFC 6531
  bool chunking = true;               // RFC 3030
  bool binary_mime = false;           // RFC 3030; needs chunking
  bool vrfy = true;                   // RFC 5321, section 3.5; off = 252 without looking
  bool expn = false;                  // off = 502
  bool help = true;
  bool require_tls = false;  // RFC 8689; named under TLS only

  friend bool operator==(const Extensions&, const Extensions&) = default;
};

// What a client read in the answer to EHLO; after HELO nothing is offered.
struct Offer {
  std::string host_name;
  std::vector<std::string> keywords;      // as they came, with parameters: "SIZE 10485760"
  Extensions extensions;                  // all off unless named
  std::optional<std::uint64_t> size_max;  // of SIZE; 0 = no fixed limit
  std::vector<std::string> mechanisms;    // of AUTH, as named

  friend bool operator==(const Offer&, const Offer&) = default;
};

// `lines`: the texts of a 250 reply to EHLO, first line included.
Offer read_offer(const std::vector<std::string>& lines);

}  // namespace mailscope::smtp
