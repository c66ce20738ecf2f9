// A thin pen over Dear ImGui's draw list: text in our faces, shapes, icons, clicks, scrolling.
//
// Logical pixels everywhere; crispness at any device pixel ratio is ImGui's dynamic fonts'. It keeps
// between frames only what belongs to the hand: scroll offsets and what is being dragged.
//
//   canvas.begin(time_s);
//   canvas.text({16, 24}, Face::strong, k_title, palette.ink, "Mailscope");
//   if (canvas.clicked("play", rect)) intents.add("play");
//   canvas.end();
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ui/panels/rect.h"
#include "ui/panels/theme.h"

struct ImDrawList;
struct ImFont;

namespace mailscope::ui {

enum class Face { regular, strong, mono, icon };
enum class Align { left, center, right };
enum class Markup { none, read };

class Canvas {
 public:
  // Loads the embedded faces into ImGui's atlas. The ImGui context must exist.
  void load_faces();

  // `scale`: of the window's pixels to ours.
  void begin(double time_s, float width, float height, float scale = 1);
  void end();

  const Palette& colours() const { return *palette_; }
  Theme theme() const { return theme_; }
  void set_theme(Theme theme);
  void set_text_scale(float scale) { scale_ = scale; }
  float scaled(float size) const { return size * scale_; }
  void set_reduced_motion(bool is_reduced) { is_motion_reduced_ = is_reduced; }
  bool is_motion_reduced() const { return is_motion_reduced_; }
  double time_s() const { return time_s_; }
  // Something moves: draw again.
  void keep_moving() { is_moving_ = true; }
  bool is_moving() const { return is_moving_; }

  // ---- text; `y` is the top of the line box, whose height is line_height(size) ----
  float width(Face face, float size, std::string_view text) const;
  float line_height(float size) const { return size * scale_ * 1.4f; }
  void text(Point at, Face face, float size, std::uint32_t colour, std::string_view text);
  // One line within the width, shortened with "…" when it must be. Returns the width drawn.
  float text_in(Rect box, Face face, float size, std::uint32_t colour, std::string_view text,
                Align align = Align::left);
  std::string fitted(Face face, float size, std::string_view text, float width_max) const;
  void icon(Point center, float size, std::uint32_t colour, const char* glyph);

  // ---- flowing text: `code` in mono on a chip, **strong**; returns the height. What is set in mono, or
  // without markup, stands as it is ----
  float paragraph(Point at, float width, Face face, float size, std::uint32_t colour,
                  std::string_view text, Markup markup = Markup::read);
  // [[id|word]] is a word of the glossary: which one is pointed at, and which one was tapped.
  const std::string& hovered_term() const { return hovered_term_; }
  Rect hovered_word() const { return hovered_word_; }
  std::string take_clicked_term() { return std::exchange(clicked_term_, {}); }
  float paragraph_height(float width, Face face, float size, std::string_view text,
                         Markup markup = Markup::read);
  // Where the text of the last paragraph ended: the top right corner of its last word.
  Point flow_end() const { return flow_end_; }

  // ---- shapes ----
  void fill(Rect r, std::uint32_t colour, float radius = 0);
  void stroke(Rect r, std::uint32_t colour, float radius = 0, float thickness = 1);
  void line(Point a, Point b, std::uint32_t colour, float thickness = 1);
  void dashed(Point a, Point b, std::uint32_t colour, float thickness, float dash, float gap);
  void disc(Point center, float radius, std::uint32_t colour);
  void ring(Point center, float radius, std::uint32_t colour, float thickness = 1.5f);
  void triangle(Point a, Point b, Point c, std::uint32_t colour);
  void arrow_head(Point tip, Point direction, float size, std::uint32_t colour);
  void diamond(Point center, float radius, std::uint32_t colour);
  void shadow(Rect r, float radius);
  void clip(Rect r);
  void unclip();

  // ---- the hand ----
  Point pointer() const { return pointer_; }
  bool is_touch() const { return is_touch_; }
  bool hovers(Rect r) const;
  // Pressed and let go within the rectangle, without having dragged.
  bool clicked(std::string_view id, Rect r);
  bool is_pressed(std::string_view id) const { return pressed_id_ == id && is_down_; }
  // While pressed inside, follows the pointer everywhere.
  bool drags(std::string_view id, Rect r);
  // A finger that rests is a pointer that hovers: nothing is chosen when it is lifted.
  bool is_long_press() const { return is_long_press_; }
  // Two fingers: the window tells where and by which factor they have spread since it told last.
  void pinch(Point center, float factor);
  // That spreading inside `r`, from when the fingers came down; 1: nothing, or not there.
  float pinched(Rect r) const;
  // It has done its work: nothing more until the fingers come down again.
  void take_pinch() { is_pinch_taken_ = true; }
  // A picture that two fingers or the wheel enlarge and one finger or the mouse moves: `r` as it is then, never
  // smaller than it was.
  Rect zoomed(std::string_view id, Rect r);
  // The same for the keyboard, once for each `key`; 0 shows all of it.
  void zoom_by(std::string_view id, Rect r, float factor, std::uint64_t key);
  // What happens there is not out of sight: the enlarged picture moves to `wanted`, once for each `key`.
  void keep_seen(std::string_view id, Rect r, Rect wanted, std::uint64_t key);
  float zoom(std::string_view id) const;
  // Says in a bubble what is pointed at; text that had to be shortened says itself whole.
  void hint(Rect r, std::string_view text);
  const std::string& hint_text() const { return hint_text_; }
  Rect hint_place() const { return hint_place_; }
  // What is drawn while the hand does not reach lies below an overlay.
  void set_reach(bool is_reachable) { is_reachable_ = is_reachable; }

  // ---- the keyboard's hand (canvas_walk.cpp): it walks through all that can be clicked ----
  // What is drawn from here on belongs to this region.
  void region(std::string_view name, Rect r);
  // Moves that were asked for, the newest last; `count` of them so far, so that each is done once.
  void walk(const std::string& moves, std::uint64_t count);
  void stop_walking();
  // Of the place at which the hand stands; empty: it does not walk.
  const std::string& walked_region() const { return walked_region_; }
  const std::string& walked_place() const { return walked_id_; }

  // ---- a region that scrolls: draw its content shifted up by the result ----
  float begin_scroll(std::string_view id, Rect r);
  void end_scroll(float content_height);
  // Brings this span of the content into view, once, when `key` changes.
  void scroll_to(std::string_view id, float top, float bottom, std::uint64_t key);
  void scroll_to_top(std::string_view id, std::uint64_t key);
  // Keeps the end in view when `key` changes.
  void scroll_to_end(std::string_view id, std::uint64_t key);
  // The same for what has come up while one looks, such as a verdict: what was there already when one came (and the
  // region went to its top) stays where it is.
  void reveal(std::string_view id, float top, float bottom, std::uint64_t key);
  Rect scroll_view() const { return scroll_rect_; }
  float scroll_offset() const { return scroll_ ? scroll_->offset : 0; }

  // 0 → 1 since `key` of `id` last changed, eased; 1 at once when motion is reduced.
  float progress(std::string_view id, std::uint64_t key, float seconds);
  void finish_motion(std::string_view id);

 private:
  struct Scroll {
    float offset = 0, target = 0, content = 0, view = 0;
    float wanted_top = -1, wanted_bottom = -1;
    std::uint64_t key = 0, revealed = 0;
    bool wants_end = false, is_settled = false, has_come = false;
  };
  struct Zoom {
    float scale = 1;
    Point shift;  // of the picture's corner, from the place's corner
    Point grab;   // the shift when the finger came down
    Point goal;   // the shift that it moves to by itself
    bool is_following = false;
    std::uint64_t asked = 0, seen = 0;
  };
  struct Region {
    std::string name;
    Rect r;
  };
  struct Walkable {  // drawn in this frame, and can be clicked
    std::string id, region, scroll;
    Rect r, seen;
    float top = 0;  // within what scrolls
  };
  struct Motion {
    std::uint64_t key = 0;
    double since_s = -1000;
  };

  ImFont* font(Face face) const;
  // True when the keyboard presses it.
  bool walks_on(std::string_view id, Rect r);
  bool is_walked(Rect r) const;
  void end_walk();
  void make_move(char move);
  void step_region(int direction);
  void step_place(int direction);
  void stand_on(const Walkable& place);
  static void enlarge(Zoom& zoom, Point about, float factor);
  void follow(Zoom& zoom);
  void settle(Scroll& scroll);
  void underline_term(std::string_view term, Rect word, std::uint32_t colour);
  float flow(Point at, float width, Face face, float size, std::uint32_t colour,
             std::string_view text, bool draws, Markup markup);

  ImFont* fonts_[4] = {};
  ImDrawList* list_ = nullptr;
  const Palette* palette_ = &k_light;
  Theme theme_ = Theme::light;
  float scale_ = 1;
  Point flow_end_;
  double time_s_ = 0, last_time_s_ = 0;
  bool is_moving_ = false, is_motion_reduced_ = false;
  std::vector<Rect> clips_;

  Point pointer_, press_at_;
  bool is_down_ = false, went_down_ = false, went_up_ = false, is_touch_ = false,
       has_dragged_ = false;
  bool is_reachable_ = true, wants_hand_ = false, is_long_press_ = false, is_pinch_taken_ = false;
  double press_time_s_ = 0;
  Point pinch_at_;
  float pinch_factor_ = 1, pinch_step_ = 1;  // since the fingers came down; in this frame
  std::string hint_text_;
  Rect hint_place_;
  std::map<std::string, Zoom, std::less<>> zooms_;
  float wheel_ = 0;
  std::string pressed_id_, scrolling_id_, hovered_term_, clicked_term_;
  Rect hovered_word_;
  float scroll_grab_ = 0;
  std::vector<Region> regions_;
  std::vector<Walkable> walkables_;
  std::string walked_id_, walked_region_, walk_presses_, walk_moves_;
  std::uint64_t walk_count_ = 0;
  Rect walked_at_;
  Point walk_pan_;  // of the picture that can be enlarged
  std::map<std::string, Scroll, std::less<>> scrolls_;
  std::map<std::string, Motion, std::less<>> motions_;
  Rect scroll_rect_;
  Scroll* scroll_ = nullptr;
  std::string scroll_id_;
};

}  // namespace mailscope::ui
