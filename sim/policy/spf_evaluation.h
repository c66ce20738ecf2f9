// Inside spf: one run of check_host, stopping where an answer is missing. Not for other rooms.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/policy/spf.h"

namespace mailscope::policy {

class SpfEvaluation {
 public:
  SpfEvaluation(const SpfRequest& request, Questions& questions);

  // nullopt: an answer is missing; it has been asked for.
  std::optional<SpfOutcome> run();

 private:
  enum class Match { no, yes, waiting, temperror, permerror };

  std::optional<SpfOutcome> check_host(const std::string& domain, bool wants_explanation);
  Match matches(const SpfTerm& term, const std::string& domain);
  Match matches_include(const std::string& target);
  Match matches_mx(const SpfTerm& term, const dns::Name& name);
  Match matches_ptr(const std::string& target);
  Match matches_addresses(const dns::Name& name, const SpfTerm& term);
  Match count_lookup();
  // The answer after counting a "no" as a void lookup; `match` says why there is none.
  const dns::Answer* look_up(const dns::Name& name, dns::Type type, Match& match);
  std::optional<std::string> explain(const std::string& spec, const std::string& domain);

  // nullopt: waiting (only %{p} asks).
  std::optional<std::string> expand(std::string_view text, const std::string& domain);
  std::optional<std::string> macro(char letter, const std::string& domain);
  std::optional<std::vector<std::string>> validated_names();
  std::optional<std::string> target_of(const SpfTerm& term, const std::string& domain);

  const SpfRequest& request_;
  Questions& questions_;
  std::string sender_, local_part_, sender_domain_;
  int lookups_ = 0, voids_ = 0;
  std::string reason_;
};

// Labels between dots, at most 253 octets (labels go from the left); nullopt when it is no name.
std::optional<dns::Name> spf_name(std::string text);

}  // namespace mailscope::policy
