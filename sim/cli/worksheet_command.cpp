// mailscope worksheet: a lesson's questions on paper, with room for answers, as HTML that prints.
#include <algorithm>

#include "sim/base/text.h"
#include "sim/cli/commands.h"
#include "sim/scenario/form.h"
#include "sim/scenario/lesson.h"
#include "sim/trace/pattern.h"
#include "sim/trace/steps.h"
#include "sim/world/world.h"
#include "ui/text/headline.h"
#include "ui/text/words.h"

namespace mailscope::cli {
namespace {

constexpr const char* k_style =
    "@page{margin:18mm}body{font:12pt/1.45 Georgia,serif;max-width:46em;margin:2em "
    "auto;color:#1B1F24}"
    "h1{font-size:20pt;margin:0}h2{font-size:13pt;margin:1.6em 0 .3em}.quiet{color:#555}"
    "code{font:10.5pt/1.3 monospace;background:#f2f2ee;padding:0 .2em}li{margin:.25em "
    "0;list-style:none}"
    ".room{border-bottom:1px solid #999;height:2em}.key{break-before:page}"
    "article{break-inside:avoid}table{border-collapse:collapse}td{padding:.2em 1.5em .2em 0}";

class Worksheet {
 public:
  Worksheet(const scenario::Scenario& lesson, const scenario::KnobPositions& positions,
            const Trace& trace, const ui::Words& words)
      : lesson_(lesson), positions_(positions), trace_(trace), words_(words) {}

  std::string html(bool has_answers) {
    const scenario::LessonRun run = lesson_in(lesson_, positions_, trace_);
    std::string out = "<!doctype html>\n<html lang=\"" + std::string(words_.code()) +
                      "\">\n<meta charset=\"utf-8\">\n<title>" + plain(in(lesson_.title)) +
                      "</title>\n<style>" + k_style + "</style>\n";
    out += "<h1>" + marked(in(lesson_.title)) + "</h1>\n<p>" + marked(in(lesson_.promise)) +
           "</p>\n<p class=\"quiet\">" + words_.tr("Name") + " ______________________ &nbsp; " +
           words_.tr("Date") + " ______________</p>\n";
    out += knobs();
    const auto steps = steps_of(trace_);
    std::string key;
    std::size_t number = 0;
    for (const scenario::AskedQuestion& asked : run.questions) {
      const std::string head = std::to_string(++number) + ". " + marked(in(asked.question->text));
      out += "<article><h2>" + head + "</h2>\n<p class=\"quiet\">" +
             ui::fill(words_.tr("Before step {n}"),
                      {{"n", std::to_string(step_of(steps, asked.at))}}) +
             place_of(asked) + "</p>\n" + ask(asked) + "</article>\n";
      key += "<p>" + std::to_string(number) + ". " + answer(asked) + "</p>\n";
    }
    if (has_answers)
      out +=
          "<section class=\"key\"><h2>" + words_.tr("Answers") + "</h2>\n" + key + "</section>\n";
    return out + "</html>\n";
  }

 private:
  std::string in(const scenario::BothTexts& texts) const {
    return words_.code() == "ru" ? texts.ru : texts.en;
  }

  static std::string plain(std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c == '&')
        out += "&amp;";
      else if (c == '<')
        out += "&lt;";
      else if (c == '>')
        out += "&gt;";
      else if (c == '"')
        out += "&quot;";
      else
        out += c;
    }
    return out;
  }
  // `code`, **strong** and *strong* as the page shows them.
  static std::string marked(std::string_view text) {
    std::string out;
    bool is_code = false, is_strong = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '`') {
        out += is_code ? "</code>" : "<code>";
        is_code = !is_code;
      } else if (text[i] == '*' && !is_code) {
        if (i + 1 < text.size() && text[i + 1] == '*') ++i;
        out += is_strong ? "</b>" : "<b>";
        is_strong = !is_strong;
      } else {
        out += plain(text.substr(i, 1));
      }
    }
    return out + (is_code ? "</code>" : "") + (is_strong ? "</b>" : "");
  }

  std::string knobs() const {
    std::string out;
    for (const scenario::Knob& knob : lesson_.knobs) {
      if (!is_in_force(knob, lesson_, positions_)) continue;
      for (const scenario::Position& position : knob.positions) {
        if (position.id != positions_.at(knob.id)) continue;
        out += "<tr><td>" + marked(in(full_title(lesson_, knob))) + "<td>" +
               marked(in(position.title)) + "\n";
      }
    }
    return out.empty() ? out : "<table>\n" + out + "</table>\n";
  }

  std::string record_text(RecordNumber at) const {
    const Record& record = trace_.at(at);
    if (const auto* said = std::get_if<Said>(&record.payload))
      return plain(visible(trim(cut(said->text, '\r').head)));
    return plain(headline(words_, record, host_names(trace_)));
  }

  // The line at which it is asked, unless that line is the answer.
  std::string place_of(const scenario::AskedQuestion& asked) const {
    if (std::holds_alternative<scenario::TypeCommand>(asked.question->task)) return {};
    const bool is_line = std::holds_alternative<Said>(trace_.at(asked.at).payload);
    const std::string text = record_text(asked.at);
    return ": " + (is_line ? "<code>" + text + "</code>" : text);
  }

  static std::string rooms(std::size_t lines) {
    std::string out;
    for (std::size_t i = 0; i < lines; ++i) out += "<div class=\"room\"></div>\n";
    return out;
  }
  static std::string box(const std::string& text) { return "<li>☐ " + text + "</li>\n"; }

  // ---- the question, and room for its answer ---------------------------------------------------

  std::string ask(const scenario::AskedQuestion& asked) const {
    return std::visit([&](const auto& task) { return room_for(task); }, asked.question->task);
  }
  std::string room_for(const scenario::ChooseOne& task) const { return boxes(task.answers); }
  std::string room_for(const scenario::ChooseSeveral& task) const { return boxes(task.answers); }
  std::string boxes(const std::vector<scenario::Answer>& answers) const {
    std::string out;
    for (const scenario::Answer& answer : answers) out += box(marked(in(answer.text)));
    return "<ul>" + out + "</ul>\n" + words_.tr("Because:") + rooms(1);
  }
  std::string room_for(const scenario::PredictReply& task) const {
    std::string out;
    for (const auto& choice : task.choices) out += box("<code>" + plain(choice.reply) + "</code>");
    return "<ul>" + out + "</ul>\n" + words_.tr("Because:") + rooms(1);
  }
  // In the order of their words, which gives nothing away.
  std::string room_for(const scenario::OrderSteps& task) const {
    std::vector<std::string> items;
    for (const auto& item : task.items) items.push_back(marked(in(item.text)));
    std::sort(items.begin(), items.end());
    std::string out;
    for (const std::string& item : items) out += "<li>____ " + item + "</li>\n";
    return "<ul>" + out + "</ul>\n";
  }
  std::string room_for(const scenario::MatchPairs& task) const {
    std::vector<std::string> rights;
    for (const auto& pair : task.pairs) rights.push_back(marked(in(pair.right)));
    std::sort(rights.begin(), rights.end());
    std::string out;
    for (std::size_t i = 0; i < rights.size(); ++i)
      out += "<tr><td>" + marked(in(task.pairs[i].left)) + "<td>____<td>" +
             std::string(1, static_cast<char>('a' + i % 26)) + ") " + rights[i] + "\n";
    return "<table>\n" + out + "</table>\n";
  }
  std::string room_for(const scenario::TypeCommand&) const { return rooms(1); }
  std::string room_for(const scenario::FindStep&) const {
    return "<p>" + words_.tr("Step ______, because:") + "</p>\n" + rooms(1);
  }
  std::string room_for(const scenario::Repair&) const { return rooms(3); }

  // ---- the key ---------------------------------------------------------------------------------

  std::string answer(const scenario::AskedQuestion& asked) const {
    return std::visit([&](const auto& task) { return key_of(asked, task); }, asked.question->task);
  }
  std::string key_of(const scenario::AskedQuestion&, const scenario::ChooseOne& task) const {
    return rights(task.answers);
  }
  std::string key_of(const scenario::AskedQuestion&, const scenario::ChooseSeveral& task) const {
    return rights(task.answers);
  }
  std::string rights(const std::vector<scenario::Answer>& answers) const {
    std::string out;
    for (const scenario::Answer& answer : answers) {
      if (answer.is_right)
        out += "<b>" + marked(in(answer.text)) + "</b> — " + marked(in(answer.why)) + " ";
    }
    return out;
  }
  std::string key_of(const scenario::AskedQuestion& asked,
                     const scenario::PredictReply& task) const {
    std::string out;
    for (std::size_t i = 0; i < task.choices.size() && i < asked.is_right.size(); ++i) {
      if (asked.is_right[i])
        out += "<code>" + record_text(asked.reply) + "</code> — " + marked(in(task.choices[i].why));
    }
    return out;
  }
  std::string key_of(const scenario::AskedQuestion&, const scenario::OrderSteps& task) const {
    std::string out;
    for (const auto& item : task.items) out += (out.empty() ? "" : " → ") + marked(in(item.text));
    return out + " — " + marked(in(task.why));
  }
  std::string key_of(const scenario::AskedQuestion&, const scenario::MatchPairs& task) const {
    std::string out;
    for (const auto& pair : task.pairs)
      out += marked(in(pair.left)) + " → " + marked(in(pair.right)) + "; ";
    return out + marked(in(task.why));
  }
  std::string key_of(const scenario::AskedQuestion&, const scenario::TypeCommand& task) const {
    return "<code>" + plain(task.command) + "</code> — " + marked(in(task.why));
  }
  std::string key_of(const scenario::AskedQuestion&, const scenario::FindStep& task) const {
    std::string out;
    const auto steps = steps_of(trace_);
    std::vector<std::uint32_t> numbers;
    for (const RecordNumber found : find_all(task.find, trace_)) {
      const std::uint32_t step = step_of(steps, found);
      if (numbers.empty() || numbers.back() != step) numbers.push_back(step);
    }
    for (const std::uint32_t number : numbers)
      out += (out.empty() ? "" : ", ") + std::to_string(number);
    return ui::fill(words_.tr("step {n}"), {{"n", out}}) + " — " + marked(in(task.why));
  }
  std::string key_of(const scenario::AskedQuestion&, const scenario::Repair& task) const {
    return marked(in(task.why));
  }

  const scenario::Scenario& lesson_;
  const scenario::KnobPositions& positions_;
  const Trace& trace_;
  ui::Words words_;
};

}  // namespace

Outcome worksheet(const WorksheetOptions& options, std::FILE* out, std::FILE* err) {
  const auto staged = stage(options.file, options.knobs, err);
  if (!staged) return Outcome::bad_input;
  world::World world(staged->spec);
  world.run();
  print(out, Worksheet(staged->scenario, staged->positions, world.trace(),
                       ui::words_in(options.language))
                 .html(options.has_answers));
  return Outcome::well;
}

}  // namespace mailscope::cli
