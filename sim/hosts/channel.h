// One end of a connection as a session's owner sees it: plain text in and out, TLS in between.
//
// Records what is said and understood, and each TLS message; knows no protocol. What a peer outside
// the simulation said is recorded when it is understood here, as is its part of a handshake. The owner feeds it
// with what the network brings and reads plain text and events:
//
//   channel.receive(octets_from_net);
//   while (auto event = channel.next()) ...          // TlsUp, TlsDown
//   session.receive(channel.take_plaintext());
//   channel.hear(line);                               // the session understood this
//   channel.say(session.take_output());
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/hosts/environment.h"
#include "sim/hosts/hand.h"
#include "sim/tls/tls_endpoint.h"
#include "sim/wire/line.h"

namespace mailscope::hosts {

struct TlsUp {
  tls::HandshakeDone done;
};
struct TlsDown {  // the handshake failed, or a record could not be read: nothing more can be said
  std::string code;  // kebab-case, as TlsFailed has it
  tls::Failed failed;
};
using ChannelEvent = std::variant<TlsUp, TlsDown>;

// "unknown-authority", "name-mismatch", "not-tls", ...: a stable word for what went wrong.
std::string code_of(const tls::Failed& failed);

class Channel {
 public:
  struct Options {
    HostId self{}, peer{};
    net::Endpoint endpoint{};
    Protocol protocol = Protocol::none;
  };
  Channel(Environment& env, Options options) : env_(env), options_(options) {}

  // `keep_session`: called with what resumes this session later, when the server gives a ticket.
  using KeepSession = std::function<void(const std::string& session)>;
  void start_tls(tls::TlsEndpoint::Options tls_options, KeepSession keep_session = {});
  void receive(std::string_view octets);
  void transport_end();  // the peer's FIN
  std::string take_plaintext();
  std::optional<ChannelEvent> next();

  // Records the line as understood and makes that the cause of what follows.
  void hear(const Line& line);
  void say(const std::vector<Line>& lines);
  // A person speaks here from now on, until the lines are used up (hand.h).
  void take_over(std::vector<std::string> lines);
  void close();  // close_notify where there is TLS, then FIN
  void abort();

  bool is_encrypted() const { return is_encrypted_; }
  bool is_in_handshake() const { return tls_.has_value() && !is_encrypted_; }
  const std::string& tls_suite() const { return tls_suite_; }
  Place place() const { return {options_.self, options_.peer, options_.endpoint.connection}; }
  net::Endpoint endpoint() const { return options_.endpoint; }

 private:
  Speaker own_side() const { return options_.endpoint.side; }
  Speaker other_side() const {
    return own_side() == Speaker::client ? Speaker::server : Speaker::client;
  }
  void say_now(const std::vector<Line>& lines);
  // The peer is a program outside the simulation, whose own account of itself nobody has.
  bool is_peer_outside() const { return !env_.outside.is_none() && options_.peer == env_.outside; }
  Place peer_place() const { return {options_.peer, options_.self, options_.endpoint.connection}; }
  void drain_tls();
  void take(const tls::Event& event);
  void send_tls_output();

  Environment& env_;
  Options options_;
  std::optional<tls::TlsEndpoint> tls_;
  KeepSession keep_session_;
  bool is_encrypted_ = false;
  bool is_closed_ = false;
  std::string tls_suite_;
  std::string plaintext_;
  std::optional<Hand> hand_;
  std::deque<ChannelEvent> events_;
  RecordNumber last_tls_record_{};
};

}  // namespace mailscope::hosts
