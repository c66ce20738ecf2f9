// One walk through the trace, one through the steps.
#include "ui/model/run_index.h"

#include <algorithm>
#include <set>

namespace mailscope::ui {
namespace {

const RecordList k_no_records;

// What administrators find in logs: who called, what was decided, where mail went; not every line.
struct IsLogged {
  bool operator()(const ConnectionOpened&) const { return true; }
  bool operator()(const ConnectionEnded& ended) const { return ended.reason != EndReason::closed; }
  bool operator()(const TlsEstablished&) const { return true; }
  bool operator()(const TlsFailed&) const { return true; }
  bool operator()(const LookupDone&) const { return true; }
  bool operator()(const Decision&) const { return true; }
  bool operator()(const MailQueued&) const { return true; }
  bool operator()(const MailDeferred&) const { return true; }
  bool operator()(const RecipientDone&) const { return true; }
  bool operator()(const MailUnqueued&) const { return true; }
  bool operator()(const MailStored&) const { return true; }
  bool operator()(const MailDeleted&) const { return true; }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

RecordList& at(std::vector<RecordList>& lists, HostId host) {
  if (lists.size() < host.value) lists.resize(host.value);
  return lists[host.value - 1];
}

const RecordList& in(const std::vector<RecordList>& lists, HostId host) {
  return host.is_none() || host.value > lists.size() ? k_no_records : lists[host.value - 1];
}

}  // namespace

std::size_t up_to(const RecordList& list, RecordNumber record) {
  return static_cast<std::size_t>(std::upper_bound(list.begin(), list.end(), record) -
                                  list.begin());
}

RunIndex::RunIndex(const Trace& trace, const std::vector<Step>& steps) {
  for (const Record& record : trace) read(record);
  std::set<Protocol> spoken[3];
  for (const Step& step : steps) {
    if (step.number == 0) continue;
    if ((step.kind == StepKind::changed_line || step.kind == StepKind::misread_line) &&
        !step.connection.is_none()) {
      RecordList& lines = connections_[step.connection].lines;
      lines.insert(std::upper_bound(lines.begin(), lines.end(), step.headline), step.headline);
    }
    for (const StepLevel level : {StepLevel::mail, StepLevel::detail, StepLevel::segment}) {
      if (step.level > level) continue;
      const auto which = static_cast<std::size_t>(level);
      for (const HostId host : {step.from, step.to}) {
        if (host.is_none()) continue;
        if (busy_[which].size() < host.value) busy_[which].resize(host.value);
        busy_[which][host.value - 1] = true;
      }
      spoken[which].insert(step.protocol);
    }
  }
  for (std::size_t which = 0; which < 3; ++which) {
    spoken[which].erase(Protocol::none);
    protocols_[which].assign(spoken[which].begin(), spoken[which].end());
  }
}

void RunIndex::read(const Record& record) {
  const Place& place = record.place;
  if (const auto* added = std::get_if<HostAdded>(&record.payload)) {
    hosts_.emplace(added->name, place.host);
  } else if (const auto* sent = std::get_if<PacketSent>(&record.payload)) {
    if (!sent->is_injected && !place.host.is_none()) {
      at(packets_, place.host).push_back(record.number);
    }
    return;
  }
  if (!place.host.is_none() && std::visit(IsLogged(), record.payload)) {
    at(logs_, place.host).push_back(record.number);
    const bool is_call = std::holds_alternative<ConnectionOpened>(record.payload);
    if (is_call && !place.peer.is_none()) at(logs_, place.peer).push_back(record.number);
  }
  if (place.connection.is_none()) return;
  if (const auto* opened = std::get_if<ConnectionOpened>(&record.payload)) {
    ConnectionFacts& facts = connections_[place.connection];
    facts.client = place.host;
    facts.server = place.peer;
    facts.server_port = opened->server_port;
    facts.opened = record.number;
  } else if (std::holds_alternative<ConnectionEnded>(record.payload)) {
    connections_[place.connection].ends.push_back(record.number);
  } else if (const auto* said = std::get_if<Said>(&record.payload)) {
    ConnectionFacts& facts = connections_[place.connection];
    facts.protocol = said->protocol;
    facts.lines.push_back(record.number);
  } else if (std::holds_alternative<SessionStateChanged>(record.payload)) {
    connections_[place.connection].moves.push_back(record.number);
  }
}

const ConnectionFacts* RunIndex::connection(ConnectionId id) const {
  const auto found = connections_.find(id);
  return found == connections_.end() ? nullptr : &found->second;
}

const RecordList& RunIndex::lines_of(ConnectionId id) const {
  const ConnectionFacts* facts = connection(id);
  return facts ? facts->lines : k_no_records;
}

const RecordList& RunIndex::moves_of(ConnectionId id) const {
  const ConnectionFacts* facts = connection(id);
  return facts ? facts->moves : k_no_records;
}

const RecordList& RunIndex::packets_of(HostId host) const { return in(packets_, host); }
const RecordList& RunIndex::log_of(HostId host) const { return in(logs_, host); }

HostId RunIndex::host_named(std::string_view name) const {
  const auto found = hosts_.find(name);
  return found == hosts_.end() ? HostId{} : found->second;
}

const std::vector<bool>& RunIndex::is_busy(StepLevel level) const {
  return busy_[static_cast<std::size_t>(level)];
}
const std::vector<Protocol>& RunIndex::protocols(StepLevel level) const {
  return protocols_[static_cast<std::size_t>(level)];
}

}  // namespace mailscope::ui
