// Claims decided from records (what happens) and from the fold (what is so).
#include "sim/scenario/claim_times.h"

#include <functional>
#include <map>
#include <tuple>

#include "sim/base/text.h"
#include "sim/mime/message.h"
#include "sim/trace/knowledge.h"
#include "sim/trace/state.h"

namespace mailscope::scenario {
namespace {

std::string subject_in(const std::string& content) {
  mime::Faults ignored;
  const mime::Header header = mime::parse_header(content, {0, content.size()}, ignored);
  return mime::field_shown(content, header, "Subject").value_or("");
}

bool is_any_or(const std::string& glob, std::string_view text) {
  return glob.empty() || glob_matches(glob, text);
}

bool is_mail(const std::string& glob, const std::string& content) {
  return glob.empty() || glob_matches(glob, subject_in(content));
}

bool is_same_address(const std::string& a, const std::string& b) {
  return equal_ignoring_case(a, b);
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool has_flag(const std::vector<std::string>& flags, const std::string& flag) {
  for (const std::string& candidate : flags) {
    if (equal_ignoring_case(candidate, flag)) return true;
  }
  return false;
}

std::string line_in(const std::string& text) {
  const bool ends = text.size() >= 2 && text.compare(text.size() - 2, 2, "\r\n") == 0;
  return ends ? text.substr(0, text.size() - 2) : text;
}

// Records after which a queue or a mailbox may be otherwise.
bool changes_mail(const Record& record) {
  const Payload& payload = record.payload;
  return std::holds_alternative<HostAdded>(payload) ||
         std::holds_alternative<MailQueued>(payload) ||
         std::holds_alternative<MailDeferred>(payload) ||
         std::holds_alternative<RecipientDone>(payload) ||
         std::holds_alternative<MailUnqueued>(payload) ||
         std::holds_alternative<MailStored>(payload) ||
         std::holds_alternative<MailDeleted>(payload) ||
         std::holds_alternative<FlagsChanged>(payload) ||
         std::holds_alternative<MailboxAdded>(payload) ||
         std::holds_alternative<MailboxRemoved>(payload) ||
         std::holds_alternative<MailboxRenamed>(payload);
}

// Host, account, mailbox, UIDVALIDITY and UID: one mail for ever.
using MailKey = std::tuple<std::string, std::string, std::string, std::uint32_t, std::uint32_t>;

// One pass over the trace with what the claims need to remember of it.
class ClaimJudge {
 public:
  explicit ClaimJudge(const Trace& trace) : trace_(trace), names_(host_names(trace)) {
    for (const Record& record : trace) {
      const auto* added = std::get_if<HostAdded>(&record.payload);
      if (added != nullptr && !added->wire_of.is_none()) boxes_[added->name] = added->wire_of;
    }
  }

  ClaimTimes times(const Claim& claim) {
    return std::visit([&](const auto& one) { return decide(one); }, claim);
  }

 private:
  std::string name(HostId host) const {
    return host.is_none() || host.value > names_.size() ? std::string() : names_[host.value - 1];
  }

  // ---- what happens: true from its record on -------------------------------------------------------

  ClaimTimes events(const std::function<bool(const Record&)>& happens) const {
    ClaimTimes out;
    for (const Record& record : trace_) {
      if (happens(record)) out.begins.push_back(record.number);
    }
    out.is_true_at_end = !out.begins.empty();
    return out;
  }

  template <class Kind>
  ClaimTimes events_of(const std::function<bool(const Record&, const Kind&)>& happens) const {
    return events([&](const Record& record) {
      const Kind* payload = std::get_if<Kind>(&record.payload);
      return payload != nullptr && happens(record, *payload);
    });
  }

  ClaimTimes decide(const Happens& claim) const {
    ClaimTimes out;
    out.begins = find_all(claim.pattern, trace_);
    out.is_true_at_end = !out.begins.empty();
    return out;
  }

  ClaimTimes done_with(RecipientOutcome outcome, const std::string& to,
                       const std::string& mail) const {
    std::map<std::pair<HostId, std::string>, const std::string*> queued;
    for (const Record& record : trace_) {
      if (const auto* one = std::get_if<MailQueued>(&record.payload)) {
        queued[{record.place.host, one->queue_id}] = &one->content;
      }
    }
    return events_of<RecipientDone>([&](const Record& record, const RecipientDone& done) {
      if (done.outcome != outcome || !is_same_address(done.recipient, to)) return false;
      const auto content = queued.find({record.place.host, done.queue_id});
      return mail.empty() || (content != queued.end() && is_mail(mail, *content->second));
    });
  }
  ClaimTimes decide(const Delivered& claim) const {
    return done_with(RecipientOutcome::delivered, claim.to, claim.mail);
  }
  ClaimTimes decide(const Bounced& claim) const {
    return done_with(RecipientOutcome::bounced, claim.to, claim.mail);
  }

  ClaimTimes decide(const Refused& claim) const {
    return events_of<Said>([&](const Record& record, const Said& said) {
      return said.speaker == Speaker::server && said.kind != LineKind::content &&
             (claim.by.empty() || name(record.place.host) == claim.by) &&
             glob_matches(claim.with, line_in(said.text));
    });
  }

  ClaimTimes decide(const Deleted& claim) const {
    // The record of a deletion names the mail by its UID only.
    std::map<std::tuple<HostId, std::string, std::string, std::uint32_t>, const std::string*>
        stored;
    for (const Record& record : trace_) {
      if (const auto* one = std::get_if<MailStored>(&record.payload)) {
        stored[{record.place.host, one->account, one->mailbox, one->uid}] = &one->content;
      }
    }
    return events_of<MailDeleted>([&](const Record& record, const MailDeleted& gone) {
      if (!is_same_address(gone.account, claim.account) || gone.mailbox != claim.mailbox)
        return false;
      if (!claim.on.empty() && name(record.place.host) != claim.on) return false;
      const auto content = stored.find({record.place.host, gone.account, gone.mailbox, gone.uid});
      return claim.mail.empty() ||
             (content != stored.end() && is_mail(claim.mail, *content->second));
    });
  }

  // Who can read a line: those who talk, and in clear also who sits on the wire of either.
  bool can_read(const std::string& host, const Record& record, bool is_encrypted) const {
    if (name(record.place.host) == host || name(record.place.peer) == host) return true;
    if (is_encrypted) return false;
    const auto box = boxes_.find(host);
    return box != boxes_.end() &&
           (box->second == record.place.host || box->second == record.place.peer);
  }

  ClaimTimes decide(const Seen& claim) const {
    return events_of<Said>([&](const Record& record, const Said& said) {
      return contains(said.text, claim.text) && can_read(claim.by, record, said.is_encrypted);
    });
  }

  ClaimTimes decide(const Learnt& claim) const {
    ClaimTimes out;
    for (const Known& known : knowledge_of(trace_)) {
      if (name(known.host) == claim.by && known.kind == claim.secret &&
          (!claim.at || known.at == *claim.at) && is_any_or(claim.of, known.owner) &&
          is_any_or(claim.value, known.value))
        out.begins.push_back(known.record);
    }
    out.is_true_at_end = !out.begins.empty();
    return out;
  }

  template <class LineClaim>
  ClaimTimes lines(const LineClaim& claim, bool is_encrypted) const {
    return events_of<Said>([&](const Record& record, const Said& said) {
      return said.is_encrypted == is_encrypted && name(record.place.host) == claim.from &&
             name(record.place.peer) == claim.to &&
             (!claim.protocol || said.protocol == *claim.protocol) &&
             is_any_or(claim.text, line_in(said.text));
    });
  }
  ClaimTimes decide(const Encrypted& claim) const { return lines(claim, true); }
  ClaimTimes decide(const InClear& claim) const { return lines(claim, false); }

  ClaimTimes decide(const TranscriptContains& claim) const {
    return events_of<Said>([&](const Record& record, const Said& said) {
      return contains(said.text, claim.text) &&
             (!claim.protocol || said.protocol == *claim.protocol) &&
             (claim.by.empty() || name(record.place.host) == claim.by);
    });
  }

  ClaimTimes decide(const Shown& claim) const {
    return events_of<ScreenShown>([&](const Record& record, const ScreenShown& screen) {
      return name(record.place.host) == claim.on && glob_matches(claim.code, screen.code) &&
             (!claim.severity || screen.severity == *claim.severity);
    });
  }

  // ---- what is so: asked after every record that can change it ---------------------------------------

  ClaimTimes states(const std::function<bool(const WorldState&)>& is_so) const {
    ClaimTimes out;
    WorldState state;
    for (const Record& record : trace_) {
      apply(state, record);
      if (!changes_mail(record)) continue;
      const bool is_so_now = is_so(state);
      if (is_so_now && !out.is_true_at_end) out.begins.push_back(record.number);
      if (!is_so_now && out.is_true_at_end) out.ends.push_back(record.number);
      out.is_true_at_end = is_so_now;
    }
    return out;
  }

  // Asked after every change of every mailbox, so a mail's header is read once and not each time: in a
  // mail loop there are as many mails as changes, and each is longer than the one before.
  bool is_meant(const std::string& glob, const MailKey& place, const std::string& content) {
    if (glob.empty()) return true;
    const auto [known, is_new] = meant_.try_emplace(place, false);
    if (is_new) known->second = is_mail(glob, content);
    return known->second;
  }

  template <class MailboxClaim>
  std::uint32_t count_mails(const WorldState& state, const MailboxClaim& claim,
                            const std::function<bool(const StoredMail&)>& counts) {
    std::uint32_t count = 0;
    for (const HostState& host : state.hosts) {
      if (!claim.on.empty() && host.name != claim.on) continue;
      for (const auto& [key, mailbox] : host.mailboxes) {
        if (!is_same_address(key.first, claim.account) || key.second != claim.mailbox) continue;
        for (const auto& [uid, mail] : mailbox.mails) {
          const MailKey place{host.name, key.first, key.second, mailbox.uid_validity, uid};
          if (is_meant(claim.mail, place, mail.content) && counts(mail)) ++count;
        }
      }
    }
    return count;
  }

  ClaimTimes decide(const InMailbox& claim) {
    return states([&](const WorldState& state) {
      const std::uint32_t count = count_mails(state, claim, [](const StoredMail&) { return true; });
      return claim.count == 0 ? count > 0 : count == claim.count;
    });
  }

  ClaimTimes decide(const Flagged& claim) {
    return states([&](const WorldState& state) {
      return count_mails(state, claim, [&](const StoredMail& mail) {
               return has_flag(mail.flags, claim.flag);
             }) > 0;
    });
  }

  ClaimTimes decide(const QueueEmpty& claim) const {
    return states([&](const WorldState& state) {
      for (const HostState& host : state.hosts) {
        if (host.name == claim.on) return host.queue.empty();
      }
      return false;
    });
  }

  const Trace& trace_;
  std::vector<std::string> names_;
  std::map<std::string, HostId> boxes_;  // by name: on whose wire it sits
  std::map<MailKey, bool> meant_;        // whether the claim's `mail` is this one
};

}  // namespace

bool ClaimTimes::is_true_after(RecordNumber record) const {
  const auto up_to = [&](const std::vector<RecordNumber>& records) {
    RecordNumber last{};
    for (const RecordNumber one : records) {
      if (!(record < one)) last = one;
    }
    return last;
  };
  return up_to(ends) < up_to(begins);
}

ClaimTimes times_of(const Claim& claim, const Trace& trace) {
  return ClaimJudge(trace).times(claim);
}

}  // namespace mailscope::scenario
