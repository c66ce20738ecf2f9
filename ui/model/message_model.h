// The mail at hand: its envelope beside its header, its parts, its text, the way that it has come.
//
// At hand is the mail that was said, queued, stored or read last, up to the step.
#pragma once

#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

struct ShownHeader {
  std::string name, value;  // decoded, on one line
  std::string note;         // what is worth knowing about it
  bool is_trace = false;    // put there by servers on the way
  friend bool operator==(const ShownHeader&, const ShownHeader&) = default;
};

struct ShownPart {
  int depth = 0;
  std::string number, type, name;  // "1.2", "image/png", "cat.png"
  std::string transfer;            // "base64"
  std::size_t octets = 0;
  friend bool operator==(const ShownPart&, const ShownPart&) = default;
};

struct Hop {                   // of the Received path
  std::string from, by, with;  // names; "ESMTPS"
  std::string from_address, tls;
  bool is_encrypted = false, is_authenticated = false;
  std::uint32_t step = 0;  // when `by` took it; 0: this run does not know
  std::size_t index = 0;   // as people count
  friend bool operator==(const Hop&, const Hop&) = default;
};

struct MessageModel {
  bool has_mail = false;
  std::string place;          // "in the queue of mail", "alice says it to mail"
  std::uint32_t step = 0;     // when it came there
  std::size_t index = 0;      // as people count
  bool has_envelope = false;  // mails in a mailbox have lost theirs
  std::string reverse_path;   // "<>" when empty
  std::vector<std::string> recipients;
  std::vector<ShownHeader> header;
  std::vector<ShownPart> parts;
  std::string text;       // of the part that a reader would show
  std::string report;     // the fields of a delivery report or receipt, as programs read them
  std::vector<Hop> hops;  // the first one first
  std::size_t octets = 0;
};

MessageModel message_at(const Look& look);
std::string to_text(const MessageModel& message);

}  // namespace mailscope::ui
