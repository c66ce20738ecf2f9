// Every model of the screen made anew after a move of the cursor, in a trace of 100,000 records and in one of
// about a thousand: by one step forwards, by one step backwards, and to anywhere, as when one drags the timeline.
//
// `ratio_*` is what a move costs in the long trace, a hundred times the short one, by what it costs in that.
// A move costs what is seen; what still grows is the fold from the snapshot before (up to 2,000 records, and a
// copy of that state). `long_*_us` is the time itself; a display that draws 60 times a second has 16,000.
#include <algorithm>
#include <ctime>
#include <vector>

#include <benchmark/benchmark.h>

#include "ui/model/dialogue_model.h"
#include "ui/model/host_model.h"
#include "ui/model/ladder_model.h"
#include "ui/model/map_model.h"
#include "ui/model/secrets_model.h"
#include "ui/model/story_model.h"
#include "ui/model/timeline_model.h"
#include "ui/model/why_model.h"

namespace mailscope::ui {
namespace {

double cpu_us() {
  return static_cast<double>(std::clock()) * 1e6 / static_cast<double>(CLOCKS_PER_SEC);
}

constexpr HostId k_alice{1}, k_mail{2}, k_mx{3}, k_ns{4};

// One mail after the other from a client to a server to the next, each on connections of its own, with the
// packets that carry the lines.
class Writer {
 public:
  Writer() {
    host(k_alice, "alice", HostRole::client);
    host(k_mail, "mail", HostRole::server);
    host(k_mx, "mx", HostRole::server);
    host(k_ns, "ns", HostRole::resolver);
    out_.add({.host = k_mx}, MailboxAdded{"bob@example.net", "INBOX", 1});
  }
  Trace of_at_least(std::size_t records) && {
    while (trace_.size() < records) mail();
    return std::move(trace_);
  }

 private:
  void host(HostId id, const char* name, HostRole role) {
    out_.add({.host = id}, HostAdded{name, role, {}, milliseconds(10), {}});
  }
  void later() { out_.set_now(now_ = now_ + milliseconds(10)); }
  void says(HostId from, HostId to, Speaker speaker, LineKind kind, std::string text) {
    const Place at{from, to, {connection_}};
    const RecordNumber said =
        out_.lead(at, Said{Protocol::smtp, speaker, kind, false, std::move(text)});
    const RecordNumber sent = out_.add(at, PacketSent{{std::string(120, 'x')}, false});
    later();
    const Place there{to, from, {connection_}};
    out_.add(there, PacketArrived{sent});
    out_.add(there, Understood{Protocol::smtp, speaker, kind, false,
                               std::get<Said>(trace_.at(said).payload).text});
  }
  void hand_over(HostId from, HostId to, const std::string& content) {
    ++connection_;
    out_.set_cause({});
    out_.lead({from, to, {connection_}}, ConnectionOpened{.server_port = 25});
    for (const HostId end : {from, to})
      out_.add({end, end == from ? to : from, {connection_}},
               TcpStateChanged{TcpState::closed, TcpState::established});
    const auto client = [&](LineKind kind, std::string line) {
      says(from, to, Speaker::client, kind, std::move(line));
    };
    const auto server = [&](LineKind kind, std::string line) {
      says(to, from, Speaker::server, kind, std::move(line));
    };
    server(LineKind::greeting, "220 ready\r\n");
    client(LineKind::command, "EHLO there\r\n");
    server(LineKind::reply, "250 there\r\n");
    client(LineKind::command, "MAIL FROM:<alice@example.org>\r\n");
    server(LineKind::reply, "250 2.1.0 Ok\r\n");
    client(LineKind::command, "RCPT TO:<bob@example.net>\r\n");
    server(LineKind::reply, "250 2.1.5 Ok\r\n");
    client(LineKind::command, "DATA\r\n");
    server(LineKind::reply, "354 Go on\r\n");
    client(LineKind::content, content);
    server(LineKind::reply, "250 2.0.0 Ok\r\n");
    client(LineKind::command, "QUIT\r\n");
    server(LineKind::reply, "221 Bye\r\n");
    for (const HostId end : {from, to}) {
      const Place at{end, end == from ? to : from, {connection_}};
      out_.add(at, ConnectionEnded{EndReason::closed});
      out_.add(at, TcpStateChanged{TcpState::established, TcpState::closed});
    }
  }
  void mail() {
    const std::string id = "Q" + std::to_string(++mails_);
    const std::string content = "From: alice@example.org\r\nTo: bob@example.net\r\nSubject: " + id +
                                "\r\n\r\n" + std::string(300, 'a') + "\r\n";
    out_.set_cause({});
    out_.lead({.host = k_alice}, PersonActed{"Alice", "send", {{"to", "bob@example.net"}}});
    hand_over(k_alice, k_mail, content);
    out_.add({.host = k_mail}, MailQueued{id, "alice@example.org", {"bob@example.net"}, content});
    hand_over(k_mail, k_mx, content);
    out_.add({.host = k_mail},
             RecipientDone{id, "bob@example.net", RecipientOutcome::relayed, "mx: 250"});
    out_.add({.host = k_mail}, MailUnqueued{id});
    out_.add({.host = k_mx}, MailStored{"bob@example.net", "INBOX", mails_, {}, content});
    later();
  }

  Trace trace_;
  Recorder out_{trace_};
  Time now_{};
  std::uint32_t connection_ = 0, mails_ = 0;
};

class Screen {
 public:
  explicit Screen(Trace trace)
      : run_(std::move(trace)), marks_(timeline_marks(run_, k_level, lesson_, nullptr)) {}

  std::size_t records() const { return run_.trace().size(); }
  std::size_t count() const { return run_.shown(k_level).size(); }

  // What the program makes of a step (App::compose).
  double us_of_move_to(std::size_t index) {
    const double begin = cpu_us();
    const Look look = run_.look(run_.shown(k_level)[index], k_level, words_);
    benchmark::DoNotOptimize(timeline_at(look, lesson_, nullptr, marks_));
    benchmark::DoNotOptimize(map_at(look));
    benchmark::DoNotOptimize(ladder_at(look, nullptr, {LadderWindow::no_row, 240}));
    benchmark::DoNotOptimize(story_at(look, lesson_));
    benchmark::DoNotOptimize(dialogue_at(look, Listener::ends));
    benchmark::DoNotOptimize(secrets_at(look));
    benchmark::DoNotOptimize(host_at(look, host_of_interest(look)));
    benchmark::DoNotOptimize(why_at(look, {}));  // folded, as it is until somebody asks
    return cpu_us() - begin;
  }

 private:
  static constexpr StepLevel k_level = StepLevel::mail;
  Run run_;
  Lesson lesson_;
  Words words_ = words_in("en");
  std::shared_ptr<const TimelineMarks> marks_;
};

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

struct Moves {
  std::vector<double> forwards, backwards, anywhere;
};

void measure(Screen& screen, Moves& moves) {
  const std::size_t count = screen.count();
  for (std::size_t i = 1; i <= 40; ++i) {
    // Spread over the run, always at the same places.
    const std::size_t at = 2 + (i * 7'919) % (count - 4);
    moves.anywhere.push_back(screen.us_of_move_to(at));
    moves.forwards.push_back(screen.us_of_move_to(at + 1));
    moves.backwards.push_back(screen.us_of_move_to(at));
  }
}

void move_of_the_cursor(benchmark::State& state) {
  Screen small(Writer().of_at_least(1'000)), large(Writer().of_at_least(100'000));
  Moves few, many;
  for (auto _ : state) {
    measure(small, few);
    measure(large, many);
  }
  const auto tell = [&](const char* name, const std::vector<double>& by_small,
                        const std::vector<double>& by_large) {
    const double a = median_of(by_small), b = median_of(by_large);
    state.counters[std::string("ratio_") + name] = b / std::max(1.0, a);
    state.counters[std::string("long_") + name + "_us"] = b;
  };
  tell("forwards", few.forwards, many.forwards);
  tell("backwards", few.backwards, many.backwards);
  tell("anywhere", few.anywhere, many.anywhere);
  state.counters["records"] = static_cast<double>(large.records());
  state.counters["records_of_the_short_one"] = static_cast<double>(small.records());
}
BENCHMARK(move_of_the_cursor)->Unit(benchmark::kMillisecond)->Iterations(3);

}  // namespace
}  // namespace mailscope::ui
