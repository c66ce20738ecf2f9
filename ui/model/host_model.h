// One host from the inside: queue, mailboxes, doors, settings, DNS cache, what its user was told.
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

struct ShownMailbox {
  std::string title;  // "INBOX of alice@example.org"
  std::vector<ShownMail> mails;
  friend bool operator==(const ShownMailbox&, const ShownMailbox&) = default;
};

struct ShownPair {
  std::string key, value;
  friend bool operator==(const ShownPair&, const ShownPair&) = default;
};

struct HostModel {
  HostId id{};
  std::string name, caption, address;
  HostRole role = HostRole::server;
  std::vector<ShownPair> doors;  // "587" "submission, STARTTLS"
  std::vector<ShownMail> queue;
  std::vector<ShownMailbox> mailboxes;
  std::vector<ShownPair> settings;
  std::vector<ShownPair> dns_cache;
  std::vector<std::string> screens;  // the latest last
};

HostModel host_at(const Look& look, HostId host);
std::string to_text(const HostModel& host);

// The host that a step is about, for a view that follows the cursor: the receiver, else the doer.
HostId host_of_interest(const Look& look);

}  // namespace mailscope::ui
