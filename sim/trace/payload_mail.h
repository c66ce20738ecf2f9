// What a Record can say of decisions, and of mail in queues and mailboxes.
#pragma once

#include "sim/trace/payload_kind.h"

namespace mailscope {

struct Decision {  // record.host decided about what record.cause asked
  Verdict verdict = Verdict::accepted;
  std::string code;   // stable, kebab-case: "relay-denied"
  Facts facts;        // what it was decided on
  std::string rule;   // "RFC 5321, section 3.6.2"
  std::string reply;  // the answer that follows from it, if any
  MAILSCOPE_KIND("decision") {
    visit("verdict", self.verdict), visit("code", self.code), visit("facts", self.facts);
    visit("rule", self.rule), visit("reply", self.reply);
  }
  friend bool operator==(const Decision&, const Decision&) = default;
};

struct MailQueued {  // record.host took responsibility
  std::string queue_id;
  std::string reverse_path;
  std::vector<std::string> recipients;
  std::string content;
  MAILSCOPE_KIND("mail-queued") {
    visit("queue-id", self.queue_id), visit("reverse-path", self.reverse_path);
    visit("recipients", self.recipients), visit("content", self.content);
  }
  friend bool operator==(const MailQueued&, const MailQueued&) = default;
};

struct MailDeferred {
  std::string queue_id, recipient, why;
  std::uint32_t attempt = 0;
  Time next_attempt{};
  MAILSCOPE_KIND("mail-deferred") {
    visit("queue-id", self.queue_id), visit("recipient", self.recipient), visit("why", self.why);
    visit("attempt", self.attempt), visit("next-attempt", self.next_attempt);
  }
  friend bool operator==(const MailDeferred&, const MailDeferred&) = default;
};

struct RecipientDone {  // nothing is left to do for this recipient here
  std::string queue_id, recipient;
  RecipientOutcome outcome = RecipientOutcome::relayed;
  std::string detail;  // the next server and its reply, the mailbox, or the reason of the bounce
  MAILSCOPE_KIND("recipient-done") {
    visit("queue-id", self.queue_id), visit("recipient", self.recipient);
    visit("outcome", self.outcome), visit("detail", self.detail);
  }
  friend bool operator==(const RecipientDone&, const RecipientDone&) = default;
};

struct MailUnqueued {  // all recipients done
  std::string queue_id;
  MAILSCOPE_KIND("mail-unqueued") { visit("queue-id", self.queue_id); }
  friend bool operator==(const MailUnqueued&, const MailUnqueued&) = default;
};

struct MailStored {  // in a mailbox of record.host: a server's store, or a client's own folder
  std::string account, mailbox;
  std::uint32_t uid = 0;
  std::vector<std::string> flags;
  std::string content;
  MAILSCOPE_KIND("mail-stored") {
    visit("account", self.account), visit("mailbox", self.mailbox), visit("uid", self.uid);
    visit("flags", self.flags), visit("content", self.content);
  }
  friend bool operator==(const MailStored&, const MailStored&) = default;
};

struct MailDeleted {
  std::string account, mailbox;
  std::uint32_t uid = 0;
  MAILSCOPE_KIND("mail-deleted") {
    visit("account", self.account), visit("mailbox", self.mailbox), visit("uid", self.uid);
  }
  friend bool operator==(const MailDeleted&, const MailDeleted&) = default;
};

struct FlagsChanged {  // the flags it has now
  std::string account, mailbox;
  std::uint32_t uid = 0;
  std::vector<std::string> flags;
  MAILSCOPE_KIND("flags-changed") {
    visit("account", self.account), visit("mailbox", self.mailbox), visit("uid", self.uid);
    visit("flags", self.flags);
  }
  friend bool operator==(const FlagsChanged&, const FlagsChanged&) = default;
};

}  // namespace mailscope
