// One overload for each kind of record that begins a step.
#include "sim/export/trace_text.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "sim/base/text.h"
#include "sim/net/packet.h"
#include "sim/trace/steps.h"

namespace mailscope {
namespace {

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& member : list) out += (out.empty() ? "" : ", ") + visible(member);
  return out;
}

std::string facts_text(const Facts& facts) {
  std::string out;
  for (const auto& [key, value] : facts) {
    out += (out.empty() ? "" : ", ") + visible(key) + " " + visible(value);
  }
  return out;
}

std::string in_brackets(const std::string& text) { return text.empty() ? "" : " (" + text + ")"; }

std::string octets_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " octet" : " octets");
}

// Code points, so that columns line up for names in any script.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1U : 0U;
  return width;
}
std::string padded(std::string text, std::size_t width) {
  const std::size_t has = width_of(text);
  if (has < width) text.append(width - has, ' ');
  return text;
}

class Printer {
 public:
  Printer(const Trace& trace, const TraceTextOptions& options) : trace_(trace), options_(options) {
    for (const Record& record : trace) {
      const auto* host = std::get_if<HostAdded>(&record.payload);
      if (host) names_[record.place.host] = visible(host->name);
    }
    std::set<std::size_t> widths;
    for (const auto& [id, name] : names_) widths.insert(width_of(name));
    const std::size_t longest = widths.empty() ? 4 : *widths.rbegin();
    place_width_ = std::min<std::size_t>(2 * longest + 3, 40);
  }

  std::string all() {
    for (const Step& step : steps_of(trace_)) {
      if (step.headline.is_none()) continue;
      if (step.level == StepLevel::segment && !options_.has_segments) continue;
      if (step.level == StepLevel::detail && !options_.has_details) continue;
      // The further lines of a reply, and the secrets learnt at once, are in the same step.
      for (auto number = step.headline; number <= step.last; ++number.value) {
        const Record& record = trace_.at(number);
        const bool is_first = number == step.headline;
        const bool goes_on = record.payload.index() == trace_.at(step.headline).payload.index() &&
                             (std::holds_alternative<Said>(record.payload) ||
                              std::holds_alternative<SecretLearnt>(record.payload));
        if (is_first || goes_on) print(record);
      }
    }
    return std::move(out_);
  }

  // What stands behind the columns of the record's first line.
  std::string first_words(const Record& record) {
    has_columns_ = false;
    out_.clear();
    print(record);
    return out_.substr(0, out_.find('\n'));
  }

 private:
  void print(const Record& record) {
    std::visit([&](const auto& payload) { about(record, payload); }, record.payload);
  }

  std::string name(HostId host) const {
    const auto found = names_.find(host);
    return found == names_.end() ? "network" : found->second;
  }

  void line(const Record& record, std::string_view tag, const std::string& text) {
    if (!has_columns_) {
      out_ += text + "\n";
      return;
    }
    std::string where = name(record.place.host);
    if (!record.place.peer.is_none()) where += " → " + name(record.place.peer);
    std::string time = seconds_text(record.time);
    if (time.size() < 12) time.insert(0, 12 - time.size(), ' ');
    out_ += time + "  " + padded(where, place_width_) + "  " + padded(std::string(tag), 8) + "  " +
            text + "\n";
  }

  // The caller's sentence, or our words.
  void told(const Record& record, std::string_view tag, const std::string& words) {
    const std::string sentence = options_.sentence ? options_.sentence(record) : "";
    line(record, tag, sentence.empty() ? words : sentence);
  }

  void said(const Record& record, Protocol protocol, Speaker speaker, LineKind kind,
            bool is_encrypted, const std::string& text, std::string_view before) {
    const std::string tag = std::string(name_of(protocol)) + (is_encrypted ? "+tls" : "");
    const std::string who = std::string(before) + (speaker == Speaker::client ? "C: " : "S: ");
    std::size_t printed = 0;
    std::string_view rest = text;
    while (!rest.empty()) {
      if (kind == LineKind::content && printed == options_.content_lines_max) {
        line(record, tag, who + "… " + octets_text(rest.size()) + " more");
        return;
      }
      const Cut one = cut(rest, '\n');
      std::string_view words = one.head;
      if (!words.empty() && words.back() == '\r') words.remove_suffix(1);
      line(record, tag, who + visible(words));
      ++printed;
      rest = one.tail;
    }
  }

  // ---- what each kind says -----------------------------------------------------------------------
  template <class Quiet>
  void about(const Record&, const Quiet&) {}

  void about(const Record& record, const PersonActed& acted) {
    told(record, "person",
         acted.person + ": " + acted.action + in_brackets(facts_text(acted.facts)));
  }
  void about(const Record& record, const InterventionMade& made) {
    told(record, "what-if", made.what);
  }
  void about(const Record& record, const ConnectionOpened& opened) {
    line(
        record, "tcp",
        "calls " + to_text(opened.server_address) + ", port " + std::to_string(opened.server_port));
  }
  void about(const Record& record, const ConnectionEnded& ended) {
    line(record, "tcp", "connection ended: " + std::string(name_of(ended.reason)));
  }
  void about(const Record& record, const Said& it) {
    said(record, it.protocol, it.speaker, it.kind, it.is_encrypted, it.text, "");
  }
  void about(const Record& record, const Understood& it) {
    said(record, it.protocol, it.speaker, it.kind, it.is_encrypted, it.text, "understood ");
  }
  void about(const Record& record, const TlsMessage& message) {
    line(record, message.is_encrypted ? "tls+tls" : "tls",
         message.name + ", " + octets_text(message.octet_count) +
             in_brackets(facts_text(message.facts)));
  }
  void about(const Record& record, const TlsEstablished& done) {
    line(record, "tls",
         "encrypted from here: " + done.version + " " + done.suite +
             in_brackets(facts_text(done.facts)));
  }
  void about(const Record& record, const TlsFailed& failed) {
    told(record, "tls", "failed: " + failed.code + in_brackets(facts_text(failed.facts)));
  }
  void about(const Record& record, const DnsSaid& dns) {
    const std::string question = visible(dns.name) + " " + dns.type;
    line(record, "dns",
         dns.speaker == Speaker::client
             ? question + "?"
             : question + ": " + dns.response_code + in_brackets(joined(dns.answers)));
  }
  void about(const Record& record, const LookupDone& lookup) {
    line(record, "dns",
         visible(lookup.name) + " " + lookup.type + " " + lookup.outcome +
             in_brackets(joined(lookup.answers)));
  }
  void about(const Record& record, const Decision& decision) {
    std::string words = std::string(name_of(decision.verdict)) + ": " + decision.code;
    const std::string facts = facts_text(decision.facts);
    if (!facts.empty()) words += ", " + facts;
    const std::string sentence = options_.sentence ? options_.sentence(record) : "";
    if (!sentence.empty()) words = sentence;
    line(record, "decision", words + in_brackets(decision.rule));
  }
  void about(const Record& record, const MailQueued& mail) {
    told(record, "mail",
         "queued as " + mail.queue_id + ", from <" + visible(mail.reverse_path) + "> to " +
             joined(mail.recipients));
  }
  void about(const Record& record, const MailDeferred& mail) {
    told(record, "mail",
         mail.queue_id + " to " + visible(mail.recipient) + " must wait until " +
             seconds_text(mail.next_attempt) + ": " + visible(mail.why));
  }
  void about(const Record& record, const RecipientDone& done) {
    told(record, "mail",
         done.queue_id + " to " + visible(done.recipient) + " " +
             std::string(name_of(done.outcome)) + in_brackets(visible(done.detail)));
  }
  void about(const Record& record, const MailStored& mail) {
    told(record, "mail",
         "stored in " + visible(mail.mailbox) + " of " + visible(mail.account) + ", UID " +
             std::to_string(mail.uid));
  }
  void about(const Record& record, const MailDeleted& mail) {
    told(record, "mail",
         "deleted from " + visible(mail.mailbox) + " of " + visible(mail.account) + ", UID " +
             std::to_string(mail.uid));
  }
  void about(const Record& record, const FlagsChanged& mail) {
    told(record, "mail",
         "flags of UID " + std::to_string(mail.uid) + " in " + visible(mail.mailbox) + ": " +
             joined(mail.flags));
  }
  void about(const Record& record, const ScreenShown& screen) {
    told(record, "screen",
         std::string(name_of(screen.severity)) + ": " + screen.code +
             in_brackets(facts_text(screen.facts)));
  }
  void about(const Record& record, const SecretLearnt& secret) {
    const std::string value = visible(secret.value.substr(0, 60));
    line(record, "secret",
         "learns the " + std::string(name_of(secret.kind)) + " of " + visible(secret.owner) + ": " +
             value);
  }
  void about(const Record& record, const BudgetReached& budget) {
    line(record, "budget",
         budget.budget + " " + std::to_string(budget.limit) + " reached, the run stops");
  }
  void about(const Record& record, const PacketChanged& changed) {
    line(record, "attack", "changes packet " + std::to_string(changed.sent.value));
  }
  void about(const Record& record, const PacketDropped& dropped) {
    line(record, "lost",
         "packet " + std::to_string(dropped.sent.value) +
             " is lost: " + std::string(name_of(dropped.reason)));
  }
  void about(const Record& record, const PacketSent& sent) {
    const auto packet = net::parse_packet(sent.packet.value);
    std::string text = sent.is_injected ? "injects " : "";
    if (packet && packet->tcp()) {
      text += net::flags_text(*packet->tcp()) + ", " + octets_text(packet->payload.size());
    } else {
      text += octets_text(sent.packet.value.size());
    }
    line(record, packet && packet->udp() ? "udp" : "tcp", text);
  }

  const Trace& trace_;
  const TraceTextOptions& options_;
  std::map<HostId, std::string> names_;
  std::size_t place_width_ = 0;
  bool has_columns_ = true;
  std::string out_;
};

}  // namespace

std::string trace_text(const Trace& trace, const TraceTextOptions& options) {
  return Printer(trace, options).all();
}

std::map<RecordNumber, std::string> packet_texts(const Trace& trace,
                                                 const TraceTextOptions& options) {
  Printer printer(trace, options);
  std::map<RecordNumber, std::string> texts;
  for (const Record& record : trace) {
    if (!std::holds_alternative<PacketSent>(record.payload) || record.cause.is_none()) continue;
    const Record& why = trace.at(record.cause);
    const bool is_again = std::holds_alternative<PacketSent>(why.payload);
    const bool has_words = std::holds_alternative<Said>(why.payload) ||
                           std::holds_alternative<TlsMessage>(why.payload) ||
                           std::holds_alternative<DnsSaid>(why.payload) ||
                           std::holds_alternative<ConnectionOpened>(why.payload);
    const auto first = is_again ? texts.find(why.number) : texts.end();
    if (has_words) {
      const std::string sentence = options.sentence ? options.sentence(why) : "";
      texts[record.number] = sentence.empty() ? printer.first_words(why) : sentence;
    } else if (first != texts.end()) {
      const std::string again = "again: ";
      const bool is_known = first->second.rfind(again, 0) == 0;
      texts[record.number] = is_known ? first->second : again + first->second;
    }
  }
  return texts;
}

}  // namespace mailscope
