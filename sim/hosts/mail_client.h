// A person's mail program: writes and submits mail, fetches it by POP3 or reads it by IMAP, and says
// on its screen how that went, as mail programs do.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/hosts/host.h"
#include "sim/hosts/read_calls.h"

namespace mailscope::hosts {

class MailClient : public Host {
 public:
  using Done = std::function<void()>;

  MailClient(Environment& env, HostId id, const HostSpec& spec);

  // What the person does; `done` is called when the program has finished with it, well or not.
  void send(const MailSpec& mail, Done done);
  void fetch(Done done);
  void read(const std::string& subject, Done done);
  enum class Mark { seen, unseen, flagged, unflagged, deleted, moved };
  void mark(const std::string& subject, Mark what, const std::string& mailbox, Done done);
  void watch(Duration length, Done done);

  bool change_setting(const std::string& key, const std::string& value) override;

 protected:
  void describe_own(HostState& state) const override;

 private:
  struct LocalMail {
    std::vector<std::string> flags;
    std::string content;
  };
  struct ServerMail {  // what is known of a mail on the IMAP server
    store::Flags flags;
    std::string subject;
  };

  void acted(const std::string& action, Facts facts);
  void show(Severity severity, const std::string& code, Facts facts);
  void resolve(const std::string& server, std::function<void(std::optional<Ipv4>)> then);
  void fetch_now(const Done& done);
  // mail_client_discovery.cpp: goes on at once unless a server is to be found in the DNS.
  void find_outgoing(const std::function<void()>& then);
  void find_incoming(const std::function<void()>& then);
  void ask_services(std::vector<std::string> services, std::size_t at,
                    const std::function<void(const std::string&, const dns::Srv&)>& found,
                    const std::function<void()>& then);
  void submit(Ipv4 address, const MailSpec& mail, std::string content, Done done);
  void show_sent(const SmtpOutcome& outcome, const std::string& content);
  void fetch_by_pop3(Ipv4 address, Done done);
  void call_imap(std::vector<imap::Step> steps, Duration idle, std::function<void(bool)> then);
  void take_imap_event(ImapCall& call, const imap::ClientEvent& event);
  bool show_problem(const ReadOutcome& outcome);
  void keep(const std::string& mailbox, std::uint32_t uid, std::vector<std::string> flags,
            const std::string& content);
  std::optional<std::uint32_t> newest_with(const std::string& subject) const;
  std::string person() const { return spec_.person.empty() ? name() : spec_.person; }
  const std::string& user() const { return spec_.user.empty() ? spec_.address : spec_.user; }
  void note_settings();

  MailClientSpec spec_;
  std::map<std::string, std::map<std::uint32_t, LocalMail>> folders_;  // own copies, by mailbox
  std::set<std::string> known_uids_;                                   // POP3: unique ids fetched
  std::map<std::uint32_t, ServerMail> server_mails_;                   // IMAP: by UID
  std::size_t fetched_ = 0;  // mails of the call under way
  bool is_watching_ = false;
  std::uint64_t mails_written_ = 0;
};

}  // namespace mailscope::hosts
