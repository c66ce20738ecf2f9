// The inside of the client's session: inside this room only.
#pragma once

#include <deque>
#include <utility>

#include "sim/imap/client_commands.h"
#include "sim/imap/imap_client.h"
#include "sim/imap/response_reader.h"
#include "sim/imap/scanner.h"
#include "sim/wire/outbox.h"

namespace mailscope::imap {

class Client::Impl {
 public:
  explicit Impl(ClientOptions options)
      : options_(std::move(options)),
        reader_(options_.line_octets_max, options_.literal_octets_max) {}

  std::optional<ClientEvent> next();
  void tls_started();
  void tls_failed();
  void end_idle();

  ClientOptions options_;
  wire::Outbox<ClientEvent> outbox_;
  ResponseReader reader_;
  std::deque<Step> steps_;
  State state_ = State::not_authenticated;
  bool is_peer_closed_ = false, is_finished_ = false, is_idle_ = false;

 private:
  // The command whose tagged answer is due.
  enum class Due { nothing, greeting, capability, starttls, login, preparation, step, logout };

  bool read();
  void take(const Response& response);
  void take_tagged(const std::string& status, const std::string& code, const std::string& text);
  void take_untagged(Scanner scanner);
  void take_continuation(std::string_view text);
  void take_status(Scanner& scanner);
  void take_esearch(Scanner& scanner);
  void take_vanished(Scanner& scanner);
  void take_capabilities(std::string_view names);
  void take_list(Scanner& scanner);
  void take_status_response(Scanner& scanner);
  void take_fetch(Scanner& scanner, std::uint32_t number);

  void ask_capabilities();
  void decide_tls();
  void log_in();
  void prepare();
  void go_on();
  void say_step(const Step& step);
  void say(Due due, const std::string& command);
  void fail(std::string why, std::string rule);
  void log_out();
  void finish();
  bool is_capable(std::string_view name) const;

  Due due_ = Due::greeting;
  std::uint32_t tags_ = 0;
  std::string tag_;
  std::string command_;                     // as it is told in StepDone
  std::deque<std::vector<Line>> literals_;  // pieces of the command that wait for "+"
  std::vector<std::string> capabilities_;
  bool has_capabilities_ = false, has_decided_tls_ = false, is_waiting_for_tls_ = false;
  bool has_failed_ = false, is_exhausted_told_ = false, ends_idle_ = false;
  std::size_t step_ = 0;        // of the step under way, from 1
  std::deque<Step> under_way_;  // a MOVE done by COPY, STORE, EXPUNGE has more than one command
  std::optional<sasl::ClientExchange> exchange_;
  std::optional<sasl::Mechanism> mechanism_;
  bool has_said_response_ = false, has_said_id_ = false, has_said_enable_ = false;
  NameEncoding encoding_ = NameEncoding::modified_utf7;  // UTF-8 once IMAP4rev2 is enabled
  std::vector<store::Uid> uids_;                         // by sequence number - 1, as far as known
  MailboxSelected selected_;
  bool is_selecting_ = false;
};

}  // namespace mailscope::imap
