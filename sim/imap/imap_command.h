// One IMAP command, read from its octets (RFC 9051, section 9; extensions named beside their fields).
//
//   const auto command = parse_command("A1 FETCH 1:* (FLAGS BODY[HEADER])\r\n");
//   if (!command) refuse(command.error());
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/base/result.h"
#include "sim/imap/imap_states.h"
#include "sim/imap/sequence_set.h"
#include "sim/store/mail_store.h"

namespace mailscope::imap {

// Mailbox names are still as on the wire: which encoding counts depends on the session.
struct NoArguments {};
struct LoginArguments { std::string user, password; };
struct AuthenticateArguments { std::string mechanism; std::optional<std::string> initial_response; };
struct EnableArguments { std::vector<std::string> names; };
struct IdArguments { std::vector<std::pair<std::string, std::string>> fields; };
struct SelectArguments { std::string mailbox; bool wants_condstore = false; };
struct MailboxArguments { std::string mailbox; std::vector<std::string> special_uses; };  // CREATE … (USE (\Sent))
struct RenameArguments { std::string from, to; };
struct StatusArguments { std::string mailbox; std::vector<std::string> items; };
struct AppendArguments {
  std::string mailbox;
  std::vector<std::string> flags;
  std::optional<std::int64_t> date_s;
  std::string content;
};
struct ListArguments {
  std::string reference;
  std::vector<std::string> patterns;
  bool is_extended = false;
  bool only_subscribed = false, only_special_use = false, is_recursive_match = false;  // RFC 5258, RFC 6154
  bool returns_subscribed = false, returns_children = false, returns_special_use = false;
  std::vector<std::string> status_items;  // RFC 5819; empty = not wanted
};
struct CopyArguments { SequenceSet mails; std::string mailbox; };
struct SetArguments { SequenceSet mails; };  // UID EXPUNGE
struct StoreArguments {
  SequenceSet mails;
  store::FlagsMode mode = store::FlagsMode::replace;
  bool is_silent = false;
  std::vector<std::string> flags;
  std::optional<std::uint64_t> unchanged_since;  // RFC 7162
};

// ---- FETCH ----------------------------------------------------------------------------------------------

// What stands in the brackets of BODY[…].
struct Section {
  enum class Text { all, header, header_fields, header_fields_not, text, mime };
  std::string numbers;  // "1.2", or empty for the mail itself
  Text text = Text::all;
  std::vector<std::string> fields;  // of HEADER.FIELDS, as written

  friend bool operator==(const Section&, const Section&) = default;
};
// As it stands in the answer: "1.2.HEADER.FIELDS (DATE FROM)".
std::string to_text(const Section& section);

struct FetchItem {
  enum class Kind {
    uid, flags, internal_date, size, envelope, body, body_structure, modseq,
    rfc822, rfc822_header, rfc822_text,  // RFC 3501's names for BODY[], BODY.PEEK[HEADER], BODY[TEXT]
    section,                             // BODY[…]
    binary, binary_size,                 // BINARY[…]: transfer encoding undone (RFC 3516)
  };
  Kind kind = Kind::uid;
  Section part = {};
  bool is_peek = false;  // leaves \Seen alone
  std::optional<std::pair<std::uint64_t, std::uint64_t>> partial = std::nullopt;  // offset and count

  friend bool operator==(const FetchItem&, const FetchItem&) = default;
};
struct FetchArguments {
  SequenceSet mails;
  std::vector<FetchItem> items;
  std::optional<std::uint64_t> changed_since;  // RFC 7162
};

// ---- SEARCH ---------------------------------------------------------------------------------------------

struct SearchKey {
  enum class Kind {
    all_of,  // every one of `keys` (an empty list: all mails)
    any_of, none_of,
    flag, no_flag,                       // text: the flag's name
    numbers, uids,                       // set
    header, header_exists,               // name and text
    body, text,                          // text
    before, on, since,                   // day_s: by the date of arrival
    sent_before, sent_on, sent_since,    // by the Date field
    larger, smaller,                     // number of octets
    modseq,                              // at least number
    nothing,                             // RECENT, NEW: see docs/protocols/imap.md
  };
  Kind kind = Kind::all_of;
  std::string name = {}, text = {};
  SequenceSet set = {};
  std::int64_t day_s = 0;
  std::uint64_t number = 0;
  std::vector<SearchKey> keys = {};
};
inline constexpr int k_search_depth_max = 50;

struct SearchArguments {
  bool is_extended = false;  // RETURN was said: the answer is ESEARCH (RFC 4731)
  bool returns_min = false, returns_max = false, returns_all = false, returns_count = false;
  bool saves = false;        // RFC 5182
  std::string charset;       // in capitals; empty = not said
  SearchKey key;
  bool uses_modseq = false;
  std::string criteria;      // as written, for the record
};

// ---- the whole ------------------------------------------------------------------------------------------

using Arguments = std::variant<NoArguments, LoginArguments, AuthenticateArguments, EnableArguments, IdArguments,
                               SelectArguments, MailboxArguments, RenameArguments, StatusArguments,
                               AppendArguments, ListArguments, CopyArguments, SetArguments, StoreArguments,
                               FetchArguments, SearchArguments>;

struct Command {
  std::string tag;
  Verb verb = Verb::noop;
  bool is_uid = false;
  Arguments arguments;

  std::string name() const;  // "UID FETCH"
};

struct BadCommand {
  std::string tag;      // "*" when even that could not be read
  std::string command;  // as far as it was read
  std::string why, rule;
};

// `octets` is the whole command with its literals in place and its CR LF at the end.
Result<Command, BadCommand> parse_command(std::string_view octets);

}  // namespace mailscope::imap
