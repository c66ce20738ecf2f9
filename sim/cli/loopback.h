// Sockets of the real machine, on the loopback only, never blocking. For `mailscope serve`.
//
// Nothing here can reach another machine: what listens is bound to 127.0.0.1, and what is dialled is
// an address of 127.0.0.0/8. An error is the system's sentence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/address.h"
#include "sim/base/result.h"

namespace mailscope::cli {

// A file descriptor that is closed when it goes.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket();
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }
  void close();
  void close_with_reset();  // the peer gets RST
  void finish();            // FIN: no more will be written

 private:
  int descriptor_ = -1;
};

struct LoopbackAddress {
  Ipv4 address{};
  Port port = 0;
};
// "127.0.0.1:2525" or "localhost:2525"; none for anything else, also for other machines.
std::optional<LoopbackAddress> parse_loopback(std::string_view text);

struct Listening {
  Socket socket;
  Port port = 0;
};
Result<Listening, std::string> listen_on_loopback(Port port);  // 0: a free one
// Not open: nobody waits there now, or no descriptor is left.
Socket accept_from(const Socket& listening);
// The connection is on its way: when it can be written to, ask `error_of`.
Result<Socket, std::string> dial_loopback(LoopbackAddress to);
// What came of dialling; empty: it stands.
std::string error_of(const Socket& socket);

struct Transfer {
  enum class Kind { moved, would_block, ended, broken };
  Kind kind = Kind::moved;
  std::size_t octets = 0;
};
Transfer read_from(const Socket& socket, std::string& into, std::size_t octets_max);
Transfer write_to(const Socket& socket, std::string_view octets);

// As many descriptors as the system lets this program have, at most `wanted`; the number it now has.
std::size_t raise_descriptor_limit(std::size_t wanted);

// SIGINT and SIGTERM, as something that can be waited for.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  int descriptor() const;  // readable once one came
  bool has_come() const;
};

}  // namespace mailscope::cli
