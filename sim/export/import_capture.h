// Somebody's real capture as a Trace: the same views show it as they show a simulated run.
//
// Knows what anybody on the wire can know: addresses, ports, packets, the lines of SMTP, POP3 and IMAP,
// DNS, the handshakes of TLS, and what is inside TLS when the file (or `key_log`) carries the keys. It
// knows no decisions, queues or mailboxes, and invents none.
//
//   const auto imported = import_capture(octets, {});
//   if (!imported) return complain(imported.error());
//   show(imported->file.trace);
//
// A packet arrives when it was captured: how long it travelled nobody has measured. IPv6 addresses
// have stand-ins from 198.18.0.0/15, their text is the host's name; their packets are told as IPv4.
// A record for each packet and line, at most about 500,000; what comes after those is left out.
#pragma once

#include <string>
#include <string_view>

#include "sim/base/result.h"
#include "sim/export/trace_json.h"

namespace mailscope {

struct ImportOptions {
  std::string key_log;  // further TLS secrets (SSLKEYLOGFILE)
};

struct ImportedCapture {
  TraceFile file;
  std::size_t packets_told = 0;
  std::size_t packets_passed_over = 0;  // not of a mail connection, nor DNS
  std::size_t connections = 0;
  bool is_cut_off = false;  // the file, or a budget, ended before the capture did
};

// The error is a sentence with its mend.
Result<ImportedCapture, std::string> import_capture(std::string_view octets,
                                                    const ImportOptions& options = {});

}  // namespace mailscope
