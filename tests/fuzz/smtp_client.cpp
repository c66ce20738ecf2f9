// Whatever a server sends, in any pieces: the SMTP client gives up or finishes, and does not crash.
#include "sim/smtp/smtp_client.h"

#include "sim/base/check.h"
#include "tests/fuzz/fuzz_pieces.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

FUZZ_TARGET(smtp_client) {
  const std::uint8_t knobs = size > 1 ? data[1] : 0;
  smtp::Plan plan;
  plan.hello_name = "c.example";
  plan.is_tls_active = knobs & 1;
  plan.pipelines = knobs & 2;
  plan.uses_chunking = knobs & 4;
  plan.sends_initial_response = knobs & 8;
  plan.sends_clear_text_without_tls = true;
  if (knobs & 16) plan.credentials = sasl::Credentials{"anna", "pw", "token", ""};
  plan.mechanisms = {sasl::Mechanism::oauthbearer, sasl::Mechanism::plain, sasl::Mechanism::login};
  smtp::Mail mail;
  mail.reverse_path = {"a", "b.example"};
  mail.recipients = {{{"c", "d.example"}, {}}, {{"e", "d.example"}, {}}};
  mail.content = "Hi\r\n.\r\n";
  plan.mails = {mail, mail};
  smtp::Client client(plan);
  const auto drain = [&] {
    while (auto event = client.next()) {
      if (std::holds_alternative<smtp::TlsWanted>(*event)) client.tls_started();
      static_cast<void>(client.take_output());
    }
  };
  client.start();
  fuzz::in_pieces(data, size, [&](std::string_view piece) {
    client.receive(piece);
    drain();
  });
  client.receive_end();
  drain();
  MUST(client.is_finished());
  return 0;
}
