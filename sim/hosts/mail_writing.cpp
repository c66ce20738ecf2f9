// Composing, completing and reading back the few fields that hosts need.
#include "sim/hosts/mail_writing.h"

#include <algorithm>

#include "sim/base/time.h"
#include "sim/mime/address.h"
#include "sim/mime/compose.h"
#include "sim/mime/header.h"
#include "sim/mime/message.h"
#include "sim/mime/trace_fields.h"

namespace mailscope::hosts {
namespace {

std::vector<mime::Address> addresses(const std::vector<std::string>& texts) {
  std::vector<mime::Address> all;
  for (const std::string& text : texts) {
    for (mime::Address& address : mime::parse_addresses(text).all())
      all.push_back(std::move(address));
  }
  return all;
}

// Lone LF becomes CR LF; what is CR LF already stays.
std::string with_crlf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out.push_back('\r');
    out.push_back(text[i]);
  }
  if (out.size() < 2 || out.compare(out.size() - 2, 2, "\r\n") != 0) out += "\r\n";
  return out;
}

}  // namespace

std::string written_mail(const MailSpec& spec, const WritingContext& context) {
  if (spec.raw) return with_crlf(*spec.raw);
  mime::MessageDraft draft;
  draft.from = addresses({spec.from.empty() ? context.address : spec.from});
  draft.to = addresses(spec.to);
  if (draft.to.empty() && spec.cc.empty() && spec.bcc.empty())
    draft.to = addresses({context.address});
  draft.cc = addresses(spec.cc);
  draft.disposition_notification_to = addresses(spec.disposition_notification_to);
  draft.subject = spec.subject;
  draft.date_s = context.date_s;
  draft.message_id = context.id + "@" + context.host_name;
  draft.extra_fields = spec.headers;
  draft.text = spec.text;
  draft.boundary = context.id;
  return mime::compose(draft);
}

std::string address_in(std::string_view mailbox_text) {
  const auto all = mime::parse_addresses(mailbox_text).all();
  return all.empty() ? std::string(mailbox_text) : all.front().spec();
}

std::vector<std::string> envelope_recipients(const MailSpec& spec) {
  std::vector<std::string> recipients;
  for (const auto* list : {&spec.to, &spec.cc, &spec.bcc}) {
    for (const mime::Address& address : addresses(*list)) {
      const std::string text = address.spec();
      if (std::find(recipients.begin(), recipients.end(), text) == recipients.end()) {
        recipients.push_back(text);
      }
    }
  }
  return recipients;
}

std::string completed_submission(std::string_view content, const WritingContext& context) {
  std::string completed(content);
  mime::Faults faults;
  const mime::Header header = mime::parse_header(content, {0, content.size()}, faults);
  if (!header.find("Message-ID")) {
    completed = mime::with_field(completed,
                                 "Message-ID: <" + context.id + "@" + context.host_name + ">\r\n");
  }
  if (!header.find("Date")) {
    completed = mime::with_field(completed, "Date: " + rfc5322_date(context.date_s) + "\r\n");
  }
  return completed;
}

std::vector<std::string> flag_texts(const store::Flags& flags) { return flags.names(); }

std::string subject_of(std::string_view content) {
  mime::Faults faults;
  const mime::Header header = mime::parse_header(content, {0, content.size()}, faults);
  return mime::field_shown(content, header, "Subject").value_or("");
}

std::string from_of(std::string_view content) {
  mime::Faults faults;
  const mime::Header header = mime::parse_header(content, {0, content.size()}, faults);
  return mime::field_shown(content, header, "From").value_or("");
}

std::string text_of(std::string_view content) {
  const mime::Message message = mime::parse(content);
  const mime::Part* part = mime::readable_part(message);
  return part ? mime::decoded_text(content, *part) : std::string();
}

}  // namespace mailscope::hosts
