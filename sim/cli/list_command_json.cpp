// mailscope list: which lessons there are, for people or as JSON.
#include <nlohmann/json.hpp>

#include "sim/cli/commands.h"
#include "sim/cli/list_markdown.h"
#include "sim/scenario/language.h"
#include "sim/scenario/shape_schema.h"

namespace mailscope::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Listed {
  std::string path;
  scenario::Scenario lesson;
};

Json of(const scenario::BothTexts& texts) { return {{"en", texts.en}, {"ru", texts.ru}}; }

Json of(const scenario::Scenario& scenario, const std::string& path) {
  Json knobs = Json::object();
  for (const scenario::Knob& knob : scenario.knobs) {
    Json positions = Json::object();
    for (const scenario::Position& position : knob.positions)
      positions[position.id] = of(position.title);
    knobs[knob.id] = {
        {"title", of(knob.title)}, {"default", knob.initial}, {"positions", std::move(positions)}};
  }
  return {{"id", scenario.id},
          {"chapter", scenario.chapter},
          {"file", path},
          {"minutes", scenario.minutes},
          {"title", of(scenario.title)},
          {"promise", of(scenario.promise)},
          {"knobs", std::move(knobs)},
          {"sources", scenario.sources}};
}

std::string for_people(const scenario::Scenario& scenario) {
  std::string text = scenario.chapter + "/" + scenario.id + "  " + scenario.title.en + " / " +
                     scenario.title.ru + "  (" + std::to_string(scenario.minutes) + " min)\n";
  for (const scenario::Knob& knob : scenario.knobs) {
    text += "    --knob " + knob.id + "=";
    for (std::size_t i = 0; i < knob.positions.size(); ++i)
      text += (i == 0 ? "" : "|") + knob.positions[i].id;
    text += "\n";
  }
  return text;
}

// In the order of the catalogue, if there is one; lessons that it does not name come after.
std::vector<std::string> in_order(const std::string& folder, std::vector<std::string> files,
                                  std::vector<std::string>& complaints) {
  std::vector<std::string> quiet;
  const std::string index_path = folder + "/index.json";
  const auto text = read_text(index_path, quiet);
  if (!text) return files;
  const auto catalogue = scenario::load_catalogue(*text);
  if (!catalogue) {
    for (const scenario::Fault& fault : catalogue.error())
      complaints.push_back(index_path + ":" + to_text(fault));
    return files;
  }
  std::vector<std::string> ordered;
  for (const scenario::Chapter& chapter : catalogue->chapters) {
    for (const std::string& lesson : chapter.lessons) {
      const std::string ending = "/" + chapter.id + "/" + lesson + ".json";
      bool is_there = false;
      for (std::string& file : files) {
        if (file.size() < ending.size() ||
            file.compare(file.size() - ending.size(), ending.size(), ending) != 0)
          continue;
        ordered.push_back(std::move(file));
        file.clear();
        is_there = true;
      }
      if (!is_there) {
        complaints.push_back(index_path + ":1:1: there is no lesson \"" + lesson + "\" in \"" +
                             chapter.id + "\"; write " + folder + ending + ", or take it out");
      }
    }
  }
  for (std::string& file : files) {
    if (!file.empty()) ordered.push_back(std::move(file));
  }
  return ordered;
}

constexpr const char* k_markdown_head =
    "# The lessons\n\nMade by `mailscope list --markdown > docs/lessons/README.md`; a test holds "
    "it to the "
    "files. How a lesson is written:\n[SCENARIOS.md](../SCENARIOS.md). Where a lesson begins "
    "stands in "
    "bold.\n\n";

// "How mail travels · Как ходит почта", by the catalogue; else the folder's name.
std::string chapter_title(const std::string& folder, const std::string& id) {
  std::vector<std::string> quiet;
  const auto text = read_text(folder + "/index.json", quiet);
  const auto catalogue = text ? scenario::load_catalogue(*text) : scenario::Catalogue{};
  if (catalogue) {
    for (const scenario::Chapter& chapter : catalogue->chapters) {
      if (chapter.id == id) return chapter.title.en + " · " + chapter.title.ru;
    }
  }
  return id;
}

std::string markdown_of(const std::string& folder, const std::vector<Listed>& lessons) {
  std::string entries;
  std::vector<ContentsRow> contents;
  for (const Listed& listed : lessons) {
    const scenario::Scenario& lesson = listed.lesson;
    const bool is_first = contents.empty() || contents.back().lesson->chapter != lesson.chapter;
    contents.push_back({is_first ? chapter_title(folder, lesson.chapter) : "", &lesson});
    if (is_first) entries += "## " + contents.back().chapter_title + "\n\n";
    entries += lesson_markdown(lesson, listed.path) + "\n";
  }
  return k_markdown_head + contents_markdown(contents) + "\n" + entries;
}

}  // namespace

Outcome list(const ListOptions& options, std::FILE* out, std::FILE* err) {
  std::vector<std::string> complaints;
  std::vector<Listed> lessons;
  for (const std::string& path :
       in_order(options.path, scenario_files({options.path}, complaints), complaints)) {
    if (auto scenario = load_file(path, complaints))
      lessons.push_back({path, *std::move(scenario)});
  }
  if (options.is_json) {
    Json all = Json::array();
    for (const Listed& listed : lessons) all.push_back(of(listed.lesson, listed.path));
    print(out, all.dump(2) + "\n");
  } else if (options.is_markdown) {
    print(out, markdown_of(options.path, lessons));
  } else {
    for (const Listed& listed : lessons) print(out, for_people(listed.lesson));
  }
  for (const std::string& complaint : complaints) print(err, complaint + "\n");
  return complaints.empty() ? Outcome::well : Outcome::bad_input;
}

Outcome schema(std::FILE* out) {
  print(out,
        scenario::schema_text(*scenario::scenario_shape(), "A Mailscope scenario: one lesson"));
  return Outcome::well;
}

}  // namespace mailscope::cli
