// Secrets from the folded state.
#include "ui/model/secrets_model.h"

#include "sim/base/text.h"
#include "ui/text/codes.h"

namespace mailscope::ui {

SecretsModel secrets_at(const Look& look) {
  SecretsModel model;
  for (std::uint32_t id = 1; id <= look.state.hosts.size(); ++id) {
    const HostState& host = look.state.host({id});
    if (host.role != HostRole::attacker && host.wire_of.is_none() && host.secrets.empty()) continue;
    Knower knower{{id}, host.name, {}};
    for (const LearntSecret& secret : host.secrets) {
      const std::uint32_t step =
          look.run.shown_step(step_of(look.run.steps(), secret.record), look.level);
      knower.secrets.push_back({secret.kind, secret_name(look.words, secret.kind),
                                first_line(secret.value, 60), secret.owner, step,
                                look.run.index_of(step, look.level)});
    }
    model.knowers.push_back(std::move(knower));
  }
  return model;
}

std::string to_text(const SecretsModel& secrets) {
  std::string text;
  for (const Knower& knower : secrets.knowers) {
    text += knower.name + (knower.secrets.empty() ? ": nothing\n" : ":\n");
    for (const ShownSecret& secret : knower.secrets) {
      text += "  " + secret.name + " \"" + visible(secret.value) + "\" of " + secret.owner +
              " at step " + std::to_string(secret.index) + "\n";
    }
  }
  return text;
}

}  // namespace mailscope::ui
