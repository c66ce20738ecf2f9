// The server's session: what is told unasked, and how a client catches up (RFC 9051, section 7.5.1;
// RFC 7162).
#include <algorithm>

#include "sim/imap/imap_server_impl.h"
#include "sim/imap/printing.h"

namespace mailscope::imap {

void Server::Impl::account_changed() {
  has_changes_ = true;
  if (!is_idle_ || is_closed_) return;
  if (state_ == State::selected && !is_mailbox_there())
    return shut_down("the selected mailbox is gone");
  tell_changes(Expunges::allowed);
}

void Server::Impl::changed(const store::Changes& changes) {
  for (const store::Change& change : changes) outbox_.tell(Changed{change});
}

store::Mailbox* Server::Impl::selected() {
  return account_ && state_ == State::selected ? account_->find(mailbox_) : nullptr;
}

// Somebody else has removed, renamed or made anew the mailbox that is open here: its numbers mean
// nothing any more, and nothing in the protocol takes them back but the end (RFC 2180, section 3.3).
bool Server::Impl::is_mailbox_there() {
  const store::Mailbox* mailbox = selected();
  return mailbox && mailbox->is_selectable && mailbox->uid_validity == uid_validity_;
}

void Server::Impl::tell_changes(Expunges expunges) {
  if (!is_mailbox_there()) return;
  const store::Mailbox* mailbox = selected();
  if (expunges == Expunges::allowed) tell_expunges(*mailbox);
  for (std::size_t i = 0; i < known_.size(); ++i) {
    const store::Mail* mail = mailbox->find(known_[i].uid);
    if (!mail) continue;
    const bool is_news =
        mail->flags != known_[i].flags || (is_condstore_ && mail->modseq != known_[i].modseq);
    if (is_news) say_flags(static_cast<std::uint32_t>(i + 1), is_condstore_, HasFlags::yes);
  }
  const store::Uid last = known_.empty() ? 0 : known_.back().uid;
  bool has_grown = false;
  for (const store::Mail& mail : mailbox->mails) {
    if (mail.uid <= last) continue;
    known_.push_back({mail.uid, mail.flags, mail.modseq});
    has_grown = true;
  }
  if (has_grown) untagged(std::to_string(known_.size()) + " EXISTS");
  has_changes_ = false;
}

// From the back, so that the numbers in front of them stay what the client thinks. With QRESYNC by UIDs.
void Server::Impl::tell_expunges(const store::Mailbox& mailbox) {
  std::vector<store::Uid> vanished;
  for (std::size_t i = known_.size(); i-- > 0;) {
    if (mailbox.find(known_[i].uid)) continue;
    if (is_qresync_) {
      vanished.insert(vanished.begin(), known_[i].uid);
    } else {
      untagged(std::to_string(i + 1) + " EXPUNGE");
    }
    known_.erase(known_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (!vanished.empty()) untagged("VANISHED " + sequence_text(vanished));
}

void Server::Impl::say_flags(std::uint32_t number, bool has_uid, HasFlags has_flags) {
  Known& known = known_[number - 1];
  const store::Mail& mail = *selected()->find(known.uid);
  known.flags = mail.flags;
  known.modseq = mail.modseq;
  std::string text;
  if (has_uid) text += " UID " + std::to_string(mail.uid);
  if (has_flags == HasFlags::yes) text += " FLAGS " + flags_text(mail.flags);
  if (is_condstore_) text += " MODSEQ (" + std::to_string(mail.modseq) + ")";
  untagged(std::to_string(number) + " FETCH (" + text.substr(1) + ")");
}

void Server::Impl::enable_condstore() {
  if (is_condstore_) return;
  is_condstore_ = true;
  if (!is_mailbox_there()) return;
  for (Known& known : known_) {
    const store::Mail* mail = selected()->find(known.uid);
    if (mail) known.modseq = mail->modseq;
  }
  untagged("OK [HIGHESTMODSEQ " + std::to_string(selected()->modseq_highest) + "] as of now");
}

// What is gone, but still counted here, is told by VANISHED without EARLIER, which takes its number.
void Server::Impl::say_vanished_earlier(const SequenceSet& uids, store::ModSequence since) {
  const store::Mailbox& mailbox = *selected();
  std::vector<store::Uid> gone;
  for (const store::Gone& each : mailbox.gone) {
    const bool is_asked = each.modseq > since && uids.contains(each.uid, mailbox.uid_next - 1);
    if (is_asked && number_of(each.uid) == 0) gone.push_back(each.uid);
  }
  std::sort(gone.begin(), gone.end());
  if (!gone.empty()) untagged("VANISHED (EARLIER) " + sequence_text(gone));
}

// SELECT … (QRESYNC (validity modseq [uids …])): what has happened since the client was here last.
void Server::Impl::say_resync(const Resync& resync) {
  if (resync.uid_validity != uid_validity_) return;
  say_vanished_earlier(resync.uids, resync.modseq);
  for (std::size_t i = 0; i < known_.size(); ++i) {
    const bool is_known = resync.uids.contains(known_[i].uid, known_.back().uid);
    if (is_known && known_[i].modseq > resync.modseq)
      say_flags(static_cast<std::uint32_t>(i + 1), true, HasFlags::yes);
  }
}

}  // namespace mailscope::imap
