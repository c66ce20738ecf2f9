// Hearsay: what is a change on the way, and what only looks like one.
#include "sim/trace/hearsay.h"

#include <catch2/catch_test_macros.hpp>

using namespace mailscope;

namespace {

constexpr ConnectionId k_connection{1};

Record record_of(Payload payload) {
  Record record;
  record.place.connection = k_connection;
  record.payload = std::move(payload);
  return record;
}
Record said(LineKind kind, std::string text) {
  return record_of(Said{Protocol::smtp, Speaker::client, kind, false, std::move(text)});
}
Record heard(LineKind kind, std::string text) {
  return record_of(Understood{Protocol::smtp, Speaker::client, kind, false, std::move(text)});
}

}  // namespace

TEST_CASE("hearsay: words that arrive as they were said are no change", "[trace]") {
  Hearsay hearsay;
  CHECK(Hearing::as_said == hearsay.about(said(LineKind::command, "NOOP\r\n")));
  CHECK(Hearing::as_said == hearsay.about(heard(LineKind::command, "NOOP\r\n")));
  CHECK(Hearing::changed ==
        hearsay.about(heard(LineKind::command, "NOOP\r\n")));  // said once, heard twice
}

TEST_CASE("hearsay: a line that a box swallowed is passed over, one that it reworded is told",
          "[trace]") {
  Hearsay hearsay;
  hearsay.about(said(LineKind::command, "STARTTLS\r\n"));
  hearsay.about(said(LineKind::command, "QUIT\r\n"));
  CHECK(Hearing::as_said == hearsay.about(heard(LineKind::command, "QUIT\r\n")));
  hearsay.about(said(LineKind::command, "NOOP\r\n"));
  CHECK(Hearing::changed == hearsay.about(heard(LineKind::command, "RSET\r\n")));
}

TEST_CASE("hearsay: a mail typed line by line is the mail that is read as one", "[trace]") {
  Hearsay hearsay;
  for (const char* line : {"Subject: rates\r\n", "\r\n", "..dots\r\n", ".\r\n"}) {
    hearsay.about(said(LineKind::content, line));
  }
  hearsay.about(said(LineKind::command, "QUIT\r\n"));
  CHECK(Hearing::as_said ==
        hearsay.about(heard(LineKind::content, "Subject: rates\r\n\r\n.dots\r\n")));
  CHECK(Hearing::as_said == hearsay.about(heard(LineKind::command, "QUIT\r\n")));
}

TEST_CASE("hearsay: a mail changed on the way is told, however it was said", "[trace]") {
  Hearsay hearsay;
  hearsay.about(said(LineKind::content, "Pay Bob\r\n"));
  hearsay.about(said(LineKind::content, ".\r\n"));
  CHECK(Hearing::changed == hearsay.about(heard(LineKind::content, "Pay Eve\r\n")));
}

TEST_CASE("hearsay: an answer said in one piece and read line by line is the same answer",
          "[trace]") {
  Hearsay hearsay;
  hearsay.about(said(LineKind::content, "Subject: rates\r\n\r\nBye\r\n.\r\n"));
  for (const char* line : {"Subject: rates\r\n", "\r\n", "Bye\r\n", ".\r\n"}) {
    CHECK(Hearing::as_said == hearsay.about(heard(LineKind::reply, line)));
  }
}

TEST_CASE("hearsay: a dot that the way takes from a line is no change, and the last dot is none",
          "[trace]") {
  Hearsay hearsay;
  for (const char* line : {"Settings:\r\n", ".profile\r\n", ".\r\n"}) {
    hearsay.about(said(LineKind::content, line));
  }
  CHECK(Hearing::as_said == hearsay.about(heard(LineKind::content, "Settings:\r\nprofile\r\n")));
  hearsay.about(
      said(LineKind::content, ".dots\r\n"));  // as a server notes it, before it doubles dots
  CHECK(Hearing::as_said == hearsay.about(heard(LineKind::reply, "..dots\r\n")));
  CHECK(Hearing::as_said == hearsay.about(heard(LineKind::reply, ".\r\n")));
}

TEST_CASE("hearsay: content that is taken for a command is misread, not changed (SMTP smuggling)",
          "[trace]") {
  Hearsay hearsay;
  hearsay.about(said(LineKind::content, "Hello\r\n\n.\nMAIL FROM:<a@b.example>\r\n.\r\n"));
  CHECK(Hearing::as_said == hearsay.about(heard(LineKind::content, "Hello\r\n")));
  CHECK(Hearing::misread == hearsay.about(heard(LineKind::command, "MAIL FROM:<a@b.example>\r\n")));
}

TEST_CASE(
    "hearsay: TLS octets on a port for words in clear are misread; on a wire with an injector they "
    "may be anybody's",
    "[trace]") {
  Hearsay hearsay;
  CHECK(Hearing::misread == hearsay.about(heard(LineKind::command, "\x16\x03\x01\r\n")));
  PacketSent injected;
  injected.is_injected = true;
  hearsay.about(record_of(injected));
  CHECK(Hearing::changed == hearsay.about(heard(LineKind::command, "RSET\r\n")));
}

TEST_CASE("hearsay: long talks are forgotten as they are heard", "[trace]") {
  Hearsay hearsay;
  const std::string line(1'000, 'x');
  for (int i = 0; i < 300; ++i) {
    hearsay.about(said(LineKind::command, line + std::to_string(i) + "\r\n"));
    hearsay.about(said(LineKind::command, "NOOP " + std::to_string(i) + "\r\n"));
    CHECK(Hearing::as_said ==
          hearsay.about(heard(LineKind::command, line + std::to_string(i) + "\r\n")));
    if (i % 3 != 0) {
      CHECK(Hearing::as_said ==
            hearsay.about(heard(LineKind::command, "NOOP " + std::to_string(i) + "\r\n")));
    }
  }
}
