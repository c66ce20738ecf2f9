// The client's session: handing over mails, one after the other.
#include <algorithm>
#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/smtp/smtp_client.h"
#include "sim/smtp/smtp_command.h"

namespace mailscope::smtp {
namespace {

bool has_ascii_addresses(const Mail& mail) {
  if (!is_ascii(mail.reverse_path.text())) return false;
  return std::all_of(mail.recipients.begin(), mail.recipients.end(),
                     [](const MailRecipient& r) { return is_ascii(r.forward_path.text()); });
}

bool ends_in_line_end(std::string_view content) {
  return content.size() >= 2 && content.substr(content.size() - 2) == "\r\n";
}

// The octets that SIZE counts: with the line end that the transfer adds.
std::uint64_t size_of(const Mail& mail) {
  const bool is_whole = mail.content.empty() || ends_in_line_end(mail.content);
  return mail.content.size() + (is_whole ? 0 : 2);
}

}  // namespace

bool Client::may_pipeline() const { return plan_.pipelines && offer_.extensions.pipelining; }

void Client::begin_mail() {
  // What the server cannot take is not offered to it.
  while (mail_ < plan_.mails.size()) {
    const auto refusal = local_refusal(plan_.mails[mail_]);
    if (!refusal) break;
    outbox_.tell(MailAnswered{mail_, false, Stage::mail, *refusal, true});
    ++mail_;
  }
  if (mail_ == plan_.mails.size()) {
    quit();
    return;
  }
  recipients_accepted_ = 0;
  is_data_said_ = is_open_at_server_ = false;
  chunk_octets_said_ = 0;
  refusal_.reset();

  const Mail& mail = plan_.mails[mail_];
  say(print(Command{MailFrom{mail.reverse_path, parameters_for(mail)}}), {Due::What::mail});
  if (!may_pipeline()) return;
  for (std::size_t i = 0; i < mail.recipients.size(); ++i) say_recipient(i);
  const bool uses_bdat = plan_.uses_chunking && offer_.extensions.chunking;
  if (!uses_bdat) {
    is_data_said_ = true;
    say("DATA", {Due::What::data});
  }
}

void Client::take_mail(const Reply& reply) {
  is_open_at_server_ = reply.is_positive();
  if (!reply.is_positive()) {
    refusal_ = reply;
    refusal_stage_ = Stage::mail;
    if (!may_pipeline()) end_mail(false, Stage::mail, reply);
    return;
  }
  if (!may_pipeline()) say_recipient(0);
}

void Client::say_recipient(std::size_t index) {
  const MailRecipient& recipient = plan_.mails[mail_].recipients[index];
  const RecipientParameters parameters =
      offer_.extensions.dsn ? recipient.parameters : RecipientParameters{};
  say(print(Command{RcptTo{recipient.forward_path, parameters}}), {Due::What::recipient, index});
}

void Client::take_recipient(const Reply& reply, std::size_t index) {
  const Mail& mail = plan_.mails[mail_];
  const bool is_last = index + 1 == mail.recipients.size();
  outbox_.tell(RecipientAnswered{mail_, index, mail.recipients[index].forward_path, reply});
  if (reply.is_positive()) ++recipients_accepted_;
  if (is_last && recipients_accepted_ == 0 && !refusal_) {
    refusal_ = reply;
    refusal_stage_ = Stage::recipient;
  }
  if (!is_last) {
    if (!may_pipeline()) say_recipient(index + 1);
  } else if (!is_data_said_) {
    if (refusal_)
      end_mail(false, refusal_stage_, *refusal_);
    else
      begin_content();
  }
}

void Client::begin_content() {
  if (!plan_.uses_chunking || !offer_.extensions.chunking) {
    is_data_said_ = true;
    say("DATA", {Due::What::data});
    return;
  }
  say_chunk();
  while (may_pipeline() && chunk_octets_said_ < plan_.mails[mail_].content.size()) say_chunk();
}

void Client::take_data(const Reply& reply) {
  if (reply.code != 354) {
    if (!refusal_) {
      refusal_ = reply;
      refusal_stage_ = Stage::content;
    }
    end_mail(false, refusal_stage_, *refusal_);
    return;
  }
  // A server that wants content although no recipient was accepted gets none (RFC 2920, section 3.1).
  const std::string content = refusal_ ? std::string{} : plan_.mails[mail_].content;
  due_.push_back({Due::What::content});
  outbox_.say({LineKind::content, content, Framing::dots});
}

void Client::take_content(const Reply& reply) {
  is_open_at_server_ = false;
  if (refusal_)
    end_mail(false, refusal_stage_, *refusal_);
  else
    end_mail(reply.is_positive(), Stage::content, reply);
}

void Client::say_chunk() {
  const std::string& content = plan_.mails[mail_].content;
  const std::uint64_t octets = std::min<std::uint64_t>(
      std::max<std::uint64_t>(plan_.chunk_octets_max, 1), content.size() - chunk_octets_said_);
  const bool is_last = chunk_octets_said_ + octets == content.size();
  say(print(Command{Bdat{octets, is_last}}), {Due::What::chunk, 0, is_last});
  if (octets > 0) {
    outbox_.say({LineKind::content, content.substr(static_cast<std::size_t>(chunk_octets_said_),
                                                   static_cast<std::size_t>(octets))});
  }
  chunk_octets_said_ += octets;
}

void Client::take_chunk(const Reply& reply, bool is_last) {
  if (!reply.is_positive() && !refusal_) {
    refusal_ = reply;
    refusal_stage_ = Stage::content;
  }
  const bool are_more_said = !due_.empty();
  if (is_last || (refusal_ && !are_more_said)) {
    is_open_at_server_ = !is_last;
    end_mail(!refusal_, Stage::content, refusal_.value_or(reply));
  } else if (!are_more_said) {
    say_chunk();
  }
}

void Client::end_mail(bool is_accepted, Stage stage, const Reply& reply) {
  outbox_.tell(MailAnswered{mail_, is_accepted, stage, reply, false});
  ++mail_;
  const bool is_one_left = mail_ < plan_.mails.size();
  if (is_open_at_server_ && is_one_left)
    say("RSET", {Due::What::rset});
  else
    begin_mail();
}

// Why this mail is not even offered, as the server would have said it.
std::optional<Reply> Client::local_refusal(const Mail& mail) const {
  const Extensions& on = offer_.extensions;
  if (mail.recipients.empty()) return make_reply(554, "5.5.1", "The mail has no recipients");
  const std::uint64_t size_max = offer_.size_max.value_or(0);
  if (size_max != 0 && size_of(mail) > size_max) {
    return make_reply(552, "5.3.4",
                      "The mail has " + std::to_string(size_of(mail)) +
                          " octets, the server takes " + std::to_string(size_max));
  }
  // What a server promises in clear is anybody's promise (RFC 8689, section 4.2.1).
  if (mail.parameters.require_tls && !(on.require_tls && plan_.is_tls_active)) {
    return make_reply(550, "5.7.30", "The server does not promise TLS all the way (REQUIRETLS)");
  }
  const bool needs_utf8 = mail.parameters.smtputf8 || !has_ascii_addresses(mail);
  if (needs_utf8 && !on.smtputf8) {
    return make_reply(553, "5.6.7", "The server takes no addresses in UTF-8 (RFC 6531)");
  }
  if (!is_ascii(mail.content) && !on.eight_bit_mime && !plan_.sends_eight_bit_anyway) {
    return make_reply(554, "5.6.3",
                      "The mail has 8-bit octets and the server takes only 7-bit ones");
  }
  if (mail.parameters.body == Body::binary_mime &&
      !(on.binary_mime && on.chunking && plan_.uses_chunking)) {
    return make_reply(554, "5.6.3", "The mail is binary and the server takes only lines");
  }
  return std::nullopt;
}

// What the mail asks for, as far as the server offers it.
MailParameters Client::parameters_for(const Mail& mail) const {
  const Extensions& on = offer_.extensions;
  MailParameters parameters = mail.parameters;
  if (!on.size)
    parameters.size.reset();
  else if (!parameters.size)
    parameters.size = size_of(mail);
  if (!on.eight_bit_mime)
    parameters.body.reset();
  else if (!parameters.body && !is_ascii(mail.content))
    parameters.body = Body::eight_bit_mime;
  if (!has_ascii_addresses(mail)) parameters.smtputf8 = true;
  if (!on.dsn) {
    parameters.ret.reset();
    parameters.envid.reset();
  }
  if (!on.auth) parameters.auth.reset();
  return parameters;
}

}  // namespace mailscope::smtp
