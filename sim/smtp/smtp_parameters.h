// The parameters of MAIL and RCPT: SIZE, BODY, SMTPUTF8, RET, ENVID, AUTH, REQUIRETLS; NOTIFY, ORCPT
// (RFC 1870, 6152, 3030, 6531, 3461, 4954, 8689).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/smtp/smtp_extensions.h"
#include "sim/smtp/smtp_reply.h"

namespace mailscope::smtp {

struct Parameter {
  std::string keyword;  // as written; compared in any case
  std::optional<std::string> value;
  friend bool operator==(const Parameter&, const Parameter&) = default;
};

enum class Body { seven_bit, eight_bit_mime, binary_mime };
enum class Return { full, headers };

struct MailParameters {
  std::optional<std::uint64_t> size;
  std::optional<Body> body;
  bool smtputf8 = false;
  std::optional<Return> ret;
  std::optional<std::string> envid;  // decoded
  std::optional<std::string> auth;   // decoded; "<>" = not known
  bool require_tls = false;          // all the way, from server to server
  friend bool operator==(const MailParameters&, const MailParameters&) = default;
};

// When the sender wants to be told. All false with `is_given` means NEVER.
struct Notify {
  bool is_given = false;  // false = the default: failure, perhaps delay
  bool success = false, failure = false, delay = false;
  friend bool operator==(const Notify&, const Notify&) = default;
};

struct RecipientParameters {
  Notify notify;
  std::string orcpt_type;     // "rfc822", "utf-8"; empty = no ORCPT
  std::string orcpt_address;  // decoded
  friend bool operator==(const RecipientParameters&, const RecipientParameters&) = default;
};

// "SIZE=100 BODY=8BITMIME". Nothing when the text does not follow the grammar.
std::optional<std::vector<Parameter>> parse_parameters(std::string_view text);

// The meaning of parameters, given what was offered. The error is the reply that is due: 555 for what
// is not offered, 501 for a wrong value or a repetition, 504 for a value not implemented.
Result<MailParameters, Reply> mail_parameters(const std::vector<Parameter>& parameters,
                                              const Extensions& offered);
Result<RecipientParameters, Reply> recipient_parameters(const std::vector<Parameter>& parameters,
                                                        const Extensions& offered);

// " SIZE=100 BODY=8BITMIME", with the leading space; empty when there is nothing to say.
std::string print(const MailParameters& parameters);
std::string print(const RecipientParameters& parameters);

// xtext of RFC 3461, section 4.
std::string xtext_encode(std::string_view text);
std::optional<std::string> xtext_decode(std::string_view text);

}  // namespace mailscope::smtp
