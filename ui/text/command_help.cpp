// One line for each command that people type.
#include "ui/text/command_help.h"

namespace mailscope::ui {
namespace {

struct CommandEntry {
  Protocol protocol;
  std::string_view verb, form, start, purpose;
};

constexpr CommandEntry k_commands[] = {
    {Protocol::smtp, "EHLO", "EHLO name-of-the-client", "EHLO ",
     mark("Introduces the client and asks what the server can do.")},
    {Protocol::smtp, "HELO", "HELO name-of-the-client", "HELO ",
     mark("The greeting of 1982: no extensions.")},
    {Protocol::smtp, "MAIL", "MAIL FROM:<sender> [SIZE=octets]", "MAIL FROM:<",
     mark("Begins a mail: the sender on the envelope.")},
    {Protocol::smtp, "RCPT", "RCPT TO:<recipient>", "RCPT TO:<",
     mark("One recipient; once for each.")},
    {Protocol::smtp, "DATA", "DATA", "DATA",
     mark("Asks to hand over the mail itself; a line with a single dot ends it.")},
    {Protocol::smtp, "BDAT", "BDAT octets [LAST]", "BDAT ",
     mark("Hands over a part of the mail of known size.")},
    {Protocol::smtp, "AUTH", "AUTH mechanism [answer in base64]", "AUTH PLAIN ", mark("Logs in.")},
    {Protocol::smtp, "STARTTLS", "STARTTLS", "STARTTLS", mark("Asks for encryption from here on.")},
    {Protocol::smtp, "RSET", "RSET", "RSET", mark("Forgets the envelope and begins anew.")},
    {Protocol::smtp, "NOOP", "NOOP", "NOOP", mark("Does nothing; the server says yes.")},
    {Protocol::smtp, "QUIT", "QUIT", "QUIT", mark("Ends the session.")},
    {Protocol::smtp, "VRFY", "VRFY address", "VRFY ",
     mark("Asks whether an address exists; most servers do not tell.")},
    {Protocol::smtp, "EXPN", "EXPN list", "EXPN ",
     mark("Asks who is on a list; most servers do not tell.")},
    {Protocol::smtp, "HELP", "HELP", "HELP", mark("Asks for help, in words for people.")},
    {Protocol::pop3, "USER", "USER name", "USER ", mark("Whose maildrop is wanted.")},
    {Protocol::pop3, "PASS", "PASS password", "PASS ", mark("The password, in plain words.")},
    {Protocol::pop3, "APOP", "APOP name digest", "APOP ",
     mark("A login that does not show the password.")},
    {Protocol::pop3, "AUTH", "AUTH mechanism [answer in base64]", "AUTH PLAIN ", mark("Logs in.")},
    {Protocol::pop3, "STLS", "STLS", "STLS", mark("Asks for encryption from here on.")},
    {Protocol::pop3, "CAPA", "CAPA", "CAPA", mark("Asks what the server can do.")},
    {Protocol::pop3, "STAT", "STAT", "STAT",
     mark("How many mails there are, and how large together.")},
    {Protocol::pop3, "LIST", "LIST [number]", "LIST ", mark("The size of each mail.")},
    {Protocol::pop3, "UIDL", "UIDL [number]", "UIDL ",
     mark("A name for each mail that stays the same in every session.")},
    {Protocol::pop3, "RETR", "RETR number", "RETR ", mark("Fetches a mail.")},
    {Protocol::pop3, "TOP", "TOP number lines", "TOP ",
     mark("Fetches the header and the first lines.")},
    {Protocol::pop3, "DELE", "DELE number", "DELE ",
     mark("Marks a mail as deleted; it happens at QUIT.")},
    {Protocol::pop3, "RSET", "RSET", "RSET", mark("Takes all deletion marks back.")},
    {Protocol::pop3, "NOOP", "NOOP", "NOOP", mark("Does nothing; the server says yes.")},
    {Protocol::pop3, "QUIT", "QUIT", "QUIT",
     mark("Ends the session; what is marked is deleted now.")},
    {Protocol::imap, "CAPABILITY", "tag CAPABILITY", "CAPABILITY",
     mark("Asks what the server can do.")},
    {Protocol::imap, "LOGIN", "tag LOGIN name password", "LOGIN ",
     mark("Logs in, in plain words.")},
    {Protocol::imap, "AUTHENTICATE", "tag AUTHENTICATE mechanism", "AUTHENTICATE PLAIN",
     mark("Logs in by a mechanism.")},
    {Protocol::imap, "STARTTLS", "tag STARTTLS", "STARTTLS",
     mark("Asks for encryption from here on.")},
    {Protocol::imap, "SELECT", "tag SELECT mailbox", "SELECT INBOX", mark("Opens a mailbox.")},
    {Protocol::imap, "EXAMINE", "tag EXAMINE mailbox", "EXAMINE INBOX",
     mark("Opens a mailbox for reading only.")},
    {Protocol::imap, "LIST", "tag LIST reference pattern", "LIST \"\" \"*\"",
     mark("Which mailboxes there are.")},
    {Protocol::imap, "STATUS", "tag STATUS mailbox (items)", "STATUS INBOX (MESSAGES UNSEEN)",
     mark("Counts of a mailbox without opening it.")},
    {Protocol::imap, "FETCH", "tag FETCH numbers items", "FETCH 1 BODY[]",
     mark("Reads mails or parts of them.")},
    {Protocol::imap, "STORE", "tag STORE numbers +FLAGS (flags)", "STORE 1 +FLAGS (\\Seen)",
     mark("Sets or clears flags.")},
    {Protocol::imap, "SEARCH", "tag SEARCH criteria", "SEARCH UNSEEN",
     mark("Finds mails on the server.")},
    {Protocol::imap, "COPY", "tag COPY numbers mailbox", "COPY 1 ",
     mark("Copies mails into another mailbox.")},
    {Protocol::imap, "MOVE", "tag MOVE numbers mailbox", "MOVE 1 ",
     mark("Moves mails into another mailbox.")},
    {Protocol::imap, "EXPUNGE", "tag EXPUNGE", "EXPUNGE",
     mark("Removes what is marked as deleted.")},
    {Protocol::imap, "APPEND", "tag APPEND mailbox {octets}", "APPEND ",
     mark("Puts a mail into a mailbox.")},
    {Protocol::imap, "IDLE", "tag IDLE", "IDLE",
     mark("Asks to be told of news at once; DONE ends it.")},
    {Protocol::imap, "CLOSE", "tag CLOSE", "CLOSE",
     mark("Closes the mailbox and removes what is marked.")},
    {Protocol::imap, "NOOP", "tag NOOP", "NOOP", mark("Does nothing; the server may tell news.")},
    {Protocol::imap, "LOGOUT", "tag LOGOUT", "LOGOUT", mark("Ends the session.")},
};

}  // namespace

CommandHelp command_help(const Words& words, Protocol protocol, std::string_view verb) {
  for (const CommandEntry& entry : k_commands) {
    if (entry.protocol == protocol && entry.verb == verb)
      return {entry.form, entry.start, words.tr(entry.purpose)};
  }
  return {};
}

}  // namespace mailscope::ui
