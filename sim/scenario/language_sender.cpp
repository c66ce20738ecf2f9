// The shapes of what a mail server does about senders: checks, signatures, forwarding, transport policy.
#include "sim/hosts/sender_spec.h"
#include "sim/scenario/formats.h"
#include "sim/scenario/language.h"
#include "sim/scenario/language_words.h"

namespace mailscope::scenario {
namespace {

ShapePtr check() { return word_of("what a check leads to", words_of(hosts::k_sender_checks)); }
ShapePtr published() { return word_of("what is published", words_of(hosts::k_published)); }

ShapePtr checks() {
  return object_of("checks of senders",
                   {may("reverse-name", check(),
                        "whether the client's address has a name (PTR) that leads back to it, at "
                        "MAIL FROM (RFC 7372, 3.3); default off"),
                    may("spf", check(), "at MAIL FROM (RFC 7208); default off"),
                    may("dkim", check(), "of signatures (RFC 6376); refuses nothing; default off"),
                    may("dmarc", check(),
                        "of the From field (RFC 9989), with SPF and DKIM; enforce: refuses, or "
                        "delivers to the junk mailbox, as the domain asks; default off"),
                    may("trusts-arc", list_of(domain(), 1),
                        "domains whose ARC seals are believed: what they saw pass DMARC is let in "
                        "although it fails here (RFC 8617, 7.2.1)"),
                    may("junk", some_text(), "the mailbox for quarantine; default Junk")});
}

ShapePtr dkim() {
  const ShapePtr form = word_of("a canonicalization", words_of(hosts::k_dkim_forms));
  return object_of(
      "a DKIM key",
      {need("domain", domain(), "d=: whose signature it is"),
       may("selector", text_by(k_id), "s=: which key; default s1"),
       may("algorithm", word_of("an algorithm", words_of(hosts::k_dkim_algorithms)),
           "default ed25519-sha256 (RFC 8463)"),
       may("rsa-bits", integer(1'024, 4'096), "default 1024; a longer one takes long to make"),
       may("header", form, "default relaxed"), may("body", form, "default relaxed"),
       may("published", published(),
           "the TXT record that the world puts into the zone: right, no or wrong; default right")});
}

ShapePtr lists() {
  const ShapePtr list = object_of(
      "a mailing list",
      {need("members", list_of(mail_address(), 1), "who gets its mail"),
       may("subject-prefix", text_by(k_any_text), "put before the subject: \"[team] \""),
       may("footer", text_by(k_any_text), "put behind the body"),
       may("owner", mail_address(), "who gets what bounces; default: nobody"),
       may("rewrites-from", boolean(), "From becomes the list's address; default false")});
  return map_of("the mailing lists", k_mail_address, list);
}

ShapePtr mta_sts() {
  return object_of(
      "an MTA-STS policy",
      {may("mode", word_of("a mode of MTA-STS", words_of(hosts::k_mta_sts_modes)),
           "none, testing or enforce; default enforce"),
       need("mx", list_of(some_text()), "hosts that may take mail: \"mx.example.net\""),
       may("max-age", text_by(k_duration), "how long it is kept; default 7d")});
}

}  // namespace

std::vector<Key> sender_keys() {
  return {
      may("checks", checks(), "what it checks of clients that have not logged in"),
      may("dkim", dkim(), "signs what is submitted here and what its lists send"),
      may("rewrites-sender", boolean(), "SRS when an alias sends mail elsewhere; default false"),
      may("seals-arc", boolean(),
          "seals by the key of dkim what aliases and lists send on (RFC 8617); default false"),
      may("lists", lists(), "mailing lists, by address"),
      may("mta-sts", mta_sts(),
          "the policy file of its domains; the zone needs _mta-sts TXT and an A for mta-sts"),
      may("dane", published(), "the TLSA record of its port 25: right, no or wrong; default none"),
      may("uses-mta-sts", boolean(), "obeys other domains' MTA-STS; default false"),
      may("uses-dane", boolean(), "obeys TLSA records in signed zones; default false"),
      may("sends-tls-reports", boolean(),
          "tells other domains once a day how TLS fared, where _smtp._tls asks for it (RFC 8460); "
          "default false"),
      may("tls-version-max", word_of("a version of TLS", words_of(hosts::k_tls_versions)),
          "1.2 or 1.3; default 1.3"),
      may("tls-tickets", boolean(), "TLS sessions may be resumed (RFC 8446, 2.2); default false")};
}

}  // namespace mailscope::scenario
