// Every lesson as a capture: Wireshark reads all of it, decrypts it, and finds nothing wrong but what the
// lesson's own trace says was lost, changed or made up on the way.
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"
#include "sim/cli/files.h"
#include "sim/cli/sentences.h"
#include "sim/export/capture.h"
#include "sim/export/import_capture.h"
#include "sim/export/overheard.h"
#include "sim/export/pcapng.h"
#include "sim/trace/steps.h"
#include "sim/world/world.h"
#include "tests/captures/sharkd.h"

namespace mailscope {
namespace {

// What Wireshark says about one packet.
struct Row {
  std::string number, malformed, ip_sum, tcp_sum, udp_sum, severity, flags, length, protocols,
      versions, comment, reassembled_in;

  bool has(const std::string& protocol) const {
    return (":" + protocols + ":").find(":" + protocol + ":") != std::string::npos;
  }
};

std::vector<Row> rows_of(Sharkd& sharkd, const std::string& capture) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("mailscope_capture_" + std::to_string(::getpid()) + ".pcapng");
  std::ofstream(path, std::ios::binary) << capture;
  REQUIRE(sharkd.load(path.string()));
  std::filesystem::remove(path);
  const auto packets =
      sharkd.packets({"frame.number", "_ws.malformed", "ip.checksum.status", "tcp.checksum.status",
                      "udp.checksum.status", "_ws.expert.severity", "tcp.analysis.flags", "tcp.len",
                      "frame.protocols", "tls.handshake.extensions.supported_version",
                      "frame.comment", "tcp.reassembled_in"});
  std::vector<Row> rows;
  for (const auto& parts : packets) {
    REQUIRE(parts.size() == 12);
    Row row;
    std::string* const fields[] = {&row.number,   &row.malformed, &row.ip_sum,
                                   &row.tcp_sum,  &row.udp_sum,   &row.severity,
                                   &row.flags,    &row.length,    &row.protocols,
                                   &row.versions, &row.comment,   &row.reassembled_in};
    for (std::size_t i = 0; i < parts.size(); ++i) *fields[i] = parts[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

// The connections that somebody disturbed: what TCP does then is meant, and Wireshark may point at it.
// So are those that end by RST: what is said at that moment never leaves.
// And so are those over wires so long that TCP asks again before the first answer can be there.
std::set<ConnectionId> disturbed(const Trace& trace) {
  std::set<ConnectionId> connections;
  std::map<HostId, Duration> delays;
  for (const Record& record : trace) {
    if (const auto* added = std::get_if<HostAdded>(&record.payload)) {
      delays[record.place.host] = added->delay;
    }
    const bool is_far = (delays[record.place.host] + delays[record.place.peer]) * 2 >= seconds(1);
    if (is_far) connections.insert(record.place.connection);
    const auto* ended = std::get_if<ConnectionEnded>(&record.payload);
    if (ended != nullptr && ended->reason != EndReason::closed) {
      connections.insert(record.place.connection);
    }
    const auto* sent = std::get_if<PacketSent>(&record.payload);
    if (std::holds_alternative<PacketDropped>(record.payload) ||
        std::holds_alternative<PacketChanged>(record.payload) ||
        (sent != nullptr && sent->is_injected)) {
      connections.insert(record.place.connection);
    }
  }
  return connections;
}

std::set<ConnectionId> tls_ports_in(const Trace& trace) {
  std::set<ConnectionId> connections;
  for (const Record& record : trace) {
    const auto* opened = std::get_if<ConnectionOpened>(&record.payload);
    if (opened != nullptr && usual_service(opened->server_port).is_tls) {
      connections.insert(record.place.connection);
    }
  }
  return connections;
}

std::string wireshark_name(Protocol protocol) {
  return protocol == Protocol::pop3 ? "pop" : std::string(name_of(protocol));
}

void check_capture(const Trace& trace, const std::vector<Row>& rows) {
  const auto packets = packets_in_the_middle(trace);
  REQUIRE(rows.size() == packets.size());
  const std::set<ConnectionId> meant = disturbed(trace);
  std::set<std::string> in_clear, inside;
  std::string versions;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    const Record& sent = trace.at(packets[i].sent);
    const bool is_meant = meant.count(sent.place.connection) > 0;
    INFO("packet " << row.number << ", record " << sent.number.value << ": " << row.protocols << " "
                   << row.comment << " flags " << row.flags);
    // What a box has put together may be more than Wireshark expects in one packet.
    if (!is_meant) CHECK(row.malformed == "");
    CHECK(row.ip_sum == "Good");
    CHECK((row.has("tcp") ? row.tcp_sum : row.udp_sum) == "Good");
    if (!is_meant) CHECK(row.severity.find("Error") == std::string::npos);
    if (!is_meant) CHECK(row.flags == "");
    // A content of several segments is shown where its last one came.
    const bool is_known = row.reassembled_in != "" || row.has("smtp") || row.has("pop") ||
                          row.has("imap") || row.has("tls") || row.has("dns");
    if (row.has("udp") || (row.length != "0" && row.flags.empty())) CHECK((is_known || is_meant));
    for (const char* protocol : {"smtp", "pop", "imap"}) {
      if (row.has(protocol)) (row.has("tls") ? inside : in_clear).insert(protocol);
    }
    versions += row.versions + ",";
    // What carries words says which.
    const bool is_talk =
        !sent.cause.is_none() && std::holds_alternative<Said>(trace.at(sent.cause).payload);
    if (is_talk) CHECK(row.comment != "");
  }
  const std::set<ConnectionId> at_tls_port = tls_ports_in(trace);
  for (const Record& record : trace) {
    if (const auto* said = std::get_if<Said>(&record.payload)) {
      const std::string name = wireshark_name(said->protocol);
      INFO("record " << record.number.value << ": " << name);
      if (meant.count(record.place.connection) > 0) continue;
      // Clear words at a port of implicit TLS are a lesson's mistake, and Wireshark goes by the port.
      if (!said->is_encrypted && at_tls_port.count(record.place.connection) > 0) continue;
      CHECK((said->is_encrypted ? inside : in_clear).count(name) == 1);
    }
    const auto* done = std::get_if<TlsEstablished>(&record.payload);
    if (done != nullptr && meant.count(record.place.connection) == 0 &&
        done->version.find("1.3") != std::string::npos) {
      CHECK(versions.find("TLS 1.3") != std::string::npos);
    }
  }
}

// The addresses of people who type. They make the mistakes that a lesson is about, in framing, too: what
// they type is left out of the comparison.
std::set<std::string> typists_in(const Trace& trace) {
  std::map<HostId, std::string> addresses;
  std::set<std::string> typists;
  for (const Record& record : trace) {
    if (const auto* added = std::get_if<HostAdded>(&record.payload)) {
      addresses[record.place.host] = to_text(added->address);
    }
    const auto* acted = std::get_if<PersonActed>(&record.payload);
    if (acted != nullptr && acted->action == "type") typists.insert(addresses[record.place.host]);
  }
  return typists;
}

// The lines of each connection and side: what an importer must find again in the capture.
std::map<std::pair<std::string, Speaker>, std::vector<std::string>> dialogues_in(
    const Trace& trace, const std::set<std::string>& typists) {
  const std::set<ConnectionId> at_tls_port = tls_ports_in(trace);
  std::map<ConnectionId, std::string> names;
  std::map<std::pair<std::string, Speaker>, std::vector<std::string>> out;
  for (const Record& record : trace) {
    if (const auto* opened = std::get_if<ConnectionOpened>(&record.payload)) {
      names[record.place.connection] = to_text(opened->client_address) + ":" +
                                       std::to_string(opened->client_port) + " " +
                                       to_text(opened->server_address);
    } else if (const auto* said = std::get_if<Said>(&record.payload)) {
      const std::string& name = names[record.place.connection];
      const bool is_typed =
          said->speaker == Speaker::client && typists.count(name.substr(0, name.find(':'))) > 0;
      if (is_typed || (!said->is_encrypted && at_tls_port.count(record.place.connection) > 0))
        continue;
      const std::string kind =
          (said->is_encrypted ? "encrypted " : "") + std::string(name_of(said->kind)) + " ";
      out[{name, said->speaker}].push_back(kind + said->text);
    }
  }
  return out;
}

// The capture of a run, read as if it were somebody's own, says what was said.
void check_import(const Trace& trace, const std::string& capture) {
  const auto imported = import_capture(capture);
  if (!imported) {
    CHECK(dialogues_in(trace, {}).empty());
    return;
  }
  CHECK_FALSE(imported->is_cut_off);
  // Where two servers read the same octets differently, an importer can agree with one of them only.
  const auto steps = steps_of(trace);
  const bool is_ambiguous = std::any_of(steps.begin(), steps.end(), [](const Step& step) {
    return step.kind == StepKind::changed_line || step.kind == StepKind::misread_line;
  });
  if (is_ambiguous || !disturbed(trace).empty()) return;
  const std::set<std::string> typists = typists_in(trace);
  const auto found = dialogues_in(imported->file.trace, typists);
  for (const auto& [who, lines] : dialogues_in(trace, typists)) {
    INFO(who.first << " " << name_of(who.second));
    CHECK(found.count(who) == 1);
    if (found.count(who) == 1) CHECK(found.at(who) == lines);
  }
}

// The lesson as it opens, and with each knob turned alone: all of them together teach Wireshark
// nothing new, and tshark is slow.
std::vector<scenario::KnobPositions> positions_of(const scenario::Scenario& scenario) {
  const scenario::KnobPositions initial = initial_positions(scenario);
  std::vector<scenario::KnobPositions> kept;
  for (const auto& positions : combinations(scenario)) {
    const auto turned = std::count_if(positions.begin(), positions.end(), [&](const auto& knob) {
      return initial.at(knob.first) != knob.second;
    });
    if (turned <= 1) kept.push_back(positions);
  }
  return kept;
}

TEST_CASE("captures: Wireshark finds every lesson flawless and decrypts it", "[captures]") {
  std::vector<std::string> complaints;
  const auto files = cli::scenario_files({"scenarios"}, complaints);
  REQUIRE_FALSE(files.empty());
  std::signal(SIGPIPE, SIG_IGN);
  Sharkd sharkd;
  for (const char* layer : {"ip", "tcp", "udp"}) {
    REQUIRE(sharkd.prefer(std::string(layer) + ".check_checksum", "TRUE"));
  }
  for (const std::string& file : files) {
    const auto scenario = cli::load_file(file, complaints);
    INFO(file << (complaints.empty() ? "" : ": " + complaints.back()));
    CHECK(scenario.has_value());
    if (!scenario) continue;
    for (const auto& positions : positions_of(*scenario)) {
      INFO("knobs: " << to_text(*scenario, positions));
      const auto spec = world_for(*scenario, positions, {});
      REQUIRE(spec);
      world::World world(*spec);
      world.run();
      PcapngOptions options;
      options.epoch_s = spec->epoch_s;
      options.sentence = cli::sentences_about(world.trace());
      const std::string capture = pcapng(world.trace(), options);
      check_capture(world.trace(), rows_of(sharkd, capture));
      check_import(world.trace(), capture);
    }
  }
}

}  // namespace
}  // namespace mailscope
