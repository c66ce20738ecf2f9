// The whole screen: every model at once, drawn into one window of any size.
//
//   draw_screen(canvas, screen, {width, height}, intents);
#pragma once

#include <string>
#include <vector>

#include "ui/model/bytes_model.h"
#include "ui/model/compare_model.h"
#include "ui/model/dialogue_model.h"
#include "ui/model/difference_model.h"
#include "ui/model/goals_model.h"
#include "ui/model/host_model.h"
#include "ui/model/ladder_model.h"
#include "ui/model/lesson_models.h"
#include "ui/model/map_model.h"
#include "ui/model/message_model.h"
#include "ui/model/question_model.h"
#include "ui/model/search_model.h"
#include "ui/model/secrets_model.h"
#include "ui/model/state_model.h"
#include "ui/model/story_model.h"
#include "ui/model/terminal_model.h"
#include "ui/model/timeline_model.h"
#include "ui/model/view_state.h"
#include "ui/model/why_model.h"
#include "ui/panels/canvas.h"
#include "ui/panels/intents.h"

namespace mailscope::ui {

struct TriesModel {       // what the learner can do to the run here, beside the knobs
  bool can_drop = false;  // a packet travels at this step
  bool can_type = false;  // a connection is open
  bool can_undo = false, can_redo = false;
};

struct LadderFilterModel {
  std::string text;        // what the ladder shows only; empty: everything
  std::string connection;  // that of the step: "alice → mx :25"; empty: none
  std::string connection_argument;
};

struct KeyHelp {
  std::string title, keys;
  friend bool operator==(const KeyHelp&, const KeyHelp&) = default;
};

struct ScreenModel {
  std::string lesson_title;
  bool is_playing = false, has_lesson = false, can_back = false, can_forward = false;
  std::string speed;           // "1×"
  std::string other_language;  // what the button switches to: "RU"
  std::string problem;         // a fault instead of a lesson
  StepLevel level = StepLevel::mail;
  ViewState views;
  bool has_attack = false;  // of this lesson, before and after can be compared
  std::string difference;   // "3 steps new · 1 gone"; empty: nothing was turned
  TimelineModel timeline;
  MapModel map;
  LadderModel ladder;
  LadderFilterModel ladder_filter;
  StoryModel story;
  KnobsModel knobs;
  QuestionModel question;
  GoalsModel goals;
  std::string score;  // "2 of 5 answered right, …"; empty: nothing is asked
  DialogueModel dialogue;
  HostModel host;
  SecretsModel secrets;
  BytesModel bytes;
  StateModel state;
  MessageModel message;
  SearchModel search;
  CompareModel compare;
  TerminalModel terminal;
  WhyModel why;
  TriesModel tries;
  LessonListModel lessons;
  std::vector<KeyHelp> keys;
  std::vector<Protocol> protocols;  // that this run speaks: the legend
  std::uint64_t run_number = 0;     // changes with every run
};

struct Drawing {  // what every panel needs
  Canvas& canvas;
  const ScreenModel& screen;
  const Words& words;
  Intents& intents;
  bool is_narrow = false;  // a phone: regions are tabs
  bool is_short = false;   // and it lies on its side
};

void draw_screen(Canvas& canvas, const ScreenModel& screen, const Words& words, Point size,
                 Intents& intents);

// The keyboard finds in that region what is drawn next; returns `r`.
Rect in(const Drawing& drawing, std::string_view region, Rect r);

// One function for each region, in its own file.
void draw_top_bar(const Drawing& drawing, Rect r);
void draw_transport(const Drawing& drawing, Rect r);
void draw_timeline(const Drawing& drawing, Rect r);
void draw_map(const Drawing& drawing, Rect r);
void draw_ladder(const Drawing& drawing, Rect r);
void draw_ladder_head(const Drawing& drawing, Rect r);
float ladder_head_height(const Drawing& drawing, float width);
void draw_ladder_filter(const Drawing& drawing, Rect r);
// Story, question; with `with_knobs` the knobs below them, all in one column that scrolls.
void draw_story(const Drawing& drawing, Rect r, bool with_knobs);
// What is to be reached: a card of its own in a challenge, or a strip where there is little room.
bool has_goals_card(const ScreenModel& screen);
float goals_height(const Drawing& drawing, float width);
void draw_goals(const Drawing& drawing, Rect r);
void draw_goal_strip(const Drawing& drawing, Rect r);
float story_height(const Drawing& drawing, float width);
void draw_detail(const Drawing& drawing, Rect r);
void draw_detail_content(const Drawing& drawing, Rect r, Tab tab);
void draw_dialogue(const Drawing& drawing, Rect r);
void draw_host(const Drawing& drawing, Rect r);
void draw_secrets(const Drawing& drawing, Rect r);
void draw_bytes(const Drawing& drawing, Rect r);
void draw_state(const Drawing& drawing, Rect r);
void draw_message(const Drawing& drawing, Rect r);
void draw_search(const Drawing& drawing, Rect r);
void draw_compare(const Drawing& drawing, Rect r);
void draw_lessons(const Drawing& drawing, Rect r);
void draw_help(const Drawing& drawing, Rect r);

// A place to type: `place` says what becomes of it; where it stands is filled in.
void text_field(const Drawing& drawing, Rect r, TextPlace place);
// What is pointed at, explained; the word of the glossary that was tapped.
void draw_hint(const Drawing& drawing, Rect whole);
void draw_term(const Drawing& drawing, Rect r);
void draw_terminal(const Drawing& drawing, Rect r);

std::string tab_title(const Words& words, Tab tab);
// In the middle of an empty region: what would have to happen for it to fill.
void draw_nothing(const Drawing& drawing, Rect r, const char* glyph, std::string_view sentence);
// Changes with every step of every run: for what scrolls anew.
std::uint64_t step_key(const Drawing& drawing);

}  // namespace mailscope::ui
