// Hints that are computed: each narrows the answer down, the last one says it.
#include <algorithm>

#include "sim/base/text.h"
#include "ui/shell/question_text.h"
#include "ui/text/command_help.h"
#include "ui/text/headline.h"

namespace mailscope::ui {
namespace {

std::string quoted(const Words& words, const std::string& text) {
  return fill(words.tr("“{what}”"), {{"what", text}});
}

// One wrong option after the other drops out.
void strike(std::vector<std::string>& hints, const Question& made, const Words& words) {
  for (const Option& option : made.options) {
    if (!option.is_right)
      hints.push_back(fill(words.tr("It is not {what}."), {{"what", quoted(words, option.text)}}));
  }
}

struct Hints {
  const Question& made;
  const Run& run;
  const Words& words;
  std::vector<std::string> hints = {};

  void operator()(const scenario::ChooseOne&) { strike(hints, made, words); }
  void operator()(const scenario::ChooseSeveral&) {
    const auto count = std::count_if(made.options.begin(), made.options.end(),
                                     [](const Option& option) { return option.is_right; });
    hints.push_back(words.trn("{n} answer is right.", "{n} answers are right.",
                              static_cast<unsigned long>(count)));
    strike(hints, made, words);
  }
  void operator()(const scenario::PredictReply&) {
    const bool is_smtp = std::all_of(made.options.begin(), made.options.end(),
                                     [](const Option& option) { return is_digit(option.text[0]); });
    if (is_smtp) {
      hints.push_back(
          words.tr("The first digit says it: 2 done, 3 go on, 4 not now, 5 no. What does the "
                   "server know by now?"));
    }
    strike(hints, made, words);
  }
  void operator()(const scenario::OrderSteps&) {
    for (std::size_t i = 0; i < made.options.size(); ++i) {
      hints.push_back(
          fill(words.tr("Number {n} is {what}."),
               {{"n", std::to_string(i + 1)}, {"what", quoted(words, made.options[i].text)}}));
    }
  }
  void operator()(const scenario::MatchPairs&) {
    for (std::size_t i = 0; i < made.lefts.size(); ++i) {
      for (const Option& option : made.options) {
        if (option.id != made.pairs[i]) continue;
        hints.push_back(
            fill(words.tr("To {left} belongs {right}."),
                 {{"left", quoted(words, made.lefts[i])}, {"right", quoted(words, option.text)}}));
      }
    }
  }
  void operator()(const scenario::TypeCommand& task) {
    std::string_view line = task.command;
    const bool has_tag =
        task.protocol == Protocol::imap && line.find(' ') != std::string_view::npos;
    if (has_tag) line = cut(line, ' ').tail;
    const std::string verb = upper(cut(line, ' ').head);
    const CommandHelp help = command_help(words, task.protocol, verb);
    if (help.form.empty()) {
      hints.push_back(fill(words.tr("The command is {verb}."), {{"verb", "`" + verb + "`"}}));
    } else {
      hints.push_back(help.purpose);
      hints.push_back(
          fill(words.tr("It is written {form}"), {{"form", "`" + std::string(help.form) + "`"}}));
    }
    hints.push_back(fill(words.tr("Type {line}"), {{"line", "`" + task.command + "`"}}));
  }
  void operator()(const scenario::FindStep&) {
    if (made.targets.empty()) return;
    const Record& target = run.trace().at(made.targets.front());
    const std::string host = name_of_host(run.names(), target.place.host);
    if (!host.empty())
      hints.push_back(fill(words.tr("Look at what {host} does."), {{"host", host}}));
    const std::size_t index = run.index_of(step_of(run.steps(), target.number), StepLevel::mail);
    constexpr std::size_t k_around = 4;
    hints.push_back(fill(words.tr("It is between step {from} and step {to}."),
                         {{"from", std::to_string(index > k_around ? index - k_around : 0)},
                          {"to", std::to_string(index + k_around - 1)}}));
    hints.push_back(fill(words.tr("It is step {n}."), {{"n", std::to_string(index)}}));
  }
  // The goals have their own.
  void operator()(const scenario::Repair&) {}
};

}  // namespace

std::vector<std::string> hints_for(const scenario::Question& question, const Question& made,
                                   const Run& run, std::string_view language) {
  const Words words = words_in(language);
  Hints hints{made, run, words};
  std::visit(hints, question.task);
  return std::move(hints.hints);
}

}  // namespace mailscope::ui
