// POSIX sockets, signals and limits.
#include "sim/cli/loopback.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sim/base/text.h"

namespace mailscope::cli {
namespace {

constexpr int k_backlog = 1'024;

volatile std::sig_atomic_t stop_has_come = 0;
int stop_pipe[2] = {-1, -1};

extern "C" void note_stop(int) {
  stop_has_come = 1;
  const char octet = 0;
  const auto written = ::write(stop_pipe[1], &octet, 1);
  static_cast<void>(written);
}

std::string why() { return std::strerror(errno); }

bool make_unblocking(int descriptor) {
  const int flags = ::fcntl(descriptor, F_GETFL);
  return flags >= 0 && ::fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 &&
         ::fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

void set_option(int descriptor, int level, int option) {
  const int on = 1;
  ::setsockopt(descriptor, level, option, &on, sizeof on);
}

sockaddr_in system_address(LoopbackAddress address) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(address.port);
  out.sin_addr.s_addr = htonl(address.address.value);
  return out;
}

}  // namespace

Socket::~Socket() { close(); }
Socket::Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}

void Socket::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

void Socket::close_with_reset() {
  if (descriptor_ < 0) return;
  const linger at_once{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

void Socket::finish() {
  if (descriptor_ >= 0) ::shutdown(descriptor_, SHUT_WR);
}

std::optional<LoopbackAddress> parse_loopback(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view host = text.substr(0, colon);
  const auto address = parse_ipv4(host == "localhost" ? "127.0.0.1" : host);
  const auto port = parse_number(text.substr(colon + 1));
  if (!address || address->value >> 24 != 127 || !port || *port == 0 || *port > 65'535) {
    return std::nullopt;
  }
  return LoopbackAddress{*address, static_cast<Port>(*port)};
}

Result<Listening, std::string> listen_on_loopback(Port port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM, 0));
  if (!socket.is_open() || !make_unblocking(socket.descriptor())) return Error{why()};
  set_option(socket.descriptor(), SOL_SOCKET, SO_REUSEADDR);
  sockaddr_in address = system_address({{0x7F000001}, port});
  socklen_t size = sizeof address;
  auto* const pointer = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.descriptor(), pointer, size) != 0 ||
      ::listen(socket.descriptor(), k_backlog) != 0 ||
      ::getsockname(socket.descriptor(), pointer, &size) != 0) {
    return Error{why()};
  }
  return Listening{std::move(socket), ntohs(address.sin_port)};
}

Socket accept_from(const Socket& listening) {
  Socket socket(::accept(listening.descriptor(), nullptr, nullptr));
  if (socket.is_open() && !make_unblocking(socket.descriptor())) socket.close();
  if (socket.is_open()) set_option(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY);
  return socket;
}

Result<Socket, std::string> dial_loopback(LoopbackAddress to) {
  Socket socket(::socket(AF_INET, SOCK_STREAM, 0));
  if (!socket.is_open() || !make_unblocking(socket.descriptor())) return Error{why()};
  set_option(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY);
  sockaddr_in address = system_address(to);
  const int done =
      ::connect(socket.descriptor(), reinterpret_cast<sockaddr*>(&address), sizeof address);
  if (done != 0 && errno != EINPROGRESS) return Error{why()};
  return socket;
}

std::string error_of(const Socket& socket) {
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(socket.descriptor(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) return why();
  return error == 0 ? std::string() : std::string(std::strerror(error));
}

Transfer read_from(const Socket& socket, std::string& into, std::size_t octets_max) {
  // Most of what comes is one line: no reason to clear more than that for it.
  char octets[65'536];
  const ssize_t count = ::recv(socket.descriptor(), octets, std::min(octets_max, sizeof octets), 0);
  into.assign(octets, count > 0 ? static_cast<std::size_t>(count) : 0);
  if (count > 0) return {Transfer::Kind::moved, into.size()};
  if (count == 0) return {Transfer::Kind::ended, 0};
  const bool is_later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return {is_later ? Transfer::Kind::would_block : Transfer::Kind::broken, 0};
}

Transfer write_to(const Socket& socket, std::string_view octets) {
  const ssize_t count = ::send(socket.descriptor(), octets.data(), octets.size(), MSG_NOSIGNAL);
  if (count >= 0) return {Transfer::Kind::moved, static_cast<std::size_t>(count)};
  const bool is_later =
      errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ENOTCONN;
  return {is_later ? Transfer::Kind::would_block : Transfer::Kind::broken, 0};
}

std::size_t raise_descriptor_limit(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
  const rlim_t target = limit.rlim_max == RLIM_INFINITY
                            ? static_cast<rlim_t>(wanted)
                            : std::min<rlim_t>(limit.rlim_max, static_cast<rlim_t>(wanted));
  if (target > limit.rlim_cur) {
    rlimit raised = limit;
    raised.rlim_cur = target;
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return static_cast<std::size_t>(std::min<rlim_t>(limit.rlim_cur, static_cast<rlim_t>(wanted)));
}

StopSignals::StopSignals() {
  stop_has_come = 0;
  if (::pipe(stop_pipe) == 0) {
    static_cast<void>(make_unblocking(stop_pipe[0]));
    static_cast<void>(make_unblocking(stop_pipe[1]));
  }
  std::signal(SIGINT, note_stop);
  std::signal(SIGTERM, note_stop);
}

StopSignals::~StopSignals() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  for (int& end : stop_pipe) {
    if (end >= 0) ::close(std::exchange(end, -1));
  }
}

int StopSignals::descriptor() const { return stop_pipe[0]; }
bool StopSignals::has_come() const { return stop_has_come != 0; }

}  // namespace mailscope::cli
