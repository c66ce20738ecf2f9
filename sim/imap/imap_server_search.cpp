// The server's session: SEARCH and its answers, in one line or extended (RFC 9051, sections 6.4.4 and
// 7.3.4; RFC 4731, 5182, 7162).
#include <algorithm>

#include "sim/base/text.h"
#include "sim/imap/imap_server_impl.h"

namespace mailscope::imap {

void Server::Impl::run_search(const Command& command) {
  Scanner scanner(command.octets);
  scanner.space();
  const SearchRequest request = parse_search(scanner);
  scanner.end();
  if (!is_sound(command, scanner)) return;
  if (request.is_extended && !options_.extensions.esearch)
    return bad(command, "ESEARCH is not offered");
  if (request.saves && !options_.extensions.searchres)
    return bad(command, "SEARCHRES is not offered");
  if (!may_search(command, request)) {
    // What fails saves nothing; what was BAD leaves "$" as it was (RFC 5182, section 2.1).
    if (request.saves && !request.is_charset_known) saved_.clear();
    return;
  }
  const std::vector<const store::Mail*> found = mails_found(command, request.criterion);
  say_search(command, request, found);
  if (request.saves) {
    // MIN and MAX without ALL and COUNT save no more than they show (RFC 5182, section 2.4).
    const bool is_narrow = (request.returns_min || request.returns_max) && !request.returns_all &&
                           !request.returns_count;
    saved_.clear();
    for (std::size_t i = 0; i < found.size(); ++i) {
      const bool is_end =
          (request.returns_min && i == 0) || (request.returns_max && i + 1 == found.size());
      if (!is_narrow || is_end) saved_.push_back(found[i]->uid);
    }
  }
  ok(command, "SEARCH completed");
}

bool Server::Impl::may_search(const Command& command, const SearchRequest& request) {
  if (request.uses_modseq && !options_.extensions.condstore) {
    bad(command, "CONDSTORE is not offered");
    return false;
  }
  if (!request.is_charset_known) {
    no(command,
       "[BADCHARSET (UTF-8 US-ASCII ISO-8859-1 WINDOWS-1251 KOI8-R)] "
       "texts in this charset cannot be read");
    return false;
  }
  if (request.uses_modseq) enable_condstore();
  return true;
}

std::vector<const store::Mail*> Server::Impl::mails_found(const Command& command,
                                                          const Criterion& criterion) {
  const store::Mailbox* mailbox = selected();
  const SearchContext context{static_cast<std::uint32_t>(known_.size()),
                              known_.empty() ? 0 : known_.back().uid, &saved_};
  std::vector<const store::Mail*> found;
  for (std::size_t i = 0; i < known_.size(); ++i) {
    const store::Mail* mail = mailbox->find(known_[i].uid);
    const auto number = static_cast<std::uint32_t>(i + 1);
    if (mail && meets(criterion, *mail, number, context)) found.push_back(mail);
  }
  outbox_.tell(Searched{mailbox_, std::string(trim(command.octets)), found.size()});
  return found;
}

void Server::Impl::say_search(const Command& command, const SearchRequest& request,
                              const std::vector<const store::Mail*>& found) {
  std::vector<std::uint32_t> numbers;
  for (const store::Mail* mail : found)
    numbers.push_back(command.is_uid ? mail->uid : number_of(mail->uid));
  const auto modseq_of = [&](bool has_first, bool has_last) {
    store::ModSequence highest = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const bool counts =
          (!has_first && !has_last) || (has_first && i == 0) || (has_last && i + 1 == found.size());
      if (counts) highest = std::max(highest, found[i]->modseq);
    }
    return std::to_string(highest);
  };

  if (!request.is_extended && !is_rev2_) {
    std::string text;
    for (const std::uint32_t number : numbers) text += " " + std::to_string(number);
    if (request.uses_modseq && !found.empty()) text += " (MODSEQ " + modseq_of(false, false) + ")";
    return untagged("SEARCH" + text);
  }
  const bool returns_all = request.returns_all || !request.is_extended;
  const bool is_narrow =
      (request.returns_min || request.returns_max) && !returns_all && !request.returns_count;
  // SAVE alone says nothing (RFC 5182, section 2.1).
  if (!is_narrow && !returns_all && !request.returns_count) return;
  std::string text = "ESEARCH (TAG \"" + command.tag + "\")";
  if (command.is_uid) text += " UID";
  if (!found.empty()) {
    if (request.returns_min) text += " MIN " + std::to_string(numbers.front());
    if (request.returns_max) text += " MAX " + std::to_string(numbers.back());
  }
  if (request.returns_count) text += " COUNT " + std::to_string(numbers.size());
  if (returns_all && !found.empty()) text += " ALL " + sequence_text(numbers);
  // Of what is shown: of the ends alone where only they are (RFC 7162, section 3.1.10).
  if (request.uses_modseq && !found.empty()) {
    text += " MODSEQ " + (is_narrow ? modseq_of(request.returns_min, request.returns_max)
                                    : modseq_of(false, false));
  }
  untagged(text);
}

}  // namespace mailscope::imap
