// Progress as JSON and back, tolerant of files that people have edited or cut.
#include "nlohmann/json.hpp"
#include "ui/shell/progress.h"

namespace mailscope::ui {
namespace {

using PlainJson = nlohmann::json;

constexpr std::size_t k_items_max = 1000, k_text_max = 400;

PlainJson json_of(const LessonProgress& lesson) {
  PlainJson answers = PlainJson::object();
  for (const auto& [question, given] : lesson.answers)
    answers[question] = {{"chosen", given.chosen},
                         {"final", given.is_final},
                         {"right", given.is_right},
                         {"hints", given.hints}};
  return {{"done", lesson.is_done},   {"step", lesson.step},       {"answers", std::move(answers)},
          {"right", lesson.right},    {"slipped", lesson.slipped}, {"hinted", lesson.hinted},
          {"reached", lesson.reached}};
}

bool flag_in(const PlainJson& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

void add_texts(std::set<std::string>& set, const PlainJson& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_array()) return;
  for (const PlainJson& text : *found) {
    if (text.is_string() && set.size() < k_items_max) set.insert(text.get<std::string>());
  }
}

LessonProgress lesson_in(const PlainJson& json) {
  LessonProgress lesson;
  lesson.is_done = flag_in(json, "done");
  const auto step = json.find("step");
  if (step != json.end() && step->is_number_unsigned() && step->get<std::uint64_t>() < 1'000'000)
    lesson.step = step->get<std::uint32_t>();
  add_texts(lesson.right, json, "right");
  add_texts(lesson.slipped, json, "slipped");
  add_texts(lesson.hinted, json, "hinted");
  add_texts(lesson.reached, json, "reached");
  const auto answers = json.find("answers");
  if (answers == json.end() || !answers->is_object()) return lesson;
  for (const auto& [question, given] : answers->items()) {
    if (!given.is_object() || lesson.answers.size() >= k_items_max) continue;
    GivenAnswer answer;
    answer.is_final = flag_in(given, "final");
    answer.is_right = flag_in(given, "right");
    const auto hints = given.find("hints");
    if (hints != given.end() && hints->is_number_unsigned() && hints->get<std::uint64_t>() < 100)
      answer.hints = hints->get<std::uint32_t>();
    const auto chosen = given.find("chosen");
    if (chosen != given.end() && chosen->is_array()) {
      for (const PlainJson& text : *chosen) {
        if (text.is_string() && answer.chosen.size() < 50 &&
            text.get_ref<const std::string&>().size() < k_text_max)
          answer.chosen.push_back(text.get<std::string>());
      }
    }
    lesson.answers[question] = std::move(answer);
  }
  return lesson;
}

}  // namespace

std::string to_json(const Progress& progress) {
  PlainJson lessons = PlainJson::object();
  for (const auto& [id, lesson] : progress) lessons[id] = json_of(lesson);
  const PlainJson whole{{"mailscope", 1}, {"lessons", std::move(lessons)}};
  return whole.dump(-1, ' ', false, PlainJson::error_handler_t::replace);
}

bool add_progress(Progress& progress, std::string_view text) {
  const PlainJson json = PlainJson::parse(text, nullptr, false);
  if (!json.is_object()) return false;
  const auto form = json.find("mailscope"), lessons = json.find("lessons");
  if (form == json.end() || *form != 1 || lessons == json.end() || !lessons->is_object())
    return false;
  for (const auto& [id, lesson] : lessons->items()) {
    if (!lesson.is_object() || progress.size() >= k_items_max) continue;
    LessonProgress read = lesson_in(lesson);
    LessonProgress& kept = progress[id];
    read.is_done = read.is_done || kept.is_done;
    kept = std::move(read);
  }
  return true;
}

}  // namespace mailscope::ui
