// The fold: one small function for each kind of record that changes what a host is like.
#include "sim/trace/state.h"

#include <algorithm>

namespace mailscope {
namespace {

// The record's host, or null when the trace never introduced it.
HostState* host_of(WorldState& state, HostId id) {
  if (id.is_none() || id.value > state.hosts.size()) return nullptr;
  return &state.hosts[id.value - 1];
}

struct Apply {
  WorldState& state;
  const Record& record;
  HostState* host;

  void operator()(const HostAdded& added) const {
    if (record.place.host.value != state.hosts.size() + 1) return;
    HostState fresh;
    fresh.name = added.name;
    fresh.role = added.role;
    fresh.address = added.address;
    fresh.delay = added.delay;
    fresh.wire_of = added.wire_of;
    state.hosts.push_back(std::move(fresh));
  }
  void operator()(const ServiceOpened& service) const {
    if (host) host->services.push_back(service);
  }
  void operator()(const SettingChanged& setting) const {
    if (host) host->settings[setting.key] = setting.value;
  }
  void operator()(const MailboxAdded& added) const {
    if (host) host->mailboxes[{added.account, added.mailbox}].uid_validity = added.uid_validity;
  }
  void operator()(const MailboxRemoved& removed) const {
    if (host) host->mailboxes.erase({removed.account, removed.mailbox});
  }
  void operator()(const MailboxRenamed& renamed) const {
    if (!host) return;
    auto node = host->mailboxes.extract({renamed.account, renamed.from});
    if (node.empty()) return;
    node.key().second = renamed.to;
    node.mapped().uid_validity = renamed.uid_validity;
    host->mailboxes.insert(std::move(node));
  }
  void operator()(const ConnectionOpened& opened) const {
    ConnectionState& connection = state.connections[record.place.connection];
    connection.client = record.place.host;
    connection.server = record.place.peer;
    connection.client_address = opened.client_address;
    connection.server_address = opened.server_address;
    connection.client_port = opened.client_port;
    connection.server_port = opened.server_port;
  }
  // An end lives from its first TCP state until it is CLOSED, TIME-WAIT included.
  void operator()(const TcpStateChanged& change) const {
    if (!host || record.place.connection.is_none()) return;
    if (change.to == TcpState::closed) {
      host->connections.erase(record.place.connection);
    } else {
      host->connections[record.place.connection].tcp = change.to;
    }
  }
  void operator()(const SessionStateChanged& change) const {
    if (EndState* end = end_of_connection()) {
      end->session = change.to;
      end->protocol = change.protocol;
    }
  }
  void operator()(const TlsEstablished&) const {
    if (EndState* end = end_of_connection()) end->is_encrypted = true;
  }
  void operator()(const CacheChanged& cached) const {
    if (host) host->dns_cache[{cached.name, cached.type}] = {cached.answers, cached.expires};
  }
  void operator()(const MailQueued& queued) const {
    if (!host) return;
    QueuedMail& mail = host->queue[queued.queue_id];
    mail.reverse_path = queued.reverse_path;
    mail.recipients = queued.recipients;
    mail.content = queued.content;
  }
  void operator()(const MailDeferred& deferred) const {
    if (QueuedMail* mail = queued_mail(deferred.queue_id)) {
      mail->why_deferred[deferred.recipient] = deferred.why;
      mail->attempt = deferred.attempt;
      mail->next_attempt = deferred.next_attempt;
    }
  }
  void operator()(const RecipientDone& done) const {
    QueuedMail* mail = queued_mail(done.queue_id);
    if (!mail) return;
    auto& left = mail->recipients;
    const auto found = std::find(left.begin(), left.end(), done.recipient);
    if (found != left.end()) left.erase(found);
    mail->why_deferred.erase(done.recipient);
  }
  void operator()(const MailUnqueued& unqueued) const {
    if (host) host->queue.erase(unqueued.queue_id);
  }
  void operator()(const MailStored& stored) const {
    if (!host) return;
    host->mailboxes[{stored.account, stored.mailbox}].mails[stored.uid] = {stored.flags,
                                                                           stored.content};
  }
  void operator()(const MailDeleted& deleted) const {
    if (MailboxState* mailbox = mailbox_named(deleted.account, deleted.mailbox)) {
      mailbox->mails.erase(deleted.uid);
    }
  }
  void operator()(const FlagsChanged& changed) const {
    MailboxState* mailbox = mailbox_named(changed.account, changed.mailbox);
    if (!mailbox) return;
    const auto found = mailbox->mails.find(changed.uid);
    if (found != mailbox->mails.end()) found->second.flags = changed.flags;
  }
  void operator()(const ScreenShown&) const {
    if (host) host->screens.push_back(record.number);
  }
  void operator()(const SecretLearnt& secret) const {
    if (host) host->secrets.push_back({record.number, secret.kind, secret.value, secret.owner});
  }

  // What passes leaves no state behind.
  void operator()(const PacketSent&) const {}
  void operator()(const PacketChanged&) const {}
  void operator()(const PacketDropped&) const {}
  void operator()(const PacketArrived&) const {}
  void operator()(const Said&) const {}
  void operator()(const Understood&) const {}
  void operator()(const ConnectionEnded&) const {}
  void operator()(const TlsMessage&) const {}
  void operator()(const TlsFailed&) const {}
  void operator()(const TlsSecret&) const {}
  void operator()(const DnsSaid&) const {}
  void operator()(const LookupDone&) const {}
  void operator()(const Decision&) const {}
  void operator()(const PersonActed&) const {}
  void operator()(const BudgetReached&) const {}
  void operator()(const InterventionMade&) const {}

 private:
  EndState* end_of_connection() const {
    if (!host) return nullptr;
    const auto found = host->connections.find(record.place.connection);
    return found == host->connections.end() ? nullptr : &found->second;
  }
  QueuedMail* queued_mail(const std::string& queue_id) const {
    if (!host) return nullptr;
    const auto found = host->queue.find(queue_id);
    return found == host->queue.end() ? nullptr : &found->second;
  }
  MailboxState* mailbox_named(const std::string& account, const std::string& mailbox) const {
    if (!host) return nullptr;
    const auto found = host->mailboxes.find({account, mailbox});
    return found == host->mailboxes.end() ? nullptr : &found->second;
  }
};

}  // namespace

const HostState& WorldState::host(HostId id) const {
  MUST(!id.is_none() && id.value <= hosts.size());
  return hosts[id.value - 1];
}

void apply(WorldState& state, const Record& record) {
  std::visit(Apply{state, record, host_of(state, record.place.host)}, record.payload);
}

WorldState fold(const Trace& trace, Cursor cursor) {
  WorldState state;
  for (std::uint32_t number = 1; number <= cursor.value; ++number) apply(state, trace.at({number}));
  return state;
}

const WorldState& Folder::at(Cursor cursor) {
  MUST(cursor <= trace_->last());
  const std::uint32_t wanted = cursor.value / k_snapshot_every;
  if (cursor < current_cursor_ || wanted > current_cursor_.value / k_snapshot_every) {
    const std::uint32_t known = std::min(wanted, static_cast<std::uint32_t>(snapshots_.size()));
    const bool is_ahead =
        cursor >= current_cursor_ && known * k_snapshot_every <= current_cursor_.value;
    if (!is_ahead) {
      current_ = known == 0 ? WorldState{} : snapshots_[known - 1];
      current_cursor_ = {known * k_snapshot_every};
    }
  }
  while (current_cursor_ < cursor) {
    ++current_cursor_.value;
    apply(current_, trace_->at(current_cursor_));
    const bool is_due = current_cursor_.value % k_snapshot_every == 0;
    if (is_due && snapshots_.size() < current_cursor_.value / k_snapshot_every) {
      snapshots_.push_back(current_);
    }
  }
  return current_;
}

}  // namespace mailscope
