// Mutations of what people do and of what passes on wires, and worlds made with them.
#include "sim/scenario/mutants.h"

#include <algorithm>
#include <set>

#include "sim/base/text.h"
#include "sim/mime/message.h"
#include "sim/trace/pattern.h"

namespace mailscope::scenario {
namespace {

using world::Act;
using world::WorldSpec;

// The acts that waited for this one wait for what it waited for.
void drop_act(WorldSpec& spec, const std::string& id) {
  const auto gone = std::find_if(spec.script.begin(), spec.script.end(),
                                 [&](const Act& act) { return act.id == id; });
  if (gone == spec.script.end()) return;
  const Act dropped = *gone;
  spec.script.erase(gone);
  for (Act& act : spec.script) {
    if (act.after_act != id) continue;
    act.after_act = dropped.after_act;
    if (act.after_act.empty()) act.at = dropped.at;
    act.delay = act.delay + dropped.delay;
  }
}

// A header field's encoded words (RFC 2047) as what they mean.
void write_out(std::string& line) {
  const std::string name = line.substr(0, line.find(':')), content = line + "\r\n\r\n";
  mime::Faults ignored;
  const mime::Header header = mime::parse_header(content, {0, content.size()}, ignored);
  if (const auto shown = mime::field_shown(content, header, name)) line = name + ": " + *shown;
}

template <class Kind>
Mutation on_act(const Act& act, const std::string& words, std::function<void(Kind&)> change) {
  Mutation out;
  out.words = "act " + act.id + ": " + words;
  out.on_spec = [id = act.id, change = std::move(change)](WorldSpec& spec) {
    for (Act& other : spec.script) {
      if (other.id != id) continue;
      if (Kind* doing = std::get_if<Kind>(&other.doing)) change(*doing);
    }
  };
  return out;
}

// "nobody@example.org" for "Bob <bob@example.org>".
std::string to_nobody(const std::string& recipient) {
  const std::size_t at = recipient.find('@');
  if (at == std::string::npos) return "nobody";
  std::string domain = recipient.substr(at);
  return "nobody" + domain.substr(0, domain.find('>'));
}

void add_for(std::vector<Mutation>& out, const Act& act, const world::SendMail& send) {
  for (std::size_t i = 0; i < send.mail.to.size(); ++i) {
    out.push_back(on_act<world::SendMail>(act, "to nobody", [i](world::SendMail& doing) {
      doing.mail.to[i] = to_nobody(doing.mail.to[i]);
    }));
    out.push_back(on_act<world::SendMail>(act, "one recipient less", [i](world::SendMail& doing) {
      doing.mail.to.erase(doing.mail.to.begin() + static_cast<std::ptrdiff_t>(i));
    }));
  }
  out.push_back(on_act<world::SendMail>(act, "another subject", [](world::SendMail& doing) {
    doing.mail.subject = "Mutant " + doing.mail.subject;
  }));
  out.push_back(on_act<world::SendMail>(act, "another text", [](world::SendMail& doing) {
    doing.mail.text = "Mutant.\n" + doing.mail.text;
  }));
  out.push_back(on_act<world::SendMail>(act, "a mail without MIME", [](world::SendMail& doing) {
    doing.mail.raw = "Subject: " + doing.mail.subject + "\n\n" + doing.mail.text;
  }));
}
void add_for(std::vector<Mutation>& out, const Act& act, const world::TypeLines& typed) {
  for (std::size_t i = 0; i < typed.lines.size(); ++i) {
    const std::string name = "line " + std::to_string(i + 1);
    out.push_back(on_act<world::TypeLines>(act, name + " dropped", [i](world::TypeLines& doing) {
      doing.lines.erase(doing.lines.begin() + static_cast<std::ptrdiff_t>(i));
    }));
    out.push_back(on_act<world::TypeLines>(act, name + " spoilt", [i](world::TypeLines& doing) {
      doing.lines[i] = "x" + doing.lines[i];
    }));
    if (typed.lines[i].find("=?") != std::string::npos) {
      out.push_back(
          on_act<world::TypeLines>(act, name + " without encoded words",
                                   [i](world::TypeLines& doing) { write_out(doing.lines[i]); }));
    }
    if (equal_ignoring_case(typed.lines[i], "DATA")) {
      out.push_back(on_act<world::TypeLines>(
          act, "a mail that has all header fields", [i](world::TypeLines& doing) {
            doing.lines.insert(doing.lines.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                               {"Date: Mon, 2 Mar 2026 09:00:00 +0000",
                                "Message-ID: <mutant@mutant.example>", "MIME-Version: 1.0"});
          }));
    }
    if (typed.lines[i].find('@') == std::string::npos) continue;
    out.push_back(
        on_act<world::TypeLines>(act, name + " for somebody else", [i](world::TypeLines& doing) {
          std::string& line = doing.lines[i];
          line.insert(line.find('@'), "x");
        }));
  }
  out.push_back(on_act<world::TypeLines>(
      act, "TLS or not", [](world::TypeLines& doing) { doing.is_tls = !doing.is_tls; }));
  for (const Port port : {Port{25}, Port{587}, Port{110}, Port{143}}) {
    out.push_back(on_act<world::TypeLines>(
        act, "in clear at port " + std::to_string(port),
        [port](world::TypeLines& doing) { doing.is_tls = false, doing.port = port; }));
    out.back().is_setting = true;
  }
}
void add_for(std::vector<Mutation>& out, const Act& act, const world::ReadMail&) {
  out.push_back(on_act<world::ReadMail>(act, "another mail", [](world::ReadMail& doing) {
    doing.subject = doing.subject.empty() ? "Mutant" : "";
  }));
}
void add_for(std::vector<Mutation>& out, const Act& act, const world::MarkMail& mark) {
  using What = world::MarkMail::What;
  for (const What what :
       {What::seen, What::unseen, What::flagged, What::unflagged, What::deleted}) {
    if (what == mark.what) continue;
    out.push_back(on_act<world::MarkMail>(act, "another mark",
                                          [what](world::MarkMail& doing) { doing.what = what; }));
  }
}
void add_for(std::vector<Mutation>& out, const Act& act, const world::CutWire&) {
  out.push_back(on_act<world::CutWire>(
      act, "the other way", [](world::CutWire& doing) { doing.is_cut = !doing.is_cut; }));
}
template <class Other>
void add_for(std::vector<Mutation>&, const Act&, const Other&) {}

// Somebody does something more, once everything else is done.
Mutation more(std::string words, world::Doing doing) {
  Mutation out;
  out.words = std::move(words);
  out.on_spec = [doing = std::move(doing)](WorldSpec& spec) {
    Act act;
    act.id = "mutant";
    act.doing = doing;
    if (!spec.script.empty()) act.after_act = spec.script.back().id;
    spec.script.push_back(std::move(act));
  };
  return out;
}

std::string line_of(const Said& said) {
  std::string_view text = said.text;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return std::string(text);
}

// A box on the wire of `host` that says `with` where `find` passes.
Mutation boxed(const std::string& host, const std::string& find, const std::string& with,
               bool is_from_server) {
  Mutation out;
  out.words =
      "on the wire of " + host + ": \"" + visible(with) + "\" instead of \"" + visible(find) + '"';
  out.on_spec = [=](WorldSpec& spec) {
    hosts::BoxRule rule{
        "mutant", hosts::BoxRule::Act::replace, 0, is_from_server, find, with, {}, {}, 0};
    for (hosts::HostSpec& other : spec.hosts) {
      if (!other.middlebox || other.middlebox->wire_of != host) continue;
      other.middlebox->rules.insert(other.middlebox->rules.begin(), rule);
      return;
    }
    hosts::HostSpec box;
    box.name = "mutant", box.address = {0xCB007100U | 254U};
    box.middlebox = hosts::MiddleboxSpec{host, false, {rule}};
    spec.hosts.push_back(std::move(box));
  };
  return out;
}

// Every plain door open, and passwords taken there.
void without_tls(hosts::MailServerSpec& server) {
  using hosts::ServiceKind;
  for (const ServiceKind kind : {ServiceKind::submission, ServiceKind::pop3, ServiceKind::imap}) {
    const bool is_there = std::any_of(server.services.begin(), server.services.end(),
                                      [&](const auto& service) { return service.kind == kind; });
    hosts::ServiceSpec service;
    service.kind = kind;
    if (!is_there) server.services.push_back(service);
  }
  for (hosts::ServiceSpec& service : server.services) {
    service.allows_clear_text_login = true, service.offers_starttls = false;
  }
  server.outbound_tls = hosts::TlsPolicy::none;
}

}  // namespace

std::vector<Mutation> script_mutations(const WorldSpec& spec) {
  std::vector<Mutation> out;
  for (const Act& act : spec.script) {
    Mutation drop;
    drop.words = "act " + act.id + ": left out";
    drop.on_spec = [id = act.id](WorldSpec& other) { drop_act(other, id); };
    out.push_back(std::move(drop));
  }
  for (const Act& act : spec.script) {
    std::visit([&](const auto& doing) { add_for(out, act, doing); }, act.doing);
    out.push_back(more("act " + act.id + ": done twice", act.doing));
  }
  for (const hosts::HostSpec& host : spec.hosts) {
    if (!host.mail_server) continue;
    for (const hosts::AccountSpec& account : host.mail_server->accounts) {
      const std::string& stranger = spec.hosts.front().name;
      out.push_back(more("a mail to " + account.address + " typed, too",
                         world::TypeLines{stranger,
                                          host.name,
                                          25,
                                          false,
                                          {"EHLO mutant.example", "MAIL FROM:<>",
                                           "RCPT TO:<" + account.address + ">", "DATA",
                                           "Subject: Mutant", "", "Mutant.", ".", "QUIT"}}));
    }
  }
  for (const hosts::HostSpec& host : spec.hosts) {
    if (!host.mail_client) continue;
    out.push_back(more(host.name + " fetches mail, too", world::FetchMail{host.name}));
    out.push_back(more(host.name + " reads a mail, too", world::ReadMail{host.name, ""}));
    using What = world::MarkMail::What;
    for (const What what : {What::seen, What::flagged, What::deleted})
      out.push_back(
          more(host.name + " marks a mail, too", world::MarkMail{host.name, "", what, ""}));
    for (const hosts::HostSpec& other : spec.hosts) {
      if (!other.mail_server) continue;
      for (const hosts::AccountSpec& account : other.mail_server->accounts) {
        hosts::MailSpec mail;
        mail.to = {account.address}, mail.subject = "Mutant", mail.text = "Mutant.";
        out.push_back(more(host.name + " writes to " + account.address + ", too",
                           world::SendMail{host.name, mail}));
      }
    }
  }
  return out;
}

// What several settings at once make of a world: no TLS anywhere, everything open, nobody in between.
std::vector<Mutation> sweeping_mutations() {
  std::vector<Mutation> out;
  const auto add = [&](std::string words, std::function<void(WorldSpec&)> change) {
    out.push_back({std::move(words), false, {}, std::move(change)});
  };
  add("no TLS anywhere, passwords in clear", [](WorldSpec& spec) {
    for (hosts::HostSpec& host : spec.hosts) {
      if (host.mail_server) without_tls(*host.mail_server);
      if (!host.mail_client) continue;
      hosts::MailClientSpec& client = *host.mail_client;
      client.outgoing.security = client.incoming.security = hosts::TlsPolicy::none;
      client.outgoing.port = client.incoming.port = 0;
    }
  });
  add("every server an open relay", [](WorldSpec& spec) {
    for (hosts::HostSpec& host : spec.hosts) {
      if (host.mail_server) host.mail_server->relay = hosts::RelayPolicy::open;
    }
  });
  add("no firewall anywhere", [](WorldSpec& spec) {
    for (hosts::HostSpec& host : spec.hosts) {
      if (!host.mail_server) continue;
      for (hosts::ServiceSpec& service : host.mail_server->services) service.is_filtered = false;
    }
  });
  add("no box acts", [](WorldSpec& spec) {
    for (hosts::HostSpec& host : spec.hosts) {
      if (host.middlebox) host.middlebox->rules.clear();
    }
  });
  return out;
}

std::vector<Mutation> wire_mutations(const Trace& trace) {
  constexpr std::size_t k_changed_lines_max = 60;
  const std::vector<std::string> names = host_names(trace);
  std::vector<Mutation> out;
  std::set<std::pair<HostId, std::string>> seen;
  for (const Record& record : trace) {
    const auto* said = std::get_if<Said>(&record.payload);
    if (said == nullptr || seen.size() >= k_changed_lines_max) continue;
    if (!seen.insert({record.place.host, said->text}).second) continue;
    const std::string host = names[record.place.host.value - 1], line = line_of(*said);
    if (line.empty() || line.size() > 200) continue;
    Mutation cut_wire;
    cut_wire.words = "the wire of " + host + " cut at \"" + visible(line) + '"';
    cut_wire.on_spec = [=](WorldSpec& spec) { spec.cuts.push_back({host, line, 1, true, {}}); };
    out.push_back(std::move(cut_wire));
    if (said->is_encrypted || line.size() < 3) continue;
    const bool is_server = said->speaker == Speaker::server;
    if (is_server && (line[0] == '2' || line[0] == '3'))
      out.push_back(boxed(host, line, "5" + line.substr(1), true));
    if (is_server && (line[0] == '4' || line[0] == '5'))
      out.push_back(boxed(host, line, "2" + line.substr(1), true));
    if (is_server && line.rfind("+OK", 0) == 0)
      out.push_back(boxed(host, line, "-ERR" + line.substr(3), true));
    const std::string word = line.substr(0, line.find(' '));
    out.push_back(boxed(host, word, std::string(word.size(), 'X'), is_server));
  }
  return out;
}

std::vector<Mutation> mutations_of(const Scenario& scenario, const KnobPositions& positions,
                                   const Trace& trace) {
  const Node world = merged_world(scenario, positions);
  const auto spec = world_from(world, scenario, positions);
  if (!spec) return {};
  std::vector<Mutation> out = script_mutations(*spec);
  for (Mutation& mutation : sweeping_mutations()) out.push_back(std::move(mutation));
  for (Mutation& mutation : world_mutations(world)) out.push_back(std::move(mutation));
  for (Mutation& mutation : wire_mutations(trace)) out.push_back(std::move(mutation));
  return out;
}

std::optional<WorldSpec> mutated(const Scenario& scenario, const KnobPositions& positions,
                                 const std::vector<const Mutation*>& mutations) {
  Node world = merged_world(scenario, positions);
  for (const Mutation* mutation : mutations) {
    if (mutation->on_world) mutation->on_world(world);
  }
  auto spec = world_from(world, scenario, positions);
  if (!spec) return std::nullopt;
  for (const Mutation* mutation : mutations) {
    if (mutation->on_spec) mutation->on_spec(*spec);
  }
  return std::move(*spec);
}

}  // namespace mailscope::scenario
