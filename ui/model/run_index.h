// Where things stand in a trace, looked up once, so that a move of the cursor costs what is seen and not
// what the run is long. Lists are in the order of the trace.
//
//   run.index().lines_of(connection)     // what was said on it, and how its sessions moved
//   up_to(list, step.last)               // how many of a list have happened by then
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/trace/steps.h"
#include "sim/trace/trace.h"

namespace mailscope::ui {

using RecordList = std::vector<RecordNumber>;

// How many of these are at or before that record.
std::size_t up_to(const RecordList& list, RecordNumber record);

struct ConnectionFacts {
  HostId client{}, server{};
  Port server_port = 0;
  Protocol protocol = Protocol::none;  // of what was said; none: nothing was
  RecordNumber opened{};
  RecordList ends;   // one for each side that has seen it end
  RecordList lines;  // what was said, and what was heard otherwise
  RecordList moves;  // of its sessions' states
};

class RunIndex {
 public:
  RunIndex(const Trace& trace, const std::vector<Step>& steps);

  // Null when it was never opened.
  const ConnectionFacts* connection(ConnectionId id) const;
  const std::map<ConnectionId, ConnectionFacts>& connections() const { return connections_; }
  const RecordList& lines_of(ConnectionId id) const;
  const RecordList& moves_of(ConnectionId id) const;
  // The packets that a host put on its wire itself: the n-th is what `drop:host.n` means.
  const RecordList& packets_of(HostId host) const;
  // What a host would write into its log.
  const RecordList& log_of(HostId host) const;
  // None when there is no such host.
  HostId host_named(std::string_view name) const;
  // Hosts that say or do something in the steps of this level, and protocols that are spoken there.
  const std::vector<bool>& is_busy(StepLevel level) const;
  const std::vector<Protocol>& protocols(StepLevel level) const;

 private:
  void read(const Record& record);

  std::map<ConnectionId, ConnectionFacts> connections_;
  std::vector<RecordList> packets_, logs_;  // by host, index id - 1
  std::map<std::string, HostId, std::less<>> hosts_;
  std::vector<bool> busy_[3];
  std::vector<Protocol> protocols_[3];
};

}  // namespace mailscope::ui
