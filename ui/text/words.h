// Every word a user reads, in their language: tr("…") gives the sentence, trn(…) the right plural.
//
// Knows no trace and no screen. The English sentence is the key; ui/text/po/<code>.po holds the other
// languages, msgfmt checks them at build time and tools/words turns them into one table each. A new
// language is one more .po file.
//
//   const Words words = words_in("ru");
//   words.tr("Step");                                        // "Шаг"
//   words.trn("{n} octet", "{n} octets", 21);                // "21 октет"
//   fill(words.tr("{host} answers"), {{"host", "mx"}});      // "mx отвечает"
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailscope::ui {

// One sentence of a catalogue: `forms` holds one text, or one for each plural form.
struct Sentence {
  std::string_view english;
  const std::string_view* forms;
  std::size_t form_count;
};

struct Language {
  std::string_view code;      // "ru": also the key of a lesson's own texts
  std::string_view own_name;  // "Русский"
  const Sentence* sentences;  // in the order of their English
  std::size_t sentence_count;
  std::size_t (*plural_form)(unsigned long n);
};

// English first, then every catalogue in the order of the codes.
std::span<const Language> languages();

class Words {
 public:
  explicit Words(const Language& language) : language_(&language) {}

  std::string_view code() const { return language_->code; }
  const Language& language() const { return *language_; }

  // The sentence in this language; the English one when the catalogue lacks it.
  std::string tr(std::string_view english) const;
  // With {n} filled in.
  std::string trn(std::string_view english_one, std::string_view english_many,
                  unsigned long n) const;
  bool has(std::string_view english) const;

 private:
  const Language* language_;
};

// The words of a language; English when there is no catalogue of that code.
Words words_in(std::string_view code);

// Marks a sentence of a table for xgettext; it is translated where it is shown.
constexpr std::string_view mark(std::string_view english) { return english; }

using Fields = std::vector<std::pair<std::string_view, std::string>>;
// "{host} answers" with each {name} put in; a name that is not among the fields stays as it is.
std::string fill(std::string_view sentence, const Fields& fields);

}  // namespace mailscope::ui
