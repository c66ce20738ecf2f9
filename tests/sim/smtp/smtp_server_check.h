// Dialogues against the SMTP server with the office as its owner, and options without extensions.
#pragma once

#include <string>

#include "tests/sim/smtp/smtp_office.h"
#include "tests/support/session_script.h"

namespace mailscope::test {

// Without enhanced codes and extensions, as in 1982.
inline smtp::ServerOptions plain_options() {
  smtp::ServerOptions options = server_options();
  options.extensions = smtp::Extensions{false, false, false, false, false, false, false,
                                        false, false, false, false, false, false};
  return options;
}

// Only the extensions that a test names; without enhanced codes to keep the scripts short.
inline smtp::ServerOptions options_with(void (*change)(smtp::ServerOptions&)) {
  smtp::ServerOptions options = plain_options();
  change(options);
  return options;
}

inline void check_server(const std::string& script, const smtp::ServerOptions& options,
                         const Office& office = {}) {
  check_session(
      Played::server, script, [&] { return smtp::Server(options); }, office);
}

}  // namespace mailscope::test
