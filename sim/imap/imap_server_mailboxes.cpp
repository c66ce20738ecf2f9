// The server's session after login: mailboxes as a whole (RFC 9051, section 6.3).
#include <algorithm>
#include <utility>

#include "sim/base/text.h"
#include "sim/imap/imap_server_impl.h"
#include "sim/imap/printing.h"

namespace mailscope::imap {

// "[TRYCREATE] …" where making the mailbox would help (RFC 9051, section 7.1).
std::string refusal_text(store::Refusal refusal, bool may_try_create) {
  std::string code;
  switch (refusal) {
    case store::Refusal::no_such_mailbox:
      code = may_try_create ? "[TRYCREATE] " : "[NONEXISTENT] ";
      break;
    case store::Refusal::exists_already: code = "[ALREADYEXISTS] "; break;
    case store::Refusal::over_quota: code = "[OVERQUOTA] "; break;
    case store::Refusal::not_selectable:
    case store::Refusal::bad_name:
    case store::Refusal::is_inbox: code = "[CANNOT] "; break;
    case store::Refusal::has_children: code = "[HASCHILDREN] "; break;
    case store::Refusal::too_many: code = "[LIMIT] "; break;
  }
  return code + std::string(store::reason_of(refusal));
}

NameEncoding Server::Impl::name_encoding() const {
  return is_rev2_ ? NameEncoding::utf8 : NameEncoding::modified_utf7;
}

std::string Server::Impl::mailbox_argument(Scanner& scanner) {
  const std::string octets = scanner.astring("a mailbox");
  const auto name = name_from_wire(octets, name_encoding());
  if (scanner.is_ok() && !name)
    scanner.fail(is_rev2_ ? "the mailbox's name is not UTF-8"
                          : "the mailbox's name is not modified UTF-7");
  return name ? store::canonical_name(*name) : std::string();
}

// What takes effect is named in the answer, and only that (RFC 5161, section 3.1).
void Server::Impl::run_enable(const Command& command) {
  if (!options_.extensions.enable) return bad(command, "ENABLE is not offered");
  Scanner scanner(command.octets);
  std::vector<std::string> names;
  do {
    scanner.space();
    names.push_back(scanner.keyword("a capability"));
  } while (scanner.is_ok() && !scanner.is_at_end());
  if (!is_sound(command, scanner)) return;
  std::string enabled;
  for (const std::string& name : names) {
    if (name == "IMAP4REV2" && offers_rev2()) {
      is_rev2_ = true;
      enabled += " IMAP4rev2";
    } else if (name == "CONDSTORE" && options_.extensions.condstore) {
      enable_condstore();
      enabled += " CONDSTORE";
    } else if (name == "QRESYNC" && options_.extensions.condstore && options_.extensions.qresync) {
      enable_condstore();  // comes with it (RFC 7162, section 3.2.3)
      is_qresync_ = true;
      enabled += " QRESYNC";
    }
  }
  untagged("ENABLED" + enabled);
  ok(command, "ENABLE completed");
}

// (validity modseq [uids [(numbers uids)]]): the last pair helps servers that forget who is gone;
// this one does not.
Server::Impl::Resync Server::Impl::resync_argument(Scanner& scanner) {
  Resync resync;
  const auto set = [&] {
    const auto read = parse_sequence_set(scanner.digits_and(":,*", "a set of numbers"));
    if (scanner.is_ok() && !read) scanner.fail("this is no set of numbers");
    return read.value_or(SequenceSet{});
  };
  resync.uids.ranges = {{1, k_star}};
  scanner.space();
  scanner.expect('(', "after QRESYNC");
  resync.uid_validity = static_cast<std::uint32_t>(scanner.number("UIDVALIDITY"));
  scanner.space();
  resync.modseq = scanner.number("a modification sequence", INT64_MAX);
  bool has_uids = false;
  if (scanner.skip(' ') && scanner.peek() != '(') {
    resync.uids = set();
    has_uids = true;
  }
  if ((!has_uids && scanner.peek() == '(') || (has_uids && scanner.skip(' '))) {
    scanner.expect('(', "before numbers and their UIDs");
    static_cast<void>(set());
    scanner.space();
    static_cast<void>(set());
    scanner.expect(')', "after numbers and their UIDs");
  }
  scanner.expect(')', "after QRESYNC");
  return resync;
}

void Server::Impl::run_select(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const std::string name = mailbox_argument(scanner);
  bool wants_condstore = false;
  std::optional<Resync> resync;
  if (scanner.skip(' ')) {
    scanner.expect('(', "before the parameters");
    do {
      if (options_.extensions.condstore && scanner.skip_word("CONDSTORE")) {
        wants_condstore = true;
      } else if (is_qresync_ && scanner.skip_word("QRESYNC")) {
        resync = resync_argument(scanner);
      } else {
        scanner.fail("this parameter is not offered, or not enabled");
      }
    } while (scanner.is_ok() && scanner.skip(' '));
    scanner.expect(')', "after the parameters");
  }
  scanner.end();
  if (!is_sound(command, scanner)) return;
  const bool was_selected = state_ == State::selected;
  deselect();  // even when this fails (section 6.3.2)
  if (was_selected && (is_rev2_ || is_qresync_))
    untagged("OK [CLOSED] the other mailbox is closed");
  const store::Mailbox* mailbox = account_->find(name);
  if (!mailbox || !mailbox->is_selectable) {
    return no(command, refusal_text(mailbox ? store::Refusal::not_selectable
                                            : store::Refusal::no_such_mailbox,
                                    false));
  }
  is_condstore_ = is_condstore_ || wants_condstore;
  open(command, name, *mailbox);
  if (resync) say_resync(*resync);
  outbox_.say({LineKind::reply, command.tag +
                                    (is_read_only_ ? " OK [READ-ONLY] " : " OK [READ-WRITE] ") +
                                    std::string(name_of(command.verb)) + " completed\r\n"});
}

// The flags of every mailbox, and the keywords that its mails have.
std::string Server::Impl::flags_known(const store::Mailbox& mailbox) {
  store::Flags keywords;
  for (const store::Mail& mail : mailbox.mails) keywords.add_all(mail.flags);
  std::string text = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";
  for (const std::string& name : keywords.names())
    if (name.front() != '\\') text += " " + name;
  return text;
}

void Server::Impl::open(const Command& command, const std::string& name,
                        const store::Mailbox& mailbox) {
  state_ = State::selected;
  mailbox_ = name;
  uid_validity_ = mailbox.uid_validity;
  is_read_only_ = command.verb == Verb::examine;
  known_.clear();
  for (const store::Mail& mail : mailbox.mails)
    known_.push_back({mail.uid, mail.flags, mail.modseq});
  const std::string flags = flags_known(mailbox);
  untagged("FLAGS (" + flags + ")");
  untagged(std::to_string(mailbox.mails.size()) + " EXISTS");
  // RECENT and UNSEEN are IMAP4rev1's, LIST is rev2's (RFC 9051, section 6.3.2 and appendix E).
  if (!is_rev2_) {
    untagged("0 RECENT");
    const auto unseen =
        std::find_if(mailbox.mails.begin(), mailbox.mails.end(),
                     [](const store::Mail& mail) { return !mail.flags.has(store::k_seen); });
    if (unseen != mailbox.mails.end()) {
      untagged("OK [UNSEEN " + std::to_string(unseen - mailbox.mails.begin() + 1) +
               "] the first unseen mail");
    }
  }
  untagged(is_read_only_ ? std::string("OK [PERMANENTFLAGS ()] no flag can be changed")
                         : "OK [PERMANENTFLAGS (" + flags + " \\*)] these can be changed");
  untagged("OK [UIDVALIDITY " + std::to_string(mailbox.uid_validity) + "] UIDs are valid");
  untagged("OK [UIDNEXT " + std::to_string(mailbox.uid_next) + "] the next UID");
  if (options_.extensions.condstore) {
    untagged("OK [HIGHESTMODSEQ " + std::to_string(mailbox.modseq_highest) + "] the last change");
  }
  if (is_rev2_) say_list(name, {}, {});
  outbox_.tell(MailboxOpened{name, is_read_only_, mailbox.uid_validity, mailbox.mails.size()});
}

void Server::Impl::run_mailbox_change(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const std::string name = mailbox_argument(scanner);
  std::string to;
  if (command.verb == Verb::rename) {
    scanner.space();
    to = mailbox_argument(scanner);
  }
  store::SpecialUse use = store::SpecialUse::none;
  bool is_use_known = true;
  if (command.verb == Verb::create && options_.extensions.special_use && scanner.skip(' ')) {
    // CREATE-SPECIAL-USE (RFC 6154, section 3): a mailbox has one use here, or none.
    scanner.expect('(', "before the parameters of CREATE");
    if (!scanner.skip_word("USE")) scanner.fail("CREATE knows only the parameter USE");
    scanner.space();
    const std::vector<std::string> uses = scanner.flag_list();
    scanner.expect(')', "after the parameters of CREATE");
    for (const std::string& each : uses) use = store::special_use_of(each);
    is_use_known = uses.empty() || (uses.size() == 1 && use != store::SpecialUse::none);
  }
  scanner.end();
  if (!is_sound(command, scanner)) return;
  if (!is_use_known) return no(command, "[USEATTR] a mailbox has one use of RFC 6154, or none");
  const store::Done done = [&]() -> store::Done {
    switch (command.verb) {
      case Verb::create: {
        std::string made = name;  // a trailing separator only announces children (section 6.3.4)
        if (!made.empty() && made.back() == store::k_hierarchy_separator) made.pop_back();
        return store::make_mailbox(*account_, made, use);
      }
      case Verb::remove: return store::remove_mailbox(*account_, name);
      case Verb::rename: return store::rename_mailbox(*account_, name, to);
      case Verb::subscribe: return store::set_subscribed(*account_, name, true);
      default: return store::set_subscribed(*account_, name, false);
    }
  }();
  if (!done) return no(command, refusal_text(done.error(), false));
  changed(*done);
  if (state_ == State::selected && !is_mailbox_there()) deselect();
  ok(command, std::string(name_of(command.verb)) + " completed");
}

// Keywords are free, but a flag with a backslash is one of five (RFC 9051, section 2.3.2).
store::Flags Server::Impl::flags_argument(Scanner& scanner) {
  store::Flags flags;
  const auto add = [&](const std::string& flag) {
    static constexpr std::string_view k_system[] = {
        store::k_answered, store::k_deleted, store::k_draft, store::k_flagged, store::k_seen};
    const bool is_known =
        flag.front() != '\\' ||
        std::any_of(std::begin(k_system), std::end(k_system),
                    [&](std::string_view name) { return equal_ignoring_case(name, flag); });
    if (!is_known) return scanner.fail(flag + " is no flag that can be set");
    flags.add(flag);
  };
  if (scanner.peek() == '(') {
    for (const std::string& flag : scanner.flag_list()) add(flag);
  } else {
    do {
      const std::string flag = scanner.flag();
      if (scanner.is_ok()) add(flag);
    } while (scanner.is_ok() && scanner.skip(' '));
  }
  return flags;
}

void Server::Impl::run_append(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const std::string name = mailbox_argument(scanner);
  scanner.space();
  store::NewMail mail;
  mail.date_s = now_s_;
  if (scanner.peek() == '(') {
    mail.flags = flags_argument(scanner);
    scanner.space();
  }
  if (scanner.peek() == '"') {
    mail.date_s = scanner.date_time();
    scanner.space();
  }
  mail.content = scanner.literal8("the mail");
  scanner.end();
  if (!is_sound(command, scanner)) return;
  const store::Done done = store::append(*account_, name, std::move(mail));
  if (!done) return no(command, refusal_text(done.error(), true));
  changed(*done);
  const store::Mailbox* mailbox = account_->find(name);
  std::string code;
  if (options_.extensions.uidplus) {
    code = "[APPENDUID " + std::to_string(mailbox->uid_validity) + " " +
           std::to_string(mailbox->mails.back().uid) + "] ";
  }
  ok(command, code + "APPEND completed");
}

void Server::Impl::run_namespace(const Command& command) {
  if (!options_.extensions.namespace_) return bad(command, "NAMESPACE is not offered");
  untagged("NAMESPACE ((\"\" \"/\")) NIL NIL");
  ok(command, "NAMESPACE completed");
}

void Server::Impl::run_idle(const Command& command) {
  if (!options_.extensions.idle) return bad(command, "IDLE is not offered");
  pending_ = command;
  is_idle_ = true;
  outbox_.tell(IdleStarted{});
  outbox_.say({LineKind::continuation, "+ idling\r\n"});
  tell_changes(Expunges::allowed);
}

}  // namespace mailscope::imap
