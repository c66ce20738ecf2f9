// The views of the detail region as text: what stands in a line, a lookup, a state machine, a mail.
#include <catch2/catch_test_macros.hpp>

#include "sim/dns/dns_message.h"
#include "tests/ui/model/golden.h"
#include "tests/ui/model/sample.h"
#include "ui/model/compare_model.h"
#include "ui/model/dns_fields.h"
#include "ui/model/line_fields.h"
#include "ui/model/message_model.h"
#include "ui/model/search_model.h"
#include "ui/model/state_model.h"
#include "ui/model/terminal_model.h"
#include "ui/model/view_state.h"
#include "ui/text/fold_case.h"
#include "ui/text/glossary.h"

using namespace mailscope;
using namespace mailscope::ui;
using mailscope::test::check_golden;
using mailscope::test::Sample;

namespace {

std::string fields_text(const std::vector<ByteField>& fields) {
  std::string text;
  for (const ByteField& field : fields) {
    text += std::string(2 * static_cast<std::size_t>(field.depth), ' ') + field.name + ": " +
            field.value + " [" + std::to_string(field.begin) + "+" + std::to_string(field.octets) +
            "]\n";
  }
  return text + "\n";
}

StateMachines sample_machines() {
  return {{Protocol::smtp,
           {{"start", "greeting", "greeted"},
            {"greeted", "EHLO", "ready"},
            {"greeted", "QUIT", "closed"},
            {"ready", "NOOP", "ready"},
            {"ready", "STARTTLS", "tls"},
            {"tls", "TLS started", "greeted"},
            {"ready", "MAIL", "mail"},
            {"ready", "QUIT", "closed"},
            {"mail", "RCPT", "recipients"},
            {"recipients", "RCPT", "recipients"},
            {"recipients", "DATA", "data"},
            {"data", "end of data", "ready"}}}};
}

}  // namespace

TEST_CASE("lines: every token of SMTP, POP3 and IMAP has its place", "[model]") {
  using enum Speaker;
  std::string text;
  const auto add = [&](Protocol protocol, Speaker speaker, bool is_content, const char* octets) {
    text += fields_text(fields_of_lines(octets, {protocol, speaker, is_content}));
  };
  add(Protocol::smtp, client, false, "EHLO alice.example.com\r\n");
  add(Protocol::smtp, client, false, "MAIL FROM:<a@example.com> SIZE=120 BODY=8BITMIME\r\n");
  add(Protocol::smtp, client, false, "AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n");
  add(Protocol::smtp, server, false, "250-mx.example.org\r\n250 SIZE 1000\r\n");
  add(Protocol::smtp, server, false, "550 5.7.1 Relaying denied\r\n");
  add(Protocol::smtp, client, true,
      "From: a@example.com\r\nSubject: Hi\r\n there\r\n\r\nHello\r\n.\r\n");
  add(Protocol::pop3, client, false, "TOP 1 10\r\n");
  add(Protocol::pop3, server, false, "+OK 2 mails\r\n1 120\r\n.\r\n");
  add(Protocol::imap, client, false, "a1 LOGIN \"bob smith\" secret\r\n");
  add(Protocol::imap, server, false, "* 2 EXISTS\r\na1 OK [READ-WRITE] done with it\r\n");
  add(Protocol::imap, server, false, "* 1 FETCH (BODY[] {22}\r\nSubject: Hi\r\n\r\nHello\r\n)\r\n");
  check_golden("lines", text);
}

TEST_CASE("lines: nonsense is shown as it stands", "[model]") {
  for (const std::string octets :
       {"", "\r\n", "\n", "   ", "250", "+", "{99}\r\n", "MAIL", "\xff\xfe"}) {
    for (const Protocol protocol : {Protocol::smtp, Protocol::pop3, Protocol::imap}) {
      for (const bool is_content : {false, true}) {
        for (const Speaker speaker : {Speaker::client, Speaker::server}) {
          for (const ByteField& field : fields_of_lines(octets, {protocol, speaker, is_content}))
            CHECK(field.begin + field.octets <= octets.size());
        }
      }
    }
  }
}

TEST_CASE("dns fields: a lookup and its answer, every field in its place", "[model]") {
  dns::Message answer;
  answer.id = 4711;
  answer.is_response = true;
  answer.questions = {{dns::name_of("example.org"), dns::Type::mx}};
  answer.answers = {
      {dns::name_of("example.org"), 3600, dns::Mx{10, dns::name_of("mx.example.org")}}};
  answer.edns = dns::Edns{};
  const std::string octets = dns::print_message(answer);
  check_golden("dns-fields", fields_text(fields_of_dns(octets)));
  for (std::size_t length = 0; length < octets.size(); ++length) {
    for (const ByteField& field : fields_of_dns(octets.substr(0, length)))
      CHECK(field.begin + field.octets <= length);
  }
}

TEST_CASE("state: the machine of the table, where the session stands, what may be said",
          "[model]") {
  Trace trace;
  Recorder recorder(trace);
  recorder.add({.host = {1}}, HostAdded{.name = "alice", .role = HostRole::client});
  recorder.add({.host = {2}}, HostAdded{.name = "mx"});
  recorder.add({.host = {2}}, ServiceOpened{Protocol::smtp, 25, Security::starttls, "relay"});
  recorder.add({.host = {1}, .peer = {2}, .connection = {1}}, ConnectionOpened{.server_port = 25});
  const auto move = [&](const char* from, const char* to, Speaker speaker, const char* line) {
    recorder.add({.host = {speaker == Speaker::server ? 2u : 1u},
                  .peer = {speaker == Speaker::server ? 1u : 2u},
                  .connection = {1}},
                 Said{Protocol::smtp, speaker, LineKind::reply, false, line});
    recorder.add({.host = {2}, .peer = {1}, .connection = {1}},
                 SessionStateChanged{Protocol::smtp, Speaker::server, from, to});
  };
  move("start", "greeted", Speaker::server, "220 mx\r\n");
  move("greeted", "ready", Speaker::client, "EHLO alice\r\n");
  move("ready", "mail", Speaker::client, "MAIL FROM:<a@b>\r\n");
  Run run(std::move(trace));
  std::string text;
  for (const char* language : {"en", "ru"}) {
    const Words words = words_in(language);
    for (const std::uint32_t step : run.shown(StepLevel::mail))
      text += to_text(state_at(run.look(step, StepLevel::mail, words), sample_machines())) + "\n";
  }
  check_golden("state", text);
}

TEST_CASE("message: envelope, header, text and the way it came", "[model]") {
  Sample sample;
  std::string text;
  for (const std::size_t index : {5u, 24u, 46u})
    text += to_text(message_at(sample.at(index))) + "\n----\n";
  check_golden("message", text);
}

TEST_CASE("search: words in any case and order, filters of every kind", "[model]") {
  Sample sample;
  std::string text = to_text(search_at(sample.at(9), "ehlo", {}));
  text += to_text(search_at(sample.at(9), "OK queued", {}));
  text += to_text(search_at(sample.at(9), "", {.protocol = Protocol::tls}));
  text += to_text(search_at(sample.at(9), "nowhere to be found", {}));
  check_golden("search", text);
  Sample russian("ru");
  CHECK(search_at(russian.at(0), "ОТВЕЧАЕТ", {}).hit_count ==
        search_at(russian.at(0), "отвечает", {}).hit_count);
  CHECK(search_at(russian.at(0), "отвечает", {}).hit_count > 0);
}

TEST_CASE("search: capitals fold in both alphabets", "[text]") {
  CHECK(fold_case("EHLO Ёлка ЯЩИК") == "ehlo елка ящик");
  CHECK(fold_case("\xD0") == "\xD0");
}

TEST_CASE("compare: two runs aligned, what is the same folded away", "[model]") {
  Sample before, after("en", test::SampleTls::stripped);
  const DifferenceModel changed = difference(before.run, after.run, StepLevel::mail, after.words);
  check_golden("compare", to_text(compare_at(after.at(9), before.run, changed)));
}

TEST_CASE("terminal: what may be said, how it is written, what is wrong with it", "[model]") {
  Sample sample;
  const Look look = sample.at(14);
  const DialogueModel dialogue = dialogue_at(look, Listener::ends);
  StateModel state;
  state.protocol = Protocol::smtp;
  state.verbs = {{"MAIL", true, "sender"}, {"QUIT", true, "closed"}, {"DATA", false, {}}};
  const auto typing = [&](const char* typed, const char* fault) {
    return to_text(terminal_at(look, dialogue, state, {}, typed, fault)) + "\n";
  };
  check_golden(
      "terminal",
      typing("", "") + typing("M", "500 what?") + typing("MAIL FROM:a", "501 Syntax error") +
          to_text(terminal_at(look, dialogue, state, {.side = Speaker::server}, "250", "")));
}

TEST_CASE(
    "terminal: the attacker is told beforehand what will come of it, and helped in both directions",
    "[model]") {
  std::string text;
  for (const char* language : {"en", "ru"}) {
    Sample sample(language);
    const Look look = sample.at(14);
    const DialogueModel dialogue = dialogue_at(look, Listener::ends);
    StateModel state;
    state.protocol = Protocol::smtp;
    state.verbs = {{"MAIL", true, "sender"}, {"QUIT", true, "closed"}};
    const auto typing = [&](const TerminalRole& role, const char* typed) {
      text += to_text(terminal_at(look, dialogue, state, role, typed, "")) + "\n";
    };
    TerminalRole role;
    role.is_attacker = true;
    typing(role, "");  // nowhere to stand
    role.box = "eve";
    typing(role, "M");
    role.slips_in = true;
    typing(role, "");
    role.side = Speaker::server;
    role.replies = {"250 2.1.0 Ok", "550 5.7.1 Not from you", "+OK", "t1 NO not possible", "* BYE"};
    role.slips_in = false;
    typing(role, "");
    typing(role, "5");
    role.is_sealed = true;
    typing(role, "MAIL");
  }
  check_golden("terminal_attacker", text);
}

TEST_CASE("glossary: a word is marked once, whole, and not within code", "[text]") {
  std::vector<std::string> known;
  const Words english = words_in("en"), russian = words_in("ru");
  CHECK(mark_terms(english, "The queue, `queue`, the queues and a requeue", known) ==
        "The [[queue|queue]], `queue`, the queues and a requeue");
  CHECK(mark_terms(english, "another queue", known) == "another queue");
  known.clear();
  CHECK(mark_terms(english, "`queue` first, Queue then", known) ==
        "`queue` first, [[queue|Queue]] then");
  known.clear();
  CHECK(mark_terms(russian, "Письмо ждёт в очереди.", known) == "Письмо ждёт в [[queue|очереди]].");
  for (const char* id : {"queue", "mx", "tls"}) {
    CHECK_FALSE(term_of(english, id).meaning.empty());
    CHECK(term_of(english, id).meaning != term_of(russian, id).meaning);
  }
  CHECK(term_of(english, "nonsense").id.empty());
}

TEST_CASE("views: what is asked for is done, and what belongs to a step goes with it", "[model]") {
  ViewState views;
  CHECK(change(views, "tab", "4") == true);
  CHECK(views.tab == Tab::bytes);
  CHECK(change(views, "light", "40+4") == true);
  CHECK(views.lit_octets == 4);
  CHECK(change(views, "light", "40+4") == true);  // again: let go
  CHECK(views.lit_octets == 0);
  CHECK(change(views, "filter", "protocol=smtp") == true);
  CHECK(views.filter.protocol == Protocol::smtp);
  CHECK(change(views, "filter", "protocol=smtp") == true);
  CHECK(views.filter == SearchFilter{});
  CHECK(change(views, "search", "ok") == true);
  CHECK(views.overlay == Overlay::search);
  CHECK(change(views, "close", "") == true);
  CHECK(change(views, "close", "") == false);
  CHECK(change(views, "tab", "99") == false);
  CHECK_FALSE(change(views, "forward", "").has_value());
  change(views, "packet", "2");
  views.picked = "check";
  step_changed(views);
  CHECK((views.packet == 0 && views.picked.empty()));
}
