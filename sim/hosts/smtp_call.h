// One outgoing SMTP connection: used by mail clients to submit and by relays to hand on.
//
// Says what the plan says and gathers what came of it; what that means is its user's to decide.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/dns/dns_record.h"
#include "sim/hosts/host.h"
#include "sim/smtp/smtp_client.h"

namespace mailscope::hosts {

struct TlsWish {
  std::string server_name;  // SNI, and the name that the certificate must have
  bool verifies = true;
  std::vector<dns::Tlsa> tlsa = {};  // one of these must match what the server shows (RFC 7672)
};

struct SmtpOutcome {
  bool was_connected = false;
  EndReason end = EndReason::closed;                // why the connection ended, if it did too early
  std::vector<smtp::RecipientAnswered> recipients;  // in the order of the answers
  std::optional<smtp::MailAnswered> mail;           // none: the mail was never answered
  std::optional<smtp::Failed> failed;
  std::optional<smtp::AuthTried> auth;
  std::string tls_failure;           // code of a failed handshake; empty: none
  bool gave_up_without_tls = false;  // wanted, not offered, required
  bool was_encrypted = false;
  std::string certificate_fault;  // of a certificate that nobody insisted on; empty: none
};

class SmtpCall : public SessionTalk<smtp::Client, smtp::ClientEvent> {
 public:
  using Then = std::function<void(const SmtpOutcome&)>;

  // `is_implicit`: TLS from the first octet.
  SmtpCall(Host& host, Channel::Options options, smtp::Plan plan, TlsWish tls, bool is_implicit,
           Then then);

  void begin() override;

 protected:
  void on(const smtp::ClientEvent& event) override;
  void on_tls(const ChannelEvent& event) override;
  void lost(EndReason reason) override;
  void pump() override;

 private:
  void start_tls();
  void decide_tls(const smtp::TlsDecided& decided);
  void finish();
  bool is_known_certificate(const tls::HandshakeDone& done);
  void tls_down(const std::string& code, const std::string& why);

  TlsWish tls_;
  bool is_implicit_;
  Then then_;
  SmtpOutcome outcome_;
  smtp::Client::Awaited awaited_ = smtp::Client::Awaited::nothing;
};

// A client's handshake: resumes an earlier session with that server when it has a ticket (RFC 8446, 2.2).
void start_client_tls(Host& host, Channel& channel, const TlsWish& wish);

// The decision of any client about STARTTLS, for the trace.
Decision tls_decision(wire::TlsPolicy policy, wire::TlsDecision decision, bool is_offered);

}  // namespace mailscope::hosts
