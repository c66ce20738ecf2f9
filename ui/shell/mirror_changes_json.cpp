// The part of the mirror for those who interfere: branches, the packet and the connection at hand, settings.
#include "nlohmann/json.hpp"
#include "sim/base/text.h"
#include "ui/shell/actions.h"
#include "ui/shell/grammar.h"
#include "ui/shell/mirror.h"
#include "ui/shell/moment.h"

namespace mailscope::ui {
namespace {

using Json = nlohmann::ordered_json;

std::string speech_text(const Words& words, bool slips_in, bool is_server) {
  if (slips_in)
    return is_server ? words.tr("{host} puts in, in the name of the server: {value}")
                     : words.tr("{host} puts in, in the name of the client: {value}");
  return is_server ? words.tr("{host} answers in the name of the server: {value}")
                   : words.tr("{host} speaks in the name of the client: {value}");
}

std::string intervention_text(const Words& words, std::string_view word) {
  const Cut kind = cut(word, ':');
  const Cut sides = cut(kind.tail, '=');
  const Cut timed = cut(sides.head, '@');
  const Cut named = cut(timed.head, '.');
  const Fields fields{{"host", std::string(named.head)},
                      {"what", std::string(named.tail)},
                      {"value", std::string(sides.tail)}};
  if (kind.head == "drop") return fill(words.tr("packet {what} of {host} is lost"), fields);
  if (kind.head == "change") return fill(words.tr("packet {what} of {host} says {value}"), fields);
  if (kind.head == "cut") return fill(words.tr("the wire of {host} is cut"), fields);
  if (kind.head == "mend") return fill(words.tr("the wire of {host} is mended"), fields);
  if (kind.head == "set") return fill(words.tr("{host}: {what} = {value}"), fields);
  if (kind.head == "take") return fill(words.tr("said in place of {host}: {value}"), fields);
  if (kind.head == "pose" || kind.head == "slip")
    return fill(
        speech_text(words, kind.head == "slip", named.tail.find(".server") != named.tail.npos),
        fields);
  return fill(words.tr("{host} dials by hand: {value}"), fields);
}

Json branches(const App& app) {
  const Words& words = app.words();
  Json list = Json::array();
  const auto& all = app.branches().all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    Json made = Json::array();
    for (const std::string& word : all[i].now.interventions)
      made.push_back({{"word", word}, {"text", intervention_text(words, word)}});
    Json turned = Json::array();
    for (const auto& [knob, position] : all[i].now.positions)
      turned.push_back(knob + " = " + position);
    list.push_back(
        {{"name", all[i].name.empty() ? fill(words.tr("Branch {n}"), {{"n", std::to_string(i + 1)}})
                                      : all[i].name},
         {"current", i == app.branches().current()},
         {"turned", std::move(turned)},
         {"interventions", std::move(made)}});
  }
  return Json{{"all", std::move(list)},
              {"undo", app.branches().can_undo()},
              {"redo", app.branches().can_redo()}};
}

Json packet(const Run& run, const Step& step) {
  const auto at = packet_of(run, step);
  if (!at) return nullptr;
  return Json{{"host", name_of_host(run.names(), at->host)},
              {"encrypted", at->is_encrypted},
              {"payload", at->is_encrypted ? std::string() : at->payload}};
}

// Of the server's session at this step, as the trace tells it.
std::string session_state(const Run& run, const Step& step, ConnectionId connection) {
  std::string state;
  const RecordList& moves = run.index().moves_of(connection);
  for (std::size_t i = up_to(moves, step.last); i-- > 0 && state.empty();) {
    const Record& record = run.trace().at(moves[i]);
    const auto* changed = std::get_if<SessionStateChanged>(&record.payload);
    if (changed && changed->side == Speaker::server) state = changed->to;
  }
  return state;
}

Json terminal(App& app) {
  const Run& run = *app.run();
  const auto at = connection_of(run, app.current_step());
  if (!at) return nullptr;
  const auto attacker = attacker_at(run, app.current_step(), *at, app.views().host);
  // The same words that the State view lights up; of another conversation those of the table.
  const StateModel& shown = app.screen().state;
  const std::string state = session_state(run, app.current_step(), at->connection);
  std::vector<std::string> verbs;
  if (shown.connection == at->connection) {
    for (const StateVerb& verb : shown.verbs) {
      if (verb.is_allowed) verbs.push_back(verb.name);
    }
  } else {
    verbs = verbs_allowed(at->protocol, state);
  }
  return Json{{"client", name_of_host(run.names(), at->client)},
              {"server", name_of_host(run.names(), at->server)},
              {"port", at->server_port},
              {"open", at->is_open},
              {"state", state},
              {"verbs", std::move(verbs)},
              {"replies", replies_to(at->protocol, last_command(app.screen().dialogue))},
              {"attacker", attacker ? name_of_host(run.names(), attacker->box) : std::string()},
              {"sealed", attacker && attacker->is_sealed}};
}

Json hosts(const Run& run) {
  Json list = Json::array();
  for (const Record& record : run.trace()) {
    const auto* added = std::get_if<HostAdded>(&record.payload);
    if (added) list.push_back({{"name", added->name}, {"box", !added->wire_of.is_none()}});
  }
  return list;
}

Json settings(App& app) {
  const HostModel& host = app.screen().host;
  Json list = Json::array();
  for (const ShownSetting& setting : host.settings) {
    if (setting.can_change && setting.key != "wire")
      list.push_back({{"key", setting.key},
                      {"name", setting.name},
                      {"value", setting.value},
                      {"choices", setting.choices}});
  }
  return Json{{"host", host.name}, {"list", std::move(list)}};
}

}  // namespace

std::string changes_json(App& app) {
  const Words& words = app.words();
  Json json;
  json["branches"] = branches(app);
  json["packet"] = app.run() ? packet(*app.run(), app.current_step()) : Json(nullptr);
  json["terminal"] = app.run() ? terminal(app) : Json(nullptr);
  json["hosts"] = app.run() ? hosts(*app.run()) : Json::array();
  json["settings"] = settings(app);
  json["labels"] = {
      {"title", words.tr("Change this run")},
      {"branches", words.tr("Branches")},
      {"new_branch", words.tr("New branch from here")},
      {"remove_branch", words.tr("Remove this branch")},
      {"undo", words.tr("Undo")},
      {"redo", words.tr("Redo")},
      {"as_written", words.tr("As it is written")},
      {"nothing", words.tr("Nothing is changed in this branch.")},
      {"take_back", words.tr("Take back")},
      {"packet", words.tr("The packet of this step")},
      {"no_packet", words.tr("Nothing travels at this step.")},
      {"drop", words.tr("Lose it")},
      {"change", words.tr("Let it say this instead")},
      {"sealed", words.tr("It is encrypted: from outside it can be lost, but not reworded.")},
      {"connection", words.tr("Take over this connection")},
      {"no_connection", words.tr("No connection is open at this step.")},
      {"as_client", words.tr("Speak for the client")},
      {"as_server", words.tr("Speak for the server")},
      {"as_attacker", words.tr("Be the attacker")},
      {"in_name", words.tr("In whose name?")},
      {"keeps", words.tr("keep the two apart")},
      {"slips", words.tr("let all pass")},
      {"manner", words.tr("Meanwhile")},
      {"no_box", words.tr("Nobody stands between the two: no box is on their wires.")},
      {"no_keys", words.tr("The box does not hold the keys: what is typed breaks the connection.")},
      {"replies", words.tr("Replies")},
      {"lines", words.tr("One line each; afterwards the program goes on")},
      {"allowed", words.tr("Allowed now")},
      {"say", words.tr("Say it")},
      {"setting", words.tr("A setting from this step on")},
      {"set", words.tr("Set it")},
      {"wire", words.tr("A wire from this step on")},
      {"cut", words.tr("Cut it")},
      {"mend", words.tr("Mend it")},
      {"host", words.tr("Host")},
      {"value", words.tr("Value")},
      {"key", words.tr("Setting")},
      {"name", words.tr("Name of this branch")},
      {"close", words.tr("Close")},
  };
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string text_places_json(const std::vector<TextPlace>& places) {
  Json list = Json::array();
  for (const TextPlace& place : places) {
    list.push_back({{"action", place.action},
                    {"value", place.value},
                    {"hint", place.hint},
                    {"box", {place.x, place.y, place.w, place.h}},
                    {"mono", place.is_mono},
                    {"focus", place.wants_focus}});
  }
  return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Every action that has a title, in all languages: what the palette searches.
std::string palette_json(App& app) {
  Json list = Json::array();
  for (const ActionInfo& action : actions()) {
    if (action.title.empty()) continue;
    Json titles = Json::object();
    for (const Language& language : languages())
      titles[std::string(language.code)] = Words(language).tr(action.title);
    list.push_back({{"action", action.id},
                    {"argument", action.argument},
                    {"keys", keys_text(action)},
                    {"titles", std::move(titles)}});
  }
  const auto lessons = app.lesson_titles();
  for (const auto& [id, titles] : lessons) {
    Json both = Json::object();
    for (const auto& [language, title] : titles) both[language] = title;
    list.push_back(
        {{"action", "lesson"}, {"argument", id}, {"keys", ""}, {"titles", std::move(both)}});
  }
  return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace mailscope::ui
