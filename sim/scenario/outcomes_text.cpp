// The words of outcomes in both languages, and the table of two runs.
#include <algorithm>

#include "sim/base/text.h"
#include "sim/scenario/outcomes.h"

namespace mailscope::scenario {
namespace {

std::string in(const BothTexts& texts, std::string_view language) {
  return language == "ru" ? texts.ru : texts.en;
}

std::size_t width(std::string_view text) {  // in characters
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  }));
}

std::string padded(std::string text, std::size_t columns) {
  const std::size_t has = width(text);
  return has < columns ? text.append(columns - has, ' ') : text;
}

}  // namespace

BothTexts words_for(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::mail: return {"Mail", "Письма"};
    case OutcomeKind::secret: return {"Secrets", "Секреты"};
    case OutcomeKind::conversation: return {"Conversations", "Разговоры"};
    case OutcomeKind::refusal: return {"Refusals", "Отказы"};
    case OutcomeKind::screen: return {"What users are told", "Что видят пользователи"};
  }
  return {};
}

BothTexts words_for(OutcomeValue value) {
  switch (value) {
    case OutcomeValue::waiting: return {"waits in a queue", "ждёт в очереди"};
    case OutcomeValue::relayed: return {"handed on", "передано дальше"};
    case OutcomeValue::delivered: return {"delivered", "доставлено"};
    case OutcomeValue::bounced: return {"bounced", "не доставлено, отправлен отчёт"};
    case OutcomeValue::learnt: return {"yes", "да"};
    case OutcomeValue::no_words: return {"nothing was said", "не сказано ни слова"};
    case OutcomeValue::in_clear: return {"in clear", "открытым текстом"};
    case OutcomeValue::upgraded: return {"in clear, then encrypted", "сначала открыто, потом шифр"};
    case OutcomeValue::encrypted: return {"encrypted", "зашифровано"};
    case OutcomeValue::refused: return {"yes", "да"};
    case OutcomeValue::shown: return {"yes", "да"};
  }
  return {};
}

BothTexts cell_text(const std::optional<Outcome>& outcome) {
  if (!outcome) return {"—", "—"};
  BothTexts text = words_for(outcome->value);
  if (outcome->kind == OutcomeKind::refusal) return {outcome->detail, outcome->detail};
  if (outcome->detail.empty()) return text;
  const std::string detail = " (" + visible(outcome->detail) + ")";
  text.en += detail, text.ru += detail;
  return text;
}

std::string comparison_text(const std::vector<ComparedOutcome>& rows, const std::string& before,
                            const std::string& after, std::string_view language) {
  std::size_t first = 0, second = width(before);
  for (const ComparedOutcome& row : rows) {
    first = std::max(first, width(in(row.subject, language)));
    second = std::max(second, width(in(cell_text(row.before), language)));
  }
  std::string out = padded("", first + 4) + padded(before, second + 2) + after + "\n";
  std::optional<OutcomeKind> section;
  for (const ComparedOutcome& row : rows) {
    if (section != row.kind) out += in(words_for(row.kind), language) + "\n";
    section = row.kind;
    out += (row.is_changed ? "* " : "  ") + padded(in(row.subject, language), first + 2) +
           padded(in(cell_text(row.before), language), second + 2) +
           in(cell_text(row.after), language) + "\n";
  }
  return out;
}

}  // namespace mailscope::scenario
