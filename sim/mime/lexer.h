// The small tokens that structured header fields are made of (RFC 5322, section 3.2): inside this room only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailscope::mime {

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  bool is_at_end() const { return at_ >= text_.size(); }
  char peek() const { return is_at_end() ? '\0' : text_[at_]; }
  char take() { return text_[at_++]; }
  bool skip(char c);
  std::size_t position() const { return at_; }
  std::size_t size() const { return text_.size(); }

  // Blanks, folds and comments. The last comment's text is kept: old mails name people in one.
  void skip_blanks_and_comments();
  const std::string& comment() const { return comment_; }
  void forget_comment() { comment_.clear(); }
  bool has_open_end() const { return has_open_end_; }  // a quote or comment was not closed

  // "…" with quoted pairs undone; the lexer stands at the quote.
  std::string quoted_string();
  // Everything up to one of `stops`, a blank or the end.
  std::string_view until(std::string_view stops);

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::string comment_;
  bool has_open_end_ = false;
};

}  // namespace mailscope::mime
