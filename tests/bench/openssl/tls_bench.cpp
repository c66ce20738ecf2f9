// A TLS handshake of ours against OpenSSL's, both ends in one process, P-256 certificate, x25519.
//
// `ratio` is OpenSSL's time over ours within one run, the two taking turns (1 = as fast, less is
// slower). `first` forgets all remembered curve work before each handshake, as a first run of a
// lesson finds it; `again` plays the same handshakes as before, as after a knob was turned; `alone`
// switches the memory off, so that every end computes everything itself.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <vector>

#include <benchmark/benchmark.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "sim/crypto/curve_memo.h"
#include "tests/sim/tls/pair.h"

namespace mailscope::tls {
namespace {

constexpr std::int64_t k_all_time_s = 4'102'444'800;

// OpenSSL's two ends over memory, with the same kind of certificate.
class OpenSslPair {
 public:
  OpenSslPair()
      : server_(SSL_CTX_new(TLS_server_method())), client_(SSL_CTX_new(TLS_client_method())) {
    const Authority authority("Bench CA", Random(1), 0, k_all_time_s);
    const auto issued = authority.issue(
        {.names = {"mx.example.org"}, .not_before_s = 0, .not_after_s = k_all_time_s});
    use(issued, authority.certificate());
    SSL_CTX_set_num_tickets(server_, 0);
    SSL_CTX_set_session_cache_mode(client_, SSL_SESS_CACHE_OFF);
    SSL_CTX_set1_groups_list(client_, "X25519");
    SSL_CTX_set_ciphersuites(client_, "TLS_AES_128_GCM_SHA256");
    SSL_CTX_set_verify(client_, SSL_VERIFY_PEER, nullptr);
  }
  ~OpenSslPair() {
    SSL_CTX_free(server_);
    SSL_CTX_free(client_);
  }
  OpenSslPair(const OpenSslPair&) = delete;
  OpenSslPair& operator=(const OpenSslPair&) = delete;

  bool shake_hands() {
    SSL* server = SSL_new(server_);
    SSL* client = SSL_new(client_);
    BIO* of_server = nullptr;
    BIO* of_client = nullptr;
    BIO_new_bio_pair(&of_server, 65536, &of_client, 65536);
    SSL_set_bio(server, of_server, of_server);
    SSL_set_bio(client, of_client, of_client);
    SSL_set_accept_state(server);
    SSL_set_connect_state(client);
    SSL_set_tlsext_host_name(client, "mx.example.org");
    SSL_set1_host(client, "mx.example.org");
    for (int i = 0; i < 10 && !(SSL_is_init_finished(server) && SSL_is_init_finished(client));
         ++i) {
      SSL_do_handshake(client);
      SSL_do_handshake(server);
    }
    const bool is_done = SSL_is_init_finished(server) != 0 && SSL_is_init_finished(client) != 0;
    SSL_free(server);
    SSL_free(client);
    return is_done;
  }

 private:
  void use(const CertificateAndKey& issued, const std::string& root) {
    const auto* key = reinterpret_cast<const unsigned char*>(issued.key.data());
    EVP_PKEY* pkey =
        d2i_PrivateKey(EVP_PKEY_EC, nullptr, &key, static_cast<long>(issued.key.size()));
    X509* certificate = read(issued.chain.front());
    X509* trusted = read(root);
    SSL_CTX_use_certificate(server_, certificate);
    SSL_CTX_use_PrivateKey(server_, pkey);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(client_), trusted);
    X509_free(certificate);
    X509_free(trusted);
    EVP_PKEY_free(pkey);
  }
  static X509* read(const std::string& der) {
    const auto* octets = reinterpret_cast<const unsigned char*>(der.data());
    return d2i_X509(nullptr, &octets, static_cast<long>(der.size()));
  }

  SSL_CTX* server_;
  SSL_CTX* client_;
};

double seconds_of(const std::chrono::steady_clock::time_point& since) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

bool our_handshake(std::uint64_t seed) {
  Pair pair(client_options(), server_options(), seed);
  pair.start();
  return pair.client.tls.is_established() && pair.server.tls.is_established();
}

enum class Memory { first, again, alone };

void handshake(benchmark::State& state, Memory memory) {
  OpenSslPair theirs;
  std::vector<double> ratios;
  const bool was_used = crypto::set_curve_memo(memory != Memory::alone);
  std::uint64_t seed = 1;
  if (memory == Memory::again && !our_handshake(seed)) state.SkipWithError("no handshake");
  for (auto _ : state) {
    if (memory == Memory::first) crypto::forget_curve_memo();
    if (memory != Memory::again) ++seed;
    const auto ours_began = std::chrono::steady_clock::now();
    if (!our_handshake(seed)) state.SkipWithError("no handshake of ours");
    const double ours = seconds_of(ours_began);
    const auto theirs_began = std::chrono::steady_clock::now();
    if (!theirs.shake_hands()) state.SkipWithError("no handshake of OpenSSL's");
    ratios.push_back(seconds_of(theirs_began) / ours);
    state.SetIterationTime(ours);
  }
  crypto::set_curve_memo(was_used);
  if (ratios.empty()) return;
  std::nth_element(ratios.begin(), ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2),
                   ratios.end());
  state.counters["ratio"] = ratios[ratios.size() / 2];
}

BENCHMARK_CAPTURE(handshake, first, Memory::first)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(handshake, again, Memory::again)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(handshake, alone, Memory::alone)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mailscope::tls
