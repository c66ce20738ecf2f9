// docs/protocols/imap.md shows the table that the server obeys.
#include <fstream>
#include <sstream>

#include <catch2/catch_test_macros.hpp>

#include "sim/imap/imap_states.h"
#include "sim/wire/state_diagram.h"

using namespace mailscope;

TEST_CASE("imap: the document's diagram and table are those of the code", "[imap]") {
  std::ifstream file("docs/protocols/imap.md");
  std::ostringstream text;
  text << file.rdbuf();
  INFO("paste what is expected into docs/protocols/imap.md");
  for (const std::string& part :
       {wire::state_diagram(imap::k_moves), wire::state_table(imap::k_moves)}) {
    INFO(part);
    CHECK(text.str().find(part) != std::string::npos);
  }
}
