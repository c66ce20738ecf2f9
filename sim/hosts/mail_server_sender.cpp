// What a mail server does in its own name: signatures, lists, rewritten senders.
#include "sim/base/text.h"
#include "sim/hosts/mail_server.h"
#include "sim/hosts/setting_words.h"
#include "sim/policy/dkim.h"

namespace mailscope::hosts {
namespace {

policy::Canonicalization canonicalization_of(DkimForm form) {
  return form == DkimForm::simple ? policy::Canonicalization::simple
                                  : policy::Canonicalization::relaxed;
}

}  // namespace

std::string MailServer::signed_mail(std::string content, Place place) {
  if (!dkim_key_) return content;
  const DkimSpec& spec = *spec_.sender.dkim;
  policy::DkimSigning signing;
  signing.domain = spec.domain;
  signing.selector = spec.selector;
  signing.header = canonicalization_of(spec.header);
  signing.body = canonicalization_of(spec.body);
  signing.signed_s = env_.unix_s();
  const std::string field = policy::dkim_signature_field(content, *dkim_key_, signing);
  env_.recorder.lead(place, Decision{Verdict::accepted,
                                     "dkim-signed",
                                     {{"domain", spec.domain},
                                      {"selector", spec.selector},
                                      {"algorithm", std::string(name_of(spec.algorithm))},
                                      {"setting", "dkim"}},
                                     "RFC 6376, section 5",
                                     ""});
  return field + content;
}

std::string MailServer::sealed_mail(std::string content, const policy::ArcChain& chain,
                                    const std::string& results) {
  if (!dkim_key_ || !spec_.sender.seals_arc) return content;
  const DkimSpec& spec = *spec_.sender.dkim;
  policy::ArcSealing sealing;
  sealing.domain = spec.domain;
  sealing.selector = spec.selector;
  sealing.signed_s = env_.unix_s();
  const std::string set = policy::arc_set_fields(content, chain, results, *dkim_key_, sealing);
  if (set.empty()) return content;
  env_.recorder.lead({id(), {}, {}},
                     Decision{Verdict::accepted,
                              "arc-sealed",
                              {{"domain", spec.domain},
                               {"instance", std::to_string(chain.instance + 1)},
                               {"chain", std::string(policy::to_text(chain.status))},
                               {"setting", "seals-arc"}},
                              "RFC 8617, section 5.1",
                              ""});
  return set + content;
}

std::string MailServer::srs_secret() const { return fork(env_, Purpose::srs, id()).token(16); }

const MailingListSpec* MailServer::list_at(const std::string& address) const {
  for (const MailingListSpec& list : spec_.sender.lists) {
    if (equal_ignoring_case(list.address, address)) return &list;
  }
  return nullptr;
}

void MailServer::note_sender_settings() {
  const SenderSpec& sender = spec_.sender;
  const SenderChecksSpec& checks = sender.checks;
  const auto note_check = [&](const char* key, SenderCheck check) {
    if (check != SenderCheck::off) set_setting(key, std::string(name_of(check)));
  };
  note_check("check-reverse-name", checks.reverse_name);
  note_check("check-spf", checks.spf);
  note_check("check-dkim", checks.dkim);
  note_check("check-dmarc", checks.dmarc);
  if (!checks.trusts_arc.empty()) {
    std::string text;
    for (const std::string& domain : checks.trusts_arc) text += (text.empty() ? "" : ", ") + domain;
    set_setting("trusts-arc", text);
  }
  if (sender.seals_arc) set_setting("seals-arc", yes_or_no(true));
  if (sender.dkim) {
    set_setting("dkim", sender.dkim->selector + "._domainkey." + sender.dkim->domain + ", " +
                            std::string(name_of(sender.dkim->algorithm)) + ", " +
                            std::string(name_of(sender.dkim->header)) + "/" +
                            std::string(name_of(sender.dkim->body)));
    if (sender.dkim->published != Published::right) {
      set_setting("dkim-key-published", std::string(name_of(sender.dkim->published)));
    }
  }
  if (sender.rewrites_sender) set_setting("rewrites-sender", "yes");
  for (const MailingListSpec& list : sender.lists) {
    std::string text;
    for (const std::string& member : list.members) text += (text.empty() ? "" : ", ") + member;
    if (!list.subject_prefix.empty()) text += "; prefix " + list.subject_prefix;
    if (!list.footer.empty()) text += "; footer";
    if (list.rewrites_from) text += "; rewrites From";
    set_setting("list " + list.address, text);
  }
  if (sender.mta_sts) {
    set_setting("mta-sts", std::string(text_of_mode(sender.mta_sts->mode)));
  }
  if (sender.dane) set_setting("dane-record", std::string(name_of(*sender.dane)));
  if (sender.uses_mta_sts) set_setting("uses-mta-sts", yes_or_no(true));
  if (sender.uses_dane) set_setting("uses-dane", yes_or_no(true));
  if (sender.sends_tls_reports) set_setting("sends-tls-reports", yes_or_no(true));
  if (sender.gives_tickets) set_setting("tls-tickets", yes_or_no(true));
  if (sender.tls_version_max != TlsVersion::tls_1_3) {
    set_setting("tls-version-max", std::string(name_of(sender.tls_version_max)));
  }
}

}  // namespace mailscope::hosts
