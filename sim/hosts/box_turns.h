// Whose turn it is in a conversation of which somebody on the wire sees the octets that pass, and whether it is
// sealed by TLS. Knows no connection.
//
// SMTP is counted: a command is owed a reply, the content of a mail one at its end, octets of BDAT none of
// their own (RFC 5321, section 4.1.1; RFC 3030, section 2). Of POP3 and IMAP: what ends a line ends a turn.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/names.h"

namespace mailscope::hosts {

class BoxTurns {
 public:
  void say(Speaker speaker, std::string_view octets);
  // They have come, whether they go on or not: once TLS has begun, no turn can be told.
  void see(std::string_view octets);

  bool is_clients_turn() const { return owed_ == 0 && !is_in_content_; }
  bool is_servers_turn() const { return owed_ > 0 && !is_in_content_; }
  bool is_in_content() const { return is_in_content_; }
  bool is_sealed() const { return is_sealed_; }
  Protocol protocol() const { return protocol_; }  // as the greeting shows; none before it

 private:
  void client_says(std::string_view octets);
  void server_says(std::string_view octets);
  void take_command(std::string_view line);
  void take_reply(std::string_view line);

  Protocol protocol_ = Protocol::none;
  std::uint32_t owed_ = 1;  // replies that the client waits for; at the beginning the greeting
  std::uint64_t chunk_octets_left_ = 0;
  bool is_in_content_ = false, is_sealed_ = false;
  std::string command_, reply_;  // the beginning of a line that is not whole yet
};

}  // namespace mailscope::hosts
