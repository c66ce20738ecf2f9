// The program inside the page. JavaScript calls these; nothing here runs by itself, so an idle tab costs nothing.
//
// The page asks for a frame (`mailscope_frame`) after input, after an action, and again while the answer
// says that something moves. Without WebGL the same program serves the text view: it never draws.
#include <cstring>
#include <string>

#include <emscripten.h>

#include "sim/wire/base64.h"
#include "ui/shell/exporting.h"
#include "ui/shell/mirror.h"
#include "ui/shell/scenario_source.h"
#include "ui/shell/window.h"
#include "ui/text/fault_text.h"

namespace {

namespace ui = mailscope::ui;

struct Program {
  ui::ScenarioSource source;
  ui::App app{source};
  std::unique_ptr<ui::Window> window;
  unsigned frames_drawn = 0;
  std::uint64_t drawn_revision = 0;
  std::string answer;  // kept until the next call, for JavaScript to read
};

// The page has one program, and its entry points are C functions: this is the one place to keep it.
Program& program() {
  static Program* const the_program = new Program;
  return *the_program;
}

const char* keep(std::string text) {
  program().answer = std::move(text);
  return program().answer.c_str();
}

// What is wrong with a file, in the language of the page.
const char* said(const std::string& faults) {
  return keep(ui::fault_text(ui::words_in(program().app.language()), faults));
}

}  // namespace

extern "C" {

// True when there is something to draw on.
EMSCRIPTEN_KEEPALIVE int mailscope_open_window(int width, int height) {
  program().window = ui::Window::open({width, height}, "Mailscope");
  return program().window ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void mailscope_resize(int width, int height) {
  if (program().window) program().window->resize({width, height});
}

EMSCRIPTEN_KEEPALIVE void mailscope_reduce_motion(int is_reduced) {
  if (program().window) program().window->canvas().set_reduced_motion(is_reduced != 0);
}

// A scenario file; the answer is what is wrong with it, "" when nothing is.
EMSCRIPTEN_KEEPALIVE const char* mailscope_give(const char* path, const char* text) {
  const std::string faults = program().source.give(path, text);
  program().app.refresh();
  return said(faults);
}

// A file of the learner's own, a scenario or a trace; it is opened when nothing is wrong with it.
EMSCRIPTEN_KEEPALIVE const char* mailscope_give_file(const char* name, const char* text) {
  const std::string faults = program().source.give_file(name, text);
  program().app.act("reload", ui::ScenarioSource::id_of_file(name));
  return said(faults);
}

// A capture of the learner's own, in base64; the answer as above.
EMSCRIPTEN_KEEPALIVE const char* mailscope_give_capture(const char* name, const char* base64) {
  const auto octets = mailscope::wire::base64_decode(base64);
  const std::string faults = program().source.give_capture(name, octets.value_or(""));
  program().app.act("reload", ui::ScenarioSource::id_of_file(name));
  return said(faults);
}

// Paths of lesson files that the index names and that have not been given, one a line.
EMSCRIPTEN_KEEPALIVE const char* mailscope_wanted() {
  std::string paths;
  for (const std::string& path : program().source.wanted()) paths += path + "\n";
  return keep(std::move(paths));
}

EMSCRIPTEN_KEEPALIVE int mailscope_act(const char* action, const char* argument) {
  return program().app.act(action, argument) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE int mailscope_key(const char* code, int with_shift) {
  return program().app.press(code, with_shift != 0) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE const char* mailscope_open_link(const char* link) {
  return keep(program().app.open_link(link));
}

EMSCRIPTEN_KEEPALIVE const char* mailscope_mirror() { return keep(ui::mirror_json(program().app)); }
EMSCRIPTEN_KEEPALIVE const char* mailscope_changes() {
  return keep(ui::changes_json(program().app));
}
EMSCRIPTEN_KEEPALIVE const char* mailscope_palette() {
  return keep(ui::palette_json(program().app));
}
EMSCRIPTEN_KEEPALIVE const char* mailscope_progress() {
  return keep(ui::to_json(program().app.progress()));
}
// What a server would find wrong with a line typed on the connection at hand.
EMSCRIPTEN_KEEPALIVE const char* mailscope_line_fault(const char* line) {
  return keep(program().app.fault_of_line(line));
}
// The lesson file that somebody waits for; "": none.
EMSCRIPTEN_KEEPALIVE const char* mailscope_awaited() { return keep(program().source.awaited()); }
// The digest, the trace or a capture of the run that is shown: "digest", "trace", "pcapng" (as base64).
EMSCRIPTEN_KEEPALIVE const char* mailscope_export(const char* form) {
  return keep(ui::exported(program().app, form));
}
EMSCRIPTEN_KEEPALIVE const char* mailscope_text_places() {
  return keep(program().window ? ui::text_places_json(program().window->text_places()) : "[]");
}
EMSCRIPTEN_KEEPALIVE void mailscope_text_scale(double scale) {
  if (program().window) program().window->set_text_size(static_cast<float>(scale));
}

EMSCRIPTEN_KEEPALIVE double mailscope_revision() {
  return static_cast<double>(program().app.revision());
}
EMSCRIPTEN_KEEPALIVE int mailscope_frames_drawn() {
  return static_cast<int>(program().frames_drawn);
}

// One turn at `now_s`. The answer: 0 nothing moves, -1 draw again at the next frame, else come back in
// so many milliseconds.
EMSCRIPTEN_KEEPALIVE int mailscope_frame(double now_s) {
  Program& p = program();
  p.app.tick(now_s);
  bool is_moving = false;
  if (p.window) {
    p.window->take_events(p.app);
    is_moving = p.window->draw(p.app, now_s);
    ++p.frames_drawn;
    // What this frame's clicks did is not drawn yet.
    is_moving = is_moving || p.drawn_revision != p.app.revision();
    p.drawn_revision = p.app.revision();
  }
  if (is_moving) return -1;
  const auto next = p.app.next_tick();
  if (!next) return 0;
  const double wait_ms = (*next - now_s) * 1000;
  return wait_ms <= 1 ? -1 : static_cast<int>(wait_ms) + 1;
}

}  // extern "C"

int main() { return 0; }
