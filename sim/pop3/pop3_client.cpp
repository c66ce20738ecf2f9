// The client's session: greeting, TLS, login, and what to do with the maildrop.
#include "sim/pop3/pop3_client.h"

#include <algorithm>
#include <utility>

#include "sim/base/text.h"

namespace mailscope::pop3 {
namespace {

constexpr std::size_t k_line_octets_max =
    64 * 1024;  // a status line has 512 (RFC 2449), others may not know

// What a server may make us keep.
constexpr std::uint64_t k_mail_octets_max = 64u << 20;
constexpr std::size_t k_listing_lines_max = 100'000;

std::string timestamp_in(std::string_view greeting) {
  const auto open = greeting.rfind('<');
  const auto close = greeting.find('>', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  return std::string(greeting.substr(open, close - open + 1));
}

}  // namespace

std::string_view name_of(Stage stage) {
  switch (stage) {
    case Stage::greeting: return "greeting";
    case Stage::capa: return "capa";
    case Stage::tls: return "tls";
    case Stage::login: return "login";
    case Stage::list: return "list";
    case Stage::fetch: return "fetch";
    case Stage::dele: return "dele";
    case Stage::quit: return "quit";
  }
  return "";
}

Client::Client(Plan plan) : plan_(std::move(plan)) {}

void Client::start() { due_ = Due::greeting; }

void Client::receive(std::string_view octets) {
  if (!is_finished_) reader_.push(octets);
}

void Client::receive_end() { is_peer_closed_ = true; }

std::optional<ClientEvent> Client::next() {
  while (!outbox_.has_events() && !is_finished_ && !is_waiting_for_tls_ && read_unit()) {
  }
  if (!outbox_.has_events() && is_peer_closed_ && !is_finished_) {
    if (due_ != Due::quit) fail(Stage::quit, "the server closed the connection");
    finish();
  }
  return outbox_.next();
}

// A status line, a line of a listing, or a piece of a mail.
bool Client::read_unit() {
  if (is_in_content_) {
    const std::string_view waiting = reader_.waiting();
    if (waiting.empty()) return false;
    reader_.drop(dots_.read(waiting));
    if (dots_.is_done()) take_content();
    return dots_.is_done() || !reader_.waiting().empty();
  }
  const auto line = reader_.take_line(k_line_octets_max);
  if (!line) return false;
  const LineKind kind = due_ == Due::greeting              ? LineKind::greeting
                        : line->octets.rfind("+ ", 0) == 0 ? LineKind::continuation
                                                           : LineKind::reply;
  outbox_.tell(Heard{{kind, line->octets}});
  if (line->fault == wire::LineFault::too_long) {
    fail(Stage::list, "the server sent a line that is too long");
    finish();
  } else if (is_in_listing_) {
    read_listing_line(line->text());
  } else {
    read_status(std::string(line->text()));
  }
  return true;
}

void Client::read_status(const std::string& line) {
  if (due_ == Due::auth && (line.rfind("+ ", 0) == 0 || line == "+")) {
    return take_auth_challenge(line.size() > 2 ? std::string_view(line).substr(2)
                                               : std::string_view());
  }
  const bool is_ok = line.rfind("+OK", 0) == 0;
  if (!is_ok && line.rfind("-ERR", 0) != 0) {
    fail(Stage::greeting, "this is not POP3: " + visible(line));
    return finish();
  }
  const std::size_t skip = is_ok ? 3 : 4;
  take(is_ok, std::string(trim(std::string_view(line).substr(skip))));
}

void Client::read_listing_line(std::string_view text) {
  if (text != ".") {
    if (text.rfind(".", 0) == 0) text.remove_prefix(1);
    if (listing_.size() < k_listing_lines_max) listing_.emplace_back(text);
    return;
  }
  is_in_listing_ = false;
  if (due_ == Due::capa) {
    capabilities_ = std::exchange(listing_, {});
    outbox_.tell(Capabilities{capabilities_});
    return decide_tls();
  }
  if (due_ == Due::list) {
    items_.clear();
    for (const std::string& line : std::exchange(listing_, {})) {
      const Cut words = cut(line, ' ');
      const auto number = parse_number(words.head);
      const auto octets = parse_number(cut(words.tail, ' ').head);
      if (number && octets) items_.push_back({static_cast<std::size_t>(*number), *octets, {}});
    }
    if (items_.empty()) return plan_work();
    return say({Verb::uidl}, Due::uidl);
  }
  if (due_ == Due::uidl) take_uidl();
}

void Client::take(bool is_ok, const std::string& text) {
  switch (due_) {
    case Due::nothing:
      fail(Stage::quit, "the server spoke without being asked: " + text);
      return finish();
    case Due::greeting:
      if (!is_ok) {
        fail(Stage::greeting, "the server refused: " + text);
        return finish();
      }
      timestamp_ = timestamp_in(text);
      outbox_.tell(Greeted{text, timestamp_});
      return ask_capabilities();
    case Due::capa: return take_capa(is_ok);
    case Due::stls: return take_stls(is_ok, text);
    case Due::user:
      if (!is_ok) return take_login(false, text);
      {
        Command command;
        command.verb = Verb::pass;
        command.name = plan_.credentials.password;
        return say(command, Due::pass);
      }
    case Due::pass:
    case Due::apop:
    case Due::auth: return take_login(is_ok, text);
    case Due::stat: return take_list(is_ok, text);
    case Due::list:
      if (!is_ok) {
        fail(Stage::list, text);
        return end();
      }
      is_in_listing_ = true;
      return;
    case Due::uidl:
      if (is_ok) {
        is_in_listing_ = true;
        return;
      }
      return plan_work();  // the server knows no unique ids: every mail counts as new
    case Due::content:
      if (is_ok) {
        is_in_content_ = true;
        dots_ = wire::DotReader(k_mail_octets_max, wire::EndOfData::crlf_dot_crlf);
        return;
      }
      outbox_.tell(MailRefused{Stage::fetch, jobs_[job_].number, text});
      ++job_;
      return go_on();
    case Due::dele: {
      const std::size_t number = jobs_[job_].number;
      if (is_ok) {
        const auto item = std::find_if(items_.begin(), items_.end(),
                                       [&](const auto& each) { return each.number == number; });
        outbox_.tell(MailMarked{number, item == items_.end() ? std::string() : item->uid});
      } else {
        outbox_.tell(MailRefused{Stage::dele, number, text});
      }
      ++job_;
      return go_on();
    }
    case Due::quit:
      if (!is_ok) fail(Stage::quit, text);
      outbox_.tell(Finished{false, is_ok && is_logged_in_});
      is_finished_ = true;
      return;
  }
}

void Client::ask_capabilities() {
  if (plan_.asks_capa) return say({Verb::capa}, Due::capa);
  decide_tls();
}

void Client::take_capa(bool is_ok) {
  capabilities_.clear();
  if (is_ok) {
    is_in_listing_ = true;
    return;
  }
  outbox_.tell(Capabilities{});
  decide_tls();
}

bool Client::is_capable(std::string_view keyword) const {
  return std::any_of(capabilities_.begin(), capabilities_.end(), [&](const std::string& line) {
    return equal_ignoring_case(cut(line, ' ').head, keyword);
  });
}

void Client::decide_tls() {
  const bool is_offered = is_capable("STLS");
  const auto decision = wire::decide_tls(plan_.tls, is_offered, plan_.is_tls_active);
  outbox_.tell(TlsDecided{plan_.tls, is_offered, decision});
  switch (decision) {
    case wire::TlsDecision::starts: return say({Verb::stls}, Due::stls);
    case wire::TlsDecision::gives_up:
      fail(Stage::tls, "the server offers no STLS, and the plan requires it");
      return end();
    case wire::TlsDecision::not_wanted:
    case wire::TlsDecision::already_on:
    case wire::TlsDecision::goes_without: return log_in();
  }
}

void Client::take_stls(bool is_ok, const std::string& text) {
  if (!is_ok) {
    if (plan_.tls == wire::TlsPolicy::required) {
      fail(Stage::tls, "STLS was refused: " + text);
      return end();
    }
    return log_in();
  }
  if (reader_.octets_held() > 0 && plan_.octets_before_tls == wire::OctetsBeforeTls::refuse) {
    fail(Stage::tls, "octets came before the handshake: somebody may have put them there");
    return finish();
  }
  if (plan_.octets_before_tls != wire::OctetsBeforeTls::process) reader_.clear();
  is_waiting_for_tls_ = true;
  due_ = Due::nothing;
  outbox_.tell(TlsWanted{plan_.octets_before_tls == wire::OctetsBeforeTls::process});
}

// What was said before TLS does not count any more (RFC 2595, section 4).
void Client::tls_started() {
  is_waiting_for_tls_ = false;
  plan_.is_tls_active = true;
  capabilities_.clear();
  ask_capabilities();
}

void Client::tls_failed(std::string why) {
  is_waiting_for_tls_ = false;
  fail(Stage::tls, std::move(why));
  finish();
}

void Client::end() {
  if (plan_.ending == Ending::hang_up && is_logged_in_) {
    is_finished_ = true;
    outbox_.tell(Finished{true, false});
    return;
  }
  say({Verb::quit}, Due::quit);
}

void Client::say(const Command& command, Due due) {
  due_ = due;
  say_line(LineKind::command, print(command));
}

void Client::say_line(LineKind kind, std::string octets) {
  outbox_.say({kind, std::move(octets) + "\r\n"});
}

void Client::fail(Stage stage, std::string why) {
  if (has_failed_) return;
  has_failed_ = true;
  outbox_.tell(Failed{stage, std::move(why)});
}

void Client::finish() {
  if (is_finished_) return;
  is_finished_ = true;
  outbox_.tell(Finished{false, false});
}

}  // namespace mailscope::pop3
