// The picture drawn in memory: Dear ImGui with our faces and with neither window nor graphics.
//
//   Paper paper;
//   const std::vector<Intent> wanted = paper.draw(app, {390, 844});   // one frame; its intents are acted on, too
#pragma once

#include <vector>

#include "imgui.h"
#include "ui/panels/canvas.h"
#include "ui/panels/screen.h"
#include "ui/shell/app.h"

namespace mailscope::test {

class Paper {
 public:
  Paper() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    canvas_.load_faces();
    canvas_.set_reduced_motion(true);
    begin({1280, 800});  // faces have sizes once a frame has begun
    end();
  }
  ~Paper() { ImGui::DestroyContext(); }
  Paper(const Paper&) = delete;
  Paper& operator=(const Paper&) = delete;

  ui::Canvas& canvas() { return canvas_; }

  void begin(ui::Point size) {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {size.x, size.y};
    io.DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    time_s_ += 1.0 / 60;
    canvas_.begin(time_s_, size.x, size.y);
  }
  void end() {
    canvas_.end();
    ImGui::Render();
  }

  std::vector<ui::Intent> draw(ui::App& app, ui::Point size) {
    begin(size);
    ui::Intents intents;
    ui::draw_screen(canvas_, app.screen(), app.words(), size, intents);
    end();
    std::vector<ui::Intent> wanted = intents.take();
    for (const ui::Intent& intent : wanted) app.act(intent.action, intent.argument);
    return wanted;
  }

 private:
  ui::Canvas canvas_;
  double time_s_ = 0;
};

}  // namespace mailscope::test
