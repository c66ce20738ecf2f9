// The author's piece that holds at a step, beside our own explanation.
#include "ui/model/story_model.h"

#include "sim/base/text.h"
#include "ui/text/explain.h"
#include "ui/text/glossary.h"

namespace mailscope::ui {

std::vector<std::string> paragraphs_of(std::string_view text) {
  std::vector<std::string> paragraphs;
  std::string paragraph;
  for (const std::string_view line : split(text, '\n')) {
    const std::string_view words = trim(line);
    if (words.empty()) {
      if (!paragraph.empty()) paragraphs.push_back(paragraph);
      paragraph.clear();
    } else {
      paragraph += (paragraph.empty() ? "" : " ") + std::string(words);
    }
  }
  if (!paragraph.empty()) paragraphs.push_back(paragraph);
  return paragraphs;
}

Explanation explanation_of(const Look& look, const Record& record) {
  switch (look.step.kind) {
    case StepKind::changed_line: return explain_changed(look.words);
    case StepKind::misread_line: return explain_misread(look.words);
    default: return explain(look.words, record);
  }
}

StoryModel story_at(const Look& look, const Lesson& lesson) {
  StoryModel model;
  const auto& shown = look.run.shown(look.level);
  const std::size_t index = look.run.index_of(look.step.number, look.level);
  model.position = fill(look.words.tr("step {n} of {all}"),
                        {{"n", std::to_string(index)}, {"all", std::to_string(shown.size() - 1)}});
  model.time = time_text(look.words, look.step.begins);
  model.protocol = look.step.protocol;
  model.is_trouble = look.step.is_trouble;
  model.is_start = index == 0;
  model.is_end = index + 1 == shown.size();
  model.headline = headline(look.words, look.run, look.step);
  if (const Record* record = headline_record(look.run, look.step)) {
    Explanation explanation = explanation_of(look, *record);
    model.why = std::move(explanation.why);
    model.rule = std::move(explanation.rule);
  }
  const StoryPiece* piece = nullptr;
  std::uint32_t piece_step = 0;
  for (const StoryPiece& candidate : lesson.story) {
    const std::uint32_t at =
        candidate.at.is_none()
            ? 0
            : look.run.shown_step(step_of(look.run.steps(), candidate.at), look.level);
    if (at > look.step.number || (piece && at < piece_step)) continue;
    piece = &candidate;
    piece_step = at;
  }
  if (piece) {
    model.title = piece->title;
    model.paragraphs = paragraphs_of(piece->text);
    model.is_fresh = piece_step == look.step.number;
  }
  std::vector<std::string> known;
  for (const std::string& paragraph : model.paragraphs)
    model.marked_paragraphs.push_back(mark_terms(look.words, paragraph, known));
  model.marked_why = mark_terms(look.words, model.why, known);
  return model;
}

std::string to_text(const StoryModel& story) {
  std::string text = story.position + ", " + story.time + "\n# " + story.headline + "\n";
  if (!story.why.empty()) text += story.why + "\n";
  if (!story.rule.empty()) text += "[" + story.rule + "]\n";
  if (!story.title.empty()) text += "## " + story.title + "\n";
  for (const std::string& paragraph : story.paragraphs) text += paragraph + "\n";
  return text;
}

}  // namespace mailscope::ui
