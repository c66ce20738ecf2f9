// A host's folded state in words.
#include "ui/model/host_model.h"

#include <algorithm>

#include "sim/mime/header.h"
#include "ui/text/codes.h"
#include "ui/text/setting_names.h"

namespace mailscope::ui {
namespace {

std::string field_of(const std::string& content, std::string_view name) {
  mime::Faults faults;
  const mime::Header header = mime::parse_header(content, {0, content.size()}, faults);
  return mime::field_shown(content, header, name).value_or("");
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

// Of "mx.example.org. 3600 IN A 192.0.2.1" what it says: "192.0.2.1".
std::vector<std::string> data_of(const std::vector<std::string>& answers) {
  std::vector<std::string> data;
  for (const std::string& answer : answers) {
    const std::size_t in = answer.find(" IN ");
    const std::size_t at = in == std::string::npos ? in : answer.find(' ', in + 4);
    data.push_back(at == std::string::npos ? answer : answer.substr(at + 1));
  }
  return data;
}

std::string flags_text(const Words& words, const std::vector<std::string>& flags) {
  std::vector<std::string> parts;
  for (const std::string& flag : flags) {
    if (flag == "\\Seen")
      parts.push_back(words.tr("read"));
    else if (flag == "\\Deleted")
      parts.push_back(words.tr("marked as deleted"));
    else if (flag == "\\Answered")
      parts.push_back(words.tr("answered"));
    else if (flag == "\\Flagged")
      parts.push_back(words.tr("flagged"));
    else if (flag == "\\Draft")
      parts.push_back(words.tr("draft"));
    else if (flag != "\\Recent")
      parts.push_back(flag);
  }
  return joined(parts);
}

ShownMail queued(const Words& words, const QueuedMail& mail) {
  ShownMail shown{mail.reverse_path.empty() ? "<>" : mail.reverse_path,
                  joined(mail.recipients),
                  field_of(mail.content, "Subject"),
                  {},
                  false};
  if (!mail.why_deferred.empty()) {
    shown.note = fill(words.tr("{why}; next try at {time}"),
                      {{"why", mail.why_deferred.begin()->second},
                       {"time", time_text(words, mail.next_attempt)}});
  }
  return shown;
}

ShownMailbox mailbox_of(const Words& words, const std::string& account, const std::string& name,
                        const MailboxState& state) {
  ShownMailbox shown;
  shown.title = account.empty() ? name
                                : fill(words.tr("{mailbox} of {account}"),
                                       {{"mailbox", name}, {"account", account}});
  shown.earlier = state.mails.size() > k_mails_shown ? state.mails.size() - k_mails_shown : 0;
  auto first = state.mails.end();
  for (std::size_t i = shown.earlier; i < state.mails.size(); ++i) --first;
  for (; first != state.mails.end(); ++first) {
    const StoredMail& mail = first->second;
    const bool is_seen =
        std::find(mail.flags.begin(), mail.flags.end(), "\\Seen") != mail.flags.end();
    shown.mails.push_back({field_of(mail.content, "From"), field_of(mail.content, "To"),
                           field_of(mail.content, "Subject"), flags_text(words, mail.flags),
                           !is_seen});
  }
  return shown;
}

std::string door_text(const ServiceOpened& service) {
  std::string text =
      service.name.empty() ? std::string(protocol_name(service.protocol)) : service.name;
  switch (service.security) {
    case Security::none: break;
    case Security::starttls: text += ", STARTTLS"; break;
    case Security::tls: text += ", TLS"; break;
  }
  return text;
}

// What stands in a log beside the sentence.
struct LogDetail {
  std::string operator()(const ConnectionOpened& call) const {
    return to_text(call.client_address) + ":" + std::to_string(call.client_port) + " → " +
           to_text(call.server_address) + ":" + std::to_string(call.server_port);
  }
  std::string operator()(const TlsEstablished& tls) const { return tls.version + " " + tls.suite; }
  std::string operator()(const TlsFailed& failed) const { return failed.code + of(failed.facts); }
  std::string operator()(const LookupDone& lookup) const {
    return lookup.answers.empty() ? lookup.outcome : joined(lookup.answers);
  }
  std::string operator()(const Decision& decision) const {
    const std::string reply = first_line(decision.reply, 200);
    return decision.code + of(decision.facts) + (reply.empty() ? "" : " → " + reply);
  }
  std::string operator()(const MailQueued& mail) const {
    return mail.queue_id + ": from=<" + mail.reverse_path + "> to=<" + joined(mail.recipients) +
           "> size=" + std::to_string(mail.content.size());
  }
  std::string operator()(const MailDeferred& mail) const {
    return mail.queue_id + ": to=<" + mail.recipient + "> " + mail.why;
  }
  std::string operator()(const RecipientDone& done) const {
    return done.queue_id + ": to=<" + done.recipient + "> " + done.detail;
  }
  std::string operator()(const MailUnqueued& mail) const { return mail.queue_id; }
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }

 private:
  static std::string of(const Facts& facts) {
    std::string text;
    for (const auto& [key, value] : facts) text += " " + key + "=" + value;
    return text;
  }
};

// Of what stands in this host's log by this record.
std::string kept_by(const Look& look, HostId host, RecordNumber record) {
  std::string text;
  const std::vector<Known>& all = look.run.knowledge();  // in the order of the trace
  auto first = std::lower_bound(
      all.begin(), all.end(), record,
      [](const Known& known, RecordNumber number) { return known.record < number; });
  for (; first != all.end() && first->record == record; ++first) {
    const Known& known = *first;
    if (known.host != host || known.at != LearntAt::log) continue;
    text += (text.empty() ? "" : ", ") + secret_name(look.words, known.kind) + " " + known.value;
  }
  return text;
}

void add_log(const Look& look, HostModel& model) {
  const RecordList& records = look.run.index().log_of(model.id);
  const Step& last = look.run.last_behind(look.step.number, look.level);
  const std::size_t count = up_to(records, last.last);
  model.log_earlier = count > k_log_lines ? count - k_log_lines : 0;
  for (std::size_t i = model.log_earlier; i < count; ++i) {
    const Record& record = look.run.trace().at(records[i]);
    const std::uint32_t number = step_of(look.run.steps(), record.number);
    const std::uint32_t step = look.run.shown_step(number, look.level);
    const auto* decision = std::get_if<Decision>(&record.payload);
    const bool is_trouble = (decision && decision->verdict == Verdict::refused) ||
                            std::holds_alternative<TlsFailed>(record.payload) ||
                            std::holds_alternative<MailDeferred>(record.payload) ||
                            std::holds_alternative<ConnectionEnded>(record.payload);
    model.log.push_back(
        {step, time_text(look.words, record.time), headline(look.words, record, look.run.names()),
         std::visit(LogDetail(), record.payload), kept_by(look, model.id, record.number),
         is_trouble, step == look.step.number});
  }
}

}  // namespace

HostId host_of_interest(const Look& look) {
  for (std::uint32_t number = look.step.number + 1; number-- > 0;) {
    const Step& step = look.run.steps()[number];
    if (!step.to.is_none()) return step.to;
    if (!step.from.is_none()) return step.from;
  }
  return look.state.hosts.empty() ? HostId{} : HostId{1};
}

HostModel host_at(const Look& look, HostId id) {
  HostModel model;
  if (id.is_none() || id.value > look.state.hosts.size()) return model;
  const HostState& state = look.state.host(id);
  model.id = id;
  model.name = state.name;
  model.caption = role_name(look.words, state.role);
  model.address = to_text(state.address);
  model.role = state.role;
  for (const ServiceOpened& service : state.services) {
    model.doors.push_back({std::to_string(service.port), door_text(service)});
  }
  for (const auto& [queue_id, mail] : state.queue) {
    if (model.queue.size() == k_mails_shown) break;
    model.queue.push_back(queued(look.words, mail));
  }
  model.queue_rest = state.queue.size() - model.queue.size();
  for (const auto& [key, mailbox] : state.mailboxes) {
    // Empty folders say nothing; the inbox is always shown.
    if (mailbox.mails.empty() && key.second != "INBOX") continue;
    model.mailboxes.push_back(mailbox_of(look.words, key.first, key.second, mailbox));
  }
  model.is_box = !state.wire_of.is_none();
  for (const auto& [key, value] : state.settings)
    model.settings.push_back({key, setting_name(look.words, key), value, false, {}});
  add_log(look, model);
  for (const auto& [key, cached] : state.dns_cache) {
    const std::string answer =
        cached.answers.empty() ? look.words.tr("does not exist") : joined(data_of(cached.answers));
    model.dns_cache.push_back(
        {key.second + " " + key.first,
         fill(look.words.tr("{answer} (kept until {time})"),
              {{"answer", answer}, {"time", time_text(look.words, cached.expires)}})});
  }
  for (const RecordNumber screen : state.screens) {
    const auto* shown = std::get_if<ScreenShown>(&look.run.trace().at(screen).payload);
    if (shown) model.screens.push_back(screen_text(look.words, *shown));
  }
  return model;
}

std::string to_text(const HostModel& host) {
  std::string text = host.name + " (" + host.caption + "), " + host.address + "\n";
  for (const ShownPair& door : host.doors) text += "door " + door.key + ": " + door.value + "\n";
  for (const ShownMail& mail : host.queue) {
    text += "queued: " + mail.from + " → " + mail.to + ": " + mail.subject;
    text += mail.note.empty() ? "\n" : " (" + mail.note + ")\n";
  }
  for (const ShownMailbox& mailbox : host.mailboxes) {
    text += "mailbox " + mailbox.title + "\n";
    for (const ShownMail& mail : mailbox.mails) {
      text += std::string("  ") + (mail.is_new ? "* " : "  ") + mail.from + ": " + mail.subject;
      text += mail.note.empty() ? "\n" : " (" + mail.note + ")\n";
    }
  }
  for (const ShownSetting& setting : host.settings)
    text += setting.key + " = " + setting.value + "\n";
  for (const ShownPair& cached : host.dns_cache)
    text += "cached " + cached.key + ": " + cached.value + "\n";
  for (const LogLine& line : host.log) {
    text += std::string(line.is_current ? "> " : "  ") + line.time + " " + line.text +
            (line.is_trouble ? " (!)" : "") + "\n";
    if (!line.detail.empty()) text += "      " + line.detail + "\n";
    if (!line.keeps.empty()) text += "      keeps " + line.keeps + "\n";
  }
  for (const std::string& screen : host.screens) text += "screen: " + screen + "\n";
  return text;
}

}  // namespace mailscope::ui
