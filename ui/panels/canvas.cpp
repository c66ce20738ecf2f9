// Faces, shapes and the hand.
#include "ui/panels/canvas.h"

#include <cmath>

#include "build/fonts/embedded_fonts.h"
#include "imgui.h"

namespace mailscope::ui {
namespace {

constexpr float k_drag_threshold = 6;
constexpr Point k_nowhere{-10'000, -10'000};
constexpr double k_long_press_s = 0.45;

constexpr std::string_view k_picture = "\xE2\x90";  // begins U+2400 … U+243F in UTF-8
constexpr std::string_view k_control_names[] = {
    "NU", "SH", "SX", "EX", "ET", "EQ", "AK", "BL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI",
    "DL", "D1", "D2", "D3", "D4", "NK", "SY", "EB", "CN", "EM", "SB", "EC", "FS", "GS", "RS", "US"};

ImVec2 vec(Point p) { return {p.x, p.y}; }

ImFont* load(std::string_view ttf, std::string_view symbols) {
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  // ImGui reads only; its interface is older than const.
  const auto data = [](std::string_view octets) { return const_cast<char*>(octets.data()); };
  ImFont* font =
      atlas->AddFontFromMemoryTTF(data(ttf), static_cast<int>(ttf.size()), k_text, &config);
  if (!symbols.empty()) {
    config.MergeMode = true;
    atlas->AddFontFromMemoryTTF(data(symbols), static_cast<int>(symbols.size()), k_text, &config);
  }
  return font;
}

}  // namespace

void Canvas::load_faces() {
  fonts_[static_cast<int>(Face::regular)] = load(k_font_inter_regular, k_font_symbols);
  fonts_[static_cast<int>(Face::strong)] = load(k_font_inter_semi_bold, k_font_symbols);
  fonts_[static_cast<int>(Face::mono)] = load(k_font_jetbrains_mono_regular, k_font_symbols);
  fonts_[static_cast<int>(Face::icon)] = load(k_font_icons, {});
}

void Canvas::set_theme(Theme theme) {
  theme_ = theme;
  palette_ = &palette_of(theme);
}

void Canvas::begin(double time_s, float width, float height, float scale) {
  const ImGuiIO& io = ImGui::GetIO();
  last_time_s_ = time_s_;
  time_s_ = time_s;
  is_moving_ = false;
  wants_hand_ = false;
  hovered_term_.clear();
  hint_text_.clear();
  is_reachable_ = true;
  list_ = ImGui::GetBackgroundDrawList();
  for (ImFont* face : fonts_) face->CurrentRasterizerDensity = io.DisplayFramebufferScale.x;
  pointer_ = {io.MousePos.x / scale, io.MousePos.y / scale};
  is_touch_ = io.MouseSource == ImGuiMouseSource_TouchScreen;
  went_down_ = io.MouseClicked[0];
  went_up_ = io.MouseReleased[0];
  is_down_ = io.MouseDown[0];
  if (is_touch_ && !is_down_ && !went_up_)
    pointer_ = k_nowhere;  // a finger that is lifted points at nothing
  wheel_ = io.MouseWheel;
  if (went_down_) {
    press_at_ = pointer_;
    press_time_s_ = time_s;
    is_long_press_ = false;
    pinch_factor_ = 1;
    is_pinch_taken_ = false;
    pressed_id_.clear();
    scrolling_id_.clear();
    has_dragged_ = false;
  }
  if (is_down_ &&
      std::hypot(pointer_.x - press_at_.x, pointer_.y - press_at_.y) > k_drag_threshold) {
    has_dragged_ = true;
  }
  if (is_touch_ && is_down_ && !has_dragged_ && !is_long_press_) {
    if (time_s - press_time_s_ >= k_long_press_s) {
      is_long_press_ = true;
    } else {
      keep_moving();  // it becomes one while nothing else happens
    }
  }
  clips_.assign(1, Rect{0, 0, width, height});
}

void Canvas::end() {
  end_walk();
  ImGui::SetMouseCursor(wants_hand_ ? ImGuiMouseCursor_Hand : ImGuiMouseCursor_Arrow);
  pinch_step_ = 1;
  if (went_up_) {
    pressed_id_.clear();
    scrolling_id_.clear();
  }
}

// ---- text ------------------------------------------------------------------------------------------

ImFont* Canvas::font(Face face) const { return fonts_[static_cast<int>(face)]; }

float Canvas::width(Face face, float size, std::string_view text) const {
  if (text.empty()) return 0;  // ImGui takes no end for "up to the zero"
  return font(face)
      ->CalcTextSizeA(size * scale_, 1e9f, 0, text.data(), text.data() + text.size())
      .x;
}

void Canvas::text(Point at, Face face, float size, std::uint32_t colour, std::string_view text) {
  if (text.empty()) return;
  const float top = at.y + (line_height(size) - size * scale_) / 2;
  const auto put = [&](std::string_view piece) {
    list_->AddText(font(face), size * scale_, {at.x, top}, colour, piece.data(),
                   piece.data() + piece.size());
    at.x += width(face, size, piece);
  };
  // The pictures of control characters (U+2400 … U+241F) are set of small letters: the face has them as
  // scaled composites, which the rasterizer shrinks to dots.
  std::string_view rest = text;
  for (std::size_t found = rest.find(k_picture); found != std::string_view::npos;
       found = rest.find(k_picture)) {
    const std::string_view picture = rest.substr(found, 3);
    const auto code = static_cast<unsigned char>(picture.back()) - 0x80u;
    if (picture.size() < 3 || code >= std::size(k_control_names)) break;
    if (found > 0) put(rest.substr(0, found));
    const float cell = width(face, size, picture), small = size * scale_ * 0.56f;
    const std::string_view name = k_control_names[code];
    for (std::size_t i = 0; i < name.size(); ++i) {
      const float share = static_cast<float>(i) / static_cast<float>(name.size());
      list_->AddText(font(face), small,
                     {at.x + cell * share, top + size * scale_ * (0.14f + 0.5f * share)}, colour,
                     name.data() + i, name.data() + i + 1);
    }
    at.x += cell;
    rest.remove_prefix(found + 3);
  }
  if (!rest.empty()) put(rest);
}

std::string Canvas::fitted(Face face, float size, std::string_view text, float width_max) const {
  if (width(face, size, text) <= width_max) return std::string(text);
  std::size_t low = 0, high = text.size();
  const auto is_start = [&](std::size_t i) {
    return i >= text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
  };
  while (low + 1 < high) {
    const std::size_t middle = (low + high) / 2;
    (width(face, size, std::string(text.substr(0, middle)) + "…") <= width_max ? low : high) =
        middle;
  }
  while (low > 0 && !is_start(low)) --low;
  while (low > 0 && text[low - 1] == ' ') --low;
  return std::string(text.substr(0, low)) + "…";
}

float Canvas::text_in(Rect box, Face face, float size, std::uint32_t colour,
                      std::string_view content, Align align) {
  const std::string shown = fitted(face, size, content, box.w + 0.5f);
  const float wide = width(face, size, shown);
  if (shown != content) hint(box, content);
  float x = box.x;
  if (align == Align::center) x += (box.w - wide) / 2;
  if (align == Align::right) x += box.w - wide;
  text({x, box.y + (box.h - line_height(size)) / 2}, face, size, colour, shown);
  return wide;
}

void Canvas::icon(Point center, float size, std::uint32_t colour, const char* glyph) {
  const ImVec2 extent = font(Face::icon)->CalcTextSizeA(size * scale_, 1e9f, 0, glyph);
  list_->AddText(font(Face::icon), size * scale_,
                 {center.x - extent.x / 2, center.y - extent.y / 2}, colour, glyph);
}

// ---- shapes ----------------------------------------------------------------------------------------

void Canvas::fill(Rect r, std::uint32_t colour, float radius) {
  list_->AddRectFilled({r.x, r.y}, {r.right(), r.bottom()}, colour, radius);
}
void Canvas::stroke(Rect r, std::uint32_t colour, float radius, float thickness) {
  list_->AddRect({r.x, r.y}, {r.right(), r.bottom()}, colour, radius, 0, thickness);
}
void Canvas::line(Point a, Point b, std::uint32_t colour, float thickness) {
  list_->AddLine(vec(a), vec(b), colour, thickness);
}
void Canvas::dashed(Point a, Point b, std::uint32_t colour, float thickness, float dash,
                    float gap) {
  const float length = std::hypot(b.x - a.x, b.y - a.y);
  if (length < 1) return;
  const Point step{(b.x - a.x) / length, (b.y - a.y) / length};
  for (float at = 0; at < length; at += dash + gap) {
    const float to = std::min(at + dash, length);
    line({a.x + step.x * at, a.y + step.y * at}, {a.x + step.x * to, a.y + step.y * to}, colour,
         thickness);
  }
}
void Canvas::disc(Point center, float radius, std::uint32_t colour) {
  list_->AddCircleFilled(vec(center), radius, colour);
}
void Canvas::ring(Point center, float radius, std::uint32_t colour, float thickness) {
  list_->AddCircle(vec(center), radius, colour, 0, thickness);
}
void Canvas::triangle(Point a, Point b, Point c, std::uint32_t colour) {
  list_->AddTriangleFilled(vec(a), vec(b), vec(c), colour);
}
void Canvas::arrow_head(Point tip, Point direction, float size, std::uint32_t colour) {
  const float length = std::max(0.001f, std::hypot(direction.x, direction.y));
  const Point d{direction.x / length, direction.y / length};
  const Point back{tip.x - d.x * size, tip.y - d.y * size};
  triangle(tip, {back.x - d.y * size * 0.6f, back.y + d.x * size * 0.6f},
           {back.x + d.y * size * 0.6f, back.y - d.x * size * 0.6f}, colour);
}
void Canvas::diamond(Point center, float radius, std::uint32_t colour) {
  list_->AddQuadFilled({center.x, center.y - radius}, {center.x + radius, center.y},
                       {center.x, center.y + radius}, {center.x - radius, center.y}, colour);
}
void Canvas::shadow(Rect r, float radius) {
  for (int i = 1; i <= 6; ++i) {
    const auto spread = static_cast<float>(i) * 2;
    fill({r.x - spread, r.y - spread + 4, r.w + 2 * spread, r.h + 2 * spread},
         faded(colours().shade, 3), radius + spread);
  }
}
void Canvas::clip(Rect r) {
  const Rect& outer = clips_.back();
  const float x = std::max(r.x, outer.x), y = std::max(r.y, outer.y);
  Rect inner{x, y, std::max(0.0f, std::min(r.right(), outer.right()) - x),
             std::max(0.0f, std::min(r.bottom(), outer.bottom()) - y)};
  clips_.push_back(inner);
  list_->PushClipRect({inner.x, inner.y}, {inner.right(), inner.bottom()}, false);
}
void Canvas::unclip() {
  clips_.pop_back();
  list_->PopClipRect();
}

}  // namespace mailscope::ui
