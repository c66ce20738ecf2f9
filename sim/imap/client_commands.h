// The client's steps as commands, and FETCH answers as values: inside this room only.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/imap/imap_client.h"
#include "sim/imap/mailbox_name.h"
#include "sim/imap/scanner.h"
#include "sim/wire/line.h"

namespace mailscope::imap {

// An argument as an atom, a quoted string or a literal.
std::string argument_text(std::string_view octets);
// The command of a step, without tag and CR LF; literals as "{5}" CR LF octets.
std::string command_text(const Step& step, bool has_idle, bool has_unselect, NameEncoding encoding);
// A step about no mails at all.
bool is_empty_step(const Step& step);

// A command cut where the server must first say "+": each piece but the last ends in an announced
// literal. Literals of at most `unasked_max` octets do not wait (LITERAL+, LITERAL-; 0: all wait).
// Literals are lines of their own, of the kind content.
std::deque<std::vector<Line>> pieces_of(const std::string& command, std::size_t unasked_max);

// What stands in the parentheses of "* 3 FETCH (…)". None when it cannot be read.
std::optional<MailSeen> parse_fetch_response(Scanner& scanner, std::uint32_t number);

}  // namespace mailscope::imap
