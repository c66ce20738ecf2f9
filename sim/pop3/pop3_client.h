// The client's side of one POP3 session, driven by a plan: octets in, lines and events out.
//
// It starts TLS as its policy says, logs in, lists the maildrop, fetches what the plan wants, marks
// what it is to delete, and quits, or asks its owner to hang up before QUIT. No sockets, no clock, no
// store: which unique ids are known is told by the plan.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/pop3/pop3_command.h"
#include "sim/sasl/sasl_client.h"
#include "sim/wire/dot_stuffing.h"
#include "sim/wire/line.h"
#include "sim/wire/line_reader.h"
#include "sim/wire/outbox.h"
#include "sim/wire/tls_policy.h"

namespace mailscope::pop3 {

enum class Login { user_pass, apop, auth };
enum class Fetch {
  all,
  unknown,  // those whose unique id is not in known_uids
  none,     // only look how many there are
};
enum class Ending {
  quit,     // the deletions take effect
  hang_up,  // the connection is cut before QUIT: nothing is deleted
};

struct Plan {
  sasl::Credentials credentials;
  Login login = Login::user_pass;
  std::vector<sasl::Mechanism> mechanisms = {sasl::Mechanism::scram_sha_256,
                                             sasl::Mechanism::plain};  // for Login::auth
  bool asks_capa = true;
  wire::TlsPolicy tls = wire::TlsPolicy::opportunistic;
  bool is_tls_active = false;
  Fetch fetch = Fetch::unknown;
  std::optional<std::uint64_t> top_lines = std::nullopt;  // TOP instead of RETR
  std::set<std::string> known_uids = {};
  bool deletes_fetched = true;             // "leave on server" switched off
  std::set<std::string> delete_uids = {};  // these, too, fetched or not
  Ending ending = Ending::quit;
  wire::OctetsBeforeTls octets_before_tls = wire::OctetsBeforeTls::refuse;
  sasl::Hashes hashes = {};
  std::string nonce = {};
};

enum class Stage { greeting, capa, tls, login, list, fetch, dele, quit };
std::string_view name_of(Stage stage);

// ── Events ───────────────────────────────────────────────────────────────────────────────────────
struct Greeted {
  std::string text;
  std::string timestamp;  // "<...>" when the server offers APOP
  friend bool operator==(const Greeted&, const Greeted&) = default;
};
struct Capabilities {
  std::vector<std::string> lines;  // empty when the server knows no CAPA
  friend bool operator==(const Capabilities&, const Capabilities&) = default;
};
struct TlsDecided {
  wire::TlsPolicy policy;
  bool is_offered = false;
  wire::TlsDecision decision;
  friend bool operator==(const TlsDecided&, const TlsDecided&) = default;
};
// Send the output, begin TLS, then tls_started() or tls_failed().
struct TlsWanted {
  bool keeps_plain_octets = false;
  friend bool operator==(const TlsWanted&, const TlsWanted&) = default;
};
struct LoginTried {
  Login login = Login::user_pass;
  std::optional<sasl::Mechanism> mechanism;
  bool is_accepted = false;
  std::string code;  // "AUTH", "IN-USE", ... or empty
  std::string text;  // the server's, or why the client gave up
  friend bool operator==(const LoginTried&, const LoginTried&) = default;
};
struct Listed {
  struct Item {
    std::size_t number = 0;
    std::uint64_t octets = 0;
    std::string uid;  // empty when the server knows no UIDL
    friend bool operator==(const Item&, const Item&) = default;
  };
  std::vector<Item> items;
  friend bool operator==(const Listed&, const Listed&) = default;
};
struct MailFetched {
  std::size_t number = 0;
  std::string uid;
  std::string content;
  bool is_top = false;
  friend bool operator==(const MailFetched&, const MailFetched&) = default;
};
struct MailMarked {  // +OK to DELE
  std::size_t number = 0;
  std::string uid;
  friend bool operator==(const MailMarked&, const MailMarked&) = default;
};
// RETR, TOP or DELE was refused; the session goes on.
struct MailRefused {
  Stage stage = Stage::fetch;
  std::size_t number = 0;
  std::string text;
  friend bool operator==(const MailRefused&, const MailRefused&) = default;
};
struct Failed {
  Stage stage = Stage::greeting;
  std::string why;
  friend bool operator==(const Failed&, const Failed&) = default;
};
// All is said: close the connection. With `hangs_up`, QUIT was left out on purpose.
struct Finished {
  bool hangs_up = false;
  bool is_updated = false;  // +OK to QUIT after login
  friend bool operator==(const Finished&, const Finished&) = default;
};

using ClientEvent = std::variant<Heard, Greeted, Capabilities, TlsDecided, TlsWanted, LoginTried,
                                 Listed, MailFetched, MailMarked, MailRefused, Failed, Finished>;

class Client {
 public:
  explicit Client(Plan plan);

  void start();
  void receive(std::string_view octets);
  void receive_end();
  std::optional<ClientEvent> next();
  std::vector<Line> take_output() { return outbox_.take_output(); }

  void tls_started();
  void tls_failed(std::string why);

  bool is_finished() const { return is_finished_; }
  bool is_tls_active() const { return plan_.is_tls_active; }

 private:
  // The answer that is due.
  enum class Due {
    nothing,
    greeting,
    capa,
    stls,
    user,
    pass,
    apop,
    auth,
    stat,
    list,
    uidl,
    content,
    dele,
    quit
  };

  bool read_unit();
  void read_status(const std::string& line);
  void read_listing_line(std::string_view text);
  void take(bool is_ok, const std::string& text);
  void take_capa(bool is_ok);
  void take_stls(bool is_ok, const std::string& text);
  void take_login(bool is_ok, const std::string& text);
  void take_auth_challenge(std::string_view text);
  void take_list(bool is_ok, const std::string& text);
  void take_uidl();
  void take_content();

  void ask_capabilities();
  void decide_tls();
  void log_in();
  void begin_auth();
  void plan_work();
  void go_on();
  void end();

  void say(const Command& command, Due due);
  void say_line(LineKind kind, std::string octets);
  void fail(Stage stage, std::string why);
  void finish();
  bool is_capable(std::string_view keyword) const;

  struct Job {
    std::size_t number = 0;
    bool is_fetched = false;  // RETR or TOP
    bool is_deleted = false;  // DELE
  };

  Plan plan_;
  wire::Outbox<ClientEvent> outbox_;
  wire::LineReader reader_;
  wire::DotReader dots_;
  Due due_ = Due::nothing;
  bool is_in_listing_ = false;  // +OK was heard, lines follow up to "."
  bool is_in_content_ = false;
  std::string timestamp_;
  std::vector<std::string> capabilities_;
  std::vector<std::string> listing_;
  std::vector<Listed::Item> items_;
  std::vector<Job> jobs_;
  std::size_t job_ = 0;
  std::optional<sasl::ClientExchange> exchange_;
  std::optional<sasl::Mechanism> mechanism_;
  std::optional<std::string> held_response_;  // too long to go with AUTH itself
  bool has_asked_uidl_ = false;
  bool is_logged_in_ = false;
  bool is_waiting_for_tls_ = false;
  bool has_failed_ = false;
  bool is_finished_ = false;
  bool is_peer_closed_ = false;
};

}  // namespace mailscope::pop3
