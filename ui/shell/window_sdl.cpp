// The window by SDL2, WebGL 2 in the page and OpenGL 3.2 elsewhere, and ImGui's own backends.
#include <algorithm>
#include <cmath>

#include <SDL.h>
#ifdef __EMSCRIPTEN__
#include <SDL_opengles2.h>
#else
#include <SDL_opengl.h>
#endif

#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "imgui_impl_sdl2.h"
#include "imgui_internal.h"
#include "ui/shell/key_codes.h"
#include "ui/shell/window.h"

namespace mailscope::ui {

namespace {

constexpr Point k_roomy{2400, 1350};  // from here on a window shows the same, larger
constexpr float k_width_min = 360;    // the narrowest picture that the layout is made for

}  // namespace

struct Window::Platform {
  SDL_Window* window = nullptr;
  SDL_GLContext gl = nullptr;
  bool has_imgui = false;
};

std::unique_ptr<Window> Window::open(WindowSize size, const char* title) {
  // The page listens to keys itself (this element never has any), so that Tab and the mirror's own controls work as in any page.
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#no-keys");
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "1");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return nullptr;
#ifdef __EMSCRIPTEN__
  const char* shaders = "#version 300 es";
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
#else
  const char* shaders = "#version 150";
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 2);
#endif
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);

  std::unique_ptr<Window> made(new Window);
  made->platform_ = std::make_unique<Platform>();
  Platform& platform = *made->platform_;
  const Uint32 flags = SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
  platform.window = SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                     size.width, size.height, flags);
  if (!platform.window) return nullptr;
  platform.gl = SDL_GL_CreateContext(platform.window);
  if (!platform.gl) return nullptr;

  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  platform.has_imgui = true;
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  ImGui_ImplSDL2_InitForOpenGL(platform.window, platform.gl);
  ImGui_ImplOpenGL3_Init(shaders);
  made->canvas_.load_faces();
  return made;
}

Window::~Window() {
  if (!platform_) return;
  if (platform_->has_imgui) {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplSDL2_Shutdown();
    ImGui::DestroyContext();
  }
  if (platform_->gl) SDL_GL_DeleteContext(platform_->gl);
  if (platform_->window) SDL_DestroyWindow(platform_->window);
}

void Window::resize(WindowSize size) {
  SDL_SetWindowSize(platform_->window, size.width, size.height);
  settle_frames_ = 2;
}

bool Window::take_events(App& app) {
  bool has_any = false;
  SDL_Event event;
  while (SDL_PollEvent(&event)) {
    has_any = true;
    ImGui_ImplSDL2_ProcessEvent(&event);
    if (event.type == SDL_QUIT) wants_to_close_ = true;
    take_fingers(event);
    if (take_typing(app, event)) continue;
    if (event.type == SDL_KEYDOWN) {
      app.press(code_of_scancode_name(SDL_GetScancodeName(event.key.keysym.scancode)),
                (event.key.keysym.mod & KMOD_SHIFT) != 0);
    }
  }
  if (has_any) settle_frames_ = 2;
  return has_any;
}

// Two fingers that spread or close; one alone is a mouse to SDL, and to us.
void Window::take_fingers(const SDL_Event& event) {
  if (event.type != SDL_FINGERDOWN && event.type != SDL_FINGERMOTION && event.type != SDL_FINGERUP)
    return;
  const ImGuiIO& io = ImGui::GetIO();
  const Point at{event.tfinger.x * io.DisplaySize.x, event.tfinger.y * io.DisplaySize.y};
  const auto finger = std::find_if(fingers_.begin(), fingers_.end(), [&](const Finger& each) {
    return each.id == event.tfinger.fingerId;
  });
  const float was = finger_distance();
  if (event.type == SDL_FINGERUP) {
    if (finger != fingers_.end()) fingers_.erase(finger);
    return;
  }
  if (finger == fingers_.end()) {
    fingers_.push_back({event.tfinger.fingerId, at});
    return;
  }
  finger->at = at;
  const float is = finger_distance();
  if (fingers_.size() != 2 || was < 1 || is < 1) return;
  const Point a = fingers_[0].at, b = fingers_[1].at;
  canvas_.pinch({(a.x + b.x) / 2, (a.y + b.y) / 2}, is / was);
}

float Window::finger_distance() const {
  if (fingers_.size() != 2) return 0;
  return std::hypot(fingers_[0].at.x - fingers_[1].at.x, fingers_[0].at.y - fingers_[1].at.y);
}

// Natively the keys go to the place that wants them; the page has real inputs, and no keys come here.
bool Window::take_typing(App& app, const SDL_Event& event) {
  const auto place = std::find_if(text_places_.begin(), text_places_.end(),
                                  [](const TextPlace& each) { return each.wants_focus; });
  if (place == text_places_.end()) return false;
  std::string text = place->value;
  if (event.type == SDL_TEXTINPUT) {
    text += event.text.text;
  } else if (event.type == SDL_KEYDOWN && event.key.keysym.sym == SDLK_BACKSPACE) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80)
      text.pop_back();
    if (!text.empty()) text.pop_back();
  } else if (event.type == SDL_KEYDOWN && event.key.keysym.sym == SDLK_RETURN) {
    app.act(place->action + "-done", text);
    return true;
  } else {
    // What makes a letter comes as text; the keys that make none keep their meaning.
    const SDL_Keycode key = event.type == SDL_KEYDOWN ? event.key.keysym.sym : SDLK_ESCAPE;
    return key >= SDLK_SPACE && key < SDLK_DELETE;
  }
  place->value = text;
  app.act(place->action, text);
  return true;
}

// The picture is drawn for a smaller window of denser pixels.
float Window::fit_scale() {
  ImGuiIO& io = ImGui::GetIO();
  const float roomy =
      std::clamp(std::min(io.DisplaySize.x / k_roomy.x, io.DisplaySize.y / k_roomy.y), 1.0f, 1.6f);
  const float wanted = roomy * text_size_;
  const float scale = std::min(wanted, std::max(1.0f, io.DisplaySize.x / k_width_min));
  canvas_.set_text_scale(wanted / scale);
  io.DisplaySize = {io.DisplaySize.x / scale, io.DisplaySize.y / scale};
  io.DisplayFramebufferScale = {io.DisplayFramebufferScale.x * scale,
                                io.DisplayFramebufferScale.y * scale};
  return scale;
}

bool Window::draw(App& app, double now_s, Picture* picture) {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplSDL2_NewFrame();
  const float scale = fit_scale();
  ImGui::NewFrame();
  const ImGuiIO& io = ImGui::GetIO();
  canvas_.set_theme(app.theme());
  canvas_.begin(now_s, io.DisplaySize.x, io.DisplaySize.y, scale);
  Intents intents;
  draw_screen(canvas_, app.screen(), app.words(), {io.DisplaySize.x, io.DisplaySize.y}, intents);
  canvas_.end();
  ImGui::Render();
  glViewport(0, 0, static_cast<int>(io.DisplaySize.x * io.DisplayFramebufferScale.x),
             static_cast<int>(io.DisplaySize.y * io.DisplayFramebufferScale.y));
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  if (picture) *picture = drawn_picture();  // what is swapped away cannot be read
  SDL_GL_SwapWindow(platform_->window);

  text_places_ = intents.text_places();
  for (TextPlace& place : text_places_) {
    place.x *= scale, place.y *= scale, place.w *= scale, place.h *= scale;
  }
  const std::vector<Intent> wanted = intents.take();
  for (const Intent& intent : wanted) app.act(intent.action, intent.argument);
  if (!wanted.empty()) settle_frames_ = 2;
  if (settle_frames_ > 0) --settle_frames_;
  // Of a quick tap Dear ImGui takes the press in this frame and the release in the next.
  const bool has_waiting_input = ImGui::GetCurrentContext()->InputEventsQueue.Size > 0;
  return canvas_.is_moving() || settle_frames_ > 0 || has_waiting_input;
}

Picture Window::drawn_picture() const {
  int width = 0, height = 0;
  SDL_GL_GetDrawableSize(platform_->window, &width, &height);
  Picture picture{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), {}};
#ifndef __EMSCRIPTEN__
  const std::size_t pitch = static_cast<std::size_t>(width) * 3;
  std::vector<std::uint8_t> upside_down(pitch * static_cast<std::size_t>(height));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, upside_down.data());
  picture.rgb.reserve(upside_down.size());
  for (std::size_t y = static_cast<std::size_t>(height); y-- > 0;) {
    const auto row = upside_down.begin() + static_cast<std::ptrdiff_t>(y * pitch);
    picture.rgb.insert(picture.rgb.end(), row, row + static_cast<std::ptrdiff_t>(pitch));
  }
#endif
  return picture;
}

}  // namespace mailscope::ui
