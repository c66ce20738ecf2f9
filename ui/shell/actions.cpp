// The registry itself.
#include "ui/shell/actions.h"

#include <array>

#include "ui/text/words.h"

namespace mailscope::ui {
namespace {

constexpr std::array k_actions{
    ActionInfo{"play", mark("Play or pause"), {{"Space"}, {"KeyK"}}, {}},
    ActionInfo{"forward", mark("Next step"), {{"ArrowRight"}, {"KeyN"}}, {}},
    ActionInfo{"back", mark("Previous step"), {{"ArrowLeft"}, {"KeyP"}}, {}},
    ActionInfo{"leap-forward",
               mark("Forward to the next part of the story"),
               {{"ArrowRight", true}, {"PageDown"}},
               {}},
    ActionInfo{"leap-back",
               mark("Back to the part of the story before"),
               {{"ArrowLeft", true}, {"PageUp"}},
               {}},
    ActionInfo{"first", mark("To the beginning"), {{"Home"}, {}}, {}},
    ActionInfo{"last", mark("To the end"), {{"End"}, {}}, {}},
    ActionInfo{"faster", mark("Faster"), {{"BracketRight"}, {"Period", true}}, {}},
    ActionInfo{"slower", mark("Slower"), {{"BracketLeft"}, {"Comma", true}}, {}},
    ActionInfo{"turn-knob", mark("What if: the next position of the knob"), {{"KeyW"}, {}}, {}},
    ActionInfo{
        "turn-knob", mark("… of the first knob, the second, …"), {{"Digit1", true}, {}}, "0"},
    ActionInfo{"turn-knob", {}, {{"Digit2", true}, {}}, "1"},
    ActionInfo{"turn-knob", {}, {{"Digit3", true}, {}}, "2"},
    ActionInfo{"turn-knob", {}, {{"Digit4", true}, {}}, "3"},
    ActionInfo{"undo", mark("Undo a change of the run"), {{"KeyU"}, {}}, {}},
    ActionInfo{"redo", mark("Redo it"), {{"KeyU", true}, {}}, {}},
    ActionInfo{"as-written", mark("The run as it is written"), {{"KeyW", true}, {}}, {}},
    ActionInfo{"drop-packet", mark("Lose the packet of this step"), {{"KeyX"}, {}}, {}},
    ActionInfo{"branch", mark("New branch from here"), {{"KeyY"}, {}}, {}},
    ActionInfo{"answer-nth", mark("Answer A, B, C or D"), {{"KeyA"}, {}}, "0"},
    ActionInfo{"answer-nth", {}, {{"KeyB"}, {}}, "1"},
    ActionInfo{"answer-nth", {}, {{"KeyC"}, {}}, "2"},
    ActionInfo{"answer-nth", {}, {{"KeyD"}, {}}, "3"},
    ActionInfo{
        "pick", mark("Question: to the next answer, the one before"), {{"ArrowDown"}, {}}, "down"},
    ActionInfo{"pick", {}, {{"ArrowUp"}, {}}, "up"},
    ActionInfo{
        "move-picked", mark("Question: move it down, up"), {{"ArrowDown", true}, {}}, "down"},
    ActionInfo{"move-picked", {}, {{"ArrowUp", true}, {}}, "up"},
    ActionInfo{"do-picked", mark("Question: choose it, check it"), {{"Enter"}, {}}, {}},
    ActionInfo{"hint", mark("Question: a hint"), {{"KeyH"}, {}}, {}},
    ActionInfo{"goal-hint", mark("A hint for the goal"), {{"KeyH", true}, {}}, {}},
    ActionInfo{"next-question", mark("The next question of this step"), {{"KeyJ"}, {}}, {}},
    ActionInfo{"level", mark("Only mail, + TLS and DNS, + TCP"), {{"KeyZ"}, {}}, "next"},
    ActionInfo{"tab",
               mark("Dialogue, bytes, host, state, message, secrets, terminal"),
               {{"Digit1"}, {}},
               "2"},
    ActionInfo{"tab", {}, {{"Digit2"}, {}}, "4"},
    ActionInfo{"tab", {}, {{"Digit3"}, {}}, "3"},
    ActionInfo{"tab", {}, {{"Digit4"}, {}}, "6"},
    ActionInfo{"tab", {}, {{"Digit5"}, {}}, "7"},
    ActionInfo{"tab", {}, {{"Digit6"}, {}}, "5"},
    ActionInfo{"tab", {}, {{"Digit7"}, {}}, "8"},
    ActionInfo{"why", mark("Why did this happen?"), {{"KeyQ"}, {}}, {}},
    ActionInfo{"map-zoom", mark("Enlarge the map"), {{"Equal"}, {"NumpadAdd"}}, "in"},
    ActionInfo{"map-zoom", {}, {{"Equal", true}, {}}, "in"},
    ActionInfo{
        "map-zoom", mark("Make the map smaller again"), {{"Minus"}, {"NumpadSubtract"}}, "out"},
    ActionInfo{"map-zoom", mark("The whole map"), {{"Digit0"}, {}}, "fit"},
    ActionInfo{
        "walk", mark("Through the picture: to the next part"), {{"Backquote"}, {}}, "region"},
    ActionInfo{"walk", mark("… to the part before"), {{"Backquote", true}, {}}, "region-before"},
    ActionInfo{
        "walk", mark("… to the next place; Enter chooses, Esc leaves"), {{"Period"}, {}}, "next"},
    ActionInfo{"walk", mark("… to the place before"), {{"Comma"}, {}}, "before"},
    ActionInfo{"enlarge", mark("More room for what is chosen"), {{"KeyF"}, {}}, {}},
    ActionInfo{"find", mark("Search this run"), {{"Slash"}, {}}, {}},
    ActionInfo{"compare", mark("Compare two runs; before and after"), {{"KeyM"}, {}}, {}},
    ActionInfo{"eavesdropper", mark("See the dialogue as an eavesdropper"), {{"KeyE"}, {}}, {}},
    ActionInfo{"lessons", mark("Lessons"), {{"KeyL"}, {}}, {}},
    ActionInfo{"next-lesson", mark("Next lesson"), {{"PageDown", true}, {}}, {}},
    ActionInfo{"previous-lesson", mark("Previous lesson"), {{"PageUp", true}, {}}, {}},
    ActionInfo{"language", mark("Switch the language"), {{"KeyG"}, {}}, {}},
    ActionInfo{"theme", mark("Light or dark"), {{"KeyT"}, {}}, {}},
    ActionInfo{"sheet", mark("Everything that can be done"), {{"KeyK", true}, {}}, "palette"},
    ActionInfo{
        "sheet", mark("Change this run: packets, words, settings"), {{"KeyI"}, {}}, "changes"},
    ActionInfo{"sheet", mark("Open and save files"), {{"KeyO"}, {}}, "files"},
    ActionInfo{"sheet", mark("This lesson for Moodle (SCORM)"), {}, "scorm"},
    ActionInfo{"sheet", mark("Notices so far"), {}, "notices"},
    ActionInfo{"sheet", mark("Text size and other settings"), {{"KeyS"}, {}}, "settings"},
    ActionInfo{"sheet", mark("Copy the link to this step"), {{"KeyC", true}, {}}, "copy-link"},
    ActionInfo{"sheet", mark("Copy the dialogue"), {}, "copy-dialogue"},
    ActionInfo{"sheet", mark("The guided tour"), {}, "tour"},
    ActionInfo{"present", mark("Presenter mode"), {{"KeyV"}, {}}, {}},
    ActionInfo{"reveal", mark("Presenter: show the answer"), {{"KeyR"}, {}}, {}},
    ActionInfo{"sheet", mark("Presenter: notes in a second window"), {{"KeyV", true}, {}}, "notes"},
    ActionInfo{"help", mark("Keys"), {{"Slash", true}, {"F1"}}, {}},
    ActionInfo{"close", mark("Close what is open"), {{"Escape"}, {}}, {}},
};

std::string key_name(const KeyStroke& key) {
  std::string_view code = key.code;
  std::string name;
  if (code == "ArrowRight")
    name = "→";
  else if (code == "ArrowLeft")
    name = "←";
  else if (code == "ArrowDown")
    name = "↓";
  else if (code == "ArrowUp")
    name = "↑";
  else if (code == "BracketLeft")
    name = "[";
  else if (code == "BracketRight")
    name = "]";
  else if (code == "Slash" && key.with_shift)
    return "?";
  else if (code == "Period" && key.with_shift)
    return ">";
  else if (code == "Comma" && key.with_shift)
    return "<";
  else if (code.substr(0, 3) == "Key")
    name = code.substr(3);
  else if (code.substr(0, 5) == "Digit")
    name = code.substr(5);
  else if (code == "Backquote")
    name = "`";
  else if (code == "Period")
    name = ".";
  else if (code == "Comma")
    name = ",";
  else if (code == "Equal")
    name = "+";
  else if (code == "Minus")
    name = "−";
  else if (code == "NumpadAdd" || code == "NumpadSubtract")
    return {};  // the same sign in another place
  else if (code == "Escape")
    name = "Esc";
  else
    name = code;
  return key.with_shift ? "Shift " + name : name;
}

}  // namespace

std::span<const ActionInfo> actions() { return k_actions; }

const ActionInfo* action_of(std::string_view code, bool with_shift) {
  for (const ActionInfo& action : k_actions) {
    for (const KeyStroke& key : action.keys) {
      if (!key.code.empty() && key == KeyStroke{code, with_shift}) return &action;
    }
  }
  return nullptr;
}

// An action that stands several times in the registry, with one key each, shows the range: "A … D".
std::string keys_text(const ActionInfo& action) {
  std::string text, last;
  int same = 0;
  for (const ActionInfo& other : k_actions) {
    if (action.argument.size() == 1 && other.id == action.id && other.argument.size() == 1) {
      last = key_name(other.keys[0]);
      ++same;
    }
  }
  for (const KeyStroke& key : action.keys) {
    if (const std::string name = key.code.empty() ? std::string() : key_name(key); !name.empty())
      text += (text.empty() ? "" : ",  ") + name;
  }
  return same > 1 ? text + " … " + last : text;
}

}  // namespace mailscope::ui
