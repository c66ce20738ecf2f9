// Receipts (RFC 8098): what a mail program does with a mail that asks for one, and with one that comes.
//
// $MDNSent is set before the receipt is sent: when the connection breaks between the two, one is missing;
// the other way round, two would go (RFC 8098, section 2.1: at most one; RFC 3503).
#include <algorithm>
#include <utility>

#include "sim/hosts/decisions.h"
#include "sim/hosts/mail_client.h"
#include "sim/hosts/mail_writing.h"
#include "sim/mime/header.h"
#include "sim/mime/mdn.h"

namespace mailscope::hosts {
namespace {

policy::ReceiptRule rule_of(Receipts receipts) {
  switch (receipts) {
    case Receipts::never: return policy::ReceiptRule::never;
    case Receipts::ask: return policy::ReceiptRule::ask;
    case Receipts::always: return policy::ReceiptRule::always;
  }
  return policy::ReceiptRule::never;
}

// The setting at the root of a decision; what the mail itself says has none.
std::string setting_behind(std::string_view code) {
  if (code == "receipt-never" || code == "receipt-automatic") return "receipts";
  if (code == "receipt-agreed" || code == "receipt-declined") return "agrees-to-receipts";
  return {};
}

std::string field_of(std::string_view content, std::string_view name) {
  mime::Faults faults;
  const mime::Header header = mime::parse_header(content, {0, content.size()}, faults);
  return mime::field_text(content, header, name).value_or("");
}

}  // namespace

// What the connection that reads one mail says, as far as its receipt is concerned.
void MailClient::take_reading_event(ImapCall& call, WantedReceipt& receipt,
                                    const imap::ClientEvent& event) {
  if (std::holds_alternative<imap::StepsExhausted>(event)) return go_on_reading(call, receipt);
  if (const auto* seen = std::get_if<imap::MailSeen>(&event)) {
    for (const auto& section : seen->sections) {
      const bool is_whole = section.name.empty() && section.octets && seen->uid;
      if (!is_whole || !mime::mdn_request(*section.octets)) continue;
      receipt.uid = *seen->uid;
      receipt.content = *section.octets;
    }
    return;
  }
  // A server that does not keep the keyword would let the next program send another receipt.
  const auto* done = std::get_if<imap::StepDone>(&event);
  const bool is_refused =
      done != nullptr && done->status != "OK" && receipt.stage == WantedReceipt::Stage::settling;
  if (is_refused && std::exchange(receipt.is_to_be_sent, false)) {
    lead(Decision{Verdict::noted,
                  "receipt-not-kept",
                  {{"keyword", std::string(policy::k_mdn_sent)}, {"reply", done->text}},
                  "RFC 8098, section 2.1",
                  ""});
  }
}

// All that was wanted of the server is done: the mail is here, or it is not. Who never sends receipts need
// not ask whether one has been sent.
void MailClient::go_on_reading(ImapCall& call, WantedReceipt& receipt) {
  using Stage = WantedReceipt::Stage;
  const std::string mails = std::to_string(receipt.uid);
  const bool is_never = spec_.receipts.value_or(Receipts::never) == Receipts::never;
  if (receipt.content.empty() || receipt.stage == Stage::settling) {
    receipt.stage = Stage::over;
  } else if (receipt.stage == Stage::reading && !is_never) {
    receipt.stage = Stage::asking_flags;
    return call.add(imap::FetchFlags{mails});
  } else if (receipt.stage != Stage::over) {
    const bool is_settled = server_mails_[receipt.uid].flags.has(policy::k_mdn_sent);
    const policy::ReceiptDecision decided = decide_receipt(receipt.content, is_settled);
    receipt.is_to_be_sent = decided.is_sent();
    receipt.is_automatic = decided.asked_because.empty();
    receipt.stage = decided.is_settled_now() ? Stage::settling : Stage::over;
    if (decided.is_settled_now()) {
      return call.add(
          imap::ChangeFlags{mails, store::FlagsMode::add, store::Flags{policy::k_mdn_sent}});
    }
  }
  call.add(imap::LogOut{});
}

// By POP3 the mail is the program's own, and so is the keyword.
void MailClient::answer_for(std::uint32_t uid, LocalMail& mail, const Done& done) {
  if (!mime::mdn_request(mail.content)) return done();
  const bool is_settled =
      std::find(mail.flags.begin(), mail.flags.end(), policy::k_mdn_sent) != mail.flags.end();
  const policy::ReceiptDecision decided = decide_receipt(mail.content, is_settled);
  if (decided.is_settled_now()) {
    mail.flags.emplace_back(policy::k_mdn_sent);
    record(FlagsChanged{spec_.address, "INBOX", uid, mail.flags});
  }
  if (!decided.is_sent()) return done();
  send_receipt(mail.content, decided.asked_because.empty(), done);
}

policy::ReceiptDecision MailClient::decide_receipt(const std::string& content, bool is_settled) {
  const auto request = mime::mdn_request(content).value_or(mime::MdnRequest{});
  policy::ReceiptDecision decided =
      policy::decide_receipt(request, {.rule = rule_of(spec_.receipts.value_or(Receipts::never)),
                                       .is_settled = is_settled,
                                       .would_agree = spec_.agrees_to_receipts});
  if (!decided.asked_because.empty()) {
    show(Severity::info, "receipt-wanted",
         {{"from", from_of(content)}, {"why", decided.asked_because}});
  }
  lead(trace_decision(decided.decision,
                      spec_.receipts ? setting_behind(decided.decision.code) : ""));
  return decided;
}

// From the null reverse-path: nobody shall report to anybody whether it has come (section 3).
void MailClient::send_receipt(const std::string& content, bool is_automatic, const Done& done) {
  const std::string token = fork(env_, Purpose::client, id()).fork(++mails_written_).token(12);
  const auto own = mime::parse_addresses(spec_.address).all();
  mime::MdnDraft draft;
  draft.reporting_ua = "Mailscope";
  if (!own.empty()) draft.from = own.front();
  draft.final_recipient = spec_.address;
  // The person has opened the mail, and so has acted; sending is another matter (section 3.2.6.1).
  draft.disposition.sending =
      is_automatic ? mime::SendingMode::automatically : mime::SendingMode::manually;
  draft.date_s = env_.unix_s();
  draft.message_id = token + "@" + (own.empty() ? name() : own.front().domain);
  draft.boundary = token;
  draft.original = content;
  MailSpec envelope;
  envelope.envelope_from = "";
  const auto request = mime::mdn_request(content).value_or(mime::MdnRequest{});
  for (const mime::Address& address : request.to) envelope.to.push_back(address.spec());
  const std::string receipt = mime::compose_mdn(draft);
  find_outgoing([this, envelope, receipt, done] {
    resolve(spec_.outgoing.server, [this, envelope, receipt, done](std::optional<Ipv4> address) {
      if (!address) return done();
      submit(*address, envelope, receipt, [this, done](const SmtpOutcome& outcome) {
        show_sent(outcome, "receipt-sent", "");
        done();
      });
    });
  });
}

// A receipt for a mail that was never sent from here is forged, or came to the wrong one (section 6.1).
void MailClient::show_receipt(const std::string& content) {
  const auto report = mime::parse_mdn(content);
  if (!report) return;
  for (const auto& [uid, sent] : folders_["Sent"]) {
    const bool is_it = !report->original_message_id.empty() &&
                       field_of(sent.content, "Message-ID") == report->original_message_id;
    if (!is_it) continue;
    const std::string type = report->disposition
                                 ? std::string(mime::name_of(report->disposition->type))
                                 : std::string("unreadable");
    return show(Severity::info, "receipt-" + type,
                {{"recipient", report->final_recipient}, {"subject", subject_of(sent.content)}});
  }
  show(Severity::warning, "receipt-for-nothing", {{"recipient", report->final_recipient}});
}

}  // namespace mailscope::hosts
