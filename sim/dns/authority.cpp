#include "sim/dns/authority.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "sim/dns/answer.h"

namespace mailscope::dns {
namespace {

// How often the search may go on in another of this server's zones: there is no end otherwise when
// the aliases of two zones point at each other.
constexpr int k_zones_per_answer_max = 8;

void append(std::vector<Record>& to, std::vector<Record> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

std::string text_of(const Message& message) {
  if (message.questions.size() != 1) return to_text(message);
  const Question& question = message.questions.front();
  const bool is_referral =
      !message.is_authoritative && message.rcode == Rcode::no_error && message.answers.empty();
  std::string text = to_text(question);
  if (!is_referral) return text + " " + to_text(answer_of(question, message));
  text += " ask";
  for (const Record& record : message.authorities) text += " " + to_text(record.data);
  return text;
}

}  // namespace

Authority::Authority(std::vector<Zone> zones) : zones_(std::move(zones)) {}

std::optional<Authority::Reply> Authority::reply(std::string_view octets,
                                                 Transport transport) const {
  const auto query = parse_message(octets);
  Reply reply;
  if (!query) {
    const BadMessage& bad = query.error();
    // Never answer an answer: two servers could keep each other busy for ever.
    if (!bad.id || bad.is_response) return std::nullopt;
    reply.message.id = *bad.id;
    reply.message.is_response = true;
    reply.message.rcode = Rcode::form_err;
    reply.octets = print_message(reply.message);
    reply.text = "FORMERR (" + bad.what + " at octet " + std::to_string(bad.at) + ")";
    return reply;
  }
  if (query->is_response) return std::nullopt;
  reply.message = answer(*query);
  const std::size_t octets_max = transport == Transport::udp
                                     ? udp_octets_max(*query)
                                     : std::size_t{std::numeric_limits<std::uint16_t>::max()};
  reply.octets = print_message(reply.message, octets_max);
  reply.text = text_of(reply.message);
  return reply;
}

Message Authority::answer(const Message& query) const {
  if (query.opcode != 0) return make_response(query, Rcode::not_imp);
  if (query.questions.size() != 1) return make_response(query, Rcode::form_err);
  if (query.edns && query.edns->version != 0) return make_response(query, Rcode::bad_vers);
  Question question = query.questions.front();
  const Zone* zone = zone_for(question.name);
  if (zone == nullptr) {
    Message refusal = make_response(query, Rcode::refused);
    set_reason(refusal, "this server has no zone for " + question.name.text());
    return refusal;
  }
  Message response = make_response(query, Rcode::no_error);
  response.is_authoritative = true;
  for (int i = 0; zone != nullptr && i < k_zones_per_answer_max; ++i) {
    ZoneAnswer found = zone->look_up(question);
    append(response.answers, std::move(found.answers));
    append(response.authorities, std::move(found.authorities));
    append(response.additionals, std::move(found.additionals));
    if (found.outcome == ZoneOutcome::no_such_name) response.rcode = Rcode::nx_domain;
    // AA speaks of the first name of the answer (RFC 1035, section 4.1.1).
    if (found.outcome == ZoneOutcome::delegated && response.answers.empty()) {
      response.is_authoritative = false;
    }
    if (found.outcome != ZoneOutcome::alias_leaves) break;
    const Cname* cname = std::get_if<Cname>(&response.answers.back().data);
    MUST(cname != nullptr);
    question.name = cname->target;
    // An alias that leads back: the asker sees the circle in the records.
    if (has_alias_from(response.answers, question.name)) break;
    zone = zone_for(question.name);
  }
  return response;
}

const Zone* Authority::zone_for(const Name& name) const {
  const Zone* nearest = nullptr;
  for (const Zone& zone : zones_) {
    if (!name.is_within(zone.origin())) continue;
    if (nearest == nullptr || zone.origin().label_count() > nearest->origin().label_count())
      nearest = &zone;
  }
  return nearest;
}

}  // namespace mailscope::dns
