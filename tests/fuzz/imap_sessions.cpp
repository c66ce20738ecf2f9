// Whatever a peer sends, in any pieces: IMAP's server and client stay sane, bounded, and end.
#include "sim/base/check.h"
#include "sim/imap/imap_client.h"
#include "sim/imap/imap_server.h"
#include "sim/store/mail_store.h"
#include "tests/fuzz/fuzz_pieces.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

namespace {

constexpr const char* k_mail =
    "From: a@b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\none\r\n--x\r\n"
    "Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\ntwo\r\n--x--\r\n";

// Replays every change on a copy, which must stay equal.
struct Desk {
  store::Account account = store::make_account("anna@example.org", "anna", "pw", 1);
  store::Account copy;

  Desk() {
    static_cast<void>(store::append(account, "INBOX", {k_mail, 0, {}}));
    static_cast<void>(store::append(account, "INBOX", {"Subject: x\r\n\r\ny\r\n", 0, {}}));
    copy = account;
  }

  void drain(imap::Server& server) {
    while (auto event = server.next()) {
      if (std::holds_alternative<imap::SecretAsked>(*event)) server.answer_secret(std::nullopt);
      if (std::holds_alternative<imap::LoginAsked>(*event)) {
        imap::LoginVerdict verdict;
        verdict.account = &account;
        server.answer(verdict);
      }
      if (std::holds_alternative<imap::StartTls>(*event)) server.tls_started();
      if (const auto* changed = std::get_if<imap::Changed>(&*event))
        store::replay(copy, changed->change);
      static_cast<void>(server.take_output());
    }
    MUST(copy == account);
  }
};

void drain(imap::Client& client) {
  while (auto event = client.next()) {
    if (std::holds_alternative<imap::TlsWanted>(*event)) client.tls_started();
    if (std::holds_alternative<imap::IdleBegun>(*event)) client.end_idle();
    static_cast<void>(client.take_output());
  }
}

}  // namespace

FUZZ_TARGET(imap_sessions) {
  const std::uint8_t knobs = size > 1 ? data[1] : 0;
  imap::ServerOptions options;
  options.requires_tls_for_auth = knobs & 1;
  options.is_tls_active = knobs & 2;
  if (knobs & 4) options.octets_before_tls = wire::OctetsBeforeTls::process;
  Desk desk;
  imap::Server server(options);
  imap::ClientOptions client_options;
  client_options.tls = knobs & 8 ? wire::TlsPolicy::none : wire::TlsPolicy::opportunistic;
  client_options.credentials = sasl::Credentials{"anna", "pw", {}, {}};
  client_options.sends_clear_text_without_tls = true;
  imap::Client client(client_options);
  for (imap::Step step : {imap::Step{imap::ListMailboxes{}}, imap::Step{imap::SelectMailbox{}},
                          imap::Step{imap::FetchBodies{}}, imap::Step{imap::Idle{}}}) {
    client.add(std::move(step));
  }
  server.start();
  client.start();
  fuzz::in_pieces(data, size, [&](std::string_view piece) {
    server.receive(piece);
    desk.drain(server);
    client.receive(piece);
    drain(client);
  });
  server.receive_end();
  desk.drain(server);
  client.receive_end();
  drain(client);
  MUST(server.is_closed());
  MUST(client.is_closed());
  return 0;
}
