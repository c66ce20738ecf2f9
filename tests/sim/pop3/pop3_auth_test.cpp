// AUTH and CAPA of the server's session, by dialogues (RFC 5034, RFC 2449), and its limits.
#include <catch2/catch_test_macros.hpp>

#include "sim/crypto/hash.h"
#include "sim/pop3/pop3_server.h"
#include "sim/wire/base64.h"
#include "tests/support/session_script.h"

using namespace mailscope;
using namespace mailscope::test;
using namespace std::string_literals;

namespace {

struct Office {
  bool answers = true;

  std::string operator()(pop3::Server& server, const pop3::ServerEvent& event) const {
    if (const auto* secret = std::get_if<pop3::SecretAsked>(&event)) {
      server.answer_secret(secret->user == "anna" ? std::optional(sasl::Secret{"s3cret"})
                                                  : std::nullopt);
    } else if (const auto* login = std::get_if<pop3::LoginAsked>(&event)) {
      if (!answers) return "asked";
      const auto* password = std::get_if<sasl::Password>(&login->proof);
      const auto* token = std::get_if<sasl::Token>(&login->proof);
      const bool is_right = login->user == "anna" && (!password || password->text == "s3cret") &&
                            (!token || token->text == "tok");
      server.answer_login(is_right ? pop3::LoginVerdict::accept({{5, "u1"}})
                                   : pop3::LoginVerdict::refuse("AUTH", "no"));
    } else if (const auto* failed = std::get_if<pop3::LoginFailed>(&event)) {
      return failed->is_cancelled ? "cancelled" : "failed: " + failed->why;
    } else if (const auto* content = std::get_if<pop3::ContentAsked>(&event)) {
      server.answer_content(content->number == 1 ? std::nullopt : std::optional<std::string>(""));
    } else if (std::holds_alternative<pop3::StartTls>(event)) {
      server.tls_started();
    } else if (std::holds_alternative<pop3::UpdateAsked>(event)) {
      server.answer_update(false);
    } else if (const auto* closed = std::get_if<pop3::Closed>(&event)) {
      return closed->why == pop3::Closed::Why::too_many_errors ? "closed: errors" : "closed";
    }
    return {};
  }
};

pop3::ServerOptions options_with(std::vector<sasl::Mechanism> mechanisms) {
  pop3::ServerOptions options;
  options.host_name = "pop.example.org";
  options.mechanisms = std::move(mechanisms);
  options.requires_tls_for_login = false;
  options.hashes = {.sha256 = crypto::sha256,
                    .hmac_sha256 = crypto::hmac_sha256,
                    .pbkdf2_sha256 = crypto::pbkdf2_sha256,
                    .md5 = crypto::md5,
                    .hmac_md5 = crypto::hmac_md5};
  options.nonce = "nonce";
  return options;
}

void check_server(const std::string& script, const pop3::ServerOptions& options) {
  check_session(
      Played::server, script, [&] { return pop3::Server(options); }, Office{});
}

}  // namespace

TEST_CASE("pop3 server: AUTH with and without initial response, and the list of mechanisms",
          "[pop3]") {
  const std::string anna = wire::base64_encode("\0anna\0s3cret"s);
  const auto options = options_with({sasl::Mechanism::plain, sasl::Mechanism::cram_md5});
  check_server(R"(
S: +OK POP3 server ready
C: AUTH
S: +OK
S: PLAIN
S: CRAM-MD5
S: .
C: AUTH PLAIN )" + anna +
                   R"(
S: +OK 1 mail
C: AUTH PLAIN
S: -ERR not after login
)",
               options);
  check_server(R"(
S: +OK POP3 server ready
C: auth plain
S: +\x20
C: )" + anna + R"(
S: +OK 1 mail
)",
               options);
}

TEST_CASE("pop3 server: AUTH may be cancelled, wrong, malformed and unknown", "[pop3]") {
  check_server(R"(
S: +OK POP3 server ready
C: AUTH PLAIN
S: +\x20
C: *
= cancelled
S: -ERR authentication cancelled
C: AUTH PLAIN
S: +\x20
C: ???
= failed: not base 64
S: -ERR this is not base 64
C: AUTH PLAIN ???
S: -ERR this is not base 64
C: AUTH PLAIN =
= failed: PLAIN wants authzid NUL user NUL password
S: -ERR not what the mechanism wants: PLAIN wants authzid NUL user NUL password
C: AUTH PLAIN )" + wire::base64_encode("\0anna\0guess"s) +
                   R"(
S: -ERR [AUTH] no
C: AUTH GSSAPI
S: -ERR this mechanism is not offered
C: AUTH XOAUTH2 )" +
                   wire::base64_encode("user=anna\x01"
                                       "auth=Bearer old\x01\x01") +
                   R"(
S: + )" + wire::base64_encode(R"({"status":"401","schemes":"bearer","scope":"mail"})") +
                   R"(
C:
S: -ERR [AUTH] no
C: STAT
S: -ERR log in first
)",
               options_with({sasl::Mechanism::plain, sasl::Mechanism::xoauth2}));
}

TEST_CASE("pop3 server: CAPA tells what is there now (RFC 2449, RFC 2595)", "[pop3]") {
  auto options = options_with({sasl::Mechanism::plain, sasl::Mechanism::scram_sha_256});
  options.requires_tls_for_login = true;
  options.offers_top = options.offers_uidl = false;
  options.implementation.clear();
  options.expire.clear();
  check_server(R"(
S: +OK POP3 server ready
C: CAPA
S: +OK these can be done
S: SASL SCRAM-SHA-256
S: RESP-CODES
S: AUTH-RESP-CODE
S: PIPELINING
S: STLS
S: .
C: STLS
S: +OK begin TLS
C: CAPA
S: +OK these can be done
S: USER
S: SASL PLAIN SCRAM-SHA-256
S: RESP-CODES
S: AUTH-RESP-CODE
S: PIPELINING
S: .
C: USER anna
S: +OK now the password
C: PASS s3cret
S: +OK 1 mail
C: TOP 1 0
S: -ERR unknown command
C: UIDL
S: -ERR unknown command
)",
               options);
}

TEST_CASE("pop3 server: what the owner cannot do is told", "[pop3]") {
  check_server(R"(
S: +OK POP3 server ready
C: USER anna
S: +OK now the password
C: PASS s3cret
S: +OK 1 mail
C: RETR 1
S: -ERR [SYS/TEMP] the mail cannot be read now
C: DELE 1
S: +OK mail 1 is marked; it goes at QUIT
C: QUIT
S: -ERR some marked mails were not removed
= closed
)",
               options_with({}));
}

TEST_CASE("pop3 server: lines, mistakes and waiting octets are limited", "[pop3]") {
  auto options = options_with({});
  options.bad_commands_max = 1;
  check_server("S: +OK POP3 server ready\nC: USER " + std::string(248, 'x') +
                   "\nS: +OK now the password\nC: USER " + std::string(249, 'x') + R"(
S: -ERR the line is too long
C: XYZZY
S: -ERR unknown command
= closed: errors
)",
               options);
  Office office;
  office.answers = false;
  pop3::Server server(options_with({}));
  server.start();
  server.receive("USER anna\r\nPASS s3cret\r\n");
  while (auto event = server.next()) office(server, *event);
  CHECK(server.is_asking());
  for (int i = 0; i < 100 && !server.is_closed(); ++i) server.receive(std::string(10'000, 'x'));
  CHECK(server.is_closed());
  server.answer_login(pop3::LoginVerdict::accept({}));  // too late, and harmless
}
