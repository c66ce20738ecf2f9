// The field in which a receiving server writes down what it has checked (RFC 8601).
//
//   authentication_results_field("mx.example.org", {{"spf", "pass", {}, ""}});
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailscope::policy {

struct AuthenticationResult {
  std::string method, result;                                   // "dkim", "pass"
  std::vector<std::pair<std::string, std::string>> properties;  // {"header.d", "example.org"}
  std::string reason;                                           // may be empty
  friend bool operator==(const AuthenticationResult&, const AuthenticationResult&) = default;
};

// With its CR LF; without results it says "none" (section 2.2). To be put before the mail, after
// fields of that name that claim to be this server's have been taken out (section 5).
std::string authentication_results_field(std::string_view server_name,
                                         const std::vector<AuthenticationResult>& results);

}  // namespace mailscope::policy
