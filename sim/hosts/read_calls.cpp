// What POP3 and IMAP connections of a mail client do about TLS, and what they gather.
#include "sim/hosts/read_calls.h"

namespace mailscope::hosts {

template <class Session, class Event>
void ReadCall<Session, Event>::begin() {
  outcome_.was_connected = true;
  this->restart_patience();
  if (is_implicit_) start_client_tls(this->host_, this->channel_, tls_);
  this->session_.start();
  this->pump();
}

template <class Session, class Event>
template <class Decided, class Wanted, class Login, class Failed>
bool ReadCall<Session, Event>::take_common(const Event& event) {
  if (const auto* decided = std::get_if<Decided>(&event)) {
    outcome_.gave_up_without_tls = decided->decision == wire::TlsDecision::gives_up;
    this->env_.recorder.lead(this->channel_.place(),
                             tls_decision(decided->policy, decided->decision, decided->is_offered));
  } else if (std::holds_alternative<Wanted>(event)) {
    this->channel_.say(this->session_.take_output());
    start_client_tls(this->host_, this->channel_, tls_);
  } else if (const auto* login = std::get_if<Login>(&event)) {
    outcome_.was_login_tried = true;
    outcome_.was_login_accepted = login->is_accepted;
    outcome_.login_text = login->text;
  } else if (const auto* failed = std::get_if<Failed>(&event)) {
    outcome_.failure = failed->why;
  } else {
    return false;
  }
  return true;
}

template <class Session, class Event>
void ReadCall<Session, Event>::on_tls(const ChannelEvent& event) {
  if (std::holds_alternative<TlsUp>(event)) {
    if (!is_implicit_) this->session_.tls_started();
  } else if (const auto* down = std::get_if<TlsDown>(&event)) {
    outcome_.tls_failure = down->code;
    this->channel_.close();
    finish();
  }
}

template <class Session, class Event>
void ReadCall<Session, Event>::finish() {
  if (!then_) return;
  outcome_.end = this->end_reason();
  const Then then = std::move(then_);
  then_ = nullptr;
  then(outcome_);
}

template class ReadCall<pop3::Client, pop3::ClientEvent>;
template class ReadCall<imap::Client, imap::ClientEvent>;

// ---- POP3 ----------------------------------------------------------------------------------------

Pop3Call::Pop3Call(Host& host, Channel::Options options, pop3::Plan plan, TlsWish tls,
                   bool is_implicit, OnMail on_mail, Then then)
    : ReadCall(host, options, std::move(plan), std::move(tls), is_implicit, std::move(then)),
      on_mail_(std::move(on_mail)) {
  set_patience(minutes(2));
}

void Pop3Call::on(const pop3::ClientEvent& event) {
  if (take_common<pop3::TlsDecided, pop3::TlsWanted, pop3::LoginTried, pop3::Failed>(event)) return;
  if (const auto* mail = std::get_if<pop3::MailFetched>(&event)) {
    on_mail_(*mail);
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

// ---- IMAP ----------------------------------------------------------------------------------------

ImapCall::ImapCall(Host& host, Channel::Options options, imap::ClientOptions plan,
                   std::vector<imap::Step> steps, TlsWish tls, bool is_implicit, OnEvent on_event,
                   Then then)
    : ReadCall(host, options, std::move(plan), std::move(tls), is_implicit, std::move(then)),
      on_event_(std::move(on_event)) {
  for (imap::Step& step : steps) session_.add(std::move(step));
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
  if (take_common<imap::TlsDecided, imap::TlsWanted, imap::AuthTried, imap::Failed>(event)) return;
  if (std::holds_alternative<imap::Finished>(event)) {
    outcome_.is_complete = outcome_.failure.empty();
    channel_.say(session_.take_output());
    channel_.close();
    finish();
  } else {
    on_event_(*this, event);
  }
}

}  // namespace mailscope::hosts
