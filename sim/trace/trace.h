// The Trace: everything that happened, append-only. Views, exports and verdicts read it and nothing else.
//
//   Trace trace;
//   Recorder recorder(trace);
//   recorder.set_now(now);
//   const RecordNumber heard = recorder.add({.host = mx, .peer = client, .connection = c}, Understood{...});
//   recorder.set_cause(heard);   // what follows, follows from that
#pragma once

#include <string_view>
#include <vector>

#include "sim/base/check.h"
#include "sim/base/ids.h"
#include "sim/base/time.h"
#include "sim/trace/payload.h"

namespace mailscope {

struct Place {
  HostId host{};              // where it happened; none: the network itself
  HostId peer{};              // the other side, if there is one
  ConnectionId connection{};  // the TCP connection, if there is one

  friend bool operator==(const Place&, const Place&) = default;
};

struct Record {
  RecordNumber number{};
  Time time{};
  RecordNumber cause{};  // the record that led to this one; none: the script, or the set-up
  Place place{};
  Payload payload;

  friend bool operator==(const Record&, const Record&) = default;
};

// The word of the payload's kind: "said", "decision", ...
std::string_view kind_of(const Record& record);

// A place in the Trace: the world as it is after this record. None: before everything.
using Cursor = RecordNumber;

class Trace {
 public:
  const Record& at(RecordNumber number) const {
    MUST(number.value >= 1 && number.value <= records_.size());
    return records_[number.value - 1];
  }
  std::size_t size() const { return records_.size(); }
  bool is_empty() const { return records_.empty(); }
  RecordNumber last() const { return {static_cast<std::uint32_t>(records_.size())}; }
  auto begin() const { return records_.begin(); }
  auto end() const { return records_.end(); }

  RecordNumber append(Record record) {
    record.number = {static_cast<std::uint32_t>(records_.size() + 1)};
    MUST(record.cause < record.number);
    records_.push_back(std::move(record));
    return records_.back().number;
  }

  friend bool operator==(const Trace&, const Trace&) = default;

 private:
  std::vector<Record> records_;
};

// Fills in what every record needs: the time and the cause.
class Recorder {
 public:
  explicit Recorder(Trace& trace) : trace_(trace) {}

  void set_now(Time now) { now_ = now; }
  void set_cause(RecordNumber cause) { cause_ = cause; }
  Time now() const { return now_; }
  RecordNumber cause() const { return cause_; }
  const Trace& trace() const { return trace_; }

  RecordNumber add(Place place, Payload payload) {
    return trace_.append({{}, now_, cause_, place, std::move(payload)});
  }
  // Adds it and makes it the cause of what follows.
  RecordNumber lead(Place place, Payload payload) {
    cause_ = add(place, std::move(payload));
    return cause_;
  }

 private:
  Trace& trace_;
  Time now_{};
  RecordNumber cause_{};
};

}  // namespace mailscope
