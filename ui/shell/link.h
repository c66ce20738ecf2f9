// What stands behind the address's #, as a value: pure parsing and printing.
//
//   first-message/12/ru?recipient=typo,door=465&do=drop:alice.14;set:mx.relay@1250000=closed
//
//   …&compare=outcome            the comparison is open: the lesson as written, and what the link changes
//   …&compare=steps:policy=tls:  … with another run on its left: "written", "defence", changes; empty: the link's
//
// The step is the number that people count, of mail steps. An older form with the knobs after a third "/" is
// still read. What cannot be read is left out and said in `faults`; nothing is ever refused as a whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/model/compare_model.h"
#include "ui/shell/lesson_source.h"

namespace mailscope::ui {

enum class LinkFault { step, change, compare };

// Two runs side by side. A side: "" (what the link changes), "written", "defence", or changes as `changes_text`
// writes them.
struct LinkCompare {
  CompareView view = CompareView::outcome;
  std::string left = "written", right;
  friend bool operator==(const LinkCompare&, const LinkCompare&) = default;
};

struct Link {
  std::string lesson, language;
  std::optional<std::uint32_t> step;
  Changes changes;
  std::optional<LinkCompare> compare;
  std::vector<LinkFault> faults;
};

Link parse_link(std::string_view text);
std::string to_text(const Link& link);
// "policy=tls,eve=watches&do=drop:alice.14"; none when something in it cannot be read.
std::string changes_text(const Changes& changes);
std::optional<Changes> parse_changes(std::string_view text);

}  // namespace mailscope::ui
