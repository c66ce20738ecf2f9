// Which writer for which form; the worksheet.
#include "ui/shell/exporting.h"

#include <algorithm>

#include "sim/export/pcapng.h"
#include "sim/export/trace_digest.h"
#include "sim/export/trace_json.h"
#include "sim/wire/base64.h"
#include "ui/text/headline.h"

namespace mailscope::ui {

std::string exported(App& app, std::string_view form) {
  const Run* run = app.run();
  if (!run) return {};
  if (form == "digest") return trace_digest(run->trace());
  if (form == "trace") return trace_json(run->trace(), run->epoch_s());
  if (form == "pcapng") {
    PcapngOptions options;
    options.epoch_s = run->epoch_s();
    options.sentence = [&](const Record& record) {
      return headline(app.words(), record, run->names());
    };
    return wire::base64_encode(pcapng(run->trace(), options));
  }
  if (form == "keylog") return keylog(run->trace());
  if (form == "svg") return svg_of(app.whole_ladder());
  if (form == "worksheet") return worksheet_of(app.lesson(), app.words());
  return {};
}

namespace {

std::string letter_of(std::size_t i) { return std::string(1, static_cast<char>('a' + i)); }

// On paper the right order must not stand there.
std::vector<Option> options_on_paper(const Question& question) {
  if (question.kind != QuestionKind::order) return question.options;
  std::vector<Option> options;
  for (const std::string& id : mixed_order(question)) {
    for (const Option& option : question.options) {
      if (option.id == id) options.push_back(option);
    }
  }
  return options;
}

std::string answer_on_paper(const Question& question, const std::vector<Option>& options) {
  std::string text;
  const auto letter = [&](std::string_view id) {
    for (std::size_t i = 0; i < options.size(); ++i) {
      if (options[i].id == id) return letter_of(i);
    }
    return std::string();
  };
  if (question.kind == QuestionKind::order) {
    for (const Option& option : question.options) text += letter(option.id) + " ";
  } else if (question.kind == QuestionKind::match) {
    for (std::size_t i = 0; i < question.pairs.size(); ++i)
      text += question.lefts[i] + " — " + letter(question.pairs[i]) + "; ";
  } else {
    for (std::size_t i = 0; i < options.size(); ++i) {
      if (options[i].is_right)
        text += letter_of(i) + ") " + options[i].text + " " + options[i].feedback + " ";
    }
  }
  if (!question.typed.empty()) text += "`" + question.typed + "` ";
  return text + question.explanation;
}

}  // namespace

std::string worksheet_of(const Lesson& lesson, const Words& words) {
  std::string sheet = "# " + lesson.title + "\n\n" + lesson.summary + "\n\n" + words.tr("Name") +
                      ": ______________________   " + words.tr("Date") + ": ____________\n";
  std::string answers = "\n---\n\n## " + words.tr("Answers") + "\n";
  std::size_t number = 0;
  for (const Question& question : lesson.questions) {
    if (!question.is_in_force) continue;
    const std::string title = std::to_string(++number) + ". ";
    const std::vector<Option> options = options_on_paper(question);
    sheet += "\n**" + title + "** " + question.text + "\n\n";
    for (const std::string& left : question.lefts) sheet += "- ____ " + left + "\n";
    if (!question.lefts.empty()) sheet += "\n";
    for (std::size_t i = 0; i < options.size(); ++i)
      sheet += "- [ ] " + letter_of(i) + ") " + options[i].text + "\n";
    for (const Goal& goal : lesson.goals) {
      const auto& ids = question.goals;
      if (std::find(ids.begin(), ids.end(), goal.id) != ids.end())
        sheet += "- [ ] " + goal.text + "\n";
    }
    if (options.empty()) sheet += "______________________________________________\n";
    answers += "\n" + title + answer_on_paper(question, options) + "\n";
  }
  return sheet + answers;
}

}  // namespace mailscope::ui
