// The inside of the server's session: inside this room only.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/imap/command_reader.h"
#include "sim/imap/fetch.h"
#include "sim/imap/imap_server.h"
#include "sim/imap/mailbox_name.h"
#include "sim/imap/scanner.h"
#include "sim/imap/search.h"
#include "sim/wire/outbox.h"

namespace mailscope::imap {

// One command under way: its tag, its verb, and what is still to be read of it.
struct Command {
  std::string tag;
  Verb verb = Verb::noop;
  bool is_uid = false;
  std::string octets;  // the arguments, literals included
};

// "[TRYCREATE] …" where making the mailbox would help (RFC 9051, section 7.1).
std::string refusal_text(store::Refusal refusal, bool may_try_create);

// A blank and a set of numbers: " 1:4,7".
SequenceSet set_argument(Scanner& scanner);
inline constexpr std::string_view k_issued = "[EXPUNGEISSUED] some of these mails are no more";

class Server::Impl {
 public:
  explicit Impl(ServerOptions options);

  void start();
  std::optional<ServerEvent> next();
  void answer(const LoginVerdict& verdict);
  void answer_secret(const std::optional<sasl::Secret>& secret);
  void tls_started();
  void tls_failed();
  void account_changed();
  void shut_down(std::string_view text);

  ServerOptions options_;
  wire::Outbox<ServerEvent> outbox_;
  CommandReader reader_;
  State state_ = State::not_authenticated;
  std::int64_t now_s_ = 0;
  std::string user_, mailbox_;
  bool is_closed_ = false, is_peer_closed_ = false;
  bool is_idle_ = false;
  enum class Asked { nothing, login, secret, tls } asked_ = Asked::nothing;

 private:
  // What the session has told its client about one mail of the selected mailbox.
  struct Known {
    store::Uid uid = 0;
    store::Flags flags;
    store::ModSequence modseq = 0;
  };

  bool read();
  void read_command(const ReadCommand& read);
  void read_idle_end();
  void read_auth_response();
  void run(const Command& command);
  // Not authenticated.
  void run_capability(const Command& command);
  void run_starttls(const Command& command);
  void run_login(const Command& command);
  void run_authenticate(const Command& command);
  void take_auth_step(const sasl::ServerStep& step);
  void end_login(const LoginVerdict& verdict, std::string_view refusal);
  void run_id(const Command& command);
  void run_logout(const Command& command);
  // Authenticated.
  void run_enable(const Command& command);
  void run_select(const Command& command);
  void run_list(const Command& command);
  void run_lsub(const Command& command);
  void run_status(const Command& command);
  void run_mailbox_change(
      const Command& command);  // CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE
  void run_append(const Command& command);
  void run_namespace(const Command& command);
  void run_idle(const Command& command);
  // Selected.
  void run_close(const Command& command);
  void run_expunge(const Command& command);
  void run_search(const Command& command);
  void run_sort(const Command& command);
  void run_thread(const Command& command);
  void run_fetch(const Command& command);
  struct Fetching;
  void fetch_on();
  void fetch_one(const Fetching& fetching, store::Uid uid);
  void end_fetch();
  void run_store(const Command& command);
  void run_copy(const Command& command);

  std::string mailbox_argument(Scanner& scanner);
  std::string wire_name(const std::string& name) const;
  NameEncoding name_encoding() const;
  bool offers_rev2() const;
  std::vector<std::string> status_items(Scanner& scanner) const;
  void say_status(const std::string& name, const store::Mailbox& mailbox,
                  const std::vector<std::string>& items);
  void say_list(const std::string& name, std::string attributes, const std::string& tail);
  // RFC 7162: from now on FETCH answers carry MODSEQ.
  void enable_condstore();
  // False: what was asked for is not offered or not known, and that was said.
  bool may_search(const Command& command, const SearchRequest& request);
  std::vector<const store::Mail*> mails_found(const Command& command, const Criterion& criterion);
  void say_search(const Command& command, const SearchRequest& request,
                  const std::vector<const store::Mail*>& found);
  // What of `uids` was removed after `since`.
  void say_vanished_earlier(const SequenceSet& uids, store::ModSequence since);
  enum class HasFlags { yes, no };
  // "* 3 FETCH (UID 7 FLAGS (…) MODSEQ (12))": what of it is said depends on what is enabled.
  void say_flags(std::uint32_t number, bool has_uid, HasFlags has_flags);
  void tell_expunges(const store::Mailbox& mailbox);
  bool is_mailbox_there();  // the selected one, as it was when it was opened
  // What SELECT (QRESYNC (…)) says of the client's last visit (RFC 7162, section 3.2.5).
  struct Resync {
    std::uint32_t uid_validity = 0;
    store::ModSequence modseq = 0;
    SequenceSet uids;
  };
  static Resync resync_argument(Scanner& scanner);
  static store::Flags flags_argument(Scanner& scanner);
  static std::string flags_known(const store::Mailbox& mailbox);
  void open(const Command& command, const std::string& name, const store::Mailbox& mailbox);
  void say_resync(const Resync& resync);
  store::Mailbox* selected();
  std::uint32_t number_of(store::Uid uid) const;  // 0: not known to the client
  // The mails that a set names. `gone`: how many of them somebody else has removed meanwhile.
  struct Chosen {
    std::vector<store::Uid> uids;
    std::size_t gone = 0;
  };
  Chosen choose(const SequenceSet& set, bool is_uid);
  // BAD for a number beyond the last mail (RFC 9051, section 9, seq-number).
  bool is_within(const Command& command, const SequenceSet& set);
  void say_fetch(std::uint32_t number, const store::Mail& mail,
                 const std::vector<FetchItem>& items);
  // Tells what is new. EXPUNGE only where the command allows it (RFC 9051, section 7.5.1).
  enum class Expunges { allowed, held_back };
  void tell_changes(Expunges expunges);
  void changed(const store::Changes& changes);
  void deselect();

  std::string capabilities() const;
  bool may_log_in_openly() const;
  std::vector<sasl::Mechanism> mechanisms_offered() const;
  void untagged(const std::string& text);
  void ok(const Command& command, const std::string& text);
  void no(const Command& command, const std::string& text, std::string_view rule = {});
  void bad(const Command& command, const std::string& text, std::string_view rule = {});
  bool is_sound(const Command& command, const Scanner& scanner);  // else BAD was said
  void close(Closed::Why why);

  store::Account* account_ = nullptr;
  bool is_read_only_ = false;
  bool is_rev2_ = false, is_condstore_ = false, is_qresync_ = false;  // enabled
  std::uint32_t uid_validity_ = 0;  // of the selected mailbox, as the client was told
  std::vector<Known> known_;
  std::vector<store::Uid> saved_;  // "$": what the last SEARCH with SAVE has found (RFC 5182)
  struct Fetching {                // a FETCH that is being answered, mail by mail
    Command command;
    std::vector<FetchItem> items;
    std::deque<store::Uid> left;
    bool is_one_gone = false, marks_seen = false, has_body = false;
    bool is_all_decoded = true;
  };
  std::optional<Fetching> fetching_;
  Command pending_;  // LOGIN, AUTHENTICATE, STARTTLS, IDLE: answered later
  std::optional<sasl::ServerExchange> exchange_;
  std::optional<LoginVerdict> verdict_;
  std::uint32_t exchanges_ = 0;
  bool is_in_auth_ = false;
  bool has_changes_ = false;  // account_changed() was called
  std::size_t bad_commands_ = 0;
};

}  // namespace mailscope::imap
