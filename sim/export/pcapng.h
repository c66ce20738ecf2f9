// A Trace as a capture file that Wireshark opens and decrypts (draft-ietf-opsawg-pcapng).
//
//   write("run.pcapng", pcapng(trace, {.epoch_s = epoch, .sentence = headline_of}));
//
// One section, little-endian; one interface of raw IP packets with time stamps in nanoseconds since
// 1970; the names of all hosts; the TLS secrets; then every packet that came through the middle of
// the network (capture.h), with comments.
#pragma once

#include <functional>
#include <string>

#include "sim/trace/trace.h"

namespace mailscope {

struct PcapngOptions {
  std::int64_t epoch_s = k_epoch_s_default;  // calendar time of Time{}
  bool has_secrets = true;                   // a Decryption Secrets Block with keylog(trace)
  // The headline of a step, for the comment at the packet that carries it, also when its words travel
  // encrypted. When unset, or empty for a record, the comment is the words themselves.
  std::function<std::string(const Record&)> sentence;
};

std::string pcapng(const Trace& trace, const PcapngOptions& options = {});

// The secrets in the NSS key log format, one line each, as SSLKEYLOGFILE has them.
std::string keylog(const Trace& trace);

}  // namespace mailscope
