// What an outgoing SMTP connection does about TLS, and what it gathers.
#include "sim/hosts/smtp_call.h"

#include "sim/hosts/published_records.h"
#include "sim/policy/transport_records.h"
#include "sim/tls/certificate_chain.h"

namespace mailscope::hosts {

namespace {

tls::TlsEndpoint::Options client_tls(const Environment& env, const TlsWish& wish) {
  tls::TlsEndpoint::Options options;
  options.role = tls::Role::client;
  options.server_name = wish.server_name;
  options.trusted = env.trusted;
  options.verify = wish.verifies ? tls::VerifyPolicy::full : tls::VerifyPolicy::observe;
  return options;
}

}  // namespace

void start_client_tls(Host& host, Channel& channel, const TlsWish& wish) {
  auto options = client_tls(host.env(), wish);
  // What was not verified then is not taken for verified now; and TLSA records want to see a certificate.
  const std::string peer = wish.server_name + (wish.verifies ? "" : ", not verified");
  if (wish.tlsa.empty()) options.session = host.tls_session(peer);
  channel.start_tls(std::move(options), [&host, peer](const std::string& session) {
    host.keep_tls_session(peer, session);
  });
}

Decision tls_decision(wire::TlsPolicy policy, wire::TlsDecision decision, bool is_offered) {
  Decision record;
  record.facts = {{"policy", std::string(wire::name_of(policy))},
                  {"offered", is_offered ? "yes" : "no"}};
  switch (decision) {
    case wire::TlsDecision::starts:
      record.code = "tls-starts";
      record.rule = "RFC 3207, section 4";
      break;
    case wire::TlsDecision::not_wanted:
      record.verdict = Verdict::noted;
      record.code = "tls-not-wanted";
      record.rule = "RFC 8314, section 3";
      break;
    case wire::TlsDecision::already_on:
      record.code = "tls-already-on";
      record.rule = "RFC 8314, section 3";
      break;
    case wire::TlsDecision::goes_without:
      record.verdict = Verdict::noted;
      record.code = "tls-goes-without";
      record.rule = "RFC 3207, section 6";
      break;
    case wire::TlsDecision::gives_up:
      record.verdict = Verdict::refused;
      record.code = "tls-required-not-offered";
      record.rule = "RFC 8314, section 4.1";
      break;
  }
  return record;
}

namespace {

// How long a client waits (RFC 5321, section 4.5.3.2): two minutes for 354, ten for the answer to the
// mail, so that no server hurries to accept it and no client sends it twice; five for all else.
Duration patience_for(smtp::Client::Awaited awaited) {
  switch (awaited) {
    case smtp::Client::Awaited::data: return minutes(2);
    case smtp::Client::Awaited::end_of_data: return minutes(10);
    case smtp::Client::Awaited::nothing:
    case smtp::Client::Awaited::reply: break;
  }
  return minutes(5);
}

}  // namespace

SmtpCall::SmtpCall(Host& host, Channel::Options options, smtp::Plan plan, TlsWish tls,
                   bool is_implicit, Then then)
    : SessionTalk(host, options, std::move(plan)),
      tls_(std::move(tls)),
      is_implicit_(is_implicit),
      then_(std::move(then)) {
  set_patience(minutes(5));
}

void SmtpCall::pump() {
  SessionTalk::pump();
  const smtp::Client::Awaited awaited = session_.awaited();
  if (awaited == awaited_ || is_over()) return;
  awaited_ = awaited;
  set_patience(patience_for(awaited));
  restart_patience();
}

void SmtpCall::begin() {
  outcome_.was_connected = true;
  restart_patience();
  if (is_implicit_) start_tls();
  session_.start();
  pump();
}

void SmtpCall::start_tls() { start_client_tls(host_, channel_, tls_); }

void SmtpCall::decide_tls(const smtp::TlsDecided& decided) {
  // The usual cases need no rung of their own: nothing was there to decide.
  outcome_.gave_up_without_tls = decided.decision == wire::TlsDecision::gives_up;
  env_.recorder.lead(channel_.place(),
                     tls_decision(decided.policy, decided.decision, decided.is_offered));
}

void SmtpCall::on(const smtp::ClientEvent& event) {
  if (const auto* decided = std::get_if<smtp::TlsDecided>(&event)) {
    decide_tls(*decided);
  } else if (std::holds_alternative<smtp::TlsWanted>(event)) {
    channel_.say(session_.take_output());
    start_tls();
  } else if (const auto* auth = std::get_if<smtp::AuthTried>(&event)) {
    outcome_.auth = *auth;
  } else if (const auto* recipient = std::get_if<smtp::RecipientAnswered>(&event)) {
    outcome_.recipients.push_back(*recipient);
  } else if (const auto* mail = std::get_if<smtp::MailAnswered>(&event)) {
    outcome_.mail = *mail;
  } else if (const auto* failed = std::get_if<smtp::Failed>(&event)) {
    outcome_.failed = *failed;
  } else if (std::holds_alternative<smtp::Finished>(event)) {
    channel_.say(session_.take_output());
    channel_.close();
    finish();
  }
}

void SmtpCall::on_tls(const ChannelEvent& event) {
  if (const auto* up = std::get_if<TlsUp>(&event)) {
    if (!is_known_certificate(up->done)) {
      return tls_down("dane-mismatch", "no TLSA record matches the certificate");
    }
    outcome_.was_encrypted = true;
    if (tls_.tlsa.empty() && !up->done.verdict.is_good()) {
      tls::Failed observed;
      observed.kind = tls::FailureKind::certificate_refused;
      observed.verdict = up->done.verdict;
      outcome_.certificate_fault = code_of(observed);
    }
    if (!is_implicit_) session_.tls_started();
  } else if (const auto* down = std::get_if<TlsDown>(&event)) {
    tls_down(down->code, down->failed.why);
  }
}

void SmtpCall::tls_down(const std::string& code, const std::string& why) {
  outcome_.tls_failure = code;
  if (!is_implicit_) session_.tls_failed(why);
  channel_.close();
  finish();
}

// With TLSA records it is them that decide, and whatever they decide is recorded.
bool SmtpCall::is_known_certificate(const tls::HandshakeDone& done) {
  if (tls_.tlsa.empty()) return true;
  std::vector<policy::ShownCertificate> shown;
  for (const std::string& certificate : done.chain) {
    shown.push_back({certificate, public_key_of(certificate)});
  }
  const policy::DaneMatch match =
      policy::match_tlsa(tls_.tlsa, shown, [&](const std::string& anchor) {
        return tls::leads_to(done.chain, anchor, tls_.server_name, env_.unix_s());
      });
  env_.recorder.lead(
      channel_.place(),
      Decision{
          match.matches ? Verdict::accepted : Verdict::refused,
          match.matches ? "dane-matches" : "dane-mismatch",
          {{"server", tls_.server_name},
           {"record", match.matches ? match.record : dns::to_text(dns::Data{tls_.tlsa.front()})},
           {"setting", "uses-dane"}},
          "RFC 7672, section 3.1",
          ""});
  return match.matches;
}

void SmtpCall::lost(EndReason) { finish(); }

void SmtpCall::finish() {
  if (!then_) return;
  outcome_.end = end_reason();
  const Then then = std::move(then_);
  then_ = nullptr;
  then(outcome_);
}

}  // namespace mailscope::hosts
