// The program without a window: what is open, where the learner stands, what every action does.
//
// Knows no pixels and no clock of its own (`tick` is told the time). All input, from keys, panels or the
// page's mirror, comes as an action of the registry:
//
//   App app(source);
//   app.act("lesson", "first-message");
//   app.act("forward");
//   draw_screen(canvas, app.screen(), app.words(), size, intents);
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "ui/model/view_state.h"
#include "ui/panels/screen.h"
#include "ui/shell/branches.h"
#include "ui/shell/lesson_source.h"
#include "ui/shell/link.h"
#include "ui/shell/progress.h"

namespace mailscope::ui {

// A number as an action's argument or a link has it.
std::optional<std::uint32_t> number_in(std::string_view text);

class App {
 public:
  explicit App(LessonSource& source);

  // False when there is no such action. Several arguments are as the registry and the panels write them.
  bool act(std::string_view action, std::string_view argument = {});
  bool press(std::string_view code, bool with_shift);

  // Playing goes on; true when something changed.
  bool tick(double now_s);
  // When `tick` next has something to do; none while nothing plays.
  std::optional<double> next_tick() const {
    return is_playing_ ? std::optional(next_step_s_) : std::nullopt;
  }

  const ScreenModel& screen();
  const Words& words() const { return words_; }
  Theme theme() const {
    return has_contrast_ ? (is_dark_ ? Theme::dark_contrast : Theme::light_contrast)
                         : (is_dark_ ? Theme::dark : Theme::light);
  }
  std::string_view language() const { return words_.code(); }
  // Grows with every change of what is shown.
  std::uint64_t revision() const { return revision_; }

  // "first-message/12/ru": what stands behind the address's #.
  std::string link();
  // Opens what a link says as far as it can; the sentence says what it could not. Empty: all of it.
  std::string open_link(std::string_view link);

  // The ladder at this zoom as it is at the end of the run, all told.
  LadderModel whole_ladder();
  // What a server would find wrong with this line, typed on the connection at hand; empty: nothing.
  std::string fault_of_line(std::string_view line) const;

  // In whose name one types at the terminal, and what a server may reply in this dialogue.
  TerminalRole terminal_role(const DialogueModel& dialogue) const;

  const std::string& lesson_id() const { return lesson_id_; }
  const Lesson& lesson() const { return lesson_; }
  const Run* run() const { return run_.get(); }
  const Progress& progress() const { return progress_; }
  // What the learner has done of what the open lesson asks as it is written, and of its goals.
  Score score() const;
  const Answers& answers() const { return answers_; }
  const Branches& branches() const { return branches_; }
  const Step& current_step() const { return run_->steps()[step_]; }
  // A sentence that does not stay: what could not be done, and why. Its number grows with every one.
  const std::string& notice() const { return notice_; }
  std::uint64_t notice_number() const { return notice_number_; }
  // Which of the page's sheets was asked for last; the number grows with every time.
  const std::string& sheet() const { return sheet_; }
  std::uint64_t sheet_number() const { return sheet_number_; }
  bool is_presenting() const { return is_presenting_; }
  // Lesson to (language, title).
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> lesson_titles() const;
  const ViewState& views() const { return views_; }
  // A lesson file has come: what shows it is old.
  void refresh();

 private:
  using Handler = bool (App::*)(std::string_view argument);
  static Handler handler_of(std::string_view action);

  bool play(std::string_view);
  bool pause(std::string_view);
  bool forward(std::string_view);
  bool back(std::string_view);
  bool leap_forward(std::string_view);
  bool leap_back(std::string_view);
  bool first(std::string_view);
  bool last(std::string_view);
  bool go(std::string_view step);         // a step's number
  bool go_index(std::string_view index);  // as people count: the n-th mail step
  bool go_shown(std::string_view index);  // the n-th of the steps that are shown
  bool faster(std::string_view);
  bool slower(std::string_view);
  bool speed(std::string_view);
  bool knob(std::string_view knob_and_position);
  bool turn_knob(std::string_view nth);
  bool intervene(std::string_view word);
  bool withdraw(std::string_view word);
  bool drop_packet(std::string_view);
  bool change_packet(std::string_view payload);
  bool cut_wire(std::string_view host);
  bool set_setting(std::string_view setting);
  bool change_setting(std::string_view setting);  // as the host tab says it
  bool setting_done(std::string_view value);
  bool search_done(std::string_view query);
  bool speak(std::string_view side_and_lines);
  bool say_typed(std::string_view line);
  bool dial(std::string_view text);
  bool undo(std::string_view);
  bool redo(std::string_view);
  bool add_branch(std::string_view name);
  bool choose_branch(std::string_view which);
  bool name_branch(std::string_view name);
  bool remove_branch(std::string_view);
  bool as_written(std::string_view);
  bool show_compared(std::string_view side_and_step);
  bool answer(std::string_view question_and_option);
  bool answer_nth(std::string_view n);
  bool move_item(std::string_view question_item_and_direction);
  bool check(std::string_view question);
  bool answer_text(std::string_view text);
  bool answer_text_done(std::string_view text);
  bool hint(std::string_view);
  bool goal_hint(std::string_view goal);
  bool next_question(std::string_view);
  bool pick(std::string_view direction);
  bool move_picked(std::string_view direction);
  bool do_picked(std::string_view);
  bool pick_step(std::string_view step);
  bool level(std::string_view which);
  bool open_lesson(std::string_view id);
  bool next_lesson(std::string_view);
  bool previous_lesson(std::string_view);
  bool set_language(std::string_view code);
  bool set_theme(std::string_view name);
  bool set_contrast(std::string_view name);
  bool sheet(std::string_view name);
  bool present(std::string_view);
  bool reveal(std::string_view);
  bool reload(std::string_view lesson);
  bool restore(std::string_view json);
  bool reset_progress(std::string_view lesson);

  enum class Where { as_left, beginning };
  void open(const std::string& id, Changes changes, Where where);
  bool apply_changes(Changes changes);
  bool rerun();
  bool notify(std::string sentence);
  HostId host_named(std::string_view name) const;
  bool is_as_written() const { return run_ && run_ == as_written_; }
  // Judges what was given, and keeps it.
  void settle(const Question& question);
  void keep_answers(const Question& question);
  // After a run: which repairs and goals it has reached.
  void refresh_repairs();
  std::string score_text() const;
  void count_asked(const Lesson& as_written);
  // A run that can stand on a side of the comparison.
  struct Side {
    std::string id, title;
    Changes changes;
  };
  std::vector<Side> sides();
  std::optional<std::pair<Side, Side>> compared_sides();
  std::string turned_text(const Changes& changes) const;
  void compose_comparison(ScreenModel& screen);
  std::optional<LinkCompare> link_compare();
  bool open_comparison(const LinkCompare& compare);
  void keep_place();
  void show_run(std::shared_ptr<Run> run);
  void stand_at(std::uint32_t step);
  std::size_t index() const;
  const std::vector<std::uint32_t>& shown() const;
  bool step_by(std::ptrdiff_t count);
  bool leap(int direction);
  double dwell_s();
  std::string speed_name() const;
  bool has_open_question();
  void refresh_texts();
  void refresh_difference();
  void compose();
  void compose_ladder(const Look& look, ScreenModel& screen);
  void compose_details(const Look& look, ScreenModel& screen);
  void touch() { ++revision_, is_stale_ = true; }

  LessonSource& source_;
  Words words_;
  bool is_dark_ = false, has_contrast_ = false;
  std::string lesson_id_, problem_;
  std::string sheet_;
  std::uint64_t sheet_number_ = 0;
  bool is_presenting_ = false, is_revealed_ = false;  // answers wait until they are asked for
  std::string notice_;
  std::uint64_t notice_number_ = 0;
  Branches branches_;
  std::shared_ptr<Run> run_, as_written_;
  std::set<std::string> asked_as_written_;  // the questions of the lesson as it is written
  // Of a lesson whose file is on its way: where to stand in it.
  Where where_ = Where::beginning;
  std::uint32_t wanted_index_ = 0;
  std::optional<LinkCompare> wanted_compare_;
  Lesson lesson_;
  std::optional<DifferenceModel> difference_;
  // Kept while the cursor moves; made anew when what they show is another.
  struct Passing {
    SearchFilter filter;
    std::vector<std::uint32_t> steps;
  };
  std::shared_ptr<const TimelineMarks> marks_;
  std::optional<Passing> passing_;
  std::uint32_t step_ = 0;
  StepLevel level_ = StepLevel::mail;
  std::uint64_t run_number_ = 0;

  bool is_playing_ = false;
  double now_s_ = 0, next_step_s_ = 0;
  std::size_t speed_ = 1;

  Answers answers_;
  std::set<std::string> to_repair_,
      to_reach_;  // repairs and goals that a run of this lesson has missed
  HintsTaken goal_hints_;
  Progress progress_;
  ViewState views_;
  ScreenModel screen_;
  std::uint64_t revision_ = 1;
  bool is_stale_ = true;
};

}  // namespace mailscope::ui
