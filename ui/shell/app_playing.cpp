// Playing and stepping: where the learner stands.
#include <algorithm>
#include <array>

#include "ui/shell/app.h"

namespace mailscope::ui {
namespace {

struct Speed {
  std::string_view name;
  double factor;
};
constexpr std::array k_speeds{Speed{"0.5×", 0.5}, Speed{"1×", 1}, Speed{"2×", 2}, Speed{"4×", 4}};

// A step is looked at for this long while playing; a new piece of the story for as long as it takes to read.
constexpr double k_dwell_s = 1.6, k_story_s = 1.5, k_read_s_per_octet = 0.032, k_read_s_max = 14;

}  // namespace

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
  const auto number = number_in(step);
  if (!run_ || !number || *number >= run_->steps().size()) return false;
  is_playing_ = false;
  stand_at(run_->shown_step(*number, level_));
  return true;
}
bool App::go_index(std::string_view text) {
  const auto number = number_in(text);
  if (!run_ || !number) return false;
  is_playing_ = false;
  const auto& mail = run_->shown(StepLevel::mail);
  stand_at(mail[std::min<std::size_t>(*number, mail.size() - 1)]);
  return true;
}

bool App::go_shown(std::string_view text) {
  const auto number = number_in(text);
  if (!run_ || !number) return false;
  is_playing_ = false;
  stand_at(shown()[std::min<std::size_t>(*number, shown().size() - 1)]);
  return true;
}

bool App::faster(std::string_view) {
  return speed_ = std::min(speed_ + 1, k_speeds.size() - 1), true;
}
bool App::slower(std::string_view) { return speed_ -= speed_ > 0 ? 1 : 0, true; }
bool App::speed(std::string_view) { return speed_ = (speed_ + 1) % k_speeds.size(), true; }

const std::vector<std::uint32_t>& App::shown() const { return run_->shown(level_); }
std::size_t App::index() const { return run_->index_of(step_, level_); }

void App::stand_at(std::uint32_t step) {
  step_ = step;
  step_changed(views_);
  is_revealed_ = false;
  keep_place();
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

bool App::tick(double now_s) {
  now_s_ = now_s;
  if (!is_playing_ || now_s < next_step_s_) return false;
  // A question stops the play: think first.
  if (!step_by(1) || has_open_question() || index() + 1 >= shown().size()) is_playing_ = false;
  touch();
  if (is_playing_) next_step_s_ = now_s + dwell_s();
  return true;
}

std::string App::speed_name() const { return std::string(k_speeds[speed_].name); }

}  // namespace mailscope::ui
