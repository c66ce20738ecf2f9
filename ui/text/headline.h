// One sentence for what a record tells: the headline of a step, in the user's language.
//
// Knows the trace's vocabulary and nothing of screens. Hosts are called by the names given.
//
//   headline(words, record, names);   // "mx answers: 250 OK"
#pragma once

#include <string>
#include <vector>

#include "sim/trace/trace.h"
#include "ui/text/words.h"

namespace mailscope::ui {

using HostNames = std::vector<std::string>;  // by HostId, index id - 1

std::string name_of_host(const HostNames& names, HostId host);

std::string headline(const Words& words, const Record& record, const HostNames& names);

// What somebody understood, where that is not what the other side said, or meant.
std::string changed_headline(const Words& words, const Record& record, const HostNames& names);
std::string misread_headline(const Words& words, const Record& record, const HostNames& names);

// Protocol text on one line: without its CR LF, shortened to `width_max` code points with "…".
std::string first_line(std::string_view octets, std::size_t width_max = 72);

// A line of a mail that is typed by hand, rather than a mail.
bool is_one_line(std::string_view octets);

// "SMTP", "TLS", ...; empty for none.
std::string_view protocol_name(Protocol protocol);

// "0.182 s", "1 min 05 s", "2 h 15 min": virtual time as people say it.
std::string time_text(const Words& words, Time time);

}  // namespace mailscope::ui
