// A scenario as small as one can be, and its text with something replaced.
#pragma once

#include <string>

#include <catch2/catch_test_macros.hpp>

#include "sim/scenario/load.h"

namespace mailscope::scenario {

inline const std::string k_small = R"({
 "id": "small", "chapter": "tests", "level": "beginner", "minutes": 1,
 "title": {"en": "Small", "ru": "Малый"},
 "promise": {"en": "Nothing.", "ru": "Ничего."},
 "world": {
  "hosts": {
   "alice": {"address": "192.0.2.1", "client": {"address": "alice@example.org", "password": "x"}},
   "mx": {"address": "192.0.2.2", "server": {"name": "mx.example.org", "domains": ["example.org"]}},
   "ns": {"address": "192.0.2.3", "dns": {"resolves": true, "zones": {"example.org": {"@": ["MX 10 mx"], "mx": ["A 192.0.2.2"]}}}}
  }
 },
 "script": [{"id": "looks", "do": "fetch", "host": "alice"}],
 "knobs": {
  "relay": {"title": {"en": "Relay", "ru": "Релей"}, "default": "closed", "positions": {
   "closed": {"title": {"en": "closed", "ru": "закрыт"}},
   "open": {"title": {"en": "open", "ru": "открыт"}, "effect": {"hosts": {"mx": {"server": {"relay": "open"}}}}}
  }}
 },
 "questions": [{"id": "q", "kind": "choose-one", "at": {"kind": "said"}, "text": {"en": "What?", "ru": "Что?"}, "answers": [
  {"text": {"en": "a", "ru": "а"}, "right": true, "why": {"en": "so", "ru": "так"}},
  {"text": {"en": "b", "ru": "б"}, "why": {"en": "not so", "ru": "не так"}}
 ]}],
 "expectations": [{"never": {"bounced": {"to": "bob@example.org"}}}],
 "sources": ["RFC 5321"]
})";

inline std::string with(std::string text, const std::string& what, const std::string& instead) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), instead);
}

// Every fault of a text, a line each; "" when it loads.
inline std::string faults_of(const std::string& text) {
  const auto loaded = load_scenario(text);
  std::string out;
  if (!loaded) {
    for (const Fault& fault : loaded.error()) out += to_text(fault) + "\n";
  }
  return out;
}

inline std::string faults_with(const std::string& what, const std::string& instead) {
  return faults_of(with(k_small, what, instead));
}

}  // namespace mailscope::scenario
