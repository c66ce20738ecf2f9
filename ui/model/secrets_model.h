// Who has learnt what so far, and at which step.
#pragma once

#include <string>
#include <vector>

#include "ui/model/run.h"

namespace mailscope::ui {

struct ShownSecret {
  SecretKind kind = SecretKind::password;
  std::string name, value, owner;
  std::uint32_t step = 0;
  std::size_t index = 0;  // the step as people count
  friend bool operator==(const ShownSecret&, const ShownSecret&) = default;
};

struct Knower {
  HostId host{};
  std::string name;
  std::vector<ShownSecret> secrets;  // empty: has learnt nothing
  friend bool operator==(const Knower&, const Knower&) = default;
};

struct SecretsModel {
  std::vector<Knower> knowers;  // every box and attacker, and whoever else has learnt something
};

SecretsModel secrets_at(const Look& look);
std::string to_text(const SecretsModel& secrets);

}  // namespace mailscope::ui
