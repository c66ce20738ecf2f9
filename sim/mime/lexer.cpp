#include "sim/mime/lexer.h"

namespace mailscope::mime {

namespace {
bool is_gap(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
}  // namespace

bool Lexer::skip(char c) {
  if (is_at_end() || text_[at_] != c) return false;
  ++at_;
  return true;
}

void Lexer::skip_blanks_and_comments() {
  while (!is_at_end()) {
    if (is_gap(peek())) {
      ++at_;
      continue;
    }
    if (peek() != '(') return;
    comment_.clear();
    int depth = 0;  // counted, not recursive: a mail of a million "(" must not exhaust the stack
    for (;;) {
      if (is_at_end()) {
        has_open_end_ = true;
        return;
      }
      const char c = take();
      if (c == '\\' && !is_at_end()) {
        comment_ += take();
        continue;
      }
      if (c == '(' && depth++ == 0) continue;
      if (c == ')' && --depth == 0) break;
      if (c != '\r' && c != '\n') comment_ += c;
    }
  }
}

std::string Lexer::quoted_string() {
  std::string text;
  take();
  while (!is_at_end()) {
    const char c = take();
    if (c == '"') return text;
    if (c == '\\' && !is_at_end())
      text += take();
    else if (c != '\r' && c != '\n')
      text += c;
  }
  has_open_end_ = true;
  return text;
}

std::string_view Lexer::until(std::string_view stops) {
  const std::size_t start = at_;
  while (!is_at_end() && !is_gap(peek()) && stops.find(peek()) == std::string_view::npos) ++at_;
  return text_.substr(start, at_ - start);
}

}  // namespace mailscope::mime
