// The server's session after login: mailboxes as a whole (RFC 9051, section 6.3).
#include <algorithm>
#include <utility>

#include "sim/base/text.h"
#include "sim/imap/imap_server_impl.h"
#include "sim/imap/printing.h"

namespace mailscope::imap {
namespace {

std::string wire_name(const std::string& name) {
  return astring_text(name_to_wire(name, NameEncoding::modified_utf7));
}

bool has_children(const store::Account& account, const std::string& name) {
  const std::string prefix = name + store::k_hierarchy_separator;
  const auto next = account.mailboxes.lower_bound(prefix);
  return next != account.mailboxes.end() && next->first.rfind(prefix, 0) == 0;
}

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

}  // namespace

std::string Server::Impl::mailbox_argument(Scanner& scanner) {
  const std::string octets = scanner.astring("a mailbox");
  const auto name = name_from_wire(octets, NameEncoding::modified_utf7);
  if (scanner.is_ok() && !name) scanner.fail("the mailbox's name is not modified UTF-7");
  return name ? store::canonical_name(*name) : std::string();
}

void Server::Impl::run_enable(const Command& command) {
  if (!options_.extensions.enable) return bad(command, "ENABLE is not offered");
  untagged("ENABLED");  // nothing that is offered here waits to be enabled
  ok(command, "ENABLE completed");
}

void Server::Impl::run_select(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const std::string name = mailbox_argument(scanner);
  scanner.end();
  if (!is_sound(command, scanner)) return;
  deselect();  // even when this fails (section 6.3.2)
  const store::Mailbox* mailbox = account_->find(name);
  if (!mailbox || !mailbox->is_selectable) {
    return no(command, refusal_text(mailbox ? store::Refusal::not_selectable
                                            : store::Refusal::no_such_mailbox,
                                    false));
  }
  state_ = State::selected;
  mailbox_ = name;
  uid_validity_ = mailbox->uid_validity;
  is_read_only_ = command.verb == Verb::examine;
  known_.clear();
  for (const store::Mail& mail : mailbox->mails) known_.push_back({mail.uid, mail.flags});
  static constexpr const char* k_flags = "(\\Answered \\Flagged \\Deleted \\Seen \\Draft)";
  untagged(std::string("FLAGS ") + k_flags);
  untagged(std::to_string(mailbox->mails.size()) + " EXISTS");
  untagged("0 RECENT");
  const auto unseen =
      std::find_if(mailbox->mails.begin(), mailbox->mails.end(),
                   [](const store::Mail& mail) { return !mail.flags.has(store::k_seen); });
  if (unseen != mailbox->mails.end()) {
    untagged("OK [UNSEEN " + std::to_string(unseen - mailbox->mails.begin() + 1) +
             "] the first unseen mail");
  }
  untagged(is_read_only_
               ? std::string("OK [PERMANENTFLAGS ()] no flag can be changed")
               : "OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] "
                 "these can be changed");
  untagged("OK [UIDVALIDITY " + std::to_string(mailbox->uid_validity) + "] UIDs are valid");
  untagged("OK [UIDNEXT " + std::to_string(mailbox->uid_next) + "] the next UID");
  outbox_.tell(MailboxOpened{name, is_read_only_, mailbox->uid_validity, mailbox->mails.size()});
  outbox_.say({LineKind::reply, command.tag +
                                    (is_read_only_ ? " OK [READ-ONLY] " : " OK [READ-WRITE] ") +
                                    std::string(name_of(command.verb)) + " completed\r\n"});
}

void Server::Impl::run_list(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const std::string reference = scanner.astring("the reference");
  scanner.space();
  const std::string pattern = scanner.list_mailbox();
  scanner.end();
  if (!is_sound(command, scanner)) return;
  const bool is_lsub = command.verb == Verb::lsub;
  const std::string answer = is_lsub ? "LSUB " : "LIST ";
  if (pattern.empty()) {  // asks for the separator
    untagged(answer + "(\\Noselect) \"/\" \"\"");
    return ok(command, "completed");
  }
  const auto wanted = name_from_wire(reference + pattern, NameEncoding::modified_utf7);
  for (const auto& [name, mailbox] : account_->mailboxes) {
    if (!wanted || !matches_pattern(name, *wanted)) continue;
    if (is_lsub && !account_->is_subscribed(name)) continue;
    std::string attributes = has_children(*account_, name) ? "\\HasChildren" : "\\HasNoChildren";
    if (!mailbox.is_selectable) attributes += " \\Noselect";
    const auto use = store::attribute_of(mailbox.special_use);
    if (options_.extensions.special_use && !use.empty()) attributes += " " + std::string(use);
    untagged(answer + "(" + attributes + ") \"/\" " + wire_name(name));
  }
  ok(command, "completed");
}

void Server::Impl::run_status(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const std::string name = mailbox_argument(scanner);
  scanner.space();
  scanner.expect('(', "before what is asked");
  std::vector<std::string> items;
  do {
    items.push_back(scanner.keyword("an item"));
  } while (scanner.is_ok() && scanner.skip(' '));
  scanner.expect(')', "after what is asked");
  scanner.end();
  if (!is_sound(command, scanner)) return;
  const store::Mailbox* mailbox = account_->find(name);
  if (!mailbox) return no(command, refusal_text(store::Refusal::no_such_mailbox, false));
  std::string text;
  for (const std::string& item : items) {
    std::uint64_t value = 0;
    if (item == "MESSAGES") {
      value = mailbox->mails.size();
    } else if (item == "UIDNEXT") {
      value = mailbox->uid_next;
    } else if (item == "UIDVALIDITY") {
      value = mailbox->uid_validity;
    } else if (item == "UNSEEN") {
      value = mailbox->unseen();
    } else if (item == "SIZE") {
      value = mailbox->octets();
    } else if (item == "DELETED") {
      value = store::deleted_uids(*mailbox).size();
    } else if (item != "RECENT") {
      return bad(command, "STATUS knows no item '" + visible(item) + "'");
    }
    text += (text.empty() ? "" : " ") + item + " " + std::to_string(value);
  }
  untagged("STATUS " + wire_name(name) + " (" + text + ")");
  ok(command, "STATUS completed");
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
  scanner.end();
  if (!is_sound(command, scanner)) return;
  const store::Done done = [&]() -> store::Done {
    switch (command.verb) {
      case Verb::create: {
        std::string made = name;  // a trailing separator only announces children (section 6.3.4)
        if (!made.empty() && made.back() == store::k_hierarchy_separator) made.pop_back();
        return store::make_mailbox(*account_, made);
      }
      case Verb::remove: return store::remove_mailbox(*account_, name);
      case Verb::rename: return store::rename_mailbox(*account_, name, to);
      case Verb::subscribe: return store::set_subscribed(*account_, name, true);
      default: return store::set_subscribed(*account_, name, false);
    }
  }();
  if (!done) return no(command, refusal_text(done.error(), false));
  changed(*done);
  if (state_ == State::selected) {
    const store::Mailbox* mailbox = account_->find(mailbox_);
    if (!mailbox || mailbox->uid_validity != uid_validity_) deselect();
  }
  ok(command, std::string(name_of(command.verb)) + " completed");
}

void Server::Impl::run_append(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const std::string name = mailbox_argument(scanner);
  scanner.space();
  store::NewMail mail;
  mail.date_s = now_s_;
  if (scanner.peek() == '(') {
    for (const std::string& flag : scanner.flag_list()) mail.flags.add(flag);
    scanner.space();
  }
  if (scanner.peek() == '"') {
    mail.date_s = scanner.date_time();
    scanner.space();
  }
  mail.content = scanner.string("the mail");
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
  if (!command.octets.empty()) return bad(command, "IDLE takes no argument");
  pending_ = command;
  is_idle_ = true;
  outbox_.tell(IdleStarted{});
  outbox_.say({LineKind::continuation, "+ idling\r\n"});
  tell_changes(Expunges::allowed);
}

}  // namespace mailscope::imap
