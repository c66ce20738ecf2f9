// What every host is like at a point of the Trace, folded from its records and nothing else.
//
//   const WorldState state = fold(trace, cursor);
//   for (const auto& [id, mail] : state.host(mx).queue) ...
//
// `fold` starts from nothing; `Folder` keeps snapshots so that scrubbing back and forth is quick.
// The world's own final state in the same shape equals fold(trace, trace.last()): a test holds it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/trace/trace.h"

namespace mailscope {

struct QueuedMail {
  std::string reverse_path;
  std::vector<std::string> recipients;  // those not yet done
  std::string content;
  std::map<std::string, std::string> why_deferred;  // recipient -> the last reason
  std::uint32_t attempt = 0;
  Time next_attempt{};
  friend bool operator==(const QueuedMail&, const QueuedMail&) = default;
};

struct StoredMail {
  std::vector<std::string> flags;
  std::string content;
  friend bool operator==(const StoredMail&, const StoredMail&) = default;
};

struct MailboxState {
  std::uint32_t uid_validity = 0;
  std::map<std::uint32_t, StoredMail> mails;  // by UID
  friend bool operator==(const MailboxState&, const MailboxState&) = default;
};

struct CachedAnswer {
  std::vector<std::string> answers;
  Time expires{};
  friend bool operator==(const CachedAnswer&, const CachedAnswer&) = default;
};

struct EndState {  // of one end of a connection
  TcpState tcp = TcpState::closed;
  std::string session;  // name of the session's state; empty before it has one
  Protocol protocol = Protocol::none;
  bool is_encrypted = false;
  friend bool operator==(const EndState&, const EndState&) = default;
};

struct LearntSecret {
  RecordNumber record{};
  SecretKind kind = SecretKind::password;
  std::string value, owner;
  friend bool operator==(const LearntSecret&, const LearntSecret&) = default;
};

struct HostState {
  std::string name;
  HostRole role = HostRole::server;
  Ipv4 address{};
  Duration delay{};
  HostId wire_of{};
  std::vector<ServiceOpened> services;
  std::map<std::string, std::string> settings;
  std::map<std::string, QueuedMail> queue;                                // by queue id
  std::map<std::pair<std::string, std::string>, MailboxState> mailboxes;  // by account, mailbox
  std::map<std::pair<std::string, std::string>, CachedAnswer> dns_cache;  // by name, type
  std::map<ConnectionId, EndState> connections;                           // those alive
  std::vector<RecordNumber> screens;  // what its user was told, in order
  std::vector<LearntSecret> secrets;
  friend bool operator==(const HostState&, const HostState&) = default;
};

struct ConnectionState {
  HostId client{}, server{};
  Ipv4 client_address{}, server_address{};
  Port client_port = 0, server_port = 0;
  friend bool operator==(const ConnectionState&, const ConnectionState&) = default;
};

struct WorldState {
  std::vector<HostState> hosts;                         // hosts[id.value - 1]
  std::map<ConnectionId, ConnectionState> connections;  // every one that was opened so far

  const HostState& host(HostId id) const;
  friend bool operator==(const WorldState&, const WorldState&) = default;
};

// Takes one more record into account. Unknown hosts or mails in a foreign trace are ignored.
void apply(WorldState& state, const Record& record);

WorldState fold(const Trace& trace, Cursor cursor);

// The same, with snapshots every `k_snapshot_every` records: any cursor in bounded work.
class Folder {
 public:
  explicit Folder(const Trace& trace) : trace_(&trace) {}
  const WorldState& at(Cursor cursor);

 private:
  static constexpr std::uint32_t k_snapshot_every = 2'000;
  const Trace* trace_;
  std::vector<WorldState> snapshots_;  // snapshots_[i] = after record (i + 1) * k_snapshot_every
  WorldState current_;
  Cursor current_cursor_{};
};

}  // namespace mailscope
