// Printing a step's command, cutting it at its literals, reading FETCH answers.
#include "sim/imap/client_commands.h"

#include <type_traits>
#include <utility>
#include <variant>

#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/imap/mailbox_name.h"
#include "sim/imap/printing.h"

namespace mailscope::imap {
namespace {

std::string fetch(const std::string& mails, const std::string& items) {
  return "UID FETCH " + mails + " " + items;
}

struct CommandText {
  bool has_idle, has_unselect;
  NameEncoding encoding;

  std::string box(const std::string& name) const {
    return encoding == NameEncoding::utf8 ? utf8_astring_text(name)
                                          : astring_text(name_to_wire(name, encoding));
  }
  std::string operator()(const ListMailboxes& s) const {
    return "LIST " + string_text(s.reference) + " " +
           (encoding == NameEncoding::utf8 ? utf8_string_text(s.pattern)
                                           : string_text(name_to_wire(s.pattern, encoding)));
  }
  std::string operator()(const GetStatus& s) const {
    return "STATUS " + box(s.mailbox) + " (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)";
  }
  std::string operator()(const SelectMailbox& s) const {
    return (s.is_read_only ? "EXAMINE " : "SELECT ") + box(s.mailbox);
  }
  std::string operator()(const FetchEnvelopes& s) const {
    return fetch(s.mails, "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)");
  }
  std::string operator()(const FetchFlags& s) const { return fetch(s.mails, "(UID FLAGS)"); }
  std::string operator()(const FetchHeaders& s) const {
    return fetch(s.mails, "(UID BODY.PEEK[HEADER])");
  }
  std::string operator()(const FetchBodies& s) const {
    return fetch(s.mails, s.marks_seen ? "(UID BODY[])" : "(UID BODY.PEEK[])");
  }
  std::string operator()(const FetchItems& s) const { return fetch(s.mails, s.items); }
  std::string operator()(const SearchMails& s) const { return "UID SEARCH " + s.criteria; }
  std::string operator()(const ChangeFlags& s) const {
    const char* sign = s.mode == store::FlagsMode::add      ? "+"
                       : s.mode == store::FlagsMode::remove ? "-"
                                                            : "";
    return "UID STORE " + s.mails + " " + sign + "FLAGS " + flags_text(s.flags);
  }
  std::string operator()(const CopyMails& s) const {
    return "UID COPY " + s.mails + " " + box(s.mailbox);
  }
  std::string operator()(const MoveMails& s) const {
    return "UID MOVE " + s.mails + " " + box(s.mailbox);
  }
  std::string operator()(const AppendMail& s) const {
    std::string text = "APPEND " + box(s.mailbox) + " ";
    if (!s.flags.is_empty()) text += flags_text(s.flags) + " ";
    if (s.date_s != 0) text += "\"" + imap_date_time(s.date_s) + "\" ";
    return text + "{" + std::to_string(s.content.size()) + "}\r\n" + s.content;
  }
  std::string operator()(const ExpungeMails& s) const {
    return s.mails.empty() ? "EXPUNGE" : "UID EXPUNGE " + s.mails;
  }
  std::string operator()(const MakeMailbox& s) const { return "CREATE " + box(s.mailbox); }
  std::string operator()(const RemoveMailbox& s) const { return "DELETE " + box(s.mailbox); }
  std::string operator()(const RenameMailbox& s) const {
    return "RENAME " + box(s.from) + " " + box(s.to);
  }
  std::string operator()(const Subscribe& s) const {
    return (s.is_subscribed ? "SUBSCRIBE " : "UNSUBSCRIBE ") + box(s.mailbox);
  }
  std::string operator()(const Idle&) const { return has_idle ? "IDLE" : "NOOP"; }
  std::string operator()(const Noop&) const { return "NOOP"; }
  std::string operator()(const CloseMailbox& s) const {
    return s.expunges || !has_unselect ? "CLOSE" : "UNSELECT";
  }
  std::string operator()(const RawCommand& s) const { return s.text; }
  std::string operator()(const LogOut&) const { return "LOGOUT"; }
};

std::optional<std::string> subject_in(std::string_view envelope) {
  Scanner scanner(envelope);
  if (!scanner.skip('(')) return std::nullopt;
  static_cast<void>(scanner.nstring("the date"));
  scanner.space();
  auto subject = scanner.nstring("the subject");
  return scanner.is_ok() ? subject : std::nullopt;
}

// A list in parentheses, as it stands, strings and literals passed over whole.
std::string raw_list(Scanner& scanner) {
  const std::size_t start = scanner.position();
  int depth = 0;
  do {
    const char c = scanner.peek();
    if (scanner.is_at_end()) {
      scanner.fail("a list is not closed");
      return {};
    }
    if (c == '"' || c == '{') {
      static_cast<void>(scanner.string("a string"));
    } else {
      if (c == '(') ++depth;
      if (c == ')') --depth;
      scanner.skip(c);
    }
  } while (scanner.is_ok() && depth > 0);
  return std::string(scanner.since(start));
}

void read_section(Scanner& scanner, MailSeen& seen) {
  MailSeen::Section section;
  const std::size_t start = scanner.position();
  while (!scanner.is_at_end() && scanner.peek() != ']') scanner.skip(scanner.peek());
  section.name = std::string(scanner.since(start));
  scanner.expect(']', "after a section");
  if (scanner.skip('<')) {
    section.offset = scanner.number("an offset", UINT64_MAX);
    scanner.expect('>', "after an offset");
  }
  scanner.space();
  section.octets = scanner.nstring("the octets of a section");
  seen.sections.push_back(std::move(section));
}

}  // namespace

std::string argument_text(std::string_view octets) { return astring_text(octets); }

std::string command_text(const Step& step, bool has_idle, bool has_unselect,
                         NameEncoding encoding) {
  return std::visit(CommandText{has_idle, has_unselect, encoding}, step);
}

bool is_empty_step(const Step& step) {
  return std::visit(
      [](const auto& each) {
        using Each = std::decay_t<decltype(each)>;
        if constexpr (std::is_same_v<Each, ExpungeMails>) {
          return false;  // an empty set means all
        } else if constexpr (requires { each.mails; }) {
          return each.mails.empty();
        } else {
          return false;
        }
      },
      step);
}

std::deque<std::vector<Line>> pieces_of(const std::string& command, std::size_t unasked_max) {
  std::deque<std::vector<Line>> pieces(1);
  std::size_t at = 0;
  for (;;) {
    const std::size_t end = command.find("\r\n", at);
    const std::string line = command.substr(at, end == std::string::npos ? end : end - at);
    const auto announced = announced_literal(line);
    if (end == std::string::npos || !announced) {
      pieces.back().push_back({LineKind::command, line + "\r\n"});
      return pieces;
    }
    const auto size = static_cast<std::size_t>(announced->octets);
    if (size <= unasked_max && unasked_max > 0) {
      pieces.back().push_back({LineKind::command, line.substr(0, line.size() - 1) + "+}\r\n"});
    } else {
      pieces.back().push_back({LineKind::command, line + "\r\n"});
      pieces.emplace_back();
    }
    pieces.back().push_back({LineKind::content, command.substr(end + 2, size)});
    at = end + 2 + size;
  }
}

std::optional<MailSeen> parse_fetch_response(Scanner& scanner, std::uint32_t number) {
  MailSeen seen;
  seen.number = number;
  scanner.expect('(', "before the items of a FETCH");
  while (scanner.is_ok() && !scanner.skip(')')) {
    if (starts_with_ignoring_case(scanner.rest(), "BODY[")) {
      for (int i = 0; i < 5; ++i) scanner.skip(scanner.peek());
      read_section(scanner, seen);
    } else {
      const std::string name = scanner.keyword("an item's name");
      scanner.space();
      if (name == "UID") {
        seen.uid = static_cast<store::Uid>(scanner.number("a UID"));
      } else if (name == "FLAGS") {
        store::Flags flags;
        for (const std::string& flag : scanner.flag_list()) flags.add(flag);
        seen.flags = flags;
      } else if (name == "RFC822.SIZE") {
        seen.size = scanner.number("a size", UINT64_MAX);
      } else if (name == "INTERNALDATE") {
        seen.date = scanner.string("a date");
      } else if (name == "MODSEQ") {
        scanner.expect('(', "before a sequence");
        seen.modseq = scanner.number("a sequence", UINT64_MAX);
        scanner.expect(')', "after a sequence");
      } else if (name == "ENVELOPE") {
        seen.envelope = raw_list(scanner);
        seen.subject = subject_in(*seen.envelope);
      } else if (name == "BODYSTRUCTURE" || name == "BODY") {
        seen.structure = raw_list(scanner);
      } else if (name == "RFC822" || name == "RFC822.HEADER" || name == "RFC822.TEXT") {
        seen.sections.push_back(
            {name == "RFC822" ? "" : name.substr(7), std::nullopt, scanner.nstring("the octets")});
      } else {
        scanner.fail("an unknown item of FETCH");
      }
    }
    scanner.skip(' ');
  }
  return scanner.is_ok() ? std::optional(std::move(seen)) : std::nullopt;
}

}  // namespace mailscope::imap
