// The sample run as a view asks for it: looked at from a mail step, in a language.
#pragma once

#include "tests/ui/model/sample_run.h"
#include "ui/model/run.h"
#include "ui/text/words.h"

namespace mailscope::test {

struct Sample {
  ui::Run run;
  ui::Words words;

  explicit Sample(const char* language = "en", SampleTls tls = SampleTls::starttls)
      : run(sample_trace(tls)), words(ui::words_in(language)) {}

  ui::Look at(std::size_t index, StepLevel level = StepLevel::mail) {
    return run.look(run.shown(level)[index], level, words);
  }
  RecordNumber record(std::size_t index) const {
    return run.steps()[run.shown(StepLevel::mail)[index]].headline;
  }
};

}  // namespace mailscope::test
