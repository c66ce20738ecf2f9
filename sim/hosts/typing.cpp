// From typed lines to keystrokes, and the connection they are typed into.
#include "sim/hosts/typing.h"

#include <memory>

#include "sim/base/text.h"
#include "sim/imap/imap_typing.h"
#include "sim/pop3/pop3_command.h"
#include "sim/smtp/smtp_reply.h"

namespace mailscope::hosts {
namespace {

void type_into(Host& host, Ipv4 address, const std::string& server, Port port, bool is_tls,
               const std::vector<std::string>& lines, TypingTalk::Done done) {
  const Protocol protocol = protocol_of_port(port);
  const TlsWish wish{parse_ipv4(server) ? std::string() : server, false};
  host.dial(address, port, protocol, [&](Channel::Options options) {
    return std::make_unique<TypingTalk>(host, options, keystrokes_for(protocol, lines),
                                        reply_rule_of(protocol), wish, is_tls, std::move(done));
  });
}

}  // namespace

TypingTalk::TypingTalk(Host& host, Channel::Options options,
                       std::vector<wire::Keystroke> keystrokes, wire::IsReplyWhole is_reply_whole,
                       TlsWish tls, bool is_implicit, Done done)
    : SessionTalk(host, options, std::move(keystrokes), is_reply_whole),
      tls_(std::move(tls)),
      is_implicit_(is_implicit),
      done_(std::move(done)) {
  set_patience(minutes(60));  // a person at a terminal waits: servers lose patience first
}

void TypingTalk::begin() {
  restart_patience();
  if (is_implicit_) start_client_tls(host_, channel_, tls_);
  session_.start();
  pump();
}

void TypingTalk::on(const wire::TypistEvent& event) {
  if (std::holds_alternative<wire::TypistTls>(event)) {
    channel_.say(session_.take_output());
    start_client_tls(host_, channel_, tls_);
  } else if (std::holds_alternative<wire::TypistFinished>(event)) {
    channel_.say(session_.take_output());
    channel_.close();
    finish();
  }
}

void TypingTalk::on_tls(const ChannelEvent& event) {
  if (std::holds_alternative<TlsUp>(event)) {
    if (!is_implicit_) session_.tls_started();
  } else {
    channel_.close();
    finish();
  }
}

void TypingTalk::lost(EndReason) { finish(); }

void TypingTalk::finish() {
  if (!done_) return;
  const Done done = std::move(done_);
  done_ = nullptr;
  done();
}

Protocol protocol_of_port(Port port) {
  switch (port) {
    case 110:
    case 995: return Protocol::pop3;
    case 143:
    case 993: return Protocol::imap;
    default: return Protocol::smtp;
  }
}

wire::IsReplyWhole reply_rule_of(Protocol protocol) {
  if (protocol == Protocol::pop3) return pop3::is_reply_whole;
  if (protocol == Protocol::imap) return imap::is_reply_whole;
  return smtp::is_reply_whole;
}

std::vector<wire::Keystroke> keystrokes_for(Protocol protocol,
                                            const std::vector<std::string>& lines) {
  std::vector<wire::Keystroke> keystrokes;
  bool is_content = false;
  for (const std::string& line : lines) {
    wire::Keystroke stroke;
    stroke.octets = line + "\r\n";
    if (is_content) {
      is_content = line != ".";
      stroke.waits = !is_content;
      stroke.kind = LineKind::content;
    } else if (protocol == Protocol::smtp && equal_ignoring_case(line, "DATA")) {
      stroke.expects = "354";
      is_content = true;
    } else if (equal_ignoring_case(line, "STARTTLS") || equal_ignoring_case(line, "STLS")) {
      stroke.starts_tls = true;
      stroke.expects = protocol == Protocol::smtp ? "220" : "+OK";
    }
    keystrokes.push_back(std::move(stroke));
  }
  return keystrokes;
}

void find_server(Host& host, const std::string& server,
                 const std::function<void(std::optional<Ipv4>)>& then) {
  Environment& env = host.env();
  const auto known = env.host_ids.find(server);
  if (known != env.host_ids.end()) return then(env.net.address_of(known->second));
  if (const auto address = parse_ipv4(server)) return then(*address);
  const auto name = dns::Name::parse(server);
  if (!name) return then(std::nullopt);
  host.lookups().ask({*name, dns::Type::a}, [&host, server, then](const dns::Answer& answer) {
    const auto found = dns::data_of<dns::A>(answer.records);
    if (!found.empty()) return then(found.front().address);
    host.lead(ScreenShown{Severity::error, "server-unknown", {{"server", server}}});
    then(std::nullopt);
  });
}

void type_lines(Host& host, const std::string& server, Port port, bool is_tls,
                const std::vector<std::string>& lines, TypingTalk::Done done) {
  find_server(host, server, [&host, server, port, is_tls, lines, done](std::optional<Ipv4> found) {
    if (!found) return done();
    type_into(host, *found, server, port, is_tls, lines, done);
  });
}

}  // namespace mailscope::hosts
