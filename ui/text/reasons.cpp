// One table of sentences.
#include "ui/text/reasons.h"

#include "ui/text/gaps.h"

namespace mailscope::ui {
namespace {

// The more exact sentence stands before the one that would match it, too.
constexpr std::string_view k_reasons[] = {
    // DKIM (sim/policy/dkim_verify.cpp)
    mark("the body has been changed: its hash does not agree with bh="),
    mark("a signed header field has been changed: the signature does not agree"),
    mark("there is no key at {name}"),
    mark("the key could not be looked up: {answer}"),
    mark("the key record is written wrongly"),
    mark("the key has been revoked"),
    mark("the key is not of type {type}"),
    mark("the key does not allow sha256"),
    mark("the key is no base 64"),
    mark("the key cannot be read: {why}"),
    mark("the key is too short"),
    mark("the signature is no list of tags"),
    mark("the signature has no tag {tag}"),
    mark("the signature's version is not 1"),
    mark("the algorithm {algorithm} is not accepted ({rule})"),
    mark("From is not signed ({rule})"),
    mark("c= names no known canonicalization"),
    mark("i= is not within d="),
    mark("the signature has expired"),
    mark("d= and s= make no domain name"),
    mark("l= is more than the body has"),
    // SPF (sim/policy/spf_evaluation.cpp, spf_record.cpp)
    mark("matched {mechanism} of {domain}"),
    mark("nothing matched"),
    mark("include:{domain}, which has no SPF record"),
    mark("redirect to {domain}, which has no SPF record"),
    mark("{domain} has no SPF record"),
    mark("{domain} has more than one SPF record"),
    mark("{domain} has more than 10 MX records"),
    mark("more than 10 mechanisms and modifiers that need the DNS ({rule})"),
    mark("more than 2 lookups that found nothing ({rule})"),
    mark("it does not begin with v=spf1"),
    mark("{word} is no mechanism, or is written wrongly"),
    mark("{word} is no modifier, or is written wrongly"),
    mark("{word} comes a second time"),
    mark("{word} has no good domain"),
    // DMARC (sim/policy/dmarc.cpp)
    mark("the author's domain is no domain name"),
    mark("the DNS does not answer"),
    mark("no DMARC record at or above {domain}"),
    mark("neither SPF nor DKIM vouches for a domain that agrees with {domain}"),
    // MTA-STS (sim/policy/transport_policy.cpp, sim/hosts/delivery_policy.cpp)
    mark("no such name"),
    mark("{name} has no address"),
    mark("there is no policy at {name}"),
    mark("{line} has no colon"),
    mark("the version is not STSv1"),
    mark("the mode {mode} is none of enforce, testing, none"),
    mark("max_age is no number of seconds up to a year"),
    mark("version, mode and max_age are all needed"),
    mark("no mx is named"),
    mark("it does not begin with v=STSv1"),
    mark("id= needs 1 to 32 letters and digits"),
    // Where mail for a domain goes (sim/dns/mail_lookup.cpp)
    mark("the domain {domain} does not exist"),
    mark("{domain} accepts no mail: its MX is \".\""),
    mark("{domain} has neither MX nor address"),
    mark("no MX of {domain} has an address ({hosts})"),
    mark("the best MX of {domain} is this host, which does not take its mail"),
    mark("the MX records of {domain} could not be looked up: {answer}"),
    mark("{host}: no {type} record"),
    mark("{domain} is no address literal"),
    mark("{domain} is no domain name"),
    // Receipts (sim/policy/receipt.cpp)
    mark("the account says so"),
    mark("the mail has no Return-Path"),
    mark("the receipt is wanted at more than one address"),
    mark("the receipt is wanted at another address than the Return-Path"),
    // What a mail program says of itself (sim/smtp, sim/imap, sim/pop3)
    mark("the server closed the connection"),
    mark("the server offers no authentication"),
    mark("the server did not start TLS"),
};

}  // namespace

std::string reason_text(const Words& words, std::string_view reason) {
  for (const std::string_view sentence : k_reasons) {
    auto gaps = gaps_of(sentence, reason);
    if (!gaps) continue;
    for (auto& [name, text] : *gaps) text = reason_text(words, text);  // a reason within a reason
    return fill(words.tr(sentence), *gaps);
  }
  return std::string(reason);
}

bool is_known_reason(std::string_view reason) {
  for (const std::string_view sentence : k_reasons) {
    if (gaps_of(sentence, reason)) return true;
  }
  return false;
}

}  // namespace mailscope::ui
