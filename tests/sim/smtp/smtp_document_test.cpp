// docs/protocols/smtp.md shows the table that the server obeys.
#include <fstream>
#include <sstream>

#include <catch2/catch_test_macros.hpp>

#include "sim/smtp/smtp_states.h"
#include "sim/wire/state_diagram.h"

using namespace mailscope;

TEST_CASE("smtp: the document's diagram and table are those of the code", "[smtp]") {
  std::ifstream file("docs/protocols/smtp.md");
  std::ostringstream text;
  text << file.rdbuf();
  INFO("paste what is expected into docs/protocols/smtp.md");
  for (const std::string& part :
       {wire::state_diagram(smtp::k_moves), wire::state_table(smtp::k_moves)}) {
    INFO(part);
    CHECK(text.str().find(part) != std::string::npos);
  }
}
