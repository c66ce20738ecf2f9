#include "sim/policy/receipt.h"

#include <utility>

namespace mailscope::policy {
namespace {

constexpr const char* k_section = "RFC 8098, section 2.1";

// Why a person must be asked whatever the setting says; empty: nobody must.
std::string must_ask(const mime::MdnRequest& request) {
  if (request.to.size() > 1) return "the receipt is wanted at more than one address";
  if (!request.return_path) return "the mail has no Return-Path";
  const auto path = mime::parse_addresses(*request.return_path).all();
  if (path.empty() || !mime::is_same_mailbox(path.front(), request.to.front()))
    return "the receipt is wanted at another address than the Return-Path";
  return {};
}

}  // namespace

ReceiptDecision decide_receipt(const mime::MdnRequest& request, const ReceiptCase& reader) {
  Facts facts;
  std::string to;
  for (const mime::Address& address : request.to) to += (to.empty() ? "" : ", ") + address.spec();
  if (!to.empty()) facts.emplace_back("to", to);
  const auto none = [&](std::string code, std::string rule) {
    return ReceiptDecision{{Verdict::noted, std::move(code), facts, std::move(rule), {}}, {}};
  };
  // A notification about a notification would go to and fro for ever.
  if (request.is_of_mdn) return none("receipt-of-mdn", k_section);
  if (request.return_path && request.return_path->empty())
    return none("receipt-null-return-path", "RFC 5321, section 4.5.5");
  if (request.to.empty()) return none("receipt-no-address", k_section);
  if (reader.rule == ReceiptRule::never) return none("receipt-never", k_section);
  if (request.requires_option) return none("receipt-option-unknown", "RFC 8098, section 2.2");
  if (reader.is_settled) return none("receipt-settled", "RFC 3503, section 3");

  std::string because = must_ask(request);
  if (because.empty() && reader.rule == ReceiptRule::ask) because = "the account says so";
  if (because.empty()) return {{Verdict::accepted, "receipt-automatic", facts, k_section, {}}, {}};
  facts.emplace_back("reason", because);
  if (reader.would_agree)
    return {{Verdict::accepted, "receipt-agreed", facts, k_section, {}}, std::move(because)};
  return {{Verdict::noted, "receipt-declined", facts, k_section, {}}, std::move(because)};
}

}  // namespace mailscope::policy
