// What a Record can say of dialogues: lines, states of sessions, TLS, DNS.
#pragma once

#include "sim/trace/payload_kind.h"

namespace mailscope {

struct Said {  // record.host said it to record.peer
  Protocol protocol = Protocol::none;
  Speaker speaker = Speaker::client;
  LineKind kind = LineKind::command;
  bool is_encrypted = false;
  std::string text;  // octets as the session said them, with CR LF
  MAILSCOPE_KIND("said") {
    visit("protocol", self.protocol), visit("speaker", self.speaker), visit("line", self.kind);
    visit("encrypted", self.is_encrypted), visit("text", self.text);
  }
  friend bool operator==(const Said&, const Said&) = default;
};

// record.host read this from record.peer; it need not be what was said (sim/trace/hearsay.h).
struct Understood {
  Protocol protocol = Protocol::none;
  Speaker speaker = Speaker::client;  // who is quoted
  LineKind kind = LineKind::command;
  bool is_encrypted = false;
  std::string text;
  MAILSCOPE_KIND("understood") {
    visit("protocol", self.protocol), visit("speaker", self.speaker), visit("line", self.kind);
    visit("encrypted", self.is_encrypted), visit("text", self.text);
  }
  friend bool operator==(const Understood&, const Understood&) = default;
};

struct SessionStateChanged {  // of record.host's session, by the names of its table of states
  Protocol protocol = Protocol::none;
  Speaker side = Speaker::server;
  std::string from, to;
  MAILSCOPE_KIND("session-state") {
    visit("protocol", self.protocol), visit("side", self.side), visit("from", self.from);
    visit("to", self.to);
  }
  friend bool operator==(const SessionStateChanged&, const SessionStateChanged&) = default;
};

struct TlsMessage {  // record.host sent it to record.peer
  std::string name;  // "ClientHello", ... as RFC 8446, section 4 spells them
  bool is_encrypted = false;
  std::uint32_t octet_count = 0;
  Facts facts;  // version, suite, server-name, ...
  MAILSCOPE_KIND("tls-message") {
    visit("name", self.name), visit("encrypted", self.is_encrypted);
    visit("octets", self.octet_count), visit("facts", self.facts);
  }
  friend bool operator==(const TlsMessage&, const TlsMessage&) = default;
};

struct TlsEstablished {  // record.host's end is done
  std::string version, suite;
  Facts facts;  // peer certificate, verified yes/no, ...
  MAILSCOPE_KIND("tls-established") {
    visit("version", self.version), visit("suite", self.suite), visit("facts", self.facts);
  }
  friend bool operator==(const TlsEstablished&, const TlsEstablished&) = default;
};

struct TlsFailed {
  std::string code;  // kebab-case: "unknown-authority", "wrong-name", "expired", ...
  Facts facts;
  MAILSCOPE_KIND("tls-failed") { visit("code", self.code), visit("facts", self.facts); }
  friend bool operator==(const TlsFailed&, const TlsFailed&) = default;
};

struct TlsSecret {  // one line of an NSS key log; recorded once, by the client's end
  std::string label;
  Octets client_random, secret;
  MAILSCOPE_KIND("tls-secret") {
    visit("label", self.label), visit("client-random", self.client_random);
    visit("secret", self.secret);
  }
  friend bool operator==(const TlsSecret&, const TlsSecret&) = default;
};

struct DnsSaid {  // a query or a response, sent by record.host to record.peer
  Speaker speaker = Speaker::client;
  std::uint16_t id = 0;
  std::string name, type;            // of the question
  std::string response_code;         // "NOERROR", "NXDOMAIN", ...; empty in a query
  std::vector<std::string> answers;  // as master file text
  MAILSCOPE_KIND("dns-said") {
    visit("speaker", self.speaker), visit("id", self.id), visit("name", self.name);
    visit("type", self.type), visit("response-code", self.response_code);
    visit("answers", self.answers);
  }
  friend bool operator==(const DnsSaid&, const DnsSaid&) = default;
};

struct LookupDone {  // what record.host's program learnt in the end
  std::string name, type;
  std::string outcome;  // "found", "no-such-name", "no-such-record", "failed"
  std::vector<std::string> answers;
  MAILSCOPE_KIND("lookup-done") {
    visit("name", self.name), visit("type", self.type), visit("outcome", self.outcome);
    visit("answers", self.answers);
  }
  friend bool operator==(const LookupDone&, const LookupDone&) = default;
};

struct CacheChanged {  // record.host's DNS cache keeps this until `expires`
  std::string name, type;
  std::vector<std::string> answers;  // empty: the name or the type does not exist
  Time expires{};
  MAILSCOPE_KIND("cache-changed") {
    visit("name", self.name), visit("type", self.type), visit("answers", self.answers);
    visit("expires", self.expires);
  }
  friend bool operator==(const CacheChanged&, const CacheChanged&) = default;
};

}  // namespace mailscope
