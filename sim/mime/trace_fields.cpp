#include "sim/mime/trace_fields.h"

#include <algorithm>
#include <array>

#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/mime/date.h"
#include "sim/mime/header.h"
#include "sim/mime/lexer.h"

namespace mailscope::mime {

namespace {

Header header_of(std::string_view mail) {
  Faults faults;
  return parse_header(mail, {0, mail.size()}, faults);
}

std::string address_literal(const std::string& address) {
  const bool is_ipv6 = address.find(':') != std::string::npos;
  return (is_ipv6 ? "[IPv6:" : "[") + address + "]";
}

// `anna.example.org (mx.example.org [192.0.2.7])`: the comment says what the server has seen itself.
void read_tcp_info(const std::string& comment, Received& received) {
  const std::size_t open = comment.find('[');
  const std::size_t close = comment.find(']', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return;
  received.from_address = comment.substr(open + 1, close - open - 1);
  if (starts_with_ignoring_case(received.from_address, "IPv6:")) received.from_address.erase(0, 5);
  received.from_reverse = std::string(trim(std::string_view(comment).substr(0, open)));
}

Received parse_received(std::string_view body) {
  Received received;
  const std::string text = unfold(body);
  const std::size_t semicolon = text.rfind(';');
  if (semicolon != std::string::npos)
    if (const auto date = parse_date(std::string_view(text).substr(semicolon + 1)))
      received.date_s = date->unix_s;

  Lexer lexer(std::string_view(text).substr(0, semicolon));
  std::string word;  // the clause: "from", "by" …
  for (;;) {
    lexer.forget_comment();
    lexer.skip_blanks_and_comments();
    if (!lexer.comment().empty()) {
      if (equal_ignoring_case(word, "from")) read_tcp_info(lexer.comment(), received);
      if (equal_ignoring_case(word, "with")) received.tls_comment = lexer.comment();
    }
    if (lexer.is_at_end()) break;
    const std::string value(lexer.until("("));
    if (value.empty()) {
      lexer.take();
      continue;
    }
    constexpr std::array<std::string_view, 6> clauses{"from", "by", "via", "with", "id", "for"};
    if (std::any_of(clauses.begin(), clauses.end(),
                    [&](std::string_view name) { return equal_ignoring_case(name, value); })) {
      word = lower(value);
      continue;
    }
    if (word == "from" && received.from_name.empty()) received.from_name = value;
    if (word == "by" && received.by.empty()) received.by = value;
    if (word == "with" && received.with.empty()) received.with = value;
    if (word == "id" && received.id.empty()) received.id = value;
    if (word == "for" && received.for_path.empty()) {
      const bool is_angled = value.size() > 1 && value.front() == '<' && value.back() == '>';
      received.for_path = is_angled ? value.substr(1, value.size() - 2) : value;
    }
  }
  return received;
}

}  // namespace

std::string received_field(const Received& received) {
  std::string body = "from " + received.from_name;
  if (!received.from_address.empty())
    body += " (" + received.from_reverse + (received.from_reverse.empty() ? "" : " ") +
            address_literal(received.from_address) + ")";
  body += " by " + received.by;
  if (!received.with.empty()) body += " with " + received.with;
  if (!received.tls_comment.empty()) body += " (" + received.tls_comment + ")";
  if (!received.id.empty()) body += " id " + received.id;
  if (!received.for_path.empty()) body += " for <" + received.for_path + ">";
  body += "; " + rfc5322_date(received.date_s);
  return fold_field("Received", body);
}

std::string return_path_field(std::string_view reverse_path) {
  return "Return-Path: <" + std::string(reverse_path) + ">\r\n";
}

std::string original_recipient_field(std::string_view address_type, std::string_view address) {
  // ORCPT is encoded, so that it can carry any octet, line ends as well (RFC 3461, section 4).
  for (const char c : address) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return {};
  }
  return fold_field("Original-Recipient", std::string(address_type) + "; " + std::string(address));
}

std::size_t received_count(std::string_view mail) {
  return header_of(mail).find_all("Received").size();
}

std::vector<Received> received_path(std::string_view mail) {
  const Header header = header_of(mail);
  std::vector<Received> path;
  for (const Field* field : header.find_all("Received"))
    path.push_back(parse_received(field->body.of(mail)));
  std::reverse(path.begin(), path.end());
  return path;
}

std::string without_field(std::string_view mail, std::string_view name) {
  const Header header = header_of(mail);
  std::string out;
  out.reserve(mail.size());
  std::size_t at = 0;
  for (const Field* field : header.find_all(name)) {
    out += mail.substr(at, field->whole.offset - at);
    at = field->whole.end();
  }
  return out.append(mail.substr(at));
}

std::string with_field(std::string_view mail, std::string_view field) {
  return std::string(field).append(mail);
}

}  // namespace mailscope::mime
