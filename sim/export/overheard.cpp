// One line or one piece of content at a time, as each protocol frames them.
#include "sim/export/overheard.h"

#include <algorithm>
#include <optional>

#include "sim/base/text.h"

namespace mailscope {
namespace {

bool begins(std::string_view text, std::string_view word) {
  return starts_with_ignoring_case(text, word);
}

std::string verb_of(std::string_view text) {
  const auto end = text.find_first_of(" \r\n");
  return upper(text.substr(0, std::min(end, text.size())));
}

bool begins_anew(std::string_view content) {
  return content.size() >= 2 && content.substr(content.size() - 2) == "\r\n";
}

std::string_view without_line_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// The size of the literal that follows this line, "{310}" or "{310+}" at its end (RFC 9051, 4.3).
std::optional<std::uint64_t> literal_after(std::string_view line) {
  std::string_view text = without_line_end(line);
  if (text.empty() || text.back() != '}') return std::nullopt;
  text.remove_suffix(1);
  if (!text.empty() && (text.back() == '+' || text.back() == '-')) text.remove_suffix(1);
  const auto open = text.rfind('{');
  if (open == std::string_view::npos) return std::nullopt;
  return parse_number(text.substr(open + 1));
}

}  // namespace

Protocol protocol_by_greeting(std::string_view octets) {
  if (octets.substr(0, 4) == "220 " || octets.substr(0, 4) == "220-") return Protocol::smtp;
  if (octets.substr(0, 3) == "+OK") return Protocol::pop3;
  if (begins(octets, "* OK") || begins(octets, "* PREAUTH")) return Protocol::imap;
  return Protocol::none;
}

UsualService usual_service(Port port) {
  switch (port) {
    case 25:
    case 2525: return {Protocol::smtp, false, "relay"};
    case 587: return {Protocol::smtp, false, "submission"};
    case 465: return {Protocol::smtp, true, "submissions"};
    case 110: return {Protocol::pop3, false, "pop3"};
    case 995: return {Protocol::pop3, true, "pop3s"};
    case 143: return {Protocol::imap, false, "imap"};
    case 993: return {Protocol::imap, true, "imaps"};
    default: return {};
  }
}

std::vector<Line> Overheard::hear(Speaker speaker, std::string_view octets) {
  std::vector<Line> out;
  side_of(speaker).buffer += octets;
  if (has_begun_tls_) return out;
  while (step(speaker, out)) {
  }
  return out;
}

std::vector<Line> Overheard::skip(Speaker speaker) {
  Side& side = side_of(speaker);
  std::vector<Line> out;
  if (!side.content.empty()) out.push_back({LineKind::content, std::move(side.content)});
  const auto kind = speaker == Speaker::client ? LineKind::command : LineKind::reply;
  if (!side.buffer.empty()) out.push_back({kind, std::move(side.buffer)});
  side = {};
  return out;
}

std::string Overheard::take_rest(Speaker speaker) {
  std::string rest;
  rest.swap(side_of(speaker).buffer);
  return rest;
}

// False when more octets are needed.
bool Overheard::step(Speaker speaker, std::vector<Line>& out) {
  Side& side = side_of(speaker);
  if (has_begun_tls_) return false;
  if (side.content_left > 0 || side.is_in_dots) return content_step(side, out);
  const auto end = side.buffer.find('\n');
  if (end == std::string::npos && side.buffer.size() < k_line_octets_max) return false;
  const std::size_t length = end == std::string::npos ? side.buffer.size() : end + 1;
  std::string text = side.buffer.substr(0, length);
  side.buffer.erase(0, length);
  out.push_back(line_of(speaker, std::move(text)));
  return true;
}

bool Overheard::content_step(Side& side, std::vector<Line>& out) {
  if (side.content_left > 0) {
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(side.content_left, side.buffer.size()));
    side.content.append(side.buffer, 0, count);
    side.buffer.erase(0, count);
    side.content_left -= count;
    if (side.content_left > 0 && side.content.size() < k_content_octets_max) return false;
    out.push_back({LineKind::content, std::move(side.content)});
    side.content.clear();
    return true;
  }
  // Only CR LF "." CR LF ends it (RFC 5321, section 4.1.1.4): who took less for an end would tell of
  // commands that a careful server never saw.
  std::size_t at = 0;
  for (auto end = side.buffer.find('\n'); end != std::string::npos;
       end = side.buffer.find('\n', at)) {
    std::string_view line = std::string_view(side.buffer).substr(at, end + 1 - at);
    at = end + 1;
    const bool is_line_begun = side.content.empty() || begins_anew(side.content);
    if (is_line_begun && line == ".\r\n") {
      side.is_in_dots = false;
      break;
    }
    if (is_line_begun && line[0] == '.') line.remove_prefix(1);  // RFC 5321, section 4.5.2
    side.content += line;
  }
  side.buffer.erase(0, at);
  const bool is_too_long = side.content.size() + side.buffer.size() > k_content_octets_max;
  if (side.is_in_dots && !is_too_long) return false;
  out.push_back({LineKind::content, std::move(side.content)});
  side.content.clear();
  return true;
}

Line Overheard::line_of(Speaker speaker, std::string text) {
  LineKind kind = speaker == Speaker::client ? LineKind::command : LineKind::reply;
  if (speaker == Speaker::server && !is_greeted_) {
    is_greeted_ = true;
    if (protocol_by_greeting(text) == protocol_) return {LineKind::greeting, std::move(text)};
  }
  if (protocol_ == Protocol::smtp) note_smtp(speaker, text, kind);
  if (protocol_ == Protocol::pop3) note_pop3(speaker, text, kind);
  if (protocol_ == Protocol::imap) note_imap(speaker, text, kind);
  while (pending_.size() > k_pending_max) pending_.pop_front();
  return {kind, std::move(text)};
}

void Overheard::note_smtp(Speaker speaker, const std::string& text, LineKind& kind) {
  if (speaker == Speaker::client) {
    if (is_challenged_) {
      is_challenged_ = false;
      kind = LineKind::continuation;
      return;
    }
    const std::string verb = verb_of(text);
    pending_.push_back(verb);
    if (verb != "BDAT") return;
    const Cut words = cut(without_line_end(std::string_view(text).substr(4)), ' ');
    const std::string_view size = trim(words.head.empty() ? words.tail : words.head);
    side_of(speaker).content_left = parse_number(cut(size, ' ').head).value_or(0);
    return;
  }
  const bool is_last = text.size() < 4 || text[3] != '-';
  if (!is_last) return;
  if (text.rfind("334", 0) == 0) {
    kind = LineKind::continuation;
    is_challenged_ = true;
    return;
  }
  const std::string command = pending_.empty() ? "" : pending_.front();
  if (text.rfind("354", 0) == 0) {
    side_of(Speaker::client).is_in_dots = true;  // its answer is still to come
    if (!pending_.empty()) pending_.front() = "(content)";
    return;
  }
  if (!pending_.empty()) pending_.pop_front();
  if (command == "STARTTLS" && text.rfind("220", 0) == 0) has_begun_tls_ = true;
}

void Overheard::note_pop3(Speaker speaker, const std::string& text, LineKind& kind) {
  if (speaker == Speaker::client) {
    if (is_challenged_) {
      is_challenged_ = false;
      kind = LineKind::continuation;
      return;
    }
    std::string verb = verb_of(text);
    const bool has_argument = without_line_end(text).size() > verb.size();
    if ((verb == "LIST" || verb == "UIDL") && has_argument) verb += " 1";
    if (verb == "AUTH" && !has_argument) verb = "CAPA";
    pending_.push_back(verb);
    return;
  }
  if (is_in_list_) {
    is_in_list_ = without_line_end(text) != ".";
    return;
  }
  if (text.rfind("+ ", 0) == 0) {
    kind = LineKind::continuation;
    is_challenged_ = true;
    return;
  }
  const std::string command = pending_.empty() ? "" : pending_.front();
  if (!pending_.empty()) pending_.pop_front();
  if (text.rfind("+OK", 0) != 0) return;
  if (command == "STLS") has_begun_tls_ = true;
  if (command == "RETR" || command == "TOP") side_of(speaker).is_in_dots = true;
  is_in_list_ = command == "LIST" || command == "UIDL" || command == "CAPA";
}

void Overheard::note_imap(Speaker speaker, const std::string& text, LineKind& kind) {
  Side& side = side_of(speaker);
  const bool goes_on = side.goes_on;
  side.goes_on = false;
  const auto literal = literal_after(text);
  if (literal && *literal > 0) side.content_left = *literal;
  side.goes_on = literal.has_value();
  if (speaker == Speaker::server) {
    if (text.rfind("+", 0) == 0 && !goes_on) {
      kind = LineKind::continuation;
      is_challenged_ = !side_of(Speaker::client).goes_on;
    } else if (!tls_tag_.empty() && begins(text, tls_tag_ + " OK")) {
      has_begun_tls_ = true;
    }
    return;
  }
  if (goes_on || is_challenged_) {
    is_challenged_ = false;
    kind = LineKind::continuation;
    return;
  }
  const Cut words = cut(without_line_end(text), ' ');
  if (equal_ignoring_case(words.tail, "STARTTLS")) tls_tag_ = std::string(words.head);
}

}  // namespace mailscope
