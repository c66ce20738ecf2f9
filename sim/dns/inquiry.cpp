#include "sim/dns/inquiry.h"

#include <algorithm>
#include <utility>

namespace mailscope::dns {
namespace {

constexpr Port k_ephemeral_first = 49152;  // RFC 6335, section 6
constexpr std::uint64_t k_ephemeral_count = 16384;

// Another server may know better.
bool is_useless(const Message& response) {
  return response.rcode != Rcode::no_error && response.rcode != Rcode::nx_domain;
}

bool answers(const Message& response, std::uint16_t id, const Question& question) {
  if (response.id != id) return false;
  // A server that could not read the question may leave it out.
  if (response.questions.empty()) return is_useless(response);
  return response.questions.size() == 1 && response.questions.front() == question;
}

}  // namespace

Inquiries::Inquiries(Options options, Random random) : options_(options), random_(random) {}

InquiryId Inquiries::ask(Time now, const Question& question, std::vector<Ipv4> servers) {
  const InquiryId inquiry = ++last_;
  if (servers.empty()) {
    events_.push_back(GaveUp{inquiry, question, "no name server is known to ask"});
    return inquiry;
  }
  Pending pending;
  pending.question = question;
  pending.servers = std::move(servers);
  pending.id = static_cast<std::uint16_t>(random_.below(65536));
  const auto is_taken = [&](Port port) {
    return std::any_of(pending_.begin(), pending_.end(),
                       [&](const auto& entry) { return entry.second.from_port == port; });
  };
  do {
    pending.from_port = static_cast<Port>(k_ephemeral_first + random_.below(k_ephemeral_count));
  } while (is_taken(pending.from_port) && pending_.size() < k_ephemeral_count / 2);
  pending.attempt = 1;
  send(now, inquiry, pending, Transport::udp);
  pending_.emplace(inquiry, std::move(pending));
  return inquiry;
}

void Inquiries::receive(Time now, Peer from, Port to_port, std::string_view octets) {
  const auto found = std::find_if(pending_.begin(), pending_.end(), [&](const auto& entry) {
    return entry.second.from_port == to_port;
  });
  const auto stray = [&](std::string reason) { events_.push_back(Stray{from, std::move(reason)}); };
  if (found == pending_.end())
    return stray("nothing is awaited on port " + std::to_string(to_port));
  Pending& pending = found->second;
  const auto asked = std::min(static_cast<std::size_t>(pending.attempt), pending.servers.size());
  const auto asked_end = pending.servers.begin() + static_cast<std::ptrdiff_t>(asked);
  if (from.port != k_dns_port ||
      std::find(pending.servers.begin(), asked_end, from.address) == asked_end) {
    return stray(to_text(from.address) + " port " + std::to_string(from.port) + " was not asked");
  }
  auto response = parse_message(octets);
  if (!response) return stray("no DNS message: " + response.error().what);
  if (!response->is_response) return stray("a query where an answer is awaited");
  if (!answers(*response, pending.id, pending.question)) {
    if (response->id == pending.id) return stray("it answers another question");
    return stray("id " + std::to_string(response->id) + " instead of " +
                 std::to_string(pending.id));
  }
  if (response->is_truncated && pending.transport == Transport::udp) {
    return send(now, found->first, pending, Transport::tcp);
  }
  if (is_useless(*response) && pending.attempt < static_cast<int>(pending.servers.size())) {
    return try_on(now, found->first, to_text(from.address) + " said " + to_text(response->rcode));
  }
  events_.push_back(Answered{found->first, from, pending.question, *std::move(response)});
  pending_.erase(found);
}

void Inquiries::failed(Time now, InquiryId inquiry, std::string_view reason) {
  if (pending_.find(inquiry) != pending_.end()) try_on(now, inquiry, reason);
}

void Inquiries::tick(Time now) {
  std::vector<InquiryId> late;
  for (const auto& [inquiry, pending] : pending_) {
    if (pending.due <= now) late.push_back(inquiry);
  }
  for (const InquiryId inquiry : late) try_on(now, inquiry, "");
}

std::optional<Time> Inquiries::next_due() const {
  std::optional<Time> due;
  for (const auto& [inquiry, pending] : pending_) {
    if (!due || pending.due < *due) due = pending.due;
  }
  return due;
}

std::optional<InquiryEvent> Inquiries::next() {
  if (events_.empty()) return std::nullopt;
  InquiryEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

void Inquiries::send(Time now, InquiryId inquiry, Pending& pending, Transport transport) {
  const int round = (pending.attempt - 1) / static_cast<int>(pending.servers.size());
  pending.transport = transport;
  pending.due = now + options_.timeout * (std::int64_t{1} << std::min(round, 16));
  const Message query = make_query(pending.id, pending.question, options_.recursion_desired);
  events_.push_back(SendQuery{inquiry, Peer{server_of(pending), k_dns_port}, pending.from_port,
                              transport, print_message(query), pending.question, pending.attempt});
}

void Inquiries::try_on(Time now, InquiryId inquiry, std::string_view failure) {
  const auto found = pending_.find(inquiry);
  MUST(found != pending_.end());
  Pending& pending = found->second;
  if (!failure.empty()) pending.failure = std::string(failure);
  const auto attempts_max = static_cast<std::size_t>(options_.rounds) * pending.servers.size();
  if (static_cast<std::size_t>(pending.attempt) < attempts_max) {
    ++pending.attempt;
    return send(now, inquiry, pending, Transport::udp);
  }
  std::string reason = pending.failure;
  if (reason.empty()) {
    reason = "no answer from";
    for (const Ipv4 server : pending.servers) reason += " " + to_text(server);
    reason += " after " + std::to_string(pending.attempt) +
              (pending.attempt == 1 ? " attempt" : " attempts");
  }
  events_.push_back(GaveUp{inquiry, pending.question, std::move(reason)});
  pending_.erase(found);
}

Ipv4 Inquiries::server_of(const Pending& pending) const {
  return pending.servers[static_cast<std::size_t>(pending.attempt - 1) % pending.servers.size()];
}

}  // namespace mailscope::dns
