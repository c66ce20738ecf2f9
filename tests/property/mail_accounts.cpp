// Reads mails the plain way, by searching their octets: a reader of mail would hide its own mistakes.
#include "tests/property/mail_accounts.h"

namespace mailscope::property {
namespace {

bool is_about(const std::string& content, const Letter& letter) {
  return content.find("Subject: " + letter.subject + "\r\n") != std::string::npos;
}

// The block of a delivery report that names the recipient says "failed" (RFC 3464, section 2.3).
bool reports_failure(const std::string& content, const std::string& recipient) {
  const std::string name = "\r\nFinal-Recipient: rfc822; " + recipient + "\r\n";
  const std::size_t at = content.find(name);
  if (at == std::string::npos) return false;
  const std::string block = content.substr(at, content.find("\r\n\r\n", at + 2) - at);
  return block.find("\r\nAction: failed") != std::string::npos;
}

// all@d1.example is delivered to p10@d1.example.
std::string mailbox_of(const std::string& recipient) {
  if (recipient.rfind("all@d", 0) != 0) return recipient;
  return "p" + recipient.substr(5, 1) + "0@" + recipient.substr(4);
}

bool has(const std::vector<std::string>& list, const std::string& text) {
  for (const std::string& each : list) {
    if (each == text) return true;
  }
  return false;
}

}  // namespace

Fates fates_of(const RandomWorld& random, const Trace& trace) {
  Fates fates;
  for (const Letter& letter : random.letters) {
    for (const std::string& to : letter.to) {
      Fate& fate = fates[{letter.subject, to}];
      for (const Record& record : trace) {
        if (const auto* queued = std::get_if<MailQueued>(&record.payload)) {
          if (queued->reverse_path == letter.from && is_about(queued->content, letter) &&
              has(queued->recipients, to)) {
            fate.is_accepted = true;
          }
        } else if (const auto* stored = std::get_if<MailStored>(&record.payload)) {
          if (stored->mailbox != "INBOX" || !is_about(stored->content, letter)) continue;
          if (stored->account == letter.from && reports_failure(stored->content, to)) {
            ++fate.reported;
          } else if (stored->account == mailbox_of(to) &&
                     stored->content.find("multipart/report") == std::string::npos) {
            ++fate.stored;
          }
        }
      }
    }
  }
  return fates;
}

std::map<QueuedRecipient, int> times_done(const Trace& trace) {
  std::map<QueuedRecipient, int> times;
  for (const Record& record : trace) {
    const HostId host = record.place.host;
    if (const auto* queued = std::get_if<MailQueued>(&record.payload)) {
      for (const std::string& to : queued->recipients) times[{host, queued->queue_id, to}] += 0;
    } else if (const auto* done = std::get_if<RecipientDone>(&record.payload)) {
      ++times[{host, done->queue_id, done->recipient}];
    }
  }
  return times;
}

}  // namespace mailscope::property
