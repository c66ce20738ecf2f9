// Who has seen what in clear: secrets as the octets that would show them, and watchers that look for them.
//
// Nothing is assumed to be seen: a watcher reads real octets as they pass and finds a secret only
// when one of its forms (the password itself, its base64 in AUTH PLAIN or LOGIN) stands there.
//
//   registry.add_password("anna@example.org", "anna", "secret");
//   SecretWatcher watcher(registry);
//   for (const Secret* secret : watcher.read(stream_key, octets)) record(*secret);
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/names.h"

namespace mailscope::hosts {

struct Secret {
  SecretKind kind = SecretKind::password;
  std::string value;               // for people
  std::string owner;               // an account's address
  std::vector<std::string> forms;  // octets that give it away

  friend bool operator==(const Secret&, const Secret&) = default;
};

class SecretRegistry {
 public:
  // The password in the forms of USER/PASS, LOGIN, AUTH PLAIN and AUTH LOGIN.
  void add_password(const std::string& owner, const std::string& user, const std::string& password);
  void add_token(const std::string& owner, const std::string& user, const std::string& token);
  // Subject and the first line of the body, as their octets stand in the mail.
  void add_mail(const std::string& owner, std::string_view content);
  // An address as the envelope has it.
  void add_address(const std::string& owner, const std::string& address);

  const std::vector<Secret>& secrets() const { return secrets_; }
  std::size_t form_octets_max() const { return form_octets_max_; }

 private:
  void add(Secret secret);

  std::vector<Secret> secrets_;
  std::size_t form_octets_max_ = 0;
};

// One observer: what it has learnt is learnt once.
class SecretWatcher {
 public:
  explicit SecretWatcher(const SecretRegistry& registry) : registry_(&registry) {}

  // More octets of one stream (one direction of one connection). The secrets that are new.
  std::vector<const Secret*> read(std::uint64_t stream, std::string_view octets);

 private:
  const SecretRegistry* registry_;
  std::map<std::uint64_t, std::string>
      tails_;                     // the end of each stream, for forms cut by a packet's edge
  std::set<std::size_t> learnt_;  // indexes into the registry
};

}  // namespace mailscope::hosts
