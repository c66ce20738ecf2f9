// Walking the causes of a record, and keeping what explains it.
#include "sim/scenario/why.h"

#include <algorithm>
#include <map>
#include <set>

#include "sim/base/text.h"
#include "sim/scenario/why_rule.h"
#include "sim/trace/hearsay.h"

namespace mailscope::scenario {
namespace {

const std::string* fact(const Facts& facts, std::string_view key) {
  for (const auto& [name, value] : facts) {
    if (name == key) return &value;
  }
  return nullptr;
}

class CauseWalk {
 public:
  explicit CauseWalk(const Trace& trace) : trace_(trace) {
    Hearsay hearsay;
    for (const Record& record : trace) {
      if (hearsay.about(record) == Hearing::changed) misheard_.insert(record.number);
      if (const auto* changed = std::get_if<PacketChanged>(&record.payload))
        changed_[changed->sent] = record.number;
      if (const auto* dropped = std::get_if<PacketDropped>(&record.payload)) {
        lost_.emplace(record.place.connection, record.number);
        (void)dropped;
      }
    }
  }

  WhyChain from(RecordNumber symptom) {
    if (symptom.is_none() || trace_.last() < symptom) return {};
    add(WhyKind::symptom, symptom);
    is_first_of(trace_.at(symptom));  // its own host's earlier words explain nothing
    explain(trace_.at(symptom));
    RecordNumber at = trace_.at(symptom).cause;
    if (is_silent_end(trace_.at(symptom))) add_losses(trace_.at(symptom));
    for (std::size_t hops = 0; !at.is_none() && hops < trace_.size(); ++hops) {
      visit(trace_.at(at));
      at = trace_.at(at).cause;
    }
    return std::move(chain_);
  }

 private:
  void add(WhyKind kind, RecordNumber record) {
    if (!seen_.insert(record).second) return;
    chain_.links.push_back({kind, record, why_rule(trace_.at(record))});
  }

  // ---- what a record on the way tells ------------------------------------------------------------

  void visit(const Record& record) {
    std::visit([&](const auto& payload) { about(record, payload); }, record.payload);
  }
  template <class Quiet>
  void about(const Record&, const Quiet&) {}

  void about(const Record& record, const Decision& decision) {
    const bool explains = decision.verdict != mailscope::Verdict::accepted ||
                          decision.code == "box-rule" || fact(decision.facts, "setting") != nullptr;
    if (!explains) return;
    add(WhyKind::decision, record.number);
    explain(record);
  }
  // The nearest words are the request or the answer that it was about; older ones are history.
  void about(const Record& record, const Said& said) {
    if (said.kind == LineKind::content || !is_first_of(record)) return;
    add(WhyKind::words, record.number);
  }
  void about(const Record& record, const Understood& heard) {
    if (misheard_.count(record.number) != 0 && said_for(record, heard) != nullptr)
      add(WhyKind::heard, record.number);
  }
  void about(const Record& record, const PacketArrived& arrived) {
    const auto changed = changed_.find(arrived.sent);
    if (changed != changed_.end()) add_box(trace_.at(changed->second));
    (void)record;
  }
  void about(const Record& record, const PacketChanged&) { add_box(record); }
  void about(const Record& record, const PacketDropped&) {
    add(WhyKind::packet, record.number);
    explain(record);
  }
  void about(const Record& record, const PacketSent& sent) {
    if (sent.is_injected) add_box(record);
  }
  void about(const Record& record, const LookupDone& lookup) {
    if (lookup.outcome == "found" && has_lookup_) return;
    has_lookup_ = true;
    add(WhyKind::lookup, record.number);
    if (lookup.outcome != "found") add_zone(record, lookup);
  }
  void about(const Record& record, const TlsFailed&) {
    add(WhyKind::tls, record.number);
    explain(record);
  }
  void about(const Record& record, const MailQueued&) { add(WhyKind::mail, record.number); }
  void about(const Record& record, const MailDeferred&) { add(WhyKind::mail, record.number); }
  void about(const Record& record, const RecipientDone& done) {
    if (done.outcome == RecipientOutcome::bounced) add(WhyKind::mail, record.number);
  }
  void about(const Record& record, const SettingChanged&) { add(WhyKind::setting, record.number); }
  void about(const Record& record, const PersonActed&) { add(WhyKind::person, record.number); }
  void about(const Record& record, const InterventionMade&) { add(WhyKind::person, record.number); }

  // ---- what stands behind a record beside its cause ------------------------------------------------

  // The settings that it follows from: named by it, or such as belong to its kind.
  void explain(const Record& record) {
    if (const auto* decision = std::get_if<Decision>(&record.payload)) {
      if (const std::string* key = fact(decision->facts, "setting"))
        add_setting(record, record.place.host, *key);
      if (const std::string* rule = fact(decision->facts, "rule"))
        add_setting(record, record.place.host, "rule " + *rule);
      if (decision->code.rfind("tls-", 0) == 0)
        for (const char* key : {"outgoing-security", "incoming-security", "outbound-tls"})
          add_setting(record, record.place.host, key);
    } else if (std::holds_alternative<PacketDropped>(record.payload)) {
      const HostId wire = record.place.host.is_none() ? record.place.peer : record.place.host;
      if (std::get<PacketDropped>(record.payload).reason == DropReason::cut)
        add_setting(record, wire, "wire");
      if (record.place.host.is_none()) return;
      for (const char* key : {"filtered"}) add_setting(record, record.place.host, key);
    } else if (std::holds_alternative<TlsFailed>(record.payload)) {
      add_setting(record, record.place.peer, "certificate");
    } else if (const auto* lookup = std::get_if<LookupDone>(&record.payload)) {
      if (lookup->outcome != "found") add_zone(record, *lookup);
    }
  }

  void add_setting(const Record& before, HostId host, const std::string& key) {
    RecordNumber found{};
    for (const Record& record : trace_) {
      if (before.number < record.number) break;
      const auto* setting = std::get_if<SettingChanged>(&record.payload);
      if (setting != nullptr && record.place.host == host && setting->key == key)
        found = record.number;
    }
    if (!found.is_none()) add(WhyKind::setting, found);
  }

  // The zone of that name, as its server has it.
  void add_zone(const Record& record, const LookupDone& lookup) {
    RecordNumber found{};
    std::size_t longest = 0;
    for (const Record& other : trace_) {
      const auto* setting = std::get_if<SettingChanged>(&other.payload);
      if (setting == nullptr || setting->key.rfind("zone ", 0) != 0) continue;
      const std::string origin = setting->key.substr(5);
      const bool is_below =
          lookup.name == origin || (lookup.name.size() > origin.size() &&
                                    lookup.name.compare(lookup.name.size() - origin.size() - 1,
                                                        std::string::npos, "." + origin) == 0);
      if (!is_below || origin.size() < longest) continue;
      longest = origin.size(), found = other.number;
    }
    if (!found.is_none()) add(WhyKind::setting, found);
    (void)record;
  }

  // What a box did, its decision, and the rule in its settings.
  void add_box(const Record& record) {
    add(WhyKind::packet, record.number);
    for (RecordNumber at = record.cause; !at.is_none(); at = trace_.at(at).cause) {
      const Record& cause = trace_.at(at);
      if (cause.place.host != record.place.host) break;
      if (!std::holds_alternative<Decision>(cause.payload)) continue;
      add(WhyKind::decision, at);
      explain(cause);
    }
  }

  // A connection that ended without a word: what was lost on it.
  static bool is_silent_end(const Record& record) {
    const auto* ended = std::get_if<ConnectionEnded>(&record.payload);
    return ended != nullptr && ended->reason != EndReason::closed;
  }
  void add_losses(const Record& record) {
    const auto lost = lost_.find(record.place.connection);
    if (lost == lost_.end() || record.place.connection.is_none()) return;
    const Record& dropped = trace_.at(lost->second);
    add(WhyKind::packet, dropped.number);
    explain(dropped);
    for (RecordNumber at = dropped.cause; !at.is_none(); at = trace_.at(at).cause) {
      const bool is_box = trace_.at(at).place.host == dropped.place.host;
      if (is_box && std::holds_alternative<Decision>(trace_.at(at).payload)) visit(trace_.at(at));
    }
  }

  // Only the words next to the symptom on each connection.
  bool is_first_of(const Record& record) {
    return spoken_.insert({record.place.connection, record.place.host}).second;
  }

  // The words behind what was heard: the last that the other side said before the packet arrived.
  const Record* said_for(const Record& record, const Understood& heard) const {
    for (RecordNumber at = record.cause; !at.is_none(); at = trace_.at(at).cause) {
      const Record& cause = trace_.at(at);
      const auto* said = std::get_if<Said>(&cause.payload);
      if (said == nullptr || said->speaker != heard.speaker) continue;
      return cause.place.connection == record.place.connection ? &cause : nullptr;
    }
    return nullptr;
  }
  const Trace& trace_;
  WhyChain chain_;
  std::set<RecordNumber> misheard_;  // understood otherwise than it was said
  std::set<RecordNumber> seen_;
  std::set<std::pair<ConnectionId, HostId>> spoken_;
  std::map<RecordNumber, RecordNumber> changed_;  // a packet to what a box made of it
  std::map<ConnectionId, RecordNumber> lost_;     // a connection to its first lost packet
  bool has_lookup_ = false;
};

bool refuses(const Said& said) {
  if (said.speaker != Speaker::server || said.kind == LineKind::content || said.text.empty())
    return false;
  if (said.protocol == Protocol::smtp) return said.text[0] == '4' || said.text[0] == '5';
  if (said.protocol == Protocol::pop3) return said.text.rfind("-ERR", 0) == 0;
  const std::string_view word = cut(cut(said.text, ' ').tail, ' ').head;
  return said.protocol == Protocol::imap && said.text[0] != '*' && (word == "NO" || word == "BAD");
}

struct IsWorthAsking {
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
  bool operator()(const Decision& decision) const {
    return decision.verdict == mailscope::Verdict::refused ||
           decision.verdict == mailscope::Verdict::deferred || decision.code == "tls-goes-without";
  }
  bool operator()(const Said& said) const { return refuses(said); }
  bool operator()(const RecipientDone& done) const {
    return done.outcome == RecipientOutcome::bounced;
  }
  bool operator()(const MailDeferred&) const { return true; }
  bool operator()(const PacketDropped&) const { return true; }
  bool operator()(const PacketChanged&) const { return true; }
  bool operator()(const TlsFailed&) const { return true; }
  bool operator()(const ConnectionEnded& ended) const { return ended.reason != EndReason::closed; }
  bool operator()(const ScreenShown& screen) const {
    return screen.severity == Severity::error || screen.severity == Severity::warning;
  }
};

}  // namespace

bool WhyChain::has_root() const {
  return std::any_of(links.begin(), links.end(), [](const WhyLink& link) {
    return link.kind == WhyKind::setting || link.kind == WhyKind::person ||
           link.kind == WhyKind::packet;
  });
}

WhyChain why(const Trace& trace, RecordNumber record) { return CauseWalk(trace).from(record); }

bool is_worth_asking(const Record& record) { return std::visit(IsWorthAsking{}, record.payload); }

}  // namespace mailscope::scenario
