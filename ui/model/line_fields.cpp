// One reader for each grammar: SMTP (RFC 5321), POP3 (RFC 1939), IMAP (RFC 9051), the mail (RFC 5322).
#include "ui/model/line_fields.h"

#include <algorithm>
#include <utility>

#include "sim/base/text.h"
#include "sim/wire/base64.h"

namespace mailscope::ui {
namespace {

class LineReader {
 public:
  LineReader(std::string_view octets, const LineContext& context)
      : octets_(octets), context_(context) {}

  std::vector<ByteField> read() {
    if (context_.is_content) {
      if (context_.protocol == Protocol::pop3 && octets_.substr(0, 3) == "+OK") take_line();
      take_mail(octets_.size());
    }
    while (at_ < octets_.size()) take_line();
    return std::move(fields_);
  }

 private:
  void put(std::string_view name, std::size_t begin, std::size_t end, int depth = 1,
           std::string note = {}) {
    if (end <= begin) return;
    fields_.push_back({depth, std::string(name),
                       visible(octets_.substr(begin, end - begin)) + std::move(note), begin,
                       end - begin, false});
  }
  std::size_t line_end(std::size_t from) const {
    const std::size_t newline = octets_.find('\n', from);
    return newline == std::string_view::npos ? octets_.size() : newline + 1;
  }
  // Without CR LF.
  std::size_t text_end(std::size_t end) const {
    if (end > 0 && octets_[end - 1] == '\n') --end;
    if (end > 0 && octets_[end - 1] == '\r') --end;
    return end;
  }

  void take_line() {
    const std::size_t begin = at_, end = line_end(begin), text = std::max(begin, text_end(end));
    fields_.push_back(
        {0, "line", visible(octets_.substr(begin, end - begin)), begin, end - begin, false});
    at_ = end;
    const bool is_client = context_.speaker == Speaker::client;
    switch (context_.protocol) {
      case Protocol::smtp: is_client ? smtp_command(begin, text) : smtp_reply(begin, text); break;
      case Protocol::pop3: is_client ? pop3_command(begin, text) : pop3_reply(begin, text); break;
      case Protocol::imap: imap_line(begin, text, is_client); break;
      case Protocol::none:
      case Protocol::dns:
      case Protocol::tls:
      case Protocol::tcp:
      case Protocol::udp: break;
    }
    put("end of line", text, end);
    if (context_.protocol == Protocol::imap) take_literal(text);
  }

  // The end of the word that begins here; quotes and angle brackets keep blanks together.
  std::size_t word_end(std::size_t at, std::size_t end) const {
    bool is_quoted = false;
    int open = 0;
    for (; at < end; ++at) {
      const char c = octets_[at];
      if (c == '"') is_quoted = !is_quoted;
      if (is_quoted) continue;
      if (c == '<' || c == '(' || c == '[') ++open;
      if ((c == '>' || c == ')' || c == ']') && open > 0) --open;
      if (c == ' ' && open == 0) return at;
    }
    return end;
  }
  std::size_t skip_blanks(std::size_t at, std::size_t end) const {
    while (at < end && octets_[at] == ' ') ++at;
    return at;
  }
  std::string_view part(std::size_t begin, std::size_t end) const {
    return octets_.substr(begin, end - begin);
  }

  // Base 64 of a login, with what it says.
  void secret(std::string_view name, std::size_t begin, std::size_t end) {
    const auto decoded = wire::base64_decode(part(begin, end));
    std::string note;
    if (decoded) {
      std::string shown = *decoded;
      std::replace(shown.begin(), shown.end(), '\0', ' ');
      note = "  =  " + visible(trim(shown));
    }
    put(name, begin, end, 1, note);
  }

  void smtp_command(std::size_t at, std::size_t end) {
    const std::size_t verb_end = word_end(at, end);
    const std::string verb = upper(part(at, verb_end));
    const bool is_login_answer =
        verb.size() > 8 || (end == verb_end && verb.find('=') != verb.npos);
    if (is_login_answer && verb.find(':') == verb.npos) {
      secret("answer in base64", at, end);
      return;
    }
    if (verb == "MAIL" || verb == "RCPT") {
      const std::size_t colon = octets_.find(':', at);
      if (colon < end) {
        put("command", at, colon + 1);
        std::size_t next = skip_blanks(colon + 1, end), stop = word_end(next, end);
        put(verb == "MAIL" ? "reverse path" : "forward path", next, stop);
        while ((next = skip_blanks(stop, end)) < end) {
          stop = word_end(next, end);
          put("parameter", next, stop);
        }
        return;
      }
    }
    put("command", at, verb_end);
    const std::size_t rest = skip_blanks(verb_end, end);
    if (verb == "AUTH") {
      const std::size_t mechanism = word_end(rest, end);
      put("mechanism", rest, mechanism);
      secret("answer in base64", skip_blanks(mechanism, end), end);
    } else if (verb == "EHLO" || verb == "HELO") {
      put("name of the client", rest, end);
    } else {
      put("argument", rest, end);
    }
  }

  void smtp_reply(std::size_t at, std::size_t end) {
    if (end - at < 3 ||
        !std::all_of(octets_.begin() + static_cast<std::ptrdiff_t>(at),
                     octets_.begin() + static_cast<std::ptrdiff_t>(at + 3), is_digit))
      return put("text", at, end);
    put("reply code", at, at + 3);
    if (end == at + 3) return;
    put(octets_[at + 3] == '-' ? "more lines follow" : "last line", at + 3, at + 4);
    std::size_t next = at + 4;
    const std::size_t word = word_end(next, end);
    const bool is_status =
        word > next &&
        std::count(octets_.begin() + static_cast<std::ptrdiff_t>(next),
                   octets_.begin() + static_cast<std::ptrdiff_t>(word), '.') == 2 &&
        is_digit(octets_[next]) && is_digit(octets_[word - 1]);
    if (is_status) {
      put("enhanced status code", next, word);
      next = skip_blanks(word, end);
    }
    put("text", next, end);
  }

  void pop3_command(std::size_t at, std::size_t end) {
    const std::size_t verb_end = word_end(at, end);
    put("command", at, verb_end);
    std::size_t next = skip_blanks(verb_end, end);
    while (next < end) {
      const std::size_t stop = word_end(next, end);
      put("argument", next, stop);
      next = skip_blanks(stop, end);
    }
  }
  void pop3_reply(std::size_t at, std::size_t end) {
    const std::size_t word = word_end(at, end);
    if (octets_[at] == '+' || octets_[at] == '-') {
      put("status", at, word);
      put("text", skip_blanks(word, end), end);
    } else if (part(at, end) == ".") {
      put("end of the answer", at, end);
    } else {
      put("item", at, end);
    }
  }

  void imap_line(std::size_t at, std::size_t end, bool is_client) {
    if (std::exchange(is_after_literal_, false)) return put("argument", at, end);
    std::size_t stop = word_end(at, end);
    const std::string_view tag = part(at, stop);
    put(tag == "*" ? "untagged" : tag == "+" ? "go on" : "tag", at, stop);
    std::size_t next = skip_blanks(stop, end);
    bool is_first = true;
    std::string status;
    while (next < end) {
      stop = word_end(next, end);
      const std::string_view word = part(next, stop);
      const bool is_number =
          !is_client && is_first && std::all_of(word.begin(), word.end(), is_digit);
      if (is_number) {
        put("number", next, stop);
      } else if (is_first) {
        status = upper(word);
        put(is_client ? "command" : "response", next, stop);
        is_first = false;
      } else if (!is_client && word.front() == '[') {
        put("response code", next, stop);
      } else if (status == "OK" || status == "NO" || status == "BAD" || status == "BYE") {
        put("text", next, end);
        return;
      } else {
        put("argument", next, stop);
      }
      next = skip_blanks(stop, end);
    }
  }

  // {n} at a line's end: n octets of anything follow, mostly a mail.
  void take_literal(std::size_t end) {
    const std::size_t open = octets_.rfind('{', end);
    if (open == std::string_view::npos || open >= end || octets_[end - 1] != '}') return;
    std::string_view digits = part(open + 1, end - 1);
    if (!digits.empty() && digits.back() == '+') digits.remove_suffix(1);
    const auto count = parse_number(digits);
    if (!count) return;
    const std::size_t stop =
        at_ + std::min<std::size_t>(octets_.size() - at_, static_cast<std::size_t>(*count));
    take_mail(stop);
    is_after_literal_ = true;
  }

  // Header fields, the empty line, the body; a line of one dot ends it.
  void take_mail(std::size_t end) {
    std::size_t colon = octets_.find(':', at_);
    const bool has_header = colon < line_end(at_) && colon > at_ &&
                            part(at_, colon).find(' ') == std::string_view::npos;
    if (has_header) {
      const std::size_t header = fields_.size();
      const std::size_t begin = at_;
      fields_.push_back({0, "header", {}, begin, 0, false});
      while (at_ < end && text_end(line_end(at_)) > at_) take_header_field(end);
      fields_[header].octets = at_ - begin;
      if (at_ < end) {
        const std::size_t stop = std::min(end, line_end(at_));
        put("empty line: the header ends", at_, stop, 0);
        at_ = stop;
      }
    }
    std::size_t stop = end;
    const std::size_t dot = octets_.rfind("\r\n.\r\n", end);
    const bool has_dot = context_.is_content && dot != std::string_view::npos && dot + 5 == end;
    if (has_dot) stop = dot + 2;
    put("body", at_, std::max(at_, stop), 0);
    if (has_dot) put("the dot that ends the mail", stop, end, 0);
    at_ = end;
  }
  void take_header_field(std::size_t end) {
    const std::size_t begin = at_;
    std::size_t stop = line_end(begin);
    while (stop < end && (octets_[stop] == ' ' || octets_[stop] == '\t')) stop = line_end(stop);
    stop = std::min(stop, end);
    const std::size_t colon = octets_.find(':', begin);
    if (colon >= stop) {
      put("line", begin, stop);
    } else {
      std::string value = visible(octets_.substr(colon + 1, text_end(stop) - colon - 1));
      fields_.push_back({1, std::string(part(begin, colon)), std::string(trim(value)), begin,
                         stop - begin, false});
    }
    at_ = stop;
  }

  std::string_view octets_;
  LineContext context_;
  std::size_t at_ = 0;
  bool is_after_literal_ = false;
  std::vector<ByteField> fields_;
};

}  // namespace

std::vector<ByteField> fields_of_lines(std::string_view octets, const LineContext& context) {
  return LineReader(octets, context).read();
}

}  // namespace mailscope::ui
