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

Server::Impl::Chosen Server::Impl::choose(const SequenceSet& set, bool is_uid) {
  Chosen chosen;
  const store::Mailbox* mailbox = selected();
  const std::uint32_t largest = known_.empty() ? 0
                                : is_uid       ? known_.back().uid
                                               : static_cast<std::uint32_t>(known_.size());
  for (std::size_t i = 0; i < known_.size(); ++i) {
    const store::Uid uid = known_[i].uid;
    const bool is_named =
        set.is_saved_result
            ? std::binary_search(saved_.begin(), saved_.end(), uid)
            : set.contains(is_uid ? uid : static_cast<std::uint32_t>(i + 1), largest);
    if (!is_named) continue;
    if (mailbox->find(uid)) {
      chosen.uids.push_back(uid);
    } else if (!is_uid) {
      ++chosen.gone;  // a UID that is no more is no mistake (RFC 9051, section 6.4.9)
    }
  }
  return chosen;
}

bool Server::Impl::is_within(const Command& command, const SequenceSet& set) {
  const bool is_beyond =
      !command.is_uid && !set.is_saved_result && (known_.empty() || set.highest(0) > known_.size());
  if (is_beyond) {
    bad(command,
        known_.empty() ? std::string("there is no mail here")
                       : "the last mail here has the number " + std::to_string(known_.size()),
        "RFC 9051, section 9, seq-number");
  }
  return !is_beyond;
}

SequenceSet set_argument(Scanner& scanner) {
  scanner.space();
  const auto set = parse_sequence_set(scanner.digits_and(":,*$", "a set of numbers"));
  if (scanner.is_ok() && !set) scanner.fail("this is no set of numbers");
  return set.value_or(SequenceSet{});
}

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
    const auto wanted = choose(set, true).uids;
    std::erase_if(uids, [&](store::Uid uid) {
      return std::find(wanted.begin(), wanted.end(), uid) == wanted.end();
    });
  }
  const auto removed = store::remove_mails(*account_, mailbox_, uids);
  if (removed) changed(*removed);
  tell_changes(Expunges::allowed);
  // So that the client needs not ask again what it has caused itself (RFC 7162, section 3.2.7).
  const std::string code =
      is_condstore_ && removed && !removed->empty()
          ? "[HIGHESTMODSEQ " + std::to_string(selected()->modseq_highest) + "] "
          : std::string();
  ok(command, code + "EXPUNGE completed");
}

void Server::Impl::run_store(const Command& command) {
  Scanner scanner(command.octets);
  const SequenceSet set = set_argument(scanner);
  scanner.space();
  std::optional<store::ModSequence> unchanged_since;
  if (options_.extensions.condstore && scanner.skip('(')) {
    if (!scanner.skip_word("UNCHANGEDSINCE")) scanner.fail("STORE knows only UNCHANGEDSINCE here");
    scanner.space();
    unchanged_since = scanner.number("a modification sequence", INT64_MAX);
    scanner.expect(')', "after UNCHANGEDSINCE");
    scanner.space();
  }
  const store::FlagsMode mode = scanner.skip('+')   ? store::FlagsMode::add
                                : scanner.skip('-') ? store::FlagsMode::remove
                                                    : store::FlagsMode::replace;
  const std::string word = scanner.keyword("FLAGS or FLAGS.SILENT");
  const bool is_silent = word == "FLAGS.SILENT";
  if (scanner.is_ok() && word != "FLAGS" && !is_silent) scanner.fail("STORE knows only FLAGS");
  scanner.space();
  const store::Flags flags = flags_argument(scanner);
  scanner.end();
  if (!is_sound(command, scanner)) return;
  if (is_read_only_) return no(command, "[READ-ONLY] the mailbox was opened by EXAMINE");
  if (!is_within(command, set)) return;
  if (unchanged_since) enable_condstore();
  const Chosen chosen = choose(set, command.is_uid);
  std::vector<store::Uid> uids;
  std::vector<std::uint32_t> modified;  // by somebody else meanwhile: left alone, and told
  for (const store::Uid uid : chosen.uids) {
    const bool is_modified = unchanged_since && selected()->find(uid)->modseq > *unchanged_since;
    if (is_modified) {
      modified.push_back(command.is_uid ? uid : number_of(uid));
    } else {
      uids.push_back(uid);
    }
  }
  const auto done = store::set_flags(*account_, mailbox_, uids, mode, flags);
  if (!done) return no(command, refusal_text(done.error(), false));
  changed(*done);
  for (const store::Uid uid : uids) {
    const std::uint32_t number = number_of(uid);
    Known& known = known_[number - 1];
    const bool is_changed = known.modseq != selected()->find(uid)->modseq;
    known.flags = selected()->find(uid)->flags;
    known.modseq = selected()->find(uid)->modseq;
    if (!is_silent) {
      say_flags(number, command.is_uid, HasFlags::yes);
    } else if (is_condstore_ && is_changed) {  // even then (RFC 7162, section 3.1.3)
      say_flags(number, command.is_uid, HasFlags::no);
    }
  }
  if (chosen.gone > 0) return no(command, std::string(k_issued), "RFC 2180, section 4.2.1");
  const std::string code =
      modified.empty() ? std::string() : "[MODIFIED " + sequence_text(modified) + "] ";
  ok(command, code + "STORE completed");
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
  if (!is_within(command, set)) return;
  const Chosen chosen = choose(set, command.is_uid);
  // All or nothing (RFC 9051, section 6.4.7).
  if (chosen.gone > 0) return no(command, std::string(k_issued), "RFC 2180, section 4.4.1");
  const std::vector<store::Uid>& uids = chosen.uids;
  const auto copied = is_move ? store::move_mails(*account_, mailbox_, uids, to)
                              : store::copy_mails(*account_, mailbox_, uids, to);
  if (!copied) return no(command, refusal_text(copied.error(), true));
  changed(copied->changes);
  std::string code;
  if (options_.extensions.uidplus && !copied->from_uids.empty()) {
    code = "[COPYUID " + std::to_string(account_->find(to)->uid_validity) + " " +
           sequence_text(copied->from_uids) + " " + sequence_text(copied->to_uids) + "] ";
  }
  if (is_move) {  // the code comes before the numbers change (RFC 6851, section 4.3)
    if (!code.empty()) untagged("OK " + code + "moved");
    tell_changes(Expunges::allowed);
    const std::string modseq =
        is_condstore_ && !uids.empty()
            ? "[HIGHESTMODSEQ " + std::to_string(selected()->modseq_highest) + "] "
            : std::string();
    return ok(command, modseq + "MOVE completed");
  }
  ok(command, code + "COPY completed");
}

}  // namespace mailscope::imap
