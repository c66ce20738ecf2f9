#include "sim/store/mail_store.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/store/limits.h"

namespace mailscope::store {

namespace {

template <class Mails>
auto find_in(Mails& mails, Uid uid) -> decltype(mails.data()) {
  const auto place =
      std::lower_bound(mails.begin(), mails.end(), uid,
                       [](const Mail& mail, Uid wanted) { return mail.uid < wanted; });
  if (place == mails.end() || place->uid != uid) return nullptr;
  return &*place;
}

bool is_below(std::string_view name, std::string_view parent) {
  return name.size() > parent.size() + 1 && name.substr(0, parent.size()) == parent &&
         name[parent.size()] == k_hierarchy_separator;
}

std::vector<std::string> names_below(const Account& account, std::string_view parent) {
  std::vector<std::string> names;
  for (const auto& [name, mailbox] : account.mailboxes)
    if (is_below(name, parent)) names.push_back(name);
  return names;
}

bool is_good_name(std::string_view name) {
  if (name.empty() || name.size() > k_mailbox_name_max || !is_utf8(name)) return false;
  for (const std::string_view level : split(name, k_hierarchy_separator)) {
    if (level.empty()) return false;
    for (const char c : level)
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '*' || c == '%') return false;
  }
  return true;
}

Flags flags_after(const Mail& mail, FlagsMode mode, const Flags& flags) {
  Flags wanted = mode == FlagsMode::replace ? flags : mail.flags;
  if (mode == FlagsMode::add) wanted.add_all(flags);
  if (mode == FlagsMode::remove) wanted.remove_all(flags);
  return wanted;
}

bool has_room_for(const Flags& flags) { return to_text(flags).size() <= k_flags_octets_max; }

// Makes one change here and remembers it.
void make(Account& account, Changes& changes, Change change) {
  replay(account, change);
  changes.push_back(std::move(change));
}

void make_levels_above(Account& account, Changes& changes, std::string_view name) {
  for (std::size_t at = name.find(k_hierarchy_separator); at != std::string_view::npos;
       at = name.find(k_hierarchy_separator, at + 1)) {
    const std::string level(name.substr(0, at));
    if (account.find(level) == nullptr)
      make(account, changes, MailboxMade{level, account.uid_validity_next, SpecialUse::none});
  }
}

Result<Mailbox*, Refusal> usable(Account& account, std::string_view name) {
  Mailbox* mailbox = account.find(name);
  if (mailbox == nullptr) return Error{Refusal::no_such_mailbox};
  if (!mailbox->is_selectable) return Error{Refusal::not_selectable};
  return mailbox;
}

}  // namespace

const Mail* Mailbox::find(Uid uid) const { return find_in(mails, uid); }
Mail* Mailbox::find(Uid uid) { return find_in(mails, uid); }

std::size_t Mailbox::octets() const {
  std::size_t sum = 0;
  for (const Mail& mail : mails) sum += mail.content.size();
  return sum;
}

std::size_t Mailbox::unseen() const {
  return static_cast<std::size_t>(std::count_if(
      mails.begin(), mails.end(), [](const Mail& mail) { return !mail.flags.has(k_seen); }));
}

const Mailbox* Account::find(std::string_view name) const {
  const auto place = mailboxes.find(canonical_name(name));
  return place == mailboxes.end() ? nullptr : &place->second;
}

Mailbox* Account::find(std::string_view name) {
  const auto place = mailboxes.find(canonical_name(name));
  return place == mailboxes.end() ? nullptr : &place->second;
}

std::size_t Account::octets() const {
  std::size_t sum = 0;
  for (const auto& [name, mailbox] : mailboxes) sum += mailbox.octets();
  return sum;
}

bool Account::is_subscribed(std::string_view name) const {
  return std::binary_search(subscriptions.begin(), subscriptions.end(), canonical_name(name));
}

std::string canonical_name(std::string_view name) {
  const Cut levels = cut(name, k_hierarchy_separator);
  if (!equal_ignoring_case(levels.head, "INBOX")) return std::string(name);
  return levels.found ? "INBOX/" + std::string(levels.tail) : "INBOX";
}

Account make_account(std::string address, std::string user, std::string password,
                     std::uint32_t uid_validity_first) {
  Account account;
  account.address = std::move(address);
  account.user = std::move(user);
  account.password = std::move(password);
  account.uid_validity_next = uid_validity_first;
  account.quota_octets = k_quota_octets;
  Changes changes;
  const std::pair<const char*, SpecialUse> boxes[] = {
      {"INBOX", SpecialUse::none},  {"Drafts", SpecialUse::drafts},
      {"Sent", SpecialUse::sent},   {"Junk", SpecialUse::junk},
      {"Trash", SpecialUse::trash}, {"Archive", SpecialUse::archive}};
  for (const auto& [name, use] : boxes) {
    make(account, changes, MailboxMade{name, account.uid_validity_next, use});
    make(account, changes, SubscriptionSet{name, true});
  }
  return account;
}

Done append(Account& account, std::string_view name, NewMail mail) {
  const auto mailbox = usable(account, name);
  if (!mailbox) return Error{mailbox.error()};
  if (account.quota_octets != 0 && (mail.content.size() > account.quota_octets ||
                                    account.octets() > account.quota_octets - mail.content.size()))
    return Error{Refusal::over_quota};
  if (!has_room_for(mail.flags)) return Error{Refusal::too_many};
  Changes changes;
  make(account, changes,
       MailAdded{canonical_name(name),
                 Mail{(*mailbox)->uid_next, (*mailbox)->modseq_highest + 1, std::move(mail.flags),
                      mail.date_s, std::move(mail.content)}});
  return changes;
}

Done set_flags(Account& account, std::string_view name, const std::vector<Uid>& uids,
               FlagsMode mode, const Flags& flags) {
  const auto mailbox = usable(account, name);
  if (!mailbox) return Error{mailbox.error()};
  for (const Uid uid : uids) {
    const Mail* mail = (*mailbox)->find(uid);
    if (mail != nullptr && !has_room_for(flags_after(*mail, mode, flags)))
      return Error{Refusal::too_many};
  }
  Changes changes;
  for (const Uid uid : uids) {
    const Mail* mail = (*mailbox)->find(uid);
    if (mail == nullptr) continue;
    Flags wanted = flags_after(*mail, mode, flags);
    if (wanted == mail->flags) continue;
    make(account, changes,
         FlagsSet{canonical_name(name), uid, (*mailbox)->modseq_highest + 1, mail->flags,
                  std::move(wanted)});
  }
  return changes;
}

Done remove_mails(Account& account, std::string_view name, const std::vector<Uid>& uids) {
  const auto mailbox = usable(account, name);
  if (!mailbox) return Error{mailbox.error()};
  Changes changes;
  for (const Uid uid : uids)
    if ((*mailbox)->find(uid) != nullptr)
      make(account, changes,
           MailRemoved{canonical_name(name), uid, (*mailbox)->modseq_highest + 1});
  return changes;
}

std::vector<Uid> deleted_uids(const Mailbox& mailbox) {
  std::vector<Uid> uids;
  for (const Mail& mail : mailbox.mails)
    if (mail.flags.has(k_deleted)) uids.push_back(mail.uid);
  return uids;
}

Result<Copied, Refusal> copy_mails(Account& account, std::string_view from,
                                   const std::vector<Uid>& uids, std::string_view to) {
  const auto source = usable(account, from);
  if (!source) return Error{source.error()};
  if (const auto target = usable(account, to); !target) return Error{target.error()};
  // All or nothing (RFC 9051, section 6.4.7): the room is counted before the first copy.
  std::size_t octets = 0;
  for (const Uid uid : uids)
    if (const Mail* mail = (*source)->find(uid)) octets += mail->content.size();
  if (account.quota_octets != 0 && account.octets() + octets > account.quota_octets)
    return Error{Refusal::over_quota};

  Copied copied;
  for (const Uid uid : uids) {
    const Mail* mail = (*source)->find(uid);
    if (mail == nullptr) continue;
    auto added = append(account, to, {mail->content, mail->date_s, mail->flags});
    if (!added) return Error{added.error()};
    copied.from_uids.push_back(uid);
    copied.to_uids.push_back(std::get<MailAdded>(added->front()).mail.uid);
    copied.changes.push_back(std::move(added->front()));
  }
  return copied;
}

Result<Copied, Refusal> move_mails(Account& account, std::string_view from,
                                   const std::vector<Uid>& uids, std::string_view to) {
  // A moved mail takes no more room than before, so the quota has no say.
  const std::size_t quota_octets = account.quota_octets;
  account.quota_octets = 0;
  auto copied = copy_mails(account, from, uids, to);
  account.quota_octets = quota_octets;
  if (!copied) return copied;
  const auto removed = remove_mails(account, from, copied->from_uids);
  if (!removed) return Error{removed.error()};
  copied->changes.insert(copied->changes.end(), removed->begin(), removed->end());
  return copied;
}

Done make_mailbox(Account& account, std::string_view name, SpecialUse use) {
  // A separator at the end only says that mailboxes will follow below (RFC 9051, section 6.3.4).
  if (!name.empty() && name.back() == k_hierarchy_separator) name.remove_suffix(1);
  if (!is_good_name(name)) return Error{Refusal::bad_name};
  const std::string wanted = canonical_name(name);
  const Mailbox* known = account.find(wanted);
  if (known != nullptr && known->is_selectable) return Error{Refusal::exists_already};
  if (account.mailboxes.size() >= k_mailboxes_max) return Error{Refusal::too_many};
  Changes changes;
  make_levels_above(account, changes, wanted);
  make(account, changes, MailboxMade{wanted, account.uid_validity_next, use});
  return changes;
}

Done remove_mailbox(Account& account, std::string_view name) {
  const std::string wanted = canonical_name(name);
  if (wanted == "INBOX") return Error{Refusal::is_inbox};
  const Mailbox* mailbox = account.find(wanted);
  if (mailbox == nullptr) return Error{Refusal::no_such_mailbox};
  const bool has_children = !names_below(account, wanted).empty();
  if (has_children && !mailbox->is_selectable) return Error{Refusal::has_children};
  Changes changes;
  make(account, changes, MailboxRemoved{wanted, has_children});
  return changes;
}

Done rename_mailbox(Account& account, std::string_view from, std::string_view to) {
  if (!to.empty() && to.back() == k_hierarchy_separator) to.remove_suffix(1);
  const std::string source = canonical_name(from);
  const std::string target = canonical_name(to);
  if (account.find(source) == nullptr) return Error{Refusal::no_such_mailbox};
  if (!is_good_name(target) || is_below(target, source)) return Error{Refusal::bad_name};
  if (account.find(target) != nullptr) return Error{Refusal::exists_already};
  if (account.mailboxes.size() >= k_mailboxes_max) return Error{Refusal::too_many};
  Changes changes;
  make_levels_above(account, changes, target);
  make(account, changes, MailboxRenamed{source, target, account.uid_validity_next});
  return changes;
}

Done set_subscribed(Account& account, std::string_view name, bool is_subscribed) {
  if (!is_good_name(name)) return Error{Refusal::bad_name};
  if (is_subscribed && !account.is_subscribed(name) &&
      account.subscriptions.size() >= k_mailboxes_max)
    return Error{Refusal::too_many};
  Changes changes;
  if (account.is_subscribed(name) != is_subscribed)
    make(account, changes, SubscriptionSet{canonical_name(name), is_subscribed});
  return changes;
}

}  // namespace mailscope::store
