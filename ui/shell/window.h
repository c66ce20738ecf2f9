// One window with a GL context, an ImGui context and our canvas: SDL2 on every platform.
//
// Draws only when asked to; says whether something still moves.
#pragma once

#include <memory>
#include <vector>

#include "ui/panels/canvas.h"
#include "ui/shell/app.h"
#include "ui/shell/png.h"

union SDL_Event;

namespace mailscope::ui {

struct WindowSize {
  int width = 1280, height = 800;  // logical pixels
};

class Window {
 public:
  // Null when there is no OpenGL (ES 3 / WebGL 2) to be had.
  static std::unique_ptr<Window> open(WindowSize size, const char* title);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  void resize(WindowSize size);
  // Takes what SDL has heard since the last frame. False when nothing has happened.
  bool take_events(App& app);
  bool wants_to_close() const { return wants_to_close_; }
  // One frame. True when another must follow. `picture`: gets what was drawn, in device pixels (the
  // page asks its canvas element instead).
  bool draw(App& app, double now_s, Picture* picture = nullptr);
  Canvas& canvas() { return canvas_; }
  // 1: as designed. Everything is enlarged as far as the window has room, and then the text alone; a very
  // large window enlarges by itself.
  void set_text_size(float size) { text_size_ = size; }
  // Where text can be typed in what was drawn last: the page lays real inputs there.
  const std::vector<TextPlace>& text_places() const { return text_places_; }

 private:
  Window() = default;
  Picture drawn_picture() const;
  struct Platform;
  std::unique_ptr<Platform> platform_;
  Canvas canvas_;
  bool take_typing(App& app, const SDL_Event& event);
  struct Finger {
    std::int64_t id = 0;
    Point at;
  };
  void take_fingers(const SDL_Event& event);
  float finger_distance() const;
  float fit_scale();
  std::vector<Finger> fingers_;
  std::vector<TextPlace> text_places_;
  bool wants_to_close_ = false;
  float text_size_ = 1;
  int settle_frames_ = 0;  // input needs a frame more to settle (hover, release)
};

}  // namespace mailscope::ui
