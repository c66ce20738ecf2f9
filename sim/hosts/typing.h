// Somebody at a host who speaks a protocol by hand: each line after the answer to the one before.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/hosts/host.h"
#include "sim/hosts/smtp_call.h"
#include "sim/wire/typist.h"

namespace mailscope::hosts {

class TypingTalk : public SessionTalk<wire::Typist, wire::TypistEvent> {
 public:
  using Done = std::function<void()>;
  TypingTalk(Host& host, Channel::Options options, std::vector<wire::Keystroke> keystrokes,
             wire::IsReplyWhole is_reply_whole, TlsWish tls, bool is_implicit, Done done);
  void begin() override;

 protected:
  void on(const wire::TypistEvent& event) override;
  void on_tls(const ChannelEvent& event) override;
  void lost(EndReason reason) override;

 private:
  void finish();

  TlsWish tls_;
  bool is_implicit_;
  Done done_;
};

// What is spoken on this port by custom: SMTP unless it is one of POP3's or IMAP's.
Protocol protocol_of_port(Port port);

// When a reply of this protocol is whole.
wire::IsReplyWhole reply_rule_of(Protocol protocol);

// Lines as typed into a terminal: after DATA the mail's lines follow up to "."; STARTTLS and STLS
// begin TLS when the server agrees.
std::vector<wire::Keystroke> keystrokes_for(Protocol protocol,
                                            const std::vector<std::string>& lines);

// `server`: a DNS name, an IPv4 address, or a host's short name.
void type_lines(Host& host, const std::string& server, Port port, bool is_tls,
                const std::vector<std::string>& lines, TypingTalk::Done done);

// The address of a server by its short name, address or DNS name; nothing, and a word on the screen,
// when there is none.
void find_server(Host& host, const std::string& server,
                 const std::function<void(std::optional<Ipv4>)>& then);

}  // namespace mailscope::hosts
