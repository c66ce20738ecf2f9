// Multiplications on P-256 and X25519, and ECDSA, with a memory.
//
// The functions at the end have the signatures of Mbed TLS's own (ecp.h, ecdsa.h); the library's
// files that call those are compiled to call these.
#include "sim/crypto/curve_memo.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <mbedtls/ecdsa.h>
#include <mbedtls/ecp.h>

#include "sim/crypto/bounded_memo.h"
#include "sim/crypto/mbedtls_world.h"

extern "C" {
// Of Mbed TLS's 3rdparty/everest; its header drags in more than this line.
void Hacl_Curve25519_crypto_scalarmult(std::uint8_t* product, std::uint8_t* scalar,
                                       std::uint8_t* point);
}

namespace mailscope::crypto {
namespace {

using DrawFunction = int (*)(void*, unsigned char*, std::size_t);

// Some 200 octets each: 2 MB at most in all.
constexpr std::size_t k_products_max = 4096;
constexpr std::size_t k_signatures_max = 2048;

struct Memory {
  bool is_used = true;
  BoundedMemo<std::string, std::string> products{k_products_max};  // (scalar, point) -> point
  BoundedMemo<std::string, std::string> shared{k_products_max};    // {public, public} -> point
  BoundedMemo<std::string, std::string> signatures{k_signatures_max};
  BoundedMemo<std::string, bool> verified{k_signatures_max};
};

Memory& memory() {
  static Memory content;
  return content;
}

std::string octets_of(const mbedtls_mpi& number) {
  std::string octets(mbedtls_mpi_size(&number), '\0');
  if (mbedtls_mpi_write_binary(&number, reinterpret_cast<unsigned char*>(octets.data()),
                               octets.size()) != 0) {
    octets.clear();
  }
  return octets;
}

// Nothing for a point at infinity or one that is not normalised, which has no octets.
std::optional<std::string> octets_of(const mbedtls_ecp_group& group,
                                     const mbedtls_ecp_point& point) {
  if (mbedtls_mpi_cmp_int(&point.MBEDTLS_PRIVATE(Z), 1) != 0) return std::nullopt;
  std::array<unsigned char, MBEDTLS_ECP_MAX_PT_LEN> octets{};
  std::size_t length = 0;
  if (mbedtls_ecp_point_write_binary(&group, &point, MBEDTLS_ECP_PF_UNCOMPRESSED, &length,
                                     octets.data(), octets.size()) != 0) {
    return std::nullopt;
  }
  return std::string(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(length));
}

int read_point(const mbedtls_ecp_group& group, const std::string& octets, mbedtls_ecp_point& to) {
  return mbedtls_ecp_point_read_binary(
      &group, &to, reinterpret_cast<const unsigned char*>(octets.data()), octets.size());
}

// Parts with their lengths, so that no two lists of parts give the same key.
template <class... Parts>
std::string key_of(char kind, const Parts&... parts) {
  std::string key(1, kind);
  ((key += static_cast<char>(parts.size()), key += parts), ...);
  return key;
}

int multiply_x25519(mbedtls_ecp_group* group, mbedtls_ecp_point* product, const mbedtls_mpi* scalar,
                    const std::string& point) {
  std::array<std::uint8_t, 32> scalar_octets{};
  int failure = mbedtls_mpi_write_binary_le(scalar, scalar_octets.data(), scalar_octets.size());
  if (failure != 0) return failure;
  std::string base = point;
  std::string result(32, '\0');
  Hacl_Curve25519_crypto_scalarmult(reinterpret_cast<std::uint8_t*>(result.data()),
                                    scalar_octets.data(),
                                    reinterpret_cast<std::uint8_t*>(base.data()));
  return read_point(*group, result, *product);
}

int multiply_anew(mbedtls_ecp_group* group, mbedtls_ecp_point* product, const mbedtls_mpi* scalar,
                  const mbedtls_ecp_point* point, const std::string& point_octets) {
  if (group->id == MBEDTLS_ECP_DP_CURVE25519 && point_octets.size() == 32) {
    int failure = mbedtls_ecp_check_privkey(group, scalar);
    if (failure == 0) failure = mbedtls_ecp_check_pubkey(group, point);
    return failure != 0 ? failure : multiply_x25519(group, product, scalar, point_octets);
  }
  return mbedtls_ecp_mul(group, product, scalar, point, draw_for_blinding, nullptr);
}

// The key under which both ends find their shared point: the two public points in order. Nothing
// when our own public point is not known or `point` is the generator itself.
std::optional<std::string> shared_key(char kind, const std::string& scalar,
                                      const std::string& generator, const std::string& point) {
  if (point == generator) return std::nullopt;
  const std::string* own = memory().products.find(key_of(kind, scalar, generator));
  if (own == nullptr) return std::nullopt;
  return key_of(kind, std::min(*own, point), std::max(*own, point));
}

int multiply(mbedtls_ecp_group* group, mbedtls_ecp_point* product, const mbedtls_mpi* scalar,
             const mbedtls_ecp_point* point, DrawFunction f_rng) {
  if (f_rng == nullptr) return MBEDTLS_ERR_ECP_BAD_INPUT_DATA;
  const auto point_octets = octets_of(*group, *point);
  const auto generator = octets_of(*group, group->G);
  if (!point_octets || !generator) {
    return mbedtls_ecp_mul(group, product, scalar, point, draw_for_blinding, nullptr);
  }
  if (!memory().is_used) return multiply_anew(group, product, scalar, point, *point_octets);

  const char kind = static_cast<char>(group->id);
  const std::string scalar_octets = octets_of(*scalar);
  const std::string key = key_of(kind, scalar_octets, *point_octets);
  if (const auto* known = memory().products.find(key)) return read_point(*group, *known, *product);
  const auto both = shared_key(kind, scalar_octets, *generator, *point_octets);
  if (both) {
    if (const auto* known = memory().shared.find(*both)) {
      return read_point(*group, *known, *product);
    }
  }
  const int failure = multiply_anew(group, product, scalar, point, *point_octets);
  if (failure != 0) return failure;
  if (const auto octets = octets_of(*group, *product)) {
    memory().products.keep(key, *octets);
    if (both) memory().shared.keep(*both, *octets);
  }
  return 0;
}

std::string text_of(const unsigned char* octets, std::size_t count) {
  return {reinterpret_cast<const char*>(octets), count};
}

std::string verified_key(const std::string& public_key, const std::string& hash,
                         const std::string& signature) {
  return key_of('v', public_key, hash, signature);
}

int sign(mbedtls_ecdsa_context* context, mbedtls_md_type_t digest, const unsigned char* hash,
         std::size_t hash_octets, unsigned char* signature, std::size_t signature_size,
         std::size_t* signature_octets) {
  const auto& group = context->MBEDTLS_PRIVATE(grp);
  const std::string hash_text = text_of(hash, hash_octets);
  const std::string key =
      key_of(static_cast<char>(group.id), std::string(1, static_cast<char>(digest)),
             octets_of(context->MBEDTLS_PRIVATE(d)), hash_text);
  if (memory().is_used) {
    const std::string* known = memory().signatures.find(key);
    if (known != nullptr && known->size() <= signature_size) {
      std::copy(known->begin(), known->end(), signature);
      *signature_octets = known->size();
      return 0;
    }
  }
  const int failure =
      mbedtls_ecdsa_write_signature(context, digest, hash, hash_octets, signature, signature_size,
                                    signature_octets, draw_for_blinding, nullptr);
  if (failure != 0 || !memory().is_used) return failure;
  const std::string made = text_of(signature, *signature_octets);
  memory().signatures.keep(key, made);
  if (const auto public_key = octets_of(group, context->MBEDTLS_PRIVATE(Q))) {
    memory().verified.keep(verified_key(*public_key, hash_text, made), true);
  }
  return 0;
}

int verify(mbedtls_ecdsa_context* context, const unsigned char* hash, std::size_t hash_octets,
           const unsigned char* signature, std::size_t signature_octets) {
  const auto public_key = octets_of(context->MBEDTLS_PRIVATE(grp), context->MBEDTLS_PRIVATE(Q));
  const bool is_remembered = memory().is_used && public_key.has_value();
  std::string key;
  if (is_remembered) {
    key =
        verified_key(*public_key, text_of(hash, hash_octets), text_of(signature, signature_octets));
    if (memory().verified.find(key) != nullptr) return 0;
  }
  const int failure =
      mbedtls_ecdsa_read_signature(context, hash, hash_octets, signature, signature_octets);
  if (failure == 0 && is_remembered) memory().verified.keep(key, true);
  return failure;
}

}  // namespace

bool set_curve_memo(bool is_used) { return std::exchange(memory().is_used, is_used); }

void forget_curve_memo() {
  memory().products.clear();
  memory().shared.clear();
  memory().signatures.clear();
  memory().verified.clear();
}

}  // namespace mailscope::crypto

extern "C" {

int mailscope_ecp_mul(mbedtls_ecp_group* group, mbedtls_ecp_point* product,
                      const mbedtls_mpi* scalar, const mbedtls_ecp_point* point,
                      mailscope::crypto::DrawFunction f_rng, void* /*p_rng*/) {
  return mailscope::crypto::multiply(group, product, scalar, point, f_rng);
}

int mailscope_ecp_mul_restartable(mbedtls_ecp_group* group, mbedtls_ecp_point* product,
                                  const mbedtls_mpi* scalar, const mbedtls_ecp_point* point,
                                  mailscope::crypto::DrawFunction f_rng, void* /*p_rng*/,
                                  mbedtls_ecp_restart_ctx* /*restart*/) {
  return mailscope::crypto::multiply(group, product, scalar, point, f_rng);
}

int mailscope_ecdsa_write_signature(mbedtls_ecdsa_context* context, mbedtls_md_type_t digest,
                                    const unsigned char* hash, std::size_t hash_octets,
                                    unsigned char* signature, std::size_t signature_size,
                                    std::size_t* signature_octets,
                                    mailscope::crypto::DrawFunction /*f_rng*/, void* /*p_rng*/) {
  return mailscope::crypto::sign(context, digest, hash, hash_octets, signature, signature_size,
                                 signature_octets);
}

int mailscope_ecdsa_read_signature(mbedtls_ecdsa_context* context, const unsigned char* hash,
                                   std::size_t hash_octets, const unsigned char* signature,
                                   std::size_t signature_octets) {
  return mailscope::crypto::verify(context, hash, hash_octets, signature, signature_octets);
}

}  // extern "C"
