// One end of one connection with its session on it: what a host has for each connection it is in.
//
// A Talk moves octets between channel and session and keeps their order; what the session's events
// mean is said by the derived class. Sessions of all protocols fit (see sim/wire/line.h).
//
// A server's talk does not run ahead of a client that does not read: while too much of what was said is
// unsent, its session rests, and what the client says meanwhile stays unread and closes the window.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "sim/hosts/channel.h"

namespace mailscope::hosts {

class Host;

class Talk {
 public:
  Talk(Host& host, Channel::Options options);
  virtual ~Talk();
  Talk(const Talk&) = delete;
  Talk& operator=(const Talk&) = delete;

  // From the network.
  virtual void begin() = 0;  // the connection stands
  void received(std::string_view octets);
  void peer_closed();
  void ended(EndReason reason);
  void room_made();

  // Closes after so long without a word from the peer (RFC 5321, section 4.5.3.2; RFC 1939, section 3).
  void set_patience(Duration patience) { patience_ = patience; }

  bool is_over() const { return is_over_; }
  Protocol protocol() const { return options_.protocol; }
  Channel& channel() { return channel_; }
  const Channel& channel() const { return channel_; }
  // The name of the session's state, for the view; empty when it has none.
  virtual std::string_view session_state() const { return {}; }

 protected:
  virtual void pump() = 0;
  virtual void feed(std::string_view plaintext) = 0;
  virtual void feed_end() = 0;
  virtual void lost(EndReason) {}  // the connection is gone before the session was done
  // Nothing was heard for so long: says so in the session's words, if the protocol has some. Never called
  // during a TLS handshake, where nobody could read them.
  virtual void patience_ended();

  // Note a new state of the session in the trace.
  void note_state(std::string_view state);
  void restart_patience();
  // Too much is unsent: nothing more is done until the client has taken its part.
  bool is_waiting_for_room();
  // How the connection ended, known already while the session is told of the end.
  EndReason end_reason() const { return end_reason_; }

  Host& host_;
  Environment& env_;
  Channel channel_;
  Channel::Options options_;

 private:
  struct Unread {
    std::string octets;
    RecordNumber cause;
  };

  void give_up();
  void keep_unread(std::string_view octets);

  std::string last_state_;
  Duration patience_{};
  std::uint64_t patience_timer_ = 0;
  bool is_over_ = false;
  EndReason end_reason_ = EndReason::closed;

  bool is_waiting_for_room_ = false, is_end_unread_ = false;
  RecordNumber rested_cause_{};  // what the session worked on when it had to rest
  std::deque<Unread> unread_;
  std::size_t unread_octets_ = 0;
};

template <class Session, class Event>
class SessionTalk : public Talk {
 public:
  template <class... Args>
  SessionTalk(Host& host, Channel::Options options, Args&&... args)
      : Talk(host, options), session_(std::forward<Args>(args)...) {}

  Session& session() { return session_; }

 protected:
  virtual void on(const Event& event) = 0;
  virtual void on_tls(const ChannelEvent& event) = 0;

  void feed(std::string_view plaintext) override { session_.receive(plaintext); }
  void feed_end() override { session_.receive_end(); }

  // Until nothing moves: TLS events, plain text into the session, its events, what it says.
  void pump() override {
    if (is_pumping_) return;
    is_pumping_ = true;
    bool is_moving = true;
    while (is_moving && !is_over() && !is_waiting_for_room()) {
      is_moving = false;
      while (auto event = channel_.next()) {
        is_moving = true;
        on_tls(*event);
      }
      const std::string text = channel_.take_plaintext();
      if (!text.empty()) {
        is_moving = true;
        feed(text);
      }
      while (!is_waiting_for_room()) {
        const auto event = session_.next();
        if (!event) break;
        is_moving = true;
        take(*event);
        note_state(session_state());
        channel_.say(session_.take_output());
      }
      channel_.say(session_.take_output());
      note_state(session_state());
    }
    is_pumping_ = false;
  }

  Session session_;

 private:
  void take(const Event& event) {
    if (const auto* heard = std::get_if<Heard>(&event)) {
      channel_.hear(heard->line);
    } else {
      on(event);
    }
  }

  bool is_pumping_ = false;
};

}  // namespace mailscope::hosts
