// The server's end of an SMTP connection: ports 25, 587, 465. The session asks, the host's rules answer.
//
// Some answers take time: the DNS is asked first, or the client has earned a wait. The session waits
// for its one open question; whatever comes back for a door that is gone meanwhile is forgotten.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "sim/hosts/mail_server.h"
#include "sim/hosts/recipient_rules.h"
#include "sim/hosts/sender_checks.h"

namespace mailscope::hosts {

class SmtpDoor : public SessionTalk<smtp::Server, smtp::ServerEvent> {
 public:
  SmtpDoor(MailServer& server, Channel::Options options, const ServiceSpec& service, Ipv4 client);
  void begin() override;
  std::string_view session_state() const override { return smtp::name_of(session_.state()); }

 protected:
  void on(const smtp::ServerEvent& event) override;
  void on_tls(const ChannelEvent& event) override;
  void patience_ended() override;

 private:
  void greet();
  void answer_login(const smtp::AuthAsked& asked);
  void answer_mail(const smtp::MailAsked& asked);
  void answer_recipient(const smtp::RecipientAsked& asked);
  void answer_message(const smtp::MessageReceived& message);
  void answer_verify(const smtp::VerifyAsked& asked);
  std::string received_field(const smtp::Transaction& transaction, const std::string& id) const;

  // smtp_door_checks.cpp: asks the DNS where that is wanted; `then` only if nothing refused.
  void check_block_lists(CheckAt at, const std::function<void()>& then);
  void take_block_lists(const policy::Decision& decision, const std::function<void()>& then);
  void check_sender(const std::function<void()>& then);
  void check_mail(const smtp::MessageReceived& message);
  void take_mail(const smtp::Transaction& transaction, std::string content,
                 const MailQueue::Checked& checked);

  // Records the ruling and answers by it.
  void rule(const Ruling& ruling);
  // The verdict, at once or after what the tarpit makes this client wait.
  void answer(smtp::Verdict verdict);
  // Does `then` only while this door still stands and its session still waits.
  std::function<void()> if_still_asked(std::function<void()> then);

  MailServer& server_;
  ServiceSpec service_;
  Ipv4 client_;
  std::optional<policy::Decision> listing_;  // what the block lists said of this client
  std::shared_ptr<SenderChecks> checks_;
  std::string reverse_path_;
  std::string login_mechanism_;
  bool is_login_ruled_ = false;  // the login that ends now was put to the host
  int errors_ = 0;               // refused so far
  std::shared_ptr<const bool> life_ = std::make_shared<bool>(true);  // ends with the door
};

}  // namespace mailscope::hosts
