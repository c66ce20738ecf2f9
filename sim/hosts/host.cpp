// Handing the network's events to the talk, timer or lookup that waits for them.
#include "sim/hosts/host.h"

namespace mailscope::hosts {

Host::Host(Environment& env, HostId id, const HostSpec& spec)
    : env_(env),
      id_(id),
      name_(spec.name),
      spec_(spec),
      lookups_(*this, spec.resolver.empty() || env.resolvers.count(spec.resolver) == 0
                          ? env.default_resolver
                          : env.resolvers.at(spec.resolver)) {}

// Talks give back their timers while those are still there.
Host::~Host() { talks_.clear(); }

void Host::handle(const net::NetEvent& event) {
  take(event);
  reap();
}

void Host::take(const net::NetEvent& event) {
  const auto talk_of = [&](net::Endpoint endpoint) -> Talk* {
    const auto found = talks_.find(endpoint);
    return found == talks_.end() ? nullptr : found->second.get();
  };
  if (const auto* accepted = std::get_if<net::Accepted>(&event)) {
    std::unique_ptr<Talk> made = accept(*accepted);
    if (!made) return env_.net.abort(accepted->endpoint);
    Talk& talk = *made;
    talks_[accepted->endpoint] = std::move(made);
    talk.begin();
  } else if (const auto* connected = std::get_if<net::Connected>(&event)) {
    if (Talk* talk = talk_of(connected->endpoint)) talk->begin();
  } else if (const auto* received = std::get_if<net::Received>(&event)) {
    if (Talk* talk = talk_of(received->endpoint)) talk->received(received->octets);
  } else if (const auto* closed = std::get_if<net::PeerClosed>(&event)) {
    if (Talk* talk = talk_of(closed->endpoint)) talk->peer_closed();
  } else if (const auto* room = std::get_if<net::RoomMade>(&event)) {
    if (Talk* talk = talk_of(room->endpoint)) talk->room_made();
  } else if (const auto* ended = std::get_if<net::Ended>(&event)) {
    if (Talk* talk = talk_of(ended->endpoint)) talk->ended(ended->reason);
  } else if (const auto* datagram_received = std::get_if<net::DatagramReceived>(&event)) {
    if (!lookups_.receive(*datagram_received)) datagram(*datagram_received);
  } else if (const auto* timer = std::get_if<net::TimerFired>(&event)) {
    auto node = waiting_.extract(timer->token);
    net_timers_.erase(timer->token);
    if (!node.empty()) node.mapped()();
  } else if (const auto* passing = std::get_if<net::PacketPassing>(&event)) {
    packet(*passing);
  }
}

// A talk is only destroyed here, never while one of its own functions runs.
void Host::reap() {
  std::erase_if(talks_, [](const auto& entry) { return entry.second->is_over(); });
}

std::uint64_t Host::after(Duration delay, std::function<void()> then) {
  const std::uint64_t token = next_token_++;
  waiting_[token] = std::move(then);
  net_timers_[token] = env_.net.after(id_, delay, token);
  return token;
}

void Host::cancel(std::uint64_t timer) {
  const auto found = net_timers_.find(timer);
  if (found == net_timers_.end()) return;
  env_.net.cancel(found->second);
  net_timers_.erase(found);
  waiting_.erase(timer);
}

Talk& Host::dial(Ipv4 address, Port port, Protocol protocol, const MakeTalk& make) {
  const net::Endpoint endpoint = env_.net.connect(id_, address, port);
  std::unique_ptr<Talk> talk = make({id_, env_.net.host_at(address), endpoint, protocol});
  Talk& reference = *talk;
  talks_[endpoint] = std::move(talk);
  return reference;
}

bool Host::take_over(ConnectionId connection, std::vector<std::string> lines) {
  for (const auto& [endpoint, talk] : talks_) {
    if (endpoint.connection != connection || talk->is_over()) continue;
    talk->channel().take_over(std::move(lines));
    return true;
  }
  return false;
}

std::string Host::tls_session(const std::string& peer) const {
  const auto found = tls_sessions_.find(peer);
  return found == tls_sessions_.end() ? std::string() : found->second;
}

void Host::keep_tls_session(const std::string& peer, const std::string& session) {
  tls_sessions_[peer] = session;
}

void Host::describe(HostState& state) const {
  state.name = name_;
  state.role = spec_.role;
  state.address = spec_.address;
  state.delay = spec_.delay;
  if (spec_.middlebox) state.wire_of = env_.host_ids.at(spec_.middlebox->wire_of);
  state.services = services_;
  state.settings = settings_;
  state.screens = screens_;
  for (const auto& [endpoint, talk] : talks_) {
    if (endpoint.side == Speaker::server &&
        talks_.count({endpoint.connection, Speaker::client}) > 0) {
      continue;  // a host that talks to itself: its client's end stands for both
    }
    const TcpState tcp = env_.net.state_of(endpoint);
    if (tcp == TcpState::closed) continue;
    EndState& end = state.connections[endpoint.connection];
    end.tcp = tcp;
    end.session = std::string(talk->session_state());
    if (!end.session.empty()) end.protocol = talk->protocol();
    end.is_encrypted = talk->channel().is_encrypted();
  }
  describe_own(state);
}

bool Host::change_setting(const std::string&, const std::string&) { return false; }

RecordNumber Host::record(Payload payload) {
  const bool is_screen = std::holds_alternative<ScreenShown>(payload);
  const RecordNumber number = env_.recorder.add({id_, {}, {}}, std::move(payload));
  if (is_screen) screens_.push_back(number);
  return number;
}

RecordNumber Host::lead(Payload payload) {
  const RecordNumber number = record(std::move(payload));
  env_.recorder.set_cause(number);
  return number;
}

void Host::set_setting(const std::string& key, const std::string& value) {
  settings_[key] = value;
  record(SettingChanged{key, value});
}

void Host::note_service(const ServiceOpened& service) {
  services_.push_back(service);
  record(service);
}

}  // namespace mailscope::hosts
