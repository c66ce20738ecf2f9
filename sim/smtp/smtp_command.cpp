// Commands, parsed and printed.
#include "sim/smtp/smtp_command.h"

#include <utility>

#include "sim/base/text.h"

namespace mailscope::smtp {
namespace {

using Parsed = Result<Command, BadCommand>;

Error<BadCommand> bad(int code, std::string_view enhanced, std::string_view text,
                      std::string_view rule) {
  return Error{BadCommand{make_reply(code, enhanced, text), std::string(rule), 0}};
}

Error<BadCommand> unrecognised() {
  return bad(500, "5.5.1", "Command not recognised", "RFC 5321, section 4.2.4");
}
Error<BadCommand> not_implemented() {
  return bad(502, "5.5.1", "Command not implemented here", "RFC 5321, section 4.2.4");
}

std::string_view without_trailing_space(std::string_view text) {
  const auto last = text.find_last_not_of(" \t");
  return last == text.npos ? std::string_view{} : text.substr(0, last + 1);
}

Parsed parse_hello(std::string_view argument, bool is_ehlo) {
  if (argument.empty()) {
    return bad(501, "5.5.4", "Say who you are: a domain or an address literal behind the command",
               "RFC 5321, section 4.1.1.1");
  }
  if (!is_domain(argument, Characters::utf8) && !is_address_literal(argument)) {
    return bad(501, "5.5.4", "This is neither a domain nor an address literal",
               "RFC 5321, section 4.1.1.1");
  }
  return Command{Helo{std::string(argument), is_ehlo}};
}

// What a path's fault means for the client. MAIL and RCPT have codes of their own (RFC 3463, 3.2).
Error<BadCommand> bad_path(PathFault fault, std::string_view path, bool is_mail) {
  std::string text(text_of(fault));
  text[0] = ascii_upper(text[0]);
  if (fault == PathFault::not_ascii) return bad(553, "5.6.7", text, "RFC 6531, section 3.5");
  if (fault != PathFault::syntax) {
    return bad(501, is_mail ? "5.1.7" : "5.1.3", text, "RFC 5321, section 4.5.3.1");
  }
  if (path.empty() || path.front() == ' ')
    text = "No space may stand behind the colon";
  else if (path.front() != '<')
    text = "Put the address into angle brackets";
  return bad(501, is_mail ? "5.1.7" : "5.1.3", text, "RFC 5321, section 4.1.2");
}

// `argument` is what follows "MAIL " or "RCPT ". The text behind FROM: or TO:, if it is there.
std::optional<std::string_view> after_word(std::string_view argument, std::string_view word) {
  if (!starts_with_ignoring_case(argument, word)) return std::nullopt;
  return argument.substr(word.size());
}

struct PathAndParameters {
  Path path;
  std::vector<Parameter> parameters;
};

Result<PathAndParameters, BadCommand> parse_path_and_parameters(std::string_view text,
                                                                Characters characters,
                                                                bool is_mail) {
  auto parsed = parse_path(text, characters);
  if (!parsed) return bad_path(parsed.error(), text, is_mail);
  if (!parsed->rest.empty() && parsed->rest.front() != ' ') {
    return bad_path(PathFault::syntax, text, is_mail);
  }
  auto parameters = parse_parameters(parsed->rest);
  if (!parameters) {
    return bad(501, "5.5.4", "Parameters are KEYWORD or KEYWORD=VALUE, with spaces between",
               "RFC 5321, section 4.1.1.11");
  }
  return PathAndParameters{std::move(parsed->path), std::move(*parameters)};
}

Parsed parse_mail(std::string_view argument, const Extensions& offered) {
  const auto text = after_word(argument, "FROM:");
  if (!text) {
    return bad(501, "5.5.2", "The command is MAIL FROM:<address>", "RFC 5321, section 4.1.1.2");
  }
  const Characters characters = offered.smtputf8 ? Characters::utf8 : Characters::ascii;
  auto parsed = parse_path_and_parameters(*text, characters, true);
  if (!parsed) return Error{parsed.error()};
  auto parameters = mail_parameters(parsed->parameters, offered);
  if (!parameters) return Error{BadCommand{parameters.error(), "RFC 5321, section 4.1.1.11", 0}};
  // Whether the address may be UTF-8 stands behind it.
  if (!parameters->smtputf8 && !is_ascii(parsed->path.text())) {
    return bad_path(PathFault::not_ascii, *text, true);
  }
  return Command{MailFrom{std::move(parsed->path), std::move(*parameters)}};
}

Parsed parse_rcpt(std::string_view argument, const Extensions& offered, Characters characters) {
  const auto text = after_word(argument, "TO:");
  if (!text) {
    return bad(501, "5.5.2", "The command is RCPT TO:<address>", "RFC 5321, section 4.1.1.3");
  }
  auto parsed = parse_path_and_parameters(*text, characters, false);
  if (!parsed) return Error{parsed.error()};
  if (parsed->path.is_null()) {
    return bad(501, "5.1.3", "A recipient cannot be empty", "RFC 5321, section 4.1.1.3");
  }
  auto parameters = recipient_parameters(parsed->parameters, offered);
  if (!parameters) return Error{BadCommand{parameters.error(), "RFC 5321, section 4.1.1.11", 0}};
  return Command{RcptTo{std::move(parsed->path), std::move(*parameters)}};
}

// bdat-cmd = "BDAT" SP chunk-size [ SP "LAST" ]          ; RFC 3030, section 2
Parsed parse_bdat(std::string_view argument) {
  const Cut size = cut(argument, ' ');
  const auto octets = size.head.size() <= 19 ? parse_number(size.head) : std::nullopt;
  if (!octets) {
    return bad(501, "5.5.4", "The command is BDAT octets, or BDAT octets LAST",
               "RFC 3030, section 2");
  }
  const bool is_last = equal_ignoring_case(size.tail, "LAST");
  if (size.found && !is_last) {
    auto error =
        bad(501, "5.5.4", "Behind the number of octets only LAST may stand", "RFC 3030, section 2");
    error.value.octets_to_skip = *octets;
    return error;
  }
  return Command{Bdat{*octets, is_last}};
}

Parsed parse_auth(std::string_view argument) {
  const Cut mechanism = cut(argument, ' ');
  const std::string_view initial = trim(mechanism.tail);
  if (mechanism.head.empty() || initial.find(' ') != initial.npos) {
    return bad(501, "5.5.4", "The command is AUTH mechanism, perhaps with an initial response",
               "RFC 4954, section 4");
  }
  Auth auth;
  auth.mechanism = mechanism.head;
  if (!initial.empty()) auth.initial_response = std::string(initial);
  return Command{std::move(auth)};
}

template <class Ask>
Parsed parse_verify(std::string_view argument, const Extensions& offered, std::string_view rule) {
  Ask asked;
  const auto space = argument.rfind(' ');
  if (offered.smtputf8 && space != argument.npos &&
      equal_ignoring_case(argument.substr(space + 1), "SMTPUTF8")) {
    asked.smtputf8 = true;
    argument = without_trailing_space(argument.substr(0, space));
  }
  if (argument.empty()) return bad(501, "5.5.4", "Say whom to look for behind the command", rule);
  asked.text = argument;
  return Command{std::move(asked)};
}

// For commands that take nothing: RFC 5321, section 4.1.1 wants 501 when something stands there.
Parsed alone(std::string_view argument, Command command, std::string_view rule) {
  if (!argument.empty()) return bad(501, "5.5.4", "Nothing may stand behind this command", rule);
  return command;
}

}  // namespace

Result<Command, BadCommand> parse_command(std::string_view line, const Extensions& offered,
                                          Characters characters) {
  const Cut word = cut(without_trailing_space(line), ' ');
  const std::string verb = upper(word.head);
  const std::string_view argument = word.tail;
  if (verb == "EHLO") return parse_hello(argument, true);
  if (verb == "HELO") return parse_hello(argument, false);
  if (verb == "MAIL") return parse_mail(argument, offered);
  if (verb == "RCPT") return parse_rcpt(argument, offered, characters);
  if (verb == "DATA") return alone(argument, Data{}, "RFC 5321, section 4.1.1.4");
  if (verb == "RSET") return alone(argument, Rset{}, "RFC 5321, section 4.1.1.5");
  if (verb == "QUIT") return alone(argument, Quit{}, "RFC 5321, section 4.1.1.10");
  if (verb == "NOOP") return Command{Noop{}};
  if (verb == "VRFY") return parse_verify<Vrfy>(argument, offered, "RFC 5321, section 4.1.1.6");
  if (verb == "EXPN") {
    if (!offered.expn) return not_implemented();
    return parse_verify<Expn>(argument, offered, "RFC 5321, section 4.1.1.7");
  }
  if (verb == "HELP") {
    if (!offered.help) return not_implemented();
    return Command{Help{std::string(argument)}};
  }
  if (verb == "BDAT") {
    if (offered.chunking) return parse_bdat(argument);
    return unrecognised();
  }
  if (verb == "STARTTLS") {
    if (!offered.starttls) return not_implemented();
    return alone(argument, StartTlsCommand{}, "RFC 3207, section 4");
  }
  if (verb == "AUTH") {
    if (!offered.auth) return not_implemented();
    return parse_auth(argument);
  }
  // Commands of RFC 821 that nobody serves any more (RFC 5321, appendix F).
  if (verb == "SEND" || verb == "SOML" || verb == "SAML" || verb == "TURN")
    return not_implemented();
  return unrecognised();
}

Verb verb_of(const Command& command) {
  struct Visitor {
    Verb operator()(const Helo& c) const { return c.is_ehlo ? Verb::ehlo : Verb::helo; }
    Verb operator()(const MailFrom&) const { return Verb::mail; }
    Verb operator()(const RcptTo&) const { return Verb::rcpt; }
    Verb operator()(const Data&) const { return Verb::data; }
    Verb operator()(const Bdat& c) const { return c.is_last ? Verb::bdat_last : Verb::bdat; }
    Verb operator()(const Rset&) const { return Verb::rset; }
    Verb operator()(const Noop&) const { return Verb::noop; }
    Verb operator()(const Quit&) const { return Verb::quit; }
    Verb operator()(const Vrfy&) const { return Verb::vrfy; }
    Verb operator()(const Expn&) const { return Verb::expn; }
    Verb operator()(const Help&) const { return Verb::help; }
    Verb operator()(const StartTlsCommand&) const { return Verb::starttls; }
    Verb operator()(const Auth&) const { return Verb::auth; }
  };
  return std::visit(Visitor{}, command);
}

std::string print(const Command& command) {
  struct Visitor {
    std::string operator()(const Helo& c) const { return (c.is_ehlo ? "EHLO " : "HELO ") + c.name; }
    std::string operator()(const MailFrom& c) const {
      return "MAIL FROM:<" + c.reverse_path.text() + ">" + print(c.parameters);
    }
    std::string operator()(const RcptTo& c) const {
      return "RCPT TO:<" + c.forward_path.text() + ">" + print(c.parameters);
    }
    std::string operator()(const Data&) const { return "DATA"; }
    std::string operator()(const Bdat& c) const {
      return "BDAT " + std::to_string(c.octets) + (c.is_last ? " LAST" : "");
    }
    std::string operator()(const Rset&) const { return "RSET"; }
    std::string operator()(const Noop&) const { return "NOOP"; }
    std::string operator()(const Quit&) const { return "QUIT"; }
    std::string operator()(const Vrfy& c) const {
      return "VRFY " + c.text + (c.smtputf8 ? " SMTPUTF8" : "");
    }
    std::string operator()(const Expn& c) const {
      return "EXPN " + c.text + (c.smtputf8 ? " SMTPUTF8" : "");
    }
    std::string operator()(const Help& c) const {
      return c.topic.empty() ? "HELP" : "HELP " + c.topic;
    }
    std::string operator()(const StartTlsCommand&) const { return "STARTTLS"; }
    std::string operator()(const Auth& c) const {
      return "AUTH " + c.mechanism + (c.initial_response ? " " + *c.initial_response : "");
    }
  };
  return std::visit(Visitor{}, command);
}

std::size_t command_octets_max(std::string_view line, const Extensions& offered) {
  std::size_t octets = 512;
  const std::string verb = upper(line.substr(0, 4));
  if (verb == "MAIL") {
    if (offered.size) octets += 26;            // RFC 1870, section 4
    if (offered.eight_bit_mime) octets += 17;  // RFC 6152, section 2
    if (offered.dsn) octets += 107;            // RFC 3461, section 5.4
    if (offered.auth) octets += 500;           // RFC 4954, section 5
    if (offered.smtputf8) octets += 10;        // RFC 6531, section 3.1
    if (offered.require_tls) octets += 11;     // RFC 8689, section 2
  } else if (verb == "RCPT") {
    if (offered.dsn) octets += 500;  // RFC 3461, section 4
  } else if (verb == "VRFY" || verb == "EXPN") {
    if (offered.smtputf8) octets += 10;
  } else if (verb == "AUTH") {
    if (offered.auth) octets = k_auth_octets_max;
  }
  return octets;
}

}  // namespace mailscope::smtp
