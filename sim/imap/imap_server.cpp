// The server's session: reading, what is legal when, answers, and what is told unasked.
#include "sim/imap/imap_server.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/imap/imap_server_impl.h"
#include "sim/imap/printing.h"
#include "sim/wire/base64.h"

namespace mailscope::imap {

namespace {

constexpr std::size_t k_tag_octets_max = 200;

// CAPABILITY, NOOP and their like; of EXPUNGE the form without UID (RFC 9051, section 9).
bool takes_arguments(Verb verb) {
  constexpr Verb k_bare[] = {Verb::capability, Verb::noop, Verb::logout, Verb::starttls,
                             Verb::namespace_, Verb::idle, Verb::close,  Verb::unselect,
                             Verb::expunge,    Verb::check};
  return std::find(std::begin(k_bare), std::end(k_bare), verb) == std::end(k_bare);
}

}  // namespace

// ---- the public face ---------------------------------------------------------------------------------

Server::Server(ServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Server::~Server() = default;
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;

void Server::start() { impl_->start(); }
void Server::set_clock(std::int64_t unix_s) { impl_->now_s_ = unix_s; }
void Server::receive(std::string_view octets) {
  if (impl_->is_closed_) return;
  impl_->reader_.push(octets);
  // While the owner is asked nothing is read: what waits meanwhile has a limit.
  const std::size_t held_max = impl_->options_.append_octets_max + impl_->options_.line_octets_max;
  if (is_asking() && impl_->reader_.octets_held() > held_max) impl_->shut_down("too much at once");
}
void Server::receive_end() { impl_->is_peer_closed_ = true; }
std::optional<ServerEvent> Server::next() { return impl_->next(); }
std::vector<Line> Server::take_output() { return impl_->outbox_.take_output(); }
void Server::answer(const LoginVerdict& verdict) { impl_->answer(verdict); }
void Server::answer_secret(const std::optional<sasl::Secret>& secret) {
  impl_->answer_secret(secret);
}
void Server::tls_started() { impl_->tls_started(); }
void Server::tls_failed() { impl_->tls_failed(); }
void Server::account_changed() { impl_->account_changed(); }
void Server::shut_down(std::string_view text) { impl_->shut_down(text); }
State Server::state() const { return impl_->state_; }
bool Server::is_closed() const { return impl_->is_closed_; }
bool Server::is_asking() const { return impl_->asked_ != Impl::Asked::nothing; }
bool Server::is_tls_active() const { return impl_->options_.is_tls_active; }
bool Server::is_idle() const { return impl_->is_idle_; }
const std::string& Server::user() const { return impl_->user_; }
const std::string& Server::mailbox() const { return impl_->mailbox_; }

// ---- reading -----------------------------------------------------------------------------------------

Server::Impl::Impl(ServerOptions options)
    : options_(std::move(options)),
      reader_({options_.line_octets_max, options_.literal_octets_max, options_.append_octets_max,
               options_.extensions.literal_plus    ? options_.append_octets_max
               : options_.extensions.literal_minus ? k_literal_minus_octets_max
                                                   : 0}) {}

void Server::Impl::start() {
  outbox_.say({LineKind::greeting,
               "* OK [CAPABILITY " + capabilities() + "] " + options_.greeting_text + "\r\n"});
}

std::optional<ServerEvent> Server::Impl::next() {
  while (!outbox_.has_events() && !is_closed_ && asked_ == Asked::nothing && read()) {
  }
  if (!outbox_.has_events() && is_peer_closed_ && !is_closed_ && asked_ == Asked::nothing) {
    close(Closed::Why::peer_closed);
  }
  return outbox_.next();
}

bool Server::Impl::read() {
  if (fetching_) {
    fetch_on();
    return true;
  }
  if (is_in_auth_ || is_idle_) {
    auto line = reader_.take_line(options_.line_octets_max);
    if (!line) return false;
    const std::string text(line->text());
    outbox_.tell(Heard{{LineKind::continuation, std::move(line->octets)}});
    if (is_idle_) {
      is_idle_ = false;
      outbox_.tell(IdleEnded{});
      if (equal_ignoring_case(text, "DONE")) {
        ok(pending_, "IDLE completed");
      } else {
        bad(pending_, "IDLE ends with DONE", rule_of(Verb::idle));
      }
      return true;
    }
    if (text == "*") {
      end_login({}, "the client cancelled");
      return true;
    }
    const auto response = wire::base64_decode(text);
    if (!response) {
      end_login({}, "that is not base 64");
      return true;
    }
    take_auth_step(exchange_->receive(*response));
    return true;
  }
  bool wants_literal = false;
  auto command = reader_.next(wants_literal);
  for (Line& line : reader_.take_lines()) outbox_.tell(Heard{std::move(line)});
  if (wants_literal) outbox_.say({LineKind::continuation, "+ Ready for the literal\r\n"});
  if (!command) return false;
  read_command(*command);
  return true;
}

void Server::Impl::read_command(const ReadCommand& read) {
  Scanner scanner(read.octets);
  Command command;
  command.tag = std::string(cut(read.octets, ' ').head);
  // A line too long may be one endless word: nobody wants it back as a tag.
  const bool is_tag = !command.tag.empty() && command.tag.size() <= k_tag_octets_max &&
                      std::all_of(command.tag.begin(), command.tag.end(),
                                  [](char c) { return (is_atom_char(c) || c == ']') && c != '+'; });
  if (!is_tag) command.tag = "*";
  if (!read.fault.empty()) {
    bad(command, read.fault, "RFC 9051, section 2.2");
    if (read.is_fatal) close(Closed::Why::too_many_errors);
    return;
  }
  std::string_view rest = cut(read.octets, ' ').tail;
  Cut words = cut(rest, ' ');
  command.is_uid = equal_ignoring_case(words.head, "UID");
  if (command.is_uid) words = cut(words.tail, ' ');
  const auto verb = verb_of(words.head);
  command.octets = words.found ? " " + std::string(words.tail) : std::string();
  const bool may_be_uid =
      verb && (*verb == Verb::fetch || *verb == Verb::store || *verb == Verb::search ||
               *verb == Verb::sort || *verb == Verb::thread || *verb == Verb::copy ||
               *verb == Verb::move || *verb == Verb::expunge);
  if (!is_tag || !verb || (command.is_uid && !may_be_uid)) {
    outbox_.tell(Refused{command.tag, std::string(words.head), true, "unknown command",
                         "RFC 9051, section 6"});
    untagged(command.tag == "*" ? "BAD A command begins with a tag"
             : words.head.empty()
                 ? std::string("BAD A command follows the tag and a blank")
                 : "BAD " + visible(words.head.substr(0, 40)) + " is no command here");
    if (command.tag != "*") {
      outbox_.say({LineKind::reply, command.tag + " BAD Unknown command\r\n"});
    }
    if (++bad_commands_ >= options_.bad_commands_max) close(Closed::Why::too_many_errors);
    return;
  }
  command.verb = *verb;
  if (!after(state_, *verb)) {
    return bad(command,
               std::string(name_of(*verb)) + " is not allowed in the state \"" +
                   std::string(name_of(state_)) + "\"",
               rule_of(*verb));
  }
  if (!command.octets.empty() && !command.is_uid && !takes_arguments(*verb))
    return bad(command, std::string(name_of(*verb)) + " takes no argument");
  if (state_ == State::selected && command.verb != Verb::logout && !is_mailbox_there()) {
    return shut_down("the selected mailbox is gone");
  }
  run(command);
}

void Server::Impl::run(const Command& command) {
  switch (command.verb) {
    case Verb::capability: return run_capability(command);
    case Verb::noop:
    case Verb::check: return ok(command, "completed");
    case Verb::logout: return run_logout(command);
    case Verb::id: return run_id(command);
    case Verb::starttls: return run_starttls(command);
    case Verb::authenticate: return run_authenticate(command);
    case Verb::login: return run_login(command);
    case Verb::enable: return run_enable(command);
    case Verb::select:
    case Verb::examine: return run_select(command);
    case Verb::create:
    case Verb::remove:
    case Verb::rename:
    case Verb::subscribe:
    case Verb::unsubscribe: return run_mailbox_change(command);
    case Verb::list: return run_list(command);
    case Verb::lsub: return run_lsub(command);
    case Verb::namespace_: return run_namespace(command);
    case Verb::status: return run_status(command);
    case Verb::append: return run_append(command);
    case Verb::idle: return run_idle(command);
    case Verb::close:
    case Verb::unselect: return run_close(command);
    case Verb::expunge: return run_expunge(command);
    case Verb::search: return run_search(command);
    case Verb::sort: return run_sort(command);
    case Verb::thread: return run_thread(command);
    case Verb::fetch: return run_fetch(command);
    case Verb::store: return run_store(command);
    case Verb::copy:
    case Verb::move: return run_copy(command);
  }
}

// ---- answers -----------------------------------------------------------------------------------------

void Server::Impl::untagged(const std::string& text) {
  outbox_.say({LineKind::reply, "* " + text + "\r\n"});
}

// Before a command is answered, the client is told what has changed meanwhile.
void Server::Impl::ok(const Command& command, const std::string& text) {
  const bool holds_back =
      !command.is_uid &&
      (command.verb == Verb::fetch || command.verb == Verb::store || command.verb == Verb::search ||
       command.verb == Verb::sort || command.verb == Verb::thread);
  tell_changes(holds_back ? Expunges::held_back : Expunges::allowed);
  outbox_.say({LineKind::reply, command.tag + " OK " + text + "\r\n"});
}

void Server::Impl::no(const Command& command, const std::string& text, std::string_view rule) {
  outbox_.tell(Refused{command.tag, std::string(name_of(command.verb)), false, text,
                       std::string(rule.empty() ? rule_of(command.verb) : rule)});
  outbox_.say({LineKind::reply, command.tag + " NO " + text + "\r\n"});
}

void Server::Impl::bad(const Command& command, const std::string& text, std::string_view rule) {
  outbox_.tell(Refused{command.tag, std::string(name_of(command.verb)), true, text,
                       std::string(rule.empty() ? rule_of(command.verb) : rule)});
  outbox_.say({LineKind::reply, command.tag + " BAD " + text + "\r\n"});
  if (++bad_commands_ >= options_.bad_commands_max) close(Closed::Why::too_many_errors);
}

bool Server::Impl::is_sound(const Command& command, const Scanner& scanner) {
  if (scanner.is_ok()) return true;
  bad(command, scanner.fault(), rule_of(command.verb));
  return false;
}

void Server::Impl::close(Closed::Why why) {
  if (is_closed_) return;
  if (why == Closed::Why::too_many_errors) untagged("BYE Too many mistakes");
  is_closed_ = true;
  is_idle_ = false;
  asked_ = Asked::nothing;
  state_ = State::logout;
  outbox_.tell(Closed{why});
}

void Server::Impl::shut_down(std::string_view text) {
  if (is_closed_) return;
  untagged("BYE " + std::string(text));
  close(Closed::Why::owner);
}

void Server::Impl::deselect() {
  fetching_.reset();
  if (state_ != State::selected) return;
  outbox_.tell(MailboxClosed{mailbox_});
  mailbox_.clear();
  known_.clear();
  saved_.clear();
  state_ = State::authenticated;
}

}  // namespace mailscope::imap
