// The part of a talk that knows no session: octets in, ends, patience, states.
#include "sim/hosts/talk.h"

#include "sim/hosts/host.h"

namespace mailscope::hosts {

Talk::Talk(Host& host, Channel::Options options)
    : host_(host), env_(host.env()), channel_(host.env(), options), options_(options) {}

Talk::~Talk() {
  if (patience_timer_ != 0) host_.cancel(patience_timer_);
}

void Talk::received(std::string_view octets) {
  restart_patience();
  channel_.receive(octets);
  pump();
}

void Talk::peer_closed() {
  channel_.transport_end();
  pump();
  feed_end();
  pump();
  channel_.close();
}

void Talk::ended(EndReason reason) {
  if (is_over_) return;
  end_reason_ = reason;
  feed_end();
  pump();
  is_over_ = true;
  lost(reason);
}

void Talk::patience_ended() {
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
    if (!is_over_) patience_ended();
  });
}

}  // namespace mailscope::hosts
