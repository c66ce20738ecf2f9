// Does a mail program send the receipt that a mail asks for? (RFC 8098, section 2.1; RFC 3503)
//
// A pure decision: what the mail says, what its reader has set, what has been done before, and what the
// person says when asked. It writes nothing and sends nothing.
#pragma once

#include <string>
#include <string_view>

#include "sim/mime/mdn.h"
#include "sim/policy/decision.h"

namespace mailscope::policy {

// The IMAP keyword of a mail whose receipt has been sent, or declined for good (RFC 3503, section 3).
inline constexpr std::string_view k_mdn_sent = "$MDNSent";

enum class ReceiptRule { never, ask, always };  // the reader's setting

struct ReceiptCase {
  ReceiptRule rule = ReceiptRule::never;  // "The default value should be not to send MDNs"
  bool is_settled = false;                // the mail has $MDNSent
  bool would_agree = false;               // what the person answers when asked
};

struct ReceiptDecision {
  // Nothing is sent (noted): receipt-of-mdn, receipt-null-return-path, receipt-no-address,
  // receipt-option-unknown, receipt-never, receipt-settled, receipt-declined.
  // One is sent (accepted): receipt-agreed, receipt-automatic.
  Decision decision;
  std::string asked_because;  // why the person had to be asked; empty: nobody was
  bool is_sent() const { return decision.verdict == Verdict::accepted; }
  // Whoever has been asked, or has had one sent, is not asked again: the mail gets $MDNSent.
  bool is_settled_now() const { return is_sent() || !asked_because.empty(); }
};

ReceiptDecision decide_receipt(const mime::MdnRequest& request, const ReceiptCase& reader);

}  // namespace mailscope::policy
