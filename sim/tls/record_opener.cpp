// Records counted, opened, and rid of their padding.
#include "sim/tls/record_opener.h"

#include "sim/tls/tls_record.h"

namespace mailscope::tls {
namespace {

constexpr std::size_t k_explicit_octets = 8;  // of AES-GCM in TLS 1.2 (RFC 5288, section 3)

}  // namespace

std::optional<RecordOpener> RecordOpener::tls_1_3(std::uint16_t suite,
                                                  std::string_view traffic_secret) {
  auto cipher = RecordCipher::tls_1_3(suite, traffic_secret);
  if (!cipher) return std::nullopt;
  return RecordOpener(std::move(*cipher), true);
}

std::optional<RecordOpener> RecordOpener::tls_1_2(std::uint16_t suite,
                                                  std::string_view master_secret,
                                                  std::string_view client_random,
                                                  std::string_view server_random, bool of_client) {
  auto cipher =
      RecordCipher::tls_1_2(suite, master_secret, client_random, server_random, of_client);
  if (!cipher) return std::nullopt;
  return RecordOpener(std::move(*cipher), false);
}

std::optional<RecordOpener::Opened> RecordOpener::open(std::string_view record) {
  if (record.size() < k_record_header_octets + k_tag_octets) return std::nullopt;
  const std::string_view header = record.substr(0, k_record_header_octets);
  std::string_view fragment = record.substr(k_record_header_octets);
  std::string nonce;
  if (cipher_.has_explicit_nonce()) {
    if (fragment.size() < k_explicit_octets + k_tag_octets) return std::nullopt;
    nonce = cipher_.nonce(fragment.substr(0, k_explicit_octets));
    fragment.remove_prefix(k_explicit_octets);
  } else {
    nonce = cipher_.nonce(count_);
  }
  const std::string additional = is_tls_1_3_ ? std::string(header)
                                             : big_endian(count_, 8).append(header.substr(0, 3)) +
                                                   big_endian(fragment.size() - k_tag_octets, 2);
  auto content = cipher_.decrypt(nonce, additional, fragment);
  if (!content) return std::nullopt;
  ++count_;
  Opened opened{static_cast<std::uint8_t>(record[0]), std::move(*content)};
  if (is_tls_1_3_) {
    // TLSInnerPlaintext: content, its type, then zeros (RFC 8446, section 5.4).
    const std::size_t last = opened.content.find_last_not_of('\0');
    if (last == std::string::npos) return std::nullopt;
    opened.type = static_cast<std::uint8_t>(opened.content[last]);
    opened.content.resize(last);
  }
  return opened;
}

}  // namespace mailscope::tls
