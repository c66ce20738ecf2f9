// The server's end of a connection, one class a protocol: the session's questions, answered by the host.
#pragma once

#include "sim/hosts/mail_server.h"
#include "sim/imap/imap_server.h"
#include "sim/pop3/pop3_server.h"

namespace mailscope::hosts {

// New for every connection: for SCRAM and CRAM-MD5.
std::string nonce_for(MailServer& server, const Channel::Options& channel);

// Ports 110, 995.
class Pop3Door : public SessionTalk<pop3::Server, pop3::ServerEvent> {
 public:
  Pop3Door(MailServer& server, Channel::Options options, const ServiceSpec& service);
  ~Pop3Door() override;
  void begin() override;
  std::string_view session_state() const override { return pop3::name_of(session_.state()); }

 protected:
  void on(const pop3::ServerEvent& event) override;
  void on_tls(const ChannelEvent& event) override;
  void lost(EndReason reason) override;
  void patience_ended() override;

 private:
  void answer_login(const pop3::LoginAsked& asked);
  void update(const std::vector<std::size_t>& numbers);
  void release();

  MailServer& server_;
  ServiceSpec service_;
  store::Account* account_ = nullptr;  // locked while not null
  std::vector<store::Uid> maildrop_;   // by number - 1
};

// Ports 143, 993.
class ImapDoor : public SessionTalk<imap::Server, imap::ServerEvent> {
 public:
  ImapDoor(MailServer& server, Channel::Options options, const ServiceSpec& service);
  void begin() override;
  std::string_view session_state() const override { return imap::name_of(session_.state()); }

  const store::Account* account() const { return account_; }
  // Another session or a delivery has changed the account.
  void account_changed();

 protected:
  void on(const imap::ServerEvent& event) override;
  void on_tls(const ChannelEvent& event) override;
  void patience_ended() override;
  void feed(std::string_view plaintext) override;

 private:
  MailServer& server_;
  ServiceSpec service_;
  store::Account* account_ = nullptr;
};

}  // namespace mailscope::hosts
