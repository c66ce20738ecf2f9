// JSON text to a located tree, by nlohmann's SAX reader over an iterator that tells how far it is.
//
// The reader calls back when a token has ended. Between two tokens there is only white space, a comma or
// a colon, so the token's start is the first other octet after the end of the one before.
#include <cmath>
#include <iterator>
#include <set>

#include <nlohmann/json.hpp>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/scenario/located.h"

namespace mailscope::scenario {
namespace {

// Walks the text and leaves word of its furthest octet.
class TellingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TellingIterator(const char* at, const char** furthest) : at_(at), furthest_(furthest) {}
  reference operator*() const { return *at_; }
  TellingIterator& operator++() {
    ++at_;
    if (furthest_ != nullptr) *furthest_ = at_;
    return *this;
  }
  TellingIterator operator++(int) {
    TellingIterator before = *this;
    ++*this;
    return before;
  }
  [[maybe_unused]] friend bool operator==(const TellingIterator& a, const TellingIterator& b) {
    return a.at_ == b.at_;
  }
  friend bool operator!=(const TellingIterator& a, const TellingIterator& b) {
    return a.at_ != b.at_;
  }

 private:
  const char* at_;
  const char** furthest_;
};

// A byte order mark in front is no character of the text.
std::size_t octets_of_mark(std::string_view text) {
  return text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
}

// Octet offsets to lines and columns, as long as the offsets only grow.
class PlaceCounter {
 public:
  explicit PlaceCounter(std::string_view text) : text_(text), offset_(octets_of_mark(text)) {}

  TextPlace at(std::size_t offset) {
    for (; offset_ < offset && offset_ < text_.size(); ++offset_) {
      const auto octet = static_cast<unsigned char>(text_[offset_]);
      if (octet == '\n') {
        ++place_.line;
        place_.column = 1;
      } else if ((octet & 0xC0) != 0x80) {
        ++place_.column;
      }
    }
    return place_;
  }

 private:
  std::string_view text_;
  std::size_t offset_;
  TextPlace place_;
};

TextPlace place_at(std::string_view text, std::size_t offset) {
  return PlaceCounter(text).at(offset);
}

std::string_view trimmed_before(std::string_view text, std::size_t offset) {
  std::string_view head = text.substr(0, offset);
  while (!head.empty() && (head.back() == ' ' || head.back() == '\t' || head.back() == '\n' ||
                           head.back() == '\r')) {
    head.remove_suffix(1);
  }
  return head;
}

// What somebody who types JSON by hand gets wrong most often, said plainly.
Fault syntax_fault(std::string_view text, std::size_t offset, const std::string& open_what) {
  const auto fault = [&](std::size_t at, std::string what, std::string mend) {
    return Fault{FaultKind::text, place_at(text, at), std::move(what), std::move(mend)};
  };
  if (offset >= text.size() || trimmed_before(text, text.size()).size() <= offset) {
    return fault(text.size(), "the file ends too early",
                 open_what.empty() ? "write a JSON object" : open_what);
  }
  const char here = text[offset];
  const std::string_view before = trimmed_before(text, offset);
  const char last = before.empty() ? '\0' : before.back();
  if ((here == '}' || here == ']') && last == ',') {
    return fault(before.size() - 1, "a comma stands before the closing bracket",
                 "remove the comma");
  }
  if (here == '/' || here == '#')
    return fault(offset, "JSON has no comments", "remove the comment");
  if (here == '\'') return fault(offset, "a text stands in single quotes", "use double quotes");
  const bool ends_value =
      last == '"' || last == '}' || last == ']' || is_digit(last) || is_alpha(last);
  const bool begins_value =
      here == '"' || here == '{' || here == '[' || here == '-' || is_digit(here) || is_alpha(here);
  if (begins_value && ends_value)
    return fault(offset, "a comma or colon is missing before this", "write it");
  if (last == ':' && !begins_value)
    return fault(offset, "a value is missing here", "write it, or remove the key");
  if (is_alpha(here) || here == '_')
    return fault(offset, "a word stands without quotes", "put it in double quotes");
  if (is_digit(here) || here == '-')
    return fault(offset, "this is no number, or one that is too large",
                 "write a whole number as 1 or -1, without zeros before it");
  return fault(offset, "\"" + visible(text.substr(offset, 1)) + "\" cannot stand here",
               "check quotes, commas and brackets before it");
}

class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeBuilder(std::string_view text, const char** furthest, std::size_t start)
      : text_(text), furthest_(furthest), previous_end_(start), counter_(text) {}

  bool null() override { return add(Node{}); }
  bool boolean(bool value) override {
    Node node;
    node.kind = NodeKind::boolean, node.is_true = value;
    return add(std::move(node));
  }
  bool number_integer(number_integer_t value) override { return add_integer(value); }
  bool number_unsigned(number_unsigned_t value) override {
    constexpr auto k_max = static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
    return add_integer(static_cast<std::int64_t>(value > k_max ? k_max : value));
  }
  bool number_float(number_float_t value, const string_t&) override {
    constexpr double k_exact_max = 9007199254740992.0;  // 2^53: 1.0 and 1e3 are whole numbers, too
    if (std::fabs(value) < k_exact_max && std::floor(value) == value) {
      return add_integer(static_cast<std::int64_t>(value));
    }
    Node node;
    node.kind = NodeKind::fraction;
    return add(std::move(node));
  }
  bool string(string_t& value) override {
    Node node;
    node.kind = NodeKind::text, node.text = std::move(value);
    return add(std::move(node));
  }
  bool binary(binary_t&) override { return false; }  // never in JSON text

  bool start_object(std::size_t) override { return open(NodeKind::object); }
  bool start_array(std::size_t) override { return open(NodeKind::list); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& value) override {
    Frame& frame = frames_.back();
    frame.key_place = take_place();
    frame.key = value;
    frame.is_repeated = !frame.keys.insert(value).second;
    if (frame.is_repeated) {
      faults.push_back({FaultKind::text, frame.key_place,
                        "the key \"" + visible(value) + "\" is here twice", "keep one of them"});
    }
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    if (is_too_deep) return false;
    // The reader stops at the end of the token that it could not use, or inside a broken one.
    std::size_t offset = next_token();
    if (const std::size_t extra = extra_separator(offset); extra != std::string_view::npos) {
      faults.push_back({FaultKind::text, place_at(text_, extra),
                        "\"" + std::string(text_.substr(extra, 1)) + "\" is one too many",
                        "remove it"});
      return false;
    }
    if (frames_.empty() && has_root_) {
      faults.push_back({FaultKind::text, place_at(text_, offset),
                        "something follows the end of the scenario",
                        "remove it, or look for a bracket that closes too early"});
      return false;
    }
    if (offset < text_.size() && text_[offset] == '"') offset = blame_string(offset);
    std::string mend;
    if (!frames_.empty()) {
      const Node& node = frames_.back().node;
      mend = std::string("close the ") + (node.kind == NodeKind::object ? "object" : "list") +
             " that begins at line " + std::to_string(node.place.line);
    }
    faults.push_back(syntax_fault(text_, offset, mend));
    return false;
  }

  Faults faults;
  Node root;
  bool is_too_deep = false;

 private:
  struct Frame {
    Node node;
    std::string key;  // of the member being read
    TextPlace key_place;
    bool is_repeated = false;
    std::set<std::string> keys;
  };

  std::size_t next_token() const {
    const std::size_t at = text_.find_first_not_of(" \t\r\n,:", previous_end_);
    return at == std::string_view::npos ? text_.size() : at;
  }

  // The second of two commas or colons, or one right after an opening bracket; npos when there is none.
  std::size_t extra_separator(std::size_t offset) const {
    const char before = previous_end_ == 0 ? '[' : text_[previous_end_ - 1];
    int allowed = before == '[' || before == '{' ? 0 : 1;
    for (std::size_t at = previous_end_; at < offset; ++at) {
      const bool is_separator = text_[at] == ',' || text_[at] == ':';
      if (is_separator && allowed-- == 0) return at;
    }
    return std::string_view::npos;
  }

  TextPlace take_place() {
    const std::size_t start = next_token();
    previous_end_ = static_cast<std::size_t>(*furthest_ - text_.data());
    // A number ends where the reader has already seen one octet more.
    if (start < text_.size() && (is_digit(text_[start]) || text_[start] == '-')) {
      previous_end_ = std::min(text_.find_first_not_of("+-.0123456789eE", start), text_.size());
    }
    return counter_.at(start);
  }

  // A text that is itself well-formed is in the wrong place; else its first bad octet is the fault.
  std::size_t blame_string(std::size_t start) const {
    for (std::size_t at = start + 1; at < text_.size(); ++at) {
      const auto octet = static_cast<unsigned char>(text_[at]);
      if (octet < 0x20) return at;
      if (octet == '"') return start;
      if (octet != '\\') continue;
      constexpr std::string_view k_escapes = "\"\\/bfnrtu";
      if (at + 1 >= text_.size() || k_escapes.find(text_[at + 1]) == std::string_view::npos)
        return at;
      ++at;
    }
    return text_.size();
  }

  bool add_integer(std::int64_t value) {
    Node node;
    node.kind = NodeKind::integer, node.number = value;
    return add(std::move(node));
  }

  bool add(Node node) {
    node.place = take_place();
    attach(std::move(node));
    return true;
  }

  bool open(NodeKind kind) {
    Frame frame;
    frame.node.kind = kind;
    frame.node.place = take_place();
    if (frames_.size() >= k_depth_max) {
      is_too_deep = true;
      faults.push_back({FaultKind::text, frame.node.place,
                        "values are nested more than " + std::to_string(k_depth_max) + " deep",
                        "a scenario never needs that: look for brackets that are not closed"});
      return false;
    }
    frames_.push_back(std::move(frame));
    return true;
  }

  bool close() {
    take_place();
    Node node = std::move(frames_.back().node);
    frames_.pop_back();
    attach(std::move(node));
    return true;
  }

  void attach(Node node) {
    if (frames_.empty()) {
      root = std::move(node);
      has_root_ = true;
      return;
    }
    Frame& parent = frames_.back();
    if (parent.node.kind == NodeKind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.is_repeated) {
      parent.node.members.push_back({parent.key, parent.key_place, std::move(node)});
    }
  }

  std::string_view text_;
  const char** furthest_;
  std::size_t previous_end_;
  PlaceCounter counter_;
  std::vector<Frame> frames_;
  bool has_root_ = false;
};

// Where the text stops being UTF-8, or holds an octet that no JSON text has; npos when it is fine.
std::size_t first_bad_octet(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto octet = static_cast<unsigned char>(text[at]);
    if (octet < 0x20 && octet != '\t' && octet != '\n' && octet != '\r') return at;
    std::size_t length = 1;
    while (length < 4 && at + length < text.size() && octet >= 0x80 &&
           (static_cast<unsigned char>(text[at + length]) & 0xC0) == 0x80) {
      ++length;
    }
    if (octet >= 0x80 && !is_utf8(text.substr(at, length))) return at;
    at += length;
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<Node> parse_located(std::string_view text, Faults& faults) {
  const auto refuse = [&](std::size_t at, std::string what, std::string mend) {
    faults.push_back({FaultKind::text, place_at(text, at), std::move(what), std::move(mend)});
    return std::nullopt;
  };
  if (text.size() > k_text_octets_max) {
    return refuse(0, size_fault_text(text.size()), "split the lesson, or shorten the mails in it");
  }
  if (const std::size_t at = first_bad_octet(text); at != std::string_view::npos) {
    const auto octet = static_cast<unsigned char>(text[at]);
    const std::string name = "the octet 0x" + upper(hex(text.substr(at, 1)));
    if (octet < 0x20)
      return refuse(at, name + " is a control character", "remove it, or write it as an escape");
    return refuse(at, name + " is not UTF-8 here", "save the file as UTF-8");
  }
  const std::size_t start = octets_of_mark(text);
  const char* furthest = text.data() + start;
  TreeBuilder builder(text, &furthest, start);
  const bool is_whole =
      nlohmann::json::sax_parse(TellingIterator(text.data() + start, &furthest),
                                TellingIterator(text.data() + text.size(), nullptr), &builder);
  MUST(is_whole || !builder.faults.empty());
  faults.insert(faults.end(), builder.faults.begin(), builder.faults.end());
  if (!is_whole) return std::nullopt;
  return std::move(builder.root);
}

}  // namespace mailscope::scenario
