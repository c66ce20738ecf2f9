#include "sim/dns/stub.h"

#include <utility>

namespace mailscope::dns {
namespace {

struct ToStubEvent {
  StubEvent operator()(SendQuery&& send) const { return std::move(send); }
  StubEvent operator()(Stray&& stray) const { return std::move(stray); }
  StubEvent operator()(Answered&& answered) const {
    Resolved resolved{answered.inquiry, answer_of(answered.question, answered.response),
                      std::nullopt};
    resolved.response = std::move(answered.response);
    return resolved;
  }
  StubEvent operator()(GaveUp&& gave_up) const {
    Resolved resolved{gave_up.inquiry, {}, std::nullopt};
    resolved.answer.question = std::move(gave_up.question);
    resolved.answer.kind = AnswerKind::timed_out;
    resolved.answer.reason = std::move(gave_up.reason);
    return resolved;
  }
};

}  // namespace

Stub::Stub(Options options, Random random)
    : servers_(std::move(options.servers)),
      inquiries_({.timeout = options.timeout, .rounds = options.rounds, .recursion_desired = true},
                 random) {}

InquiryId Stub::ask(Time now, const Question& question) {
  return inquiries_.ask(now, question, servers_);
}

void Stub::receive(Time now, Peer from, Port to_port, std::string_view octets) {
  inquiries_.receive(now, from, to_port, octets);
}

void Stub::failed(Time now, InquiryId inquiry, std::string_view reason) {
  inquiries_.failed(now, inquiry, reason);
}

void Stub::tick(Time now) { inquiries_.tick(now); }

std::optional<Time> Stub::next_due() const { return inquiries_.next_due(); }

std::optional<StubEvent> Stub::next() {
  auto event = inquiries_.next();
  if (!event) return std::nullopt;
  return std::visit(ToStubEvent{}, *std::move(event));
}

}  // namespace mailscope::dns
