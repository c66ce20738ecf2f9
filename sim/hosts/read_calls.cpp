// What POP3 and IMAP connections of a mail client do about TLS, and what they gather.
#include "sim/hosts/read_calls.h"

namespace mailscope::hosts {

// ---- POP3 ----------------------------------------------------------------------------------------

Pop3Call::Pop3Call(Host& host, Channel::Options options, pop3::Plan plan, TlsWish tls,
                   bool is_implicit, OnMail on_mail, Then then)
    : SessionTalk(host, options, std::move(plan)),
      tls_(std::move(tls)),
      is_implicit_(is_implicit),
      on_mail_(std::move(on_mail)),
      then_(std::move(then)) {
  set_patience(minutes(2));
}

void Pop3Call::begin() {
  outcome_.was_connected = true;
  restart_patience();
  if (is_implicit_) start_client_tls(host_, channel_, tls_);
  session_.start();
  pump();
}

void Pop3Call::on(const pop3::ClientEvent& event) {
  if (const auto* decided = std::get_if<pop3::TlsDecided>(&event)) {
    outcome_.gave_up_without_tls = decided->decision == wire::TlsDecision::gives_up;
    env_.recorder.lead(channel_.place(),
                       tls_decision(decided->policy, decided->decision, decided->is_offered));
  } else if (std::holds_alternative<pop3::TlsWanted>(event)) {
    channel_.say(session_.take_output());
    start_client_tls(host_, channel_, tls_);
  } else if (const auto* login = std::get_if<pop3::LoginTried>(&event)) {
    outcome_.was_login_tried = true;
    outcome_.was_login_accepted = login->is_accepted;
    outcome_.login_text = login->text;
  } else if (const auto* mail = std::get_if<pop3::MailFetched>(&event)) {
    on_mail_(*mail);
  } else if (const auto* failed = std::get_if<pop3::Failed>(&event)) {
    outcome_.failure = failed->why;
  } else if (const auto* finished = std::get_if<pop3::Finished>(&event)) {
    outcome_.is_complete = outcome_.failure.empty() && !finished->hangs_up;
    channel_.say(session_.take_output());
    if (finished->hangs_up) {
      channel_.abort();
    } else {
      channel_.close();
    }
    finish();
  }
}

void Pop3Call::on_tls(const ChannelEvent& event) {
  if (std::holds_alternative<TlsUp>(event)) {
    if (!is_implicit_) session_.tls_started();
  } else if (const auto* down = std::get_if<TlsDown>(&event)) {
    outcome_.tls_failure = down->code;
    channel_.close();
    finish();
  }
}

void Pop3Call::lost(EndReason) { finish(); }

void Pop3Call::finish() {
  if (!then_) return;
  outcome_.end = end_reason();
  const Then then = std::move(then_);
  then_ = nullptr;
  then(outcome_);
}

// ---- IMAP ----------------------------------------------------------------------------------------

ImapCall::ImapCall(Host& host, Channel::Options options, imap::ClientOptions plan,
                   std::vector<imap::Step> steps, TlsWish tls, bool is_implicit, OnEvent on_event,
                   Then then)
    : SessionTalk(host, options, std::move(plan)),
      tls_(std::move(tls)),
      is_implicit_(is_implicit),
      on_event_(std::move(on_event)),
      then_(std::move(then)) {
  for (imap::Step& step : steps) session_.add(std::move(step));
}

void ImapCall::begin() {
  outcome_.was_connected = true;
  restart_patience();
  if (is_implicit_) start_client_tls(host_, channel_, tls_);
  session_.start();
  pump();
}

void ImapCall::add(imap::Step step) {
  session_.add(std::move(step));
  pump();
}

void ImapCall::end_idle() {
  session_.end_idle();
  pump();
}

void ImapCall::on(const imap::ClientEvent& event) {
  if (const auto* decided = std::get_if<imap::TlsDecided>(&event)) {
    outcome_.gave_up_without_tls = decided->decision == wire::TlsDecision::gives_up;
    env_.recorder.lead(channel_.place(),
                       tls_decision(decided->policy, decided->decision, decided->is_offered));
  } else if (std::holds_alternative<imap::TlsWanted>(event)) {
    channel_.say(session_.take_output());
    start_client_tls(host_, channel_, tls_);
  } else if (const auto* login = std::get_if<imap::AuthTried>(&event)) {
    outcome_.was_login_tried = true;
    outcome_.was_login_accepted = login->is_accepted;
    outcome_.login_text = login->text;
  } else if (const auto* failed = std::get_if<imap::Failed>(&event)) {
    outcome_.failure = failed->why;
  } else if (std::holds_alternative<imap::Finished>(event)) {
    outcome_.is_complete = outcome_.failure.empty();
    channel_.say(session_.take_output());
    channel_.close();
    finish();
  } else {
    on_event_(*this, event);
  }
}

void ImapCall::on_tls(const ChannelEvent& event) {
  if (std::holds_alternative<TlsUp>(event)) {
    if (!is_implicit_) session_.tls_started();
  } else if (const auto* down = std::get_if<TlsDown>(&event)) {
    outcome_.tls_failure = down->code;
    channel_.close();
    finish();
  }
}

void ImapCall::lost(EndReason) { finish(); }

void ImapCall::finish() {
  if (!then_) return;
  outcome_.end = end_reason();
  const Then then = std::move(then_);
  then_ = nullptr;
  then(outcome_);
}

}  // namespace mailscope::hosts
