// The last record that holds a mail, taken apart by sim/mime.
#include "ui/model/message_model.h"

#include <optional>

#include "sim/base/text.h"
#include "sim/mime/address.h"
#include "sim/mime/message.h"
#include "sim/mime/trace_fields.h"

namespace mailscope::ui {
namespace {

struct Found {
  std::string content, place;
  RecordNumber record{};
  std::optional<std::string> reverse_path;
  std::vector<std::string> recipients;
};

// The argument of "MAIL FROM:<a@b> SIZE=1": a@b.
std::string path_in(std::string_view line) {
  const std::size_t open = line.find('<'), close = line.find('>');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  return std::string(line.substr(open + 1, close - open - 1));
}

// What MAIL and RCPT said on this connection before its content.
void read_envelope(const Look& look, const Record& content, Found& found) {
  for (std::uint32_t number = content.number.value; number-- > 1;) {
    const Record& record = look.run.trace().at({number});
    const auto* said = std::get_if<Said>(&record.payload);
    if (!said || record.place.connection != content.place.connection) continue;
    if (said->kind == LineKind::content) return;
    if (said->speaker != Speaker::client) continue;
    if (starts_with_ignoring_case(said->text, "RCPT TO:"))
      found.recipients.insert(found.recipients.begin(), path_in(said->text));
    if (starts_with_ignoring_case(said->text, "MAIL FROM:")) {
      found.reverse_path = path_in(said->text);
      return;
    }
  }
}

class Finder {
 public:
  Finder(const Look& look, const Record& record) : look_(look), record_(record) {}

  std::optional<Found> operator()(const Said& said) const {
    if (said.kind != LineKind::content) return std::nullopt;
    Found found{said.text,
                fill(look_.words.tr("{from} sends it to {to}"),
                     {{"from", host()}, {"to", name(record_.place.peer)}}),
                record_.number,
                std::nullopt,
                {}};
    if (said.protocol == Protocol::smtp) read_envelope(look_, record_, found);
    return found;
  }
  std::optional<Found> operator()(const MailQueued& mail) const {
    return Found{mail.content, fill(look_.words.tr("in the queue of {host}"), {{"host", host()}}),
                 record_.number, mail.reverse_path, mail.recipients};
  }
  std::optional<Found> operator()(const MailStored& mail) const {
    // A copy in the sender's own folder tells nothing new.
    const bool is_own = look_.state.host(record_.place.host).role == HostRole::client;
    if (is_own && mail.mailbox != "INBOX") return std::nullopt;
    return Found{mail.content,
                 fill(look_.words.tr("in {mailbox} at {host}"),
                      {{"mailbox", mail.mailbox}, {"host", host()}}),
                 record_.number,
                 std::nullopt,
                 {}};
  }
  template <class Other>
  std::optional<Found> operator()(const Other&) const {
    return std::nullopt;
  }

 private:
  std::string host() const { return name(record_.place.host); }
  std::string name(HostId id) const { return name_of_host(look_.run.names(), id); }

  const Look& look_;
  const Record& record_;
};

std::optional<Found> mail_at(const Look& look) {
  for (std::uint32_t number = look.step.last.value; number > 0; --number) {
    const Record& record = look.run.trace().at({number});
    auto found = std::visit(Finder(look, record), record.payload);
    if (found && !found->content.empty()) return found;
  }
  return std::nullopt;
}

void add_parts(const mime::Part& part, const std::string& number, int depth,
               std::vector<ShownPart>& parts) {
  parts.push_back({depth, number, part.type.value, part.file_name(),
                   part.transfer == mime::Transfer::base64             ? "base64"
                   : part.transfer == mime::Transfer::quoted_printable ? "quoted-printable"
                                                                       : "",
                   part.body.length});
  for (std::size_t i = 0; i < part.children.size(); ++i) {
    add_parts(part.children[i], (number.empty() ? "" : number + ".") + std::to_string(i + 1),
              depth + 1, parts);
  }
}

std::string note_of(const Look& look, const std::string& name, const std::string& value,
                    const Found& found) {
  if (name == "from" && found.reverse_path && value.find(*found.reverse_path) == std::string::npos)
    return look.words.tr("not the envelope's sender");
  if (name == "from" && found.reverse_path && found.reverse_path->empty())
    return look.words.tr("the envelope's sender is empty: nobody may answer with a report");
  if (name == "bcc") return look.words.tr("should have been taken out before sending");
  if (name == "disposition-notification-to")
    return look.words.tr("asks for a receipt; the reader decides");
  if (name == "return-path") return look.words.tr("the envelope's sender, kept by the last server");
  return {};
}

// The second part of a multipart/report that consists of fields (RFC 3464, RFC 8098).
std::string report_in(const mime::Message& message, const std::string& content) {
  const mime::Part& root = message.root;
  if (root.type.value != "multipart/report" || root.children.size() < 2) return {};
  const mime::Part& part = root.children[1];
  const bool is_fields = part.main_type() == "message" && !part.is_message();
  return is_fields ? mime::decoded_body(content, part) : std::string();
}

// When a host wrote that line: it took the mail into its queue by this id.
RecordNumber queued_as(const Look& look, const std::string& id) {
  if (id.empty()) return {};
  for (std::uint32_t number = look.step.last.value; number > 0; --number) {
    const auto* queued = std::get_if<MailQueued>(&look.run.trace().at({number}).payload);
    if (queued && queued->queue_id == id) return {number};
  }
  return {};
}

Hop hop_of(const Look& look, const mime::Received& received) {
  const auto has = [&](char letter) {
    return received.with.size() > 5 && received.with.find(letter, 5) != std::string::npos;
  };
  Hop hop{received.from_name,
          received.by,
          received.with,
          received.from_address,
          received.tls_comment,
          has('S') || !received.tls_comment.empty(),
          has('A')};
  if (const RecordNumber record = queued_as(look, received.id); !record.is_none()) {
    hop.step = look.run.shown_step(step_of(look.run.steps(), record), look.level);
    hop.index = look.run.index_of(hop.step, look.level);
  }
  return hop;
}

}  // namespace

MessageModel message_at(const Look& look) {
  MessageModel model;
  const std::optional<Found> found = mail_at(look);
  if (!found) return model;
  model.has_mail = true;
  model.place = found->place;
  model.step = look.run.shown_step(step_of(look.run.steps(), found->record), look.level);
  model.index = look.run.index_of(model.step, look.level);
  model.octets = found->content.size();
  model.has_envelope = found->reverse_path.has_value();
  if (found->reverse_path)
    model.reverse_path = found->reverse_path->empty() ? "<>" : *found->reverse_path;
  model.recipients = found->recipients;

  const mime::Message message = mime::parse(found->content);
  for (const mime::Field& field : message.root.header.fields) {
    const std::string name = lower(field.name);
    const std::string value =
        mime::field_shown(found->content, mime::Header{{}, {field}}, field.name).value_or("");
    model.header.push_back({field.name, value, note_of(look, name, value, *found),
                            name == "received" || name == "return-path" ||
                                name == "authentication-results" || name == "received-spf"});
  }
  if (message.root.is_multipart() || message.root.type.value != "text/plain")
    add_parts(message.root, {}, 0, model.parts);
  if (const mime::Part* part = mime::readable_part(message))
    model.text = mime::decoded_text(found->content, *part);
  model.report = report_in(message, found->content);
  for (const mime::Received& received : mime::received_path(found->content))
    model.hops.push_back(hop_of(look, received));
  return model;
}

std::string to_text(const MessageModel& message) {
  if (!message.has_mail) return "no mail\n";
  std::string text = message.place + " at step " + std::to_string(message.index) + ", " +
                     std::to_string(message.octets) + " octets\n";
  if (message.has_envelope) {
    text += "envelope from " + message.reverse_path + "\n";
    for (const std::string& recipient : message.recipients)
      text += "envelope to " + recipient + "\n";
  }
  for (const ShownHeader& header : message.header) {
    text += (header.is_trace ? "~ " : "  ") + header.name + ": " + header.value +
            (header.note.empty() ? "" : " (" + header.note + ")") + "\n";
  }
  for (const ShownPart& part : message.parts) {
    text += std::string(2 + 2 * static_cast<std::size_t>(part.depth), ' ') + "part " + part.number +
            " " + part.type + " " + part.name + " " + part.transfer + " " +
            std::to_string(part.octets) + "\n";
  }
  for (const Hop& hop : message.hops) {
    text += "hop " + hop.from + " [" + hop.from_address + "] -> " + hop.by + " " + hop.with +
            (hop.is_encrypted ? " sealed" : " open") +
            (hop.step == 0 ? "" : " at step " + std::to_string(hop.index)) + "\n";
  }
  if (!message.report.empty()) text += "report:\n" + message.report;
  return text + "text:\n" + message.text;
}

}  // namespace mailscope::ui
