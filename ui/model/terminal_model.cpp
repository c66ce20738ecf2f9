// Verbs from the state machine, forms from the help.
#include "ui/model/terminal_model.h"

#include <algorithm>

#include "sim/base/text.h"
#include "ui/text/command_help.h"

namespace mailscope::ui {
namespace {

constexpr std::size_t k_lines = 12;

// A tag that no earlier command of this dialogue has.
std::string next_tag(const DialogueModel& dialogue) {
  const auto said =
      std::count_if(dialogue.lines.begin(), dialogue.lines.end(),
                    [](const DialogueLine& line) { return line.speaker == Speaker::client; });
  return "t" + std::to_string(static_cast<std::size_t>(said) + dialogue.earlier + 1) + " ";
}

// A reply is offered as a whole, by its code.
void offer_replies(TerminalModel& model) {
  for (const std::string& reply : model.role.replies) {
    if (reply.substr(0, model.typed.size()) != model.typed) continue;
    const Cut words = cut(reply, ' ');
    const bool is_tagged =
        !words.tail.empty() && reply[0] != '*' && (reply[0] < '0' || reply[0] > '9');
    const bool is_of_pop3 = reply[0] == '+' || reply[0] == '-';
    model.completions.push_back(
        {is_tagged && !is_of_pop3
             ? std::string(words.head) + " " + std::string(cut(words.tail, ' ').head)
             : std::string(words.head),
         reply});
  }
}

std::string note_for(const Words& words, const TerminalModel& model) {
  const TerminalRole& role = model.role;
  if (!role.is_attacker) return {};
  const Fields fields{{"box", role.box},
                      {"client", model.client},
                      {"server", model.server},
                      {"ear", role.side == Speaker::client ? model.server : model.client}};
  if (role.box.empty())
    return fill(
        words.tr("Nobody stands on the wires of {client} and {server}, so nobody can put words in "
                 "between. What can be done here: lose or change the packet of this step, or speak "
                 "for one of the two."),
        fields);
  if (role.is_sealed)
    return fill(
        words.tr(
            "{box} does not hold the keys of this connection. What you type goes out as it is, "
            "{ear} cannot decrypt it, and the connection breaks."),
        fields);
  if (role.slips_in)
    return fill(
        words.tr("{box} puts the line in between and lets everything else pass: {client} hears the "
                 "answers, too."),
        fields);
  if (role.side == Speaker::client)
    return fill(
        words.tr("{box} speaks in the name of {client}. The answers stay with {box}, and what "
                 "{client} says waits until they are there."),
        fields);
  return fill(
      words.tr("{box} answers in the name of {server} what {client} says next; {server} does not "
               "hear it."),
      fields);
}

}  // namespace

TerminalModel terminal_at(const Look& look, const DialogueModel& dialogue, const StateModel& state,
                          const TerminalRole& role, const std::string& typed, std::string fault) {
  TerminalModel model;
  const auto found = look.state.connections.find(dialogue.connection);
  if (found == look.state.connections.end()) return model;
  const auto& ends = look.state.host(found->second.client).connections;
  const auto end = ends.find(dialogue.connection);
  model.is_open = end != ends.end() && end->second.tcp == TcpState::established;
  model.role = role;
  model.client = dialogue.client;
  model.server = dialogue.server;
  model.title = dialogue.title;
  model.who = role.side == Speaker::client ? dialogue.client : dialogue.server;
  model.note = note_for(look.words, model);
  model.state = state.current;
  model.meaning = state.meaning;
  model.typed = typed;
  const std::size_t first = dialogue.lines.size() > k_lines ? dialogue.lines.size() - k_lines : 0;
  model.lines.assign(dialogue.lines.begin() + static_cast<std::ptrdiff_t>(first),
                     dialogue.lines.end());
  if (role.is_attacker && (role.box.empty() || role.is_sealed)) return model;
  if (role.side == Speaker::server) {
    offer_replies(model);
    model.fault = std::move(fault);
    return model;
  }
  const bool has_tag = state.protocol == Protocol::imap;
  const Cut words = cut(typed, ' ');
  const std::string_view command = has_tag ? cut(words.tail, ' ').head : words.head;
  const std::string verb = upper(command.substr(0, command.find(':')));
  for (const StateVerb& known : state.verbs) {
    if (!known.is_allowed || known.name.substr(0, verb.size()) != verb) continue;
    const CommandHelp help = command_help(look.words, state.protocol, known.name);
    const std::string start(help.start.empty() ? std::string_view(known.name) : help.start);
    model.completions.push_back(
        {known.name,
         (has_tag ? (words.tail.empty() ? next_tag(dialogue) : std::string(words.head) + " ")
                  : "") +
             start});
  }
  const CommandHelp help = command_help(look.words, state.protocol, verb);
  model.form = std::string(help.form);
  model.purpose = help.purpose;
  // A word that is not whole yet is no fault.
  const bool is_whole = verb.find_first_of(" :") != std::string::npos || words.found ||
                        model.completions.empty() || model.completions.front().label == verb;
  if (is_whole) model.fault = std::move(fault);
  return model;
}

std::string last_command(const DialogueModel& dialogue) {
  for (auto line = dialogue.lines.rbegin(); line != dialogue.lines.rend(); ++line) {
    if (line->speaker != Speaker::client) continue;
    return line->is_mail ? "." : line->text.substr(0, line->text.find('\n'));
  }
  return {};
}

std::string to_text(const TerminalModel& terminal) {
  if (!terminal.is_open) return "no connection to take over\n";
  std::string text = terminal.title + ", as " + terminal.who + ", " + terminal.state + "\n";
  if (!terminal.note.empty()) text += "(" + terminal.note + ")\n";
  for (const DialogueLine& line : terminal.lines)
    text += (line.speaker == Speaker::client ? "C: " : "S: ") + visible(line.text) + "\n";
  text += "> " + terminal.typed + "\n";
  for (const Completion& completion : terminal.completions)
    text += "  " + completion.label + " = " + completion.text + "\n";
  if (!terminal.form.empty()) text += terminal.form + ": " + terminal.purpose + "\n";
  if (!terminal.fault.empty()) text += "! " + terminal.fault + "\n";
  return text;
}

}  // namespace mailscope::ui
