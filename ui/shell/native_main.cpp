// mailscope-ui: the page's window as a native program, for those who work on it.
//
//   mailscope-ui [scenarios] --lesson first-message
//   mailscope-ui scenarios --lesson open-relay --step 12 --lang ru --theme dark --size 390x844 --screenshot out.png
//
// Lessons are read from the folder, or from the one file that is named. With --screenshot the window draws
// until nothing moves, writes the picture and ends. Exit 0: all well; 1: no window; 2: bad input.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <CLI/CLI.hpp>

#include "sim/base/text.h"
#include "ui/shell/png.h"
#include "ui/shell/scenario_source.h"
#include "ui/shell/window.h"

namespace {

namespace ui = mailscope::ui;

struct Options {
  std::string folder = "scenarios", lesson, size = "1280x800", language = "en", theme = "light",
              step = "0", screenshot;
  float text_size = 1;
  std::vector<std::string> acts;
};

std::optional<std::string> text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

int fail(int code, const std::string& sentence) {
  std::fprintf(stderr, "mailscope-ui: %s\n", sentence.c_str());
  return code;
}

std::optional<ui::WindowSize> size_of(std::string_view text) {
  const auto parts = mailscope::cut(text, 'x');
  const auto width = mailscope::parse_number(parts.head);
  const auto height = mailscope::parse_number(parts.tail);
  if (!width || !height || *width < 200 || *height < 200 || *width > 8000 || *height > 8000)
    return std::nullopt;
  return ui::WindowSize{static_cast<int>(*width), static_cast<int>(*height)};
}

// The folder's lessons, or the one file that was named.
std::string give_all(ui::ScenarioSource& source, Options& options) {
  const std::filesystem::path place = options.folder;
  if (std::filesystem::is_regular_file(place)) {
    options.lesson = place.stem().string();
    const std::string id = options.lesson;
    const std::string index =
        R"({"chapters": [{"id": "file", "title": {"en": "A file", "ru": "Файл"},)"
        R"( "lessons": [")" +
        id + R"("]}]})";
    source.give("index.json", index);
    return source.give("file/" + id + ".json", text_of(place).value_or(""));
  }
  const auto index = text_of(place / "index.json");
  if (!index)
    return "there is no " + (place / "index.json").string() + "; name a folder of lessons";
  std::string faults = source.give("index.json", *index);
  for (const std::string& path : source.wanted()) {
    if (const auto text = text_of(place / path)) faults += source.give(path, *text);
  }
  return faults;
}

// Until nothing moves; a view may need a few frames to find its sizes.
int screenshot(ui::Window& window, ui::App& app, const std::string& file) {
  constexpr int k_frames_min = 6, k_frames_max = 400;
  ui::Picture picture;
  for (int frame = 0; frame < k_frames_max; ++frame) {
    window.take_events(app);
    if (!window.draw(app, frame / 60.0, &picture) && frame >= k_frames_min) break;
  }
  std::ofstream out(file, std::ios::binary);
  out << ui::png_of(picture);
  out.close();
  return out ? 0 : fail(2, "cannot write " + file);
}

int run(Options& options) {
  const auto size = size_of(options.size);
  if (!size) return fail(2, "--size wants WIDTHxHEIGHT, such as 390x844");
  ui::ScenarioSource source;
  ui::App app(source);
  if (const std::string faults = give_all(source, options); !faults.empty()) return fail(2, faults);
  const auto window = ui::Window::open(*size, "Mailscope");
  if (!window) return fail(1, "there is no window to be had: OpenGL 3 and a display are needed");
  app.act("language", options.language);
  app.act("theme", options.theme);
  const std::string fault =
      app.open_link(options.lesson + "/" + options.step + "/" + options.language);
  if (!fault.empty() && !options.lesson.empty()) return fail(2, fault);
  for (const std::string& act : options.acts) {
    const auto parts = mailscope::cut(act, '=');
    if (!app.act(parts.head, parts.tail)) return fail(2, "there is no action " + act);
  }
  window->set_text_size(options.text_size);
  window->canvas().set_reduced_motion(!options.screenshot.empty());

  const auto start = std::chrono::steady_clock::now();
  const auto now_s = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  if (!options.screenshot.empty()) return screenshot(*window, app, options.screenshot);
  bool is_moving = true;
  while (!window->wants_to_close()) {
    const bool was_input = window->take_events(app);
    const bool is_due = app.tick(now_s());
    if (was_input || is_due || is_moving) {
      is_moving = window->draw(app, now_s());
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(8));
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"The tutor's window as a native program.", "mailscope-ui"};
  app.add_option("PLACE", options.folder, "A folder of lessons, or one lesson's file")
      ->capture_default_str();
  app.add_option("--lesson", options.lesson, "The lesson to open; else the first one");
  app.add_option("--step", options.step, "The step to stand at")->capture_default_str();
  app.add_option("--lang", options.language, "en or ru")->capture_default_str();
  app.add_option("--theme", options.theme, "light or dark")->capture_default_str();
  app.add_option("--size", options.size, "The window, WIDTHxHEIGHT")->capture_default_str();
  app.add_option("--text-size", options.text_size, "1 as designed, 1.4 very large")
      ->capture_default_str()
      ->check(CLI::Range(1.0f, 2.0f));
  app.add_option("--act", options.acts, "An action, ID or ID=ARGUMENT; may be given several times")
      ->allow_extra_args(false);
  app.add_option("--screenshot", options.screenshot, "Write a PNG of the window, and end");
  // CLI11 tells by exceptions; they end here.
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return run(options);
}
