// Mails as people and servers of the simulated world write them: from a MailSpec to octets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hosts/host_spec.h"
#include "sim/store/flags.h"

namespace mailscope::hosts {

struct WritingContext {
  std::string
      address;  // the writer's own: From when the spec names none, To when it has no recipient
  std::int64_t date_s = 0;  // seconds since 1970
  std::string id;           // unique in the world: Message-ID, boundary
  std::string host_name;    // right-hand side of the Message-ID
};

// The whole mail with CR LF line ends. Bcc is not written.
std::string written_mail(const MailSpec& spec, const WritingContext& context);

// All addresses of to, cc and bcc ("Anna <anna@example.org>" gives anna@example.org), each once.
std::vector<std::string> envelope_recipients(const MailSpec& spec);
// "Alice <alice@example.org>" -> "alice@example.org".
std::string address_in(std::string_view mailbox_text);

// What a submission server adds when it is missing: Date, Message-ID (RFC 6409, section 8.2, 8.3).
std::string completed_submission(std::string_view content, const WritingContext& context);

std::vector<std::string> flag_texts(const store::Flags& flags);
// The decoded Subject; empty when there is none.
std::string subject_of(std::string_view content);
// The text a reader shows first.
std::string text_of(std::string_view content);
std::string from_of(std::string_view content);

}  // namespace mailscope::hosts
