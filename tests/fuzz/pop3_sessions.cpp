// Whatever a peer sends, in any pieces: POP3's server and client stay sane, bounded, and end.
#include "sim/base/check.h"
#include "sim/pop3/pop3_client.h"
#include "sim/pop3/pop3_server.h"
#include "tests/fuzz/fuzz_pieces.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

namespace {

void drain(pop3::Server& server) {
  while (auto event = server.next()) {
    if (std::holds_alternative<pop3::SecretAsked>(*event)) server.answer_secret(std::nullopt);
    if (std::holds_alternative<pop3::LoginAsked>(*event)) {
      server.answer_login(pop3::LoginVerdict::accept({{5, "u"}, {6, "v"}}));
    }
    if (std::holds_alternative<pop3::ContentAsked>(*event)) server.answer_content("a\r\n\r\nb\r\n");
    if (std::holds_alternative<pop3::UpdateAsked>(*event)) server.answer_update(true);
    if (std::holds_alternative<pop3::StartTls>(*event)) server.tls_started();
    static_cast<void>(server.take_output());
  }
}

void drain(pop3::Client& client) {
  while (auto event = client.next()) {
    if (std::holds_alternative<pop3::TlsWanted>(*event)) client.tls_started();
    static_cast<void>(client.take_output());
  }
}

}  // namespace

FUZZ_TARGET(pop3_sessions) {
  const std::uint8_t knobs = size > 1 ? data[1] : 0;
  pop3::ServerOptions options;
  options.mechanisms = {sasl::Mechanism::plain, sasl::Mechanism::oauthbearer};
  options.requires_tls_for_login = knobs & 1;
  if (knobs & 2) options.octets_before_tls = wire::OctetsBeforeTls::process;
  pop3::Server server(options);
  pop3::Plan plan;
  plan.credentials = {"anna", "pw", "token", ""};
  plan.asks_capa = knobs & 4;
  plan.is_tls_active = knobs & 8;
  plan.login = knobs & 16 ? pop3::Login::auth : pop3::Login::user_pass;
  plan.mechanisms = {sasl::Mechanism::oauthbearer, sasl::Mechanism::plain};
  pop3::Client client(plan);
  server.start();
  client.start();
  fuzz::in_pieces(data, size, [&](std::string_view piece) {
    server.receive(piece);
    drain(server);
    client.receive(piece);
    drain(client);
  });
  server.receive_end();
  drain(server);
  client.receive_end();
  drain(client);
  MUST(server.is_closed());
  MUST(client.is_finished());
  return 0;
}
