// The lines of a connection, gathered from the records up to the step.
#include "ui/model/dialogue_model.h"

#include "sim/base/text.h"
#include "sim/net/packet.h"

namespace mailscope::ui {
namespace {

// The text, and the line end behind it.
void put_text(DialogueLine& line, std::string_view text) {
  std::size_t length = text.size();
  if (length > 0 && text[length - 1] == '\n') --length;
  if (length > 0 && text[length - 1] == '\r') --length;
  line.text = std::string(text.substr(0, length));
  for (const char end : text.substr(length)) line.end += end == '\r' ? "␍" : "␊";
}

// The octets of the packets that carried what this record said, without their headers.
std::string on_the_wire(const Run& run, RecordNumber said) {
  std::string octets;
  const Time time = run.trace().at(said).time;
  for (std::uint32_t number = said.value + 1; number <= run.trace().size(); ++number) {
    const Record& record = run.trace().at({number});
    if (record.time > time && (!octets.empty() || record.time > time + seconds(60))) break;
    const auto* sent = std::get_if<PacketSent>(&record.payload);
    if (!sent || record.cause != said) continue;
    if (const auto packet = net::parse_packet(sent->packet.value)) octets += packet->payload;
  }
  return octets;
}

DialogueLine line_of(const Look& look, const Record& record, const Said& said, Listener listener) {
  DialogueLine line;
  line.step = look.run.shown_step(step_of(look.run.steps(), record.number), look.level);
  line.speaker = said.speaker;
  line.is_encrypted = said.is_encrypted;
  line.is_mail = said.kind == LineKind::content;
  line.is_current = line.step == look.step.number;
  if (listener == Listener::eavesdropper && said.is_encrypted) {
    const std::string octets = on_the_wire(look.run, record.number);
    line.is_unreadable = true;
    line.text =
        octets.empty() ? std::string("…") : hex(std::string_view(octets).substr(0, 16), ' ') + " …";
  } else {
    put_text(line, said.text);
  }
  return line;
}

// A connection without words, as it stands at this step.
std::string nothing_said(const Look& look, ConnectionId connection) {
  bool is_opening = false;
  for (const HostState& host : look.state.hosts) {
    const auto end = host.connections.find(connection);
    if (end == host.connections.end()) continue;
    if (end->second.tcp == TcpState::established)
      return look.words.tr("Connected, but nothing has been said yet.");
    is_opening = is_opening || end->second.tcp == TcpState::syn_sent ||
                 end->second.tcp == TcpState::syn_received;
  }
  return look.words.tr(is_opening ? mark("The connection is not made yet: nothing can be said.")
                                  : mark("The connection has ended without a word."));
}

}  // namespace

ConnectionId connection_at(const Look& look) {
  for (std::uint32_t number = look.step.number + 1; number-- > 0;) {
    const Step& step = look.run.steps()[number];
    if (!step.connection.is_none()) return step.connection;
  }
  return {};
}

DialogueModel dialogue_at(const Look& look, Listener listener, ConnectionId connection) {
  DialogueModel model;
  model.listener = listener;
  model.connection = connection.is_none() ? connection_at(look) : connection;
  const auto found = look.state.connections.find(model.connection);
  if (found == look.state.connections.end()) {
    model.nothing = look.words.tr("Nobody has said anything yet. Go on a step or two.");
    return model;
  }
  model.client = name_of_host(look.run.names(), found->second.client);
  model.server = name_of_host(look.run.names(), found->second.server);
  model.title = fill(look.words.tr("{client} → {server}, port {port}"),
                     {{"client", model.client},
                      {"server", model.server},
                      {"port", std::to_string(found->second.server_port)}});
  const RecordList& lines = look.run.index().lines_of(model.connection);
  const std::size_t count = up_to(lines, look.step.last);
  const std::size_t first = count > k_dialogue_lines ? count - k_dialogue_lines : 0;
  model.earlier = first;
  for (std::size_t i = first; i < count; ++i) {
    const Record& record = look.run.trace().at(lines[i]);
    if (const auto* said = std::get_if<Said>(&record.payload)) {
      model.protocol = said->protocol;
      model.lines.push_back(line_of(look, record, *said, listener));
    } else if (const auto* heard = std::get_if<Understood>(&record.payload)) {
      const Step& step = look.run.steps()[step_of(look.run.steps(), record.number)];
      DialogueLine line;
      line.step = step.number;
      line.speaker = heard->speaker;
      put_text(line, heard->text);
      line.is_altered = true;
      line.is_current = step.number == look.step.number;
      model.lines.push_back(line);
    }
  }
  if (model.lines.empty()) model.nothing = nothing_said(look, model.connection);
  return model;
}

std::string to_text(const DialogueModel& dialogue) {
  std::string text = dialogue.title + "\n";
  if (!dialogue.nothing.empty()) text += dialogue.nothing + "\n";
  if (dialogue.earlier > 0) text += " … " + std::to_string(dialogue.earlier) + " lines before\n";
  for (const DialogueLine& line : dialogue.lines) {
    text += line.is_current ? '>' : ' ';
    text += line.speaker == Speaker::client ? "C" : "S";
    text += line.is_altered ? "! " : line.is_encrypted ? "# " : ": ";
    text += visible(line.text) + line.end + "\n";
  }
  return text;
}

}  // namespace mailscope::ui
