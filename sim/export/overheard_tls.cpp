// Records, handshake messages that may span them, and the moments at which keys change.
#include "sim/export/overheard_tls.h"

#include "sim/base/text.h"
#include "sim/tls/message_facts.h"
#include "sim/tls/tls_names.h"
#include "sim/tls/tls_record.h"

namespace mailscope {
namespace {

constexpr std::size_t k_handshake_octets_max = 128 * 1024;
constexpr std::size_t k_secrets_max = 20'000;
constexpr std::uint16_t k_tls_1_3 = 0x0304;
constexpr char k_finished = 20;

std::string octets_of_hex(std::string_view text) {
  std::string out;
  if (text.size() % 2 != 0 || text.size() > 512) return out;
  const auto digit = [](char c) {
    const char low = ascii_lower(c);
    return is_digit(c) ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
  };
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]), low = digit(text[i + 1]);
    if (high < 0 || low < 0) return {};
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

Facts facts_of(const std::vector<tls::Fact>& facts) {
  Facts out;
  for (const tls::Fact& fact : facts) out.emplace_back(fact.key, fact.value);
  return out;
}

}  // namespace

KeyLog::KeyLog(std::string_view text) {
  for (std::string_view line : split(text, '\n')) {
    const auto words = split(trim(line), ' ');
    if (words.size() != 3 || words[0].empty() || words[0][0] == '#') continue;
    const std::string random = octets_of_hex(words[1]), secret = octets_of_hex(trim(words[2]));
    if (random.size() != 32 || secret.empty() || secrets_.size() >= k_secrets_max) continue;
    secrets_[{random, std::string(words[0])}] = secret;
  }
}

const std::string* KeyLog::find(std::string_view client_random, const std::string& label) const {
  const auto found = secrets_.find({std::string(client_random), label});
  return found == secrets_.end() ? nullptr : &found->second;
}

std::vector<TlsSecret> KeyLog::secrets_of(std::string_view client_random) const {
  std::vector<TlsSecret> out;
  for (auto at = secrets_.lower_bound({std::string(client_random), ""});
       at != secrets_.end() && at->first.first == client_random; ++at) {
    out.push_back({at->first.second, {at->first.first}, {at->second}});
  }
  return out;
}

OverheardTls::Heard OverheardTls::hear(Speaker speaker, std::string_view octets) {
  Heard heard;
  Side& side = side_of(speaker);
  if (side.is_closed) return heard;
  side.buffer += octets;
  for (;;) {
    const auto length = tls::record_length(side.buffer);
    if (!length) {  // no TLS at all
      skip(speaker);
      return heard;
    }
    if (*length == 0 || *length > side.buffer.size()) return heard;
    take_record(speaker, std::string_view(side.buffer).substr(0, *length), heard);
    if (side.is_closed) return heard;
    side.buffer.erase(0, *length);
  }
}

void OverheardTls::skip(Speaker speaker) {
  Side& side = side_of(speaker);
  side = {};
  side.is_closed = true;
}

void OverheardTls::take_record(Speaker speaker, std::string_view record, Heard& heard) {
  Side& side = side_of(speaker);
  std::uint8_t type = static_cast<std::uint8_t>(record[0]);
  std::string content(record.substr(tls::k_record_header_octets));
  if (type == tls::k_change_cipher_spec) {
    if (version_ != 0 && version_ != k_tls_1_3) {
      side.is_encrypted = true;
      side.opener = std::move(side.next_opener);
      side.next_opener.reset();
    }
    return;
  }
  const bool is_encrypted = side.is_encrypted || type == tls::k_application_data;
  if (is_encrypted) {
    if (!side.opener) return;
    const auto opened = side.opener->open(record);
    if (!opened) return;
    type = opened->type;
    content = opened->content;
  }
  if (type == tls::k_handshake) return take_handshake(speaker, content, is_encrypted, heard);
  if (type == tls::k_alert) {
    heard.messages.push_back({"Alert", is_encrypted, static_cast<std::uint32_t>(content.size()),
                              facts_of(tls::facts_of_alert(content))});
  } else if (type == tls::k_application_data) {
    heard.plaintext += content;
  }
}

void OverheardTls::take_handshake(Speaker speaker, std::string_view octets, bool is_encrypted,
                                  Heard& heard) {
  Side& side = side_of(speaker);
  side.handshake += octets;
  if (side.handshake.size() > k_handshake_octets_max) return skip(speaker);
  while (side.handshake.size() >= tls::k_handshake_header_octets) {
    std::size_t length = 0;
    for (int i = 1; i < 4; ++i) {
      length =
          length << 8 | static_cast<unsigned char>(side.handshake[static_cast<std::size_t>(i)]);
    }
    length += tls::k_handshake_header_octets;
    if (length > side.handshake.size()) return;
    const std::string message = side.handshake.substr(0, length);
    side.handshake.erase(0, length);
    take_message(speaker, message, is_encrypted, heard);
  }
}

void OverheardTls::take_message(Speaker speaker, std::string_view message, bool is_encrypted,
                                Heard& heard) {
  heard.messages.push_back({tls::name_of_handshake(message), is_encrypted,
                            static_cast<std::uint32_t>(message.size()),
                            facts_of(tls::facts_of_handshake(message, version_ == k_tls_1_3))});
  if (const auto hello = tls::parse_client_hello(message)) {
    if (client_random_.empty()) heard.secrets = keys_.secrets_of(hello->random);
    client_random_ = hello->random;
  } else if (const auto answer = tls::parse_server_hello(message)) {
    if (answer->is_retry_request) return;
    server_random_ = answer->random;
    suite_ = answer->suite;
    version_ = answer->version;
    keys_for_handshake();
  } else if (is_encrypted && message[0] == k_finished) {
    Side& side = side_of(speaker);
    if (side.next_opener) {
      side.opener = std::move(side.next_opener);
      side.next_opener.reset();
    }
    if (speaker == Speaker::client && !is_established_told_) {
      is_established_told_ = true;
      heard.established = TlsEstablished{tls::version_name(version_), tls::suite_name(suite_), {}};
    }
  }
}

void OverheardTls::keys_for_handshake() {
  const auto opener = [&](const std::string& label) -> std::optional<tls::RecordOpener> {
    const std::string* secret = keys_.find(client_random_, label);
    if (secret == nullptr) return std::nullopt;
    return tls::RecordOpener::tls_1_3(suite_, *secret);
  };
  Side& client = side_of(Speaker::client);
  Side& server = side_of(Speaker::server);
  if (version_ == k_tls_1_3) {
    client.opener = opener("CLIENT_HANDSHAKE_TRAFFIC_SECRET");
    client.next_opener = opener("CLIENT_TRAFFIC_SECRET_0");
    server.opener = opener("SERVER_HANDSHAKE_TRAFFIC_SECRET");
    server.next_opener = opener("SERVER_TRAFFIC_SECRET_0");
  } else if (const std::string* master = keys_.find(client_random_, "CLIENT_RANDOM")) {
    client.next_opener =
        tls::RecordOpener::tls_1_2(suite_, *master, client_random_, server_random_, true);
    server.next_opener =
        tls::RecordOpener::tls_1_2(suite_, *master, client_random_, server_random_, false);
  }
}

}  // namespace mailscope
