// Sentences for the stable codes of the trace: decisions, screens, acts, failures, secrets.
//
// A code that has no sentence yet reads as its own words ("relay-denied" → "relay denied"), so nothing
// is ever blank; tests list the codes that lack one.
#pragma once

#include <string>
#include <string_view>

#include "sim/trace/payload.h"
#include "ui/text/words.h"

namespace mailscope::ui {

std::string decision_text(const Words& words, const Decision& decision);
std::string screen_text(const Words& words, const ScreenShown& screen);
std::string act_text(const Words& words, const PersonActed& act);
std::string tls_failure(const Words& words, std::string_view code);
// "{host} has learnt the password of {owner}"
std::string secret_text(const Words& words, SecretKind kind);
// "password"
std::string secret_name(const Words& words, SecretKind kind);
std::string verdict_name(const Words& words, Verdict verdict);
std::string role_name(const Words& words, HostRole role);

bool has_decision_sentence(std::string_view code);
bool has_screen_sentence(std::string_view code);

}  // namespace mailscope::ui
