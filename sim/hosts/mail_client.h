// A person's mail program: writes and submits mail, fetches it by POP3 or reads it by IMAP, and says
// on its screen how that went, as mail programs do.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/hosts/host.h"
#include "sim/hosts/read_calls.h"
#include "sim/policy/receipt.h"

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

  // A mail that is read by IMAP and asks for a receipt: first its flags are looked up, then the decision
  // is kept on the server, then the connection is let go.
  struct WantedReceipt {
    enum class Stage { reading, asking_flags, settling, over };
    Stage stage = Stage::reading;
    std::uint32_t uid = 0;
    std::string content;  // empty: no mail has come, or it does not ask
    bool is_to_be_sent = false, is_automatic = false;
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
  void submit(Ipv4 address, const MailSpec& mail, std::string content,
              std::function<void(const SmtpOutcome&)> then);
  // `code`: what it tells its user when the server has taken the mail; `copy` goes into Sent then.
  void show_sent(const SmtpOutcome& outcome, const std::string& code, const std::string& copy);
  void fetch_by_pop3(Ipv4 address, Done done);
  // `receipt`: of a call that reads one mail, and says LOGOUT when what follows from it is done.
  void call_imap(std::vector<imap::Step> steps, Duration idle, std::function<void(bool)> then,
                 std::shared_ptr<WantedReceipt> receipt = nullptr);
  void take_imap_event(ImapCall& call, const imap::ClientEvent& event);
  bool show_problem(const ReadOutcome& outcome);
  void show_mail(const std::string& content);
  void read_by_pop3(const std::string& subject, const Done& done);
  // mail_client_receipts.cpp: what a mail that is read asks for, and what one that comes tells (RFC 8098).
  void take_reading_event(ImapCall& call, WantedReceipt& receipt, const imap::ClientEvent& event);
  void go_on_reading(ImapCall& call, WantedReceipt& receipt);
  void answer_for(std::uint32_t uid, LocalMail& mail, const Done& done);
  policy::ReceiptDecision decide_receipt(const std::string& content, bool is_settled);
  void send_receipt(const std::string& content, bool is_automatic, const Done& done);
  void show_receipt(const std::string& content);
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
