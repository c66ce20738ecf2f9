#include "sim/imap/base_subject.h"

#include "sim/base/text.h"
#include "sim/mime/encoded_word.h"

namespace mailscope::imap {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string with_single_blanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_blank(c)) {
      out += c;
    } else if (out.empty() || out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

void skip_blanks(std::string_view& text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
}

// subj-blob = "[" *BLOBCHAR "]" *WSP, where a BLOBCHAR is no bracket.
bool skip_blob(std::string_view& text) {
  if (text.empty() || text.front() != '[') return false;
  const std::size_t end = text.find_first_of("[]", 1);
  if (end == std::string_view::npos || text[end] != ']') return false;
  text.remove_prefix(end + 1);
  skip_blanks(text);
  return true;
}

// subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"
bool skip_refwd(std::string_view& text) {
  std::string_view rest = text;
  if (starts_with_ignoring_case(rest, "fwd")) {
    rest.remove_prefix(3);
  } else if (starts_with_ignoring_case(rest, "re") || starts_with_ignoring_case(rest, "fw")) {
    rest.remove_prefix(2);
  } else {
    return false;
  }
  skip_blanks(rest);
  skip_blob(rest);
  if (rest.empty() || rest.front() != ':') return false;
  rest.remove_prefix(1);
  text = rest;
  return true;
}

// Step 2: blanks and "(fwd)" at the end.
void strip_trailers(std::string_view& text, bool& is_reply_or_forward) {
  for (;;) {
    text = trim(text);
    constexpr std::string_view k_forwarded = "(fwd)";
    if (text.size() < k_forwarded.size()) return;
    const std::size_t at = text.size() - k_forwarded.size();
    if (!equal_ignoring_case(text.substr(at), k_forwarded)) return;
    text = text.substr(0, at);
    is_reply_or_forward = true;
  }
}

// Steps 3 to 5: what stands before. A run of blobs that no "Re:" ends goes but for what would leave nothing;
// it is looked through once, so that a subject of thousands of them costs no more than its length.
void strip_leaders(std::string_view& text, bool& is_reply_or_forward) {
  for (bool goes_on = true; goes_on;) {
    skip_blanks(text);
    std::string_view rest = text;
    std::string_view last_blob = text;
    while (!rest.empty()) {
      last_blob = rest;
      if (!skip_blob(rest)) break;
    }
    if (skip_refwd(rest)) {
      is_reply_or_forward = true;
      text = rest;
    } else {
      text = rest.empty() ? last_blob : rest;
      goes_on = false;
    }
  }
}

}  // namespace

BaseSubject base_subject(std::string_view field_body) {
  BaseSubject base;
  const std::string decoded = with_single_blanks(mime::decode_words(field_body));
  std::string_view text = decoded;
  for (;;) {
    strip_trailers(text, base.is_reply_or_forward);
    strip_leaders(text, base.is_reply_or_forward);
    // Step 6: "[fwd: … ]" around the whole.
    constexpr std::string_view k_header = "[fwd:";
    if (text.empty() || text.back() != ']' || !starts_with_ignoring_case(text, k_header)) break;
    text = text.substr(k_header.size(), text.size() - k_header.size() - 1);
    base.is_reply_or_forward = true;
  }
  base.text = std::string(text);
  return base;
}

}  // namespace mailscope::imap
