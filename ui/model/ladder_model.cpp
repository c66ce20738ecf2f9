// Rungs from steps, with the steps that are gone between them.
#include "ui/model/ladder_model.h"

#include <algorithm>
#include <set>

#include "ui/text/codes.h"

namespace mailscope::ui {
namespace {

// Only hosts that say or do something have a lane.
std::vector<Lane> lanes_of(const Look& look) {
  std::set<HostId> busy;
  for (const Step& step : look.run.steps()) {
    if (step.number == 0) continue;
    if (step.level > look.level) continue;
    busy.insert(step.from);
    if (!step.to.is_none()) busy.insert(step.to);
  }
  std::vector<Lane> lanes;
  for (const HostId id : look.run.layout().lane_order) {
    if (busy.count(id) && id.value <= look.state.hosts.size()) {
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
    rung.is_words = said.kind != LineKind::content;
    if (!rung.is_words) {
      return look.words.trn("the mail, {n} octet", "the mail, {n} octets", said.text.size());
    }
    return first_line(said.text, 60);
  }
  std::string operator()(const Understood& heard) const {
    return fill(look.words.tr("hears instead: {line}"), {{"line", first_line(heard.text, 48)}});
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
    return first_line(in == std::string::npos ? answer : answer.substr(in + 4), 60);
  }
  std::string operator()(const LookupDone& lookup) const {
    if (lookup.answers.empty()) return lookup.type + " " + lookup.name + ": –";
    const std::string& answer = lookup.answers.front();
    const std::size_t in = answer.find(" IN ");
    return first_line(in == std::string::npos ? answer : answer.substr(in + 4), 60);
  }
  std::string operator()(const Decision& decision) const {
    return decision_text(look.words, decision);
  }
  std::string operator()(const ScreenShown& screen) const {
    return "“" + screen_text(look.words, screen) + "”";
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

}  // namespace

LadderModel ladder_at(const Look& look, const DifferenceModel* difference, std::size_t first,
                      std::size_t count) {
  LadderModel model;
  model.lanes = lanes_of(look);
  model.first = first;
  static const std::vector<GoneStep> k_nothing;
  const std::vector<GoneStep>& gone = difference ? difference->gone : k_nothing;
  auto next_gone = gone.begin();
  std::size_t row = 0;
  const auto wanted = [&] { return row >= first && row - first < count; };
  const auto put_gone = [&](std::uint32_t before) {
    for (; next_gone != gone.end() && next_gone->before <= before; ++next_gone, ++row) {
      if (!wanted()) continue;
      Rung rung;
      rung.step = before;
      rung.text = next_gone->headline;
      rung.is_gone = true;
      model.rungs.push_back(rung);
    }
  };
  std::size_t index = 0;
  for (const std::uint32_t number : look.run.shown(look.level)) {
    put_gone(number);
    if (number == 0) continue;  // nothing has happened yet: no rung
    ++index;
    if (number <= look.step.number) model.current_row = row;
    if (wanted()) {
      model.rungs.push_back(rung_of(look, model.lanes, number));
      model.rungs.back().index = index;
      model.rungs.back().change = change_of(difference, number);
    }
    ++row;
  }
  put_gone(static_cast<std::uint32_t>(-1));
  model.row_count = row;
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
