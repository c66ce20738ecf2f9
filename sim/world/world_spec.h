// A world before it runs, and what people do in it: plain values. Same spec, same Trace.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/time.h"
#include "sim/hosts/box_words.h"
#include "sim/hosts/guessing.h"
#include "sim/hosts/host_spec.h"

namespace mailscope::world {

// A run stops, with a BudgetReached record, when it would go past any of these.
struct Budget {
  std::uint32_t records_max = 200'000;
  Duration virtual_time_max = days(30);
  std::uint64_t octets_max = 64'000'000;  // kept in the trace: packets and texts

  friend bool operator==(const Budget&, const Budget&) = default;
};

// ---- what people do; `host` is always a host's short name -------------------------------------------

struct SendMail {  // a mail client writes and submits a mail
  std::string host;
  hosts::MailSpec mail;
};
struct FetchMail {  // a mail client asks for new mail by its incoming protocol
  std::string host;
};
struct
    ReadMail {  // the person opens a mail that the client has (POP3) or fetches (IMAP): by subject
  std::string host;
  std::string subject;  // empty: the newest
};
struct MarkMail {  // IMAP: sets or clears a flag, or deletes or moves
  std::string host;
  std::string subject;
  enum class What { seen, unseen, flagged, unflagged, deleted, moved } what = What::seen;
  std::string mailbox;  // where to, for `moved`
};
struct Watch {  // IMAP: stays connected and waits for news (IDLE), for this long
  std::string host;
  Duration length = minutes(5);
};
struct
    TypeLines {  // somebody speaks the protocol by hand: each line after the answer to the one before
  std::string host;
  std::string server;  // DNS name, address or host name
  Port port = 25;
  bool is_tls = false;             // implicit TLS from the first octet
  std::vector<std::string> lines;  // without CR LF; after a 354 the mail's lines up to "."
};
struct GuessPasswords {  // an attacker tries each password with each user (sim/hosts/guessing.h)
  std::string host;
  hosts::Guesses guesses;
};
struct CutWire {
  std::string host;
  bool is_cut = true;  // false: mended
};
struct
    ChangeSetting {  // an administrator or user changes a setting, by the keys that the host lists
  std::string host;
  std::string key, value;
};

// The learner speaks in place of the host's program on a running connection (see sim/hosts/hand.h).
struct TakeOver {
  std::string host;
  ConnectionId connection{};
  std::vector<std::string> lines;
};

// A connection by what stays the same when others come and go: the nth (from 1) that `client` opens to this port.
struct CallName {
  std::string client;
  Port port = 25;
  std::uint32_t nth = 1;
};

// The learner is the attacker at the box `host` and speaks in a connection that passes it
// (sim/hosts/box_connection.h).
struct SpeakAtBox {
  std::string host;
  CallName call;
  hosts::BoxWords words;
};

using Doing = std::variant<SendMail, FetchMail, ReadMail, MarkMail, Watch, TypeLines,
                           GuessPasswords, CutWire, ChangeSetting, TakeOver, SpeakAtBox>;

// When an act begins: at a time, or once something has happened (whichever is named), plus a delay.
struct Act {
  std::string id;         // names it for story and links: "alice-sends"
  Time at{};              // used when `after_act` is empty
  std::string after_act;  // begins when that act has ended (its program is done)
  Duration delay{};       // then waits this long
  Doing doing;
};

// When a wire is cut or mended by what passes rather than by the clock.
struct CutTrigger {
  std::string host;         // whose wire
  std::string on_text;      // when this line (a glob, without CR LF) is said by or to that host ...
  std::uint32_t count = 1;  // ... for the n-th time
  bool before_sending = true;  // the packet with the text is itself lost
  Duration mend_after{};       // 0: stays cut
};

// What the learner's hand in the middle of the network does to one packet.
struct PacketFate {
  std::string host;                    // who sends it
  std::uint32_t nth = 1;               // of all packets that the host puts on its wire, from 1
  std::optional<std::string> payload;  // goes on with this one; none: it is lost
};

struct WorldSpec {
  std::uint64_t seed = 1;
  std::int64_t epoch_s = k_epoch_s_default;  // calendar time of Time{}
  std::vector<hosts::HostSpec> hosts;
  std::vector<Act> script;
  std::vector<CutTrigger> cuts;
  std::vector<PacketFate> fates;
  Budget budget;
};

}  // namespace mailscope::world
