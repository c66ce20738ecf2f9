// One switch over the kinds for each of: touching, completeness, showing.
#include "ui/model/question_model.h"

#include <algorithm>

#include "sim/base/text.h"

namespace mailscope::ui {
namespace {

bool has(const std::vector<std::string>& ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

const Option* option_named(const Question& question, std::string_view id) {
  for (const Option& option : question.options) {
    if (option.id == id) return &option;
  }
  return nullptr;
}

bool sends_away(const Question& question) {
  return question.kind == QuestionKind::find || question.kind == QuestionKind::repair;
}

const GivenAnswer& answer_to(const Question& question, const Answers& answers) {
  static const GivenAnswer k_nothing;
  const auto found = answers.find(question.id);
  return found == answers.end() ? k_nothing : found->second;
}

}  // namespace

// ---- answering -----------------------------------------------------------------------------------------

std::vector<std::string> mixed_order(const Question& question) {
  std::vector<const Option*> options;
  for (const Option& option : question.options) options.push_back(&option);
  std::sort(options.begin(), options.end(),
            [](const Option* a, const Option* b) { return a->text < b->text; });
  std::vector<std::string> ids;
  for (const Option* option : options) ids.push_back(option->id);
  // The alphabet's order may be the right one.
  const auto is_right = [&] {
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (ids[i] != question.options[i].id) return false;
    }
    return true;
  };
  if (ids.size() > 1 && is_right()) std::rotate(ids.begin(), ids.begin() + 1, ids.end());
  return ids;
}

void choose(GivenAnswer& answer, const Question& question, std::string_view option) {
  answer.is_right = false;
  switch (question.kind) {
    case QuestionKind::one:
      answer.chosen.assign(1, std::string(option));
      answer.is_final = true;
      return;
    case QuestionKind::type:
      answer.chosen.assign(1, std::string(option));
      answer.is_final = false;
      return;
    case QuestionKind::several: {
      answer.is_final = false;
      const auto found = std::find(answer.chosen.begin(), answer.chosen.end(), option);
      if (found == answer.chosen.end()) {
        answer.chosen.emplace_back(option);
      } else {
        answer.chosen.erase(found);
      }
      return;
    }
    case QuestionKind::match: {
      answer.is_final = false;
      answer.chosen.resize(question.lefts.size());
      const Cut parts = cut(option, ':');
      const auto left = parse_number(parts.head);
      if (!left || *left >= answer.chosen.size()) return;
      if (parts.tail.empty() || option_named(question, parts.tail))
        answer.chosen[static_cast<std::size_t>(*left)] = std::string(parts.tail);
      return;
    }
    case QuestionKind::order:
    case QuestionKind::find:
    case QuestionKind::repair: return;
  }
}

void move(GivenAnswer& answer, const Question& question, std::string_view option, bool is_up) {
  if (question.kind != QuestionKind::order) return;
  if (answer.chosen.size() != question.options.size()) answer.chosen = mixed_order(question);
  answer.is_final = answer.is_right = false;
  const auto found = std::find(answer.chosen.begin(), answer.chosen.end(), option);
  if (found == answer.chosen.end()) return;
  if (is_up && found != answer.chosen.begin()) std::iter_swap(found, found - 1);
  if (!is_up && found + 1 != answer.chosen.end()) std::iter_swap(found, found + 1);
}

bool is_complete(const GivenAnswer& answer, const Question& question) {
  const auto& chosen = answer.chosen;
  switch (question.kind) {
    case QuestionKind::one:
    case QuestionKind::several: return !chosen.empty();
    case QuestionKind::type: return !chosen.empty() && !trim(chosen.front()).empty();
    case QuestionKind::match:
      return chosen.size() == question.lefts.size() && !has(chosen, std::string_view());
    case QuestionKind::order: return true;  // as it lies there
    case QuestionKind::find: return chosen.size() == 2;
    case QuestionKind::repair: return false;  // the run answers it
  }
  return false;
}

const Question* question_named(const Lesson& lesson, std::string_view id) {
  const auto found = std::find_if(lesson.questions.begin(), lesson.questions.end(),
                                  [&](const Question& question) { return question.id == id; });
  return found == lesson.questions.end() ? nullptr : &*found;
}

std::uint32_t asked_step(const Run& run, const Question& question, StepLevel level) {
  const auto& shown = run.shown(level);
  if (question.at.is_none()) return shown.back();
  const std::size_t index = run.index_of(step_of(run.steps(), question.at), level);
  return shown[index == 0 ? 0 : index - 1];
}

// ---- what is shown -------------------------------------------------------------------------------------

AskedHere asked_here(const Look& look, const Lesson& lesson, const Answers& answers,
                     std::string_view chosen) {
  AskedHere asked;
  std::size_t here = 0;
  for (const Question& question : lesson.questions) {
    if (!question.is_in_force && question.id != chosen) continue;
    const std::uint32_t step = asked_step(look.run, question, look.level);
    const bool is_here = step == look.step.number;
    const bool is_left_over = sends_away(question) && step < look.step.number &&
                              (!answer_to(question, answers).is_right || question.id == chosen);
    if (!is_here && !is_left_over && question.id != chosen) continue;
    // What belongs to this step comes first.
    asked.all.insert(
        is_here ? asked.all.begin() + static_cast<std::ptrdiff_t>(here) : asked.all.end(),
        &question);
    here += is_here ? 1U : 0U;
  }
  bool is_open = false;
  for (std::size_t i = 0; i < asked.all.size(); ++i) {
    if (asked.all[i]->id == chosen) {
      asked.shown = i;
      break;
    }
    if (is_open || answer_to(*asked.all[i], answers).is_right) continue;
    is_open = true;
    asked.shown = i;
  }
  asked.is_here = asked.shown < here;
  return asked;
}

namespace {

Mark mark_of(bool is_right) { return is_right ? Mark::right : Mark::wrong; }

// Of options that are chosen: what was given is marked; what would have been right only once all is.
void show_options(QuestionModel& model, const Question& question, const GivenAnswer& answer,
                  const Judged& judged) {
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    const Option& option = question.options[i];
    ShownOption shown{option.id, option.text, {}, Mark::none, has(answer.chosen, option.id),
                      false,     false};
    for (const JudgedPart& part : judged.parts) {
      if (!answer.is_final || part.index != i || !shown.is_chosen) continue;
      shown.mark = mark_of(part.is_right);
      shown.why = part.why;
    }
    model.options.push_back(std::move(shown));
  }
}

void show_order(QuestionModel& model, const Question& question, const GivenAnswer& answer,
                const Judged& judged) {
  const std::vector<std::string> order =
      answer.chosen.size() == question.options.size() ? answer.chosen : mixed_order(question);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Option* option = option_named(question, order[i]);
    if (!option) continue;
    ShownOption shown{option->id, option->text, {}, Mark::none, false, i > 0, i + 1 < order.size()};
    if (answer.is_final && i < judged.parts.size()) shown.mark = mark_of(judged.parts[i].is_right);
    model.options.push_back(std::move(shown));
  }
}

void show_pairs(QuestionModel& model, const Question& question, const GivenAnswer& answer,
                const Judged& judged) {
  for (const Option& option : question.options)
    model.options.push_back({option.id, option.text, {}, Mark::none, false, false, false});
  for (std::size_t i = 0; i < question.lefts.size(); ++i) {
    MatchedPair pair{question.lefts[i], {}, {}, Mark::none};
    if (i < answer.chosen.size()) pair.option = answer.chosen[i];
    if (const Option* option = option_named(question, pair.option)) pair.text = option->text;
    if (answer.is_final && i < judged.parts.size()) pair.mark = mark_of(judged.parts[i].is_right);
    model.pairs.push_back(std::move(pair));
  }
}

// Several reasons one after the other; what the protocol says has its own line.
void show_verdict(QuestionModel& model, const Question& question, const GivenAnswer& answer,
                  const Judged& judged) {
  if (!answer.is_final) return;
  model.mark = mark_of(judged.is_right);
  model.protocol = judged.protocol;
  model.feedback = judged.why;
  if (question.kind != QuestionKind::several) return;
  model.feedback.clear();
  for (const JudgedPart& part : judged.parts) {
    // Of a wrong choice only why the wrong ones are wrong.
    if (!part.is_given || part.why.empty() || (!judged.is_right && part.is_right)) continue;
    model.feedback += (model.feedback.empty() ? "" : " ") + part.why;
  }
}

void add_places(QuestionModel& model) {
  if (model.kind == QuestionKind::match) {
    for (std::size_t i = 0; i < model.pairs.size(); ++i)
      model.places.push_back("pair:" + std::to_string(i));
  } else if (model.kind == QuestionKind::type) {
    model.places.emplace_back("typed");
  } else {
    for (const ShownOption& option : model.options) model.places.push_back("option:" + option.id);
  }
  const bool is_find = model.kind == QuestionKind::find && model.mark != Mark::right;
  if (model.is_checkable || is_find) model.places.emplace_back("check");
  if (model.has_more_hints) model.places.emplace_back("hint");
  if (!model.position.empty()) model.places.emplace_back("next");
}

}  // namespace

QuestionModel question_at(const AskedHere& asked, const Answers& answers, const Judged& judged,
                          const Words& words) {
  QuestionModel model;
  if (asked.all.empty()) return model;
  const Question& question = *asked.all[asked.shown];
  const GivenAnswer& answer = answer_to(question, answers);
  model.is_asked = true;
  model.is_here = asked.is_here;
  model.kind = question.kind;
  model.id = question.id;
  model.text = question.text;
  if (asked.all.size() > 1) {
    model.position =
        fill(words.tr("Question {n} of {all}"),
             {{"n", std::to_string(asked.shown + 1)}, {"all", std::to_string(asked.all.size())}});
  }
  switch (question.kind) {
    case QuestionKind::one:
    case QuestionKind::several: show_options(model, question, answer, judged); break;
    case QuestionKind::order: show_order(model, question, answer, judged); break;
    case QuestionKind::match: show_pairs(model, question, answer, judged); break;
    case QuestionKind::type:
      if (!answer.chosen.empty()) model.typed = answer.chosen.front();
      break;
    case QuestionKind::find:
    case QuestionKind::repair: break;
  }
  show_verdict(model, question, answer, judged);
  const bool waits = question.kind == QuestionKind::several ||
                     question.kind == QuestionKind::match || question.kind == QuestionKind::type ||
                     question.kind == QuestionKind::order;
  model.is_checkable = waits && !answer.is_final && is_complete(answer, question);
  const std::size_t taken = std::min<std::size_t>(answer.hints, question.hints.size());
  const bool is_done = model.mark == Mark::right;
  if (!is_done) {
    model.hints.assign(question.hints.begin(),
                       question.hints.begin() + static_cast<std::ptrdiff_t>(taken));
    model.has_more_hints = taken < question.hints.size();
  }
  add_places(model);
  return model;
}

std::string next_place(const QuestionModel& question, std::string_view place, int direction) {
  const auto& places = question.places;
  if (places.empty()) return {};
  const auto found = std::find(places.begin(), places.end(), place);
  if (found == places.end()) return direction > 0 ? places.front() : places.back();
  const auto count = static_cast<std::ptrdiff_t>(places.size());
  const std::ptrdiff_t next = (found - places.begin() + direction + count) % count;
  return places[static_cast<std::size_t>(next)];
}

std::string to_text(const QuestionModel& question) {
  if (!question.is_asked) return "no question\n";
  static constexpr const char* k_marks[] = {"", " — right", " — wrong"};
  const auto mark = [&](Mark one) { return std::string(k_marks[static_cast<std::size_t>(one)]); };
  std::string text = "? " + question.text;
  if (!question.position.empty()) text += " [" + question.position + "]";
  text += "\n";
  for (const MatchedPair& pair : question.pairs)
    text += pair.left + " = " + (pair.text.empty() ? "…" : pair.text) + mark(pair.mark) + "\n";
  for (const ShownOption& option : question.options) {
    if (question.kind == QuestionKind::order) {
      text += option.can_up ? "^" : " ";
      text += option.can_down ? "v " : "  ";
    } else {
      text += option.is_chosen ? "(x) " : "( ) ";
    }
    text += option.text + mark(option.mark) + "\n";
  }
  if (question.kind == QuestionKind::type) text += "> " + question.typed + "\n";
  if (question.is_checkable) text += "[check]\n";
  for (const std::string& hint : question.hints) text += "hint: " + hint + "\n";
  if (question.has_more_hints) text += "[hint]\n";
  if (question.mark != Mark::none) text += "=>" + mark(question.mark) + "\n";
  if (!question.feedback.empty()) text += question.feedback + "\n";
  if (!question.protocol.empty()) text += "    " + question.protocol + "\n";
  return text;
}

}  // namespace mailscope::ui
