// A column of text and controls, drawn one below the other, or only measured.
//
//   Column column(drawing, {x, y}, width, true);
//   column.paragraph(Face::regular, k_text, ink, "…");
//   column.gap(8);
#pragma once

#include <string_view>

#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {

class Column {
 public:
  Column(const Drawing& drawing, Point at, float width, bool draws)
      : d_(drawing),
        c_(drawing.canvas.colours()),
        x_(at.x),
        y_(at.y),
        width_(width),
        draws_(draws) {}

  float y() const { return y_; }
  void gap(float height) { y_ += height; }
  void advance(float height) { y_ += height; }
  float x() const { return x_; }
  float width() const { return width_; }
  bool draws() const { return draws_; }

  void paragraph(Face face, float size, std::uint32_t colour, std::string_view text,
                 float indent = 0, Markup markup = Markup::read) {
    if (draws_) {
      y_ +=
          d_.canvas.paragraph({x_ + indent, y_}, width_ - indent, face, size, colour, text, markup);
    } else {
      y_ += d_.canvas.paragraph_height(width_ - indent, face, size, text, markup);
    }
  }

 private:
  const Drawing& d_;
  const Palette& c_;
  float x_, y_, width_;
  bool draws_;
};

// A region of its own for one column, which scrolls where it is longer than the region.
template <class Put>
void draw_column_card(const Drawing& drawing, Rect r, std::string_view id, float margin,
                      const Put& put) {
  card(drawing.canvas, r);
  const Rect view = r.inset(2);
  const float shift = drawing.canvas.begin_scroll(id, view);
  const float top = view.y - shift + margin;
  Column column(drawing, {view.x + 16, top}, view.w - 32, true);
  put(drawing, column);
  drawing.canvas.end_scroll(column.y() - top + margin);
}

// What if? In a column with other things, or alone in its region (draw_knobs). Each knob has its positions side by
// side as buttons, or, where there is little height, in a row with a list that opens.
enum class KnobLook { buttons, rows };
void put_knobs(const Drawing& drawing, Column& column, KnobLook look = KnobLook::buttons);
void draw_knobs(const Drawing& drawing, Rect r, KnobLook look);
float knobs_height(const Drawing& drawing, float width, KnobLook look);
// Of the list that is open among them; 0: none is.
float open_list_height(const Drawing& drawing, KnobLook look);
bool has_what_if(const ScreenModel& screen);
bool has_form(const ScreenModel& screen);
// One field of a form: a label, what is chosen, and, when it is open, the list to choose from.
void put_field(const Drawing& drawing, Column& column, const ShownKnob& knob);
// What is to be reached (draw_goals where it has a card of its own).
void put_goals(const Drawing& drawing, Column& column);
// The question of this step, if there is one.
void put_question(const Drawing& drawing, Column& column);

}  // namespace mailscope::ui
