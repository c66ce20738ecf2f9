// The server's session after login: LIST with its options, LSUB, STATUS
// (RFC 9051, sections 6.3.9 and 6.3.11; RFC 3501, section 6.3.9; RFC 5258, 5819, 6154).
#include <algorithm>
#include <map>
#include <utility>

#include "sim/base/text.h"
#include "sim/imap/imap_server_impl.h"
#include "sim/imap/printing.h"

namespace mailscope::imap {
namespace {

struct ListRequest {
  std::string reference;
  std::vector<std::string> patterns;
  bool is_extended = false;
  bool only_subscribed = false, only_special_use = false, is_recursive = false;
  bool returns_subscribed = false;
  std::vector<std::string> status_items;
};

bool is_below(std::string_view name, std::string_view parent) {
  return name.size() > parent.size() + 1 && name.substr(0, parent.size()) == parent &&
         name[parent.size()] == store::k_hierarchy_separator;
}

bool has_children(const store::Account& account, const std::string& name) {
  const std::string prefix = name + store::k_hierarchy_separator;
  const auto next = account.mailboxes.lower_bound(prefix);
  return next != account.mailboxes.end() && next->first.rfind(prefix, 0) == 0;
}

// Names that are subscribed, and every level above them.
std::vector<std::string> names_and_levels(const std::vector<std::string>& names) {
  std::vector<std::string> all;
  for (const std::string& name : names) {
    all.push_back(name);
    for (std::size_t at = name.find(store::k_hierarchy_separator); at != std::string::npos;
         at = name.find(store::k_hierarchy_separator, at + 1))
      all.push_back(name.substr(0, at));
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

void read_selection(Scanner& scanner, ListRequest& request) {
  scanner.expect('(', "before the selection options");
  bool is_first = true;
  while (scanner.is_ok() && !scanner.skip(')')) {
    if (!std::exchange(is_first, false)) scanner.space();
    const std::string option = scanner.keyword("a selection option");
    if (option == "SUBSCRIBED") {
      request.only_subscribed = request.returns_subscribed = true;
    } else if (option == "SPECIAL-USE") {
      request.only_special_use = true;
    } else if (option == "RECURSIVEMATCH") {
      request.is_recursive = true;
    } else if (option != "REMOTE") {  // nothing is remote here: it changes nothing
      scanner.fail("LIST knows no selection option " + visible(option));
    }
  }
  if (scanner.is_ok() && request.is_recursive && !request.only_subscribed &&
      !request.only_special_use)
    scanner.fail("RECURSIVEMATCH stands beside SUBSCRIBED or SPECIAL-USE");
}

}  // namespace

std::string Server::Impl::wire_name(const std::string& name) const {
  return is_rev2_ ? utf8_astring_text(name)
                  : astring_text(name_to_wire(name, NameEncoding::modified_utf7));
}

// One answer of LIST: what is always said of a mailbox, then `attributes`, then `tail` after the name.
void Server::Impl::say_list(const std::string& name, std::string attributes,
                            const std::string& tail) {
  const store::Mailbox* mailbox = account_->find(name);
  std::string all = has_children(*account_, name) ? "\\HasChildren" : "\\HasNoChildren";
  if (!mailbox) all += " \\NonExistent";
  if (mailbox && !mailbox->is_selectable) all += " \\Noselect";
  const auto use = mailbox ? store::attribute_of(mailbox->special_use) : std::string_view();
  if (options_.extensions.special_use && !use.empty()) all += " " + std::string(use);
  untagged("LIST (" + all + attributes + ") \"/\" " + wire_name(name) + tail);
}

void Server::Impl::run_list(const Command& command) {
  Scanner scanner(command.octets);
  ListRequest request;
  scanner.space();
  const bool may_extend = options_.extensions.list_extended;
  if (may_extend && scanner.peek() == '(') {
    request.is_extended = true;
    read_selection(scanner, request);
    scanner.space();
  }
  request.reference = scanner.astring("the reference");
  scanner.space();
  if (may_extend && scanner.skip('(')) {
    request.is_extended = true;
    do {
      request.patterns.push_back(scanner.list_mailbox());
    } while (scanner.is_ok() && scanner.skip(' '));
    scanner.expect(')', "after the patterns");
  } else {
    request.patterns.push_back(scanner.list_mailbox());
  }
  if (may_extend && scanner.skip(' ')) {
    request.is_extended = true;
    if (!scanner.skip_word("RETURN")) scanner.fail("only RETURN may follow the pattern");
    scanner.space();
    scanner.expect('(', "after RETURN");
    bool is_first = true;
    while (scanner.is_ok() && !scanner.skip(')')) {
      if (!std::exchange(is_first, false)) scanner.space();
      const std::string option = scanner.keyword("a return option");
      if (option == "SUBSCRIBED") {
        request.returns_subscribed = true;
      } else if (option == "STATUS") {
        scanner.space();
        request.status_items = status_items(scanner);
      } else if (option != "CHILDREN" && option != "SPECIAL-USE") {  // these are always said
        scanner.fail("LIST knows no return option " + visible(option));
      }
    }
  }
  scanner.end();
  if (!is_sound(command, scanner)) return;
  if (!request.is_extended && request.patterns.front().empty()) {  // asks for the separator
    untagged("LIST (\\Noselect) \"/\" \"\"");
    return ok(command, "LIST completed");
  }

  std::vector<std::string> wanted;
  for (const std::string& pattern : request.patterns) {
    const auto name = name_from_wire(request.reference + pattern, name_encoding());
    if (name) wanted.push_back(store::canonical_name(*name));
  }
  const auto matches = [&](const std::string& name) {
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](const std::string& pattern) { return matches_pattern(name, pattern); });
  };
  const auto is_selected_by = [&](const std::string& name) {
    const store::Mailbox* mailbox = account_->find(name);
    if (request.only_subscribed && !account_->is_subscribed(name)) return false;
    return !request.only_special_use ||
           (mailbox && mailbox->special_use != store::SpecialUse::none);
  };
  std::vector<std::string> names;
  for (const auto& [name, mailbox] : account_->mailboxes) names.push_back(name);
  // A subscribed name may have no mailbox (any more): \NonExistent.
  if (request.only_subscribed)
    names.insert(names.end(), account_->subscriptions.begin(), account_->subscriptions.end());
  names = request.only_subscribed ? names_and_levels(names) : names;
  for (const std::string& name : names) {
    if (!matches(name)) continue;
    const bool is_selected = is_selected_by(name);
    // RECURSIVEMATCH: a name that is not selected itself, for those below it that would not be shown.
    const bool has_selected_below =
        request.is_recursive && std::any_of(names.begin(), names.end(), [&](const auto& below) {
          return is_below(below, name) && is_selected_by(below);
        });
    if (!is_selected && !has_selected_below) continue;
    std::string attributes;
    if (request.returns_subscribed && account_->is_subscribed(name)) attributes += " \\Subscribed";
    const std::string info = request.only_subscribed ? "SUBSCRIBED" : "SPECIAL-USE";
    say_list(name, attributes, has_selected_below ? " (CHILDINFO (\"" + info + "\"))" : "");
    const store::Mailbox* mailbox = account_->find(name);
    if (!request.status_items.empty() && mailbox && mailbox->is_selectable)
      say_status(name, *mailbox, request.status_items);
  }
  ok(command, "LIST completed");
}

// Subscribed names, whether they have mailboxes or not. A level that "%" stops at is named with
// \Noselect when something below it is subscribed (RFC 3501, section 6.3.9).
void Server::Impl::run_lsub(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const std::string reference = scanner.astring("the reference");
  scanner.space();
  const std::string pattern = scanner.list_mailbox();
  scanner.end();
  if (!is_sound(command, scanner)) return;
  if (pattern.empty()) {
    untagged("LSUB (\\Noselect) \"/\" \"\"");
    return ok(command, "LSUB completed");
  }
  const auto wanted = name_from_wire(reference + pattern, name_encoding());
  const std::string canonical = wanted ? store::canonical_name(*wanted) : std::string();
  for (const std::string& name : names_and_levels(account_->subscriptions)) {
    if (!wanted || !matches_pattern(name, canonical)) continue;
    const bool is_subscribed = account_->is_subscribed(name);
    if (!is_subscribed && canonical.find('%') == std::string::npos) continue;
    const store::Mailbox* mailbox = account_->find(name);
    const bool is_selectable = is_subscribed && mailbox && mailbox->is_selectable;
    untagged(std::string("LSUB (") + (is_selectable ? "" : "\\Noselect") + ") \"/\" " +
             wire_name(name));
  }
  ok(command, "LSUB completed");
}

// ---- STATUS --------------------------------------------------------------------------------------------

std::vector<std::string> Server::Impl::status_items(Scanner& scanner) const {
  std::vector<std::string> items;
  scanner.expect('(', "before what is asked");
  do {
    items.push_back(scanner.keyword("an item"));
    const std::string& item = items.back();
    const bool is_known = item == "MESSAGES" || item == "UIDNEXT" || item == "UIDVALIDITY" ||
                          item == "UNSEEN" || item == "DELETED" || item == "RECENT" ||
                          (item == "SIZE" && options_.extensions.status_size) ||
                          (item == "HIGHESTMODSEQ" && options_.extensions.condstore);
    if (scanner.is_ok() && !is_known) scanner.fail("STATUS knows no item '" + visible(item) + "'");
  } while (scanner.is_ok() && scanner.skip(' '));
  scanner.expect(')', "after what is asked");
  return items;
}

void Server::Impl::say_status(const std::string& name, const store::Mailbox& mailbox,
                              const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    std::uint64_t value = 0;  // of RECENT, too: nothing is recent here
    if (item == "MESSAGES") value = mailbox.mails.size();
    if (item == "UIDNEXT") value = mailbox.uid_next;
    if (item == "UIDVALIDITY") value = mailbox.uid_validity;
    if (item == "UNSEEN") value = mailbox.unseen();
    if (item == "SIZE") value = mailbox.octets();
    if (item == "DELETED") value = store::deleted_uids(mailbox).size();
    if (item == "HIGHESTMODSEQ") value = mailbox.modseq_highest;
    text += (text.empty() ? "" : " ") + item + " " + std::to_string(value);
  }
  untagged("STATUS " + wire_name(name) + " (" + text + ")");
}

void Server::Impl::run_status(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const std::string name = mailbox_argument(scanner);
  scanner.space();
  const std::vector<std::string> items = status_items(scanner);
  scanner.end();
  if (!is_sound(command, scanner)) return;
  const store::Mailbox* mailbox = account_->find(name);
  if (!mailbox) return no(command, refusal_text(store::Refusal::no_such_mailbox, false));
  if (!mailbox->is_selectable)
    return no(command, refusal_text(store::Refusal::not_selectable, false));
  if (std::find(items.begin(), items.end(), "HIGHESTMODSEQ") != items.end()) enable_condstore();
  say_status(name, *mailbox, items);
  ok(command, "STATUS completed");
}

}  // namespace mailscope::imap
