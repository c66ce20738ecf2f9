#include "sim/mime/header.h"

#include "sim/base/text.h"
#include "sim/mime/encoded_word.h"

namespace mailscope::mime {

namespace {

constexpr std::size_t k_line_max = 998;  // without CR LF: RFC 5322, section 2.1.1
constexpr std::size_t k_line_recommended = 78;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

struct PhysicalLine {
  Span whole;            // with its line end
  std::size_t text_end;  // offset of the line end
};

PhysicalLine line_at(std::string_view octets, std::size_t offset, std::size_t end, Faults& faults) {
  const std::size_t lf = octets.substr(0, end).find('\n', offset);
  const std::size_t next = lf == std::string_view::npos ? end : lf + 1;
  std::size_t text_end = lf == std::string_view::npos ? end : lf;
  if (lf != std::string_view::npos) {
    if (text_end > offset && octets[text_end - 1] == '\r')
      --text_end;
    else
      faults.push_back({{lf, 1}, "this line ends in LF without CR", "RFC 5322, section 2.1"});
  }
  if (text_end - offset > k_line_max)
    faults.push_back({{offset, text_end - offset},
                      "this line is longer than 998 octets",
                      "RFC 5322, section 2.1.1"});
  return {{offset, next - offset}, text_end};
}

// Length of the field name at the start of a line, or 0 when the line is no field.
std::size_t name_length(std::string_view line) {
  std::size_t n = 0;
  while (n < line.size() && line[n] > 32 && line[n] < 127 && line[n] != ':') ++n;
  std::size_t colon = n;
  while (colon < line.size() && is_blank(line[colon])) ++colon;
  return n > 0 && colon < line.size() && line[colon] == ':' ? n : 0;
}

}  // namespace

const Field* Header::find(std::string_view name) const {
  for (const Field& field : fields)
    if (equal_ignoring_case(field.name, name)) return &field;
  return nullptr;
}

std::vector<const Field*> Header::find_all(std::string_view name) const {
  std::vector<const Field*> found;
  for (const Field& field : fields)
    if (equal_ignoring_case(field.name, name)) found.push_back(&field);
  return found;
}

Header parse_header(std::string_view octets, Span within, Faults& faults) {
  Header header;
  std::size_t at = within.offset;
  const std::size_t end = within.end();
  while (at < end) {
    const PhysicalLine line = line_at(octets, at, end, faults);
    const std::string_view text = octets.substr(at, line.text_end - at);
    if (text.empty()) {
      at = line.whole.end();
      break;
    }
    if (is_blank(text.front()) && !header.fields.empty()) {
      Field& field = header.fields.back();
      field.whole.length = line.whole.end() - field.whole.offset;
      field.body.length = line.text_end - field.body.offset;
    } else if (const std::size_t length = name_length(text); length != 0) {
      const std::size_t colon = text.find(':', length);
      if (colon != length)
        faults.push_back({{at + length, colon - length},
                          "there are blanks before the colon",
                          "RFC 5322, section 4.5"});
      header.fields.push_back({std::string(text.substr(0, length)),
                               line.whole,
                               {at + colon + 1, text.size() - colon - 1}});
    } else if (header.fields.empty() && text.substr(0, 5) == "From ") {
      faults.push_back({line.whole, "a mailbox file's From line stands before the header",
                        "RFC 5322, section 2.2"});
    } else {
      // Neither field nor empty line: the body has begun without its empty line.
      faults.push_back({line.whole, "this header line has no colon; the body begins here",
                        "RFC 5322, section 2.2"});
      break;
    }
    at = line.whole.end();
  }
  header.span = {within.offset, at - within.offset};
  return header;
}

std::string unfold(std::string_view folded) {
  std::string text;
  text.reserve(folded.size());
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const bool is_crlf = folded[i] == '\r' && i + 1 < folded.size() && folded[i + 1] == '\n';
    if (is_crlf) ++i;
    if (folded[i] == '\n') continue;
    text += folded[i];
  }
  return std::string(trim(text));
}

std::optional<std::string> field_text(std::string_view octets, const Header& header,
                                      std::string_view name) {
  const Field* field = header.find(name);
  if (field == nullptr) return std::nullopt;
  return unfold(field->body.of(octets));
}

std::optional<std::string> field_shown(std::string_view octets, const Header& header,
                                       std::string_view name) {
  const auto text = field_text(octets, header, name);
  if (!text) return std::nullopt;
  return decode_words(*text);
}

std::string fold_field(std::string_view name, std::string_view body) {
  std::string out(name);
  out += ':';
  std::size_t line = out.size();  // octets on the current line
  std::size_t at = 0;
  while (at < body.size()) {
    // The next piece: its leading blanks and then everything up to the next blank.
    std::size_t word = at;
    while (word < body.size() && is_blank(body[word])) ++word;
    std::size_t next = word;
    while (next < body.size() && !is_blank(body[next])) ++next;
    std::string piece(body.substr(at, next - at));
    if (at == 0 && word == 0) piece.insert(0, 1, ' ');
    // A line of blanks alone would end the header for some readers, so no fold before trailing blanks.
    const bool may_fold = word < body.size() && line > name.size() + 1;
    if (may_fold && line + piece.size() > k_line_recommended) {
      out += "\r\n";
      line = 0;
    }
    out += piece;
    line += piece.size();
    at = next;
  }
  return out + "\r\n";
}

}  // namespace mailscope::mime
