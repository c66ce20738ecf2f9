// The server's session with a mailbox open: its mails (RFC 9051, section 6.4).
#include <algorithm>
#include <utility>

#include "sim/base/text.h"
#include "sim/imap/imap_server_impl.h"
#include "sim/imap/printing.h"

namespace mailscope::imap {

std::uint32_t Server::Impl::number_of(store::Uid uid) const {
  const auto found =
      std::lower_bound(known_.begin(), known_.end(), uid,
                       [](const Known& known, store::Uid wanted) { return known.uid < wanted; });
  if (found == known_.end() || found->uid != uid) return 0;
  return static_cast<std::uint32_t>(found - known_.begin() + 1);
}

// Mails that are gone already, but not yet to the client's knowledge, are passed over.
std::vector<store::Uid> Server::Impl::uids_of(const SequenceSet& set, bool is_uid) {
  std::vector<store::Uid> uids;
  const store::Mailbox* mailbox = selected();
  const std::uint32_t largest = known_.empty() ? 0
                                : is_uid       ? known_.back().uid
                                               : static_cast<std::uint32_t>(known_.size());
  for (std::size_t i = 0; i < known_.size(); ++i) {
    const std::uint32_t number = is_uid ? known_[i].uid : static_cast<std::uint32_t>(i + 1);
    if (set.contains(number, largest) && mailbox->find(known_[i].uid))
      uids.push_back(known_[i].uid);
  }
  return uids;
}

namespace {

SequenceSet set_argument(Scanner& scanner) {
  scanner.space();
  const auto set = parse_sequence_set(scanner.digits_and(":,*", "a set of numbers"));
  if (scanner.is_ok() && !set) scanner.fail("this is no set of numbers");
  return set.value_or(SequenceSet{});
}

}  // namespace

void Server::Impl::run_close(const Command& command) {
  if (command.verb == Verb::unselect && !options_.extensions.unselect) {
    return bad(command, "UNSELECT is not offered");
  }
  // CLOSE removes what is marked, and says nothing of it (section 6.4.1).
  if (command.verb == Verb::close && !is_read_only_) {
    const auto removed = store::remove_mails(*account_, mailbox_, store::deleted_uids(*selected()));
    if (removed) changed(*removed);
  }
  deselect();
  ok(command, std::string(name_of(command.verb)) + " completed");
}

void Server::Impl::run_expunge(const Command& command) {
  if (is_read_only_) return no(command, "[READ-ONLY] the mailbox was opened by EXAMINE");
  std::vector<store::Uid> uids = store::deleted_uids(*selected());
  if (command.is_uid) {
    Scanner scanner(command.octets);
    const SequenceSet set = set_argument(scanner);
    scanner.end();
    if (!is_sound(command, scanner)) return;
    if (!options_.extensions.uidplus) return bad(command, "UID EXPUNGE is not offered");
    const auto wanted = uids_of(set, true);
    std::erase_if(uids, [&](store::Uid uid) {
      return std::find(wanted.begin(), wanted.end(), uid) == wanted.end();
    });
  }
  const auto removed = store::remove_mails(*account_, mailbox_, uids);
  if (removed) changed(*removed);
  tell_changes(Expunges::allowed);
  ok(command, "EXPUNGE completed");
}

void Server::Impl::run_search(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const Criterion criterion = parse_search(scanner);
  scanner.end();
  if (!is_sound(command, scanner)) return;
  const store::Mailbox* mailbox = selected();
  const SearchContext context{static_cast<std::uint32_t>(known_.size()),
                              known_.empty() ? 0 : known_.back().uid};
  std::string found;
  std::size_t count = 0;
  for (std::size_t i = 0; i < known_.size(); ++i) {
    const store::Mail* mail = mailbox->find(known_[i].uid);
    const auto number = static_cast<std::uint32_t>(i + 1);
    if (!mail || !meets(criterion, *mail, number, context)) continue;
    found += " " + std::to_string(command.is_uid ? mail->uid : number);
    ++count;
  }
  outbox_.tell(Searched{mailbox_, std::string(trim(command.octets)), count});
  untagged("SEARCH" + found);
  ok(command, "SEARCH completed");
}

void Server::Impl::say_fetch(std::uint32_t number, const store::Mail& mail,
                             const std::vector<FetchItem>& items) {
  const std::vector<FetchPiece> pieces = fetch_answer(number, mail, items);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool is_last = i + 1 == pieces.size();
    outbox_.say({pieces[i].is_literal ? LineKind::content : LineKind::reply,
                 pieces[i].octets + (is_last ? "\r\n" : "")});
  }
}

void Server::Impl::run_fetch(const Command& command) {
  Scanner scanner(command.octets);
  const SequenceSet set = set_argument(scanner);
  scanner.space();
  std::vector<FetchItem> items = parse_fetch_items(scanner);
  scanner.end();
  if (!is_sound(command, scanner)) return;
  const bool has_uid = std::any_of(items.begin(), items.end(), [](const FetchItem& item) {
    return item.what == FetchItem::What::uid;
  });
  if (command.is_uid && !has_uid)
    items.insert(items.begin(), FetchItem{FetchItem::What::uid, {}, false, "UID", {}});
  const bool marks_seen =
      !is_read_only_ && std::any_of(items.begin(), items.end(),
                                    [](const FetchItem& item) { return item.marks_seen(); });
  const bool has_body = std::any_of(items.begin(), items.end(), [](const FetchItem& item) {
    return item.what == FetchItem::What::section && item.section.what != Section::What::header &&
           item.section.what != Section::What::header_fields;
  });
  for (const store::Uid uid : uids_of(set, command.is_uid)) {
    const std::uint32_t number = number_of(uid);
    std::vector<FetchItem> wanted = items;
    if (marks_seen && !selected()->find(uid)->flags.has(store::k_seen)) {
      const auto set_seen = store::set_flags(*account_, mailbox_, {uid}, store::FlagsMode::add,
                                             store::Flags{store::k_seen});
      if (set_seen) changed(*set_seen);
      const bool has_flags = std::any_of(items.begin(), items.end(), [](const FetchItem& item) {
        return item.what == FetchItem::What::flags;
      });
      if (!has_flags) wanted.push_back(FetchItem{FetchItem::What::flags, {}, false, "FLAGS", {}});
    }
    const store::Mail& mail = *selected()->find(uid);
    const bool tells_flags = std::any_of(wanted.begin(), wanted.end(), [](const FetchItem& item) {
      return item.what == FetchItem::What::flags;
    });
    if (tells_flags) known_[number - 1].flags = mail.flags;
    outbox_.tell(MailFetched{mailbox_, uid, has_body});
    say_fetch(number, mail, wanted);
  }
  ok(command, "FETCH completed");
}

void Server::Impl::run_store(const Command& command) {
  Scanner scanner(command.octets);
  const SequenceSet set = set_argument(scanner);
  scanner.space();
  const store::FlagsMode mode = scanner.skip('+')   ? store::FlagsMode::add
                                : scanner.skip('-') ? store::FlagsMode::remove
                                                    : store::FlagsMode::replace;
  const std::string word = scanner.keyword("FLAGS or FLAGS.SILENT");
  if (scanner.is_ok() && word != "FLAGS" && word != "FLAGS.SILENT")
    scanner.fail("STORE knows only FLAGS");
  scanner.space();
  store::Flags flags;
  if (scanner.peek() == '(') {
    for (const std::string& flag : scanner.flag_list()) flags.add(flag);
  } else {
    do {
      flags.add(scanner.flag());
    } while (scanner.is_ok() && scanner.skip(' '));
  }
  scanner.end();
  if (!is_sound(command, scanner)) return;
  if (is_read_only_) return no(command, "[READ-ONLY] the mailbox was opened by EXAMINE");
  const auto uids = uids_of(set, command.is_uid);
  const auto done = store::set_flags(*account_, mailbox_, uids, mode, flags);
  if (done) changed(*done);
  for (const store::Uid uid : uids) {
    const store::Mail& mail = *selected()->find(uid);
    const std::uint32_t number = number_of(uid);
    known_[number - 1].flags = mail.flags;
    if (word == "FLAGS.SILENT") continue;
    untagged(std::to_string(number) + " FETCH (" +
             (command.is_uid ? "UID " + std::to_string(uid) + " " : std::string()) + "FLAGS " +
             flags_text(mail.flags) + ")");
  }
  ok(command, "STORE completed");
}

void Server::Impl::run_copy(const Command& command) {
  Scanner scanner(command.octets);
  const SequenceSet set = set_argument(scanner);
  scanner.space();
  const std::string to = mailbox_argument(scanner);
  scanner.end();
  if (!is_sound(command, scanner)) return;
  const bool is_move = command.verb == Verb::move;
  if (is_move && !options_.extensions.move) return bad(command, "MOVE is not offered");
  if (is_move && is_read_only_) return no(command, "[READ-ONLY] the mailbox was opened by EXAMINE");
  const auto uids = uids_of(set, command.is_uid);
  const auto copied = is_move ? store::move_mails(*account_, mailbox_, uids, to)
                              : store::copy_mails(*account_, mailbox_, uids, to);
  if (!copied) {
    const bool is_missing = copied.error() == store::Refusal::no_such_mailbox;
    return no(command, (is_missing ? "[TRYCREATE] " : "[CANNOT] ") +
                           std::string(store::reason_of(copied.error())));
  }
  changed(copied->changes);
  std::string code;
  if (options_.extensions.uidplus && !copied->from_uids.empty()) {
    code = "[COPYUID " + std::to_string(account_->find(to)->uid_validity) + " " +
           sequence_text(copied->from_uids) + " " + sequence_text(copied->to_uids) + "] ";
  }
  if (is_move) {  // the code comes before the numbers change (RFC 6851, section 4.3)
    if (!code.empty()) untagged("OK " + code + "moved");
    tell_changes(Expunges::allowed);
    return ok(command, "MOVE completed");
  }
  ok(command, code + "COPY completed");
}

}  // namespace mailscope::imap
