// One connection that reads mail, by POP3 or by IMAP: does its plan and gathers what came of it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/hosts/smtp_call.h"
#include "sim/imap/imap_client.h"
#include "sim/pop3/pop3_client.h"

namespace mailscope::hosts {

// How a connection that reads mail went, whatever the protocol.
struct ReadOutcome {
  bool was_connected = false;
  bool is_complete = false;           // all that was wanted was done
  EndReason end = EndReason::closed;  // why the connection ended, when it did too early
  std::string tls_failure;            // code of a failed handshake; empty: none
  bool gave_up_without_tls = false;
  bool was_login_tried = false, was_login_accepted = false;
  std::string login_text;  // the server's words, or why the client gave up
  std::string failure;     // for people; empty: none
};

// What both have in common: the beginning, the decision about TLS and its handshake, the login, the end.
template <class Session, class Event>
class ReadCall : public SessionTalk<Session, Event> {
 public:
  using Then = std::function<void(const ReadOutcome&)>;

  void begin() override;

 protected:
  template <class Plan>
  ReadCall(Host& host, Channel::Options options, Plan plan, TlsWish tls, bool is_implicit,
           Then then)
      : SessionTalk<Session, Event>(host, options, std::move(plan)),
        tls_(std::move(tls)),
        is_implicit_(is_implicit),
        then_(std::move(then)) {}

  void on_tls(const ChannelEvent& event) override;
  void lost(EndReason) override { finish(); }

  // Has this event been seen to? The protocols' own events for it are alike, and each has its own type.
  template <class Decided, class Wanted, class Login, class Failed>
  bool take_common(const Event& event);
  void finish();

  ReadOutcome outcome_;

 private:
  TlsWish tls_;
  bool is_implicit_;
  Then then_;
};

class Pop3Call : public ReadCall<pop3::Client, pop3::ClientEvent> {
 public:
  // Mails as they come, so that nothing fetched is lost when the wire is cut.
  using OnMail = std::function<void(const pop3::MailFetched&)>;

  Pop3Call(Host& host, Channel::Options options, pop3::Plan plan, TlsWish tls, bool is_implicit,
           OnMail on_mail, Then then);

 protected:
  void on(const pop3::ClientEvent& event) override;

 private:
  OnMail on_mail_;
};

class ImapCall : public ReadCall<imap::Client, imap::ClientEvent> {
 public:
  // What the server says, as it comes: mails, counts, mails that are gone, commands that are done.
  using OnEvent = std::function<void(ImapCall&, const imap::ClientEvent&)>;

  ImapCall(Host& host, Channel::Options options, imap::ClientOptions plan,
           std::vector<imap::Step> steps, TlsWish tls, bool is_implicit, OnEvent on_event,
           Then then);
  std::string_view session_state() const override { return imap::name_of(session_.state()); }

  void add(imap::Step step);
  void end_idle();

 protected:
  void on(const imap::ClientEvent& event) override;

 private:
  OnEvent on_event_;
};

}  // namespace mailscope::hosts
