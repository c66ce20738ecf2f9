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

class Pop3Call : public SessionTalk<pop3::Client, pop3::ClientEvent> {
 public:
  // Mails as they come, so that nothing fetched is lost when the wire is cut.
  using OnMail = std::function<void(const pop3::MailFetched&)>;
  using Then = std::function<void(const ReadOutcome&)>;

  Pop3Call(Host& host, Channel::Options options, pop3::Plan plan, TlsWish tls, bool is_implicit,
           OnMail on_mail, Then then);
  void begin() override;

 protected:
  void on(const pop3::ClientEvent& event) override;
  void on_tls(const ChannelEvent& event) override;
  void lost(EndReason reason) override;

 private:
  void finish();

  TlsWish tls_;
  bool is_implicit_;
  OnMail on_mail_;
  Then then_;
  ReadOutcome outcome_;
};

class ImapCall : public SessionTalk<imap::Client, imap::ClientEvent> {
 public:
  // What the server says, as it comes: mails, counts, mails that are gone, commands that are done.
  using OnEvent = std::function<void(ImapCall&, const imap::ClientEvent&)>;
  using Then = std::function<void(const ReadOutcome&)>;

  ImapCall(Host& host, Channel::Options options, imap::ClientOptions plan,
           std::vector<imap::Step> steps, TlsWish tls, bool is_implicit, OnEvent on_event,
           Then then);
  void begin() override;
  std::string_view session_state() const override { return imap::name_of(session_.state()); }

  void add(imap::Step step);
  void end_idle();

 protected:
  void on(const imap::ClientEvent& event) override;
  void on_tls(const ChannelEvent& event) override;
  void lost(EndReason reason) override;

 private:
  void finish();

  TlsWish tls_;
  bool is_implicit_;
  OnEvent on_event_;
  Then then_;
  ReadOutcome outcome_;
};

}  // namespace mailscope::hosts
