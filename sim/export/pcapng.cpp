// Blocks and options, each padded to four octets.
#include "sim/export/pcapng.h"

#include <set>
#include <string_view>

#include "sim/base/text.h"
#include "sim/export/capture.h"
#include "sim/export/pcapng_format.h"
#include "sim/export/trace_text.h"

namespace mailscope {
namespace {

constexpr std::uint32_t k_block_interface = 1;
constexpr std::uint32_t k_block_names = 4;
constexpr std::uint32_t k_block_packet = 6;
constexpr std::uint32_t k_block_secrets = 10;
constexpr std::uint32_t k_link_raw_ip = 101;
constexpr std::uint32_t k_secrets_tls_key_log = 0x544C534B;
constexpr std::uint32_t k_option_comment = 1;
constexpr std::uint32_t k_option_interface_name = 2;
constexpr std::uint32_t k_option_section_program = 4;
constexpr std::uint32_t k_option_time_resolution = 9;
constexpr std::uint32_t k_name_ipv4 = 1;
constexpr std::size_t k_comment_octets_max = 60'000;

class Block {
 public:
  explicit Block(std::uint32_t type) {
    put(type, 4);
    put(0, 4);  // the length, known at the end
  }

  Block& put(std::uint64_t value, std::size_t octets) {
    for (std::size_t i = 0; i < octets; ++i) out_ += static_cast<char>((value >> (8 * i)) & 0xFF);
    return *this;
  }
  Block& put_padded(std::string_view octets) {
    out_ += octets;
    while (out_.size() % 4 != 0) out_ += '\0';
    return *this;
  }
  Block& option(std::uint32_t code, std::string_view value) {
    put(code, 2).put(value.size(), 2);
    has_options_ = true;
    return put_padded(value);
  }
  std::string done() {
    if (has_options_) put(0, 4);  // the end of options
    put(out_.size() + 4, 4);
    for (std::size_t i = 0; i < 4; ++i) {
      out_[4 + i] = static_cast<char>((out_.size() >> (8 * i)) & 0xFF);
    }
    return std::move(out_);
  }

 private:
  std::string out_;
  bool has_options_ = false;
};

std::string section() {
  return Block(k_block_section)
      .put(k_byte_order, 4)
      .put(1, 2)
      .put(0, 2)
      .put(UINT64_MAX, 8)  // the section's length: not said
      .option(k_option_section_program, "Mailscope")
      .done();
}

std::string interface() {
  return Block(k_block_interface)
      .put(k_link_raw_ip, 2)
      .put(0, 2)
      .put(0, 4)  // no limit on a packet's length
      .option(k_option_interface_name, "middle of the network")
      .option(k_option_time_resolution, "\x09")  // 10^-9 s
      .done();
}

std::string names(const Trace& trace) {
  Block block(k_block_names);
  std::set<Ipv4> named;
  for (const Record& record : trace) {
    const auto* host = std::get_if<HostAdded>(&record.payload);
    if (host == nullptr || !host->wire_of.is_none() || host->name.empty()) continue;
    if (!named.insert(host->address).second) continue;
    const std::string entry = octets_of(host->address) + host->name.substr(0, 255) + '\0';
    block.put(k_name_ipv4, 2).put(entry.size(), 2).put_padded(entry);
  }
  return named.empty() ? "" : block.put(0, 4).done();
}

std::string secrets(const std::string& key_log) {
  if (key_log.empty()) return "";
  return Block(k_block_secrets)
      .put(k_secrets_tls_key_log, 4)
      .put(key_log.size(), 4)
      .put_padded(key_log)
      .done();
}

std::string packet_block(const CapturedPacket& packet, std::int64_t epoch_s,
                         const std::string& comment) {
  const auto ns = static_cast<std::uint64_t>((epoch_s * 1'000'000 + packet.time.us) * 1'000);
  Block block(k_block_packet);
  block.put(0, 4).put(ns >> 32, 4).put(ns & 0xFFFFFFFF, 4);
  block.put(packet.octets.size(), 4).put(packet.octets.size(), 4).put_padded(packet.octets);
  if (!comment.empty()) block.option(k_option_comment, comment.substr(0, k_comment_octets_max));
  return block.done();
}

}  // namespace

std::string pcapng(const Trace& trace, const PcapngOptions& options) {
  std::string out = section() + interface() + names(trace);
  if (options.has_secrets) out += secrets(keylog(trace));
  TraceTextOptions text_options;
  text_options.sentence = options.sentence;
  const auto texts = packet_texts(trace, text_options);
  for (const CapturedPacket& packet : packets_in_the_middle(trace)) {
    const auto found = texts.find(packet.sent);
    out += packet_block(packet, options.epoch_s, found == texts.end() ? "" : found->second);
  }
  return out;
}

std::string keylog(const Trace& trace) {
  std::string out;
  for (const Record& record : trace) {
    const auto* secret = std::get_if<TlsSecret>(&record.payload);
    if (secret == nullptr) continue;
    out += secret->label + " " + hex(secret->client_random.value) + " " + hex(secret->secret.value);
    out += '\n';
  }
  return out;
}

}  // namespace mailscope
