// What `serve --json` prints when the doors are open.
#include <nlohmann/json.hpp>

#include "sim/cli/serve_world.h"

namespace mailscope::cli {

std::string visit_json(const std::vector<OpenDoor>& doors, const std::vector<Login>& logins,
                       const std::string& ca_file) {
  using Json = nlohmann::ordered_json;
  Json out{{"services", Json::array()}, {"accounts", Json::array()}, {"ca", ca_file}};
  for (const OpenDoor& door : doors) {
    out["services"].push_back({{"host", door.host},
                               {"service", door.service},
                               {"port", door.real_port},
                               {"security", std::string(name_of(door.security))}});
  }
  for (const Login& login : logins) {
    out["accounts"].push_back(
        {{"address", login.address}, {"user", login.user}, {"password", login.password}});
  }
  // A name that is no UTF-8 is shown as far as it goes.
  return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mailscope::cli
