// What every host can do: hold talks, wait for timers, ask the DNS, tell what it is like.
//
// A host is wiring. The world hands it the network's events that are meant for it, and what people do.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sim/hosts/environment.h"
#include "sim/hosts/host_spec.h"
#include "sim/hosts/lookups.h"
#include "sim/hosts/talk.h"
#include "sim/trace/state.h"

namespace mailscope::hosts {

class Host {
 public:
  Host(Environment& env, HostId id, const HostSpec& spec);
  virtual ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  virtual void handle(const net::NetEvent& event);

  HostId id() const { return id_; }
  const std::string& name() const { return name_; }
  Environment& env() { return env_; }
  Lookups& lookups() { return lookups_; }

  // Calls back after so much virtual time. The returned number cancels it.
  std::uint64_t after(Duration delay, std::function<void()> then);
  void cancel(std::uint64_t timer);

  // Dials; the talk is made by `make` and lives until its connection ends.
  using MakeTalk = std::function<std::unique_ptr<Talk>(Channel::Options)>;
  Talk& dial(Ipv4 address, Port port, Protocol protocol, const MakeTalk& make);

  // A person speaks at this host's end of that connection, in place of the program. False: it has none.
  bool take_over(ConnectionId connection, std::vector<std::string> lines);

  // What resumes an earlier TLS session with that peer; empty: nothing does.
  std::string tls_session(const std::string& peer) const;
  void keep_tls_session(const std::string& peer, const std::string& session);

  // What the trace should have told about this host, from its own live state.
  void describe(HostState& state) const;
  // An administrator changes a setting. False: this host has no such setting or value.
  virtual bool change_setting(const std::string& key, const std::string& value);

  RecordNumber record(Payload payload);
  RecordNumber lead(Payload payload);  // and it is the cause of what follows
  void set_setting(const std::string& key, const std::string& value);  // records it
  void note_service(const ServiceOpened& service);  // records it; the derived class listens

 protected:
  virtual std::unique_ptr<Talk> accept(const net::Accepted&) { return nullptr; }
  virtual void datagram(const net::DatagramReceived&) {}
  virtual void packet(const net::PacketPassing&) {}
  virtual void describe_own(HostState&) const {}
  std::map<net::Endpoint, std::unique_ptr<Talk>>& talks() { return talks_; }

  Environment& env_;

 private:
  void take(const net::NetEvent& event);
  void reap();

  HostId id_;
  std::string name_;
  HostSpec spec_;
  std::map<std::string, std::string> settings_;
  std::vector<ServiceOpened> services_;
  std::vector<RecordNumber> screens_;
  std::map<net::Endpoint, std::unique_ptr<Talk>> talks_;
  std::map<std::uint64_t, std::function<void()>> waiting_;  // by token
  std::map<std::uint64_t, std::uint64_t> net_timers_;       // token -> the network's handle
  std::uint64_t next_token_ = 1;
  std::map<std::string, std::string> tls_sessions_;  // by peer
  Lookups lookups_;
};

}  // namespace mailscope::hosts
