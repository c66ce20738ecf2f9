// A question of the lesson: asked, answered, judged, explained.
#include "build/fonts/icons.h"
#include "ui/panels/column.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

// The sign before an option: a dot to choose one, a box for several, a number for the order, the verdict.
void put_sign(const Drawing& d, Point p, QuestionKind kind, const ShownOption& option) {
  const Palette& c = d.canvas.colours();
  const bool is_order = kind == QuestionKind::order;
  if (!is_order && option.mark != Mark::none) {
    const bool is_right = option.mark == Mark::right;
    d.canvas.icon(p, 17, is_right ? c.right_text : c.trouble_text,
                  is_right ? k_icon_check_circle : k_icon_times_circle);
    return;
  }
  if (kind == QuestionKind::several) {
    const Rect box{p.x - 9, p.y - 9, 18, 18};
    if (option.is_chosen) d.canvas.fill(box, c.accent, 5);
    d.canvas.stroke(box, option.is_chosen ? c.accent : c.muted, 5, 1.5f);
    if (option.is_chosen) d.canvas.icon(p, 12, c.on_accent, k_icon_check);
  } else {
    d.canvas.ring(p, is_order ? 11.0f : 8.0f, c.muted, 1.5f);
    if (is_order && option.is_chosen) {
      d.canvas.disc(p, 11, c.accent);
      d.canvas.text_in({p.x - 11, p.y - 11, 22, 22}, Face::strong, 13, c.on_accent, option.place,
                       Align::center);
    } else if (option.is_chosen) {
      d.canvas.disc(p, 4.5f, c.accent);
    }
  }
}

// Below the options: "Check", "This is the step".
void put_answer_button(const Drawing& d, Column& column, const QuestionModel& question) {
  const bool is_find = question.kind == QuestionKind::find && question.mark != Mark::right;
  if (!question.is_checkable && !is_find) return;
  const std::string label = is_find ? d.words.tr("This is the step") : d.words.tr("Check");
  const Rect r{column.x() + 12, column.y(),
               std::min(column.width() - 24, text_button_width(d.canvas, label) + 20), k_touch};
  if (column.draws() && text_button(d.canvas, "check:" + question.id, r, label, true))
    d.intents.add("check", question.id);
  column.advance(k_touch + 10);
}

void put_option(const Drawing& d, Column& column, const QuestionModel& question,
                std::size_t index) {
  const Palette& c = d.canvas.colours();
  const ShownOption& option = question.options[index];
  const float text_width = column.width() - 46 - 24;
  const float height =
      std::max(d.canvas.scaled(44.0f),
               d.canvas.paragraph_height(text_width, Face::regular, k_text, option.text) + 20);
  const Rect r{column.x() + 12, column.y(), column.width() - 24, height};
  if (column.draws()) {
    const bool is_right = option.mark == Mark::right, is_wrong = option.mark == Mark::wrong;
    const bool is_clicked = d.canvas.clicked("option:" + question.id + ":" + option.id, r);
    d.canvas.fill(r,
                  is_right             ? c.right_glow
                  : is_wrong           ? c.trouble_glow
                  : d.canvas.hovers(r) ? c.glow
                                       : c.raised,
                  9);
    d.canvas.stroke(r,
                    is_right   ? c.right
                    : is_wrong ? c.trouble
                               : c.line,
                    9, is_right || is_wrong ? 1.5f : 1.0f);
    put_sign(d, {r.x + 22, r.y + r.h / 2}, question.kind, option);
    const float text_height =
        d.canvas.paragraph_height(text_width, Face::regular, k_text, option.text);
    d.canvas.paragraph({r.x + 42, r.y + (height - text_height) / 2}, text_width, Face::regular,
                       k_text, c.ink, option.text);
    if (is_clicked) d.intents.add("answer", question.id + "=" + option.id);
  }
  column.advance(height + 8);
}

// The page lays a real text field over this place; natively the keys go to it.
void put_typed(const Drawing& d, Column& column, const QuestionModel& question) {
  const Rect r{column.x() + 12, column.y(), column.width() - 24, k_touch};
  if (column.draws()) {
    text_field(d, r,
               {.action = "answer-text",
                .value = question.typed,
                .hint = d.words.tr("Type the command …"),
                .is_mono = true});
  }
  column.advance(k_touch + 10);
}

// A nudge for those who ask for it.
void put_hint(const Drawing& d, Column& column, const QuestionModel& question) {
  if (question.hint.empty()) return;
  const Palette& c = d.canvas.colours();
  const bool is_shown = d.screen.views.shows_hint;
  const std::string label = is_shown ? d.words.tr("Hide the hint") : d.words.tr("Give me a hint");
  const Rect r{column.x() + 12, column.y(),
               std::min(column.width() - 24, text_button_width(d.canvas, label) + 20), k_touch};
  if (column.draws() && text_button(d.canvas, "hint:" + question.id, r, label))
    d.intents.add("hint");
  column.advance(k_touch + 8);
  if (!is_shown) return;
  Column text(d, {column.x() + 14, column.y()}, column.width() - 28, column.draws());
  text.paragraph(Face::regular, k_text, c.ink, question.hint);
  column.advance(text.y() - column.y() + 8);
}

}  // namespace

void put_question(const Drawing& d, Column& column) {
  const QuestionModel& question = d.screen.question;
  if (!question.is_asked) return;
  const Palette& c = d.canvas.colours();
  const auto body = [&](Column& inner) {
    inner.gap(12);
    if (inner.draws())
      d.canvas.icon({inner.x() + 24, inner.y() + 13}, 19, c.accent, k_icon_question_circle);
    Column text(d, {inner.x() + 44, inner.y()}, inner.width() - 58, inner.draws());
    text.paragraph(Face::strong, 17, c.ink, question.text);
    inner.advance(text.y() - inner.y() + 10);
    for (std::size_t i = 0; i < question.options.size(); ++i) put_option(d, inner, question, i);
    if (question.kind == QuestionKind::type) put_typed(d, inner, question);
    put_answer_button(d, inner, question);
    if (question.mark != Mark::right) put_hint(d, inner, question);
    if (question.mark != Mark::none) {
      const bool is_right = question.mark == Mark::right;
      const std::string verdict = is_right ? d.words.tr("Right.") : d.words.tr("Not quite.");
      Column feedback(d, {inner.x() + 14, inner.y() + 2}, inner.width() - 28, inner.draws());
      feedback.paragraph(Face::regular, k_text, is_right ? c.right_text : c.trouble_text,
                         "**" + verdict + "** " + question.feedback);
      inner.advance(feedback.y() - inner.y() + 12);
    } else {
      inner.gap(4);
    }
  };
  Column measured(d, {column.x(), column.y()}, column.width(), false);
  body(measured);
  if (column.draws()) {
    const Rect r{column.x(), column.y(), column.width(), measured.y() - column.y()};
    d.canvas.fill(r, c.sunken, k_radius);
    Column drawn(d, {column.x(), column.y()}, column.width(), true);
    body(drawn);
  }
  column.advance(measured.y() - column.y() + 12);
}

}  // namespace mailscope::ui
