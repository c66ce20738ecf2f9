// By the list that the hosts themselves obey.
#include "ui/shell/host_settings.h"

#include <algorithm>

#include "sim/hosts/setting_choices.h"
#include "ui/text/setting_names.h"

namespace mailscope::ui {

void offer_changes(const Words& words, HostModel& host) {
  const auto has = [&](std::string_view key) {
    return std::any_of(host.settings.begin(), host.settings.end(),
                       [&](const ShownSetting& setting) { return setting.key == key; });
  };
  const auto add = [&](const char* key, const char* value) {
    if (!has(key)) host.settings.push_back({key, setting_name(words, key), value, false, {}});
  };
  const bool has_rules = std::any_of(
      host.settings.begin(), host.settings.end(),
      [](const ShownSetting& setting) { return setting.key.compare(0, 5, "rule ") == 0; });
  // What is as usual is not in the trace.
  if (host.is_box && has_rules) add("active", "yes");
  if (!host.is_box) add("wire", "whole");
  for (ShownSetting& setting : host.settings) {
    if (setting.key == "wire") {
      setting.can_change = !host.is_box;
      setting.choices = {"whole", "cut"};
      continue;
    }
    auto choices = hosts::setting_choices(host.role, host.is_box, setting.key);
    setting.can_change = choices.has_value();
    setting.choices = std::move(choices).value_or(std::vector<std::string>());
  }
}

std::pair<std::string, std::string> setting_change(const std::string& host, const std::string& key,
                                                   const std::string& value) {
  if (key == "wire") return {"cut-wire", value == "cut" ? host : host + "=mend"};
  return {"set", host + "." + key + "=" + value};
}

}  // namespace mailscope::ui
