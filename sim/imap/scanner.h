// Reads the grammar's small pieces one after the other: atoms, strings, literals, numbers, dates
// (RFC 9051, section 9). Used for commands by the server and for responses by the client.
//
// The first thing that is not as it must be is kept as a fault in words; from then on nothing is read.
// Literals stand in the octets as on the wire: "{5}" CR LF and five octets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailscope::imap {

class Scanner {
 public:
  explicit Scanner(std::string_view octets) : octets_(octets) {}

  bool is_ok() const { return fault_.empty(); }
  const std::string& fault() const { return fault_; }
  void fail(std::string what);

  bool is_at_end() const { return at_ >= octets_.size(); }
  char peek() const { return is_at_end() ? '\0' : octets_[at_]; }
  std::string_view rest() const { return octets_.substr(at_); }
  std::size_t position() const { return at_; }
  // The octets from `start` to here, as they came.
  std::string_view since(std::size_t start) const { return octets_.substr(start, at_ - start); }

  bool skip(char c);                      // takes it if it is there
  bool skip_word(std::string_view word);  // in any case, if it is there and ends there
  void expect(char c, const char* where);
  void space();  // exactly one blank
  void end();    // nothing may follow

  std::string atom(const char* what);      // 1*ATOM-CHAR
  std::string keyword(const char* what);   // an atom in capitals
  std::string astring(const char* what);   // atom (with "]"), quoted string or literal
  std::string string(const char* what);    // quoted string or literal
  std::string literal8(const char* what);  // literal or literal8, nothing else
  std::optional<std::string> nstring(const char* what);             // or NIL
  std::string list_mailbox();                                       // with the wildcards of LIST
  std::string flag();                                               // \Seen or keyword
  std::vector<std::string> flag_list();                             // "(" … ")"
  std::string digits_and(std::string_view more, const char* what);  // for sequence sets
  std::uint64_t number(const char* what, std::uint64_t max = UINT32_MAX);
  std::int64_t date();       // 1-Feb-1994 or "1-Feb-1994": midnight, seconds since 1970
  std::int64_t date_time();  // "17-Jul-1996 02:44:25 -0700"

 private:
  std::string quoted();
  std::string literal();
  std::string run(bool (*accepts)(char), const char* what);

  std::string_view octets_;
  std::size_t at_ = 0;
  std::string fault_;
};

bool is_atom_char(char c);
// The size in "{5}" or "{5+}" at the end of a line (without its CR LF), if the line ends in one.
struct AnnouncedLiteral {
  std::uint64_t octets = 0;
  bool is_synchronizing = true;
};
std::optional<AnnouncedLiteral> announced_literal(std::string_view line);

}  // namespace mailscope::imap
