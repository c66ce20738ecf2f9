// Beside the three change_setting of mail servers, mail programs and boxes.
#include "sim/hosts/setting_choices.h"

#include "sim/hosts/host_spec.h"
#include "sim/hosts/server_spec.h"

namespace mailscope::hosts {
namespace {

using Choices = std::vector<std::string>;

template <class Enum>
Choices all_of() {
  Choices choices;
  for (const auto& [value, name] : names_of(Enum{})) choices.emplace_back(name);
  return choices;
}

std::optional<Choices> of_server(std::string_view key) {
  if (key == "relay") return all_of<RelayPolicy>();
  if (key == "outbound-tls") return all_of<TlsPolicy>();
  if (key == "smart-host") return Choices{};
  if (key == "smtp-auth" || key == "security-defaults") return Choices{"on", "off"};
  if (key.substr(0, 10) == "smtp-auth ") return all_of<Switch>();
  return std::nullopt;
}

std::optional<Choices> of_client(std::string_view key) {
  if (key == "outgoing-security" || key == "incoming-security") return all_of<TlsPolicy>();
  if (key == "outgoing-port") return Choices{"25", "465", "587"};
  if (key == "incoming-port") return Choices{"110", "143", "993", "995"};
  if (key == "leave-on-server" || key == "agrees-to-receipts") return Choices{"yes", "no"};
  if (key == "receipts") return all_of<Receipts>();
  return std::nullopt;
}

}  // namespace

std::optional<Choices> setting_choices(HostRole role, bool is_box, std::string_view key) {
  if (is_box) return key == "active" ? std::optional(Choices{"yes", "no"}) : std::nullopt;
  return role == HostRole::client ? of_client(key) : of_server(key);
}

}  // namespace mailscope::hosts
