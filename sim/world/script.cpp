// Performing acts at their hosts.
#include "sim/world/script.h"

#include "sim/hosts/mail_client.h"
#include "sim/hosts/middlebox.h"
#include "sim/hosts/typing.h"

namespace mailscope::world {
namespace {

using Done = std::function<void()>;

hosts::MailClient::Mark mark_of(MarkMail::What what) {
  using Mark = hosts::MailClient::Mark;
  switch (what) {
    case MarkMail::What::seen: return Mark::seen;
    case MarkMail::What::unseen: return Mark::unseen;
    case MarkMail::What::flagged: return Mark::flagged;
    case MarkMail::What::unflagged: return Mark::unflagged;
    case MarkMail::What::deleted: return Mark::deleted;
    case MarkMail::What::moved: return Mark::moved;
  }
  return Mark::seen;
}

// None: it has not been opened yet.
ConnectionId connection_named(const CallName& call, const hosts::Environment& env) {
  const auto client = env.host_ids.find(call.client);
  std::uint32_t left = call.nth;
  for (const Record& record : env.recorder.trace()) {
    const auto* opened = std::get_if<ConnectionOpened>(&record.payload);
    if (!opened || opened->server_port != call.port || client == env.host_ids.end() ||
        record.place.host != client->second) {
      continue;
    }
    if (--left == 0) return record.place.connection;
  }
  return {};
}

// One overload an act. Each is the root of what follows from it.
struct Perform {
  hosts::Environment& env;
  hosts::Host& host;
  Done done;

  // The loader has seen to it that only mail clients are asked to send and read.
  hosts::MailClient& client() const {
    auto* client = dynamic_cast<hosts::MailClient*>(&host);
    MUST(client != nullptr);
    return *client;
  }
  void act(const std::string& action, Facts facts) const {
    env.recorder.set_cause({});
    host.lead(PersonActed{host.name(), action, std::move(facts)});
  }

  void operator()(const SendMail& send) const { client().send(send.mail, done); }
  void operator()(const FetchMail&) const { client().fetch(done); }
  void operator()(const ReadMail& read) const { client().read(read.subject, done); }
  void operator()(const MarkMail& mark) const {
    client().mark(mark.subject, mark_of(mark.what), mark.mailbox, done);
  }
  void operator()(const Watch& watch) const { client().watch(watch.length, done); }
  void operator()(const TypeLines& type) const {
    act("type", {{"server", type.server}, {"port", std::to_string(type.port)}});
    hosts::type_lines(host, type.server, type.port, type.is_tls, type.lines, done);
  }
  void operator()(const GuessPasswords& guess) const {
    act("guess-passwords", {{"server", guess.guesses.server},
                            {"users", std::to_string(guess.guesses.users.size())},
                            {"passwords", std::to_string(guess.guesses.passwords.size())}});
    hosts::guess_passwords(host, guess.guesses, done);
  }
  void operator()(const CutWire& cut) const {
    act(cut.is_cut ? "cut-wire" : "mend-wire", {});
    env.net.set_wire_cut(host.id(), cut.is_cut);
    host.set_setting("wire", cut.is_cut ? "cut" : "whole");
    done();
  }
  void operator()(const ChangeSetting& change) const {
    act("change-setting", {{"key", change.key}, {"value", change.value}});
    if (!host.change_setting(change.key, change.value)) {
      host.lead(ScreenShown{
          Severity::error, "no-such-setting", {{"key", change.key}, {"value", change.value}}});
    }
    done();
  }
  void operator()(const TakeOver& take) const {
    act("take-over", {{"connection", std::to_string(take.connection.value)}});
    if (!host.take_over(take.connection, take.lines)) {
      host.lead(ScreenShown{Severity::error, "no-such-connection", {}});
    }
    done();
  }
  void operator()(const SpeakAtBox& speak) const {
    act("speak-at-box", {{"client", speak.call.client}, {"port", std::to_string(speak.call.port)}});
    auto* box = dynamic_cast<hosts::Middlebox*>(&host);
    if (!box || !box->speak(connection_named(speak.call, env), speak.words)) {
      host.lead(ScreenShown{Severity::error, "no-such-connection", {}});
    }
    done();
  }
};

}  // namespace

const std::string& host_of(const Doing& doing) {
  return std::visit([](const auto& each) -> const std::string& { return each.host; }, doing);
}

void Script::begin() {
  env_.recorder.set_cause({});
  for (std::size_t i = 0; i < acts_.size(); ++i) {
    if (acts_[i].after_act.empty()) schedule(i, (acts_[i].at + acts_[i].delay) - Time{});
  }
}

void Script::schedule(std::size_t index, Duration delay) {
  host_of(world::host_of(acts_[index].doing)).after(delay, [this, index] { perform(index); });
}

void Script::perform(std::size_t index) {
  const Act& act = acts_[index];
  hosts::Host& host = host_of(world::host_of(act.doing));
  // An act ends once; a program that reports twice is not asked twice.
  auto is_ended = std::make_shared<bool>(false);
  std::visit(Perform{env_, host,
                     [this, index, is_ended] {
                       if (*is_ended) return;
                       *is_ended = true;
                       ended(index);
                     }},
             act.doing);
}

void Script::ended(std::size_t index) {
  for (std::size_t i = 0; i < acts_.size(); ++i) {
    if (!acts_[i].after_act.empty() && acts_[i].after_act == acts_[index].id) {
      schedule(i, acts_[i].delay);
    }
  }
}

}  // namespace mailscope::world
