// One host from the inside: queue, mailboxes, doors, settings, log, DNS cache, what its user was told.
#pragma once

#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

struct ShownMail {
  std::string from, to, subject;
  std::string note;  // flags in words, or why it still waits
  bool is_new = false;
  friend bool operator==(const ShownMail&, const ShownMail&) = default;
};

inline constexpr std::size_t k_mails_shown = 30;

struct ShownMailbox {
  std::string title;             // "INBOX of alice@example.org"
  std::size_t earlier = 0;       // mails before these
  std::vector<ShownMail> mails;  // k_mails_shown at most; the latest last
  friend bool operator==(const ShownMailbox&, const ShownMailbox&) = default;
};

struct ShownPair {
  std::string key, value;
  friend bool operator==(const ShownPair&, const ShownPair&) = default;
};

struct ShownSetting {
  std::string key, name, value;  // "outbound-tls", "TLS to other servers", "required"
  bool can_change = false;       // from this step on; filled in by whoever knows what a host allows
  std::vector<std::string> choices;  // none: any text
  friend bool operator==(const ShownSetting&, const ShownSetting&) = default;
};

struct LogLine {
  std::uint32_t step = 0;
  std::string time, text;  // "0.182 s", the sentence
  std::string detail;      // what an administrator looks for: codes, addresses, answers
  std::string keeps;       // what thereby stands in the log that is somebody's own affair
  bool is_trouble = false, is_current = false;
  friend bool operator==(const LogLine&, const LogLine&) = default;
};

inline constexpr std::size_t k_log_lines = 80;

struct HostModel {
  HostId id{};
  std::string name, caption, address;
  HostRole role = HostRole::server;
  std::vector<ShownPair> doors;  // "587" "submission, STARTTLS"
  std::vector<ShownMail> queue;  // k_mails_shown at most
  std::size_t queue_rest = 0;    // mails behind these
  std::vector<ShownMailbox> mailboxes;
  bool is_box = false;
  std::vector<ShownSetting> settings;
  std::vector<LogLine> log;     // k_log_lines at most; the latest last
  std::size_t log_earlier = 0;  // lines before these
  std::vector<ShownPair> dns_cache;
  std::vector<std::string> screens;  // the latest last
};

HostModel host_at(const Look& look, HostId host);
std::string to_text(const HostModel& host);

// The host that a step is about, for a view that follows the cursor: the receiver, else the doer.
HostId host_of_interest(const Look& look);

}  // namespace mailscope::ui
