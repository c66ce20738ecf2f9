// What a learner says in a connection as the attacker: when it goes out, whose answers count, and when all goes
// on as before.
#include <utility>

#include "sim/base/text.h"
#include "sim/hosts/box_connection.h"
#include "sim/hosts/typing.h"

namespace mailscope::hosts {
namespace {

// A server that does not answer the learner does not keep the client's words back for ever.
constexpr Duration k_box_patience = seconds(10);
constexpr std::size_t k_put_in_octets = 1'400;  // less than anybody's segment

}  // namespace

bool BoxConnection::speak(const BoxWords& words) {
  if (is_over_ || ways_[way_from(words.as)].is_closed) return false;
  if (words.as == Speaker::client && words.manner == BoxWords::Manner::take_over) {
    box_.cancel(patience_);
    patience_ = box_.after(k_box_patience, [this] {
      if (is_taken_over()) hand_back();
    });
  }
  Order* last = orders_.empty() ? nullptr : &orders_.back();
  if (last && last->typist && last->words.as == words.as && last->words.manner == words.manner) {
    // The lines go on where those before ended: perhaps in the middle of a mail.
    std::vector<std::string>& all = last->words.lines;
    const std::size_t before = all.size();
    all.insert(all.end(), words.lines.begin(), words.lines.end());
    std::vector<wire::Keystroke> strokes = keystrokes_for(turns_.protocol(), all);
    for (std::size_t i = before; i < strokes.size(); ++i) {
      strokes[i].starts_tls = false;
      last->typist->type(std::move(strokes[i]));
    }
    hear(*last, "");
    return true;
  }
  orders_.push_back({words});
  go_on();
  return true;
}

void BoxConnection::go_on() {
  while (!orders_.empty() && is_said_at_once(orders_.front())) end_order();
}

// Both have introduced themselves, and this one has not taken its leave.
bool BoxConnection::can_put_in(std::size_t from) const {
  return !is_over_ && ways_[k_from_client].is_counted && ways_[k_from_server].is_counted &&
         ways_[k_from_client].acknowledgment != 0 && !ways_[from].is_closed;
}

// Begins what can begin; true when that was all.
bool BoxConnection::is_said_at_once(Order& order) {
  const BoxWords& words = order.words;
  if (is_over_) return true;
  if (order.typist || !can_put_in(way_from(words.as))) return false;
  if (words.manner == BoxWords::Manner::slip_in || turns_.is_sealed()) {
    say(words.as, words.lines);
    return true;
  }
  if (words.as == Speaker::server || !turns_.is_clients_turn()) return false;
  std::vector<wire::Keystroke> strokes = keystrokes_for(turns_.protocol(), words.lines);
  // What TLS asks for afterwards no box can answer.
  for (wire::Keystroke& stroke : strokes) stroke.starts_tls = false;
  order.typist.emplace(std::move(strokes), reply_rule_of(turns_.protocol()));
  order.typist->start(wire::Typist::Greeting::none);
  hear(order, "");
  return false;
}

std::string BoxConnection::name_of(std::size_t from) const {
  const Speaker side = from == k_from_client ? Speaker::client : Speaker::server;
  const HostId host = box_.env().net.host_of({connection_, side});
  for (const auto& [name, id] : box_.env().host_ids) {
    if (id == host) return name;
  }
  return to_text(ways_[from].source);
}

// All in one segment, if it holds them: whoever reads them has them at once.
void BoxConnection::say(Speaker as, const std::vector<std::string>& lines) {
  Environment& env = box_.env();
  const CauseScope scope(env.recorder);
  const std::size_t from = way_from(as);
  const net::Endpoint ear{connection_, as == Speaker::client ? Speaker::server : Speaker::client};
  std::string octets;
  for (const std::string& line : lines) {
    Facts facts{{"as", name_of(from)}, {"line", line}};
    if (turns_.is_sealed()) facts.emplace_back("sealed", "yes");
    env.recorder.lead({box_.id(), env.net.host_of(ear), connection_},
                      Decision{Verdict::noted, "words-put-in", std::move(facts), "", ""});
    octets += line + "\r\n";
  }
  turns_.say(as, octets);
  for (std::size_t at = 0; at < octets.size(); at += k_put_in_octets) {
    const std::string segment =
        shift_.insert(empty_segment(from), std::string_view(octets).substr(at, k_put_in_octets));
    const auto packet = net::parse_packet(segment);
    note_out(from, *packet->tcp(), packet->payload.size());
    env.net.inject(box_.id(), segment, (from == k_from_client) != is_client_the_owner_);
  }
}

void BoxConnection::hear(Order& order, std::string_view octets) {
  order.typist->receive(octets);
  bool is_done = false;
  while (const auto event = order.typist->next()) {
    if (std::holds_alternative<wire::TypistFinished>(*event)) is_done = true;
  }
  std::vector<std::string> lines;
  for (const Line& line : order.typist->take_output())
    lines.push_back(line.octets.substr(0, line.octets.size() - 2));
  if (!lines.empty()) say(Speaker::client, lines);
  if (is_done) end_order();
}

// A reply may have several lines, parted by "\n".
bool BoxConnection::reply(Order& order) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(order.words.lines[order.used], '\n'))
    lines.emplace_back(line);
  const bool is_last = ++order.used == order.words.lines.size();
  say(Speaker::server, lines);
  if (is_last) end_order();
  return is_last;
}

void BoxConnection::end_order() {
  const bool was_taken_over = is_taken_over();
  orders_.pop_front();
  if (!is_taken_over() && was_taken_over) hand_back();
}

// Everybody speaks for himself again; what was held goes on in its order.
void BoxConnection::hand_back() {
  box_.cancel(patience_);
  while (is_taken_over()) orders_.pop_front();
  Environment& env = box_.env();
  const CauseScope scope(env.recorder);
  env.recorder.lead({box_.id(), {}, connection_},
                    Decision{Verdict::noted, "connection-handed-back", {}, "", ""});
  const std::vector<Held> held = std::exchange(held_, {});
  for (const Held& one : held) let_go_(one.passing);
  go_on();
}

}  // namespace mailscope::hosts
