// Reading a mail's parts as IMAP numbers and prints them.
#include "sim/imap/mail_parts.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/imap/printing.h"
#include "sim/mime/address.h"
#include "sim/mime/message.h"

namespace mailscope::imap {
namespace {

std::optional<std::string> field(std::string_view mail, const mime::Header& header,
                                 std::string_view name) {
  return mime::field_text(mail, header, name);
}

std::string address_text(const mime::Address& address) {
  const auto or_nil = [](const std::string& text) {
    return text.empty() ? std::string("NIL") : string_text(text);
  };
  const std::string& name = address.raw_name.empty() ? address.display_name : address.raw_name;
  // A host of NIL would begin a group: an address without a domain has an empty one.
  return "(" + or_nil(name) + " " + or_nil(address.route) + " " + string_text(address.local_part) +
         " " + string_text(address.domain) + ")";
}

// A group is its name without a host, its members, and an entry of nothing (RFC 9051, section 7.5.2).
std::string addresses_text(const std::optional<std::string>& body) {
  if (!body || trim(*body).empty()) return "NIL";
  std::string text;
  for (const mime::AddressEntry& entry : mime::parse_addresses(*body).entries) {
    if (entry.is_group) {
      const std::string& name =
          entry.group_raw_name.empty() ? entry.group_name : entry.group_raw_name;
      text += "(NIL NIL " + string_text(name) + " NIL)";
    }
    for (const mime::Address& address : entry.addresses) text += address_text(address);
    if (entry.is_group) text += "(NIL NIL NIL NIL)";
  }
  return text.empty() ? "NIL" : "(" + text + ")";
}

std::string envelope_of(std::string_view mail, const mime::Header& header) {
  const auto from = field(mail, header, "From");
  const auto or_from = [&](std::string_view name) {
    const auto own = field(mail, header, name);
    return own && !trim(*own).empty() ? own : from;
  };
  return "(" + nstring_text(field(mail, header, "Date")) + " " +
         nstring_text(field(mail, header, "Subject")) + " " + addresses_text(from) + " " +
         addresses_text(or_from("Sender")) + " " + addresses_text(or_from("Reply-To")) + " " +
         addresses_text(field(mail, header, "To")) + " " +
         addresses_text(field(mail, header, "Cc")) + " " +
         addresses_text(field(mail, header, "Bcc")) + " " +
         nstring_text(field(mail, header, "In-Reply-To")) + " " +
         nstring_text(field(mail, header, "Message-ID")) + ")";
}

std::string parameters_text(const mime::ParameterList& list) {
  if (list.raw.empty()) return "NIL";
  std::string text;
  for (const mime::RawParameter& parameter : list.raw) {
    if (!text.empty()) text += " ";
    text += string_text(parameter.name) + " " + string_text(parameter.value);
  }
  return "(" + text + ")";
}

std::string disposition_text(const mime::Part& part) {
  if (part.disposition.value.empty()) return "NIL";
  return "(" + string_text(part.disposition.value) + " " + parameters_text(part.disposition) + ")";
}

// "en, ru" as a list; a single one as a string.
std::string language_text(std::string_view mail, const mime::Part& part) {
  const auto body = field(mail, part.header, "Content-Language");
  if (!body) return "NIL";
  std::vector<std::string> tags;
  for (const std::string_view tag : split(*body, ',')) tags.emplace_back(trim(tag));
  if (tags.size() == 1) return string_text(tags.front());
  std::string text;
  for (const std::string& tag : tags) text += (text.empty() ? "" : " ") + string_text(tag);
  return "(" + text + ")";
}

std::string tail_text(std::string_view mail, const mime::Part& part) {
  return " " + disposition_text(part) + " " + language_text(mail, part) + " " +
         nstring_text(field(mail, part.header, "Content-Location"));
}

std::size_t line_count(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string part_text(std::string_view mail, const mime::Part& part, Structure kind) {
  const bool is_extended = kind == Structure::bodystructure;
  std::string text = "(";
  if (part.is_multipart()) {
    for (const mime::Part& child : part.children) text += part_text(mail, child, kind);
    if (part.children.empty()) text += "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0)";
    text += " " + string_text(part.sub_type());
    if (is_extended) text += " " + parameters_text(part.type) + tail_text(mail, part);
    return text + ")";
  }
  const std::string_view body = part.body.of(mail);
  // What is not said, or not as a type must be, is text in US-ASCII (RFC 2045, section 5.2).
  const auto type = field(mail, part.header, "Content-Type");
  const bool is_default = part.type.value == "text/plain" &&
                          !(type && starts_with_ignoring_case(trim(*type), "text/plain"));
  text += string_text(part.main_type()) + " " + string_text(part.sub_type()) + " " +
          (is_default ? "(\"charset\" \"us-ascii\")" : parameters_text(part.type)) + " " +
          nstring_text(field(mail, part.header, "Content-ID")) + " " +
          nstring_text(field(mail, part.header, "Content-Description")) + " ";
  const auto encoding = field(mail, part.header, "Content-Transfer-Encoding");
  text += string_text(encoding ? std::string(trim(*encoding)) : std::string("7bit")) + " " +
          std::to_string(body.size());
  if (part.is_message()) {
    // A mail that lies too deep to be read has an empty envelope: the grammar wants one of every mail
    // inside (RFC 9051, section 9, body-type-msg).
    mime::Part unread;
    unread.type.value = "text/plain";
    const mime::Part& inner = part.children.empty() ? unread : part.children.front();
    text += " " + envelope_of(mail, inner.header) + " " + part_text(mail, inner, kind) + " " +
            std::to_string(line_count(body));
  } else if (part.main_type() == "text") {
    text += " " + std::to_string(line_count(body));
  }
  if (is_extended) {
    text += " " + nstring_text(field(mail, part.header, "Content-MD5")) + tail_text(mail, part);
  }
  return text + ")";
}

// The part a number leads to: of a multipart its child, of a mail inside what its body holds; of anything
// else 1 is itself (RFC 9051, section 6.4.5).
const mime::Part* part_at(const mime::Part& root, const std::vector<std::uint32_t>& path) {
  const mime::Part* part = &root;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool is_message = i > 0 && part->is_message() && !part->children.empty();
    if (is_message) part = &part->children.front();
    if (part->is_multipart()) {
      if (path[i] == 0 || path[i] > part->children.size()) return nullptr;
      part = &part->children[path[i] - 1];
    } else if (path[i] != 1 || (i > 0 && !is_message)) {
      return nullptr;  // a leaf has no parts of its own
    }
  }
  return part;
}

std::string chosen_fields(std::string_view mail, const mime::Header& header,
                          const Section& section) {
  const bool wants_named = section.what == Section::What::header_fields;
  std::string text;
  for (const mime::Field& each : header.fields) {
    const bool is_named =
        std::any_of(section.fields.begin(), section.fields.end(),
                    [&](const std::string& name) { return equal_ignoring_case(name, each.name); });
    if (is_named == wants_named) text += each.whole.of(mail);
  }
  return text + "\r\n";
}

}  // namespace

std::string envelope_text(std::string_view mail) {
  return envelope_of(mail, mime::parse(mail).root.header);
}

std::string structure_text(std::string_view mail, Structure kind) {
  return part_text(mail, mime::parse(mail).root, kind);
}

std::string to_text(const Section& section) {
  std::string text;
  for (const std::uint32_t number : section.part)
    text += (text.empty() ? "" : ".") + std::to_string(number);
  static constexpr std::string_view k_words[] = {
      "", "HEADER", "HEADER.FIELDS", "HEADER.FIELDS.NOT", "TEXT", "MIME"};
  const std::string_view word = k_words[static_cast<std::size_t>(section.what)];
  if (!word.empty()) text += (text.empty() ? "" : ".") + std::string(word);
  if (section.fields.empty()) return text;
  std::string names;
  for (const std::string& name : section.fields)
    names += (names.empty() ? "" : " ") + astring_text(name);
  return text + " (" + names + ")";
}

std::optional<std::string> section_octets(std::string_view mail, const Section& section) {
  const mime::Message message = mime::parse(mail);
  const mime::Part* part = part_at(message.root, section.part);
  if (!part) return std::nullopt;
  if (section.what == Section::What::mime) return std::string(part->header.span.of(mail));
  if (section.what == Section::What::all) {
    return std::string(section.part.empty() ? mail : part->body.of(mail));
  }
  // HEADER and TEXT are those of a mail: the whole one, or one inside.
  if (!section.part.empty()) {
    if (!part->is_message() || part->children.empty()) return std::nullopt;
    part = &part->children.front();
  }
  switch (section.what) {
    case Section::What::header: return std::string(part->header.span.of(mail));
    case Section::What::text: return std::string(part->body.of(mail));
    case Section::What::header_fields:
    case Section::What::header_fields_not: return chosen_fields(mail, part->header, section);
    case Section::What::all:
    case Section::What::mime: break;
  }
  return std::nullopt;
}

std::optional<std::string> binary_octets(std::string_view mail,
                                         const std::vector<std::uint32_t>& path) {
  if (path.empty()) return std::string(mail);
  const mime::Message message = mime::parse(mail);
  const mime::Part* part = part_at(message.root, path);
  if (!part) return std::nullopt;
  return part->children.empty() ? mime::decoded_body(mail, *part)
                                : std::string(part->body.of(mail));
}

bool can_be_decoded(std::string_view mail, const std::vector<std::uint32_t>& path) {
  if (path.empty()) return true;
  const mime::Message message = mime::parse(mail);
  const mime::Part* part = part_at(message.root, path);
  return !part || part->transfer != mime::Transfer::unknown;
}

}  // namespace mailscope::imap
