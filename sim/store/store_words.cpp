// What the store's values are called: special uses in IMAP's words, refusals in people's.
#include "sim/base/text.h"
#include "sim/store/mail_store.h"

namespace mailscope::store {

std::string_view attribute_of(SpecialUse use) {
  switch (use) {
    case SpecialUse::none: return "";
    case SpecialUse::all: return "\\All";
    case SpecialUse::archive: return "\\Archive";
    case SpecialUse::drafts: return "\\Drafts";
    case SpecialUse::flagged: return "\\Flagged";
    case SpecialUse::junk: return "\\Junk";
    case SpecialUse::sent: return "\\Sent";
    case SpecialUse::trash: return "\\Trash";
  }
  return "";
}

SpecialUse special_use_of(std::string_view attribute) {
  for (const SpecialUse use :
       {SpecialUse::all, SpecialUse::archive, SpecialUse::drafts, SpecialUse::flagged,
        SpecialUse::junk, SpecialUse::sent, SpecialUse::trash})
    if (equal_ignoring_case(attribute_of(use), attribute)) return use;
  return SpecialUse::none;
}

std::string_view reason_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::no_such_mailbox: return "there is no mailbox of that name";
    case Refusal::exists_already: return "a mailbox of that name exists already";
    case Refusal::not_selectable:
      return "that name is only a level of the hierarchy and holds no mail";
    case Refusal::bad_name: return "that is not a name for a mailbox";
    case Refusal::is_inbox: return "INBOX cannot be deleted";
    case Refusal::has_children: return "there are mailboxes below that name";
    case Refusal::over_quota: return "the account has no room for this mail";
    case Refusal::too_many: return "that is more than an account may have";
  }
  return "";
}

}  // namespace mailscope::store
