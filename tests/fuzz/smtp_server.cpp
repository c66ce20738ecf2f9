// Whatever a client sends, in any pieces: the SMTP server answers, bounded, and ends when the peer does.
#include "sim/smtp/smtp_server.h"

#include "sim/base/check.h"
#include "tests/fuzz/fuzz_pieces.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

namespace {

// Those that a verdict answers.
bool is_question(const smtp::ServerEvent& event) {
  return std::holds_alternative<smtp::AuthAsked>(event) ||
         std::holds_alternative<smtp::MailAsked>(event) ||
         std::holds_alternative<smtp::RecipientAsked>(event) ||
         std::holds_alternative<smtp::ContentAsked>(event) ||
         std::holds_alternative<smtp::MessageReceived>(event) ||
         std::holds_alternative<smtp::VerifyAsked>(event);
}

struct Owner {
  smtp::Server& server;
  bool accepts;

  smtp::Verdict verdict() const {
    return accepts ? smtp::Verdict::accept() : smtp::Verdict::refuse();
  }
  void drain() {
    while (auto event = server.next()) {
      if (std::holds_alternative<smtp::HelloAsked>(*event)) {
        server.answer(smtp::Verdict::accept());
      } else if (std::holds_alternative<smtp::SecretAsked>(*event)) {
        server.answer_secret(accepts ? std::optional(sasl::Secret{"pw"}) : std::nullopt);
      } else if (std::holds_alternative<smtp::StartTls>(*event)) {
        server.tls_started();
      } else if (is_question(*event)) {
        server.answer(verdict());
      }
      static_cast<void>(server.take_output());
    }
  }
};

}  // namespace

FUZZ_TARGET(smtp_server) {
  const std::uint8_t knobs = size > 1 ? data[1] : 0;
  smtp::ServerOptions options;
  options.host_name = "mx.example";
  options.size_max = 100'000;
  options.mechanisms = {sasl::Mechanism::plain, sasl::Mechanism::login, sasl::Mechanism::xoauth2,
                        sasl::Mechanism::oauthbearer};
  options.requires_tls_for_auth = knobs & 1;
  options.takes_bare_lf = knobs & 2;
  options.extensions.binary_mime = knobs & 4;
  options.extensions.expn = true;
  if (knobs & 8) options.end_of_data = wire::EndOfData::any_newline;
  if (knobs & 16) options.octets_before_tls = wire::OctetsBeforeTls::process;
  smtp::Server server(options);
  Owner owner{server, (knobs & 32) == 0};
  server.start();
  owner.drain();
  fuzz::in_pieces(data, size, [&](std::string_view piece) {
    server.receive(piece);
    owner.drain();
  });
  server.receive_end();
  owner.drain();
  MUST(server.is_closed());
  return 0;
}
