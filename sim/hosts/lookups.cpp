// Driving the stub resolver over real datagrams, and the mail lookup over the stub.
#include "sim/hosts/lookups.h"

#include "sim/hosts/dns_records.h"
#include "sim/hosts/host.h"

namespace mailscope::hosts {

Lookups::Lookups(Host& host, Ipv4 resolver)
    : host_(host),
      env_(host.env()),
      stub_({.servers = resolver == Ipv4{} ? std::vector<Ipv4>{} : std::vector<Ipv4>{resolver}},
            fork(host.env(), Purpose::lookups, host.id())) {}

void Lookups::ask(const dns::Question& question, Then then) {
  const dns::InquiryId id = stub_.ask(env_.net.now(), question);
  waiting_[id] = std::move(then);
  pump();
}

bool Lookups::receive(const net::DatagramReceived& datagram) {
  if (ports_.count(datagram.port) == 0) return false;
  stub_.receive(env_.net.now(), {datagram.peer_address, datagram.peer_port}, datagram.port,
                datagram.octets);
  pump();
  return true;
}

void Lookups::pump() {
  if (is_pumping_) return;  // an answer's continuation asked again: the loop below goes on with it
  is_pumping_ = true;
  while (auto event = stub_.next()) {
    if (const auto* query = std::get_if<dns::SendQuery>(&*event)) {
      if (ports_.count(query->from_port) == 0)
        env_.net.open_datagram_port(host_.id(), query->from_port);
      ports_[query->from_port] = query->inquiry;
      const CauseScope scope(env_.recorder);
      env_.recorder.lead({host_.id(), env_.net.host_at(query->to.address), {}},
                         query_record(query->octets, query->question));
      env_.net.send_datagram(host_.id(), query->from_port, query->to.address, query->to.port,
                             query->octets);
    } else if (const auto* resolved = std::get_if<dns::Resolved>(&*event)) {
      std::erase_if(ports_, [&](const auto& port) {
        if (port.second != resolved->inquiry) return false;
        env_.net.close_datagram_port(host_.id(), port.first);
        return true;
      });
      auto node = waiting_.extract(resolved->inquiry);
      const CauseScope scope(env_.recorder);
      record(resolved->answer);
      if (!node.empty()) node.mapped()(resolved->answer);
    }
  }
  is_pumping_ = false;
  arm_timer();
}

void Lookups::arm_timer() {
  if (timer_ != 0) host_.cancel(timer_);
  timer_ = 0;
  const auto due = stub_.next_due();
  if (!due) return;
  timer_ = host_.after(*due - env_.net.now(), [this] {
    timer_ = 0;
    stub_.tick(env_.net.now());
    pump();
  });
}

void Lookups::record(const dns::Answer& answer) {
  env_.recorder.lead({host_.id(), {}, {}}, lookup_record(answer));
}

void Lookups::find_mail_servers(const std::string& domain, const std::vector<dns::Name>& own_names,
                                ThenTargets then) {
  const std::uint64_t purpose = ++lookups_made_ * 7'919;
  auto lookup =
      std::make_shared<dns::MailLookup>(domain, dns::MailLookup::Options{.own_names = own_names},
                                        fork(env_, Purpose::lookups, host_.id()).fork(purpose));
  run(lookup, [lookup, then = std::move(then)] { then(lookup->result()); });
}

}  // namespace mailscope::hosts
