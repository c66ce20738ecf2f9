// Which writer for which form; the worksheet.
#include "ui/shell/exporting.h"

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
  if (form == "trace") return trace_json(run->trace());
  if (form == "pcapng") {
    PcapngOptions options;
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

std::string worksheet_of(const Lesson& lesson, const Words& words) {
  std::string sheet = "# " + lesson.title + "\n\n" + lesson.summary + "\n\n" + words.tr("Name") +
                      ": ______________________   " + words.tr("Date") + ": ____________\n";
  std::string answers = "\n---\n\n## " + words.tr("Answers") + "\n";
  std::size_t number = 0;
  for (const Question& question : lesson.questions) {
    const std::string title = std::to_string(++number) + ". ";
    sheet += "\n**" + title + "** " + question.text + "\n\n";
    answers += "\n" + title;
    for (std::size_t i = 0; i < question.options.size(); ++i) {
      // On paper the right order must not stand there: begin in the middle.
      const bool is_order = question.kind == QuestionKind::order;
      const std::size_t shown =
          is_order ? (i + question.options.size() / 2 + 1) % question.options.size() : i;
      const Option& option = question.options[shown];
      const std::string letter(1, static_cast<char>('a' + i));
      sheet += "- [ ] " + letter + ") " + option.text + "\n";
      if (is_order) continue;
      if (option.is_right) answers += letter + ") " + option.text + " " + option.feedback + " ";
    }
    if (question.kind == QuestionKind::order) {
      for (const Option& option : question.options) answers += option.text + "; ";
    }
    if (question.options.empty()) sheet += "______________________________________________\n";
    answers += question.typed.empty() ? question.explanation
                                      : "`" + question.typed + "` " + question.explanation;
    answers += "\n";
  }
  return sheet + answers;
}

}  // namespace mailscope::ui
