// The link of what is shown, and opening one.
#include <algorithm>

#include "sim/base/text.h"
#include "ui/shell/app.h"
#include "ui/shell/link.h"

namespace mailscope::ui {

std::string App::link() {
  Link link{
      lesson_id_,      std::string(language()), run_ ? run_->index_of(step_, StepLevel::mail) : 0,
      branches_.now(), link_compare(),          {}};
  return to_text(link);
}

std::string App::open_link(std::string_view text) {
  const Link link = parse_link(text);
  std::string fault;
  if (!link.language.empty()) set_language(link.language);
  const auto all = source_.catalogue(language());
  const bool is_known = std::any_of(
      all.begin(), all.end(), [&](const CatalogueEntry& entry) { return entry.id == link.lesson; });
  touch();
  if (!is_known) {
    if (!all.empty()) open(all.front().id, {}, Where::as_left);
    if (link.lesson.empty()) return {};
    return fill(
        words_.tr("The link names a lesson “{id}” that does not exist; here is the first one."),
        {{"id", link.lesson}});
  }
  const Where where = link.step ? Where::beginning : Where::as_left;
  wanted_compare_.reset();
  if (link.lesson != lesson_id_ || link.changes != branches_.now() || !run_) {
    open(link.lesson, link.changes, where);
    if (link.step) wanted_index_ = *link.step;
    if (!run_) wanted_compare_ = link.compare;
  }
  for (const LinkFault problem : link.faults) {
    switch (problem) {
      case LinkFault::step:
        fault = words_.tr("The link's step is not a number; here is the beginning.");
        break;
      case LinkFault::change:
        fault = words_.tr("A change that the link asks for cannot be read; here is the rest.");
        break;
      case LinkFault::compare:
        fault = words_.tr("The comparison that the link asks for cannot be read; here is the run.");
        break;
    }
  }
  if (!run_ && link.changes != Changes{} && source_.has(link.lesson)) {
    open(link.lesson, {}, where);
    fault =
        words_.tr("The link turns a knob that this lesson does not have; here it is as written.");
  }
  if (run_ && link.step) go_index(std::to_string(*link.step));
  if (run_ && link.compare && !open_comparison(*link.compare))
    fault = words_.tr("One of the runs that the link compares cannot be had; here is the other.");
  return fault;
}

}  // namespace mailscope::ui
