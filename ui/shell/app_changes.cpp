// What the learner changes in a run, the branches in which that is kept, and what differs then.
#include <algorithm>

#include "sim/base/text.h"
#include "sim/scenario/intervention.h"
#include "ui/shell/app.h"
#include "ui/shell/grammar.h"
#include "ui/shell/host_settings.h"
#include "ui/shell/moment.h"
#include "ui/text/fault_text.h"

namespace mailscope::ui {
namespace {

constexpr std::size_t k_interventions_max = 40;

std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty()) lines.emplace_back(line);
  }
  return lines;
}

}  // namespace

// ---- knobs -------------------------------------------------------------------------------------------

bool App::knob(std::string_view knob_and_position) {
  const Cut parts = cut(knob_and_position, '=');
  const auto known = std::find_if(lesson_.knobs.begin(), lesson_.knobs.end(),
                                  [&](const Knob& knob) { return knob.id == parts.head; });
  if (!run_ || known == lesson_.knobs.end()) return false;
  const bool is_position =
      std::any_of(known->values.begin(), known->values.end(),
                  [&](const KnobValue& value) { return value.id == parts.tail; });
  if (!is_position || known->chosen == parts.tail) return false;
  Changes changes = branches_.now();
  if (parts.tail == known->initial) {
    changes.positions.erase(known->id);
  } else {
    changes.positions[known->id] = std::string(parts.tail);
  }
  return apply_changes(std::move(changes));
}

// The n-th knob of the lesson, counted from 0; without a number the first.
bool App::turn_knob(std::string_view nth) {
  const std::size_t which = number_in(nth).value_or(0);
  if (which >= lesson_.knobs.size()) return false;
  const Knob& turned = lesson_.knobs[which];
  for (std::size_t i = 0; i < turned.values.size(); ++i) {
    if (turned.values[i].id != turned.chosen) continue;
    const std::string next = turned.values[(i + 1) % turned.values.size()].id;
    return knob(turned.id + "=" + next);
  }
  return false;
}

// ---- interventions ---------------------------------------------------------------------------------------

bool App::intervene(std::string_view word) {
  const auto intervention = scenario::parse_intervention(word);
  if (!run_ || !intervention) return false;
  Changes changes = branches_.now();
  const std::string text = scenario::to_text(*intervention);
  if (std::find(changes.interventions.begin(), changes.interventions.end(), text) !=
      changes.interventions.end()) {
    return false;
  }
  if (changes.interventions.size() == k_interventions_max)
    return notify(words_.tr("So many changes are too many for one run; take one back first."));
  changes.interventions.push_back(text);
  return apply_changes(std::move(changes));
}

bool App::withdraw(std::string_view word) {
  Changes changes = branches_.now();
  const auto found =
      std::find(changes.interventions.begin(), changes.interventions.end(), std::string(word));
  if (!run_ || found == changes.interventions.end()) return false;
  changes.interventions.erase(found);
  return apply_changes(std::move(changes));
}

bool App::drop_packet(std::string_view) {
  const auto packet = run_ ? packet_of(*run_, current_step()) : std::nullopt;
  if (!packet) return notify(words_.tr("Nothing travels at this step."));
  return intervene(drop_word(*run_, *packet));
}

bool App::change_packet(std::string_view payload) {
  const auto packet = run_ ? packet_of(*run_, current_step()) : std::nullopt;
  if (!packet || packet->payload.empty())
    return notify(words_.tr("No packet with words in it travels at this step."));
  return intervene(change_word(*run_, *packet, std::string(payload)));
}

// "alice" or "alice=mend"
bool App::cut_wire(std::string_view host) {
  const Cut parts = cut(host, '=');
  const HostId id = host_named(parts.head);
  if (id.is_none()) return false;
  return intervene(cut_word(*run_, id, parts.tail != "mend", moment_of(current_step())));
}

// "mx.relay=closed"
bool App::set_setting(std::string_view setting) {
  const Cut sides = cut(setting, '=');
  const Cut named = cut(sides.head, '.');
  const HostId id = host_named(named.head);
  if (id.is_none() || named.tail.empty() || !sides.found) return false;
  return intervene(set_word(*run_, id, std::string(named.tail), std::string(sides.tail),
                            moment_of(current_step())));
}

// The same, or the wire's; the learner stays at the host, and stands where the change is made.
bool App::change_setting(std::string_view setting) {
  const Cut sides = cut(setting, '=');
  const Cut named = cut(sides.head, '.');
  const HostId host = host_named(named.head);
  if (host.is_none() || !sides.found) return false;
  const auto [action, argument] =
      setting_change(std::string(named.head), std::string(named.tail), std::string(sides.tail));
  const Run* before = run_.get();
  const Time at = moment_of(current_step());
  if (action == "set" ? !set_setting(argument) : !cut_wire(argument)) return false;
  if (run_.get() != before) {
    // What else happens at that very time may come first.
    for (std::size_t i = index() + 1; i < shown().size(); ++i) {
      const Record* record = headline_record(*run_, run_->steps()[shown()[i]]);
      const auto* act = record ? std::get_if<PersonActed>(&record->payload) : nullptr;
      if (!act || record->place.host != host || record->time < at) continue;
      stand_at(shown()[i]);
      break;
    }
  }
  views_.host = host;
  return true;
}

bool App::setting_done(std::string_view value) {
  if (!run_ || views_.edited_setting.empty()) return false;
  const HostModel& host = screen().host;
  return change_setting(host.name + "." + views_.edited_setting + "=" + std::string(value));
}

// "client" or "server", a line end, and the lines to be said there; or the attacker between the two, "pose-client" or
// "slip-server" (hosts::BoxWords).
bool App::speak(std::string_view side_and_lines) {
  const Cut parts = cut(side_and_lines, '\n');
  const auto at = run_ ? connection_of(*run_, current_step()) : std::nullopt;
  const std::vector<std::string> lines = lines_in(parts.tail);
  if (!at || !at->is_open) return notify(words_.tr("No connection is open at this step."));
  if (lines.empty()) return false;
  const Cut attack = cut(parts.head, '-');
  if (attack.found) {
    const auto as = named<Speaker>(attack.tail);
    const auto attacker = attacker_at(*run_, current_step(), *at, views_.host);
    if (!as || (attack.head != "pose" && attack.head != "slip")) return false;
    if (!attacker)
      return notify(words_.tr("Nobody stands between the two: no box is on their wires."));
    using Manner = hosts::BoxWords::Manner;
    const Manner manner = attack.head == "slip" ? Manner::slip_in : Manner::take_over;
    return intervene(
        speak_word(*run_, *at, *attacker, {*as, manner, lines}, moment_of(current_step())));
  }
  const HostId host = parts.head == "server" ? at->server : at->client;
  return intervene(take_word(*run_, host, at->connection, lines, moment_of(current_step())));
}

// What was typed at the terminal of the picture: the next line of the side that is spoken for.
bool App::say_typed(std::string_view line) {
  const std::string text(line.empty() ? std::string_view(views_.typed) : line);
  views_.typed.clear();
  if (text.empty()) return false;
  if (!views_.is_attacker) return speak(std::string(name_of(views_.speaks_for)) + "\n" + text);
  return speak((views_.slips_in ? "slip-" : "pose-") + std::string(name_of(views_.poses_as)) +
               "\n" + text);
}

// "alice>mx:25", a line end, and the lines: a new connection by hand.
bool App::dial(std::string_view text) {
  const Cut parts = cut(text, '\n');
  const Cut hosts = cut(parts.head, '>');
  const Cut place = cut(hosts.tail, ':');
  const auto port = number_in(place.tail);
  const HostId id = host_named(hosts.head);
  const std::vector<std::string> lines = lines_in(parts.tail);
  if (id.is_none() || !port || *port == 0 || *port > 65535 || lines.empty()) return false;
  return intervene(type_word(*run_, id, std::string(place.head), static_cast<Port>(*port), lines,
                             moment_of(current_step())));
}

std::string App::fault_of_line(std::string_view line) const {
  const auto at = run_ ? connection_of(*run_, current_step()) : std::nullopt;
  return at ? line_fault(at->protocol, line) : std::string();
}

// In whose name the learner types, as the terminal stands.
TerminalRole App::terminal_role(const DialogueModel& dialogue) const {
  TerminalRole role;
  role.is_attacker = views_.is_attacker;
  role.side = role.is_attacker ? views_.poses_as : views_.speaks_for;
  role.slips_in = views_.slips_in;
  const auto at = connection_of(*run_, current_step());
  const auto attacker = at ? attacker_at(*run_, current_step(), *at, views_.host) : std::nullopt;
  if (attacker) {
    role.box = name_of_host(run_->names(), attacker->box);
    role.is_sealed = attacker->is_sealed;
  }
  if (role.side == Speaker::server && at)
    role.replies = replies_to(at->protocol, last_command(dialogue));
  return role;
}

HostId App::host_named(std::string_view name) const {
  return run_ ? run_->index().host_named(name) : HostId{};
}

// ---- branches ---------------------------------------------------------------------------------------------

bool App::undo(std::string_view) { return run_ && branches_.undo() && rerun(); }
bool App::redo(std::string_view) { return run_ && branches_.redo() && rerun(); }
bool App::add_branch(std::string_view name) {
  if (!run_) return false;
  if (!branches_.add(std::string(name.substr(0, 60))))
    return notify(words_.tr("More branches do not fit beside each other; remove one first."));
  return true;
}
bool App::choose_branch(std::string_view which) {
  const auto number = number_in(which);
  return run_ && number && branches_.choose(*number) && rerun();
}
bool App::name_branch(std::string_view name) {
  return branches_.rename(std::string(name.substr(0, 60))), true;
}
bool App::remove_branch(std::string_view) { return run_ && branches_.remove() && rerun(); }
bool App::as_written(std::string_view) { return run_ && apply_changes({}); }

// ---- running it ---------------------------------------------------------------------------------------------

bool App::apply_changes(Changes changes) {
  const Branches kept = branches_;
  branches_.change(std::move(changes));
  if (!rerun()) branches_ = kept;
  return true;
}

// Shows the run of the current branch, at a place as near as it allows.
bool App::rerun() {
  is_playing_ = false;
  auto ran = source_.run(lesson_id_, branches_.now());
  if (!ran) {
    notify(fault_text(words_, ran.error()));
    return false;
  }
  const DifferenceModel moved = difference(*run_, **ran, level_, words_);
  const std::uint32_t step = step_ < moved.new_of_old.size() ? moved.new_of_old[step_] : 0;
  show_run(std::move(*ran));
  stand_at(run_->shown_step(step, level_));
  refresh_repairs();
  return true;
}

void App::refresh_difference() {
  difference_.reset();
  marks_.reset();
  passing_.reset();
  if (run_ && as_written_ && as_written_ != run_)
    difference_ = difference(*as_written_, *run_, level_, words_);
}

bool App::notify(std::string sentence) {
  notice_ = std::move(sentence);
  ++notice_number_;
  return true;
}

}  // namespace mailscope::ui
