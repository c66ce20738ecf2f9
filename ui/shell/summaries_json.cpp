// summaries.json: {"lesson": {"title": {"en", "ru"}, "promise": {…}, "minutes": 5}, …}, as tools/site writes it.
#include "nlohmann/json.hpp"
#include "ui/shell/scenario_source.h"

namespace mailscope::ui {

std::string ScenarioSource::give_summaries(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return "summaries.json is no object; build the site again";
  const auto word = [](const nlohmann::json& lesson, const char* key, const char* language) {
    const auto texts = lesson.find(key);
    if (texts == lesson.end() || !texts->is_object()) return std::string();
    const auto found = texts->find(language);
    return found != texts->end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  for (const auto& [id, lesson] : json.items()) {
    if (!lesson.is_object()) continue;
    Summary summary;
    summary.title = {word(lesson, "title", "en"), word(lesson, "title", "ru")};
    summary.promise = {word(lesson, "promise", "en"), word(lesson, "promise", "ru")};
    const auto minutes = lesson.find("minutes");
    if (minutes != lesson.end() && minutes->is_number_unsigned())
      summary.minutes = minutes->get<std::uint32_t>();
    summaries_[id] = std::move(summary);
  }
  return {};
}

}  // namespace mailscope::ui
