// The server's session answering FETCH, mail by mail (RFC 9051, section 6.4.5).
#include <algorithm>
#include <utility>

#include "sim/imap/imap_server_impl.h"

namespace mailscope::imap {
namespace {

bool has_item(const std::vector<FetchItem>& items, FetchItem::What what) {
  return std::any_of(items.begin(), items.end(),
                     [what](const FetchItem& item) { return item.what == what; });
}

FetchItem plain_item(FetchItem::What what, const char* name) {
  FetchItem item;
  item.what = what;
  item.name = name;
  return item;
}

}  // namespace

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
  FetchModifiers modifiers;
  if (options_.extensions.condstore && scanner.skip(' '))
    modifiers = parse_fetch_modifiers(scanner);
  scanner.end();
  if (!is_sound(command, scanner)) return;
  using What = FetchItem::What;
  const auto has = [&](What what) { return has_item(items, what); };
  if ((has(What::binary) || has(What::binary_size)) && !options_.extensions.binary)
    return bad(command, "BINARY is not offered");
  if (has(What::modseq) && !options_.extensions.condstore)
    return bad(command, "MODSEQ is not offered");
  if (modifiers.wants_vanished && (!is_qresync_ || !command.is_uid))
    return bad(command, "VANISHED is for UID FETCH, after ENABLE QRESYNC");
  if (!is_within(command, set)) return;
  if (has(What::modseq) || modifiers.changed_since) enable_condstore();

  if (command.is_uid && !has(What::uid)) items.insert(items.begin(), plain_item(What::uid, "UID"));
  const bool tells_modseq = modifiers.changed_since || (is_condstore_ && has(What::flags));
  if (tells_modseq && !has(What::modseq)) items.push_back(plain_item(What::modseq, "MODSEQ"));
  const bool marks_seen =
      !is_read_only_ && std::any_of(items.begin(), items.end(),
                                    [](const FetchItem& each) { return each.marks_seen(); });
  const bool has_body = std::any_of(items.begin(), items.end(), [](const FetchItem& each) {
    return each.what == What::binary ||
           (each.what == What::section && each.section.what != Section::What::header &&
            each.section.what != Section::What::header_fields);
  });
  if (modifiers.wants_vanished) say_vanished_earlier(set, *modifiers.changed_since);
  const Chosen chosen = choose(set, command.is_uid);
  fetching_ = Fetching{command, std::move(items), {}, chosen.gone > 0, marks_seen, has_body};
  for (const store::Uid uid : chosen.uids) {
    const store::Mail& mail = *selected()->find(uid);
    if (modifiers.changed_since && mail.modseq <= *modifiers.changed_since) continue;
    if (can_be_answered(mail, fetching_->items)) {
      fetching_->left.push_back(uid);
    } else {
      fetching_->is_all_decoded = false;
    }
  }
  fetch_on();
}

// The answer goes on for one mail: a large mailbox is not put into memory to be sent.
void Server::Impl::fetch_on() {
  Fetching& fetching = *fetching_;
  if (!is_mailbox_there()) {
    fetching_.reset();
    return shut_down("the selected mailbox is gone");
  }
  if (!fetching.left.empty()) {
    const store::Uid uid = fetching.left.front();
    fetching.left.pop_front();
    if (selected()->find(uid)) {
      fetch_one(fetching, uid);
    } else if (!fetching.command.is_uid) {  // removed while the client read the mails before it
      fetching.is_one_gone = true;
    }
  }
  if (fetching.left.empty()) end_fetch();
}

void Server::Impl::fetch_one(const Fetching& fetching, store::Uid uid) {
  const store::Mail* mail = selected()->find(uid);
  using What = FetchItem::What;
  std::vector<FetchItem> wanted = fetching.items;
  const bool has_flags = has_item(wanted, What::flags);
  if (fetching.marks_seen && !mail->flags.has(store::k_seen)) {
    const auto set_seen = store::set_flags(*account_, mailbox_, {uid}, store::FlagsMode::add,
                                           store::Flags{store::k_seen});
    if (set_seen) changed(*set_seen);
    if (!has_flags) wanted.push_back(plain_item(What::flags, "FLAGS"));
    if (is_condstore_ && !has_item(wanted, What::modseq))
      wanted.push_back(plain_item(What::modseq, "MODSEQ"));
    mail = selected()->find(uid);
  }
  const std::uint32_t number = number_of(uid);
  if (wanted.size() > fetching.items.size() || has_flags) {
    known_[number - 1].flags = mail->flags;
    known_[number - 1].modseq = mail->modseq;
  }
  outbox_.tell(MailFetched{mailbox_, uid, fetching.has_body});
  say_fetch(number, *mail, wanted);
}

void Server::Impl::end_fetch() {
  const Fetching fetched = std::move(*fetching_);
  fetching_.reset();
  if (!fetched.is_all_decoded)
    return no(fetched.command, "[UNKNOWN-CTE] nobody here knows that transfer encoding",
              "RFC 3516, section 4.3");
  if (fetched.is_one_gone)
    return no(fetched.command, std::string(k_issued), "RFC 2180, section 4.1.2");
  ok(fetched.command, "FETCH completed");
}

}  // namespace mailscope::imap
