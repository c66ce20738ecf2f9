// Looking a sentence up, and putting names into it.
#include "ui/text/words.h"

#include <algorithm>

namespace mailscope::ui {
namespace {

const Sentence* find(const Language& language, std::string_view english) {
  const Sentence* end = language.sentences + language.sentence_count;
  const Sentence* found = std::lower_bound(
      language.sentences, end, english,
      [](const Sentence& sentence, std::string_view key) { return sentence.english < key; });
  return found != end && found->english == english ? found : nullptr;
}

}  // namespace

std::string Words::tr(std::string_view english) const {
  const Sentence* found = find(*language_, english);
  return std::string(found ? found->forms[0] : english);
}

std::string Words::trn(std::string_view english_one, std::string_view english_many,
                       unsigned long n) const {
  const Sentence* found = find(*language_, english_one);
  std::string_view form = n == 1 ? english_one : english_many;
  if (found) form = found->forms[std::min(language_->plural_form(n), found->form_count - 1)];
  return fill(form, {{"n", std::to_string(n)}});
}

bool Words::has(std::string_view english) const { return find(*language_, english) != nullptr; }

Words words_in(std::string_view code) {
  for (const Language& language : languages()) {
    if (language.code == code) return Words(language);
  }
  return Words(languages().front());
}

std::string fill(std::string_view sentence, const Fields& fields) {
  std::string filled;
  while (!sentence.empty()) {
    const std::size_t open = sentence.find('{');
    const std::size_t close = open == std::string_view::npos ? open : sentence.find('}', open);
    if (close == std::string_view::npos) break;
    filled += sentence.substr(0, open);
    const std::string_view name = sentence.substr(open + 1, close - open - 1);
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    filled += field == fields.end() ? std::string(sentence.substr(open, close - open + 1))
                                    : field->second;
    sentence.remove_prefix(close + 1);
  }
  return filled += sentence;
}

}  // namespace mailscope::ui
