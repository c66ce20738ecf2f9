// The catalogue as a page of Markdown: what each lesson teaches, its knobs, questions and sources.
#include "sim/cli/list_markdown.h"

#include <map>

#include "sim/scenario/form.h"

namespace mailscope::cli {
namespace {

std::string level_name(scenario::Level level) {
  switch (level) {
    case scenario::Level::beginner: return "beginner";
    case scenario::Level::intermediate: return "intermediate";
    case scenario::Level::advanced: return "advanced";
  }
  return {};
}

std::string kind_name(const scenario::Question& question) {
  static constexpr const char* k_names[] = {"choose-one",  "choose-several", "predict-reply",
                                            "order-steps", "match",          "type-command",
                                            "find-step",   "repair"};
  return k_names[question.task.index()];
}

// "2 × predict-reply, repair"
std::string question_kinds(const scenario::Scenario& lesson) {
  std::map<std::string, std::size_t> counts;
  for (const scenario::Question& question : lesson.questions) ++counts[kind_name(question)];
  std::string out;
  for (const auto& [kind, count] : counts)
    out += (out.empty() ? "" : ", ") + (count > 1 ? std::to_string(count) + " × " : "") + kind;
  return out.empty() ? "none" : out;
}

// A bar would end the cell.
std::string in_table(const std::string& text) {
  std::string out;
  for (const char octet : text) out += octet == '|' ? std::string("\\|") : std::string(1, octet);
  return out;
}

}  // namespace

std::string contents_markdown(const std::vector<ContentsRow>& rows) {
  std::string out = "| Chapter | Lesson | Level | Minutes |\n|---|---|---|---:|\n";
  for (const ContentsRow& row : rows) {
    const scenario::Scenario& lesson = *row.lesson;
    out += "| " + in_table(row.chapter_title) + " | [" + in_table(lesson.title.en) + "](#" +
           lesson.id + ") · " + in_table(lesson.title.ru) + " | " + level_name(lesson.level) +
           " | " + std::to_string(lesson.minutes) + " |\n";
  }
  return out;
}

std::string lesson_markdown(const scenario::Scenario& lesson, const std::string& path) {
  std::string out = "<a id=\"" + lesson.id + "\"></a>\n\n### " + lesson.title.en + " · " +
                    lesson.title.ru + "\n\n";
  out += "[`" + lesson.id + "`](../../" + path + ") · " + level_name(lesson.level) + " · " +
         std::to_string(lesson.minutes) + " min";
  for (std::size_t i = 0; i < lesson.needs.size(); ++i)
    out += (i == 0 ? " · after `" : ", `") + lesson.needs[i].id + "`";
  out += "\n\n" + lesson.promise.en + "\n\n" + lesson.promise.ru + "\n\n";
  if (!lesson.knobs.empty()) out += "What if:\n\n";
  for (const scenario::Knob& knob : lesson.knobs) {
    out += "- " + full_title(lesson, knob).en + " (`" + knob.id + "`): ";
    for (std::size_t i = 0; i < knob.positions.size(); ++i) {
      const scenario::Position& position = knob.positions[i];
      const bool is_initial = position.id == knob.initial;
      out += (i == 0 ? "" : "; ") + std::string(is_initial ? "**" : "") + position.title.en +
             (is_initial ? "**" : "") + " (`" + position.id + "`)";
    }
    out += "\n";
  }
  if (!lesson.knobs.empty()) out += "\n";
  out += "Questions: " + question_kinds(lesson) + ".";
  if (!lesson.goals.empty()) {
    out += " Goals:";
    for (std::size_t i = 0; i < lesson.goals.size(); ++i)
      out += (i == 0 ? " " : " ") + lesson.goals[i].text.en;
  }
  out += " Sources: ";
  for (std::size_t i = 0; i < lesson.sources.size(); ++i)
    out += (i == 0 ? "" : "; ") + lesson.sources[i];
  return out + ".\n";
}

}  // namespace mailscope::cli
