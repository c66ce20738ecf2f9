// The actions, one function each, and the screen composed from the models.
#include "ui/shell/app.h"

#include <algorithm>
#include <array>

#include "sim/base/text.h"
#include "ui/shell/actions.h"

namespace mailscope::ui {
namespace {

struct Speed {
  std::string_view name;
  double factor;
};
constexpr std::array k_speeds{Speed{"0.5×", 0.5}, Speed{"1×", 1}, Speed{"2×", 2}, Speed{"4×", 4}};

// A step is looked at for this long while playing; a new piece of the story for as long as it takes to read.
constexpr double k_dwell_s = 1.6, k_story_s = 1.5, k_read_s_per_octet = 0.032, k_read_s_max = 14;

std::optional<std::uint32_t> number_of(std::string_view text) {
  const auto parsed = parse_number(text);
  if (!parsed || *parsed > 0xffff'ffffu) return std::nullopt;
  return static_cast<std::uint32_t>(*parsed);
}

}  // namespace

App::App(LessonSource& source) : source_(source), words_(words_in("en")) {}

// ---- actions -----------------------------------------------------------------------------------------

App::Handler App::handler_of(std::string_view action) {
  struct Entry {
    std::string_view id;
    Handler handler;
  };
  static constexpr Entry k_handlers[] = {
      {"play", &App::play},
      {"pause", &App::pause},
      {"forward", &App::forward},
      {"back", &App::back},
      {"leap-forward", &App::leap_forward},
      {"leap-back", &App::leap_back},
      {"first", &App::first},
      {"last", &App::last},
      {"go", &App::go},
      {"go-index", &App::go_index},
      {"faster", &App::faster},
      {"slower", &App::slower},
      {"speed", &App::speed},
      {"knob", &App::knob},
      {"turn-knob", &App::turn_knob},
      {"answer", &App::answer},
      {"answer-nth", &App::answer_nth},
      {"check", &App::check},
      {"level", &App::level},
      {"tab", &App::tab},
      {"eavesdropper", &App::eavesdropper},
      {"host", &App::host},
      {"lessons", &App::lessons},
      {"lesson", &App::open_lesson},
      {"next-lesson", &App::next_lesson},
      {"previous-lesson", &App::previous_lesson},
      {"language", &App::set_language},
      {"theme", &App::set_theme},
      {"help", &App::help},
      {"close", &App::close},
      {"done", &App::restore_done},
  };
  for (const Entry& entry : k_handlers) {
    if (entry.id == action) return entry.handler;
  }
  return nullptr;
}

bool App::act(std::string_view action, std::string_view argument) {
  const Handler handler = handler_of(action);
  if (!handler) return false;
  if ((this->*handler)(argument)) touch();
  return true;
}

bool App::press(std::string_view code, bool with_shift) {
  const ActionInfo* action = action_of(code, with_shift);
  return action && act(action->id, action->argument);
}

bool App::play(std::string_view) {
  if (!run_) return false;
  is_playing_ = !is_playing_;
  if (is_playing_) {
    if (index() + 1 >= shown().size()) stand_at(0);  // at the end: from the beginning again
    next_step_s_ = now_s_ + 0.25;
  }
  return true;
}
bool App::pause(std::string_view) {
  if (!is_playing_) return false;
  is_playing_ = false;
  return true;
}
bool App::forward(std::string_view) { return is_playing_ = false, step_by(1); }
bool App::back(std::string_view) { return is_playing_ = false, step_by(-1); }
bool App::leap_forward(std::string_view) { return is_playing_ = false, leap(1); }
bool App::leap_back(std::string_view) { return is_playing_ = false, leap(-1); }
bool App::first(std::string_view) { return is_playing_ = false, step_by(-1'000'000'000); }
bool App::last(std::string_view) { return is_playing_ = false, step_by(1'000'000'000); }

bool App::go(std::string_view step) {
  const auto number = number_of(step);
  if (!run_ || !number || *number >= run_->steps().size()) return false;
  is_playing_ = false;
  stand_at(run_->shown_step(*number, level_));
  return true;
}
bool App::go_index(std::string_view text) {
  const auto number = number_of(text);
  if (!run_ || !number) return false;
  is_playing_ = false;
  const auto& mail = run_->shown(StepLevel::mail);
  stand_at(mail[std::min<std::size_t>(*number, mail.size() - 1)]);
  return true;
}

bool App::faster(std::string_view) {
  return speed_ = std::min(speed_ + 1, k_speeds.size() - 1), true;
}
bool App::slower(std::string_view) { return speed_ -= speed_ > 0 ? 1 : 0, true; }
bool App::speed(std::string_view) { return speed_ = (speed_ + 1) % k_speeds.size(), true; }

bool App::knob(std::string_view knob_and_position) {
  const Cut parts = cut(knob_and_position, '=');
  const auto known = std::find_if(lesson_.knobs.begin(), lesson_.knobs.end(),
                                  [&](const Knob& knob) { return knob.id == parts.head; });
  if (!run_ || known == lesson_.knobs.end()) return false;
  const bool is_position =
      std::any_of(known->values.begin(), known->values.end(),
                  [&](const KnobValue& value) { return value.id == parts.tail; });
  if (!is_position || known->chosen == parts.tail) return false;
  is_playing_ = false;
  Positions positions = positions_;
  positions[known->id] = std::string(parts.tail);
  auto ran = source_.run(lesson_id_, positions);
  if (!ran) {
    problem_ = ran.error();
    return true;
  }
  // Stay where we are, as near as the other run allows.
  const DifferenceModel moved = difference(*run_, **ran, level_, words_);
  const std::uint32_t step = step_ < moved.new_of_old.size() ? moved.new_of_old[step_] : 0;
  positions_ = std::move(positions);
  show_run(std::move(*ran));
  stand_at(run_->shown_step(step, level_));
  return true;
}

bool App::turn_knob(std::string_view) {
  if (lesson_.knobs.empty()) return false;
  const Knob& first_knob = lesson_.knobs.front();
  for (std::size_t i = 0; i < first_knob.values.size(); ++i) {
    if (first_knob.values[i].id != first_knob.chosen) continue;
    const std::string next = first_knob.values[(i + 1) % first_knob.values.size()].id;
    return knob(first_knob.id + "=" + next);
  }
  return false;
}

bool App::answer(std::string_view question_and_option) {
  const Cut parts = cut(question_and_option, '=');
  const Question* question = question_named(lesson_, std::string(parts.head));
  if (!question) return false;
  is_playing_ = false;
  choose(answers_[question->id], *question, std::string(parts.tail));
  return true;
}

bool App::answer_nth(std::string_view n) {
  const QuestionModel& question = screen().question;
  const auto index = number_of(n);
  if (!question.is_asked || !index || *index >= question.options.size()) return false;
  return answer(question.id + "=" + question.options[*index].id);
}

bool App::check(std::string_view id) {
  const Question* question = question_named(lesson_, std::string(id));
  if (!question || !run_) return false;
  GivenAnswer& given = answers_[question->id];
  given.is_final = true;
  if (question->kind == QuestionKind::find) {
    given.is_right =
        std::any_of(question->targets.begin(), question->targets.end(), [&](RecordNumber target) {
          return run_->shown_step(step_of(run_->steps(), target), level_) == step_;
        });
  }
  return true;
}

bool App::level(std::string_view which) {
  const auto number = number_of(which);
  const auto current = static_cast<unsigned>(level_);
  level_ = static_cast<StepLevel>(which == "next"         ? (current + 1) % 3
                                  : number && *number < 3 ? *number
                                                          : current);
  if (run_) step_ = run_->shown_step(step_, level_);
  refresh_difference();
  return true;
}

bool App::tab(std::string_view which) {
  const auto number = number_of(which);
  if (!number || *number > static_cast<unsigned>(Tab::secrets)) return false;
  phone_tab_ = static_cast<Tab>(*number);
  if (phone_tab_ != Tab::watch && phone_tab_ != Tab::ladder) tab_ = phone_tab_;
  return true;
}

bool App::eavesdropper(std::string_view) {
  listener_ = listener_ == Listener::ends ? Listener::eavesdropper : Listener::ends;
  tab_ = Tab::dialogue;
  if (phone_tab_ != Tab::watch && phone_tab_ != Tab::ladder) phone_tab_ = Tab::dialogue;
  return true;
}

bool App::host(std::string_view id) {
  const auto number = number_of(id);
  if (!number) return false;
  chosen_host_ = {*number};
  tab_ = Tab::host;
  phone_tab_ = Tab::host;
  return true;
}

bool App::lessons(std::string_view) {
  return overlay_ = overlay_ == Overlay::lessons ? Overlay::none : Overlay::lessons,
         is_playing_ = false, true;
}
bool App::help(std::string_view) {
  return overlay_ = overlay_ == Overlay::help ? Overlay::none : Overlay::help, is_playing_ = false,
         true;
}
bool App::close(std::string_view) { return overlay_ = Overlay::none, true; }

bool App::open_lesson(std::string_view id) {
  open(std::string(id), {});
  return true;
}

bool App::next_lesson(std::string_view) {
  const auto all = source_.catalogue(language());
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if (all[i].id == lesson_id_) return open_lesson(all[i + 1].id);
  }
  return false;
}
bool App::previous_lesson(std::string_view) {
  const auto all = source_.catalogue(language());
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].id == lesson_id_) return open_lesson(all[i - 1].id);
  }
  return false;
}

// Without a code: the next of all languages.
bool App::set_language(std::string_view code) {
  const auto all = languages();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool is_wanted = code.empty() ? all[i].code == words_.code() : all[i].code == code;
    if (!is_wanted) continue;
    words_ = Words(all[code.empty() ? (i + 1) % all.size() : i]);
    refresh_texts();
    return true;
  }
  return false;
}

bool App::set_theme(std::string_view name) {
  theme_ = name == "dark"    ? Theme::dark
           : name == "light" ? Theme::light
                             : (theme_ == Theme::dark ? Theme::light : Theme::dark);
  return true;
}

bool App::restore_done(std::string_view ids) {
  for (const std::string_view id : split(ids, ',')) {
    if (!id.empty()) done_.insert(std::string(id));
  }
  return true;
}

// ---- moving --------------------------------------------------------------------------------------------

const std::vector<std::uint32_t>& App::shown() const { return run_->shown(level_); }
std::size_t App::index() const { return run_->index_of(step_, level_); }

void App::stand_at(std::uint32_t step) {
  step_ = step;
  chosen_host_ = {};
  if (step_ == shown().back()) done_.insert(lesson_id_);
}

bool App::step_by(std::ptrdiff_t count) {
  if (!run_) return false;
  const auto last_index = static_cast<std::ptrdiff_t>(shown().size()) - 1;
  const std::ptrdiff_t wanted =
      std::clamp(static_cast<std::ptrdiff_t>(index()) + count, std::ptrdiff_t{0}, last_index);
  if (shown()[static_cast<std::size_t>(wanted)] == step_) return false;
  stand_at(shown()[static_cast<std::size_t>(wanted)]);
  return true;
}

// To the nearest step in that direction where the author speaks or asks.
bool App::leap(int direction) {
  if (!run_) return false;
  std::set<std::uint32_t> stops{0, shown().back()};
  for (const StoryPiece& piece : lesson_.story) {
    if (!piece.at.is_none())
      stops.insert(run_->shown_step(step_of(run_->steps(), piece.at), level_));
  }
  for (const Question& question : lesson_.questions) {
    stops.insert(asked_step(*run_, question, level_));
  }
  if (direction > 0) {
    const auto next = stops.upper_bound(step_);
    if (next == stops.end()) return false;
    stand_at(*next);
  } else {
    const auto here = stops.lower_bound(step_);
    if (here == stops.begin()) return false;
    stand_at(*std::prev(here));
  }
  return true;
}

double App::dwell_s() {
  const StoryModel& story = screen().story;
  double dwell = k_dwell_s;
  if (story.is_fresh) {
    std::size_t octets = 0;
    for (const std::string& paragraph : story.paragraphs) octets += paragraph.size();
    // Cyrillic letters are two octets each.
    const double letters = static_cast<double>(octets) * (language() == "ru" ? 0.55 : 1.0);
    dwell += k_story_s + std::min(k_read_s_max, letters * k_read_s_per_octet);
  }
  return dwell / k_speeds[speed_].factor;
}

bool App::has_open_question() {
  const QuestionModel& question = screen().question;
  return question.is_asked && question.mark == Mark::none;
}

bool App::tick(double now_s) {
  now_s_ = now_s;
  if (!is_playing_ || now_s < next_step_s_) return false;
  // A question stops the play: think first.
  if (!step_by(1) || has_open_question() || index() + 1 >= shown().size()) is_playing_ = false;
  touch();
  if (is_playing_) next_step_s_ = now_s + dwell_s();
  return true;
}

// ---- lessons and runs ------------------------------------------------------------------------------------

void App::open(const std::string& id, Positions positions) {
  overlay_ = Overlay::none;
  is_playing_ = false;
  lesson_id_ = id;
  problem_.clear();
  positions_ = std::move(positions);
  answers_.clear();
  chosen_host_ = {};
  listener_ = Listener::ends;
  step_ = 0;
  run_.reset();
  as_written_.reset();
  difference_.reset();
  if (!source_.has(id)) return;  // its file is still on its way: refresh() goes on
  auto ran = source_.run(id, positions_);
  if (!ran) {
    problem_ = ran.error();
    refresh_texts();
    return;
  }
  show_run(std::move(*ran));
}

void App::show_run(std::shared_ptr<Run> run) {
  run_ = std::move(run);
  ++run_number_;
  step_ = 0;
  problem_.clear();
  refresh_texts();
  const bool is_turned = std::any_of(lesson_.knobs.begin(), lesson_.knobs.end(),
                                     [](const Knob& knob) { return knob.chosen != knob.initial; });
  if (!is_turned) {
    as_written_ = run_;
  } else if (!as_written_) {
    if (auto ran = source_.run(lesson_id_, {})) as_written_ = std::move(*ran);
  }
  // A re-run may ask the same questions: what was answered about another run does not count.
  answers_.clear();
  refresh_difference();
}

void App::refresh_difference() {
  difference_.reset();
  if (run_ && as_written_ && as_written_ != run_)
    difference_ = difference(*as_written_, *run_, level_, words_);
}

void App::refresh_texts() {
  if (run_) lesson_ = source_.texts(lesson_id_, positions_, *run_, language());
  refresh_difference();
}

void App::refresh() {
  if (!lesson_id_.empty() && !run_ && problem_.empty() && source_.has(lesson_id_))
    open(lesson_id_, positions_);
  touch();
}

// ---- links -------------------------------------------------------------------------------------------------

std::string App::link() const {
  std::string text = lesson_id_;
  const std::size_t at = run_ ? run_->index_of(step_, StepLevel::mail) : 0;
  text += "/" + std::to_string(at) + "/" + std::string(language());
  std::string turned;
  for (const Knob& knob : lesson_.knobs) {
    if (knob.chosen != knob.initial)
      turned += (turned.empty() ? "" : ",") + knob.id + "=" + knob.chosen;
  }
  return turned.empty() ? text : text + "/" + turned;
}

std::string App::open_link(std::string_view link) {
  const auto parts = split(link, '/');
  const std::string id(parts[0]);
  std::string fault;
  if (parts.size() > 2 && !parts[2].empty()) set_language(parts[2]);
  const auto all = source_.catalogue(language());
  const bool is_known = std::any_of(all.begin(), all.end(),
                                    [&](const CatalogueEntry& entry) { return entry.id == id; });
  if (!is_known) {
    fault = fill(
        words_.tr("The link names a lesson “{id}” that does not exist; here is the first one."),
        {{"id", id}});
    if (!all.empty()) open(all.front().id, {});
    touch();
    return fault;
  }
  Positions positions;
  if (parts.size() > 3) {
    for (const std::string_view pair : split(parts[3], ',')) {
      const Cut halves = cut(pair, '=');
      if (halves.found) positions[std::string(halves.head)] = std::string(halves.tail);
    }
  }
  if (id != lesson_id_ || positions != positions_ || !run_) open(id, positions);
  if (!run_ && !positions.empty() && source_.has(id)) {
    open(id, {});
    fault =
        words_.tr("The link turns a knob that this lesson does not have; here it is as written.");
  }
  if (parts.size() > 1) {
    const auto wanted = number_of(parts[1]);
    if (run_ && wanted) {
      go_index(parts[1]);
    } else if (run_ && !parts[1].empty()) {
      fault = words_.tr("The link's step is not a number; here is the beginning.");
    }
  }
  touch();
  return fault;
}

// ---- the screen ------------------------------------------------------------------------------------------------

const ScreenModel& App::screen() {
  if (is_stale_) compose();
  return screen_;
}

void App::compose() {
  is_stale_ = false;
  ScreenModel screen;
  screen.is_playing = is_playing_;
  screen.speed = std::string(k_speeds[speed_].name);
  const auto all = languages();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].code == language()) screen.other_language = upper(all[(i + 1) % all.size()].code);
  }
  screen.problem = problem_;
  screen.level = level_;
  screen.tab = tab_;
  screen.phone_tab = phone_tab_;
  screen.overlay = overlay_;
  screen.run_number = run_number_;
  screen.lesson_title = lesson_.title.empty() ? "Mailscope" : lesson_.title;
  screen.lessons =
      lessons_of(source_.catalogue(language()), lesson_id_, {done_.begin(), done_.end()}, words_);
  for (const ActionInfo& action : actions()) {
    if (!action.title.empty()) screen.keys.push_back({words_.tr(action.title), keys_text(action)});
  }
  if (run_) {
    const Look look = run_->look(step_, level_, words_);
    const DifferenceModel* changed = difference_ ? &*difference_ : nullptr;
    screen.has_lesson = true;
    screen.can_back = index() > 0;
    screen.can_forward = index() + 1 < shown().size();
    screen.timeline = timeline_at(look, lesson_, changed);
    screen.map = map_at(look);
    screen.ladder = ladder_at(look, changed);
    screen.story = story_at(look, lesson_);
    screen.knobs = knobs_at(lesson_);
    screen.question = question_at(look, lesson_, answers_);
    screen.dialogue = dialogue_at(look, listener_);
    screen.host = host_at(look, chosen_host_.is_none() ? host_of_interest(look) : chosen_host_);
    screen.secrets = secrets_at(look);
    screen.bytes = bytes_at(look);
    if (changed) screen.difference = summary(*changed, words_);
    std::set<Protocol> spoken;
    for (const std::uint32_t number : shown()) spoken.insert(run_->steps()[number].protocol);
    spoken.erase(Protocol::none);
    screen.protocols.assign(spoken.begin(), spoken.end());
  } else if (problem_.empty()) {
    screen.problem = words_.tr("The lesson is on its way …");
  }
  screen_ = std::move(screen);
}

}  // namespace mailscope::ui
