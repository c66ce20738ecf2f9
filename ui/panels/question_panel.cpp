// A question of the lesson: asked, answered, judged, explained, with hints for those who want them.
#include <functional>

#include "build/fonts/icons.h"
#include "ui/panels/column.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

// The keyboard's cursor stands here: a ring around it, and it is brought into view.
void ring_picked(const Drawing& d, std::string_view place, Rect r) {
  if (d.screen.views.picked != place) return;
  d.canvas.stroke(r.inset(-3), d.canvas.colours().accent, 11, 2.5f);
  const float top = r.y - d.canvas.scroll_view().y + d.canvas.scroll_offset();
  d.canvas.scroll_to("story", top, top + r.h,
                     step_key(d) ^ (std::hash<std::string_view>()(place) | 1U));
}

void put_mark(const Drawing& d, Point p, Mark mark) {
  const Palette& c = d.canvas.colours();
  const bool is_right = mark == Mark::right;
  d.canvas.icon(p, 17, is_right ? c.right_text : c.trouble_text,
                is_right ? k_icon_check_circle : k_icon_times_circle);
}

// The sign before an option: a dot to choose one, a box for several, the verdict.
void put_sign(const Drawing& d, Point p, QuestionKind kind, const ShownOption& option) {
  const Palette& c = d.canvas.colours();
  if (option.mark != Mark::none) return put_mark(d, p, option.mark);
  if (kind == QuestionKind::several) {
    const Rect box{p.x - 9, p.y - 9, 18, 18};
    if (option.is_chosen) d.canvas.fill(box, c.accent, 5);
    d.canvas.stroke(box, option.is_chosen ? c.accent : c.muted, 5, 1.5f);
    if (option.is_chosen) d.canvas.icon(p, 12, c.on_accent, k_icon_check);
  } else {
    d.canvas.ring(p, 8, c.muted, 1.5f);
    if (option.is_chosen) d.canvas.disc(p, 4.5f, c.accent);
  }
}

void fill_row(const Drawing& d, Rect r, Mark mark, bool is_touchable = true) {
  const Palette& c = d.canvas.colours();
  const bool is_right = mark == Mark::right, is_wrong = mark == Mark::wrong;
  const bool is_hovered = is_touchable && d.canvas.hovers(r);
  d.canvas.fill(r,
                is_right     ? c.right_glow
                : is_wrong   ? c.trouble_glow
                : is_hovered ? c.glow
                             : c.raised,
                9);
  d.canvas.stroke(r,
                  is_right   ? c.right
                  : is_wrong ? c.trouble
                             : c.line,
                  9, is_right || is_wrong ? 1.5f : 1.0f);
}

// A wide button of its own row; false while it is only measured.
bool put_button(const Drawing& d, Column& column, std::string_view place, const std::string& label,
                bool is_primary) {
  const Rect r{column.x() + 12, column.y(),
               std::min(column.width() - 24, text_button_width(d.canvas, label) + 20), k_touch};
  const std::string id = std::string(place) + ":" + d.screen.question.id;
  const bool is_clicked = column.draws() && text_button(d.canvas, id, r, label, is_primary);
  if (column.draws()) ring_picked(d, place, r);
  column.advance(k_touch + 10);
  return is_clicked;
}

void put_option(const Drawing& d, Column& column, const QuestionModel& question,
                const ShownOption& option) {
  const float text_width = column.width() - 46 - 24;
  const float text_height =
      d.canvas.paragraph_height(text_width, Face::regular, k_text, option.text);
  const float height = std::max(d.canvas.scaled(44.0f), text_height + 20);
  const Rect r{column.x() + 12, column.y(), column.width() - 24, height};
  if (column.draws()) {
    const bool is_clicked = d.canvas.clicked("option:" + question.id + ":" + option.id, r);
    fill_row(d, r, option.mark);
    put_sign(d, {r.x + 22, r.y + r.h / 2}, question.kind, option);
    d.canvas.paragraph({r.x + 42, r.y + (height - text_height) / 2}, text_width, Face::regular,
                       k_text, d.canvas.colours().ink, option.text);
    ring_picked(d, "option:" + option.id, r);
    if (is_clicked) d.intents.add("answer", question.id + "=" + option.id);
  }
  column.advance(height + 8);
}

// An item of an order: its place, its text, one up, one down.
void put_item(const Drawing& d, Column& column, const QuestionModel& question, std::size_t index) {
  const Palette& c = d.canvas.colours();
  const ShownOption& option = question.options[index];
  const float text_width = column.width() - 24 - 42 - 2 * k_touch - 4;
  const float text_height =
      d.canvas.paragraph_height(text_width, Face::regular, k_text, option.text);
  const float height = std::max(d.canvas.scaled(44.0f), text_height + 16);
  const Rect r{column.x() + 12, column.y(), column.width() - 24, height};
  if (column.draws()) {
    fill_row(d, r, option.mark, false);
    if (option.mark != Mark::none) {
      put_mark(d, {r.x + 21, r.center().y}, option.mark);
    } else {
      d.canvas.text_in({r.x + 8, r.y, 26, r.h}, Face::strong, k_small, c.muted,
                       std::to_string(index + 1), Align::center);
    }
    d.canvas.paragraph({r.x + 40, r.y + (height - text_height) / 2}, text_width, Face::regular,
                       k_text, c.ink, option.text);
    const auto arrow = [&](float x, const char* glyph, const char* way, bool is_able) {
      const Rect at{x, r.center().y - k_touch / 2, k_touch, k_touch};
      if (icon_button(d.canvas, std::string(way) + ":" + question.id + ":" + option.id, at, glyph,
                      15, false, is_able))
        d.intents.add("move", question.id + "=" + option.id + ":" + way);
    };
    arrow(r.right() - 2 * k_touch, k_icon_chevron_up, "up", option.can_up);
    arrow(r.right() - k_touch, k_icon_chevron_down, "down", option.can_down);
    ring_picked(d, "option:" + option.id, r);
  }
  column.advance(height + 6);
}

// A left side, and below it all that can be put to it.
void put_pair(const Drawing& d, Column& column, const QuestionModel& question, std::size_t index) {
  const Palette& c = d.canvas.colours();
  const MatchedPair& pair = question.pairs[index];
  const auto body = [&](Column& inner) {
    inner.gap(8);
    const float lead = pair.mark == Mark::none ? 12.0f : 36.0f;
    if (inner.draws() && pair.mark != Mark::none)
      put_mark(d, {inner.x() + 20, inner.y() + 11}, pair.mark);
    Column left(d, {inner.x() + lead, inner.y()}, inner.width() - lead - 12, inner.draws());
    left.paragraph(Face::strong, k_text, c.ink, pair.left);
    inner.advance(left.y() - inner.y() + 6);
    std::vector<Segment> choices;
    for (const ShownOption& option : question.options)
      choices.push_back({option.text, option.id == pair.option});
    const Point at{inner.x() + 12, inner.y()};
    if (inner.draws()) {
      const int clicked = choice_rows(d.canvas, "pair:" + question.id + ":" + std::to_string(index),
                                      at, inner.width() - 24, choices);
      if (clicked >= 0) {
        d.intents.add("answer", question.id + "=" + std::to_string(index) + ":" +
                                    question.options[static_cast<std::size_t>(clicked)].id);
      }
    }
    inner.advance(choice_rows_height(d.canvas, inner.width() - 24, choices) + 10);
  };
  Column measured(d, {column.x() + 12, column.y()}, column.width() - 24, false);
  body(measured);
  const Rect r{column.x() + 12, column.y(), column.width() - 24, measured.y() - column.y()};
  if (column.draws()) {
    fill_row(d, r, pair.mark, false);
    Column drawn(d, {r.x, r.y}, r.w, true);
    body(drawn);
    ring_picked(d, "pair:" + std::to_string(index), r);
  }
  column.advance(r.h + 8);
}

// The page lays a real text field over this place; natively the keys go to it while it has them.
void put_typed(const Drawing& d, Column& column, const QuestionModel& question) {
  const Rect r{column.x() + 12, column.y(), column.width() - 24, k_touch};
  if (column.draws()) {
    text_field(d, r,
               {.action = "answer-text",
                .value = question.typed,
                .hint = d.words.tr("Type the command …"),
                .is_mono = true,
                .wants_focus = d.screen.views.types_answer});
    ring_picked(d, "typed", r);
  }
  column.advance(k_touch + 10);
}

void put_lines(const Drawing& d, Column& column, const std::vector<std::string>& lines) {
  const Palette& c = d.canvas.colours();
  for (const std::string& line : lines) {
    if (column.draws())
      d.canvas.icon({column.x() + 22, column.y() + 11}, 14, c.accent, k_icon_info_circle);
    Column text(d, {column.x() + 38, column.y()}, column.width() - 52, column.draws());
    text.paragraph(Face::regular, k_text, c.ink, line);
    column.advance(text.y() - column.y() + 8);
  }
}

void put_answers(const Drawing& d, Column& column, const QuestionModel& question) {
  for (std::size_t i = 0; i < question.pairs.size(); ++i) put_pair(d, column, question, i);
  switch (question.kind) {
    case QuestionKind::one:
    case QuestionKind::several:
      for (const ShownOption& option : question.options) put_option(d, column, question, option);
      return;
    case QuestionKind::order:
      for (std::size_t i = 0; i < question.options.size(); ++i) put_item(d, column, question, i);
      return;
    case QuestionKind::type: put_typed(d, column, question); return;
    case QuestionKind::find:
      if (question.mark != Mark::right)
        put_lines(d, column,
                  {d.words.tr("Click the step in the ladder or in the dialogue; or go to it and "
                              "say that it is this one.")});
      return;
    case QuestionKind::repair:
      if (question.mark != Mark::right)
        put_lines(d, column,
                  {d.words.tr("Turn the knobs under “What if?” until every goal is "
                              "reached.")});
      return;
    case QuestionKind::match: return;
  }
}

void put_verdict(const Drawing& d, Column& column, const QuestionModel& question) {
  if (question.mark == Mark::none) return column.gap(4);
  const float top = column.y();
  const Palette& c = d.canvas.colours();
  const bool is_right = question.mark == Mark::right;
  const std::string verdict = is_right ? d.words.tr("Right.") : d.words.tr("Not quite.");
  Column said(d, {column.x() + 14, column.y() + 2}, column.width() - 28, column.draws());
  said.paragraph(Face::regular, k_text, is_right ? c.right_text : c.trouble_text,
                 "**" + verdict + "** " + question.feedback);
  if (!question.protocol.empty()) {
    said.gap(4);
    said.paragraph(Face::mono, 14, c.ink, question.protocol);
  }
  column.advance(said.y() - column.y() + 12);
  if (!column.draws()) return;
  const float y = top - d.canvas.scroll_view().y + d.canvas.scroll_offset();
  d.canvas.reveal("story", y, y + column.y() - top,
                  std::hash<std::string>()(question.id + verdict + question.feedback));
}

void put_body(const Drawing& d, Column& column, const QuestionModel& question) {
  const Palette& c = d.canvas.colours();
  column.gap(12);
  if (column.draws())
    d.canvas.icon({column.x() + 24, column.y() + 13}, 19, c.accent, k_icon_question_circle);
  Column text(d, {column.x() + 44, column.y()}, column.width() - 58, column.draws());
  if (!question.position.empty()) text.paragraph(Face::regular, 13, c.muted, question.position);
  text.paragraph(Face::strong, 17, c.ink, question.text);
  column.advance(text.y() - column.y() + 10);
  put_answers(d, column, question);
  const bool is_find = question.kind == QuestionKind::find && question.mark != Mark::right;
  const std::string check =
      is_find ? d.words.tr("It is the step where I stand") : d.words.tr("Check");
  if ((is_find || question.is_checkable) && put_button(d, column, "check", check, true))
    d.intents.add("check", question.id);
  put_verdict(d, column, question);
  put_lines(d, column, question.hints);
  const std::string hint =
      question.hints.empty() ? d.words.tr("Give me a hint") : d.words.tr("Another hint");
  if (question.has_more_hints && put_button(d, column, "hint", hint, false))
    d.intents.add("hint", question.id);
  if (!question.position.empty() &&
      put_button(d, column, "next", d.words.tr("The next question"), question.mark == Mark::right))
    d.intents.add("next-question");
}

}  // namespace

void put_question(const Drawing& d, Column& column) {
  const QuestionModel& question = d.screen.question;
  if (!question.is_asked) return;
  Column measured(d, {column.x(), column.y()}, column.width(), false);
  put_body(d, measured, question);
  if (column.draws()) {
    const Rect r{column.x(), column.y(), column.width(), measured.y() - column.y()};
    d.canvas.fill(r, d.canvas.colours().sunken, k_radius);
    Column drawn(d, {column.x(), column.y()}, column.width(), true);
    put_body(d, drawn, question);
  }
  column.advance(measured.y() - column.y() + 12);
}

}  // namespace mailscope::ui
