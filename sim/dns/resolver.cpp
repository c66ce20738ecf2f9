// The resolver's doors: queries in, answers out, inquiries begun and ended. The search:
// resolver_search.cpp.
#include "sim/dns/resolver.h"

#include <limits>
#include <utility>

namespace mailscope::dns {
namespace {

std::optional<std::string> fault_of(const Message& query) {
  if (query.is_response) return "an answer where queries are awaited";
  if (query.opcode != 0) return "opcode " + std::to_string(query.opcode) + " is not implemented";
  if (query.questions.size() != 1)
    return "a query with " + std::to_string(query.questions.size()) + " questions";
  return std::nullopt;
}

Rcode rcode_of(AnswerKind kind) {
  switch (kind) {
    case AnswerKind::found:
    case AnswerKind::no_data: return Rcode::no_error;
    case AnswerKind::no_such_name: return Rcode::nx_domain;
    case AnswerKind::failed:
    case AnswerKind::timed_out: return Rcode::serv_fail;
  }
  return Rcode::serv_fail;
}

}  // namespace

Resolver::Resolver(Options options, Random random)
    : options_(std::move(options)),
      inquiries_(options_.inquiries, random),
      cache_(options_.cache) {}

void Resolver::receive_query(Time now, Peer client, std::string_view octets, Transport transport) {
  auto query = parse_message(octets);
  if (!query) {
    BadQuery bad{client, query.error().what, {}};
    if (query.error().id && !query.error().is_response) {
      Message refusal;
      refusal.id = *query.error().id;
      refusal.is_response = true;
      refusal.rcode = Rcode::form_err;
      bad.reply = print_message(refusal);
    }
    events_.push_back(std::move(bad));
    return;
  }
  if (const auto fault = fault_of(*query)) {
    BadQuery bad{client, *fault, {}};
    const Rcode rcode = query->opcode != 0 ? Rcode::not_imp : Rcode::form_err;
    if (!query->is_response) bad.reply = print_message(make_response(*query, rcode));
    events_.push_back(std::move(bad));
    return;
  }
  Job job;
  job.client = client;
  job.transport = transport;
  job.question = query->questions.front();
  job.query = *std::move(query);
  if (jobs_.size() >= options_.clients_max) {
    return answer_client(
        job, End{AnswerKind::failed, {}, std::nullopt, "too many questions are under way"});
  }
  advance(now, begin(std::move(job)));
  take_inquiries(now);
}

void Resolver::receive_answer(Time now, Peer from, Port to_port, std::string_view octets) {
  inquiries_.receive(now, from, to_port, octets);
  take_inquiries(now);
}

void Resolver::failed(Time now, InquiryId inquiry, std::string_view reason) {
  inquiries_.failed(now, inquiry, reason);
  take_inquiries(now);
}

void Resolver::tick(Time now) {
  inquiries_.tick(now);
  take_inquiries(now);
}

std::optional<Time> Resolver::next_due() const { return inquiries_.next_due(); }

std::optional<ResolverEvent> Resolver::next() {
  if (events_.empty()) return std::nullopt;
  ResolverEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

Resolver::JobId Resolver::begin(Job job) {
  const JobId id = ++last_job_;
  job.name = job.question.name;
  jobs_.emplace(id, std::move(job));
  return id;
}

// What the inquiries have to say; it may begin new ones.
void Resolver::take_inquiries(Time now) {
  while (auto event = inquiries_.next()) {
    if (auto* send = std::get_if<SendQuery>(&*event)) {
      events_.push_back(std::move(*send));
    } else if (auto* stray = std::get_if<Stray>(&*event)) {
      events_.push_back(std::move(*stray));
    } else if (auto* answered = std::get_if<Answered>(&*event)) {
      const JobId id = asking_.at(answered->inquiry);
      asking_.erase(answered->inquiry);
      events_.push_back(ServerSaid{answered->from, answered->question, answered->response});
      take_response(now, id, answered->response, answered->from);
    } else if (auto* gave_up = std::get_if<GaveUp>(&*event)) {
      const JobId id = asking_.at(gave_up->inquiry);
      asking_.erase(gave_up->inquiry);
      finish(now, id, End{AnswerKind::timed_out, {}, std::nullopt, gave_up->reason});
    }
  }
}

void Resolver::remember(const CacheEntry* entry) {
  if (entry != nullptr) events_.push_back(Cached{*entry});
}

void Resolver::finish(Time now, JobId id, End end) {
  const auto found = jobs_.find(id);
  MUST(found != jobs_.end());
  const Job job = std::move(found->second);
  jobs_.erase(found);
  if (job.client) return answer_client(job, end);
  // A name server's address was wanted: its job goes on with it, or fails with it.
  const auto parent = jobs_.find(job.parent);
  MUST(parent != jobs_.end());
  for (const A& a : data_of<A>(end.records)) parent->second.servers.push_back(a.address);
  if (parent->second.servers.empty()) {
    const std::string detail = end.reason.empty() ? "" : ": " + end.reason;
    return finish(
        now, job.parent,
        End{AnswerKind::failed,
            {},
            std::nullopt,
            "no address is known for the name server " + job.question.name.text() + detail});
  }
  const InquiryId inquiry = inquiries_.ask(now, {parent->second.name, parent->second.question.type},
                                           parent->second.servers);
  asking_[inquiry] = job.parent;
}

void Resolver::answer_client(const Job& job, const End& end) {
  Message response = make_response(job.query, rcode_of(end.kind));
  response.recursion_available = true;
  const bool is_known = end.kind != AnswerKind::failed && end.kind != AnswerKind::timed_out;
  if (is_known) {
    response.answers = job.aliases;
    response.answers.insert(response.answers.end(), end.records.begin(), end.records.end());
    if (end.soa) response.authorities.push_back(*end.soa);
    // Only to those who understand the bit (RFC 6840, section 5.8).
    const bool is_asked = job.query.is_authentic || (job.query.edns && job.query.edns->dnssec_ok);
    response.is_authentic = job.is_secure && is_asked;
  }
  set_reason(response, end.reason);
  const std::size_t octets_max = job.transport == Transport::udp
                                     ? udp_octets_max(job.query)
                                     : std::size_t{std::numeric_limits<std::uint16_t>::max()};
  Answer answer;
  answer.question = job.question;
  answer.kind = end.kind;
  if (is_known) answer.aliases = job.aliases;
  answer.records = end.records;
  answer.is_secure = response.is_authentic;
  answer.reason = end.reason;
  events_.push_back(SendAnswer{*job.client, job.transport, print_message(response, octets_max),
                               std::move(answer), job.is_from_cache});
}

}  // namespace mailscope::dns
