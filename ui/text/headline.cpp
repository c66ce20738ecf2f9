// The headline of every kind of record.
#include "ui/text/headline.h"

#include <algorithm>

#include "sim/base/text.h"
#include "ui/text/codes.h"

namespace mailscope::ui {
namespace {

class Headline {
 public:
  Headline(const Words& words, const Record& record, const HostNames& names)
      : words_(words), record_(record), names_(names) {}

  std::string operator()(const HostAdded& added) const {
    return say(words_.tr("{name} is there, at {address}"),
               {{"name", added.name}, {"address", to_text(added.address)}});
  }
  std::string operator()(const ServiceOpened& service) const {
    return say(words_.tr("{host} listens on port {port}"),
               {{"port", std::to_string(service.port)}});
  }
  std::string operator()(const SettingChanged& setting) const {
    return say(words_.tr("{host}: the setting {key} is now {value}"),
               {{"key", setting.key}, {"value", setting.value}});
  }
  std::string operator()(const MailboxAdded& added) const {
    return say(words_.tr("{host} keeps the mailbox {mailbox} of {account}"),
               {{"mailbox", added.mailbox}, {"account", added.account}});
  }
  std::string operator()(const MailboxRemoved& removed) const {
    return say(words_.tr("{host} removes the mailbox {mailbox} of {account}"),
               {{"mailbox", removed.mailbox}, {"account", removed.account}});
  }
  std::string operator()(const MailboxRenamed& renamed) const {
    return say(words_.tr("{host} renames the mailbox {from} of {account} to {to}"),
               {{"from", renamed.from}, {"to", renamed.to}, {"account", renamed.account}});
  }
  std::string operator()(const PacketSent& sent) const {
    if (sent.is_injected) return say(words_.tr("{host} slips in a packet in somebody else's name"));
    return say(words_.tr("{host} sends a packet to {peer}"));
  }
  std::string operator()(const PacketChanged&) const {
    return say(words_.tr("{host} changes a packet on its way"));
  }
  std::string operator()(const PacketDropped& dropped) const { return say(dropped_text(dropped)); }
  std::string operator()(const PacketArrived&) const {
    return say(words_.tr("A packet arrives at {host}"));
  }
  std::string operator()(const ConnectionOpened& opened) const {
    return say(words_.tr("{host} calls {peer} on port {port}"),
               {{"port", std::to_string(opened.server_port)}});
  }
  std::string operator()(const TcpStateChanged& change) const {
    return say(
        words_.tr("{host}: the connection goes from {from} to {to}"),
        {{"from", std::string(name_of(change.from))}, {"to", std::string(name_of(change.to))}});
  }
  std::string operator()(const ConnectionEnded& ended) const { return say(ended_text(ended)); }
  std::string operator()(const Said& said) const { return said_text(said); }
  std::string operator()(const Understood& heard) const {
    return say(words_.tr("{host} understands: {line}"), {{"line", first_line(heard.text)}});
  }
  std::string operator()(const SessionStateChanged& change) const {
    return say(words_.tr("{host}: the session is now in the state {to}"), {{"to", change.to}});
  }
  std::string operator()(const TlsMessage& message) const {
    return say(words_.tr("{host} sends {message}"), {{"message", message.name}});
  }
  std::string operator()(const TlsEstablished& tls) const {
    return say(words_.tr("{host} and {peer} now speak through {version}"),
               {{"version", tls.version}});
  }
  std::string operator()(const TlsFailed& failed) const {
    return say(words_.tr("{host} breaks off the handshake: {why}"),
               {{"why", tls_failure(words_, failed.code)}});
  }
  std::string operator()(const TlsSecret&) const {
    return say(words_.tr("{host} has derived a key"));
  }
  std::string operator()(const DnsSaid& dns) const { return dns_text(dns); }
  std::string operator()(const LookupDone& lookup) const { return lookup_text(lookup); }
  std::string operator()(const CacheChanged& cached) const {
    return say(words_.tr("{host} remembers {type} of {name}"),
               {{"type", cached.type}, {"name", cached.name}});
  }
  std::string operator()(const Decision& decision) const {
    return say("{host}: {decision}", {{"decision", decision_text(words_, decision)}});
  }
  std::string operator()(const MailQueued&) const {
    return say(words_.tr("{host} takes the mail into its queue"));
  }
  std::string operator()(const MailDeferred& deferred) const {
    return say(words_.tr("{host} could not deliver to {recipient} and will try again"),
               {{"recipient", deferred.recipient}});
  }
  std::string operator()(const RecipientDone& done) const { return done_text(done); }
  std::string operator()(const MailUnqueued&) const {
    return say(words_.tr("{host} has nothing left to do for this mail"));
  }
  std::string operator()(const MailStored& stored) const {
    return say(words_.tr("{host} puts the mail into {mailbox} of {account}"),
               {{"mailbox", stored.mailbox}, {"account", stored.account}});
  }
  std::string operator()(const MailDeleted& deleted) const {
    return say(words_.tr("{host} deletes a mail from {mailbox} of {account}"),
               {{"mailbox", deleted.mailbox}, {"account", deleted.account}});
  }
  std::string operator()(const FlagsChanged& changed) const {
    std::string flags;
    for (const std::string& flag : changed.flags) flags += (flags.empty() ? "" : " ") + flag;
    if (flags.empty())
      return say(words_.tr("{host}: the mail in {mailbox} has no flags any more"),
                 {{"mailbox", changed.mailbox}});
    return say(words_.tr("{host}: the mail in {mailbox} now has the flags {flags}"),
               {{"mailbox", changed.mailbox}, {"flags", flags}});
  }
  std::string operator()(const PersonActed& act) const { return act_text(words_, act); }
  std::string operator()(const ScreenShown& screen) const {
    return say(words_.tr("{host} shows: {screen}"), {{"screen", screen_text(words_, screen)}});
  }
  std::string operator()(const SecretLearnt& secret) const {
    return say(secret_text(words_, secret.kind), {{"owner", secret.owner}});
  }
  std::string operator()(const BudgetReached& reached) const {
    return say(words_.tr("The run was stopped: its budget of {budget} ({limit}) is used up"),
               {{"budget", reached.budget}, {"limit", std::to_string(reached.limit)}});
  }
  std::string operator()(const InterventionMade& made) const {
    if (made.what == "drop-packet")
      return say(words_.tr("You take this packet of {host} out of the network"));
    if (made.what == "change-packet")
      return say(words_.tr("You change this packet of {host} on its way"));
    return say(words_.tr("You changed the run: {what}"), {{"what", made.what}});
  }

 private:
  // With the names of the two hosts filled in as well.
  std::string say(std::string_view sentence, Fields fields = {}) const {
    fields.push_back({"host", name_of_host(names_, record_.place.host)});
    fields.push_back({"peer", name_of_host(names_, record_.place.peer)});
    return fill(sentence, fields);
  }

  std::string dropped_text(const PacketDropped& dropped) const {
    switch (dropped.reason) {
      case DropReason::firewall:
        return words_.tr("A firewall throws the packet away without a word");
      case DropReason::middlebox: return words_.tr("{host} swallows the packet");
      case DropReason::cut: return words_.tr("The packet is lost: the wire is cut");
      case DropReason::no_such_host:
        return words_.tr("The packet is lost: nobody has that address");
      case DropReason::no_such_port: return words_.tr("Nobody listens on that port");
      case DropReason::corrupt: return words_.tr("The packet arrives damaged and is thrown away");
    }
    return {};
  }

  std::string ended_text(const ConnectionEnded& ended) const {
    switch (ended.reason) {
      case EndReason::closed: return words_.tr("{host} has closed the connection");
      case EndReason::reset: return words_.tr("{host} sees the connection torn down");
      case EndReason::refused: return words_.tr("{host} is refused: nobody listens there");
      case EndReason::timed_out: return words_.tr("{host} gives up: no answer comes");
      case EndReason::unreachable:
        return words_.tr("{host} gives up: the other side cannot be reached");
      case EndReason::cut: return words_.tr("{host} loses the connection: the wire is cut");
    }
    return {};
  }

  std::string said_text(const Said& said) const {
    const std::string line = first_line(said.text);
    switch (said.kind) {
      case LineKind::greeting: return say(words_.tr("{host} greets: {line}"), {{"line", line}});
      case LineKind::command: return say(words_.tr("{host} says: {line}"), {{"line", line}});
      case LineKind::reply: return say(words_.tr("{host} answers: {line}"), {{"line", line}});
      case LineKind::content:
        if (is_one_line(said.text))
          return say(words_.tr("{host} goes on: {line}"), {{"line", line}});
        return say(words_.tr("{host} hands over the mail, {octets}"),
                   {{"octets", words_.trn("{n} octet", "{n} octets", said.text.size())}});
      case LineKind::continuation:
        if (said.speaker == Speaker::server) {
          return say(words_.tr("{host} asks for more: {line}"), {{"line", line}});
        }
        return say(words_.tr("{host} goes on: {line}"), {{"line", line}});
    }
    return {};
  }

  std::string dns_text(const DnsSaid& dns) const {
    const Fields fields{{"type", dns.type},
                        {"name", dns.name},
                        {"code", dns.response_code},
                        {"answer", dns.answers.empty() ? std::string() : answer_data(dns.answers)}};
    if (dns.speaker == Speaker::client) {
      return say(words_.tr("{host} asks {peer}: {type} of {name}?"), fields);
    }
    if (!dns.answers.empty()) return say(words_.tr("{host} answers {peer}: {answer}"), fields);
    return say(words_.tr("{host} answers {peer}: {code}, nothing of that kind"), fields);
  }

  std::string lookup_text(const LookupDone& lookup) const {
    const Fields fields{
        {"type", lookup.type},
        {"name", lookup.name},
        {"answer", lookup.answers.empty() ? std::string() : answer_data(lookup.answers)}};
    if (lookup.outcome == "found") {
      return say(words_.tr("{host} has learnt {type} of {name}: {answer}"), fields);
    }
    if (lookup.outcome == "no-such-name") {
      return say(words_.tr("{host} has learnt that the name {name} does not exist"), fields);
    }
    if (lookup.outcome == "no-such-record") {
      return say(words_.tr("{host} has learnt that {name} has no {type} record"), fields);
    }
    return say(words_.tr("{host} could not find out {type} of {name}"), fields);
  }

  // Of "mx.example.org. 3600 IN A 192.0.2.1" the data, and how many more there are.
  std::string answer_data(const std::vector<std::string>& answers) const {
    std::string_view data = answers.front();
    const std::size_t in = data.find(" IN ");
    if (in != std::string_view::npos) data.remove_prefix(in + 4);
    std::string text(data);
    if (answers.size() > 1) {
      text += ", " + words_.trn("{n} more", "{n} more", answers.size() - 1);
    }
    return text;
  }

  std::string done_text(const RecipientDone& done) const {
    const Fields fields{{"recipient", done.recipient}};
    switch (done.outcome) {
      case RecipientOutcome::relayed:
        return say(words_.tr("{host} has handed the mail for {recipient} to the next server"),
                   fields);
      case RecipientOutcome::delivered:
        return say(words_.tr("{host} has delivered the mail for {recipient}"), fields);
      case RecipientOutcome::bounced:
        return say(words_.tr("{host} gives up on {recipient} and writes to the sender"), fields);
    }
    return {};
  }

  const Words& words_;
  const Record& record_;
  const HostNames& names_;
};

}  // namespace

std::string name_of_host(const HostNames& names, HostId host) {
  return host.is_none() || host.value > names.size() ? "?" : names[host.value - 1];
}

std::string headline(const Words& words, const Record& record, const HostNames& names) {
  return std::visit(Headline(words, record, names), record.payload);
}

std::string changed_headline(const Words& words, const Record& record, const HostNames& names) {
  const auto* heard = std::get_if<Understood>(&record.payload);
  return fill(words.tr("{host} hears something else than was said: {line}"),
              {{"host", name_of_host(names, record.place.host)},
               {"line", heard ? first_line(heard->text) : std::string()}});
}

std::string misread_headline(const Words& words, const Record& record, const HostNames& names) {
  const auto* heard = std::get_if<Understood>(&record.payload);
  return fill(words.tr("{host} takes for a command what was sent as none: {line}"),
              {{"host", name_of_host(names, record.place.host)},
               {"line", heard ? first_line(heard->text) : std::string()}});
}

std::string first_line(std::string_view octets, std::size_t width_max) {
  std::string line = visible(octets.substr(0, octets.find_first_of("\r\n")));
  std::size_t width = 0, at = 0;
  while (at < line.size()) {
    const auto is_start = [&](std::size_t i) {
      return (static_cast<unsigned char>(line[i]) & 0xC0) != 0x80;
    };
    if (is_start(at) && ++width > width_max) return line.substr(0, at) + "…";
    ++at;
  }
  return line;
}

bool is_one_line(std::string_view octets) {
  const std::size_t end = octets.find('\n');
  return end == std::string_view::npos || end + 1 == octets.size();
}

std::string_view protocol_name(Protocol protocol) {
  switch (protocol) {
    case Protocol::none: return "";
    case Protocol::tcp: return "TCP";
    case Protocol::udp: return "UDP";
    case Protocol::tls: return "TLS";
    case Protocol::dns: return "DNS";
    case Protocol::smtp: return "SMTP";
    case Protocol::pop3: return "POP3";
    case Protocol::imap: return "IMAP";
  }
  return "";
}

std::string time_text(const Words& words, Time time) {
  const std::int64_t ms = time.us / 1'000, s = ms / 1'000;
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  if (s < 60) {
    const std::string fraction = std::to_string(1'000 + ms % 1'000).substr(1);
    return fill(words.tr("{s} s"), {{"s", std::to_string(s) + "." + fraction}});
  }
  if (s < 3'600) {
    return fill(words.tr("{min} min {s} s"), {{"min", std::to_string(s / 60)}, {"s", two(s % 60)}});
  }
  return fill(words.tr("{h} h {min} min"),
              {{"h", std::to_string(s / 3'600)}, {"min", two(s / 60 % 60)}});
}

}  // namespace mailscope::ui
