// The part of a talk that knows no session: octets in, ends, patience, states.
#include "sim/hosts/talk.h"

#include "sim/hosts/host.h"

namespace mailscope::hosts {
namespace {

// As much as a client may have under way to us. What a client asks for in one go comes on top of it.
constexpr std::size_t k_unsent_octets_max = 256 * 1024;

}  // namespace

Talk::Talk(Host& host, Channel::Options options)
    : host_(host), env_(host.env()), channel_(host.env(), options), options_(options) {}

Talk::~Talk() {
  if (patience_timer_ != 0) host_.cancel(patience_timer_);
}

void Talk::received(std::string_view octets) {
  restart_patience();
  if (is_waiting_for_room_) return keep_unread(octets);
  channel_.receive(octets);
  pump();
}

void Talk::peer_closed() {
  if (is_waiting_for_room_) {
    is_end_unread_ = true;
    return;
  }
  channel_.transport_end();
  pump();
  feed_end();
  pump();
  channel_.close();
}

void Talk::ended(EndReason reason) {
  if (is_over_) return;
  end_reason_ = reason;
  if (!is_waiting_for_room_) {  // else what was asked for can be told nobody any more
    feed_end();
    pump();
  }
  is_over_ = true;
  lost(reason);
}

bool Talk::is_waiting_for_room() {
  if (is_waiting_for_room_) return true;
  const net::Endpoint endpoint = options_.endpoint;
  if (endpoint.side != Speaker::server) return false;
  if (env_.net.unsent_octets(endpoint) <= k_unsent_octets_max) return false;
  is_waiting_for_room_ = true;
  rested_cause_ = env_.recorder.cause();
  env_.net.ask_for_room(endpoint, k_unsent_octets_max / 2);
  return true;
}

void Talk::keep_unread(std::string_view octets) {
  unread_.push_back({std::string(octets), env_.recorder.cause()});
  unread_octets_ += octets.size();
  env_.net.set_unread(options_.endpoint, unread_octets_);
}

void Talk::room_made() {
  if (is_over_) return;
  restart_patience();
  is_waiting_for_room_ = false;
  env_.recorder.set_cause(rested_cause_);
  pump();
  while (!unread_.empty() && !is_over_ && !is_waiting_for_room()) {
    const Unread next = std::move(unread_.front());
    unread_.pop_front();
    unread_octets_ -= next.octets.size();
    env_.recorder.set_cause(next.cause);
    channel_.receive(next.octets);
    pump();
  }
  env_.net.set_unread(options_.endpoint, unread_octets_);
  if (is_end_unread_ && !is_over_ && !is_waiting_for_room()) {
    is_end_unread_ = false;
    peer_closed();
  }
}

void Talk::patience_ended() { give_up(); }

void Talk::give_up() {
  channel_.abort();
  ended(EndReason::timed_out);
}

void Talk::note_state(std::string_view state) {
  if (state.empty() || state == last_state_) return;
  env_.recorder.add(channel_.place(), SessionStateChanged{options_.protocol, options_.endpoint.side,
                                                          last_state_, std::string(state)});
  last_state_ = std::string(state);
}

void Talk::restart_patience() {
  if (patience_timer_ != 0) host_.cancel(patience_timer_);
  patience_timer_ = 0;
  if (patience_.us <= 0) return;
  patience_timer_ = host_.after(patience_, [this] {
    patience_timer_ = 0;
    if (is_over_) return;
    // In the middle of a handshake no words can be said, least of all in clear: it just ends. And who
    // has not taken what was said before would not take the last word.
    if (channel_.is_in_handshake()) return channel_.close();
    is_waiting_for_room_ ? give_up() : patience_ended();
  });
}

}  // namespace mailscope::hosts
