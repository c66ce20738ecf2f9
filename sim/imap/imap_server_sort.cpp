// The server's session: SORT and THREAD (RFC 5256).
#include <algorithm>

#include "sim/imap/imap_server_impl.h"
#include "sim/imap/sort.h"
#include "sim/imap/thread.h"

namespace mailscope::imap {

void Server::Impl::run_sort(const Command& command) {
  if (!options_.extensions.sort) return bad(command, "SORT is not offered");
  Scanner scanner(command.octets);
  scanner.space();
  const SortRequest request = parse_sort(scanner);
  scanner.end();
  if (!is_sound(command, scanner) || !may_search(command, request.search)) return;
  std::string text = "SORT";
  store::ModSequence highest = 0;
  for (const store::Mail* mail :
       sorted(mails_found(command, request.search.criterion), request.keys)) {
    text += " " + std::to_string(command.is_uid ? mail->uid : number_of(mail->uid));
    highest = std::max(highest, mail->modseq);
  }
  // RFC 7162, section 3.1.6
  if (request.search.uses_modseq && highest > 0)
    text += " (MODSEQ " + std::to_string(highest) + ")";
  untagged(text);
  ok(command, "SORT completed");
}

void Server::Impl::run_thread(const Command& command) {
  if (!options_.extensions.thread) return bad(command, "THREAD is not offered");
  Scanner scanner(command.octets);
  scanner.space();
  const ThreadRequest request = parse_thread(scanner);
  scanner.end();
  if (!is_sound(command, scanner) || !may_search(command, request.search)) return;
  std::vector<ThreadMail> mails;
  for (const store::Mail* mail : mails_found(command, request.search.criterion))
    mails.push_back({command.is_uid ? mail->uid : number_of(mail->uid), mail});
  const std::string threads = threads_text(request.algorithm, mails);
  untagged(threads.empty() ? "THREAD" : "THREAD " + threads);
  ok(command, "THREAD completed");
}

}  // namespace mailscope::imap
