// The models of the detail region and of what lies above the page: computed only where they are seen.
#include <algorithm>

#include "ui/shell/app.h"
#include "ui/shell/causes.h"
#include "ui/shell/grammar.h"
#include "ui/shell/host_settings.h"
#include "ui/shell/moment.h"
#include "ui/shell/state_machines.h"

namespace mailscope::ui {

void App::compose_details(const Look& look, ScreenModel& screen) {
  const auto shows = [&](Tab tab) { return views_.tab == tab || views_.phone_tab == tab; };
  // The page's mirror has these always.
  screen.dialogue = dialogue_at(look, views_.listener);
  screen.secrets = secrets_at(look);
  screen.host = host_at(look, views_.host.is_none() ? host_of_interest(look) : views_.host);
  offer_changes(words_, screen.host);
  if (shows(Tab::bytes)) screen.bytes = bytes_at(look, views_.packet);
  if (shows(Tab::state) || shows(Tab::terminal)) screen.state = state_at(look, state_machines());
  if (shows(Tab::terminal)) {
    const DialogueModel dialogue = dialogue_at(look, Listener::ends);
    const TerminalRole role = terminal_role(dialogue);
    const std::string fault = role.side == Speaker::server
                                  ? reply_fault(dialogue.protocol, views_.typed)
                                  : fault_of_line(views_.typed);
    screen.terminal = terminal_at(look, dialogue, screen.state, role, views_.typed, fault);
  }
  const auto connection = connection_of(*run_, current_step());
  const bool can_try = !source_.is_recording(lesson_id_);
  screen.tries = {can_try && packet_of(*run_, current_step()),
                  can_try && connection && connection->is_open, branches_.can_undo(),
                  branches_.can_redo()};
  screen.why = why_at(look, views_.shows_why ? causes_of(*run_, current_step(), level_, words_)
                                             : std::vector<Cause>{});
  if (shows(Tab::message)) screen.message = message_at(look);
  if (views_.overlay == Overlay::search)
    screen.search = search_at(look, views_.query, views_.filter);
  if (views_.overlay == Overlay::compare) compose_comparison(screen);
}

// Enter in the search leads to the next step that holds the words, after the last one to the first again; the words stay,
// so that the same two keys lead on.
bool App::search_done(std::string_view query) {
  if (!run_) return false;
  views_.query = std::string(query);
  const Look look = run_->look(step_, level_, words_);
  const SearchModel found = search_at(look, query, views_.filter);
  if (found.hits.empty()) return true;
  const auto next = std::find_if(found.hits.begin(), found.hits.end(),
                                 [&](const SearchHit& hit) { return hit.step > look.step.number; });
  views_.overlay = Overlay::none;
  go(std::to_string((next == found.hits.end() ? found.hits.front() : *next).step));
  return true;
}

}  // namespace mailscope::ui
