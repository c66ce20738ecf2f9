// A whole run as text for people: who said what to whom and when, and what came of it.
//
//   0.090000  mx → client        smtp      S: 220 mx.example ready
//   0.120000  client → mx        smtp      C: EHLO client
//   0.150000  mx                 decision  refused: relay-denied (RFC 5321, section 3.6.2)
//
// A letter for the speaker (C: client, S: server), "tls" behind the protocol when the words travelled
// encrypted. Lines stand in the order of steps (sim/trace/steps.h), finer steps only when asked for.
//
//   print(trace_text(trace, {.sentence = [&](const Record& r) { return headline(words, r, names); }}));
#pragma once

#include <functional>
#include <map>
#include <string>

#include "sim/trace/trace.h"

namespace mailscope {

struct TraceTextOptions {
  bool has_segments = false;           // every TCP segment, too
  bool has_details = true;             // TLS messages, DNS queries, flags
  std::size_t content_lines_max = 40;  // of one mail; the rest is counted
  // A sentence for people about a decision, a screen, an act; empty: the stable words are printed.
  // May be unset.
  std::function<std::string(const Record&)> sentence;
};

std::string trace_text(const Trace& trace, const TraceTextOptions& options = {});

// For every packet that carries somebody's words: the first of those words, as in the text above but
// without its columns ("C: EHLO client"), or the caller's sentence about them. By the number of its PacketSent.
std::map<RecordNumber, std::string> packet_texts(const Trace& trace,
                                                 const TraceTextOptions& options = {});

}  // namespace mailscope
