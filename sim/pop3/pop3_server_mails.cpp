// The server's session after login: the maildrop, its mails, their marks, and QUIT.
#include <utility>

#include "sim/base/check.h"
#include "sim/pop3/pop3_server.h"

namespace mailscope::pop3 {

void Server::run_capa() {
  std::vector<std::string> lines;
  if (options_.offers_top) lines.emplace_back("TOP");
  if (options_.offers_uidl) lines.emplace_back("UIDL");
  if (options_.offers_user && may_log_in_openly()) lines.emplace_back("USER");
  std::string mechanisms;
  for (const auto mechanism : mechanisms_offered()) {
    mechanisms += " ";
    mechanisms += sasl::name_of(mechanism);
  }
  if (!mechanisms.empty()) lines.push_back("SASL" + mechanisms);
  lines.emplace_back("RESP-CODES");
  lines.emplace_back("AUTH-RESP-CODE");
  lines.emplace_back("PIPELINING");
  if (!options_.expire.empty()) lines.push_back("EXPIRE " + options_.expire);
  // Under TLS, and after login, there is nothing to start any more (RFC 2595, section 4).
  if (options_.offers_stls && !options_.is_tls_active && state_ == State::authorization) {
    lines.emplace_back("STLS");
  }
  if (!options_.implementation.empty())
    lines.push_back("IMPLEMENTATION " + options_.implementation);
  say_many("+OK these can be done", lines);
}

void Server::run_stat() {
  std::uint64_t octets = 0;
  std::size_t count = 0;
  for (const Item& item : maildrop_) {  // marked mails are not counted
    if (item.is_marked) continue;
    ++count;
    octets += item.mail.octets;
  }
  say("+OK " + std::to_string(count) + " " + std::to_string(octets));
}

void Server::run_list(const Command& command, const std::string& line, bool is_uidl) {
  const auto entry = [&](std::size_t index) {
    const MaildropItem& mail = maildrop_[index].mail;
    return std::to_string(index + 1) + " " + (is_uidl ? mail.uid : std::to_string(mail.octets));
  };
  if (command.number) {
    if (const auto index = mail_of(command, line)) say("+OK " + entry(*index));
    return;
  }
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < maildrop_.size(); ++i) {
    if (!maildrop_[i].is_marked) lines.push_back(entry(i));
  }
  say_many("+OK " + std::to_string(lines.size()) + (lines.size() == 1 ? " mail" : " mails"), lines);
}

void Server::run_content(const Command& command, const std::string& line) {
  const auto index = mail_of(command, line);
  if (!index) return;
  content_asked_ = {*index + 1,
                    command.verb == Verb::top ? std::optional(command.lines) : std::nullopt};
  asked_ = Asked::content;
  outbox_.tell(content_asked_);
}

void Server::answer_content(const std::optional<std::string>& content) {
  if (is_closed()) return;
  MUST(asked_ == Asked::content);
  asked_ = Asked::nothing;
  if (!content) return say("-ERR [SYS/TEMP] the mail cannot be read now");
  const std::string text =
      content_asked_.lines ? top_of(*content, *content_asked_.lines) : *content;
  say("+OK " + std::to_string(text.size()) + " octets");
  outbox_.say({LineKind::content, text, Framing::dots});
}

void Server::run_dele(const Command& command, const std::string& line) {
  const auto index = mail_of(command, line);
  if (!index) return;
  maildrop_[*index].is_marked = true;
  outbox_.tell(Marked{*index + 1});
  say("+OK mail " + std::to_string(*index + 1) + " is marked; it goes at QUIT");
}

void Server::run_rset() {
  Unmarked unmarked;
  unmarked.numbers = marked_numbers();
  for (Item& item : maildrop_) item.is_marked = false;
  outbox_.tell(std::move(unmarked));
  say("+OK no mail is marked any more");
}

void Server::run_quit() {
  if (state_ == State::authorization) {  // nothing to update
    say("+OK goodbye");
    close(Closed::Why::quit);
    return;
  }
  move(Verb::quit);
  asked_ = Asked::update;
  outbox_.tell(UpdateAsked{marked_numbers()});
}

void Server::answer_update(bool is_done) {
  if (is_closed()) return;
  MUST(asked_ == Asked::update);
  asked_ = Asked::nothing;
  say(is_done ? "+OK goodbye" : "-ERR some marked mails were not removed");
  move(Verb::updated);
  outbox_.tell(Closed{Closed::Why::quit, {}});
}

std::optional<std::size_t> Server::mail_of(const Command& command, const std::string& line) {
  const std::uint64_t number = command.number.value_or(0);
  if (number >= 1 && number <= maildrop_.size() &&
      !maildrop_[static_cast<std::size_t>(number - 1)].is_marked) {
    return static_cast<std::size_t>(number - 1);
  }
  const bool is_marked = number >= 1 && number <= maildrop_.size();
  refuse(line,
         is_marked ? "-ERR that mail is marked for deletion"
                   : "-ERR no such mail: there are " + std::to_string(maildrop_.size()),
         "RFC 1939, section 5");
  return std::nullopt;
}

std::vector<std::size_t> Server::marked_numbers() const {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < maildrop_.size(); ++i) {
    if (maildrop_[i].is_marked) numbers.push_back(i + 1);
  }
  return numbers;
}

}  // namespace mailscope::pop3
