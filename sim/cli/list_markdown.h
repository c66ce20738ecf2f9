// The catalogue as Markdown, for docs/lessons: its contents, and one lesson after the other.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"

namespace mailscope::cli {

// A line of the table of contents; its lesson has an anchor of its id.
struct ContentsRow {
  std::string chapter_title;  // where a chapter begins, else empty
  const scenario::Scenario* lesson = nullptr;
};
std::string contents_markdown(const std::vector<ContentsRow>& rows);

// `path` from the top of the checkout.
std::string lesson_markdown(const scenario::Scenario& lesson, const std::string& path);

}  // namespace mailscope::cli
