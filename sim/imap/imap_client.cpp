// The client's session: greeting, TLS, login, then one step after the other.
#include "sim/imap/imap_client.h"

#include <algorithm>
#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/imap/imap_client_impl.h"
#include "sim/imap/mailbox_name.h"
#include "sim/imap/scanner.h"
#include "sim/imap/sequence_set.h"
#include "sim/wire/base64.h"

namespace mailscope::imap {

namespace {

constexpr std::size_t k_found_max = 1'000'000;  // results of one search

}  // namespace

// ---- the public face ---------------------------------------------------------------------------------

Client::Client(ClientOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

void Client::add(Step step) { impl_->steps_.push_back(std::move(step)); }
void Client::start() {}
void Client::receive(std::string_view octets) {
  if (!impl_->is_finished_) impl_->reader_.push(octets);
}
void Client::receive_end() { impl_->is_peer_closed_ = true; }
std::optional<ClientEvent> Client::next() { return impl_->next(); }
std::vector<Line> Client::take_output() { return impl_->outbox_.take_output(); }
void Client::tls_started() { impl_->tls_started(); }
void Client::tls_failed() { impl_->tls_failed(); }
void Client::end_idle() { impl_->end_idle(); }
State Client::state() const { return impl_->state_; }
bool Client::is_closed() const { return impl_->is_finished_; }
bool Client::is_idle() const { return impl_->is_idle_; }
bool Client::is_tls_active() const { return impl_->options_.is_tls_active; }

// ---- reading -----------------------------------------------------------------------------------------

std::optional<ClientEvent> Client::Impl::next() {
  while (!outbox_.has_events() && !is_finished_ && !is_waiting_for_tls_ && read()) {
  }
  if (!outbox_.has_events() && is_peer_closed_ && !is_finished_) {
    if (due_ != Due::logout) fail("the server closed the connection", "RFC 9051, section 7.1.5");
    finish();
  }
  if (!outbox_.has_events() && due_ == Due::nothing && !is_finished_ && !is_waiting_for_tls_)
    go_on();
  return outbox_.next();
}

bool Client::Impl::read() {
  auto response = reader_.next();
  if (!response) return false;
  if (due_ == Due::greeting && !response->lines.empty())
    response->lines.front().kind = LineKind::greeting;
  for (Line& line : response->lines) outbox_.tell(Heard{std::move(line)});
  if (!response->fault.empty()) {
    fail(response->fault, "RFC 9051, section 7");
    finish();
    return true;
  }
  take(*response);
  return true;
}

void Client::Impl::take(const Response& response) {
  const std::string_view text = response.octets;
  if (due_ == Due::greeting && text.rfind("* ", 0) != 0) {
    fail("this is not IMAP: " + visible(text.substr(0, 60)), "RFC 9051, section 7.1");
    return finish();
  }
  if (text.rfind("+", 0) == 0)
    return take_continuation(text.size() > 2 ? text.substr(2) : std::string_view());
  if (text.rfind("* ", 0) == 0) return take_untagged(Scanner(text.substr(2)));
  const Cut words = cut(text, ' ');
  if (words.head != tag_ || due_ == Due::nothing) {
    fail("the server answered what was not asked: " + visible(text.substr(0, 60)),
         "RFC 9051, section 2.2.2");
    return finish();
  }
  const Cut rest = cut(words.tail, ' ');
  std::string code;
  std::string_view words_left = rest.tail;
  if (words_left.rfind("[", 0) == 0) {
    const Cut coded = cut(words_left.substr(1), ']');
    code = std::string(coded.head);
    words_left = trim(coded.tail);
  }
  if (starts_with_ignoring_case(code, "CAPABILITY "))
    take_capabilities(std::string_view(code).substr(11));
  take_tagged(upper(rest.head), code, std::string(words_left));
}

void Client::Impl::take_continuation(std::string_view text) {
  if (!literals_.empty()) {
    for (Line& line : literals_.front()) outbox_.say(std::move(line));
    literals_.pop_front();
    return;
  }
  if (due_ == Due::login && exchange_) {
    // Without SASL-IR the first "+" is empty and asks for the initial response.
    const bool is_first = exchange_->has_initial_response() && !has_said_response_;
    const auto challenge = is_first ? std::optional<std::string>("") : wire::base64_decode(text);
    const auto response = challenge ? exchange_->respond(*challenge)
                                    : Result<std::string, sasl::ClientFault>(
                                          Error{sasl::ClientFault("the challenge is not base 64")});
    has_said_response_ = true;
    outbox_.say(
        {LineKind::continuation, (response ? wire::base64_encode(*response) : "*") + "\r\n"});
    return;
  }
  if (due_ == Due::step && !under_way_.empty() &&
      std::holds_alternative<Idle>(under_way_.front())) {
    is_idle_ = true;
    outbox_.tell(IdleBegun{});
    if (ends_idle_) end_idle();
  }
}

void Client::Impl::take_untagged(Scanner scanner) {
  if (is_digit(scanner.peek())) {
    const auto number = static_cast<std::uint32_t>(scanner.number("a number"));
    scanner.space();
    if (scanner.skip_word("EXISTS")) {
      uids_.resize(number, 0);
      if (is_selecting_) selected_.mails = number;
      outbox_.tell(MailCountSeen{number});
    } else if (scanner.skip_word("EXPUNGE")) {
      MailGone gone{number, 0};
      if (number >= 1 && number <= uids_.size()) {
        gone.uid = uids_[number - 1];
        uids_.erase(uids_.begin() + static_cast<std::ptrdiff_t>(number - 1));
      }
      outbox_.tell(gone);
    } else if (scanner.skip_word("FETCH")) {
      take_fetch(scanner, number);
    }
    return;
  }
  if (scanner.skip_word("CAPABILITY")) {
    take_capabilities(scanner.rest());
    return;
  }
  if (scanner.skip_word("LIST") || scanner.skip_word("LSUB")) return take_list(scanner);
  if (scanner.skip_word("STATUS")) return take_status_response(scanner);
  if (scanner.skip_word("ENABLED")) {
    for (const std::string_view name : split(trim(scanner.rest()), ' '))
      if (equal_ignoring_case(name, "IMAP4rev2")) encoding_ = NameEncoding::utf8;
    return;
  }
  if (scanner.skip_word("ESEARCH")) return take_esearch(scanner);
  if (scanner.skip_word("VANISHED")) return take_vanished(scanner);
  if (scanner.skip_word("SEARCH")) {
    MailsFound found;
    // "(MODSEQ 12)" may follow the numbers (RFC 7162, section 3.1.5).
    const std::string_view numbers = cut(scanner.rest(), '(').head;
    for (const std::string_view word : split(trim(numbers), ' ')) {
      if (const auto number = parse_number(word))
        found.uids.push_back(static_cast<std::uint32_t>(*number));
    }
    outbox_.tell(std::move(found));
    return;
  }
  take_status(scanner);
}

// (TAG "a7") UID MIN 1 COUNT 3 ALL 1:3: what is found stands after ALL (RFC 9051, section 7.3.4).
void Client::Impl::take_esearch(Scanner& scanner) {
  MailsFound found;
  scanner.space();
  if (scanner.skip('(')) {
    static_cast<void>(scanner.keyword("TAG"));
    scanner.space();
    static_cast<void>(scanner.astring("a tag"));
    scanner.expect(')', "after a tag");
    scanner.skip(' ');
  }
  if (scanner.skip_word("UID")) scanner.skip(' ');
  while (scanner.is_ok() && !scanner.is_at_end()) {
    const std::string name = scanner.keyword("what was asked");
    scanner.space();
    const auto set = parse_sequence_set(scanner.digits_and(":,", "numbers"));
    scanner.skip(' ');
    if (name != "ALL" || !set) continue;
    for (const SequenceSet::Range& range : set->ranges) {
      // A server that names more than a mailbox may hold is not followed.
      for (std::uint64_t number = range.first;
           number <= range.last && found.uids.size() < k_found_max; ++number)
        found.uids.push_back(static_cast<std::uint32_t>(number));
    }
  }
  if (scanner.is_ok()) outbox_.tell(std::move(found));
}

// VANISHED [(EARLIER)] uids: without EARLIER the numbers behind them move up (RFC 7162, 3.2.10).
void Client::Impl::take_vanished(Scanner& scanner) {
  scanner.space();
  const bool is_earlier = scanner.skip('(');
  if (is_earlier) {
    static_cast<void>(scanner.keyword("EARLIER"));
    scanner.expect(')', "after EARLIER");
    scanner.space();
  }
  const auto set = parse_sequence_set(scanner.digits_and(":,", "UIDs"));
  if (!scanner.is_ok() || !set || is_earlier) return;
  for (std::size_t i = uids_.size(); i-- > 0;) {
    if (uids_[i] == 0 || !set->contains(uids_[i], UINT32_MAX)) continue;
    outbox_.tell(MailGone{static_cast<std::uint32_t>(i + 1), uids_[i]});
    uids_.erase(uids_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

// OK, NO, BAD, PREAUTH, BYE with their codes.
void Client::Impl::take_status(Scanner& scanner) {
  const bool is_ok = scanner.skip_word("OK");
  const bool is_preauth = !is_ok && scanner.skip_word("PREAUTH");
  const bool is_bye = !is_ok && !is_preauth && scanner.skip_word("BYE");
  const std::string_view text = trim(scanner.rest());
  if (text.rfind("[", 0) == 0) {
    const std::string_view code = cut(text.substr(1), ']').head;
    const Cut words = cut(code, ' ');
    const auto number = parse_number(words.tail);
    if (equal_ignoring_case(words.head, "CAPABILITY")) take_capabilities(words.tail);
    if (number && equal_ignoring_case(words.head, "UIDVALIDITY")) {
      selected_.uid_validity = static_cast<std::uint32_t>(*number);
    }
    if (number && equal_ignoring_case(words.head, "UIDNEXT")) {
      selected_.uid_next = static_cast<std::uint32_t>(*number);
    }
    if (number && equal_ignoring_case(words.head, "HIGHESTMODSEQ"))
      selected_.modseq_highest = *number;
  }
  if (due_ == Due::greeting) {
    due_ = Due::nothing;
    outbox_.tell(Greeted{std::string(text), is_preauth});
    if (!is_ok && !is_preauth) {
      fail("the server does not serve: " + std::string(text), "RFC 9051, section 7.1.5");
      return finish();
    }
    if (is_preauth) state_ = State::authenticated;
    return has_capabilities_ ? decide_tls() : ask_capabilities();
  }
  if (is_bye && due_ != Due::logout) {
    fail("the server ends the session: " + std::string(text), "RFC 9051, section 7.1.5");
    finish();
  }
}

void Client::Impl::take_capabilities(std::string_view names) {
  capabilities_.clear();
  for (const std::string_view name : split(trim(names), ' ')) {
    if (!name.empty()) capabilities_.emplace_back(name);
  }
  has_capabilities_ = true;
  outbox_.tell(Capabilities{capabilities_});
}

bool Client::Impl::is_capable(std::string_view name) const {
  return std::any_of(capabilities_.begin(), capabilities_.end(),
                     [&](const std::string& each) { return equal_ignoring_case(each, name); });
}

void Client::Impl::take_list(Scanner& scanner) {
  MailboxListed listed;
  scanner.space();
  listed.attributes = scanner.flag_list();
  scanner.space();
  static_cast<void>(scanner.nstring("the separator"));
  scanner.space();
  const std::string octets = scanner.astring("a mailbox");
  if (!scanner.is_ok()) return;
  listed.name = name_from_wire(octets, encoding_).value_or(octets);
  outbox_.tell(std::move(listed));
}

void Client::Impl::take_status_response(Scanner& scanner) {
  StatusSeen seen;
  scanner.space();
  const std::string octets = scanner.astring("a mailbox");
  seen.mailbox = name_from_wire(octets, encoding_).value_or(octets);
  scanner.space();
  scanner.expect('(', "before the items");
  while (scanner.is_ok() && scanner.peek() != ')') {
    const std::string name = scanner.keyword("an item");
    scanner.space();
    seen.items.emplace_back(name, scanner.number("a number", UINT64_MAX));
    scanner.skip(' ');
  }
  if (scanner.is_ok()) outbox_.tell(std::move(seen));
}

void Client::Impl::take_fetch(Scanner& scanner, std::uint32_t number) {
  scanner.space();
  auto seen = parse_fetch_response(scanner, number);
  if (!seen) return;
  if (number >= 1 && number <= uids_.size()) {
    if (seen->uid) uids_[number - 1] = *seen->uid;
    if (!seen->uid && uids_[number - 1] != 0) seen->uid = uids_[number - 1];
  }
  seen->is_unasked = due_ != Due::step;
  outbox_.tell(std::move(*seen));
}

}  // namespace mailscope::imap
