// The mailboxes of one account, as a plain value: what POP3 and IMAP serve and what delivery fills.
//
// Knows no protocol, no clock and no chance. Every operation gives back the Changes it has made, and
// `replay` makes the same Changes on another copy: so whoever keeps the Changes (the Trace) can build the
// account's state at any point again, and it is equal (==) to the original.
//
//   Account account = make_account("anna@example.org", "anna", "secret", first_uid_validity);
//   const auto changes = append(account, "INBOX", {.content = mail, .date_s = now});
//   if (changes) for (const Change& change : *changes) replay(copy, change);
//
// Rules that it keeps (RFC 9051, section 2.3.1): a UID is never given twice under one UIDVALIDITY, UIDs
// rise, a mailbox that is deleted and made anew gets a larger UIDVALIDITY. Modification sequences rise
// by one for each change of a mailbox (RFC 7162, section 3.1). Names are UTF-8 with '/' between levels;
// "INBOX" in any case means the one INBOX.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/result.h"
#include "sim/store/flags.h"

namespace mailscope::store {

using Uid = std::uint32_t;          // 1 and up; 0 = none
using ModSequence = std::uint64_t;  // 1 and up

inline constexpr char k_hierarchy_separator = '/';
inline constexpr std::size_t k_mailbox_name_max = 255;  // octets
inline constexpr std::size_t k_mailboxes_max = 1000;

struct Mail {
  Uid uid = 0;
  ModSequence modseq = 0;
  Flags flags;
  std::int64_t date_s = 0;  // when it came into the mailbox (INTERNALDATE), seconds since 1970
  std::string content;      // the whole mail, lines ending in CR LF

  friend bool operator==(const Mail&, const Mail&) = default;
};

// What a mailbox is for (RFC 6154).
enum class SpecialUse { none, all, archive, drafts, flagged, junk, sent, trash };
// "\Sent"; empty for none.
std::string_view attribute_of(SpecialUse use);
// The other way round, in any case; none for what is no such attribute.
SpecialUse special_use_of(std::string_view attribute);

// A mail that is gone, kept so that a client which was away can be told (RFC 7162, section 3.2).
struct Gone {
  Uid uid = 0;
  ModSequence modseq = 0;

  friend bool operator==(const Gone&, const Gone&) = default;
};

struct Mailbox {
  std::uint32_t uid_validity = 1;
  Uid uid_next = 1;
  ModSequence modseq_highest = 1;
  SpecialUse special_use = SpecialUse::none;
  bool is_selectable = true;  // false: only a level of the hierarchy (\Noselect)
  std::vector<Mail> mails;    // by rising UID
  std::vector<Gone> gone;     // by rising modseq

  const Mail* find(Uid uid) const;
  Mail* find(Uid uid);
  std::size_t octets() const;
  std::size_t unseen() const;

  friend bool operator==(const Mailbox&, const Mailbox&) = default;
};

struct Account {
  std::string address;  // "anna@example.org"
  std::string user;     // the login name; often the address
  std::string password;
  std::map<std::string, Mailbox> mailboxes;
  std::vector<std::string>
      subscriptions;  // sorted; a name may outlive its mailbox (RFC 9051, 6.3.7)
  std::uint32_t uid_validity_next = 1;
  std::size_t quota_octets = 0;  // 0 = no limit

  const Mailbox* find(std::string_view name) const;
  Mailbox* find(std::string_view name);
  std::size_t octets() const;
  bool is_subscribed(std::string_view name) const;

  friend bool operator==(const Account&, const Account&) = default;
};

// ---- Changes: what an operation has done, complete enough to be done again ------------------------

struct MailAdded {
  std::string mailbox;
  Mail mail;
  friend bool operator==(const MailAdded&, const MailAdded&) = default;
};
struct FlagsSet {  // the flags are now these
  std::string mailbox;
  Uid uid = 0;
  ModSequence modseq = 0;
  Flags before, flags;
  friend bool operator==(const FlagsSet&, const FlagsSet&) = default;
};
struct MailRemoved {
  std::string mailbox;
  Uid uid = 0;
  ModSequence modseq = 0;
  friend bool operator==(const MailRemoved&, const MailRemoved&) = default;
};
struct MailboxMade {
  std::string mailbox;
  std::uint32_t uid_validity = 0;
  SpecialUse special_use = SpecialUse::none;
  friend bool operator==(const MailboxMade&, const MailboxMade&) = default;
};
struct MailboxRemoved {  // or, when it has children, turned into a mere level
  std::string mailbox;
  bool keeps_level = false;
  friend bool operator==(const MailboxRemoved&, const MailboxRemoved&) = default;
};
struct MailboxRenamed {
  std::string from, to;
  std::uint32_t uid_validity = 0;  // of the new name
  friend bool operator==(const MailboxRenamed&, const MailboxRenamed&) = default;
};
struct SubscriptionSet {
  std::string mailbox;
  bool is_subscribed = false;
  friend bool operator==(const SubscriptionSet&, const SubscriptionSet&) = default;
};

using Change = std::variant<MailAdded, FlagsSet, MailRemoved, MailboxMade, MailboxRemoved,
                            MailboxRenamed, SubscriptionSet>;
using Changes = std::vector<Change>;

// Does a Change that another copy of this account has made.
void replay(Account& account, const Change& change);
// One line for people: `INBOX: mail 3 is now \Seen`.
std::string to_text(const Change& change);

// ---- Operations -----------------------------------------------------------------------------------

enum class Refusal {
  no_such_mailbox,
  exists_already,
  not_selectable,
  bad_name,
  is_inbox,      // INBOX cannot be deleted
  has_children,  // the mailbox is only a level and still has mailboxes below
  over_quota,
  too_many,
};
// "there is no mailbox of that name"
std::string_view reason_of(Refusal refusal);

using Done = Result<Changes, Refusal>;

// An account with INBOX, Drafts, Sent, Junk, Trash and Archive (with their special uses), all subscribed.
// UIDVALIDITY values are given out from `uid_validity_first` on (servers usually take the time).
Account make_account(std::string address, std::string user, std::string password,
                     std::uint32_t uid_validity_first);

// The name as the store keeps it: INBOX folded to capitals (also as the first level), else unchanged.
std::string canonical_name(std::string_view name);

struct NewMail {
  std::string content;
  std::int64_t date_s = 0;
  Flags flags;
};
Done append(Account& account, std::string_view mailbox, NewMail mail);

enum class FlagsMode { replace, add, remove };
// Mails that are not there, and those whose flags stay the same, give no Change.
Done set_flags(Account& account, std::string_view mailbox, const std::vector<Uid>& uids,
               FlagsMode mode, const Flags& flags);

// Removes these mails, whatever their flags. What the caller wants gone it has to select.
Done remove_mails(Account& account, std::string_view mailbox, const std::vector<Uid>& uids);
// The UIDs of all mails with \Deleted.
std::vector<Uid> deleted_uids(const Mailbox& mailbox);

// For each mail copied, its UID there and here, in the order copied (RFC 4315, COPYUID).
struct Copied {
  Changes changes;
  std::vector<Uid> from_uids, to_uids;
};
Result<Copied, Refusal> copy_mails(Account& account, std::string_view from,
                                   const std::vector<Uid>& uids, std::string_view to);
// A copy, then the removal of those copied.
Result<Copied, Refusal> move_mails(Account& account, std::string_view from,
                                   const std::vector<Uid>& uids, std::string_view to);

// Makes the levels above, too, where they are missing.
Done make_mailbox(Account& account, std::string_view name, SpecialUse use = SpecialUse::none);
Done remove_mailbox(Account& account, std::string_view name);
// Takes the children along. Renaming INBOX moves its mails and leaves it empty (RFC 9051, section 6.3.6).
Done rename_mailbox(Account& account, std::string_view from, std::string_view to);
Done set_subscribed(Account& account, std::string_view name, bool is_subscribed);

}  // namespace mailscope::store
