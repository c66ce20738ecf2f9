// Who lives at a mail server: accounts, other names for them, and their passwords.
#include "sim/base/text.h"
#include "sim/hosts/forwarding.h"
#include "sim/hosts/mail_server.h"
#include "sim/hosts/mail_writing.h"
#include "sim/hosts/store_records.h"

namespace mailscope::hosts {

void MailServer::make_accounts() {
  std::uint32_t uid_validity = static_cast<std::uint32_t>(env_.epoch_s);
  for (const AccountSpec& account_spec : spec_.accounts) {
    const std::string user = account_spec.user.empty() ? account_spec.address : account_spec.user;
    store::Account account =
        store::make_account(account_spec.address, user, account_spec.password, uid_validity);
    env_.secrets.add_password(account_spec.address, user, account_spec.password);
    for (const TokenSpec& token : account_spec.tokens) {
      env_.secrets.add_token(account_spec.address, user, token.token);
    }
    for (const std::string& name : account_spec.mailboxes) {
      if (!account.find(name)) static_cast<void>(store::make_mailbox(account, name));
    }
    for (const auto& [name, mailbox] : account.mailboxes) {
      record(MailboxAdded{account.address, name, mailbox.uid_validity});
    }
    // One an hour, the newest an hour old.
    std::int64_t date_s =
        env_.epoch_s - static_cast<std::int64_t>(account_spec.inbox.size()) * 3'600;
    for (const MailSpec& mail : account_spec.inbox) {
      const std::string content = written_mail(mail, {.address = account_spec.address,
                                                      .date_s = date_s,
                                                      .id = queue_.new_id(),
                                                      .host_name = spec_.server_name});
      env_.secrets.add_mail(account_spec.address, content);
      const auto stored = store::append(account, "INBOX", {content, date_s, {}});
      date_s += 3'600;
      MUST(stored.has_value());
      for (const store::Change& change : *stored) {
        if (auto payload = payload_of(account.address, change)) record(std::move(*payload));
      }
    }
    accounts_[lower(account.address)] = std::move(account);
  }
}

store::Account* MailServer::account_of_user(std::string_view user) {
  for (auto& [address, account] : accounts_) {
    if (equal_ignoring_case(account.user, user) || equal_ignoring_case(account.address, user)) {
      return &account;
    }
  }
  return nullptr;
}

std::vector<std::string> MailServer::destinations_of(const std::string& address) const {
  if (const MailingListSpec* list = list_at(address)) return list->members;
  for (const MailingListSpec& list : spec_.sender.lists) {
    if (!list.owner.empty() && equal_ignoring_case(bounces_of(list), address)) return {list.owner};
  }
  if (spec_.sender.rewrites_sender) {
    if (const auto sender = address_in_srs(srs_secret(), address, env_.unix_s())) return {*sender};
  }
  std::vector<std::string> ends, waiting{lower(address)};
  std::set<std::string> seen;
  while (!waiting.empty()) {
    const std::string at = waiting.front();
    waiting.erase(waiting.begin());
    if (!seen.insert(at).second) continue;
    bool is_alias = false;
    for (const auto& [from, to] : spec_.aliases) {
      if (!equal_ignoring_case(from, at)) continue;
      waiting.push_back(lower(to));
      is_alias = true;
    }
    if (is_alias) continue;
    const bool is_elsewhere =
        at.find('@') != std::string::npos && !is_local_domain(at.substr(at.rfind('@') + 1));
    if (accounts_.count(at) > 0 || (is_elsewhere && at != lower(address))) ends.push_back(at);
  }
  return ends;
}

store::Account* MailServer::account_at(const std::string& address) {
  const auto found = accounts_.find(lower(address));
  return found == accounts_.end() ? nullptr : &found->second;
}

std::optional<sasl::Secret> MailServer::secret_of(std::string_view user) {
  const store::Account* account = account_of_user(user);
  if (!account) return std::nullopt;
  return sasl::Secret{account->password};
}

}  // namespace mailscope::hosts
