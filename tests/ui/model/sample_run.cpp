// The sample's dialogue, with real packets around every word.
#include "tests/ui/model/sample_run.h"

#include "sim/net/packet.h"

namespace mailscope::test {
namespace {

constexpr HostId k_alice{1}, k_submission{2}, k_mx{3}, k_bob{4}, k_ns{5}, k_eve{6};

class Sample {
 public:
  explicit Sample(SampleTls tls) : tls_(tls), out_(trace_) {}

  Trace make() && {
    set_up();
    submit();
    relay();
    read();
    return std::move(trace_);
  }

 private:
  void wait(std::int64_t ms) { out_.set_now(out_.now() + milliseconds(ms)); }

  void host(HostId id, const char* name, HostRole role, const char* address, HostId wire_of = {}) {
    out_.add({.host = id}, HostAdded{name, role, *parse_ipv4(address), milliseconds(10), wire_of});
  }
  void service(HostId id, Protocol protocol, Port port, Security security, const char* name) {
    out_.add({.host = id}, ServiceOpened{protocol, port, security, name});
  }

  void set_up() {
    host(k_alice, "alice", HostRole::client, "192.0.2.10");
    host(k_submission, "submission", HostRole::server, "192.0.2.25");
    host(k_mx, "mx", HostRole::server, "198.51.100.25");
    host(k_bob, "bob", HostRole::client, "198.51.100.10");
    host(k_ns, "ns", HostRole::dns, "203.0.113.53");
    host(k_eve, "eve", HostRole::attacker, "192.0.2.66", k_alice);
    out_.add({.host = k_alice}, SettingChanged{"person", "Alice"});
    out_.add({.host = k_bob}, SettingChanged{"person", "Bob"});
    out_.add({.host = k_submission}, SettingChanged{"server-name", "submission.example.com"});
    out_.add({.host = k_mx}, SettingChanged{"server-name", "mx.example.org"});
    service(k_submission, Protocol::smtp, 587, Security::starttls, "submission");
    service(k_mx, Protocol::smtp, 25, Security::starttls, "relay");
    service(k_mx, Protocol::imap, 993, Security::tls, "imaps");
    out_.add({.host = k_mx}, MailboxAdded{"bob@example.org", "INBOX", 1});
  }

  RecordNumber packet(HostId from, HostId to, ConnectionId connection, std::string_view payload) {
    net::TcpHeader tcp;
    tcp.source_port = from == k_alice || from == k_bob ? 49152 : 587;
    tcp.destination_port = from == k_alice || from == k_bob ? 587 : 49152;
    tcp.is_ack = true;
    tcp.is_psh = !payload.empty();
    tcp.window = 65535;
    const RecordNumber sent = out_.add(
        {from, to, connection},
        PacketSent{
            {net::tcp_packet({*parse_ipv4("192.0.2.10"), *parse_ipv4("192.0.2.25")}, tcp, payload)},
            false});
    wait(20);
    out_.add({to, from, connection}, PacketArrived{sent});
    return sent;
  }

  void say(HostId from, HostId to, ConnectionId connection, Protocol protocol, Speaker speaker,
           LineKind kind, std::string text, bool is_encrypted = false) {
    out_.lead({from, to, connection}, Said{protocol, speaker, kind, is_encrypted, text});
    packet(from, to, connection,
           is_encrypted ? std::string("\x17\x03\x03\x00\x20") + std::string(32, '\x5a') : text);
    out_.lead({to, from, connection}, Understood{protocol, speaker, kind, is_encrypted, text});
  }

  void connect(HostId from, HostId to, ConnectionId connection, Port port) {
    out_.lead({from, to, connection},
              ConnectionOpened{*parse_ipv4("192.0.2.10"), *parse_ipv4("192.0.2.25"), 49152, port});
    packet(from, to, connection, "");
    packet(to, from, connection, "");
    out_.add({from, to, connection}, TcpStateChanged{TcpState::syn_sent, TcpState::established});
    out_.add({to, from, connection},
             TcpStateChanged{TcpState::syn_received, TcpState::established});
  }

  void lookup(HostId from, const char* name, const char* type, const char* answer) {
    out_.lead({from, k_ns}, DnsSaid{Speaker::client, 7, name, type, "", {}});
    wait(20);
    out_.lead({k_ns, from}, DnsSaid{Speaker::server, 7, name, type, "NOERROR", {answer}});
    wait(20);
    out_.lead({.host = from}, LookupDone{name, type, "found", {answer}});
  }

  void submit() {
    const ConnectionId c{1};
    out_.set_cause({});
    out_.lead({.host = k_alice}, PersonActed{"Alice", "send", {{"to", "bob@example.org"}}});
    lookup(k_alice, "submission.example.com", "A", "submission.example.com. 3600 IN A 192.0.2.25");
    connect(k_alice, k_submission, c, 587);
    const auto client = [&](std::string text, bool sealed = false,
                            LineKind kind = LineKind::command) {
      say(k_alice, k_submission, c, Protocol::smtp, Speaker::client, kind, std::move(text), sealed);
    };
    const auto server = [&](std::string text, bool sealed = false,
                            LineKind kind = LineKind::reply) {
      say(k_submission, k_alice, c, Protocol::smtp, Speaker::server, kind, std::move(text), sealed);
    };
    server("220 submission.example.com ESMTP ready\r\n", false, LineKind::greeting);
    client("EHLO alice.example.com\r\n");
    const bool is_sealed = tls_ == SampleTls::starttls;
    server(is_sealed ? "250-submission.example.com\r\n250-STARTTLS\r\n250 SIZE 10485760\r\n"
                     : "250-submission.example.com\r\n250-AUTH PLAIN\r\n250 SIZE 10485760\r\n");
    if (is_sealed) {
      client("STARTTLS\r\n");
      server("220 2.0.0 Ready to start TLS\r\n");
      out_.lead({k_alice, k_submission, c},
                TlsMessage{"ClientHello", false, 210, {{"server-name", "submission.example.com"}}});
      packet(k_alice, k_submission, c, "\x16\x03\x01\x00\x02hi");
      out_.lead({k_submission, k_alice, c}, TlsMessage{"ServerHello", false, 90, {}});
      packet(k_submission, k_alice, c, "\x16\x03\x03\x00\x02ho");
      out_.lead({k_submission, k_alice, c}, TlsMessage{"Finished", true, 36, {}});
      packet(k_submission, k_alice, c, "");
      out_.lead({k_alice, k_submission, c},
                TlsEstablished{"TLS 1.3", "TLS_AES_128_GCM_SHA256", {}});
      out_.add({k_submission, k_alice, c}, TlsEstablished{"TLS 1.3", "TLS_AES_128_GCM_SHA256", {}});
      client("EHLO alice.example.com\r\n", true);
      server("250-submission.example.com\r\n250 AUTH PLAIN\r\n", true);
    }
    client("AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n", is_sealed);
    if (!is_sealed) {
      out_.add({.host = k_eve, .connection = c},
               SecretLearnt{SecretKind::password, "secret", "alice@example.com"});
    }
    server("235 2.7.0 Authentication successful\r\n", is_sealed);
    client("MAIL FROM:<alice@example.com>\r\n", is_sealed);
    server("250 2.1.0 Ok\r\n", is_sealed);
    client("RCPT TO:<bob@example.org>\r\n", is_sealed);
    server("250 2.1.5 Ok\r\n", is_sealed);
    client("RCPT TO:<nobody>\r\n", is_sealed);
    out_.lead({k_submission, k_alice, c}, Decision{Verdict::refused,
                                                   "recipient-without-domain",
                                                   {{"recipient", "nobody"}},
                                                   "RFC 5321, section 2.3.5",
                                                   "550 5.1.3"});
    server("550 5.1.3 <nobody>: an address needs a domain\r\n", is_sealed);
    client("DATA\r\n", is_sealed);
    server("354 End data with <CR><LF>.<CR><LF>\r\n", is_sealed);
    client(k_mail, is_sealed, LineKind::content);
    out_.lead({.host = k_submission},
              MailQueued{"4XyZ01", "alice@example.com", {"bob@example.org"}, k_mail});
    server("250 2.0.0 Ok: queued as 4XyZ01\r\n", is_sealed);
    out_.lead({.host = k_alice},
              ScreenShown{Severity::success, "mail-sent", {{"server", "submission.example.com"}}});
  }

  void relay() {
    const ConnectionId c{2};
    lookup(k_submission, "example.org", "MX", "example.org. 3600 IN MX 10 mx.example.org.");
    connect(k_submission, k_mx, c, 25);
    const auto client = [&](std::string text, LineKind kind = LineKind::command) {
      say(k_submission, k_mx, c, Protocol::smtp, Speaker::client, kind, std::move(text));
    };
    const auto server = [&](std::string text, LineKind kind = LineKind::reply) {
      say(k_mx, k_submission, c, Protocol::smtp, Speaker::server, kind, std::move(text));
    };
    server("220 mx.example.org ESMTP\r\n", LineKind::greeting);
    client("EHLO submission.example.com\r\n");
    server("250 mx.example.org\r\n");
    client("MAIL FROM:<alice@example.com>\r\n");
    server("250 2.1.0 Ok\r\n");
    client("RCPT TO:<bob@example.org>\r\n");
    server("250 2.1.5 Ok\r\n");
    client("DATA\r\n");
    server("354 Go ahead\r\n");
    client(k_mail, LineKind::content);
    out_.lead({.host = k_mx}, MailStored{"bob@example.org", "INBOX", 1, {}, k_mail});
    server("250 2.0.0 Ok\r\n");
    out_.add({.host = k_submission}, RecipientDone{"4XyZ01", "bob@example.org",
                                                   RecipientOutcome::relayed, "mx.example.org"});
    out_.add({.host = k_submission}, MailUnqueued{"4XyZ01"});
  }

  void read() {
    const ConnectionId c{3};
    wait(60'000);
    out_.set_cause({});
    out_.lead({.host = k_bob}, PersonActed{"Bob", "fetch", {}});
    connect(k_bob, k_mx, c, 993);
    out_.lead({k_bob, k_mx, c}, TlsEstablished{"TLS 1.3", "TLS_AES_128_GCM_SHA256", {}});
    say(k_mx, k_bob, c, Protocol::imap, Speaker::server, LineKind::greeting,
        "* OK IMAP4rev1 ready\r\n", true);
    say(k_bob, k_mx, c, Protocol::imap, Speaker::client, LineKind::command, "A1 SELECT INBOX\r\n",
        true);
    say(k_mx, k_bob, c, Protocol::imap, Speaker::server, LineKind::reply,
        "* 1 EXISTS\r\nA1 OK SELECT completed\r\n", true);
    out_.lead({.host = k_bob},
              ScreenShown{Severity::success, "inbox-listed", {{"count", "1"}, {"unseen", "1"}}});
  }

  static constexpr const char* k_mail =
      "From: Alice <alice@example.com>\r\nTo: bob@example.org\r\nSubject: Lunch?\r\n\r\nAt noon, "
      "as ever?\r\n";

  SampleTls tls_;
  Trace trace_;
  Recorder out_;
};

}  // namespace

Trace sample_trace(SampleTls tls) { return Sample(tls).make(); }

}  // namespace mailscope::test
