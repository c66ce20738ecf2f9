// The actions by their names; keys; and what no other file of the class does.
#include "ui/shell/app.h"

#include "sim/base/text.h"
#include "ui/shell/actions.h"

namespace mailscope::ui {

std::optional<std::uint32_t> number_in(std::string_view text) {
  const auto parsed = parse_number(text);
  if (!parsed || *parsed > 0xffff'ffffu) return std::nullopt;
  return static_cast<std::uint32_t>(*parsed);
}

App::App(LessonSource& source) : source_(source), words_(words_in("en")) {}

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
      {"go-shown", &App::go_shown},
      {"faster", &App::faster},
      {"slower", &App::slower},
      {"speed", &App::speed},
      {"knob", &App::knob},
      {"turn-knob", &App::turn_knob},
      {"answer", &App::answer},
      {"answer-nth", &App::answer_nth},
      {"move", &App::move_item},
      {"hint", &App::hint},
      {"goal-hint", &App::goal_hint},
      {"next-question", &App::next_question},
      {"pick", &App::pick},
      {"move-picked", &App::move_picked},
      {"do-picked", &App::do_picked},
      {"pick-step", &App::pick_step},
      {"show-compared", &App::show_compared},
      {"check", &App::check},
      {"answer-text", &App::answer_text},
      {"answer-text-done", &App::answer_text_done},
      {"level", &App::level},
      {"lesson", &App::open_lesson},
      {"next-lesson", &App::next_lesson},
      {"previous-lesson", &App::previous_lesson},
      {"language", &App::set_language},
      {"theme", &App::set_theme},
      {"contrast", &App::set_contrast},
      {"type-done", &App::say_typed},
      {"sheet", &App::sheet},
      {"present", &App::present},
      {"reveal", &App::reveal},
      {"reload", &App::reload},
      {"restore", &App::restore},
      {"reset-progress", &App::reset_progress},
      {"intervene", &App::intervene},
      {"withdraw", &App::withdraw},
      {"drop-packet", &App::drop_packet},
      {"change-packet", &App::change_packet},
      {"cut-wire", &App::cut_wire},
      {"set", &App::set_setting},
      {"change-setting", &App::change_setting},
      {"setting-value-done", &App::setting_done},
      {"search-done", &App::search_done},
      {"speak", &App::speak},
      {"dial", &App::dial},
      {"undo", &App::undo},
      {"redo", &App::redo},
      {"branch", &App::add_branch},
      {"choose-branch", &App::choose_branch},
      {"name-branch", &App::name_branch},
      {"remove-branch", &App::remove_branch},
      {"as-written", &App::as_written},
  };
  for (const Entry& entry : k_handlers) {
    if (entry.id == action) return entry.handler;
  }
  return nullptr;
}

bool App::act(std::string_view action, std::string_view argument) {
  if (const Handler handler = handler_of(action)) {
    if ((this->*handler)(argument)) touch();
    return true;
  }
  const std::optional<bool> is_changed = change(views_, action, argument);
  if (is_changed.value_or(false)) {
    if (views_.overlay != Overlay::none) is_playing_ = false;
    touch();
  }
  return is_changed.has_value();
}

namespace {

// What a key means while the keyboard walks through the picture; empty: what it always means.
std::string_view walking(const ViewState& views, std::string_view code) {
  if (!views.walk.is_on) return {};
  if (code == "Enter") return "enter";
  if (code == "Escape") return views.overlay == Overlay::none ? "stop" : std::string_view();
  if (!views.walk.pans) return {};
  if (code == "ArrowLeft") return "left";
  if (code == "ArrowRight") return "right";
  if (code == "ArrowUp") return "up";
  return code == "ArrowDown" ? "down" : std::string_view();
}

}  // namespace

bool App::press(std::string_view code, bool with_shift) {
  const std::string_view way = with_shift ? std::string_view() : walking(views_, code);
  if (!way.empty()) return act("walk", way);
  const ActionInfo* action = action_of(code, with_shift);
  return action && act(action->id, action->argument);
}

bool App::level(std::string_view which) {
  const auto number = number_in(which);
  const auto current = static_cast<unsigned>(level_);
  level_ = static_cast<StepLevel>(which == "next"         ? (current + 1) % 3
                                  : number && *number < 3 ? *number
                                                          : current);
  if (run_) step_ = run_->shown_step(step_, level_);
  refresh_difference();
  return true;
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
  is_dark_ = name == "dark" || (name != "light" && !is_dark_);
  return true;
}

// "more", or as usual.
bool App::set_contrast(std::string_view name) {
  has_contrast_ = name == "more";
  return true;
}

// The page's business: it opens what is asked for.
bool App::sheet(std::string_view name) {
  is_playing_ = false;
  sheet_ = std::string(name);
  ++sheet_number_;
  return true;
}

bool App::present(std::string_view) {
  is_presenting_ = !is_presenting_;
  is_revealed_ = false;
  return true;
}
bool App::reveal(std::string_view) {
  is_revealed_ = !is_revealed_;
  return true;
}

}  // namespace mailscope::ui
