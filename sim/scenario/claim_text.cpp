// Claims as sentences, and what a run shows in their stead.
#include "sim/base/text.h"
#include "sim/scenario/claim_times.h"
#include "sim/trace/state.h"
#include "sim/trace/steps.h"

namespace mailscope::scenario {
namespace {

std::string quoted(const std::string& text) { return '"' + visible(text) + '"'; }

std::string mail_text(const std::string& mail) {
  return mail.empty() ? "any mail" : "mail " + quoted(mail);
}

std::string on_text(const std::string& host) { return host.empty() ? "" : " on " + host; }

struct ClaimWords {
  std::string operator()(const Happens& claim) const {
    std::string out = "happens:";
    for (const FieldMatch& match : claim.pattern.matches) {
      out += " " + match.field + (match.is_negated ? " is not " : " ") + quoted(match.glob);
    }
    if (claim.pattern.nth > 0) out += " for time " + std::to_string(claim.pattern.nth);
    return out;
  }
  std::string operator()(const Delivered& claim) const {
    return "delivered to " + claim.to + ": " + mail_text(claim.mail);
  }
  std::string operator()(const Bounced& claim) const {
    return "bounced for " + claim.to + ": " + mail_text(claim.mail);
  }
  std::string operator()(const Refused& claim) const {
    return "refused with " + quoted(claim.with) + (claim.by.empty() ? "" : " by " + claim.by);
  }
  std::string operator()(const InMailbox& claim) const {
    return "in mailbox " + claim.mailbox + " of " + claim.account + on_text(claim.on) + ": " +
           mail_text(claim.mail) +
           (claim.count == 0 ? "" : ", exactly " + std::to_string(claim.count));
  }
  std::string operator()(const Deleted& claim) const {
    return "deleted from " + claim.mailbox + " of " + claim.account + on_text(claim.on) + ": " +
           mail_text(claim.mail);
  }
  std::string operator()(const Flagged& claim) const {
    return "flagged " + claim.flag + " in " + claim.mailbox + " of " + claim.account +
           on_text(claim.on) + ": " + mail_text(claim.mail);
  }
  std::string operator()(const QueueEmpty& claim) const { return "queue empty on " + claim.on; }
  std::string operator()(const Seen& claim) const {
    return quoted(claim.text) + " seen by " + claim.by;
  }
  std::string operator()(const Learnt& claim) const {
    return "learnt by " + claim.by +
           (claim.at ? " (" + std::string(name_of(*claim.at)) + ")" : std::string()) + ": " +
           std::string(name_of(claim.secret)) + (claim.of.empty() ? "" : " of " + claim.of) +
           (claim.value.empty() ? "" : ", " + quoted(claim.value));
  }
  std::string operator()(const Encrypted& claim) const {
    return "encrypted from " + claim.from + " to " + claim.to +
           (claim.text.empty() ? "" : ": " + quoted(claim.text));
  }
  std::string operator()(const InClear& claim) const {
    return "in clear from " + claim.from + " to " + claim.to +
           (claim.text.empty() ? "" : ": " + quoted(claim.text));
  }
  std::string operator()(const TranscriptContains& claim) const {
    return "transcript contains " + quoted(claim.text) +
           (claim.by.empty() ? "" : " by " + claim.by);
  }
  std::string operator()(const Shown& claim) const {
    return "shown on " + claim.on + ": " + claim.code;
  }
};

// The last record of the kinds that matter, as a few words with its step.
class Instead {
 public:
  explicit Instead(const Trace& trace) : trace_(trace), names_(host_names(trace)) {}

  std::string operator()(const Happens& claim) const {
    for (const FieldMatch& match : claim.pattern.matches) {
      if (match.field != "kind") continue;
      Pattern only_kind;
      only_kind.matches.push_back(match);
      const auto found = find_all(only_kind, trace_);
      if (found.empty()) return "nothing of that kind happened";
      std::string words;
      for (const auto& [field, text] : fields_of(trace_.at(found.back()), names_)) {
        if (!text.empty() && text.size() < 80 && field != "kind")
          words += " " + field + " " + quoted(text);
      }
      return std::to_string(found.size()) + " of that kind happened, the last at " +
             place_text(trace_, found.back()) + ":" + words;
    }
    return {};
  }
  std::string operator()(const Delivered& claim) const { return about_recipient(claim.to); }
  std::string operator()(const Bounced& claim) const { return about_recipient(claim.to); }
  std::string operator()(const Refused& claim) const {
    const Record* last = nullptr;
    for (const Record& record : trace_) {
      const auto* said = std::get_if<Said>(&record.payload);
      const bool is_his = said != nullptr && said->speaker == Speaker::server &&
                          said->kind != LineKind::content &&
                          (claim.by.empty() || name(record.place.host) == claim.by);
      const bool is_no =
          is_his && (said->text[0] == '4' || said->text[0] == '5' || said->text[0] == '-');
      if (is_no || (is_his && last == nullptr)) last = &record;
    }
    return last == nullptr ? "no server answered" : said_text(*last);
  }
  std::string operator()(const InMailbox& claim) const {
    return about_mailbox(claim.account, claim.mailbox);
  }
  std::string operator()(const Deleted& claim) const {
    return about_mailbox(claim.account, claim.mailbox);
  }
  std::string operator()(const Flagged& claim) const {
    return about_mailbox(claim.account, claim.mailbox);
  }
  std::string operator()(const QueueEmpty& claim) const {
    const WorldState state = fold(trace_, trace_.last());
    for (const HostState& host : state.hosts) {
      if (host.name != claim.on) continue;
      std::string waiting;
      for (const auto& [id, mail] : host.queue) {
        waiting += (waiting.empty() ? "" : ", ") + id;
        for (const std::string& recipient : mail.recipients) waiting += " for " + recipient;
        for (const auto& [recipient, why] : mail.why_deferred) waiting += " (" + why + ")";
      }
      return waiting.empty() ? "it is empty at the end" : "there wait: " + waiting;
    }
    return {};
  }
  std::string operator()(const Seen& claim) const {
    return about_text(claim.text, "and " + claim.by + " could not read it");
  }
  std::string operator()(const Learnt& claim) const {
    std::string words;
    for (const Known& known : knowledge_of(trace_)) {
      if (name(known.host) != claim.by) continue;
      words += (words.empty() ? "" : ", ") + std::string(name_of(known.kind)) + " of " +
               known.owner + " " + quoted(known.value) + " (" + std::string(name_of(known.at)) +
               ") at " + place_text(trace_, known.record);
    }
    return words.empty() ? claim.by + " learnt nothing" : claim.by + " learnt: " + words;
  }
  std::string operator()(const Encrypted& claim) const { return about_lines(claim.from, claim.to); }
  std::string operator()(const InClear& claim) const { return about_lines(claim.from, claim.to); }
  std::string operator()(const TranscriptContains& claim) const {
    return about_text(claim.text, "by somebody else");
  }
  std::string operator()(const Shown& claim) const {
    std::string words;
    for (const Record& record : trace_) {
      const auto* screen = std::get_if<ScreenShown>(&record.payload);
      if (screen == nullptr || name(record.place.host) != claim.on) continue;
      words +=
          (words.empty() ? "" : ", ") + screen->code + " at " + place_text(trace_, record.number);
    }
    return words.empty() ? "nothing was shown on " + claim.on
                         : "shown on " + claim.on + ": " + words;
  }

 private:
  std::string name(HostId host) const {
    return host.is_none() || host.value > names_.size() ? std::string() : names_[host.value - 1];
  }

  std::string said_text(const Record& record) const {
    const std::string& text = std::get<Said>(record.payload).text;
    return name(record.place.host) + " said " + quoted(text.substr(0, text.find('\r'))) + " at " +
           place_text(trace_, record.number);
  }

  std::string about_recipient(const std::string& to) const {
    std::string words;
    for (const Record& record : trace_) {
      if (const auto* done = std::get_if<RecipientDone>(&record.payload)) {
        if (!equal_ignoring_case(done->recipient, to)) continue;
        words = std::string(name_of(done->outcome)) + " by " + name(record.place.host) + " at " +
                place_text(trace_, record.number) + " (" + done->detail + ")";
      } else if (const auto* later = std::get_if<MailDeferred>(&record.payload)) {
        if (!equal_ignoring_case(later->recipient, to)) continue;
        words = "deferred by " + name(record.place.host) + " at " +
                place_text(trace_, record.number) + " (" + later->why + ")";
      }
    }
    if (!words.empty()) return words;
    return "no server took a mail for " + to;
  }

  std::string about_mailbox(const std::string& account, const std::string& mailbox) const {
    const WorldState state = fold(trace_, trace_.last());
    std::string words;
    for (const HostState& host : state.hosts) {
      for (const auto& [key, content] : host.mailboxes) {
        if (!equal_ignoring_case(key.first, account) || key.second != mailbox) continue;
        words += (words.empty() ? "" : ", ") + host.name + " holds " +
                 std::to_string(content.mails.size());
      }
    }
    for (const Record& record : trace_) {
      const auto* gone = std::get_if<MailDeleted>(&record.payload);
      if (gone == nullptr || !equal_ignoring_case(gone->account, account)) continue;
      words += "; UID " + std::to_string(gone->uid) + " was deleted on " + name(record.place.host) +
               " at " + place_text(trace_, record.number);
    }
    return words.empty() ? "nobody has such a mailbox" : "at the end " + words;
  }

  // The first line with this text, whoever said it.
  std::string about_text(const std::string& text, const std::string& then) const {
    for (const Record& record : trace_) {
      const auto* said = std::get_if<Said>(&record.payload);
      if (said == nullptr || said->text.find(text) == std::string::npos) continue;
      return said_text(record) + (said->is_encrypted ? ", encrypted" : "") + ", " + then;
    }
    return "nobody said a line with " + quoted(text);
  }

  std::string about_lines(const std::string& from, const std::string& to) const {
    const Record* last = nullptr;
    for (const Record& record : trace_) {
      if (!std::holds_alternative<Said>(record.payload)) continue;
      if (name(record.place.host) == from && name(record.place.peer) == to) last = &record;
    }
    if (last == nullptr) return from + " said nothing to " + to;
    return said_text(*last) +
           (std::get<Said>(last->payload).is_encrypted ? ", encrypted" : ", in clear");
  }

  const Trace& trace_;
  std::vector<std::string> names_;
};

}  // namespace

std::string to_text(const Claim& claim) { return std::visit(ClaimWords{}, claim); }

std::string instead_of(const Claim& claim, const Trace& trace) {
  return std::visit(Instead(trace), claim);
}

std::string place_text(const Trace& trace, RecordNumber record) {
  return "step " + std::to_string(step_of(steps_of(trace), record)) + " (" +
         seconds_text(trace.at(record).time) + " s)";
}

}  // namespace mailscope::scenario
