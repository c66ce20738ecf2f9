// The client's session, by dialogues: STARTTLS by policy, logins, servers that are not to be believed.
#include <catch2/catch_test_macros.hpp>

#include "sim/smtp/smtp_client.h"
#include "sim/wire/base64.h"
#include "tests/sim/smtp/smtp_client_check.h"

using namespace mailscope;
using namespace mailscope::test;
using namespace std::string_literals;

TEST_CASE("smtp client: STARTTLS by policy", "[smtp]") {
  auto plan = plan_of({});
  plan.tls = wire::TlsPolicy::opportunistic;
  const std::string offers = k_hello + "S: 250-mx\nS: 250 STARTTLS\n";
  const std::string silent = k_hello + "S: 250 mx\n";
  check_client(offers + R"(
= tls starts
C: STARTTLS
S: 220 go
C: EHLO c.example
S: 250 mx
C: QUIT
S: 221 bye
= finished
)",
               plan);
  check_client(silent + "= tls goes without\nC: QUIT\n", plan);
  check_client(offers + "= tls starts\nC: STARTTLS\nS: 454 not now\n= tls goes without\nC: QUIT\n",
               plan);
  plan.tls = wire::TlsPolicy::required;
  check_client(silent + R"(
= tls gives up
= failed at TLS: TLS is required and the server does not offer it
C: QUIT
S: 221 bye
= finished
)",
               plan);
  check_client(offers + R"(
= tls starts
C: STARTTLS
S: 454 not now
= failed at TLS: the server did not start TLS
C: QUIT
)",
               plan);
  plan.tls = wire::TlsPolicy::none;
  check_client(offers + "= tls not wanted\nC: QUIT\n", plan);
}

TEST_CASE("smtp client: words put behind the 220 of STARTTLS are not believed", "[smtp]") {
  auto plan = plan_of({});
  plan.tls = wire::TlsPolicy::required;
  const std::string script = k_hello + R"(
S: 250-mx
S: 250 STARTTLS
= tls starts
C: STARTTLS
S: 220 go
S: 250 evil
)";
  check_session_whole(
      Played::client, script + R"(
= failed at TLS: somebody sent more before the handshake than the server's reply
= finished
)",
      [&] { return smtp::Client(plan); }, Teller{});
  plan.octets_before_tls = wire::OctetsBeforeTls::process;
  check_session_whole(
      Played::client, script + "C: EHLO c.example\nC: QUIT\n", [&] { return smtp::Client(plan); },
      Teller{});
}

TEST_CASE("smtp client: login by the best mechanism that may be used", "[smtp]") {
  auto plan = plan_of({});
  plan.credentials = sasl::Credentials{"anna", "s3cret", "", ""};
  plan.mechanisms = {sasl::Mechanism::plain, sasl::Mechanism::login};
  const std::string offer = k_hello + "S: 250-mx\nS: 250 AUTH LOGIN PLAIN\n= tls not wanted\n";
  check_client(offer + R"(
= login failed: the server takes only passwords in the clear, and TLS is not on
= failed at authentication: the server takes only passwords in the clear, and TLS is not on
C: QUIT
S: 221 bye
= finished
)",
               plan);
  plan.sends_clear_text_without_tls = true;
  const std::string response = wire::base64_encode("\0anna\0s3cret"s);
  check_client(offer + "C: AUTH PLAIN " + response + R"(
S: 235 2.7.0 ok
= login accepted
C: QUIT
)",
               plan);
  plan.sends_initial_response = false;
  check_client(offer + "C: AUTH PLAIN\nS: 334\\x20\nC: " + response + R"(
S: 535 5.7.8 no
= login failed
= failed at authentication: the server did not accept our credentials
C: QUIT
)",
               plan);
  check_client(k_hello + R"(
S: 250 mx
= tls not wanted
= login failed: the server offers no authentication
= failed at authentication: the server offers no authentication
C: QUIT
)",
               plan);
}

TEST_CASE("smtp client: an initial response that is too long comes by itself", "[smtp]") {
  auto plan = plan_of({});
  plan.credentials = sasl::Credentials{"anna", std::string(600, 'x'), "", ""};
  plan.mechanisms = {sasl::Mechanism::plain};
  plan.is_tls_active = true;
  check_client(k_hello + "S: 250-mx\nS: 250 AUTH PLAIN\nC: AUTH PLAIN\nS: 334\\x20\nC: " +
                   wire::base64_encode("\0anna\0"s + std::string(600, 'x')) + "\n",
               plan);
}

TEST_CASE("smtp client: a server that cannot prove itself in SCRAM is not believed", "[smtp]") {
  auto plan = plan_of({mail_to({"anna@example.org"})});
  plan.credentials = sasl::Credentials{"anna", "s3cret", "", ""};
  check_client(k_hello + R"(
S: 250-mx
S: 250 AUTH SCRAM-SHA-256
= tls not wanted
C: AUTH SCRAM-SHA-256 biwsbj1hbm5hLHI9bm9uY2U=
S: 235 whatever you say
= login failed: the server did not prove that it knows the password
= failed at authentication: the server did not prove that it knows the password
C: QUIT
)",
               plan);
}
