// The name of its address, SPF, DKIM, ARC and DMARC for one SMTP connection of a mail server, and what is written about them.
//
// Held by a shared pointer: answers that come after its door is gone find it alive, and `then` must see
// for itself whether anybody still wants to know. Each check runs the policy's machine over the host's lookups, records its decision, and hands on.
//
//   checks.check_client(place, [=](const std::optional<Ruling>& refused) { … });     // at MAIL
//   checks.check_spf(request, [=](const std::optional<Ruling>& refused) { … });      // at MAIL
//   checks.check_mail(content, [=](const SenderChecks::Outcome& outcome) { … });     // the whole mail
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/hosts/recipient_rules.h"
#include "sim/hosts/server_spec.h"
#include "sim/policy/arc.h"
#include "sim/policy/authentication_results.h"
#include "sim/policy/dkim.h"
#include "sim/policy/dmarc.h"
#include "sim/policy/spf.h"
#include "sim/trace/trace.h"

namespace mailscope::hosts {

class SenderChecks : public std::enable_shared_from_this<SenderChecks> {
 public:
  SenderChecks(MailServer& server, Ipv4 client) : server_(server), client_(client) {}

  // `place`: the connection it is about. `then` gets the refusal, or nothing.
  using ThenRuling = std::function<void(const std::optional<Ruling>&)>;
  // The name of the client's address, once for the connection.
  void check_client(Place place, const ThenRuling& then);
  // That leads back to it; empty: not asked for, or there is none.
  const std::string& client_name() const { return client_name_; }
  void check_spf(const std::string& reverse_path, const std::string& hello, Place place,
                 const ThenRuling& then);

  struct Outcome {
    std::optional<Ruling> refused;
    std::string
        content;  // with Authentication-Results on top, without those that pretend to be ours
    std::string mailbox;                    // where it belongs instead of INBOX; empty: INBOX
    std::optional<policy::ArcChain> chain;  // as it came, where anybody asks for it
    std::string results;  // what Authentication-Results says of it: "mx.example.org; spf=pass …"
  };
  using ThenOutcome = std::function<void(const Outcome&)>;
  void check_mail(const std::string& content, Place place, const ThenOutcome& then);

 private:
  const SenderChecksSpec& spec() const;
  bool wants_spf() const;
  bool wants_dkim() const;
  bool wants_arc() const;
  void check_arc(const std::string& content, Place place, const std::function<void()>& then);
  void check_dkim(const std::string& content, Place place, const ThenOutcome& then);
  // Whether a chain that is trusted saw DMARC pass for this domain: then it counts more than what is
  // found here (RFC 8617, section 7.2.1).
  bool is_vouched_for(const std::string& author_domain) const;
  std::string sealers() const;  // "alumni.example, list.example"
  void check_dmarc(const std::string& content, const std::vector<policy::DkimResult>& signatures,
                   Place place, const ThenOutcome& then);
  Outcome outcome_of(const std::string& content, const std::vector<policy::DkimResult>& signatures,
                     const policy::Dmarc* dmarc, const std::string& author_domain) const;

  MailServer& server_;
  Ipv4 client_;
  std::string reverse_path_, hello_, client_name_;
  bool is_client_checked_ = false;
  std::optional<policy::SpfOutcome> spf_;  // of the mail under way
  std::optional<policy::ArcChain> arc_;    // likewise
};

}  // namespace mailscope::hosts
