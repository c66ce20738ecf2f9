// Substrings, without regard to case, Cyrillic included.
#include "ui/model/search_model.h"

#include <algorithm>

#include "sim/base/text.h"
#include "ui/text/fold_case.h"

namespace mailscope::ui {
namespace {

// What a step says beside its headline.
std::string text_of(const Look& look, const Step& step) {
  std::string text = words_of(look.run, step);
  const Record* record = headline_record(look.run, step);
  if (!record) return text;
  if (const auto* decision = std::get_if<Decision>(&record->payload)) {
    text += decision->code + " " + decision->reply + " " + decision->rule;
    for (const auto& [key, value] : decision->facts) text += "\n" + key + " " + value;
  } else if (const auto* dns = std::get_if<DnsSaid>(&record->payload)) {
    for (const std::string& answer : dns->answers) text += answer + "\n";
  } else if (const auto* tls = std::get_if<TlsMessage>(&record->payload)) {
    for (const auto& [key, value] : tls->facts) text += key + " " + value + "\n";
  } else if (const auto* secret = std::get_if<SecretLearnt>(&record->payload)) {
    text += secret->value;
  }
  return text;
}

std::string line_with(const std::string& text, const std::string& word) {
  for (const std::string_view line : split(text, '\n')) {
    if (fold_case(line).find(word) != std::string::npos) return first_line(line, 90);
  }
  return first_line(text, 90);
}

constexpr std::size_t k_choices_max = 60;

void add_choices(const Look& look, const SearchFilter& filter, SearchModel& model) {
  for (std::uint32_t id = 1; id <= look.run.names().size(); ++id) {
    model.choices.push_back({name_of_host(look.run.names(), {id}), "host=" + std::to_string(id),
                             Protocol::none, filter.host == HostId{id}});
  }
  for (const Protocol protocol : look.run.index().protocols(look.level)) {
    model.choices.push_back({std::string(protocol_name(protocol)),
                             "protocol=" + std::string(name_of(protocol)), protocol,
                             filter.protocol == protocol});
  }
  for (const auto& [id, facts] : look.run.index().connections()) {
    if (model.choices.size() >= k_choices_max && filter.connection != id) continue;
    model.choices.push_back({connection_title(look.run, id),
                             "connection=" + std::to_string(id.value), Protocol::none,
                             filter.connection == id});
  }
}

}  // namespace

bool passes(const Step& step, const SearchFilter& filter) {
  if (!filter.host.is_none() && step.from != filter.host && step.to != filter.host) return false;
  if (filter.protocol != Protocol::none && step.protocol != filter.protocol) return false;
  return filter.connection.is_none() || step.connection == filter.connection;
}

std::string connection_title(const Run& run, ConnectionId id) {
  const ConnectionFacts* facts = run.index().connection(id);
  if (!facts) return {};
  // The same two may have met before: which time it is stands behind.
  std::size_t meeting = 0, meetings = 0;
  for (const auto& [other, known] : run.index().connections()) {
    const bool is_like = known.client == facts->client && known.server == facts->server &&
                         known.server_port == facts->server_port;
    if (!is_like) continue;
    ++meetings;
    if (other == id) meeting = meetings;
  }
  return name_of_host(run.names(), facts->client) + " → " +
         name_of_host(run.names(), facts->server) + " :" + std::to_string(facts->server_port) +
         (meetings > 1 ? " · " + std::to_string(meeting) : "");
}

std::vector<std::uint32_t> passing(const Run& run, StepLevel level, const SearchFilter& filter) {
  std::vector<std::uint32_t> steps;
  for (const std::uint32_t number : run.shown(level)) {
    if (number != 0 && passes(run.steps()[number], filter)) steps.push_back(number);
  }
  return steps;
}

SearchModel search_at(const Look& look, std::string_view query, const SearchFilter& filter) {
  SearchModel model;
  model.query = std::string(query);
  add_choices(look, filter, model);
  std::vector<std::string> words;
  const std::string folded = fold_case(query);
  for (const std::string_view word : split(folded, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  std::size_t index = 0;
  for (const std::uint32_t number : look.run.shown(look.level)) {
    const Step& step = look.run.steps()[number];
    const std::size_t here = index++;
    if (number == 0 || !passes(step, filter)) continue;
    const std::string title = headline(look.words, look.run, step);
    const std::string title_folded = fold_case(title);
    std::string text, text_folded, line;
    bool is_hit = true;
    for (const std::string& word : words) {
      if (title_folded.find(word) != std::string::npos) continue;
      if (text.empty()) {
        text = text_of(look, step);
        text_folded = fold_case(text);
      }
      is_hit = text_folded.find(word) != std::string::npos;
      if (!is_hit) break;
      line = line_with(text, word);
    }
    if (!is_hit) continue;
    ++model.hit_count;
    if (model.hits.size() < k_hits_max) {
      model.hits.push_back(
          {number, here, step.protocol, title, line, step.is_trouble, number == look.step.number});
    }
  }
  model.summary = look.words.trn("{n} step", "{n} steps", model.hit_count);
  return model;
}

std::string to_text(const SearchModel& search) {
  std::string text = "\"" + search.query + "\": " + search.summary + "\n";
  for (const FilterChoice& choice : search.choices)
    text += (choice.is_chosen ? "[x] " : "[ ] ") + choice.label + " (" + choice.argument + ")\n";
  for (const SearchHit& hit : search.hits) {
    text += (hit.is_current ? "> " : "  ") + std::to_string(hit.index) + " " + hit.title;
    text += (hit.line.empty() ? "" : " | " + hit.line) + (hit.is_trouble ? " (!)\n" : "\n");
  }
  return text;
}

}  // namespace mailscope::ui
