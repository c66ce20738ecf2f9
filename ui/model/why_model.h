// Why did this happen? What led to a step at once, and the root of it all: somebody did something.
#pragma once

#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

struct WhyLink {
  std::uint32_t step = 0;
  std::size_t index = 0;  // as people count
  Protocol protocol = Protocol::none;
  std::string sentence;
  std::vector<std::string> facts;  // of a decision: what it was made on
  std::string rule;
  bool is_trouble = false;
  friend bool operator==(const WhyLink&, const WhyLink&) = default;
};

struct WhyModel {
  std::vector<WhyLink> links;  // the root first, the step itself last; one link says nothing
  bool says_something() const { return links.size() > 1; }
};

WhyModel why_at(const Look& look);
std::string to_text(const WhyModel& why);

}  // namespace mailscope::ui
