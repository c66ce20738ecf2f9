// Rungs from steps, with the steps that are gone between them.
#include "ui/model/ladder_model.h"

#include <algorithm>

#include "ui/text/codes.h"

namespace mailscope::ui {
namespace {

constexpr std::size_t k_width_max =
    160;  // signs of a line; the panel shows as many as there is room for

// Only hosts that say or do something have a lane.
std::vector<Lane> lanes_of(const Look& look) {
  const std::vector<bool>& is_busy = look.run.index().is_busy(look.level);
  std::vector<Lane> lanes;
  for (const HostId id : look.run.layout().lane_order) {
    if (id.value <= is_busy.size() && is_busy[id.value - 1] &&
        id.value <= look.state.hosts.size()) {
      lanes.push_back({id, name_of_host(look.run.names(), id), look.state.host(id).role});
    }
  }
  return lanes;
}

std::size_t lane_of(const std::vector<Lane>& lanes, HostId host, std::size_t otherwise) {
  const auto found =
      std::find_if(lanes.begin(), lanes.end(), [&](const Lane& lane) { return lane.host == host; });
  return found == lanes.end() ? otherwise : static_cast<std::size_t>(found - lanes.begin());
}

// Short: the ladder has the hosts' names already.
struct RungText {
  const Look& look;
  Rung& rung;

  std::string operator()(const Said& said) const {
    rung.is_words = said.kind != LineKind::content || is_one_line(said.text);
    if (!rung.is_words) {
      return look.words.trn("the mail, {n} octet", "the mail, {n} octets", said.text.size());
    }
    const std::string line = first_line(said.text, k_width_max);
    if (!line.empty()) return line;
    rung.is_words = false;
    return look.words.tr("an empty line");
  }
  std::string operator()(const Understood& heard) const {
    const bool is_misread = look.run.steps()[rung.step].kind == StepKind::misread_line;
    return fill(look.words.tr(is_misread ? mark("takes for a command: {line}")
                                         : mark("hears instead: {line}")),
                {{"line", first_line(heard.text, k_width_max)}});
  }
  std::string operator()(const ConnectionOpened& opened) const {
    return fill(look.words.tr("call to port {port}"),
                {{"port", std::to_string(opened.server_port)}});
  }
  std::string operator()(const TlsMessage& message) const { return message.name; }
  std::string operator()(const TlsEstablished& tls) const {
    return fill(look.words.tr("encrypted from here on ({version})"), {{"version", tls.version}});
  }
  std::string operator()(const DnsSaid& dns) const {
    rung.is_words = true;
    if (dns.speaker == Speaker::client) return dns.type + " " + dns.name + "?";
    if (dns.answers.empty()) return dns.response_code;
    const std::string& answer = dns.answers.front();
    const std::size_t in = answer.find(" IN ");
    return first_line(in == std::string::npos ? answer : answer.substr(in + 4), k_width_max);
  }
  std::string operator()(const LookupDone& lookup) const {
    if (lookup.outcome != "found" || lookup.answers.empty())
      return lookup.type + " " + lookup.name + ": –";
    const std::string& answer = lookup.answers.front();
    const std::size_t in = answer.find(" IN ");
    return first_line(in == std::string::npos ? answer : answer.substr(in + 4), k_width_max);
  }
  std::string operator()(const Decision& decision) const {
    return decision_text(look.words, decision);
  }
  std::string operator()(const ScreenShown& screen) const {
    return fill(look.words.tr("“{what}”"), {{"what", screen_text(look.words, screen)}});
  }
  std::string operator()(const PersonActed& act) const { return act_text(look.words, act); }
  std::string operator()(const MailQueued&) const { return look.words.tr("into the queue"); }
  std::string operator()(const MailStored& stored) const {
    return fill(look.words.tr("into {mailbox}"), {{"mailbox", stored.mailbox}});
  }
  std::string operator()(const MailDeleted&) const { return look.words.tr("a mail is deleted"); }
  std::string operator()(const MailDeferred&) const {
    return look.words.tr("waits for another try");
  }
  std::string operator()(const SecretLearnt& secret) const {
    return fill(look.words.tr("learns: {secret}"),
                {{"secret", secret_name(look.words, secret.kind)}});
  }
  template <class Other>
  std::string operator()(const Other&) const {
    return headline(look.words, look.run, look.run.steps()[rung.step]);
  }
};

Rung rung_of(const Look& look, const std::vector<Lane>& lanes, std::uint32_t number) {
  const Step& step = look.run.steps()[number];
  Rung rung;
  rung.step = number;
  rung.kind = step.kind;
  rung.protocol = step.protocol;
  rung.from = lane_of(lanes, step.from, 0);
  const bool travels = !step.to.is_none() && step.to != step.from &&
                       (step.kind == StepKind::line || step.kind == StepKind::connect ||
                        step.kind == StepKind::dns || step.kind == StepKind::tls ||
                        step.kind == StepKind::segment) &&
                       step.arrives >= step.begins;
  rung.to = travels ? lane_of(lanes, step.to, rung.from) : rung.from;
  const Record* record = headline_record(look.run, step);
  const bool stays = record && (std::holds_alternative<LookupDone>(record->payload) ||
                                std::holds_alternative<TlsEstablished>(record->payload) ||
                                std::holds_alternative<TlsFailed>(record->payload));
  if (stays) rung.to = rung.from;
  rung.shape = rung.from == rung.to ? RungShape::note : RungShape::arrow;
  rung.is_trouble = step.is_trouble;
  rung.is_current = number == look.step.number;
  rung.is_future = number > look.step.number;
  rung.is_sealed = is_encrypted(look.run, step);
  if (record) rung.text = std::visit(RungText{look, rung}, record->payload);
  return rung;
}

// Every row by its number: the steps that are shown, with those that are gone before them. Step 0 has no row.
class Rows {
 public:
  Rows(const std::vector<std::uint32_t>& steps, const std::vector<GoneStep>& gone)
      : steps_(steps), gone_(gone), skipped_(!steps.empty() && steps.front() == 0 ? 1 : 0) {}

  std::size_t count() const { return step_count() + gone_.size(); }
  std::size_t step_count() const { return steps_.size() - skipped_; }
  std::uint32_t step(std::size_t nth) const { return steps_[skipped_ + nth]; }
  // Of the n-th step.
  std::size_t row_of(std::size_t nth) const { return nth + gone_before(step(nth)); }
  std::size_t steps_until(std::uint32_t step) const {
    const auto first = steps_.begin() + static_cast<std::ptrdiff_t>(skipped_);
    return static_cast<std::size_t>(std::upper_bound(first, steps_.end(), step) - first);
  }
  // How many of the steps stand above this row.
  std::size_t steps_above(std::size_t row) const {
    std::size_t low = 0, high = step_count();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (row_of(middle) < row) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

 private:
  // Those that would stand before this step.
  std::size_t gone_before(std::uint32_t step) const {
    const auto end = std::upper_bound(
        gone_.begin(), gone_.end(), step,
        [](std::uint32_t number, const GoneStep& other) { return number < other.before; });
    return static_cast<std::size_t>(end - gone_.begin());
  }

  const std::vector<std::uint32_t>& steps_;
  const std::vector<GoneStep>& gone_;
  std::size_t skipped_;
};

Rung gone_rung(const GoneStep& gone) {
  Rung rung;
  rung.step = gone.before;
  rung.text = gone.headline;
  rung.is_gone = true;
  return rung;
}

}  // namespace

LadderModel ladder_at(const Look& look, const DifferenceModel* difference, LadderWindow window,
                      const std::vector<std::uint32_t>* filtered) {
  LadderModel model;
  model.lanes = lanes_of(look);
  static const std::vector<GoneStep> k_nothing;
  const std::vector<std::uint32_t>& steps = filtered ? *filtered : look.run.shown(look.level);
  const std::vector<GoneStep>& gone = difference && !filtered ? difference->gone : k_nothing;
  const Rows rows(steps, gone);
  model.row_count = rows.count();
  const std::size_t so_far = rows.steps_until(look.step.number);
  model.current_row = so_far == 0 ? 0 : rows.row_of(so_far - 1);

  std::size_t end = model.row_count;
  if (window.count != LadderWindow::no_row) {
    const std::size_t middle =
        window.middle == LadderWindow::no_row ? model.current_row : window.middle;
    model.first = middle > window.count / 2 ? middle - window.count / 2 : 0;
    end = std::min(model.row_count, model.first + window.count);
  }
  std::size_t nth = rows.steps_above(model.first);
  for (std::size_t row = model.first; row < end; ++row) {
    if (nth >= rows.step_count() || rows.row_of(nth) != row) {
      model.rungs.push_back(gone_rung(gone[row - nth]));
      continue;
    }
    const std::uint32_t number = rows.step(nth);
    ++nth;
    model.rungs.push_back(rung_of(look, model.lanes, number));
    model.rungs.back().index = look.run.index_of(number, look.level);
    model.rungs.back().change = change_of(difference, number);
  }
  return model;
}

std::string to_text(const LadderModel& ladder) {
  std::string text = "lanes:";
  for (const Lane& lane : ladder.lanes) text += " " + lane.name;
  text += "\n";
  for (const Rung& rung : ladder.rungs) {
    if (rung.is_gone) {
      text += "  - gone: " + rung.text + "\n";
      continue;
    }
    text += rung.is_current ? "> " : rung.is_future ? ". " : "  ";
    if (rung.change == Change::added) text += "+ ";
    if (rung.change == Change::changed) text += "~ ";
    text += ladder.lanes.empty() ? "?" : ladder.lanes[rung.from].name;
    if (rung.shape == RungShape::arrow)
      text += (rung.is_sealed ? " => " : " -> ") + ladder.lanes[rung.to].name;
    text += ": " + rung.text + (rung.is_trouble ? " (!)" : "") + "\n";
  }
  return text;
}

}  // namespace mailscope::ui
