// The story, the question and the knobs: what happened, what do you think, what if.
#include "build/fonts/icons.h"
#include "ui/panels/column.h"
#include "ui/panels/screen.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

const char* icon_of(Protocol protocol) {
  switch (protocol) {
    case Protocol::smtp: return k_icon_paper_plane;
    case Protocol::imap:
    case Protocol::pop3: return k_icon_inbox;
    case Protocol::dns: return k_icon_globe;
    case Protocol::tls: return k_icon_lock;
    case Protocol::tcp:
    case Protocol::udp: return k_icon_plug;
    case Protocol::none: return k_icon_circle_o;
  }
  return k_icon_circle_o;
}

void put_place(const Drawing& d, Column& column) {
  const StoryModel& story = d.screen.story;
  const Palette& c = d.canvas.colours();
  if (column.draws()) {
    float x = column.x();
    if (story.is_trouble) {
      x += chip(d.canvas, {x, column.y()}, c.trouble, d.words.tr("Trouble"),
                k_icon_exclamation_triangle) +
           8;
    } else if (story.protocol != Protocol::none) {
      x += chip(d.canvas, {x, column.y()}, colour_of(c, story.protocol),
                protocol_name(story.protocol), icon_of(story.protocol)) +
           8;
    }
    d.canvas.text_in({x, column.y(), column.x() + column.width() - x, d.canvas.scaled(24)},
                     Face::regular, 13, c.muted, story.position + " · " + story.time);
  }
  column.advance(d.canvas.scaled(24) + 8);
}

// The author's voice: set apart by a line at its left.
void put_author(const Drawing& d, Column& column) {
  const StoryModel& story = d.screen.story;
  const Palette& c = d.canvas.colours();
  if (story.paragraphs.empty()) return;
  const float top = column.y();
  const std::uint32_t ink = story.is_fresh ? c.ink : c.muted;
  if (!story.title.empty()) {
    column.paragraph(Face::strong, k_title, ink, story.title, 16);
    column.gap(4);
  }
  for (std::size_t i = 0; i < story.paragraphs.size(); ++i) {
    if (i > 0) column.gap(8);
    column.paragraph(Face::regular, k_story, ink, story.paragraphs[i], 16);
  }
  if (column.draws()) {
    d.canvas.fill({column.x(), top + 2, 3, column.y() - top - 4},
                  story.is_fresh ? c.accent : c.line, 1.5f);
  }
  column.gap(12);
}

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
  const Palette& c = d.canvas.colours();
  const Rect r{column.x() + 12, column.y(), column.width() - 24, k_touch};
  if (column.draws()) {
    if (d.canvas.clicked("typed:" + question.id, r)) d.intents.add("ask-text", question.id);
    d.canvas.fill(r, c.raised, 8);
    d.canvas.stroke(r, c.muted, 8, 1.5f);
    const bool is_empty = question.typed.empty();
    d.canvas.text_in(r.inset(12, 0), Face::mono, k_mono, is_empty ? c.muted : c.ink,
                     is_empty ? d.words.tr("Type the command …") : question.typed);
  }
  column.advance(k_touch + 10);
}

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

void put_rule(const Drawing& d, Column& column) {
  if (d.screen.story.rule.empty()) return;
  const Palette& c = d.canvas.colours();
  if (column.draws()) {
    d.canvas.icon({column.x() + 8, column.y() + 10}, 13, c.muted, k_icon_book);
    d.canvas.text_in({column.x() + 24, column.y(), column.width() - 24, 20}, Face::regular, k_small,
                     c.muted, d.screen.story.rule);
  }
  column.advance(20);
}

void put_all(const Drawing& d, Column& column) {
  const StoryModel& story = d.screen.story;
  const Palette& c = d.canvas.colours();
  if (!d.screen.problem.empty()) {
    if (column.draws())
      d.canvas.icon({column.x() + 12, column.y() + 12}, 22, c.trouble_text,
                    k_icon_exclamation_triangle);
    column.gap(34);
    for (const std::string& paragraph : paragraphs_of(d.screen.problem)) {
      column.paragraph(Face::regular, k_text, c.ink, paragraph);
      column.gap(8);
    }
    return;
  }
  put_place(d, column);
  column.paragraph(Face::strong, d.is_narrow ? 19.0f : k_headline, c.ink, story.headline);
  column.gap(8);
  if (story.is_fresh) put_author(d, column);
  if (!story.why.empty()) {
    column.paragraph(Face::regular, story.is_fresh ? k_text : 17.0f, c.ink, story.why);
    column.gap(8);
  }
  put_rule(d, column);
  column.gap(12);
  put_question(d, column);
  if (!story.is_fresh) put_author(d, column);
}

}  // namespace

float story_height(const Drawing& drawing, float width) {
  Column column(drawing, {0, 0}, width - 40, false);
  put_all(drawing, column);
  return column.y() + 32;
}

void draw_story(const Drawing& drawing, Rect r, bool with_knobs) {
  card(drawing.canvas, r);
  const Rect view = r.inset(2);
  drawing.canvas.scroll_to_top("story", step_key(drawing));
  const float shift = drawing.canvas.begin_scroll("story", view);
  const float pad = drawing.is_narrow ? 14.0f : 18.0f, top = view.y - shift + 14;
  Column column(drawing, {view.x + pad, top}, view.w - 2 * pad, true);
  put_all(drawing, column);
  if (with_knobs && !drawing.screen.knobs.knobs.empty()) {
    drawing.canvas.line({column.x(), column.y()}, {column.x() + column.width(), column.y()},
                        drawing.canvas.colours().line);
    column.gap(12);
    put_knobs(drawing, column);
  }
  drawing.canvas.end_scroll(column.y() - top + 24);
}

}  // namespace mailscope::ui
