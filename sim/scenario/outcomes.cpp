// Reading a trace for what came of it.
#include "sim/scenario/outcomes.h"

#include <algorithm>
#include <map>
#include <set>

#include "sim/base/text.h"
#include "sim/mime/message.h"
#include "sim/trace/pattern.h"

namespace mailscope::scenario {
namespace {

std::string subject_of(const std::string& content) {
  mime::Faults ignored;
  const mime::Header header = mime::parse_header(content, {0, content.size()}, ignored);
  return mime::field_shown(content, header, "Subject").value_or("");
}

std::string without_line_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return std::string(text);
}

// A refusal by the reply's own grammar: 4yz, 5yz, -ERR, and a tagged NO or BAD.
bool is_refusal(const Said& said) {
  if (said.speaker != Speaker::server || said.kind == LineKind::content || said.text.empty())
    return false;
  switch (said.protocol) {
    case Protocol::smtp: return said.text[0] == '4' || said.text[0] == '5';
    case Protocol::pop3: return said.text.rfind("-ERR", 0) == 0;
    case Protocol::imap: {
      const std::string_view word = cut(cut(said.text, ' ').tail, ' ').head;
      return said.text[0] != '*' && (word == "NO" || word == "BAD");
    }
    case Protocol::none:
    case Protocol::tcp:
    case Protocol::udp:
    case Protocol::tls:
    case Protocol::dns: break;
  }
  return false;
}

// The command as a table names it: an IMAP tag and what is secret or long stay out.
std::string command_name(const Said& said) {
  std::string_view text = said.text;
  if (said.protocol == Protocol::imap && said.kind == LineKind::command) text = cut(text, ' ').tail;
  const std::string line = without_line_end(text);
  if (said.kind == LineKind::content) return "DATA .";
  if (starts_with_ignoring_case(line, "AUTH ")) return line.substr(0, line.find(' ', 5));
  if (starts_with_ignoring_case(line, "PASS ")) return "PASS";
  if (starts_with_ignoring_case(line, "LOGIN ")) return "LOGIN";
  if (said.kind == LineKind::continuation) return "AUTH";
  constexpr std::size_t k_shown_max = 48;
  return line.substr(0, k_shown_max);
}

class Reader {
 public:
  explicit Reader(const Trace& trace) : trace_(trace), names_(host_names(trace)) {}

  std::vector<Outcome> read() {
    for (const Record& record : trace_)
      std::visit([&](const auto& payload) { about(record, payload); }, record.payload);
    for (auto& [key, talk] : talks_) {
      Outcome& outcome = outcomes_[talk.row];
      if (talk.clear == 0 && talk.encrypted > 0) outcome.value = OutcomeValue::encrypted;
      if (talk.clear > 0)
        outcome.value = talk.encrypted > 0 ? OutcomeValue::upgraded : OutcomeValue::in_clear;
    }
    std::stable_sort(outcomes_.begin(), outcomes_.end(),
                     [](const Outcome& a, const Outcome& b) { return a.kind < b.kind; });
    return std::move(outcomes_);
  }

 private:
  struct Talk {
    std::size_t row = 0, clear = 0, encrypted = 0;
  };

  std::string name(HostId host) const {
    return host.is_none() || host.value > names_.size() ? std::string() : names_[host.value - 1];
  }

  // The row of this kind and name, made when it is the first.
  Outcome& row(OutcomeKind kind, const std::string& who, const std::string& what, Facts facts) {
    const auto [at, is_new] = rows_.try_emplace({kind, who, what}, outcomes_.size());
    if (is_new) outcomes_.push_back({kind, who, what, std::move(facts), {}, {}, {}});
    return outcomes_[at->second];
  }

  template <class Quiet>
  void about(const Record&, const Quiet&) {}

  void about(const Record& record, const MailQueued& queued) {
    const std::string subject = subject_of(queued.content);
    subjects_[{record.place.host, queued.queue_id}] = subject;
    for (const std::string& recipient : queued.recipients)
      mail(record, recipient, subject, OutcomeValue::waiting, "");
  }
  void about(const Record& record, const MailDeferred& later) {
    mail(record, later.recipient, subjects_[{record.place.host, later.queue_id}],
         OutcomeValue::waiting, later.why);
  }
  void about(const Record& record, const RecipientDone& done) {
    const OutcomeValue value = done.outcome == RecipientOutcome::delivered ? OutcomeValue::delivered
                               : done.outcome == RecipientOutcome::bounced ? OutcomeValue::bounced
                                                                           : OutcomeValue::relayed;
    mail(record, done.recipient, subjects_[{record.place.host, done.queue_id}], value,
         value == OutcomeValue::bounced ? done.detail : std::string());
  }
  void mail(const Record& record, const std::string& recipient, const std::string& subject,
            OutcomeValue value, const std::string& detail) {
    Outcome& out = row(OutcomeKind::mail, lower(recipient), subject,
                       {{"subject", subject}, {"recipient", recipient}});
    // Taken by the next server: it stands in whose queue it is now. Delivered once is delivered.
    if (out.value == OutcomeValue::delivered) return;
    out.value = value, out.detail = detail, out.record = record.number;
  }

  void about(const Record& record, const SecretLearnt& secret) {
    const std::string host = name(record.place.host), kind(name_of(secret.kind));
    Outcome& out =
        row(OutcomeKind::secret, host, kind + " of " + secret.owner + ": " + secret.value,
            {{"host", host}, {"secret", kind}, {"owner", secret.owner}, {"value", secret.value}});
    if (!out.record.is_none()) return;
    out.value = OutcomeValue::learnt, out.record = record.number;
  }

  void about(const Record& record, const ConnectionOpened& opened) {
    ports_[record.place.connection] = opened.server_port;
    if (opened.server_port == k_dns_port) return;
    const std::string client = name(record.place.host), server = name(record.place.peer);
    const std::string port = std::to_string(opened.server_port);
    const std::string to = server.empty() ? to_text(opened.server_address) : server;
    Outcome& out = row(OutcomeKind::conversation, client, to + ":" + port,
                       {{"client", client}, {"server", to}, {"port", port}});
    if (out.record.is_none()) out.value = OutcomeValue::no_words, out.record = record.number;
    talks_[{client, to + ":" + port}].row =
        rows_.at({OutcomeKind::conversation, client, to + ":" + port});
    by_connection_[record.place.connection] = {client, to + ":" + port};
  }
  void about(const Record& record, const TlsEstablished& established) {
    const auto talk = by_connection_.find(record.place.connection);
    if (talk == by_connection_.end()) return;
    outcomes_[talks_.at(talk->second).row].detail = established.version;
  }

  void about(const Record& record, const Said& said) {
    const auto talk = by_connection_.find(record.place.connection);
    if (talk != by_connection_.end()) {
      Talk& counts = talks_.at(talk->second);
      ++(said.is_encrypted ? counts.encrypted : counts.clear);
    }
    if (said.speaker == Speaker::client) {
      if (said.kind != LineKind::content || last_command_[record.place.connection] != "DATA .")
        last_command_[record.place.connection] = command_name(said);
      return;
    }
    if (!is_refusal(said)) return;
    std::string_view reply = said.text;
    if (said.protocol == Protocol::imap) reply = cut(reply, ' ').tail;
    const auto login = answers_to_login_.find(record.place.connection);
    if (login != answers_to_login_.end()) {
      outcomes_[login->second].detail = without_line_end(reply);
      answers_to_login_.erase(login);
    }
    const std::string server = name(record.place.host), client = name(record.place.peer);
    std::string command = last_command_[record.place.connection];
    if (said.kind == LineKind::greeting || command.empty()) command = "greeting";
    Outcome& out = row(OutcomeKind::refusal, server, client + ": " + command,
                       {{"server", server}, {"client", client}, {"command", command}});
    if (!out.record.is_none()) return;
    out.value = OutcomeValue::refused, out.record = record.number;
    out.detail = without_line_end(reply);
  }

  // Only where switches decide who may log in: elsewhere a right password is all there is to say.
  void about(const Record& record, const Decision& decision) {
    if (decision.code.rfind("smtp-auth-", 0) != 0) return;
    const auto user = std::find_if(decision.facts.begin(), decision.facts.end(),
                                   [](const auto& fact) { return fact.first == "user"; });
    if (user == decision.facts.end()) return;
    const std::string server = name(record.place.host), client = name(record.place.peer);
    Outcome& out = row(OutcomeKind::login, client, server + ": " + lower(user->second),
                       {{"client", client}, {"server", server}, {"user", user->second}});
    // Who was let in once, was let in.
    if (out.value == OutcomeValue::let_in) return;
    out.record = record.number, out.detail.clear();
    const bool is_in = decision.verdict == mailscope::Verdict::accepted;
    out.value = is_in ? OutcomeValue::let_in : OutcomeValue::kept_out;
    answers_to_login_.erase(record.place.connection);
    if (is_in) return;
    answers_to_login_[record.place.connection] = rows_.at({OutcomeKind::login, out.who, out.what});
  }

  void about(const Record& record, const ScreenShown& screen) {
    const std::string host = name(record.place.host);
    Outcome& out =
        row(OutcomeKind::screen, host, screen.code, {{"host", host}, {"code", screen.code}});
    if (!out.record.is_none()) return;
    out.value = OutcomeValue::shown, out.record = record.number;
  }

  static constexpr Port k_dns_port = 53;

  const Trace& trace_;
  std::vector<std::string> names_;
  std::vector<Outcome> outcomes_;
  std::map<std::tuple<OutcomeKind, std::string, std::string>, std::size_t> rows_;
  std::map<std::pair<HostId, std::string>, std::string> subjects_;
  std::map<std::pair<std::string, std::string>, Talk> talks_;
  std::map<ConnectionId, std::pair<std::string, std::string>> by_connection_;
  std::map<ConnectionId, Port> ports_;
  std::map<ConnectionId, std::string> last_command_;
  std::map<ConnectionId, std::size_t> answers_to_login_;  // the row that waits for its reply
};

bool is_same_row(const Outcome& a, const Outcome& b) {
  return a.kind == b.kind && a.who == b.who && a.what == b.what;
}

}  // namespace

std::vector<Outcome> outcomes_of(const Trace& trace) { return Reader(trace).read(); }

std::vector<ComparedOutcome> compared(const std::vector<Outcome>& before,
                                      const std::vector<Outcome>& after) {
  std::vector<ComparedOutcome> rows;
  for (const Outcome& one : before) rows.push_back({one.kind, one.facts, one, {}, true});
  for (const Outcome& one : after) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const ComparedOutcome& other) {
      return other.before && is_same_row(*other.before, one);
    });
    if (row == rows.end()) {
      rows.push_back({one.kind, one.facts, {}, one, true});
    } else {
      row->after = one;
      row->is_changed = row->before->value != one.value;
    }
  }
  std::stable_sort(
      rows.begin(), rows.end(),
      [](const ComparedOutcome& a, const ComparedOutcome& b) { return a.kind < b.kind; });
  return rows;
}

bool is_any_changed(const std::vector<ComparedOutcome>& rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [](const ComparedOutcome& row) { return row.is_changed; });
}

}  // namespace mailscope::scenario
