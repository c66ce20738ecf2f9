// Attempts, answers, waits and reports of the queue.
#include "sim/hosts/mail_queue.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/hosts/client_settings.h"
#include "sim/hosts/mail_server.h"
#include "sim/mime/trace_fields.h"

namespace mailscope::hosts {
namespace {

std::string problem_of(const SmtpOutcome& outcome) {
  if (!outcome.was_connected) return "connection " + std::string(name_of(outcome.end));
  if (!outcome.tls_failure.empty()) return "TLS failed: " + outcome.tls_failure;
  if (outcome.failed && outcome.failed->reply) return smtp::to_text(*outcome.failed->reply);
  if (outcome.failed) return outcome.failed->why;
  return "connection lost (" + std::string(name_of(outcome.end)) + ")";
}

}  // namespace

MailQueue::MailQueue(MailServer& server) : server_(server) {}

std::string MailQueue::new_id() {
  return upper(fork(server_.env(), Purpose::server, server_.id()).fork(++ids_made_).token(8));
}

MailQueue::Mail* MailQueue::find(const std::string& id) {
  const auto found = mails_.find(id);
  return found == mails_.end() ? nullptr : &found->second;
}

void MailQueue::take(const std::string& id, const smtp::Transaction& transaction,
                     std::string content, const Checked& checked) {
  Mail& mail = mails_[id];
  mail.id = id;
  mail.reverse_path = transaction.reverse_path;
  mail.parameters = transaction.parameters;
  mail.content = std::move(content);
  mail.checked = checked;
  mail.queued = server_.env().net.now();
  std::vector<std::string> recipients;
  for (const smtp::Recipient& recipient : transaction.recipients) {
    mail.recipients.push_back({recipient, false, {}, {}});
    recipients.push_back(recipient.forward_path.text());
  }
  const CauseScope scope(server_.env().recorder);
  server_.lead(MailQueued{id, mail.reverse_path.text(), recipients, mail.content});
  server_.after(milliseconds(1), [this, id] { run(id); });
}

void MailQueue::run(const std::string& id) {
  Mail* mail = find(id);
  if (!mail) return;
  ++mail->attempt;
  mail->failed.clear();
  mail->delivered.clear();
  std::map<std::string, std::vector<std::size_t>> by_domain;
  mail->jobs = 1;  // this function itself
  for (std::size_t i = 0; i < mail->recipients.size(); ++i) {
    const Recipient& recipient = mail->recipients[i];
    if (recipient.is_done) continue;
    const smtp::Path& path = recipient.recipient.forward_path;
    if (path.domain.empty() || server_.is_local_domain(path.domain)) {
      deliver_here(*mail, i);
    } else {
      const std::string& smart_host = server_.spec().smart_host;
      by_domain[smart_host.empty() ? lower(path.domain) : smart_host].push_back(i);
    }
  }
  mail->jobs += by_domain.size();
  for (auto& [domain, recipients] : by_domain) start_job(*mail, domain, recipients);
  if (--mail->jobs == 0) finish_attempt(*mail);
}

void MailQueue::try_target(const std::shared_ptr<Job>& job) {
  Mail* mail = find(job->id);
  if (!mail) return;
  if (job->target >= job->targets.size()) {
    const bool is_hopeless = !job->unmet.empty() && job->is_unmet_everywhere;
    for (const std::size_t index : job->recipients) {
      if (mail->recipients[index].is_done) continue;
      if (is_hopeless) {
        fail(*mail, index, job->unmet, "");
      } else {
        defer(*mail, index, job->last_problem);
      }
    }
    return end_job(*job);
  }
  const dns::MailTarget& target = job->targets[job->target];
  if (!target.address.is_ipv4()) {
    job->last_problem = "no way to IPv6 addresses";
    ++job->target;
    return try_target(job);
  }
  if (!is_allowed(job)) {
    ++job->target;
    return try_target(job);
  }
  const bool is_by_mx = server_.spec().smart_host.empty();
  if (mail->parameters.require_tls && is_by_mx && !is_vouched_for(*job)) {
    return pass_by(job, target.host.text(), "550 5.7.0 nobody vouches for the way to this server");
  }
  if (job->minds_policies && server_.spec().sender.uses_dane && !job->is_tlsa_known) {
    return find_tlsa(job);
  }
  smtp::Mail out;
  out.reverse_path = mail->reverse_path;
  out.parameters = mail->parameters;
  out.parameters.size
      .reset();  // counted anew: a Received line has come on top (RFC 1870, section 5)
  out.content = mail->content;
  for (const std::size_t index : job->recipients) {
    const smtp::Recipient& recipient = mail->recipients[index].recipient;
    out.recipients.push_back({recipient.forward_path, recipient.parameters});
  }
  smtp::Plan plan;
  plan.hello_name = server_.server_name();
  plan.tls = must_be_encrypted(*job) ? wire::TlsPolicy::required
             : job->is_without_tls   ? wire::TlsPolicy::none
                                     : wire_policy(server_.spec().outbound_tls);
  plan.hashes = k_hashes;
  plan.mails.push_back(std::move(out));
  // TLSA records say which certificate it is: no authority is asked then (RFC 7672, section 3.1).
  const TlsWish wish{target.is_literal ? std::string() : target.host.text(),
                     job->tlsa.empty() && (server_.spec().verifies_outbound ||
                                           server_.spec().outbound_tls == TlsPolicy::required ||
                                           must_be_encrypted(*job)),
                     job->tlsa};
  const Port port = 25;
  server_.dial(target.address.v4, port, Protocol::smtp, [&](Channel::Options options) {
    return std::make_unique<SmtpCall>(
        server_, options, std::move(plan), wish, false,
        [this, job](const SmtpOutcome& outcome) { tried(job, outcome); });
  });
}

void MailQueue::tried(const std::shared_ptr<Job>& job, const SmtpOutcome& outcome) {
  Mail* mail = find(job->id);
  if (!mail) return;
  const CauseScope scope(server_.env().recorder);
  count_tls(*job, outcome);
  const dns::MailTarget& target = job->targets[job->target];
  const std::string server = target.host.is_root() ? to_text(target.address) : target.host.text();
  const std::string guard(guard_of(*job));
  if (!outcome.tls_failure.empty() && !guard.empty()) {
    Facts facts{{"server", server}, {"failure", outcome.tls_failure}, {"because", guard}};
    if (guard == "DANE") facts.emplace_back("setting", "uses-dane");
    if (guard == "MTA-STS") facts.emplace_back("setting", "uses-mta-sts");
    server_.lead(Decision{Verdict::refused, "tls-failed-stays-away", std::move(facts),
                          guard == "DANE"      ? "RFC 7672, section 2.2"
                          : guard == "MTA-STS" ? "RFC 8461, section 5"
                                               : "RFC 8689, section 4.2.1",
                          ""});
  } else if (!outcome.tls_failure.empty() &&
             server_.spec().outbound_tls == TlsPolicy::opportunistic) {
    server_.lead(Decision{Verdict::noted,
                          "tls-failed-goes-without",
                          {{"server", server}, {"failure", outcome.tls_failure}},
                          "RFC 7435, section 3",
                          ""});
    job->is_without_tls = true;
    return try_target(job);
  }
  if (mail->parameters.require_tls) {
    if (!outcome.tls_failure.empty() || outcome.gave_up_without_tls) {
      return pass_by(job, server, "550 5.7.10 " + server + ": " + problem_of(outcome));
    }
    if (outcome.mail && outcome.mail->is_local) {
      return pass_by(job, server, smtp::to_text(outcome.mail->reply));
    }
    job->is_unmet_everywhere = false;
  }
  if (!outcome.mail) {  // this server could not be asked: the next one may (RFC 5321, section 5.1)
    job->last_problem = server + ": " + problem_of(outcome);
    const bool is_refusal =
        outcome.failed && outcome.failed->reply && outcome.failed->reply->is_permanent();
    if (is_refusal) {
      for (const std::size_t index : job->recipients) {
        fail(*mail, index, smtp::to_text(*outcome.failed->reply), server);
      }
      return end_job(*job);
    }
    next_target(*job);
    return try_target(job);
  }
  std::vector<std::size_t>
      left;  // those that this server asked to come back for: the next may take them
  for (std::size_t i = 0; i < job->recipients.size(); ++i) {
    const std::size_t index = job->recipients[i];
    const smtp::Reply* reply = &outcome.mail->reply;
    // Whoever is refused at MAIL has refused all; what pipelining brought behind it says nothing.
    const bool is_mail_refused =
        !outcome.mail->is_accepted && outcome.mail->stage == smtp::Stage::mail;
    for (const smtp::RecipientAnswered& answered : outcome.recipients) {
      if (is_mail_refused) break;
      if (answered.recipient == i && !answered.reply.is_positive()) reply = &answered.reply;
    }
    if (reply->is_positive()) {
      relayed(*mail, index, server + ": " + smtp::to_text(*reply));
    } else if (reply->is_permanent()) {
      fail(*mail, index, smtp::to_text(*reply), server);
    } else {
      job->last_problem = server + ": " + smtp::to_text(*reply);
      left.push_back(index);
    }
  }
  job->recipients = std::move(left);
  next_target(*job);
  if (job->recipients.empty()) return end_job(*job);
  try_target(job);
}

void MailQueue::end_job(const Job& job) {
  Mail* mail = find(job.id);
  if (mail && --mail->jobs == 0) finish_attempt(*mail);
}

void MailQueue::relayed(Mail& mail, std::size_t index, const std::string& detail) {
  mail.recipients[index].is_done = true;
  server_.record(RecipientDone{mail.id, mail.recipients[index].recipient.forward_path.text(),
                               RecipientOutcome::relayed, detail});
}

void MailQueue::defer(Mail& mail, std::size_t index, const std::string& why) {
  mail.recipients[index].why_deferred = why;
}

void MailQueue::fail(Mail& mail, std::size_t index, const std::string& reply,
                     const std::string& server) {
  mail.failed.push_back(index);
  mail.failure_replies[index] = reply;
  mail.failure_servers[index] = server;
}

Duration MailQueue::wait_after(std::uint32_t attempt) const {
  const auto& waits = server_.spec().queue.retry_after;
  if (waits.empty()) return minutes(30);
  return waits[std::min<std::size_t>(attempt, waits.size()) - 1];
}

// Everybody has been tried: report the failures, wait for the rest, or be done.
void MailQueue::finish_attempt(Mail& mail) {
  const CauseScope scope(server_.env().recorder);
  const QueueSpec& schedule = server_.spec().queue;
  const Time now = server_.env().net.now();
  mail.next_attempt = now + wait_after(mail.attempt);
  std::vector<std::size_t> waiting;
  for (std::size_t i = 0; i < mail.recipients.size(); ++i) {
    const bool has_failed =
        std::find(mail.failed.begin(), mail.failed.end(), i) != mail.failed.end();
    if (!mail.recipients[i].is_done && !has_failed) waiting.push_back(i);
  }
  if (!waiting.empty() && mail.next_attempt - mail.queued > schedule.give_up_after) {
    for (const std::size_t index : waiting) {
      fail(mail, index, mail.recipients[index].why_deferred, "");
    }
    waiting.clear();
  }
  if (!mail.failed.empty()) {
    for (const std::size_t index : mail.failed) {
      mail.recipients[index].is_done = true;
      server_.record(RecipientDone{mail.id, mail.recipients[index].recipient.forward_path.text(),
                                   RecipientOutcome::bounced, mail.failure_replies[index]});
    }
    report(mail, mail.failed, mime::DsnAction::failed);
  }
  report(mail, mail.delivered, mime::DsnAction::delivered);
  const std::string id = mail.id;
  if (waiting.empty()) {
    server_.record(MailUnqueued{id});
    mails_.erase(id);
    return;
  }
  mail.noted_attempt = mail.attempt;
  mail.noted_next_attempt = mail.next_attempt;
  for (const std::size_t index : waiting) {
    mail.recipients[index].noted_why = mail.recipients[index].why_deferred;
    server_.record(MailDeferred{id, mail.recipients[index].recipient.forward_path.text(),
                                mail.recipients[index].why_deferred, mail.attempt,
                                mail.next_attempt});
  }
  const bool is_late =
      schedule.warn_after.us > 0 && mail.next_attempt - mail.queued >= schedule.warn_after;
  if (is_late && !mail.is_warned) {
    mail.is_warned = true;
    report(mail, waiting, mime::DsnAction::delayed);
  }
  server_.after(mail.next_attempt - now, [this, id] { run(id); });
}

void MailQueue::describe(HostState& state) const {
  for (const auto& [id, mail] : mails_) {
    QueuedMail& queued = state.queue[id];
    queued.reverse_path = mail.reverse_path.text();
    queued.content = mail.content;
    for (const Recipient& recipient : mail.recipients) {
      if (recipient.is_done) continue;
      const std::string address = recipient.recipient.forward_path.text();
      queued.recipients.push_back(address);
      if (!recipient.noted_why.empty()) queued.why_deferred[address] = recipient.noted_why;
    }
    queued.attempt = mail.noted_attempt;
    queued.next_attempt = mail.noted_next_attempt;
  }
}

}  // namespace mailscope::hosts
