// The story: what happened, why, by which rule, what the author says; the question is asked within it.
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
  for (std::size_t i = 0; i < story.marked_paragraphs.size(); ++i) {
    if (i > 0) column.gap(8);
    column.paragraph(Face::regular, k_story, ink, story.marked_paragraphs[i], 16);
  }
  if (column.draws()) {
    d.canvas.fill({column.x(), top + 2, 3, column.y() - top - 4},
                  story.is_fresh ? c.accent : c.line, 1.5f);
  }
  column.gap(12);
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

// One cause: how it is a cause, what it is, by which rule; a tap leads to its step.
void put_cause(const Drawing& d, Column& column, const WhyLink& link, std::size_t i, bool is_last) {
  const Palette& c = d.canvas.colours();
  const float top = column.y();
  Column text(d, {column.x() + 28, top}, column.width() - 28, column.draws());
  if (!link.kind.empty()) text.paragraph(Face::regular, 13, c.muted, "← " + link.kind);
  text.paragraph(i == 0 ? Face::strong : Face::regular, 15,
                 link.is_trouble ? c.trouble_text : c.ink, link.sentence, 0, Markup::none);
  for (const std::string& fact : link.facts) text.paragraph(Face::mono, 13, c.muted, fact);
  const std::string place = fill(d.words.tr("step {n}"), {{"n", std::to_string(link.index)}});
  text.paragraph(Face::regular, 13, c.muted, link.rule.empty() ? place : place + " · " + link.rule);
  column.advance(std::max(text.y() - top, k_touch - 8) + 8);
  if (!column.draws()) return;
  const Point dot{column.x() + 9, top + 11};
  if (!is_last) d.canvas.line({dot.x, dot.y + 7}, {dot.x, column.y() + 4}, c.line, 2);
  if (link.is_root) {
    d.canvas.icon(dot, 14, c.accent, k_icon_flag);
  } else {
    protocol_mark(d.canvas, dot, link.protocol, 4.5f, colour_of(c, link.protocol));
  }
  const Rect row{column.x(), top - 2, column.width(), column.y() - top - 2};
  if (d.canvas.clicked("cause:" + std::to_string(i), row))
    d.intents.add("go", std::to_string(link.step));
}

// The chain of causes down to its roots, when it was asked for.
void put_why(const Drawing& d, Column& column) {
  const WhyModel& why = d.screen.why;
  if (!why.is_askable) return;
  const Palette& c = d.canvas.colours();
  const bool is_open = d.screen.views.shows_why;
  const std::string title = d.words.tr("Why did this happen?");
  column.gap(4);
  const Rect bar{column.x() - 4, column.y(), d.canvas.width(Face::strong, k_small, title) + 44, 34};
  if (column.draws()) {
    if (d.canvas.clicked("why", bar.inset(0, -5))) d.intents.add("why");
    if (d.canvas.hovers(bar)) d.canvas.fill(bar, c.sunken, 8);
    d.canvas.icon({bar.x + 12, bar.center().y}, 12, c.accent,
                  is_open ? k_icon_chevron_up : k_icon_chevron_down);
    d.canvas.text_in({bar.x + 28, bar.y, bar.w - 28, bar.h}, Face::strong, k_small, c.accent,
                     title);
  }
  column.advance(34);
  if (!is_open) return;
  column.gap(4);
  for (std::size_t i = 0; i < why.links.size(); ++i)
    put_cause(d, column, why.links[i], i, i + 1 == why.links.size());
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
  // In a challenge the task comes first; nobody tells a story.
  const bool is_challenge = has_goals_card(d.screen);
  if (is_challenge && d.is_narrow) put_goals(d, column);
  if (is_challenge && d.screen.question.is_asked) put_question(d, column);
  put_place(d, column);
  // Long ones, such as a whole line of base64, are set smaller.
  const float large = d.is_narrow ? 19.0f : k_headline;
  const bool is_long =
      d.canvas.paragraph_height(column.width(), Face::strong, large, story.headline, Markup::none) >
      2.5f * d.canvas.line_height(large);
  column.paragraph(Face::strong, is_long ? 17.0f : large, c.ink, story.headline, 0, Markup::none);
  column.gap(8);
  if (story.is_fresh) put_author(d, column);
  // What is asked here is seen without scrolling; what is left over from an earlier step waits below.
  const bool is_asked_here = d.screen.question.is_here && !is_challenge;
  if (is_asked_here) put_question(d, column);
  if (!story.why.empty()) {
    column.paragraph(Face::regular, story.is_fresh ? k_text : 17.0f, c.ink, story.marked_why);
    column.gap(8);
  }
  put_rule(d, column);
  put_why(d, column);
  column.gap(12);
  if (!is_challenge && !is_asked_here) put_question(d, column);
  if (!story.is_fresh) put_author(d, column);
  if (story.is_end && !d.screen.goals.is_challenge && !d.screen.score.empty()) {
    column.gap(4);
    column.paragraph(Face::regular, k_small, c.muted, d.screen.score);
  }
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
  // The keyboard's cursor brings itself into view (question_panel.cpp).
  if (drawing.screen.views.picked.empty()) drawing.canvas.scroll_to_top("story", step_key(drawing));
  const float shift = drawing.canvas.begin_scroll("story", view);
  const float pad = drawing.is_narrow ? 14.0f : 18.0f, top = view.y - shift + 14;
  Column column(drawing, {view.x + pad, top}, view.w - 2 * pad, true);
  put_all(drawing, column);
  if (with_knobs && has_what_if(drawing.screen)) {
    drawing.canvas.line({column.x(), column.y()}, {column.x() + column.width(), column.y()},
                        drawing.canvas.colours().line);
    column.gap(12);
    put_knobs(drawing, column);
  }
  drawing.canvas.end_scroll(column.y() - top + 24);
}

}  // namespace mailscope::ui
