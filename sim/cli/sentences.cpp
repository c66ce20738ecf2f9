// Host names gathered once, headlines made when asked for.
#include "sim/cli/sentences.h"

#include "ui/text/headline.h"

namespace mailscope::cli {

std::function<std::string(const Record&)> sentences_about(const Trace& trace) {
  ui::HostNames names;
  for (const Record& record : trace) {
    const auto* added = std::get_if<HostAdded>(&record.payload);
    if (added != nullptr) names.push_back(added->name);
  }
  return [words = ui::words_in("en"), names = std::move(names)](const Record& record) {
    return ui::headline(words, record, names);
  };
}

}  // namespace mailscope::cli
