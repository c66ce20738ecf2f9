#include "sim/policy/authentication_results.h"

#include "sim/base/text.h"

namespace mailscope::policy {
namespace {

// As it is where it is made of plain characters, else in quotes; control octets become spaces, so
// that no value can begin a field of its own.
std::string value_text(std::string_view value) {
  bool is_plain = !value.empty();
  std::string quoted = "\"";
  for (const char c : value) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    is_plain = is_plain && (is_alpha(c) || is_digit(c) ||
                            std::string_view(".-_@+").find(c) != std::string_view::npos);
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += is_control ? ' ' : c;
  }
  return is_plain ? std::string(value) : quoted + "\"";
}

}  // namespace

std::string authentication_results_field(std::string_view server_name,
                                         const std::vector<AuthenticationResult>& results) {
  std::string field = "Authentication-Results: " + std::string(server_name);
  if (results.empty()) field += "; none";
  for (const AuthenticationResult& result : results) {
    field += ";\r\n\t" + result.method + "=" + result.result;
    if (!result.reason.empty()) field += " reason=" + value_text(result.reason);
    for (const auto& [name, value] : result.properties)
      field += " " + name + "=" + value_text(value);
  }
  return field + "\r\n";
}

}  // namespace mailscope::policy
