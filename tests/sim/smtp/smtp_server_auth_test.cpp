// The server's session, by dialogues: AUTH (RFC 4954), and logins before mail (RFC 6409).
#include <catch2/catch_test_macros.hpp>

#include "sim/smtp/smtp_server.h"
#include "sim/wire/base64.h"
#include "tests/sim/smtp/smtp_server_check.h"

using namespace mailscope;
using namespace mailscope::test;
using namespace std::string_literals;

namespace {

smtp::ServerOptions auth_options() {
  return options_with([](smtp::ServerOptions& options) { options.extensions.auth = true; });
}

const std::string k_hello = R"(
S: 220 mx.example.org ESMTP ready
C: EHLO c.example
S: 250-mx.example.org greets c.example
)";
const std::string k_auth_hello = k_hello + "S: 250 AUTH PLAIN LOGIN\n";

std::string base64(const std::string& text) { return wire::base64_encode(text); }

}  // namespace

TEST_CASE("smtp server: AUTH PLAIN with and without initial response", "[smtp]") {
  const std::string anna = base64("\0anna\0s3cret"s);
  check_server(k_auth_hello + "C: AUTH PLAIN " + anna + R"(
= auth PLAIN
= in anna
S: 235 Authentication succeeded
C: AUTH PLAIN
= refused by RFC 4954, section 4
S: 503 You are already authenticated
)",
               auth_options());
  check_server(k_auth_hello + R"(
C: AUTH PLAIN
S: 334\x20
C: )" + anna + R"(
S: 235 Authentication succeeded
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
)",
               auth_options());
}

TEST_CASE("smtp server: AUTH LOGIN asks twice", "[smtp]") {
  check_server(k_auth_hello + R"(
C: auth login
S: 334 VXNlcm5hbWU6
C: )" + base64("anna") +
                   R"(
S: 334 UGFzc3dvcmQ6
C: )" + base64("guess") +
                   R"(
S: 535 Authentication credentials invalid
C: AUTH LOGIN )" + base64("anna") +
                   R"(
S: 334 UGFzc3dvcmQ6
C: )" + base64("s3cret") +
                   R"(
S: 235 Authentication succeeded
)",
               auth_options());
}

TEST_CASE("smtp server: AUTH may be cancelled, broken and unknown", "[smtp]") {
  check_server(k_auth_hello + R"(
C: AUTH LOGIN
= auth LOGIN
S: 334 VXNlcm5hbWU6
C: *
= cancelled
S: 501 Authentication cancelled
C: AUTH PLAIN ???
= refused by RFC 4954, section 4
S: 501 This is not base 64
C: AUTH PLAIN =
= auth PLAIN
= out
S: 501 Not what the mechanism wants: PLAIN wants authzid NUL user NUL password
C: AUTH LOGIN
= auth LOGIN
S: 334 VXNlcm5hbWU6
C: an na
= out
S: 501 This is not base 64
C: AUTH GSSAPI
= refused by RFC 4954, section 4
S: 504 This mechanism is not offered
C: AUTH
= refused by RFC 4954, section 4
S: 501 The command is AUTH mechanism, perhaps with an initial response
C: MAIL FROM:<carl@example.net>
S: 250 Sender ok
C: AUTH PLAIN
= refused by RFC 4954, section 4
S: 503 Not while a mail is under way
)",
               auth_options());
}

TEST_CASE("smtp server: the owner's own words refuse an account", "[smtp]") {
  check_server(k_auth_hello + "C: AUTH PLAIN " + base64("\0boris\0s3cret"s) + R"(
S: 535 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.
)",
               auth_options());
}

TEST_CASE("smtp server: passwords in the clear are neither offered nor taken without TLS",
          "[smtp]") {
  auto options = auth_options();
  options.extensions.starttls = true;
  options.requires_tls_for_auth = true;
  options.mechanisms = {sasl::Mechanism::plain, sasl::Mechanism::cram_md5};
  check_server(k_hello + R"(
S: 250-STARTTLS
S: 250 AUTH CRAM-MD5
C: AUTH PLAIN
= refused by RFC 4954, section 6
S: 538 Encryption required for this mechanism: say STARTTLS first
C: STARTTLS
S: 220 Ready to start TLS
= tls
C: EHLO c.example
S: 250-mx.example.org greets c.example
S: 250 AUTH PLAIN CRAM-MD5
C: AUTH PLAIN )" + base64("\0anna\0s3cret"s) +
                   R"(
= auth PLAIN
= in anna
S: 235 Authentication succeeded
)",
               options);
}

TEST_CASE("smtp server: an OAuth token that is refused is explained before it fails", "[smtp]") {
  auto options = auth_options();
  options.mechanisms = {sasl::Mechanism::xoauth2};
  check_server(k_hello + R"(
S: 250 AUTH XOAUTH2
C: AUTH XOAUTH2 )" +
                   base64("user=anna\x01"
                          "auth=Bearer old\x01\x01") +
                   R"(
S: 334 )" + base64(R"({"status":"401","schemes":"bearer","scope":"mail"})") +
                   R"(
C:
S: 535 Authentication credentials invalid
C: AUTH XOAUTH2 )" +
                   base64("user=anna\x01"
                          "auth=Bearer tok\x01\x01") +
                   R"(
S: 235 Authentication succeeded
)",
               options);
}

TEST_CASE("smtp server: a response to AUTH may be long, but not endless", "[smtp]") {
  const std::string script = k_auth_hello + "C: AUTH PLAIN\nS: 334\\x20\n";
  check_server(script + "C: " + std::string(12'284, 'A') + R"(
S: 501 Not what the mechanism wants: the message is too long
)",
               auth_options());
  check_server(script + "C: " + std::string(20'000, 'A') + R"(
S: 500 The response is too long
C: NOOP
S: 250 Ok
)",
               auth_options());
}

TEST_CASE("smtp server: a submission server wants a login before mail", "[smtp]") {
  auto options = auth_options();
  options.requires_auth = true;
  check_server(k_auth_hello + R"(
C: MAIL FROM:<anna@example.org>
= refused by RFC 4954, section 6
S: 530 Authentication required
C: AUTH PLAIN )" + base64("\0anna\0s3cret"s) +
                   R"(
= auth PLAIN
= in anna
S: 235 Authentication succeeded
C: MAIL FROM:<anna@example.org> AUTH=anna+40example.org
S: 250 Sender ok
)",
               options);
}
