// One record for each kind of change.
#include "sim/hosts/store_records.h"

#include "sim/hosts/mail_writing.h"

namespace mailscope::hosts {

std::optional<Payload> payload_of(const std::string& account, const store::Change& change) {
  if (const auto* added = std::get_if<store::MailAdded>(&change)) {
    return MailStored{account, added->mailbox, added->mail.uid, flag_texts(added->mail.flags),
                      added->mail.content};
  }
  if (const auto* set = std::get_if<store::FlagsSet>(&change)) {
    return FlagsChanged{account, set->mailbox, set->uid, flag_texts(set->flags)};
  }
  if (const auto* removed = std::get_if<store::MailRemoved>(&change)) {
    return MailDeleted{account, removed->mailbox, removed->uid};
  }
  if (const auto* made = std::get_if<store::MailboxMade>(&change)) {
    return MailboxAdded{account, made->mailbox, made->uid_validity};
  }
  if (const auto* gone = std::get_if<store::MailboxRemoved>(&change)) {
    return MailboxRemoved{account, gone->mailbox};
  }
  if (const auto* renamed = std::get_if<store::MailboxRenamed>(&change)) {
    return MailboxRenamed{account, renamed->from, renamed->to, renamed->uid_validity};
  }
  return std::nullopt;
}

}  // namespace mailscope::hosts
