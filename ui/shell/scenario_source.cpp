// Scenario → world → trace → run, and the author's words beside it.
#include "ui/shell/scenario_source.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/export/import_capture.h"
#include "sim/export/trace_json.h"
#include "sim/world/world.h"
#include "ui/shell/question_text.h"

namespace mailscope::ui {
namespace {

std::string faults_text(const std::string& path, const scenario::Faults& faults) {
  std::string text;
  for (const scenario::Fault& fault : faults) text += path + ":" + to_text(fault) + "\n\n";
  return text;
}

std::string lesson_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string file = slash == std::string::npos ? path : path.substr(slash + 1);
  return file.substr(0, file.rfind(".json"));
}

}  // namespace

std::string ScenarioSource::give(const std::string& path, std::string_view text) {
  if (path == "index.json") {
    auto loaded = scenario::load_catalogue(text);
    if (!loaded) return faults_text(path, loaded.error());
    index_ = std::move(*loaded);
    return {};
  }
  if (path == "summaries.json") return give_summaries(text);
  return give_lesson(lesson_of(path), path, text);
}

std::string ScenarioSource::give_lesson(const std::string& id, const std::string& name,
                                        std::string_view text) {
  for (auto run = runs_.lower_bound(id + "|");
       run != runs_.end() && run->first.rfind(id + "|", 0) == 0;) {
    run = runs_.erase(run);
  }
  auto loaded = scenario::load_scenario(text);
  if (!loaded) {
    scenarios_.erase(id);
    return faults_[id] = faults_text(name, loaded.error());
  }
  faults_.erase(id);
  defences_.erase(id);
  scenarios_.insert_or_assign(id, std::move(*loaded));
  return {};
}

std::string ScenarioSource::id_of_file(std::string_view name) {
  std::string id = "file-";
  for (const char c : name.substr(0, name.rfind('.'))) {
    const bool is_plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    id += is_plain ? c : '-';
  }
  return id.substr(0, 60);
}

void ScenarioSource::keep_own(const std::string& id, const std::string& name) {
  if (std::find(own_.begin(), own_.end(), id) == own_.end()) own_.push_back(id);
  names_[id] = name;
  traces_.erase(id);
  cut_off_.erase(id);
}

std::string ScenarioSource::name_of(const std::string& lesson) const {
  const auto own = names_.find(lesson);
  return own == names_.end() ? lesson : own->second;
}

std::string ScenarioSource::give_file(const std::string& name, std::string_view text) {
  const std::string id = id_of_file(name);
  keep_own(id, name);
  if (text.substr(0, 200).find("\"mailscope-trace\"") == std::string_view::npos)
    return give_lesson(id, name, text);
  scenarios_.erase(id);
  faults_.erase(id);
  auto read = read_trace_json(text);
  if (read) {
    traces_[id] = std::make_shared<Run>(std::move(read->trace), read->epoch_s);
    return {};
  }
  std::string faults;
  for (const TraceFault& fault : read.error()) faults += name + ":" + to_text(fault) + "\n\n";
  return faults_[id] = faults;
}

std::string ScenarioSource::give_capture(const std::string& name, std::string_view octets) {
  const std::string id = id_of_file(name);
  keep_own(id, name);
  scenarios_.erase(id);
  faults_.erase(id);
  auto imported = import_capture(octets);
  if (!imported) return faults_[id] = name + ": " + imported.error() + "\n\n";
  if (imported->is_cut_off) cut_off_.insert(id);
  traces_[id] = std::make_shared<Run>(std::move(imported->file.trace), imported->file.epoch_s);
  return {};
}

std::string ScenarioSource::awaited() const {
  if (asked_for_.empty() || has(asked_for_)) return {};
  const auto missing = wanted();
  return missing.empty() || lesson_of(missing.front()) != asked_for_ ? std::string()
                                                                     : missing.front();
}

std::vector<std::string> ScenarioSource::wanted() const {
  std::vector<std::string> missing;
  for (const scenario::Chapter& chapter : index_.chapters) {
    for (const std::string& lesson : chapter.lessons) {
      if (!has(lesson)) missing.push_back(chapter.id + "/" + lesson + ".json");
    }
  }
  std::stable_partition(missing.begin(), missing.end(),
                        [&](const std::string& path) { return lesson_of(path) == asked_for_; });
  return missing;
}

std::vector<CatalogueEntry> ScenarioSource::catalogue(std::string_view language) const {
  std::vector<CatalogueEntry> entries;
  for (const scenario::Chapter& chapter : index_.chapters) {
    for (const std::string& lesson : chapter.lessons) {
      CatalogueEntry entry{lesson, text_in(chapter.title, language), lesson, {}, 0};
      const auto found = scenarios_.find(lesson);
      if (found != scenarios_.end()) {
        entry.title = text_in(found->second.title, language);
        entry.summary = text_in(found->second.promise, language);
        entry.minutes = found->second.minutes;
      } else if (const auto known = summaries_.find(lesson); known != summaries_.end()) {
        entry.title = text_in(known->second.title, language);
        entry.summary = text_in(known->second.promise, language);
        entry.minutes = known->second.minutes;
      }
      entries.push_back(std::move(entry));
    }
  }
  for (const std::string& id : own_) {
    CatalogueEntry entry{id, words_in(language).tr("Your own files"), name_of(id), {}, 0};
    const auto found = scenarios_.find(id);
    if (found != scenarios_.end()) {
      entry.title = text_in(found->second.title, language);
      entry.summary = text_in(found->second.promise, language);
      entry.minutes = found->second.minutes;
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

bool ScenarioSource::has(const std::string& lesson) const {
  return scenarios_.count(lesson) != 0 || faults_.count(lesson) != 0 || traces_.count(lesson) != 0;
}

Result<std::shared_ptr<Run>, std::string> ScenarioSource::run(const std::string& lesson,
                                                              const Changes& changes) {
  if (const auto fault = faults_.find(lesson); fault != faults_.end()) return Error{fault->second};
  if (const auto trace = traces_.find(lesson); trace != traces_.end()) {
    if (changes == Changes{}) return trace->second;
    return Error{std::string(mark("A trace has happened: nothing in it can be changed."))};
  }
  const auto found = scenarios_.find(lesson);
  if (found == scenarios_.end()) return Error{"There is no lesson " + lesson + "."};
  std::string key = lesson + "|";
  for (const auto& [knob, position] : changes.positions) key += knob + "=" + position + "|";
  std::vector<scenario::Intervention> interventions;
  for (const std::string& word : changes.interventions) {
    key += word + "|";
    const auto intervention = scenario::parse_intervention(word);
    if (!intervention) return Error{"\"" + word + "\" is no change of a run."};
    interventions.push_back(*intervention);
  }
  if (const auto kept = runs_.find(key); kept != runs_.end()) return kept->second;
  auto spec = scenario::world_for(found->second, changes.positions, interventions);
  if (!spec) return Error{faults_text(lesson, spec.error())};
  world::World world(*spec);
  world.run();
  auto run = std::make_shared<Run>(world.trace(), spec->epoch_s);
  // A few runs are kept, so that turning a knob back is instant; handshakes are what costs.
  if (runs_.size() >= 24) runs_.erase(runs_.begin());
  runs_[key] = run;
  return run;
}

Lesson ScenarioSource::texts(const std::string& lesson, const Positions& positions, const Run& run,
                             std::string_view language) const {
  Lesson texts;
  texts.id = lesson;
  const auto found = scenarios_.find(lesson);
  if (is_recording(lesson)) {
    const Words words = words_in(language);
    texts.title = name_of(lesson);
    std::string told = words.tr(
        "A recording of what has happened. Every view works on it; nothing in it can be changed.");
    if (cut_off_.count(lesson) != 0)
      told += " " + words.tr("Its end is missing: the file breaks off, or holds more than fits.");
    texts.story.push_back({{}, texts.title, std::move(told)});
  }
  if (found == scenarios_.end()) return texts;
  const scenario::Scenario& scenario = found->second;
  texts.title = text_in(scenario.title, language);
  texts.summary = text_in(scenario.promise, language);
  const scenario::LessonRun told = lesson_in(scenario, positions, run.trace());
  for (const scenario::ToldLine& line : told.story)
    texts.story.push_back({line.from, {}, text_in(line.line->text, language)});
  // Before anything happens, the lesson says what it promises.
  texts.story.insert(texts.story.begin(), StoryPiece{{}, texts.title, texts.summary});
  for (const scenario::AskedQuestion& asked : told.questions)
    texts.questions.push_back(question_of(asked, run, language));
  add_mended(texts.questions, scenario, positions, language);
  for (const scenario::Question& question : scenario.questions)
    texts.all_questions.push_back(question.id);
  texts.goals = goals_of(scenario, positions, run.trace(), language);
  texts.is_challenge = scenario.story.empty() && !scenario.goals.empty();
  for (const scenario::Knob& knob : scenario.knobs) {
    if (!is_in_force(knob, scenario, positions)) continue;
    Knob shown{knob.id, text_in(knob.title, language), {}, {}, knob.initial, knob.initial};
    shown.section = text_in(knob.section, language);
    for (const scenario::Position& position : knob.positions) {
      shown.values.push_back({position.id, text_in(position.title, language), {}});
    }
    if (const auto chosen = positions.find(knob.id); chosen != positions.end())
      shown.chosen = chosen->second;
    texts.knobs.push_back(std::move(shown));
  }
  return texts;
}

Judged ScenarioSource::judge(const std::string& lesson, const Positions& positions, const Run& run,
                             std::string_view question, const GivenAnswer& given,
                             std::string_view language) const {
  const auto found = scenarios_.find(lesson);
  if (found == scenarios_.end()) return {};
  return judged({found->second, positions, run.trace()}, question, given, language);
}

}  // namespace mailscope::ui
