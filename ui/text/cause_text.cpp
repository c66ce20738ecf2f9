// What was heard instead, a setting that stands, and a decision with its code; the rest is its headline.
#include "ui/text/cause_text.h"

#include "sim/base/text.h"
#include "ui/text/codes.h"
#include "ui/text/reasons.h"

namespace mailscope::ui {
namespace {

constexpr std::size_t k_fact_width_max = 120;

std::string facts_text(const Words& words, const Facts& facts) {
  std::string out;
  for (const auto& [key, value] : facts) {
    if (value.empty() || key == "setting") continue;
    const std::string shown = key == "reason" ? reason_text(words, value) : visible(value);
    // A stranger may have sent a line of any length.
    out += (out.empty() ? "" : ", ") + key + " " + first_line(shown, k_fact_width_max);
  }
  return out;
}

}  // namespace

std::string cause_text(const Words& words, const Record& record, const HostNames& names,
                       bool is_misheard) {
  const std::string host = name_of_host(names, record.place.host);
  if (const auto* heard = std::get_if<Understood>(&record.payload); heard != nullptr && is_misheard)
    return fill(words.tr("{host} hears `{line}`, which {peer} did not say"),
                {{"host", host},
                 {"line", first_line(heard->text)},
                 {"peer", name_of_host(names, record.place.peer)}});
  if (const auto* setting = std::get_if<SettingChanged>(&record.payload))
    return fill(
        words.tr("a setting of {host}: {key} = {value}"),
        {{"host", host}, {"key", setting->key}, {"value", first_line(setting->value, 120)}});
  const std::string sentence = headline(words, record, names);
  if (const auto* decision = std::get_if<Decision>(&record.payload)) {
    const std::string facts = facts_text(words, decision->facts);
    return sentence + " [" + decision->code + (facts.empty() ? "" : ": " + facts) + "]";
  }
  return sentence;
}

}  // namespace mailscope::ui
