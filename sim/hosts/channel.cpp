// Plain text, TLS and the transcript of one end of a connection.
#include "sim/hosts/channel.h"

#include "sim/base/text.h"

namespace mailscope::hosts {
namespace {

std::string code_of(tls::CertificateFault fault) {
  using tls::CertificateFault;
  switch (fault) {
    case CertificateFault::name_mismatch: return "certificate-wrong-name";
    case CertificateFault::expired: return "certificate-expired";
    case CertificateFault::not_yet_valid: return "certificate-not-yet-valid";
    case CertificateFault::unknown_authority: return "certificate-unknown-authority";
    case CertificateFault::self_signed: return "certificate-self-signed";
    case CertificateFault::missing: return "certificate-missing";
    case CertificateFault::bad_use: return "certificate-bad-use";
    case CertificateFault::bad_key: return "certificate-bad-key";
  }
  return "certificate-bad";
}

Facts facts_of(const tls::HandshakeDone& done) {
  Facts facts{{"group", done.group}, {"server-name", done.server_name}};
  if (done.certificate) {
    facts.emplace_back("certificate-subject", done.certificate->subject);
    facts.emplace_back("certificate-issuer", done.certificate->issuer);
    facts.emplace_back("certificate-verified", done.verdict.is_good() ? "yes" : "no");
    for (const auto fault : done.verdict.faults) facts.emplace_back("fault", code_of(fault));
  }
  if (done.is_resumed) facts.emplace_back("resumed", "yes");
  return facts;
}

}  // namespace

std::string code_of(const tls::Failed& failed) {
  using tls::FailureKind;
  switch (failed.kind) {
    case FailureKind::not_tls: return "not-tls";
    case FailureKind::no_common_version: return "no-common-version";
    case FailureKind::no_common_suite: return "no-common-suite";
    case FailureKind::no_common_protocol: return "no-common-protocol";
    case FailureKind::certificate_refused:
      return failed.verdict.faults.empty() ? "certificate-bad" : code_of(failed.verdict.faults[0]);
    case FailureKind::alert_received:
      return "alert-" + (failed.alert ? failed.alert->name : std::string("received"));
    case FailureKind::bad_record: return "bad-record";
    case FailureKind::bad_message: return "bad-message";
    case FailureKind::truncated: return "truncated";
    case FailureKind::internal: return "internal";
  }
  return "internal";
}

void Channel::start_tls(tls::TlsEndpoint::Options tls_options, KeepSession keep_session) {
  keep_session_ = std::move(keep_session);
  tls_options.now_unix_ms = env_.unix_ms();
  const std::uint64_t purpose = static_cast<std::uint64_t>(Purpose::tls) * 1'000'003 +
                                options_.endpoint.connection.value * 2 +
                                (own_side() == Speaker::client ? 0 : 1);
  tls_.emplace(std::move(tls_options), env_.random.fork(purpose));
  // What was left unread belongs to the handshake: the session has given up its claim on it.
  tls_->start();
  drain_tls();
}

void Channel::receive(std::string_view octets) {
  if (!tls_) {
    plaintext_ += octets;
    return;
  }
  tls_->receive(octets, env_.unix_ms());
  drain_tls();
}

void Channel::transport_end() {
  if (!tls_) return;
  tls_->receive_end();
  drain_tls();
}

std::string Channel::take_plaintext() {
  std::string text;
  text.swap(plaintext_);
  if (!hand_ || !hand_->hears() || text.empty()) return text;
  std::vector<Line> heard;
  const std::vector<Line> said = hand_->hear(text, heard);
  for (const Line& line : heard) hear(line);
  say_now(said);
  return {};
}

void Channel::take_over(std::vector<std::string> lines) {
  hand_.emplace(options_.protocol, own_side(), std::move(lines));
}

std::optional<ChannelEvent> Channel::next() {
  if (events_.empty()) return std::nullopt;
  ChannelEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

void Channel::hear(const Line& line) {
  if (is_peer_outside()) {
    env_.recorder.lead(
        peer_place(), Said{options_.protocol, other_side(), line.kind, is_encrypted_, line.octets});
  }
  env_.recorder.lead(
      place(), Understood{options_.protocol, other_side(), line.kind, is_encrypted_, line.octets});
  if (env_.on_line) env_.on_line(place(), line.octets, false);
}

void Channel::say(const std::vector<Line>& lines) {
  say_now(hand_ ? hand_->instead_of(lines) : lines);
}

void Channel::say_now(const std::vector<Line>& lines) {
  if (lines.empty() || is_closed_) return;
  const CauseScope scope(env_.recorder);
  const RecordNumber why = env_.recorder.cause();
  std::string octets;
  RecordNumber said{};
  for (const Line& line : lines) {
    env_.recorder.set_cause(why);
    said = env_.recorder.add(
        place(), Said{options_.protocol, own_side(), line.kind, is_encrypted_, line.octets});
    octets += wire_octets(line);
    if (env_.on_line) env_.on_line(place(), line.octets, true);
  }
  env_.recorder.set_cause(said);
  if (tls_) {
    tls_->send(octets);
    drain_tls();
  } else {
    env_.net.send(options_.endpoint, octets);
  }
}

void Channel::close() {
  if (is_closed_) return;
  if (tls_ && !tls_->is_failed()) {
    tls_->close();
    drain_tls();
  }
  is_closed_ = true;
  env_.net.close(options_.endpoint);
}

void Channel::abort() {
  if (is_closed_) return;
  is_closed_ = true;
  env_.net.abort(options_.endpoint);
}

void Channel::drain_tls() {
  last_tls_record_ = {};
  while (auto event = tls_->next()) take(*event);
  plaintext_ += tls_->take_plaintext();
  send_tls_output();
}

void Channel::take(const tls::Event& event) {
  if (const auto* seen = std::get_if<tls::MessageSeen>(&event)) {
    const bool is_own = seen->direction == tls::Direction::sent;
    if (seen->name == "ApplicationData" || (!is_own && !is_peer_outside())) return;
    Facts facts;
    for (const tls::Fact& fact : seen->facts) facts.emplace_back(fact.key, fact.value);
    const RecordNumber number = env_.recorder.add(
        is_own ? place() : peer_place(),
        TlsMessage{seen->name, seen->protection == tls::Protection::encrypted,
                   static_cast<std::uint32_t>(seen->body.size()), std::move(facts)});
    if (is_own) last_tls_record_ = number;
  } else if (const auto* secret = std::get_if<tls::SecretExported>(&event)) {
    if (own_side() != Speaker::client && !is_peer_outside()) return;
    env_.recorder.add(place(), TlsSecret{secret->label, {secret->client_random}, {secret->secret}});
  } else if (const auto* done = std::get_if<tls::HandshakeDone>(&event)) {
    send_tls_output();  // the client's Finished goes before the news that it is done
    is_encrypted_ = true;
    tls_suite_ = done->suite;
    // When a server has the client's Finished, the client has been done, and the other way round
    // nothing is known: the server may still refuse what the client has sent.
    if (is_peer_outside() && own_side() == Speaker::server) {
      env_.recorder.add(
          peer_place(),
          TlsEstablished{done->version, done->suite, {{"server-name", done->server_name}}});
    }
    env_.recorder.add(place(), TlsEstablished{done->version, done->suite, facts_of(*done)});
    events_.push_back(TlsUp{*done});
  } else if (const auto* ticket = std::get_if<tls::TicketReceived>(&event)) {
    if (keep_session_) keep_session_(ticket->session);
  } else if (const auto* failed = std::get_if<tls::Failed>(&event)) {
    send_tls_output();
    const std::string code = code_of(*failed);
    env_.recorder.lead(place(), TlsFailed{code, {{"why", failed->why}}});
    events_.push_back(TlsDown{code, *failed});
  }
}

void Channel::send_tls_output() {
  const std::string octets = tls_->take_output();
  if (octets.empty() || is_closed_) return;
  const CauseScope scope(env_.recorder);
  if (!last_tls_record_.is_none()) env_.recorder.set_cause(last_tls_record_);
  env_.net.send(options_.endpoint, octets);
}

}  // namespace mailscope::hosts
