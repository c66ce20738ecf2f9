// Patterns over Records: how stories, questions, goals and expectations point at what happens.
//
// A pattern names a kind ("said", "decision", ...) and fields that must match, by the names that
// docs/TRACE.md lists. Hosts are named by their short name. A value matches whole; "*" stands for
// any run of characters in it; `not` inverts one field. The n-th match may be wanted.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace.h"

namespace mailscope {

// Every field of a record as text, in a fixed order: "kind", "host", "peer", then the payload's own.
// Lists are joined by ", "; facts appear as "facts.key". Numbers in decimal, booleans as true/false.
using FieldTexts = std::vector<std::pair<std::string, std::string>>;
FieldTexts fields_of(const Record& record, const std::vector<std::string>& host_names);

// The short names by HostId (index id - 1), as the trace's HostAdded records tell.
std::vector<std::string> host_names(const Trace& trace);

struct FieldMatch {
  std::string field, glob;
  bool is_negated = false;
  friend bool operator==(const FieldMatch&, const FieldMatch&) = default;
};

struct Pattern {
  std::vector<FieldMatch> matches;  // all must hold
  std::uint32_t nth = 0;            // 0: every match; n: only the n-th
  friend bool operator==(const Pattern&, const Pattern&) = default;
};

bool glob_matches(std::string_view glob, std::string_view text);
bool matches(const Pattern& pattern, const Record& record,
             const std::vector<std::string>& host_names);
// Numbers of the records that match, in order (nth applied).
std::vector<RecordNumber> find_all(const Pattern& pattern, const Trace& trace);

}  // namespace mailscope
