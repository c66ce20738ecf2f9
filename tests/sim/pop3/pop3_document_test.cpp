// docs/protocols/pop3.md shows the table that the server obeys.
#include <fstream>
#include <sstream>

#include <catch2/catch_test_macros.hpp>

#include "sim/pop3/pop3_states.h"
#include "sim/wire/state_diagram.h"

using namespace mailscope;

TEST_CASE("pop3: the document's diagram and table are those of the code", "[pop3]") {
  std::ifstream file("docs/protocols/pop3.md");
  std::ostringstream text;
  text << file.rdbuf();
  INFO("paste what is expected into docs/protocols/pop3.md");
  for (const std::string& part :
       {wire::state_diagram(pop3::k_moves), wire::state_table(pop3::k_moves)}) {
    INFO(part);
    CHECK(text.str().find(part) != std::string::npos);
  }
}
