// Content-Type and Content-Disposition: a value and its parameters (RFC 2045, section 5.1; RFC 2183),
// with continuations, charsets and percent-encoding as in RFC 2231.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/mime/span.h"

namespace mailscope::mime {

struct Parameter {
  std::string name;   // lower case, without the `*0*` of RFC 2231
  std::string value;  // UTF-8, joined and decoded

  friend bool operator==(const Parameter&, const Parameter&) = default;
};

// A parameter as it was written, which is what IMAP's BODYSTRUCTURE shows.
struct RawParameter {
  std::string name;   // as written: `filename*0*`
  std::string value;  // without quotes

  friend bool operator==(const RawParameter&, const RawParameter&) = default;
};

struct ParameterList {
  std::string value;  // lower case: "multipart/mixed", "attachment"
  std::vector<Parameter> parameters;
  std::vector<RawParameter> raw;
  Faults faults;

  // The value of this parameter, or empty.
  std::string_view find(std::string_view name) const;

  friend bool operator==(const ParameterList&, const ParameterList&) = default;
};

ParameterList parse_parameters(std::string_view text);

// `; name="value"`, or the RFC 2231 form `; name*=utf-8''%D0%9F…` when it is not ASCII, in pieces of one
// line each when it is long. Begins with ";".
std::string parameter_text(std::string_view name, std::string_view value);

}  // namespace mailscope::mime
