// The queue of a mail server: takes responsibility for mails, delivers, relays, retries, bounces.
//
// (RFC 5321, sections 4.5.4 and 6.1.) Local recipients go to their mailbox at once; the others by
// domain to the servers that the DNS names, in order, then again after the schedule's waits, until a
// final answer or until it is given up; then the sender gets a report with a null reverse-path.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/dns/mail_lookup.h"
#include "sim/hosts/sender_spec.h"
#include "sim/hosts/smtp_call.h"
#include "sim/mime/dsn.h"
#include "sim/policy/arc.h"
#include "sim/policy/transport_policy.h"
#include "sim/smtp/smtp_server.h"
#include "sim/store/mail_store.h"
#include "sim/trace/state.h"

namespace mailscope::hosts {

class MailServer;

class MailQueue {
 public:
  explicit MailQueue(MailServer& server);

  // A new queue id; ids are never used twice.
  std::string new_id();
  // Takes the mail (its own Received field already on top). Delivery begins a moment later, so that
  // the reply to the client goes first.
  // What was found out about a mail that came from a stranger.
  struct Checked {
    std::string mailbox;  // where it belongs when it is delivered here; empty: INBOX
    std::optional<policy::ArcChain> chain;  // with which it came; none: nobody has looked
    std::string results;                    // "mx.example.org; spf=pass …"
  };
  void take(const std::string& id, const smtp::Transaction& transaction, std::string content,
            const Checked& checked = {});

  void describe(HostState& state) const;
  std::size_t size() const { return mails_.size(); }

 private:
  struct Recipient {
    smtp::Recipient recipient;
    bool is_done = false;
    std::string why_deferred;
    std::string noted_why;  // as the trace last had it
  };
  struct Mail {
    std::string id;
    smtp::Path reverse_path;
    smtp::MailParameters parameters;
    std::string content;
    Checked checked;
    std::vector<Recipient> recipients;
    Time queued{};
    std::uint32_t attempt = 0;
    Time next_attempt{};
    std::uint32_t noted_attempt = 0;  // as the trace last had them
    Time noted_next_attempt{};
    bool is_warned = false;
    std::size_t jobs = 0;                // deliveries under way
    std::vector<std::size_t> failed;     // recipients to be reported, this attempt
    std::vector<std::size_t> delivered;  // likewise, when they are wanted (NOTIFY=SUCCESS)
    std::map<std::size_t, std::string> failure_replies, failure_servers;
  };
  // One group of recipients that go to the same servers.
  struct Job {
    std::string id;
    std::string domain;
    std::vector<std::size_t> recipients;
    std::vector<dns::MailTarget> targets;
    bool is_by_mx = false;  // not an address literal, no smart host
    std::size_t target = 0;
    bool is_without_tls = false;  // after a failed opportunistic handshake
    std::string last_problem;
    std::optional<policy::MtaStsPolicy> mta_sts;  // of the domain
    std::vector<dns::Tlsa> tlsa;                  // of the target
    bool is_tlsa_known = false;
    bool minds_policies = true;  // false: the mail says "TLS-Required: No" (RFC 8689, section 3)
    // REQUIRETLS: why the last server may not have the mail, and whether that is so of all asked so far.
    std::string unmet;
    bool is_unmet_everywhere = true;
  };

  Mail* find(const std::string& id);
  void run(const std::string& id);
  // mail_queue_local.cpp
  void deliver_here(Mail& mail, std::size_t index);
  bool store_in(Mail& mail, std::size_t index, store::Account& account);
  void forward(const Mail& mail, const std::string& alias, const std::string& destination);
  void send_to_list(const Mail& mail, const MailingListSpec& list);
  std::string sealed(const Mail& mail, std::string content);
  // mail_queue_policy.cpp
  void find_policy(const std::shared_ptr<Job>& job);
  bool is_allowed(const std::shared_ptr<Job>& job);
  void find_tlsa(const std::shared_ptr<Job>& job);
  void count_tls(const Job& job, const SmtpOutcome& outcome);
  static void next_target(Job& job);
  bool must_be_encrypted(const Job& job);
  // What forbids going without TLS: "REQUIRETLS", "DANE", "MTA-STS"; empty: nothing does.
  std::string_view guard_of(const Job& job);
  bool is_vouched_for(const Job& job) const;
  void pass_by(const std::shared_ptr<Job>& job, const std::string& server,
               const std::string& reply);
  void start_job(Mail& mail, const std::string& domain, std::vector<std::size_t> recipients);
  void try_target(const std::shared_ptr<Job>& job);
  void tried(const std::shared_ptr<Job>& job, const SmtpOutcome& outcome);
  void end_job(const Job& job);
  void finish_attempt(Mail& mail);

  void relayed(Mail& mail, std::size_t index, const std::string& detail);
  void defer(Mail& mail, std::size_t index, const std::string& why);
  void fail(Mail& mail, std::size_t index, const std::string& reply, const std::string& server);
  void report(Mail& mail, const std::vector<std::size_t>& recipients, mime::DsnAction action);
  Duration wait_after(std::uint32_t attempt) const;

  MailServer& server_;
  std::map<std::string, Mail> mails_;  // by id
  std::uint64_t ids_made_ = 0;
};

}  // namespace mailscope::hosts
