// Cutting the Trace into steps: which record is a headline, of which kind, and how fine it is.
#include "sim/trace/steps.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "sim/trace/hearsay.h"

namespace mailscope {
namespace {

struct Headline {
  StepKind kind;
  StepLevel level = StepLevel::mail;
  Protocol protocol = Protocol::none;
  bool is_trouble = false;
};

bool is_refusal(const std::string& line) {
  return !line.empty() &&
         (line[0] == '4' || line[0] == '5' || line.rfind("-ERR", 0) == 0 ||
          line.find(" NO ") != std::string::npos || line.find(" BAD ") != std::string::npos);
}

// A TCP segment without words whose only flag is ACK (RFC 791, section 3.1; RFC 9293, section 3.1).
bool is_bare_acknowledgement(const std::string& packet) {
  constexpr std::size_t k_protocol_at = 9, k_flags_at = 20 + 13, k_headers = 40;
  return packet.size() == k_headers && packet[k_protocol_at] == 6 && packet[k_flags_at] == 0x10;
}

class StepMaker {
 public:
  explicit StepMaker(const Trace& trace) : trace_(trace) { steps_.push_back(Step{}); }

  std::vector<Step> make() && {
    for (const Record& record : trace_) {
      hearing_ = hearsay_.about(record);
      if (const auto headline = headline_of(record)) begin(record, *headline);
      steps_.back().last = record.number;
      if (steps_.back().first.is_none()) steps_.back().first = record.number;
      note_travel(record);
    }
    return std::move(steps_);
  }

 private:
  std::optional<Headline> headline_of(const Record& record) {
    return std::visit([&](const auto& payload) { return about(record, payload); }, record.payload);
  }

  // ---- one overload for each kind; kinds that only change state are never headlines ------------
  template <class Quiet>
  std::optional<Headline> about(const Record&, const Quiet&) {
    return std::nullopt;
  }
  std::optional<Headline> about(const Record&, const PersonActed&) {
    return Headline{StepKind::act};
  }
  std::optional<Headline> about(const Record&, const InterventionMade&) {
    return Headline{StepKind::act};
  }
  std::optional<Headline> about(const Record& record, const ConnectionOpened&) {
    clients_[record.place.connection] = record.place.host;
    return Headline{StepKind::connect, StepLevel::mail, Protocol::tcp};
  }
  std::optional<Headline> about(const Record& record, const ConnectionEnded& ended) {
    if (ended.reason == EndReason::closed) return std::nullopt;
    const bool is_first = troubled_.insert(record.place.connection).second;
    return Headline{StepKind::end, is_first ? StepLevel::mail : StepLevel::segment, Protocol::tcp,
                    true};
  }
  std::optional<Headline> about(const Record& record, const Said& said) {
    if (goes_on_with_reply(record, said)) return std::nullopt;
    const bool is_reply = said.speaker == Speaker::server && said.kind != LineKind::content;
    return Headline{StepKind::line, StepLevel::mail, said.protocol,
                    is_reply && is_refusal(said.text)};
  }
  std::optional<Headline> about(const Record&, const Understood& heard) {
    switch (hearing_) {
      case Hearing::as_said: return std::nullopt;
      case Hearing::changed:
        return Headline{StepKind::changed_line, StepLevel::mail, heard.protocol, true};
      case Hearing::misread:
        return Headline{StepKind::misread_line, StepLevel::mail, heard.protocol, true};
    }
    return std::nullopt;
  }
  std::optional<Headline> about(const Record&, const TlsMessage&) {
    return Headline{StepKind::tls, StepLevel::detail, Protocol::tls};
  }
  std::optional<Headline> about(const Record& record, const TlsEstablished&) {
    const bool is_client = clients_[record.place.connection] == record.place.host;
    return Headline{StepKind::tls, is_client ? StepLevel::mail : StepLevel::detail, Protocol::tls};
  }
  std::optional<Headline> about(const Record&, const TlsFailed&) {
    return Headline{StepKind::tls, StepLevel::mail, Protocol::tls, true};
  }
  std::optional<Headline> about(const Record&, const DnsSaid&) {
    return Headline{StepKind::dns, StepLevel::detail, Protocol::dns};
  }
  std::optional<Headline> about(const Record&, const LookupDone& lookup) {
    return Headline{StepKind::dns, StepLevel::mail, Protocol::dns, lookup.outcome == "failed"};
  }
  std::optional<Headline> about(const Record&, const Decision& decision) {
    if (decision.verdict == Verdict::accepted || decision.verdict == Verdict::ignored) {
      return std::nullopt;
    }
    if (decision.code == "words-put-in")
      return Headline{StepKind::attack, StepLevel::mail, Protocol::tcp, true};
    return Headline{StepKind::decision, StepLevel::mail, Protocol::none,
                    decision.verdict != Verdict::noted};
  }
  std::optional<Headline> about(const Record&, const MailQueued&) {
    return Headline{StepKind::mail, StepLevel::mail, Protocol::none};
  }
  std::optional<Headline> about(const Record&, const MailDeferred&) {
    return Headline{StepKind::mail, StepLevel::mail, Protocol::none, true};
  }
  std::optional<Headline> about(const Record&, const RecipientDone& done) {
    if (done.outcome != RecipientOutcome::bounced) return std::nullopt;
    return Headline{StepKind::mail, StepLevel::mail, Protocol::none, true};
  }
  // Mail that lies there from the beginning has no cause: it belongs to the set-up.
  std::optional<Headline> about(const Record& record, const MailStored&) {
    if (record.cause.is_none()) return std::nullopt;
    return Headline{StepKind::mail};
  }
  std::optional<Headline> about(const Record&, const MailDeleted&) {
    return Headline{StepKind::mail};
  }
  std::optional<Headline> about(const Record& record, const FlagsChanged&) {
    if (record.cause.is_none()) return std::nullopt;
    return Headline{StepKind::mail, StepLevel::detail};
  }
  std::optional<Headline> about(const Record&, const ScreenShown& screen) {
    return Headline{StepKind::screen, StepLevel::mail, Protocol::none,
                    screen.severity == Severity::error || screen.severity == Severity::warning};
  }
  std::optional<Headline> about(const Record& record, const SecretLearnt&) {
    const Step& now = steps_.back();
    if (now.kind == StepKind::secret && now.from == record.place.host &&
        now.begins == record.time) {
      return std::nullopt;
    }
    return Headline{StepKind::secret, StepLevel::mail, Protocol::none, true};
  }
  std::optional<Headline> about(const Record&, const BudgetReached&) {
    return Headline{StepKind::end, StepLevel::mail, Protocol::none, true};
  }
  std::optional<Headline> about(const Record&, const PacketChanged&) {
    return Headline{StepKind::attack, StepLevel::mail, Protocol::tcp, true};
  }
  // A lost packet is sent again and again: only the first loss of a connection is a mail step.
  std::optional<Headline> about(const Record& record, const PacketDropped& dropped) {
    const bool is_first = lossy_.insert({record.place.connection, dropped.reason}).second;
    return Headline{StepKind::attack, is_first ? StepLevel::mail : StepLevel::segment,
                    Protocol::tcp, true};
  }
  std::optional<Headline> about(const Record& record, const PacketSent& sent) {
    if (sent.is_injected) {
      if (is_of_words_put_in(record)) return std::nullopt;
      const StepLevel level =
          is_bare_acknowledgement(sent.packet.value) ? StepLevel::segment : StepLevel::mail;
      return Headline{StepKind::attack, level, Protocol::tcp, true};
    }
    if (carries_the_step(record)) return std::nullopt;
    return Headline{StepKind::segment, StepLevel::segment, Protocol::tcp};
  }

  // Several lines of one reply, said in one breath, are one step.
  bool goes_on_with_reply(const Record& record, const Said& said) const {
    const Step& now = steps_.back();
    if (now.kind != StepKind::line || now.connection != record.place.connection ||
        now.from != record.place.host || now.begins != record.time) {
      return false;
    }
    const auto* first = std::get_if<Said>(&trace_.at(now.headline).payload);
    return first && said.speaker == Speaker::server && said.protocol == first->protocol;
  }
  // What an attacker puts in is told once: the words, and not their packet, too.
  bool is_of_words_put_in(const Record& record) const {
    const Step& now = steps_.back();
    if (now.kind != StepKind::attack || now.headline.is_none() || record.cause != now.headline)
      return false;
    return std::holds_alternative<Decision>(trace_.at(now.headline).payload);
  }
  // The words of the current step travel in this packet.
  bool carries_the_step(const Record& record) const {
    const Step& now = steps_.back();
    if (record.cause < now.first || now.headline.is_none()) return false;
    const Payload& why = trace_.at(record.cause).payload;
    return std::holds_alternative<Said>(why) || std::holds_alternative<TlsMessage>(why) ||
           std::holds_alternative<DnsSaid>(why) || std::holds_alternative<ConnectionOpened>(why);
  }

  void begin(const Record& record, const Headline& headline) {
    Step step;
    step.number = static_cast<std::uint32_t>(steps_.size());
    step.kind = headline.kind;
    step.level = headline.level;
    step.protocol = headline.protocol;
    step.is_trouble = headline.is_trouble;
    step.first = step.headline = record.number;
    step.from = record.place.host;
    step.to = record.place.peer;
    step.connection = record.place.connection;
    step.begins = step.arrives = record.time;
    steps_.push_back(step);
  }

  void note_travel(const Record& record) {
    if (std::holds_alternative<PacketSent>(record.payload)) {
      carry(record);
    } else if (const auto* arrived = std::get_if<PacketArrived>(&record.payload)) {
      const auto found = carried_by_.find(arrived->sent);
      if (found == carried_by_.end()) return;
      for (std::uint32_t number : found->second) {
        steps_[number].arrives = std::max(steps_[number].arrives, record.time);
      }
    }
  }

  // A packet may carry several steps: pipelined commands, the messages of one TLS flight.
  void carry(const Record& record) {
    std::vector<std::uint32_t>& carried = carried_by_[record.number];
    for (std::size_t i = steps_.size(); i-- > 0;) {
      const Step& step = steps_[i];
      const bool is_same_breath = step.begins == record.time && step.from == record.place.host &&
                                  step.connection == record.place.connection;
      if (!is_same_breath || (i + 1 < steps_.size() && step.kind == StepKind::segment)) break;
      carried.push_back(step.number);
    }
  }

  const Trace& trace_;
  std::vector<Step> steps_;
  Hearsay hearsay_;
  Hearing hearing_ = Hearing::as_said;  // of the record at hand
  std::map<ConnectionId, HostId> clients_;
  std::set<ConnectionId> troubled_;
  std::set<std::pair<ConnectionId, DropReason>> lossy_;
  std::map<RecordNumber, std::vector<std::uint32_t>> carried_by_;  // packet -> steps
};

}  // namespace

std::vector<Step> steps_of(const Trace& trace) { return StepMaker(trace).make(); }

std::uint32_t step_of(const std::vector<Step>& steps, RecordNumber record) {
  const auto after =
      std::upper_bound(steps.begin(), steps.end(), record,
                       [](RecordNumber number, const Step& step) { return number < step.first; });
  return after == steps.begin() ? 0 : std::prev(after)->number;
}

}  // namespace mailscope
