// The table of states, and the page of the documentation that prints it.
#include "sim/net/tcp_states.h"

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include <catch2/catch_test_macros.hpp>

namespace mailscope::net {
namespace {

TEST_CASE("tcp states: docs/protocols/tcpip.md prints the table as it is", "[net]") {
  std::ifstream file("docs/protocols/tcpip.md");
  REQUIRE(file);
  std::stringstream page;
  page << file.rdbuf();
  std::string table = "| From | What happens | To |\n|---|---|---|\n";
  for (const TcpMove& move : k_tcp_moves) {
    table += "| " + std::string(name_of(move.from)) + " | " + std::string(name_of(move.happening)) +
             " | " + std::string(name_of(move.to)) + " |\n";
  }
  INFO(table);
  CHECK(page.str().find(table + "\n") != std::string::npos);
}

TEST_CASE("tcp states: from every state there is a way to CLOSED along the table", "[net]") {
  for (const auto& state : k_tcp_states) {
    std::set<TcpState> reached{state.value};
    for (std::size_t round = 0; round < std::size(k_tcp_states); ++round) {
      for (const TcpMove& move : k_tcp_moves) {
        if (reached.count(move.from) != 0) reached.insert(move.to);
      }
    }
    INFO(state.name);
    CHECK(reached.count(TcpState::closed) == 1);
  }
}

}  // namespace
}  // namespace mailscope::net
