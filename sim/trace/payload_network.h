// What a Record can say of the world as it stands, and of packets and connections in it.
#pragma once

#include "sim/trace/payload_kind.h"

namespace mailscope {

// ---- the world as it stands ------------------------------------------------------------------

struct HostAdded {  // record.host = the new host
  std::string name;
  HostRole role = HostRole::server;
  Ipv4 address{};
  Duration delay{};  // one way, from the host to the middle of the network
  HostId wire_of{};  // for a middlebox: the host on whose wire it sits
  MAILSCOPE_KIND("host-added") {
    visit("name", self.name), visit("role", self.role), visit("address", self.address);
    visit("delay", self.delay), visit("wire-of", self.wire_of);
  }
  friend bool operator==(const HostAdded&, const HostAdded&) = default;
};

struct ServiceOpened {  // record.host listens
  Protocol protocol = Protocol::none;
  Port port = 0;
  Security security = Security::none;
  std::string name;  // "submission", "relay", "imap", ...
  MAILSCOPE_KIND("service-opened") {
    visit("protocol", self.protocol), visit("port", self.port), visit("security", self.security);
    visit("name", self.name);
  }
  friend bool operator==(const ServiceOpened&, const ServiceOpened&) = default;
};

struct SettingChanged {
  std::string key, value;
  MAILSCOPE_KIND("setting") { visit("key", self.key), visit("value", self.value); }
  friend bool operator==(const SettingChanged&, const SettingChanged&) = default;
};

struct MailboxAdded {
  std::string account, mailbox;
  std::uint32_t uid_validity = 0;
  MAILSCOPE_KIND("mailbox-added") {
    visit("account", self.account), visit("mailbox", self.mailbox);
    visit("uid-validity", self.uid_validity);
  }
  friend bool operator==(const MailboxAdded&, const MailboxAdded&) = default;
};

struct MailboxRemoved {
  std::string account, mailbox;
  MAILSCOPE_KIND("mailbox-removed") {
    visit("account", self.account), visit("mailbox", self.mailbox);
  }
  friend bool operator==(const MailboxRemoved&, const MailboxRemoved&) = default;
};

struct MailboxRenamed {  // its mails go along, with their UIDs
  std::string account, from, to;
  std::uint32_t uid_validity = 0;  // of the new name
  MAILSCOPE_KIND("mailbox-renamed") {
    visit("account", self.account), visit("from", self.from), visit("to", self.to);
    visit("uid-validity", self.uid_validity);
  }
  friend bool operator==(const MailboxRenamed&, const MailboxRenamed&) = default;
};

// ---- packets and connections -------------------------------------------------------------------

// record.host put it on its wire, for record.peer (none: nobody has that address).
struct PacketSent {
  Octets packet;             // the whole IPv4 datagram
  bool is_injected = false;  // made up by a middlebox in somebody else's name
  MAILSCOPE_KIND("packet-sent") {
    visit("packet", self.packet), visit("injected", self.is_injected);
  }
  friend bool operator==(const PacketSent&, const PacketSent&) = default;
};

struct PacketChanged {  // record.host (a middlebox) let `packet` go on instead of what `sent` holds
  RecordNumber sent{};
  Octets packet;
  MAILSCOPE_KIND("packet-changed") { visit("sent", self.sent), visit("packet", self.packet); }
  friend bool operator==(const PacketChanged&, const PacketChanged&) = default;
};

struct PacketDropped {  // record.host threw it away (none: the network did)
  RecordNumber sent{};
  DropReason reason = DropReason::middlebox;
  MAILSCOPE_KIND("packet-dropped") { visit("sent", self.sent), visit("reason", self.reason); }
  friend bool operator==(const PacketDropped&, const PacketDropped&) = default;
};

struct PacketArrived {  // at record.host, from record.peer
  RecordNumber sent{};
  MAILSCOPE_KIND("packet-arrived") { visit("sent", self.sent); }
  friend bool operator==(const PacketArrived&, const PacketArrived&) = default;
};

struct ConnectionOpened {  // record.host dials record.peer: the first SYN follows
  Ipv4 client_address{}, server_address{};
  Port client_port = 0, server_port = 0;
  MAILSCOPE_KIND("connection-opened") {
    visit("client-address", self.client_address), visit("client-port", self.client_port);
    visit("server-address", self.server_address), visit("server-port", self.server_port);
  }
  friend bool operator==(const ConnectionOpened&, const ConnectionOpened&) = default;
};

struct TcpStateChanged {  // of record.host's end of record.connection
  TcpState from = TcpState::closed, to = TcpState::closed;
  MAILSCOPE_KIND("tcp-state") { visit("from", self.from), visit("to", self.to); }
  friend bool operator==(const TcpStateChanged&, const TcpStateChanged&) = default;
};

struct ConnectionEnded {  // as record.host sees it
  EndReason reason = EndReason::closed;
  MAILSCOPE_KIND("connection-ended") { visit("reason", self.reason); }
  friend bool operator==(const ConnectionEnded&, const ConnectionEnded&) = default;
};

}  // namespace mailscope
