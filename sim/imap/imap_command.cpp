#include "sim/imap/imap_command.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/imap/command_parts.h"
#include "sim/imap/scanner.h"

namespace mailscope::imap {

namespace {

IdArguments read_id(Scanner& in) {
  constexpr std::size_t k_fields_max = 30;  // RFC 2971, section 3.3
  IdArguments arguments;
  in.space();
  if (in.skip_word("NIL")) return arguments;
  in.expect('(', "before the fields of ID");
  while (in.is_ok() && !in.skip(')')) {
    if (!arguments.fields.empty()) in.space();
    std::string name = in.string("a field of ID");
    in.space();
    arguments.fields.emplace_back(std::move(name), in.nstring("a value of ID").value_or(""));
    if (arguments.fields.size() > k_fields_max) in.fail("ID has more than 30 fields");
  }
  return arguments;
}

AuthenticateArguments read_authenticate(Scanner& in) {
  AuthenticateArguments arguments;
  in.space();
  arguments.mechanism = in.keyword("a mechanism");
  if (!in.skip(' ')) return arguments;
  const std::size_t start = in.position();
  while (!in.is_at_end() && in.peek() != ' ') in.skip(in.peek());
  arguments.initial_response = std::string(in.since(start));
  return arguments;
}

SelectArguments read_select(Scanner& in) {
  SelectArguments arguments;
  in.space();
  arguments.mailbox = in.astring("a mailbox");
  if (!in.skip(' ')) return arguments;
  in.expect('(', "before the parameters of SELECT");
  while (in.is_ok()) {
    if (in.keyword("a parameter of SELECT") != "CONDSTORE") in.fail("only CONDSTORE is known here");
    arguments.wants_condstore = true;
    if (in.skip(')')) break;
    in.space();
  }
  return arguments;
}

MailboxArguments read_mailbox(Scanner& in, Verb verb) {
  MailboxArguments arguments;
  in.space();
  arguments.mailbox = in.astring("a mailbox");
  if (verb != Verb::create || !in.skip(' ')) return arguments;
  in.expect('(', "before the parameters of CREATE");
  if (!in.skip_word("USE")) in.fail("only USE is known here");
  in.space();
  arguments.special_uses = in.flag_list();
  in.expect(')', "after the parameters of CREATE");
  return arguments;
}

std::vector<std::string> read_status_items(Scanner& in) {
  std::vector<std::string> items;
  in.expect('(', "before the items of STATUS");
  while (in.is_ok()) {
    items.push_back(in.keyword("an item of STATUS"));
    const std::string_view known[] = {"MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN",
                                      "DELETED", "SIZE", "HIGHESTMODSEQ"};
    if (in.is_ok() && std::find(std::begin(known), std::end(known), items.back()) == std::end(known))
      in.fail("STATUS knows no item " + items.back());
    if (in.skip(')')) break;
    in.space();
  }
  return items;
}

AppendArguments read_append(Scanner& in) {
  AppendArguments arguments;
  in.space();
  arguments.mailbox = in.astring("a mailbox");
  in.space();
  if (in.peek() == '(') {
    arguments.flags = in.flag_list();
    in.space();
  }
  if (in.peek() == '"') {
    arguments.date_s = in.date_time();
    in.space();
  }
  if (in.is_ok() && in.peek() != '{') in.fail("the mail must come as a literal");
  arguments.content = in.string("the mail");
  return arguments;
}

// ---- LIST (RFC 9051, section 6.3.9; RFC 5258; RFC 5819; RFC 6154) -----------------------------------------

void read_list_selection(Scanner& in, ListArguments& arguments) {
  in.expect('(', "before the selection options");
  bool is_first = true;
  while (in.is_ok() && !in.skip(')')) {
    if (!is_first) in.space();
    is_first = false;
    const std::string option = in.keyword("a selection option");
    if (option == "SUBSCRIBED")
      arguments.only_subscribed = arguments.returns_subscribed = true;
    else if (option == "SPECIAL-USE")
      arguments.only_special_use = arguments.returns_special_use = true;
    else if (option == "RECURSIVEMATCH")
      arguments.is_recursive_match = true;
    else if (option != "REMOTE")  // there is nothing remote here, so it changes nothing
      in.fail("LIST knows no selection option " + option);
  }
  if (arguments.is_recursive_match && !arguments.only_subscribed)
    in.fail("RECURSIVEMATCH needs SUBSCRIBED beside it");
}

void read_list_return(Scanner& in, ListArguments& arguments) {
  in.expect('(', "before the return options");
  bool is_first = true;
  while (in.is_ok() && !in.skip(')')) {
    if (!is_first) in.space();
    is_first = false;
    const std::string option = in.keyword("a return option");
    if (option == "SUBSCRIBED") {
      arguments.returns_subscribed = true;
    } else if (option == "CHILDREN") {
      arguments.returns_children = true;
    } else if (option == "SPECIAL-USE") {
      arguments.returns_special_use = true;
    } else if (option == "STATUS") {
      in.space();
      arguments.status_items = read_status_items(in);
    } else {
      in.fail("LIST knows no return option " + option);
    }
  }
}

ListArguments read_list(Scanner& in, Verb verb) {
  ListArguments arguments;
  in.space();
  if (verb == Verb::list && in.peek() == '(') {
    arguments.is_extended = true;
    read_list_selection(in, arguments);
    in.space();
  }
  arguments.reference = in.astring("a reference");
  in.space();
  if (verb == Verb::list && in.skip('(')) {
    arguments.is_extended = true;
    while (in.is_ok()) {
      arguments.patterns.push_back(in.list_mailbox());
      if (in.skip(')')) break;
      in.space();
    }
  } else {
    arguments.patterns.push_back(in.list_mailbox());
  }
  if (verb == Verb::list && in.skip(' ')) {
    if (!in.skip_word("RETURN")) in.fail("only RETURN may follow the pattern");
    in.space();
    arguments.is_extended = true;
    read_list_return(in, arguments);
  }
  return arguments;
}

// ---- commands on mails --------------------------------------------------------------------------------------

StoreArguments read_store(Scanner& in) {
  StoreArguments arguments;
  in.space();
  arguments.mails = read_set(in);
  in.space();
  if (in.skip('(')) {
    if (!in.skip_word("UNCHANGEDSINCE")) in.fail("only UNCHANGEDSINCE is known here");
    in.space();
    arguments.unchanged_since = in.number("a modification sequence", INT64_MAX);
    in.expect(')', "after UNCHANGEDSINCE");
    in.space();
  }
  if (in.skip('+')) arguments.mode = store::FlagsMode::add;
  else if (in.skip('-')) arguments.mode = store::FlagsMode::remove;
  const std::string item = in.keyword("FLAGS");
  arguments.is_silent = item == "FLAGS.SILENT";
  if (in.is_ok() && item != "FLAGS" && !arguments.is_silent)
    in.fail("STORE changes FLAGS or FLAGS.SILENT, with + or - before it");
  in.space();
  if (in.peek() == '(') {
    arguments.flags = in.flag_list();
  } else {
    arguments.flags.push_back(in.flag());
    while (in.skip(' ')) arguments.flags.push_back(in.flag());
  }
  return arguments;
}

CopyArguments read_copy(Scanner& in) {
  CopyArguments arguments;
  in.space();
  arguments.mails = read_set(in);
  in.space();
  arguments.mailbox = in.astring("a mailbox");
  return arguments;
}

Arguments read_arguments(Scanner& in, Verb verb, bool is_uid) {
  switch (verb) {
    case Verb::capability:
    case Verb::noop:
    case Verb::logout:
    case Verb::starttls:
    case Verb::namespace_:
    case Verb::idle:
    case Verb::close:
    case Verb::unselect:
    case Verb::check: return NoArguments{};
    case Verb::id: return read_id(in);
    case Verb::authenticate: return read_authenticate(in);
    case Verb::login: {
      LoginArguments arguments;
      in.space();
      arguments.user = in.astring("a user name");
      in.space();
      arguments.password = in.astring("a password");
      return arguments;
    }
    case Verb::enable: {
      EnableArguments arguments;
      do {
        in.space();
        arguments.names.push_back(in.keyword("a capability"));
      } while (in.is_ok() && !in.is_at_end());
      return arguments;
    }
    case Verb::select:
    case Verb::examine: return read_select(in);
    case Verb::create:
    case Verb::remove:
    case Verb::subscribe:
    case Verb::unsubscribe: return read_mailbox(in, verb);
    case Verb::rename: {
      RenameArguments arguments;
      in.space();
      arguments.from = in.astring("a mailbox");
      in.space();
      arguments.to = in.astring("a mailbox");
      return arguments;
    }
    case Verb::list:
    case Verb::lsub: return read_list(in, verb);
    case Verb::status: {
      StatusArguments arguments;
      in.space();
      arguments.mailbox = in.astring("a mailbox");
      in.space();
      arguments.items = read_status_items(in);
      return arguments;
    }
    case Verb::append: return read_append(in);
    case Verb::expunge: {
      if (!is_uid) return NoArguments{};
      SetArguments arguments;
      in.space();
      arguments.mails = read_set(in);
      return arguments;
    }
    case Verb::search: return read_search(in);
    case Verb::fetch: return read_fetch(in, is_uid);
    case Verb::store: return read_store(in);
    case Verb::copy:
    case Verb::move: return read_copy(in);
  }
  return NoArguments{};
}

bool may_have_uid(Verb verb) {
  return verb == Verb::fetch || verb == Verb::store || verb == Verb::search || verb == Verb::copy ||
         verb == Verb::move || verb == Verb::expunge;
}

bool is_tag(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (is_atom_char(c) || c == ']') && c != '+';
  });
}

}  // namespace

SequenceSet read_set(Scanner& in) {
  const std::string text = in.peek() == '$' ? (in.skip('$'), "$") : in.digits_and(",:*", "a set of mails");
  const auto set = parse_sequence_set(text);
  if (in.is_ok() && !set) in.fail("'" + visible(text) + "' is not a set of mails like 1:4,7,10:*");
  return set.value_or(SequenceSet{});
}

std::string Command::name() const { return (is_uid ? "UID " : "") + std::string(name_of(verb)); }

Result<Command, BadCommand> parse_command(std::string_view octets) {
  if (!octets.empty() && octets.back() == '\n') octets.remove_suffix(1);
  if (!octets.empty() && octets.back() == '\r') octets.remove_suffix(1);
  const Cut tag = cut(octets, ' ');
  if (!is_tag(tag.head))
    return Error{BadCommand{"*", "", "a command begins with a tag: letters and digits, then a blank",
                            "RFC 9051, section 2.2.1"}};
  Command command;
  command.tag = std::string(tag.head);
  if (!tag.found || tag.tail.empty())
    return Error{BadCommand{command.tag, "", "there is no command after the tag", "RFC 9051, section 2.2.1"}};

  Scanner in(tag.tail);
  std::string word = in.keyword("a command");
  if (word == "UID") {
    command.is_uid = true;
    in.space();
    word = in.keyword("a command after UID");
  }
  const auto verb = verb_of(word);
  const std::string written = (command.is_uid ? "UID " : "") + word;
  if (!in.is_ok())
    return Error{BadCommand{command.tag, written, in.fault(), "RFC 9051, section 9"}};
  if (!verb || (command.is_uid && !may_have_uid(*verb)))
    return Error{BadCommand{command.tag, written, "there is no command " + visible(written), "RFC 9051, section 6"}};
  command.verb = *verb;
  command.arguments = read_arguments(in, *verb, command.is_uid);
  in.end();
  if (!in.is_ok())
    return Error{BadCommand{command.tag, written, in.fault(), std::string(rule_of(*verb))}};
  return command;
}

}  // namespace mailscope::imap
