// One table for the headings, one for the subjects, one for the values.
#include "ui/text/outcome_text.h"

#include <algorithm>
#include <array>

#include "sim/base/text.h"

namespace mailscope::ui {
namespace {

struct Phrase {
  std::string_view name, text;
};

constexpr std::array k_outcome_sections{
    Phrase{"mail", mark("Mail")},
    Phrase{"secret", mark("Secrets")},
    Phrase{"conversation", mark("Conversations")},
    Phrase{"login", mark("Logins")},
    Phrase{"refusal", mark("Refusals")},
    Phrase{"screen", mark("What users are told")},
};

constexpr std::array k_outcome_subjects{
    Phrase{"mail", mark("mail “{subject}” to {recipient}")},
    Phrase{"conversation", mark("{client} with {server}, port {port}")},
    Phrase{"login", mark("{user} at {server}, from {client}")},
    Phrase{"refusal", mark("{server} refuses {client}: {command}")},
    Phrase{"screen", mark("{host} is told: {code}")},
};

constexpr std::array k_outcome_secrets{
    Phrase{"password", mark("{host} learns the password of {owner}: “{value}”")},
    Phrase{"token", mark("{host} learns the token of {owner}: “{value}”")},
    Phrase{"address", mark("{host} learns an address in mail of {owner}: “{value}”")},
    Phrase{"subject", mark("{host} learns the subject of a mail of {owner}: “{value}”")},
    Phrase{"body", mark("{host} learns the text of a mail of {owner}: “{value}”")},
};

constexpr std::array k_outcome_values{
    Phrase{"waiting", mark("waits in a queue")},
    Phrase{"relayed", mark("handed on")},
    Phrase{"delivered", mark("delivered")},
    Phrase{"bounced", mark("bounced")},
    Phrase{"learnt", mark("yes")},
    Phrase{"no-words", mark("nothing was said")},
    Phrase{"in-clear", mark("in clear")},
    Phrase{"upgraded", mark("in clear, then encrypted")},
    Phrase{"encrypted", mark("encrypted")},
    Phrase{"let-in", mark("let in")},
    Phrase{"kept-out", mark("kept out")},
    Phrase{"refused", mark("yes")},
    Phrase{"shown", mark("yes")},
};

template <class Table>
std::string phrase(const Words& words, const Table& table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Phrase& phrase) { return phrase.name == name; });
  return found == table.end() ? std::string(name) : words.tr(found->text);
}

std::string fact(const Facts& facts, std::string_view key) {
  const auto found =
      std::find_if(facts.begin(), facts.end(), [&](const auto& one) { return one.first == key; });
  return found == facts.end() ? std::string() : found->second;
}

}  // namespace

std::string outcome_section(const Words& words, std::string_view kind) {
  return phrase(words, k_outcome_sections, kind);
}

std::string outcome_subject(const Words& words, std::string_view kind, const Facts& facts) {
  Fields fields;
  for (const auto& [key, value] : facts) fields.push_back({key, visible(value)});
  if (kind == "secret")
    return fill(phrase(words, k_outcome_secrets, fact(facts, "secret")), fields);
  if (kind == "mail" && fact(facts, "subject").empty())
    return fill(words.tr("mail to {recipient}"), fields);
  return fill(phrase(words, k_outcome_subjects, kind), fields);
}

std::string outcome_cell(const Words& words, std::string_view kind, std::string_view value,
                         std::string_view detail) {
  if (kind == "refusal") return std::string(detail);
  const std::string text = phrase(words, k_outcome_values, value);
  return detail.empty() ? text : text + " (" + visible(detail) + ")";
}

}  // namespace mailscope::ui
