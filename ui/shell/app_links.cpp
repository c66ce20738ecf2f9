// The link of what is shown, and opening one.
#include <algorithm>

#include "sim/base/text.h"
#include "ui/shell/app.h"

namespace mailscope::ui {

std::string App::link() const {
  std::string text = lesson_id_;
  const std::size_t at = run_ ? run_->index_of(step_, StepLevel::mail) : 0;
  text += "/" + std::to_string(at) + "/" + std::string(language());
  std::string turned;
  for (const Knob& knob : lesson_.knobs) {
    if (knob.chosen != knob.initial)
      turned += (turned.empty() ? "" : ",") + knob.id + "=" + knob.chosen;
  }
  return turned.empty() ? text : text + "/" + turned;
}

std::string App::open_link(std::string_view link) {
  const auto parts = split(link, '/');
  const std::string id(parts[0]);
  std::string fault;
  if (parts.size() > 2 && !parts[2].empty()) set_language(parts[2]);
  const auto all = source_.catalogue(language());
  const bool is_known = std::any_of(all.begin(), all.end(),
                                    [&](const CatalogueEntry& entry) { return entry.id == id; });
  if (!is_known) {
    fault = fill(
        words_.tr("The link names a lesson “{id}” that does not exist; here is the first one."),
        {{"id", id}});
    if (!all.empty()) open(all.front().id, {});
    touch();
    return fault;
  }
  Positions positions;
  if (parts.size() > 3) {
    for (const std::string_view pair : split(parts[3], ',')) {
      const Cut halves = cut(pair, '=');
      if (halves.found) positions[std::string(halves.head)] = std::string(halves.tail);
    }
  }
  if (id != lesson_id_ || positions != positions_ || !run_) open(id, positions);
  if (!run_ && !positions.empty() && source_.has(id)) {
    open(id, {});
    fault =
        words_.tr("The link turns a knob that this lesson does not have; here it is as written.");
  }
  if (parts.size() > 1) {
    const auto wanted = number_in(parts[1]);
    if (run_ && wanted) {
      go_index(parts[1]);
    } else if (run_ && !parts[1].empty()) {
      fault = words_.tr("The link's step is not a number; here is the beginning.");
    }
  }
  touch();
  return fault;
}

}  // namespace mailscope::ui
