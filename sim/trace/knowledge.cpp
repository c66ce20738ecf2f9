// Reading what servers were told, as they understood it.
#include "sim/trace/knowledge.h"

#include <map>
#include <set>
#include <tuple>

#include "sim/base/text.h"
#include "sim/wire/base64.h"

namespace mailscope {
namespace {

std::string_view without_line_end(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    return text.substr(1, text.size() - 2);
  return text;
}

// The text between `begin` and `end`, or nothing.
std::string between(std::string_view text, std::string_view begin, char end) {
  const std::size_t at = text.find(begin);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + begin.size());
  return std::string(rest.substr(0, rest.find(end)));
}

struct MailFace {  // what one sees who opens a mail
  std::string subject, first_line;
};

MailFace face_of(std::string_view content) {
  MailFace out;
  bool is_body = false, is_subject = false;
  while (!content.empty()) {
    const Cut line = cut(content, '\n');
    const std::string_view text = without_line_end(line.head);
    content = line.tail;
    if (is_body) {
      if (trim(text).empty()) continue;
      out.first_line = trim(text);
      break;
    }
    const bool is_folded = !text.empty() && (text[0] == ' ' || text[0] == '\t');
    if (text.empty()) is_body = true;
    if (is_folded && is_subject) out.subject += " " + std::string(trim(text));
    if (!is_folded) is_subject = starts_with_ignoring_case(text, "Subject:");
    if (!is_folded && is_subject) out.subject = trim(text.substr(8));
  }
  return out;
}

class Reader {
 public:
  explicit Reader(const Trace& trace) : trace_(trace) {}

  std::vector<Known> read() {
    for (const Record& record : trace_)
      std::visit([&](const auto& payload) { about(record, payload); }, record.payload);
    return std::move(known_);
  }

 private:
  struct Login {  // under way on a connection
    std::string mechanism, user;
    std::uint32_t answers = 0;
  };

  template <class Quiet>
  void about(const Record&, const Quiet&) {}

  void about(const Record& record, const HostAdded& added) {
    roles_[record.place.host] = added.role;
  }
  void about(const Record& record, const SecretLearnt& secret) {
    add(record, LearntAt::wire, secret.kind, secret.value, secret.owner);
  }
  void about(const Record& record, const Understood& heard) {
    if (heard.speaker != Speaker::client) return;
    const std::string_view line = without_line_end(heard.text);
    if (heard.kind == LineKind::continuation) return answer(record, line);
    if (heard.kind != LineKind::command) return;
    switch (heard.protocol) {
      case Protocol::smtp: return smtp(record, line);
      case Protocol::pop3: return pop3(record, line);
      case Protocol::imap: return imap(record, cut(line, ' ').tail);
      case Protocol::none:
      case Protocol::tcp:
      case Protocol::udp:
      case Protocol::tls:
      case Protocol::dns: return;
    }
  }
  void about(const Record& record, const MailQueued& queued) {
    mail(record, queued.content, queued.reverse_path);
  }
  // In a mailbox of a server. What lies there from the beginning is known, too.
  void about(const Record& record, const MailStored& stored) {
    if (roles_[record.place.host] != HostRole::client) mail(record, stored.content, stored.account);
  }
  void about(const Record& record, const Decision& decision) {
    for (const auto& [key, value] : decision.facts) {
      const bool is_address = value.find('@') != std::string::npos &&
                              value.find(' ') == std::string::npos && value.size() < 255;
      if (is_address) add(record, LearntAt::log, SecretKind::address, value, value);
    }
  }

  void mail(const Record& record, const std::string& content, const std::string& owner) {
    const MailFace face = face_of(content);
    if (!face.subject.empty())
      add(record, LearntAt::server, SecretKind::subject, face.subject, owner);
    if (!face.first_line.empty())
      add(record, LearntAt::server, SecretKind::body, face.first_line, owner);
  }

  void smtp(const Record& record, std::string_view line) {
    if (starts_with_ignoring_case(line, "AUTH ")) return begin(record, line.substr(5));
    const bool is_path = starts_with_ignoring_case(line, "MAIL FROM:") ||
                         starts_with_ignoring_case(line, "RCPT TO:");
    const std::string address = is_path ? between(line, "<", '>') : std::string();
    if (!address.empty()) add(record, LearntAt::server, SecretKind::address, address, address);
  }
  void pop3(const Record& record, std::string_view line) {
    Login& login = logins_[record.place.connection];
    if (starts_with_ignoring_case(line, "USER ")) login.user = line.substr(5);
    if (starts_with_ignoring_case(line, "PASS "))
      add(record, LearntAt::server, SecretKind::password, std::string(line.substr(5)), login.user);
    if (starts_with_ignoring_case(line, "AUTH ")) begin(record, line.substr(5));
  }
  void imap(const Record& record, std::string_view line) {
    if (starts_with_ignoring_case(line, "AUTHENTICATE ")) return begin(record, line.substr(13));
    if (!starts_with_ignoring_case(line, "LOGIN ")) return;
    const Cut words = cut(line.substr(6), ' ');
    if (!words.found) return;
    add(record, LearntAt::server, SecretKind::password, std::string(unquoted(words.tail)),
        std::string(unquoted(words.head)));
  }

  // "PLAIN AGJvYgB4": a mechanism, perhaps with its first answer.
  void begin(const Record& record, std::string_view words) {
    const Cut parts = cut(words, ' ');
    logins_[record.place.connection] = {upper(parts.head), {}, 0};
    if (parts.found && parts.tail != "=") answer(record, parts.tail);
  }
  void answer(const Record& record, std::string_view base64) {
    const auto found = logins_.find(record.place.connection);
    const auto octets = wire::base64_decode(base64);
    if (found == logins_.end() || !octets) return;
    Login& login = found->second;
    ++login.answers;
    if (login.mechanism == "PLAIN") {
      const auto parts = split(*octets, '\0');
      if (parts.size() == 3)
        add(record, LearntAt::server, SecretKind::password, std::string(parts[2]),
            std::string(parts[1]));
    } else if (login.mechanism == "LOGIN") {
      if (login.answers == 1) login.user = *octets;
      if (login.answers == 2)
        add(record, LearntAt::server, SecretKind::password, *octets, login.user);
    } else if (login.mechanism == "XOAUTH2" || login.mechanism == "OAUTHBEARER") {
      const std::string token = between(*octets, "auth=Bearer ", '\x01');
      const bool is_x = login.mechanism == "XOAUTH2";
      const std::string user =
          is_x ? between(*octets, "user=", '\x01') : between(*octets, "a=", ',');
      if (!token.empty()) add(record, LearntAt::server, SecretKind::token, token, user);
    }
  }

  void add(const Record& record, LearntAt at, SecretKind kind, std::string value,
           std::string owner) {
    if (!seen_.insert({record.place.host, at, kind, value, owner}).second) return;
    known_.push_back(
        {record.number, record.place.host, at, kind, std::move(value), std::move(owner)});
  }

  const Trace& trace_;
  std::vector<Known> known_;
  std::map<HostId, HostRole> roles_;
  std::map<ConnectionId, Login> logins_;
  std::set<std::tuple<HostId, LearntAt, SecretKind, std::string, std::string>> seen_;
};

}  // namespace

std::vector<Known> knowledge_of(const Trace& trace) { return Reader(trace).read(); }

}  // namespace mailscope
