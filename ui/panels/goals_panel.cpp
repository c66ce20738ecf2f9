// What is to be reached: each goal with its mark, what still fails and where, hints for those who ask.
#include <algorithm>

#include "build/fonts/icons.h"
#include "ui/panels/column.h"
#include "ui/panels/widgets.h"

namespace mailscope::ui {
namespace {

void hint_button(const Drawing& d, const ShownGoal& goal, const std::string& label, Rect r) {
  const Palette& c = d.canvas.colours();
  if (d.canvas.clicked("goal-hint:" + goal.id, r.inset(0, -6))) d.intents.add("goal-hint", goal.id);
  d.canvas.fill(r, d.canvas.hovers(r) ? c.glow : c.raised, 9);
  d.canvas.stroke(r, c.line, 9);
  d.canvas.text_in(r, Face::strong, k_small, c.ink, label, Align::center);
}

void put_goal(const Drawing& d, Column& column, const ShownGoal& goal) {
  const Palette& c = d.canvas.colours();
  const std::string label =
      goal.hints.empty() ? d.words.tr("Give me a hint") : d.words.tr("Another hint");
  const float wide = text_button_width(d.canvas, label) + 12, high = d.canvas.scaled(32);
  // Beside the goal where there is room, else below it.
  const bool is_beside = goal.has_more_hints && column.width() > wide + 300;
  if (column.draws()) {
    d.canvas.icon({column.x() + 10, column.y() + 11}, 17, goal.is_met ? c.right_text : c.muted,
                  goal.is_met ? k_icon_check_circle : k_icon_circle_o);
  }
  Column text(d, {column.x() + 28, column.y()}, column.width() - 28 - (is_beside ? wide + 12 : 0),
              column.draws());
  text.paragraph(Face::strong, 15, goal.is_met ? c.right_text : c.ink, goal.text);
  if (!goal.lack.empty())
    text.paragraph(Face::regular, k_small, c.trouble_text, goal.lack, 0, Markup::none);
  if (column.draws() && goal.step != 0) {
    const Rect row{column.x(), column.y() - 2, text.x() + text.width() - column.x(),
                   text.y() - column.y() + 4};
    if (d.canvas.clicked("goal:" + goal.id, row)) d.intents.add("go", std::to_string(goal.step));
  }
  for (const std::string& hint : goal.hints) {
    text.gap(4);
    if (text.draws())
      d.canvas.icon({text.x() + 8, text.y() + 10}, 13, c.accent, k_icon_info_circle);
    text.paragraph(Face::regular, 15, c.ink, hint, 22);
  }
  if (is_beside && column.draws())
    hint_button(d, goal, label, {column.x() + column.width() - wide, column.y(), wide, high});
  if (goal.has_more_hints && !is_beside) {
    text.gap(4);
    if (text.draws()) hint_button(d, goal, label, {text.x(), text.y(), wide, high});
    text.advance(high + 6);
  }
  const float least = is_beside ? high + 2 : 0;
  column.advance(std::max(text.y() - column.y(), least) + 8);
}

}  // namespace

void put_goals(const Drawing& d, Column& column) {
  const GoalsModel& goals = d.screen.goals;
  if (goals.goals.empty()) return;
  // A lonely goal needs no count.
  if (goals.goals.size() == 1 && !goals.is_challenge)
    return put_goal(d, column, goals.goals.front());
  const Palette& c = d.canvas.colours();
  if (column.draws()) {
    d.canvas.icon({column.x() + 9, column.y() + 11}, 16,
                  goals.are_all_met ? c.right_text : c.accent, k_icon_flag);
    const float wide = d.canvas.text_in({column.x() + 28, column.y(), column.width() - 28, 22},
                                        Face::strong, k_text, c.ink, goals.progress);
    if (goals.is_challenge && !d.is_narrow)
      d.canvas.text_in({column.x() + 40 + wide, column.y(), column.width() - 40 - wide, 22},
                       Face::regular, 13, c.muted, d.screen.score, Align::right);
  }
  column.advance(30);
  if (goals.is_challenge && d.is_narrow) {
    column.paragraph(Face::regular, 13, c.muted, d.screen.score);
    column.gap(6);
  }
  for (const ShownGoal& goal : goals.goals) put_goal(d, column, goal);
}

bool has_goals_card(const ScreenModel& screen) {
  return screen.goals.is_challenge && !screen.goals.goals.empty();
}

float goals_height(const Drawing& d, float width) {
  Column column(d, {0, 0}, width - 36, false);
  put_goals(d, column);
  return column.y() + 20;
}

// Where there is little room: how many, and the first that is not reached; a tap shows them all.
void draw_goal_strip(const Drawing& d, Rect r) {
  const Palette& c = d.canvas.colours();
  const GoalsModel& goals = d.screen.goals;
  if (d.canvas.clicked("goal-strip", r)) d.intents.add("tab", "0");
  d.canvas.fill(r, c.raised, 9);
  d.canvas.stroke(r, goals.are_all_met ? c.right : c.line, 9);
  d.canvas.icon({r.x + 18, r.center().y}, 17, goals.are_all_met ? c.right_text : c.accent,
                goals.are_all_met ? k_icon_check_circle : k_icon_flag);
  Rect lines = r.inset(8, 4);
  lines.take_left(28);
  d.canvas.text_in(lines.take_top(lines.h / 2), Face::strong, k_small, c.ink, goals.progress);
  for (const ShownGoal& goal : goals.goals) {
    if (goal.is_met && !goals.are_all_met) continue;
    d.canvas.text_in(lines, Face::regular, 13, goals.are_all_met ? c.right_text : c.muted,
                     goal.text);
    return;
  }
}

void draw_goals(const Drawing& d, Rect r) { draw_column_card(d, r, "goals", 10, put_goals); }

}  // namespace mailscope::ui
