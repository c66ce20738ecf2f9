// Two passes: which connections are mail and who is there; then every packet in its order.
#include "sim/export/import_capture.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "sim/dns/dns_message.h"
#include "sim/export/capture_reader.h"
#include "sim/export/captured_segment.h"
#include "sim/export/overheard.h"
#include "sim/export/overheard_tls.h"
#include "sim/export/stream_assembly.h"
#include "sim/hosts/dns_records.h"

namespace mailscope {
namespace {

constexpr std::size_t k_hosts_max = 500;
constexpr std::size_t k_connections_max = 5'000;
constexpr std::size_t k_records_max = 500'000;
constexpr std::uint32_t k_stand_in_first = 0xC6120001;  // 198.18.0.1
constexpr Port k_dns_port = 53;

struct End {
  Address address;
  Port port = 0;
  friend bool operator<(const End& a, const End& b) {
    return std::tie(a.address, a.port) < std::tie(b.address, b.port);
  }
};
using Pair = std::pair<End, End>;  // the lesser first

Pair pair_of(const CapturedSegment& segment) {
  const End source{segment.source, segment.tcp->source_port};
  const End destination{segment.destination, segment.tcp->destination_port};
  return source < destination ? Pair{source, destination} : Pair{destination, source};
}

// What the first pass finds out about one connection.
struct Survey {
  std::optional<End> client;
  Protocol protocol = Protocol::none;
  bool is_tls = false;
  const char* service = "";
  std::map<End, std::string> first_words;  // until the protocol is known
};

struct Talk {
  ConnectionId id{};
  HostId client{}, server{};
  Overheard words;
  OverheardTls tls;
  Protocol protocol;
  bool is_tls = false, is_encrypted = false, has_begun = false;
  std::array<StreamAssembly, 2> streams;
  std::array<bool, 2> is_finished{};
  bool is_ended = false;

  Talk(Protocol spoken, const KeyLog& keys) : words(spoken), tls(keys), protocol(spoken) {}
};

class Importing {
 public:
  Importing(CaptureFile file, const std::string& key_log)
      : file_(std::move(file)), keys_(file_.key_log + "\n" + key_log), recorder_(out_.file.trace) {
    out_.packets_passed_over = file_.packets_passed_over;
    out_.is_cut_off = file_.is_cut_off;
  }

  Result<ImportedCapture, std::string> run() {
    // A capture may hold its packets out of order; a trace may not.
    std::stable_sort(file_.datagrams.begin(), file_.datagrams.end(),
                     [](const auto& a, const auto& b) { return a.time_ns < b.time_ns; });
    if (!file_.datagrams.empty()) {
      out_.file.epoch_s = file_.datagrams.front().time_ns / 1'000'000'000;
    }
    for (const CapturedDatagram& datagram : file_.datagrams) survey(datagram);
    introduce();
    for (const CapturedDatagram& datagram : file_.datagrams) tell(datagram);
    if (out_.packets_told == 0) {
      return Error{
          std::string("there is no mail in this capture: no connection of SMTP, POP3 or "
                      "IMAP; choose one that has")};
    }
    return std::move(out_);
  }

 private:
  // ---- the first pass ------------------------------------------------------------------------------
  void survey(const CapturedDatagram& datagram) {
    const auto segment = read_segment(datagram.octets);
    if (!segment) return;
    if (segment->udp) {
      if (is_dns(*segment)) note_host(segment->source), note_host(segment->destination);
      return;
    }
    const Pair pair = pair_of(*segment);
    auto found = surveys_.find(pair);
    if (found == surveys_.end()) {
      if (surveys_.size() >= k_connections_max * 2) {
        out_.is_cut_off = true;
        return;
      }
      found = surveys_.emplace(pair, Survey{}).first;
    }
    Survey& known = found->second;
    const net::TcpHeader& tcp = *segment->tcp;
    if (!known.client && tcp.is_syn) {
      known.client = tcp.is_ack ? End{segment->destination, tcp.destination_port}
                                : End{segment->source, tcp.source_port};
    }
    if (known.protocol != Protocol::none) return;
    for (const Port port : {tcp.destination_port, tcp.source_port}) {
      const UsualService usual = usual_service(port);
      if (usual.protocol == Protocol::none) continue;
      known.protocol = usual.protocol;
      known.is_tls = usual.is_tls;
      known.service = usual.name;
      if (!known.client) {
        const bool is_server_source = port == tcp.source_port;
        known.client = is_server_source ? End{segment->destination, tcp.destination_port}
                                        : End{segment->source, tcp.source_port};
      }
      break;
    }
    if (known.protocol == Protocol::none && !segment->payload.empty()) {
      // Mail at an unusual port: the server speaks first, and says what it is.
      const End speaker{segment->source, tcp.source_port};
      if (known.first_words.empty()) {
        known.protocol = protocol_by_greeting(segment->payload);
        known.service = "mail";
        if (known.protocol != Protocol::none && !known.client) {
          known.client = End{segment->destination, tcp.destination_port};
        }
      }
      known.first_words.emplace(speaker, "");
    }
    if (known.protocol != Protocol::none) {
      note_host(segment->source);
      note_host(segment->destination);
    }
  }

  static bool is_dns(const CapturedSegment& segment) {
    return segment.udp->source_port == k_dns_port || segment.udp->destination_port == k_dns_port;
  }

  void note_host(const Address& address) {
    if (hosts_.size() < k_hosts_max) {
      hosts_.emplace(address, HostId{});
    } else if (hosts_.count(address) == 0) {
      out_.is_cut_off = true;
    }
  }

  // ---- who is there ----------------------------------------------------------------------------------
  void introduce() {
    std::set<Address> servers, clients, resolvers;
    std::map<Address, std::set<std::tuple<Port, Protocol, bool, std::string>>> doors;
    for (const auto& [pair, known] : surveys_) {
      if (known.protocol == Protocol::none || !known.client) continue;
      const End& server = *known.client < pair.second ? pair.second : pair.first;
      servers.insert(server.address);
      clients.insert(known.client->address);
      doors[server.address].insert({server.port, known.protocol, known.is_tls, known.service});
    }
    std::uint32_t next_stand_in = k_stand_in_first;
    std::uint32_t number = 0;
    for (auto& [address, id] : hosts_) {
      id = HostId{++number};
      Ipv4 shown = address.v4;
      if (!address.is_ipv4()) shown = Ipv4{next_stand_in++};
      shown_[id] = shown;
      const auto named = file_.names.find(address);
      const HostRole role = servers.count(address) > 0   ? HostRole::server
                            : clients.count(address) > 0 ? HostRole::client
                                                         : HostRole::dns;
      recorder_.add(
          {id, {}, {}},
          HostAdded{
              named == file_.names.end() ? to_text(address) : named->second, role, shown, {}, {}});
      for (const auto& [port, protocol, is_tls, service] : doors[address]) {
        recorder_.add(
            {id, {}, {}},
            ServiceOpened{protocol, port, is_tls ? Security::tls : Security::none, service});
      }
    }
  }

  HostId host_of(const Address& address) const {
    const auto found = hosts_.find(address);
    return found == hosts_.end() ? HostId{} : found->second;
  }

  // ---- the second pass -------------------------------------------------------------------------------
  void tell(const CapturedDatagram& datagram) {
    if (out_.file.trace.size() >= k_records_max) {
      out_.is_cut_off = true;
      return;
    }
    recorder_.set_now({std::min<std::int64_t>(
        std::max<std::int64_t>((datagram.time_ns - out_.file.epoch_s * 1'000'000'000) / 1'000,
                               recorder_.now().us),
        days(36'500).us)});
    recorder_.set_cause({});
    const auto segment = read_segment(datagram.octets);
    const HostId from = segment ? host_of(segment->source) : HostId{};
    const HostId to = segment ? host_of(segment->destination) : HostId{};
    const bool is_told = !from.is_none() && !to.is_none() &&
                         (segment->udp ? tell_dns(datagram, *segment, from, to)
                                       : tell_tcp(datagram, *segment, from, to));
    ++(is_told ? out_.packets_told : out_.packets_passed_over);
  }

  bool tell_dns(const CapturedDatagram& datagram, const CapturedSegment& segment, HostId from,
                HostId to) {
    if (!is_dns(segment)) return false;
    const auto message = dns::parse_message(segment.payload);
    if (message && !message->questions.empty()) {
      const bool is_answer = segment.udp->source_port == k_dns_port;
      recorder_.lead({from, to, {}},
                     is_answer ? hosts::response_record(*message)
                               : hosts::query_record(segment.payload, message->questions.front()));
    }
    send(datagram, segment, {from, to, {}});
    return true;
  }

  bool tell_tcp(const CapturedDatagram& datagram, const CapturedSegment& segment, HostId from,
                HostId to) {
    const Pair pair = pair_of(segment);
    const auto known = surveys_.find(pair);
    if (known == surveys_.end() || known->second.protocol == Protocol::none) return false;
    Talk* talk = talk_of(pair, known->second, segment);
    if (talk == nullptr) return false;
    const Speaker speaker =
        from == talk->client && segment.tcp->source_port == known->second.client->port
            ? Speaker::client
            : Speaker::server;
    const std::size_t side = speaker == Speaker::client ? 0 : 1;
    const Place place{from, to, talk->id};
    StreamAssembly& own = talk->streams[side];
    if (segment.tcp->is_syn) own.begin(segment.tcp->sequence);
    const auto piece = own.take(segment.tcp->sequence, segment.payload);
    const std::size_t said_from = out_.file.trace.size();
    hear(*talk, speaker, place, piece);
    // What was begun and not ended will not be.
    if (segment.tcp->is_fin || segment.tcp->is_rst) {
      for (const Line& line : talk->words.skip(speaker)) say(*talk, speaker, place, line);
    }
    if (segment.tcp->is_ack) {
      const auto late = talk->streams[1 - side].acknowledged(segment.tcp->acknowledgment);
      const Place other{to, from, talk->id};
      hear(*talk, speaker == Speaker::client ? Speaker::server : Speaker::client, other, late);
    }
    const std::size_t said_until = out_.file.trace.size();
    send(datagram, segment, place);
    understand(said_from, said_until, place);
    note_end(*talk, *segment.tcp, place, side);
    return true;
  }

  // A SYN after the end of the last connection between these two begins another.
  Talk* talk_of(const Pair& pair, const Survey& known, const CapturedSegment& segment) {
    auto& talk = talks_[pair];
    const bool is_opening = segment.tcp->is_syn && !segment.tcp->is_ack;
    if (talk && !(is_opening && talk->is_ended)) return talk.get();
    if (out_.connections >= k_connections_max) {
      out_.is_cut_off = true;
      return nullptr;
    }
    talk = std::make_unique<Talk>(known.protocol, keys_);
    const End& client = *known.client;
    const End& server = client < pair.second ? pair.second : pair.first;
    talk->client = host_of(client.address);
    talk->server = host_of(server.address);
    talk->is_tls = known.is_tls;
    talk->id = ConnectionId{static_cast<std::uint32_t>(++out_.connections)};
    recorder_.lead(
        {talk->client, talk->server, talk->id},
        ConnectionOpened{shown_[talk->client], shown_[talk->server], client.port, server.port});
    return talk.get();
  }

  void hear(Talk& talk, Speaker speaker, const Place& place, const StreamAssembly::Piece& piece) {
    if (piece.is_after_gap) {
      if (talk.is_tls) {
        talk.tls.skip(speaker);
      } else {
        for (const Line& line : talk.words.skip(speaker)) say(talk, speaker, place, line);
      }
    }
    if (piece.octets.empty()) return;
    // At a port of implicit TLS somebody may still speak in clear, if only by mistake.
    const bool is_record = piece.octets[0] >= 20 && piece.octets[0] <= 23;
    if (talk.is_tls && !std::exchange(talk.has_begun, true) && !is_record) talk.is_tls = false;
    if (talk.is_tls) return hear_tls(talk, speaker, place, piece.octets);
    hear_words(talk, speaker, place, piece.octets);
    if (!talk.words.has_begun_tls()) return;
    talk.is_tls = true;
    talk.words.tls_is_up();
    for (const Speaker each : {Speaker::client, Speaker::server}) {
      const std::string rest = talk.words.take_rest(each);
      if (!rest.empty()) hear_tls(talk, each, each == speaker ? place : turned(place), rest);
    }
  }

  static Place turned(const Place& place) { return {place.peer, place.host, place.connection}; }

  void hear_words(Talk& talk, Speaker speaker, const Place& place, std::string_view octets) {
    for (const Line& line : talk.words.hear(speaker, octets)) say(talk, speaker, place, line);
  }

  void say(const Talk& talk, Speaker speaker, const Place& place, const Line& line) {
    recorder_.lead(place, Said{talk.protocol, speaker, line.kind, talk.is_encrypted, line.octets});
  }

  void hear_tls(Talk& talk, Speaker speaker, const Place& place, std::string_view octets) {
    auto heard = talk.tls.hear(speaker, octets);
    for (TlsMessage& message : heard.messages) recorder_.lead(place, std::move(message));
    for (TlsSecret& secret : heard.secrets) recorder_.add(place, std::move(secret));
    if (heard.established) {
      talk.is_encrypted = true;
      recorder_.add({talk.client, talk.server, talk.id}, *heard.established);
      recorder_.add({talk.server, talk.client, talk.id}, *heard.established);
    }
    if (heard.plaintext.empty()) return;
    talk.is_encrypted = true;
    hear_words(talk, speaker, place, heard.plaintext);
  }

  void send(const CapturedDatagram& datagram, const CapturedSegment& segment, const Place& place) {
    const RecordNumber sent = recorder_.add(
        place,
        PacketSent{{plain_packet(datagram.octets, segment, shown_[place.host], shown_[place.peer])},
                   false});
    recorder_.set_cause(sent);
    recorder_.lead({place.peer, place.host, place.connection}, PacketArrived{sent});
  }

  // What was said in this packet is understood when it arrives; nothing tells of another reading.
  void understand(std::size_t from, std::size_t until, const Place& place) {
    for (std::size_t i = from; i < until; ++i) {
      const Record& record = out_.file.trace.at({static_cast<std::uint32_t>(i + 1)});
      const auto* said = std::get_if<Said>(&record.payload);
      if (said == nullptr || record.place.host != place.host) continue;
      Understood heard{said->protocol, said->speaker, said->kind, said->is_encrypted, said->text};
      recorder_.add({place.peer, place.host, place.connection}, std::move(heard));
    }
  }

  void note_end(Talk& talk, const net::TcpHeader& tcp, const Place& place, std::size_t side) {
    if (talk.is_ended) return;
    talk.is_finished[side] = talk.is_finished[side] || tcp.is_fin;
    if (!tcp.is_rst && !(talk.is_finished[0] && talk.is_finished[1])) return;
    talk.is_ended = true;
    const EndReason reason = tcp.is_rst ? EndReason::reset : EndReason::closed;
    recorder_.add(turned(place), ConnectionEnded{reason});
    recorder_.add(place, ConnectionEnded{reason});
  }

  CaptureFile file_;
  KeyLog keys_;
  ImportedCapture out_;
  Recorder recorder_;
  std::map<Pair, Survey> surveys_;
  std::map<Address, HostId> hosts_;
  std::map<HostId, Ipv4> shown_;
  std::map<Pair, std::unique_ptr<Talk>> talks_;
};

}  // namespace

Result<ImportedCapture, std::string> import_capture(std::string_view octets,
                                                    const ImportOptions& options) {
  auto file = read_capture(octets);
  if (!file) return Error{file.error()};
  return Importing(std::move(*file), options.key_log).run();
}

}  // namespace mailscope
