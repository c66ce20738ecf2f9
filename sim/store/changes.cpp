// Changes done again on another copy, and told to people.
#include <algorithm>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/store/mail_store.h"

namespace mailscope::store {

namespace {

Mailbox& mailbox_of(Account& account, const std::string& name) {
  Mailbox* mailbox = account.find(name);
  MUST(mailbox != nullptr);
  return *mailbox;
}

void remove_mail(Mailbox& mailbox, Uid uid, ModSequence modseq) {
  const auto place =
      std::lower_bound(mailbox.mails.begin(), mailbox.mails.end(), uid,
                       [](const Mail& mail, Uid wanted) { return mail.uid < wanted; });
  MUST(place != mailbox.mails.end() && place->uid == uid);
  mailbox.mails.erase(place);
  mailbox.gone.push_back({uid, modseq});
  mailbox.modseq_highest = modseq;
}

struct Replay {
  Account& account;

  void operator()(const MailAdded& added) const {
    Mailbox& mailbox = mailbox_of(account, added.mailbox);
    MUST(added.mail.uid >= mailbox.uid_next);
    mailbox.mails.push_back(added.mail);
    mailbox.uid_next = added.mail.uid + 1;
    mailbox.modseq_highest = added.mail.modseq;
  }
  void operator()(const FlagsSet& set) const {
    Mailbox& mailbox = mailbox_of(account, set.mailbox);
    Mail* mail = mailbox.find(set.uid);
    MUST(mail != nullptr);
    mail->flags = set.flags;
    mail->modseq = set.modseq;
    mailbox.modseq_highest = set.modseq;
  }
  void operator()(const MailRemoved& removed) const {
    remove_mail(mailbox_of(account, removed.mailbox), removed.uid, removed.modseq);
  }
  void operator()(const MailboxMade& made) const {
    Mailbox mailbox;
    mailbox.uid_validity = made.uid_validity;
    mailbox.special_use = made.special_use;
    account.mailboxes[made.mailbox] = std::move(mailbox);
    account.uid_validity_next = made.uid_validity + 1;
  }
  void operator()(const MailboxRemoved& removed) const {
    if (removed.keeps_level) {
      Mailbox& mailbox = mailbox_of(account, removed.mailbox);
      mailbox.is_selectable = false;
      mailbox.mails.clear();
      mailbox.gone.clear();
    } else {
      account.mailboxes.erase(removed.mailbox);
    }
  }
  void operator()(const MailboxRenamed& renamed) const {
    if (renamed.from == "INBOX") return rename_inbox(renamed);
    std::uint32_t uid_validity = renamed.uid_validity;
    std::vector<std::string> names{renamed.from};
    for (const auto& [name, mailbox] : account.mailboxes)
      if (name.compare(0, renamed.from.size() + 1, renamed.from + k_hierarchy_separator) == 0)
        names.push_back(name);
    for (const std::string& name : names) {
      auto node = account.mailboxes.extract(name);
      MUST(!node.empty());
      node.key() = renamed.to + name.substr(renamed.from.size());
      node.mapped().uid_validity = uid_validity++;
      account.mailboxes.insert(std::move(node));
    }
    account.uid_validity_next = uid_validity;
  }
  void rename_inbox(const MailboxRenamed& renamed) const {
    Mailbox& inbox = mailbox_of(account, "INBOX");
    Mailbox moved = inbox;
    moved.uid_validity = renamed.uid_validity;
    moved.gone.clear();
    while (!inbox.mails.empty())
      remove_mail(inbox, inbox.mails.front().uid, inbox.modseq_highest + 1);
    account.mailboxes[renamed.to] = std::move(moved);
    account.uid_validity_next = renamed.uid_validity + 1;
  }
  void operator()(const SubscriptionSet& set) const {
    auto& names = account.subscriptions;
    const auto place = std::lower_bound(names.begin(), names.end(), set.mailbox);
    const bool is_there = place != names.end() && *place == set.mailbox;
    if (set.is_subscribed && !is_there) names.insert(place, set.mailbox);
    if (!set.is_subscribed && is_there) names.erase(place);
  }
};

struct Tell {
  std::string operator()(const MailAdded& added) const {
    std::string text = added.mailbox + ": mail " + std::to_string(added.mail.uid) + " came, " +
                       std::to_string(added.mail.content.size()) + " octets";
    if (!added.mail.flags.is_empty()) text += ", " + to_text(added.mail.flags);
    return text;
  }
  std::string operator()(const FlagsSet& set) const {
    const std::string flags = set.flags.is_empty() ? "without flags" : to_text(set.flags);
    return set.mailbox + ": mail " + std::to_string(set.uid) + " is now " + flags;
  }
  std::string operator()(const MailRemoved& removed) const {
    return removed.mailbox + ": mail " + std::to_string(removed.uid) + " is gone";
  }
  std::string operator()(const MailboxMade& made) const { return made.mailbox + ": made"; }
  std::string operator()(const MailboxRemoved& removed) const {
    return removed.mailbox + (removed.keeps_level ? ": emptied, kept as a level" : ": removed");
  }
  std::string operator()(const MailboxRenamed& renamed) const {
    return renamed.from + ": renamed to " + renamed.to;
  }
  std::string operator()(const SubscriptionSet& set) const {
    return set.mailbox + (set.is_subscribed ? ": subscribed" : ": no longer subscribed");
  }
};

}  // namespace

void replay(Account& account, const Change& change) { std::visit(Replay{account}, change); }

std::string to_text(const Change& change) { return std::visit(Tell{}, change); }

}  // namespace mailscope::store
