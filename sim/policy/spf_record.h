// The text of an SPF record, read strictly (RFC 7208, sections 4.6 and 12). Asks nobody, expands
// nothing.
//
//   const auto record = parse_spf("v=spf1 mx a:mail.example.org/28 -all");
//   if (!record) permerror(record.error());
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/address.h"
#include "sim/base/result.h"

namespace mailscope::policy {

enum class SpfResult { none, neutral, pass, fail, softfail, temperror, permerror };
std::string_view to_text(SpfResult result);

enum class SpfMechanism { all, include, a, mx, ptr, ip4, ip6, exists };

struct SpfTerm {
  SpfResult qualifier = SpfResult::pass;  // what a match means
  SpfMechanism mechanism = SpfMechanism::all;
  std::string domain_spec;  // with its macros; empty: the current domain
  int ipv4_length = 32, ipv6_length = 128;
  Prefix network;    // of ip4 and ip6
  std::string text;  // as written: "-all"
};

struct SpfRecord {
  std::vector<SpfTerm> terms;
  std::string redirect, explanation;  // domain-specs; empty = not there
};

// True for text that is an SPF record at all: "v=spf1" alone or before a space (section 4.5).
bool is_spf_record(std::string_view text);

// The error is a sentence: "\"a:\" has no domain".
Result<SpfRecord, std::string> parse_spf(std::string_view text);

// Macro syntax (section 7.1). `in_explanation` allows c, r, t and spaces.
enum class SpfMacroPlace { domain, explanation };
bool is_macro_string(std::string_view text, SpfMacroPlace place);

}  // namespace mailscope::policy
