#include "sim/mime/message.h"

#include <optional>

#include "sim/base/text.h"

namespace mailscope::mime {

namespace {

class MessageParser {
 public:
  MessageParser(std::string_view octets, Faults& faults) : octets_(octets), faults_(faults) {}

  Part part(Span within, int depth, const char* default_type) {
    ++parts_;
    Part part;
    part.whole = within;
    part.header = parse_header(octets_, within, faults_);
    part.body = {part.header.span.end(), within.end() - part.header.span.end()};
    read_fields(part, default_type);
    if (depth >= k_depth_max) {
      if (part.is_multipart() || part.is_message())
        fault(part.whole, "parts are nested too deeply; what is inside stays closed",
              "RFC 2046, section 5.1");
      return part;
    }
    if (part.is_multipart())
      read_parts(part, depth);
    else if (part.is_message())
      read_message(part, depth);
    return part;
  }

 private:
  void read_fields(Part& part, const char* default_type) {
    for (const Field& field : part.header.fields) {
      const std::string_view body = field.body.of(octets_);
      if (!is_ascii(body) && !is_utf8(body))
        fault(field.whole, "this field has octets above 127 that are not UTF-8",
              "RFC 6532, section 3.2");
    }
    if (const Field* field = part.header.find("Content-Type")) {
      part.type = parse_parameters(field->body.of(octets_));
      adopt(part.type.faults, field->body.offset);
      const Cut type = cut(part.type.value, '/');
      if (type.head.empty() || type.tail.empty()) {
        // RFC 2045, section 5.2: what cannot be understood is plain text in US-ASCII.
        fault(field->whole, "this is not a type and a subtype", "RFC 2045, section 5.1");
        part.type = {};
        part.type.value = default_type;
      }
    } else {
      part.type.value = default_type;
    }
    if (const Field* field = part.header.find("Content-Disposition")) {
      part.disposition = parse_parameters(field->body.of(octets_));
      adopt(part.disposition.faults, field->body.offset);
    }
    if (const Field* field = part.header.find("Content-Transfer-Encoding")) {
      part.transfer = transfer_of(unfold(field->body.of(octets_)));
      if (part.transfer == Transfer::unknown)
        fault(field->whole, "this transfer encoding is unknown", "RFC 2045, section 6.1");
    }
    const bool is_leaf = !part.is_multipart() && !part.is_message();
    if (is_leaf && part.transfer == Transfer::seven_bit && !is_ascii(part.body.of(octets_)))
      fault(part.header.span, "this part is 7bit and has octets above 127",
            "RFC 2045, section 2.7");
    const bool is_encoded =
        part.transfer == Transfer::base64 || part.transfer == Transfer::quoted_printable;
    if (is_encoded && (part.is_multipart() || part.type.value == "message/rfc822"))
      fault(part.header.span, "a multipart or a mail inside must not be encoded as a whole",
            "RFC 2045, section 6.4");
  }

  // A line that begins with "--" and the boundary.
  struct Delimiter {
    Span line;
    bool is_last = false;
  };

  std::optional<Delimiter> next_delimiter(std::string_view dashed, std::size_t from,
                                          std::size_t end) const {
    const std::string_view text = octets_.substr(0, end);
    for (std::size_t at = from; at < end;) {
      at = text.find(dashed, at);
      if (at == std::string_view::npos) return std::nullopt;
      const bool starts_line = at == from || text[at - 1] == '\n';
      std::size_t after = at + dashed.size();
      const bool is_last = text.substr(after, 2) == "--";
      if (is_last) after += 2;
      while (after < end && (text[after] == ' ' || text[after] == '\t')) ++after;
      if (after < end && text[after] == '\r') ++after;
      if (starts_line && (after >= end || text[after] == '\n')) {
        const std::size_t next = after < end ? after + 1 : end;
        return Delimiter{{at, next - at}, is_last};
      }
      ++at;
    }
    return std::nullopt;
  }

  // The body parts between the boundary lines (RFC 2046, section 5.1.1).
  void read_parts(Part& part, int depth) {
    const std::string_view boundary = part.type.find("boundary");
    if (boundary.empty()) {
      fault(part.header.span, "this multipart names no boundary, so its parts cannot be found",
            "RFC 2046, section 5.1.1");
      return;
    }
    if (boundary.size() > 70)
      fault(part.header.span, "this boundary is longer than 70 characters",
            "RFC 2046, section 5.1.1");
    const std::string dashed = "--" + std::string(boundary);
    const char* child_type =
        part.type.value == "multipart/digest" ? "message/rfc822" : "text/plain";
    const std::size_t end = part.body.end();
    auto delimiter = next_delimiter(dashed, part.body.offset, end);
    if (!delimiter)
      fault(part.body, "no line with the boundary was found", "RFC 2046, section 5.1.1");
    while (delimiter && !delimiter->is_last) {
      const std::size_t start = delimiter->line.end();
      const auto next = next_delimiter(dashed, start, end);
      if (!next) fault({end, 0}, "the last boundary line is missing", "RFC 2046, section 5.1.1");
      if (parts_ >= k_parts_max) {
        fault({start, end - start}, "there are too many parts; the rest is not read",
              "RFC 2046, section 5.1");
        return;
      }
      // Each boundary line begins with a line end of its own: two in a row enclose nothing.
      if (next && next->line.offset == start) {
        fault(next->line, "a boundary line directly follows another", "RFC 2046, section 5.1.1");
        delimiter = next;
        continue;
      }
      const std::size_t stop = next ? without_line_end(start, next->line.offset) : end;
      part.children.push_back(this->part({start, stop - start}, depth + 1, child_type));
      delimiter = next;
    }
  }

  // The line end before a boundary line belongs to the boundary.
  std::size_t without_line_end(std::size_t start, std::size_t stop) const {
    if (stop > start && octets_[stop - 1] == '\n') --stop;
    if (stop > start && octets_[stop - 1] == '\r') --stop;
    return stop;
  }

  void read_message(Part& part, int depth) {
    if (part.transfer == Transfer::base64 || part.transfer == Transfer::quoted_printable) return;
    if (parts_ < k_parts_max)
      part.children.push_back(this->part(part.body, depth + 1, "text/plain"));
  }

  void fault(Span at, const char* what, const char* rule) { faults_.push_back({at, what, rule}); }
  void adopt(const Faults& faults, std::size_t offset) {
    for (Fault one : faults) {
      one.at.offset += offset;
      faults_.push_back(std::move(one));
    }
  }

  std::string_view octets_;
  Faults& faults_;
  std::size_t parts_ = 0;
};

void check_header(std::string_view octets, const Part& root, Faults& faults) {
  const auto count = [&](std::string_view name) { return root.header.find_all(name).size(); };
  for (const char* name : {"Date", "From"})
    if (count(name) == 0)
      faults.push_back({root.header.span, std::string("there is no ") + name + " field",
                        "RFC 5322, section 3.6"});
  for (const char* name : {"Date", "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Message-ID",
                           "In-Reply-To", "References", "Subject"})
    if (count(name) > 1)
      faults.push_back({root.header.find_all(name)[1]->whole,
                        std::string("there is more than one ") + name + " field",
                        "RFC 5322, section 3.6"});
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (octets[i] != '\0') continue;
    faults.push_back({{i, 1}, "the mail holds an octet 0", "RFC 5322, section 4.1"});
    break;
  }
}

// The next number of "1.2.3"; 0 when it is none.
std::size_t take_number(std::string_view& numbers) {
  const Cut parts = cut(numbers, '.');
  const auto number = parse_number(parts.head);
  numbers = parts.tail;
  return number && *number <= k_parts_max ? static_cast<std::size_t>(*number) : 0;
}

void print(const Part& part, const std::string& numbers, std::string& out) {
  out += numbers.empty() ? "-" : numbers;
  out += " " + part.type.value + " " + std::string(name_of(part.transfer)) + " " +
         std::to_string(part.body.offset) + "+" + std::to_string(part.body.length);
  const std::string name = part.file_name();
  if (!name.empty()) out += " " + name;
  out += "\n";
  // The mail inside a part has that part's numbers, and its own parts go on from there.
  if (part.is_message() && !part.children.empty()) {
    const Part& inner = part.children.front();
    const std::string head = numbers.empty() ? "1" : numbers;
    if (inner.is_multipart())
      for (std::size_t i = 0; i < inner.children.size(); ++i)
        print(inner.children[i], head + "." + std::to_string(i + 1), out);
    else
      print(inner, head + ".1", out);
    return;
  }
  for (std::size_t i = 0; i < part.children.size(); ++i)
    print(part.children[i], (numbers.empty() ? "" : numbers + ".") + std::to_string(i + 1), out);
}

const Part* readable_in(const Part& part) {
  if (part.is_message()) return nullptr;
  if (!part.is_multipart()) {
    const bool is_shown = part.disposition.value != "attachment";
    return is_shown && part.main_type() == "text" ? &part : nullptr;
  }
  const Part* found = nullptr;
  for (const Part& child : part.children) {
    const Part* text = readable_in(child);
    if (text == nullptr) continue;
    if (found == nullptr) found = text;
    if (part.type.value != "multipart/alternative") break;
    if (text->type.value == "text/plain") return text;
  }
  return found;
}

void collect_attachments(const Part& part, std::vector<const Part*>& found) {
  if (part.is_multipart()) {
    for (const Part& child : part.children) collect_attachments(child, found);
    return;
  }
  const bool is_attached = part.disposition.value == "attachment" || !part.file_name().empty() ||
                           (part.main_type() != "text" && part.disposition.value != "inline");
  if (is_attached) found.push_back(&part);
}

}  // namespace

std::string Part::main_type() const { return std::string(cut(type.value, '/').head); }
std::string Part::sub_type() const { return std::string(cut(type.value, '/').tail); }

std::string Part::file_name() const {
  const std::string_view name = disposition.find("filename");
  return std::string(name.empty() ? type.find("name") : name);
}

const Part* Message::find_part(std::string_view numbers) const {
  const Part* part = &root;
  if (numbers.empty()) return part;
  if (numbers.back() == '.') return nullptr;
  for (;;) {
    const std::size_t number = take_number(numbers);
    if (part->is_multipart()) {
      if (number == 0 || number > part->children.size()) return nullptr;
      part = &part->children[number - 1];
    } else if (number != 1) {
      return nullptr;  // a mail that is no multipart has one part, number 1: itself
    }
    if (numbers.empty()) return part;
    if (part->is_multipart()) continue;
    if (!part->is_message() || part->children.empty()) return nullptr;
    part = &part->children.front();
  }
}

Message parse(std::string_view octets) {
  Message message;
  message.root = MessageParser(octets, message.faults).part({0, octets.size()}, 0, "text/plain");
  check_header(octets, message.root, message.faults);
  return message;
}

std::string decoded_body(std::string_view octets, const Part& part) {
  return decode(part.body.of(octets), part.transfer).octets;
}

const Part* readable_part(const Message& message) { return readable_in(message.root); }

std::vector<const Part*> attachments(const Message& message) {
  std::vector<const Part*> found;
  // A mail that is one text has no attachments, whatever name the text may have.
  if (message.root.is_multipart() || message.root.main_type() != "text")
    collect_attachments(message.root, found);
  return found;
}

std::string to_text(const Message& message) {
  std::string out;
  print(message.root, message.root.is_multipart() ? "" : "1", out);
  return out;
}

}  // namespace mailscope::mime
