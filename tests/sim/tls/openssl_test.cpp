// Our endpoints against OpenSSL's command line on the loopback, in both roles and both versions.
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>

#include <arpa/inet.h>
#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/sim/tls/pair.h"

namespace mailscope::tls {
namespace {

constexpr std::chrono::seconds k_patience(20);

// A descriptor that is closed in the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

const sockaddr* as_address(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

// Listens on a port that the system chooses.
std::uint16_t listen_on_free_port(const Descriptor& listener) {
  sockaddr_in address = loopback(0);
  REQUIRE(bind(listener.number(), as_address(address), sizeof address) == 0);
  REQUIRE(listen(listener.number(), 1) == 0);
  socklen_t length = sizeof address;
  REQUIRE(getsockname(listener.number(), reinterpret_cast<sockaddr*>(&address), &length) == 0);
  return ntohs(address.sin_port);
}

// openssl with these words; what it prints is not looked at, what it reads comes from `input`.
class OpenSsl {
 public:
  OpenSsl(std::vector<std::string> words, int input) {
    words.insert(words.begin(), "openssl");
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    process_ = fork();
    REQUIRE(process_ >= 0);
    if (process_ == 0) {
      const int nowhere = open("/dev/null", O_RDWR);
      dup2(input >= 0 ? input : nowhere, 0);
      dup2(nowhere, 1);
      dup2(nowhere, 2);
      execvp("openssl", arguments.data());
      _exit(127);
    }
  }
  ~OpenSsl() {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }
  OpenSsl(const OpenSsl&) = delete;
  OpenSsl& operator=(const OpenSsl&) = delete;

 private:
  pid_t process_ = -1;
};

// Files of one test, gone in the end.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "mailscope-tls-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string write(const std::string& name, const std::string& text) const {
    const std::string file = (path_ / name).string();
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

 private:
  std::filesystem::path path_;
};

void write_all(int descriptor, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t written = ::send(descriptor, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (written <= 0) return;
    octets.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Moves octets between the socket and the endpoint until `is_done`, the end, or patience.
void talk(int socket, End& end, const std::function<bool()>& is_done) {
  const auto last = std::chrono::steady_clock::now() + k_patience;
  std::array<char, 4096> buffer;
  while (!is_done() && std::chrono::steady_clock::now() < last) {
    write_all(socket, end.tls.take_output());
    pollfd waiting{socket, POLLIN, 0};
    if (poll(&waiting, 1, 100) <= 0) continue;
    const ssize_t count = read(socket, buffer.data(), buffer.size());
    if (count <= 0) {
      end.tls.receive_end();
      end.collect();
      return;
    }
    end.tls.receive(std::string_view(buffer.data(), static_cast<std::size_t>(count)));
    end.collect();
  }
  write_all(socket, end.tls.take_output());
}

// OpenSSL looks at the machine's clock, so these certificates are good for all times.
const Authority& timeless_authority() {
  static const Authority authority("Mailscope Timeless CA", Random(21), 0, 4'102'444'800);
  return authority;
}

CertificateAndKey timeless_certificate() {
  return timeless_authority().issue(
      {.names = {"mx.example.org"}, .not_before_s = 0, .not_after_s = 4'102'444'800});
}

const char* flag_of(Version version) { return version == Version::tls_1_2 ? "-tls1_2" : "-tls1_3"; }

int connect_patiently(const Descriptor& socket, std::uint16_t port) {
  const sockaddr_in address = loopback(port);
  for (int i = 0; i < 200; ++i) {
    if (connect(socket.number(), as_address(address), sizeof address) == 0) return 0;
    usleep(50'000);
  }
  return -1;
}

}  // namespace

TEST_CASE("tls against OpenSSL: our client talks to s_server", "[tls]") {
  for (const auto version : {Version::tls_1_3, Version::tls_1_2}) {
    const Folder folder;
    const auto certificate = timeless_certificate();
    const std::string chain = folder.write("chain.pem", certificates_pem(certificate.chain));
    const std::string key = folder.write("key.pem", key_pem(certificate.key));
    std::uint16_t port = 0;
    {
      const Descriptor probe(::socket(AF_INET, SOCK_STREAM, 0));
      port = listen_on_free_port(probe);
    }
    const OpenSsl server({"s_server", "-accept", "127.0.0.1:" + std::to_string(port), "-cert",
                          chain, "-key", key, "-rev", "-quiet", flag_of(version)},
                         -1);
    const Descriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
    REQUIRE(connect_patiently(socket, port) == 0);

    auto options = client_options();
    options.trusted = {timeless_authority().certificate()};
    End client(options, Random(1));
    client.tls.start();
    client.tls.send("liam\n");
    talk(socket.number(), client, [&] { return client.plaintext.size() >= 5; });
    CHECK(client.plaintext == "mail\n");  // -rev turns each line round
    CHECK(client.all<Failed>().empty());
    const auto done = client.all<HandshakeDone>();
    REQUIRE(done.size() == 1);
    CHECK(done.front().verdict.is_good());
    CHECK(done.front().version == (version == Version::tls_1_2 ? "TLS 1.2" : "TLS 1.3"));
    for (const auto& message : client.all<MessageSeen>()) CHECK(message.name != "Unreadable");
  }
}

TEST_CASE("tls against OpenSSL: our server is verified by s_client", "[tls]") {
  for (const auto version : {Version::tls_1_3, Version::tls_1_2}) {
    for (const bool is_trusted : {true, false}) {
      const Folder folder;
      const std::string trusted = folder.write(
          "ca.pem",
          certificates_pem({(is_trusted ? timeless_authority() : test_authority()).certificate()}));
      const Descriptor listener(::socket(AF_INET, SOCK_STREAM, 0));
      const std::uint16_t port = listen_on_free_port(listener);
      std::array<int, 2> ends{};
      REQUIRE(pipe(ends.data()) == 0);
      const Descriptor for_reading(ends[0]);
      const Descriptor for_writing(ends[1]);
      REQUIRE(::write(for_writing.number(), "HELO\n", 5) == 5);
      const OpenSsl client({"s_client", "-connect", "127.0.0.1:" + std::to_string(port),
                            "-servername", "mx.example.org", "-verify_hostname", "mx.example.org",
                            "-CAfile", trusted, "-verify_return_error", "-quiet", flag_of(version)},
                           for_reading.number());
      pollfd waiting{listener.number(), POLLIN, 0};
      REQUIRE(poll(&waiting, 1, 20'000) == 1);
      const Descriptor socket(accept(listener.number(), nullptr, nullptr));
      REQUIRE(socket.number() >= 0);

      auto options = server_options();
      options.certificate = timeless_certificate();
      options.tickets = std::make_shared<TicketKeys>(Random(2), k_now_ms);
      End server(options, Random(1));
      server.tls.start();
      talk(socket.number(), server,
           [&] { return server.plaintext.size() >= 5 || server.tls.is_failed(); });
      if (is_trusted) {
        CHECK(server.plaintext == "HELO\n");
        CHECK(server.all<Failed>().empty());
        REQUIRE(server.all<HandshakeDone>().size() == 1);
        CHECK(server.all<HandshakeDone>().front().server_name == "mx.example.org");
      } else {
        CHECK(server.plaintext.empty());
        const auto failed = server.all<Failed>();
        REQUIRE(failed.size() == 1);
        CHECK(failed.front().kind == FailureKind::alert_received);
        REQUIRE(failed.front().alert.has_value());
        CHECK(failed.front().alert->name == "unknown_ca");
      }
    }
  }
}

}  // namespace mailscope::tls
