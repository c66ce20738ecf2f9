// The list of terms, and how they are found in a text.
#include "ui/text/glossary.h"

#include <algorithm>

#include "sim/base/text.h"
#include "ui/text/fold_case.h"

namespace mailscope::ui {
namespace {

struct GlossaryEntry {
  std::string_view id;
  // Forms, parted by commas: the first is the term's title, and one that ends in * is a stem.
  std::string_view forms;
  std::string_view meaning;
};

constexpr GlossaryEntry k_glossary[] = {
    {"envelope", mark("envelope,envelopes"),
     mark("What MAIL FROM and RCPT TO say: where a mail goes and where reports return to. Servers "
          "go by it and never look into the mail.")},
    {"header", mark("header,headers"),
     mark("The lines on top of a mail, From, To, Subject and more: for people and their programs. "
          "The envelope may say something else.")},
    {"relay", mark("relay,relays"), mark("A server that passes mails on to another one.")},
    {"open-relay", mark("open relay,open relays"),
     mark("A server that passes on mail from anybody to anybody. Spammers find it within hours.")},
    {"queue", mark("queue,queues"),
     mark("Where a server keeps mails until the next one has taken them; after a failure it tries "
          "again.")},
    {"bounce", mark("bounce,bounces"),
     mark("A report to the envelope's sender that a mail could not be delivered. Its own envelope "
          "has no sender, so that reports never answer reports.")},
    {"submission", mark("submission"),
     mark("The first server on a mail's way: it takes mail from its own users, after a login, on "
          "port 587 or 465.")},
    {"mx", mark("MX"),
     mark("The DNS record that names the servers which take mail for a domain; the smallest number "
          "is tried first.")},
    {"dns", mark("DNS"),
     mark("The directory of the internet: it turns names into addresses, and says which servers "
          "take a domain's mail.")},
    {"tls", mark("TLS"),
     mark("Encryption between two programs on a connection. It protects the way, not the mail on "
          "the servers.")},
    {"starttls", mark("STARTTLS"),
     mark("A command that turns a connection in clear into an encrypted one, if both want it and "
          "nobody hides the offer.")},
    {"base64", mark("base64"),
     mark("A way to write any octets with 64 harmless letters. It hides nothing: everybody can "
          "turn it back.")},
    {"certificate", mark("certificate,certificates"),
     mark("A signed statement that a key belongs to a name. The client checks the signature, the "
          "name and the dates.")},
    {"handshake", mark("handshake,handshakes"),
     mark("The first messages of TLS: the two agree on keys, and the server proves who it is.")},
    {"spf", mark("SPF"),
     mark("A DNS record that lists which servers may send in the name of a domain.")},
    {"dkim", mark("DKIM"),
     mark("A signature of the domain in the mail's header; one changed octet breaks it.")},
    {"dmarc", mark("DMARC"),
     mark("A domain's rule: what to do with a mail whose visible sender neither SPF nor DKIM "
          "confirms.")},
    {"blocklist", mark("blocklist,blocklists,blocklisted"),
     mark("A list of addresses that send spam, asked by way of the DNS.")},
    {"greylisting", mark("greylisting"),
     mark("Refusing an unknown sender for some minutes: real servers come back, many spammers do "
          "not.")},
    {"uid", mark("UID,UIDs"),
     mark("A number that a mail keeps in its mailbox for good, so that programs recognise it.")},
    {"mime", mark("MIME"),
     mark("How a mail of plain lines carries pictures, attachments and every alphabet.")},
    {"port", mark("port,ports"),
     mark("A numbered door of a machine; behind each a program listens.")},
};

bool is_letter(char c) {
  return is_alpha(c) || is_digit(c) || c == '-' || (static_cast<unsigned char>(c) & 0x80) != 0;
}

// The end of the word that goes on at `at`.
std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_letter(text[at])) ++at;
  return at;
}

struct Found {
  std::size_t begin = std::string_view::npos, end = 0;
};

constexpr std::size_t k_ending_max = 6;  // three letters of two octets each: "заголов" + "ком"

// A form is found where a word begins; its word may go on by an ending of up to `ending_max` octets.
Found find_form(std::string_view folded, std::string_view form, std::size_t ending_max) {
  const std::string wanted = fold_case(form);
  bool is_code = false;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    if (folded[at] == '`') is_code = !is_code;
    if (is_code || (at > 0 && is_letter(folded[at - 1]))) continue;
    if (folded.substr(at, 2) == "[[") {
      at = std::min(folded.find("]]", at), folded.size() - 1);
      continue;
    }
    if (folded.substr(at, wanted.size()) != wanted) continue;
    const std::size_t end = word_end(folded, at + wanted.size());
    if (end - at - wanted.size() <= ending_max) return {at, end};
  }
  return {};
}

std::string title_of(const std::string& forms) {
  std::string title(cut(forms, ',').head);
  if (title.ends_with('*')) title.pop_back();
  return title;
}

}  // namespace

Term term_of(const Words& words, std::string_view id) {
  for (const GlossaryEntry& entry : k_glossary) {
    if (entry.id != id) continue;
    const std::string forms = words.tr(entry.forms);
    return {std::string(id), title_of(forms), words.tr(entry.meaning)};
  }
  return {};
}

std::string mark_terms(const Words& words, std::string_view text, std::vector<std::string>& known) {
  std::string marked(text);
  for (const GlossaryEntry& entry : k_glossary) {
    if (std::find(known.begin(), known.end(), entry.id) != known.end()) continue;
    const std::string forms = words.tr(entry.forms);
    for (std::string_view form : split(forms, ',')) {
      const bool is_stem = form.ends_with('*');
      if (is_stem) form.remove_suffix(1);
      const Found found = find_form(fold_case(marked), form, is_stem ? k_ending_max : 0);
      if (found.begin == std::string_view::npos) continue;
      marked = marked.substr(0, found.begin) + "[[" + std::string(entry.id) + "|" +
               marked.substr(found.begin, found.end - found.begin) + "]]" +
               marked.substr(found.end);
      known.emplace_back(entry.id);
      break;
    }
  }
  return marked;
}

}  // namespace mailscope::ui
