#include "sim/mime/address.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/mime/encoded_word.h"
#include "sim/mime/lexer.h"

namespace mailscope::mime {

namespace {

constexpr std::string_view k_stops = "()<>[]:;@\\,\"";

class AddressParser {
 public:
  AddressParser(std::string_view text, Faults& faults) : lexer_(text), faults_(faults) {}

  std::vector<AddressEntry> list() {
    std::vector<AddressEntry> entries;
    for (;;) {
      lexer_.skip_blanks_and_comments();
      if (lexer_.is_at_end()) break;
      if (lexer_.skip(',')) continue;  // empty entries: RFC 5322, section 4.4
      if (lexer_.peek() == ';') {      // some programs separate addresses so
        fault("a ';' stands where a ',' belongs", "3.4");
        lexer_.take();
        continue;
      }
      const std::size_t before = lexer_.position();
      entries.push_back(entry());
      if (lexer_.position() == before) lexer_.take();  // nothing could be read: go on behind it
    }
    if (lexer_.has_open_end()) fault("a quotation mark or a comment is not closed", "3.2");
    return entries;
  }

 private:
  // A run of words and dots, as it stands before "<", "@", ":" or a separator.
  struct Phrase {
    std::string raw;         // words with single blanks between, quotes removed
    std::string local_part;  // the same without blanks around the dots
    bool is_empty = true;
  };

  AddressEntry entry() {
    AddressEntry entry;
    lexer_.forget_comment();
    const Phrase phrase = words();
    if (lexer_.skip(':')) {
      entry.is_group = true;
      entry.group_raw_name = phrase.raw;
      entry.group_name = decode_words(phrase.raw);
      for (;;) {
        lexer_.skip_blanks_and_comments();
        if (lexer_.is_at_end()) {
          fault("this group of addresses has no ';' at its end", "3.4");
          break;
        }
        if (lexer_.skip(';')) break;
        if (lexer_.skip(',')) continue;
        lexer_.forget_comment();
        const Phrase member = words();
        if (lexer_.skip(':')) {
          fault("there is a group of addresses inside a group", "3.4");
          continue;
        }
        entry.addresses.push_back(address(member));
      }
      return entry;
    }
    entry.addresses.push_back(address(phrase));
    return entry;
  }

  Address address(const Phrase& phrase) {
    Address address;
    if (lexer_.skip('<')) {
      address.raw_name = phrase.raw;
      angle(address);
    } else {
      address.local_part = phrase.local_part;
      if (lexer_.skip('@'))
        address.domain = domain();
      else
        fault("this address has no '@' and no domain", "3.4.1");
    }
    lexer_.skip_blanks_and_comments();
    if (address.raw_name.empty() && !lexer_.comment().empty()) address.raw_name = lexer_.comment();
    address.display_name = decode_words(address.raw_name);
    skip_rest();
    return address;
  }

  // After "<": route, local part, "@", domain, ">".
  void angle(Address& address) {
    lexer_.skip_blanks_and_comments();
    if (lexer_.peek() == '@') {
      while (lexer_.skip('@')) {
        if (!address.route.empty()) address.route += ',';
        address.route += '@' + domain();
        lexer_.skip_blanks_and_comments();
        while (lexer_.skip(',')) lexer_.skip_blanks_and_comments();
      }
      lexer_.skip(':');
      fault("a source route is obsolete", "4.4");
    }
    address.local_part = words().local_part;
    if (lexer_.skip('@')) address.domain = domain();
    lexer_.skip_blanks_and_comments();
    if (!lexer_.skip('>')) fault("there is no '>' at the end of this address", "3.4");
  }

  Phrase words() {
    Phrase phrase;
    bool is_after_dot = true;
    for (;;) {
      lexer_.skip_blanks_and_comments();
      std::string word;
      bool is_quoted = false;
      if (lexer_.peek() == '"' && !lexer_.is_at_end()) {
        word = lexer_.quoted_string();
        is_quoted = true;
      } else {
        word = std::string(lexer_.until(k_stops));
        if (word.empty()) return phrase;
      }
      const bool starts_with_dot = !is_quoted && word.front() == '.';
      if (!phrase.is_empty) phrase.raw += ' ';
      // In a local part the blanks around dots mean nothing; between other words one blank is kept.
      if (!phrase.is_empty && !is_after_dot && !starts_with_dot) phrase.local_part += ' ';
      phrase.raw += word;
      phrase.local_part += word;
      phrase.is_empty = false;
      is_after_dot = !is_quoted && word.back() == '.';
      if (is_quoted && lexer_.peek() == '.') is_after_dot = true;
    }
  }

  std::string domain() {
    lexer_.skip_blanks_and_comments();
    if (lexer_.skip('[')) {
      std::string literal = "[";
      while (!lexer_.is_at_end() && lexer_.peek() != ']') {
        const char c = lexer_.take();
        if (c != '\r' && c != '\n' && c != ' ' && c != '\t') literal += c;
      }
      if (!lexer_.skip(']')) fault("there is no ']' at the end of this address literal", "3.4.1");
      return literal + ']';
    }
    std::string name;
    for (;;) {
      const std::string_view piece = lexer_.until(k_stops);
      name += piece;
      lexer_.skip_blanks_and_comments();
      // Blanks may stand around the dots (section 4.4), nowhere else.
      if (piece.empty() || (lexer_.peek() != '.' && name.back() != '.')) break;
    }
    if (name.empty()) fault("there is nothing after the '@'", "3.4.1");
    return name;
  }

  // What cannot belong to the address, up to the next separator.
  void skip_rest() {
    bool has_fault = false;
    for (;;) {
      lexer_.skip_blanks_and_comments();
      if (lexer_.is_at_end() || lexer_.peek() == ',' || lexer_.peek() == ';') break;
      if (!has_fault) fault("this does not belong to the address before it", "3.4");
      has_fault = true;
      if (lexer_.peek() == '"')
        lexer_.quoted_string();
      else if (lexer_.until(k_stops).empty())
        lexer_.take();
    }
  }

  void fault(const char* what, const char* section) {
    const std::size_t at = lexer_.position();
    faults_.push_back(
        {{at, at < lexer_.size() ? 1u : 0u}, what, std::string("RFC 5322, section ") + section});
  }

  Lexer lexer_;
  Faults& faults_;
};

bool is_dot_atom(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) > 127 ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
  });
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string Address::spec() const {
  std::string text = is_dot_atom(local_part) ? local_part : quoted(local_part);
  if (!domain.empty()) text += '@' + domain;
  return text;
}

std::vector<Address> AddressList::all() const {
  std::vector<Address> found;
  for (const AddressEntry& entry : entries)
    found.insert(found.end(), entry.addresses.begin(), entry.addresses.end());
  return found;
}

AddressList parse_addresses(std::string_view text) {
  AddressList list;
  list.entries = AddressParser(text, list.faults).list();
  return list;
}

std::string to_text(const Address& address) {
  if (address.display_name.empty()) return address.spec();
  return encode_phrase(address.display_name) + " <" + address.spec() + ">";
}

std::string to_text(const std::vector<Address>& addresses) {
  std::string text;
  for (const Address& address : addresses) {
    if (!text.empty()) text += ", ";
    text += to_text(address);
  }
  return text;
}

}  // namespace mailscope::mime
