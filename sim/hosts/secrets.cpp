// The forms in which a secret shows itself, and the search for them in passing octets.
#include "sim/hosts/secrets.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/mime/header.h"
#include "sim/mime/message.h"
#include "sim/wire/base64.h"

namespace mailscope::hosts {
namespace {

// Shorter forms would be found by accident.
constexpr std::size_t k_form_octets_min = 4;

std::string first_line(std::string_view text) {
  while (!text.empty()) {
    const Cut line = cut(text, '\n');
    std::string_view content = line.head;
    if (!content.empty() && content.back() == '\r') content.remove_suffix(1);
    if (!trim(content).empty()) return std::string(content);
    text = line.tail;
  }
  return {};
}

// The characters of base64 that depend on `text` alone when it stands behind `before` octets (modulo
// three) and before others.
std::string base64_inside(const std::string& text, std::size_t before) {
  const std::string encoded = wire::base64_encode(std::string(before, ' ') + text);
  const std::size_t first = (before * 8 + 5) / 6;
  const std::size_t end = (before + text.size()) * 8 / 6;
  return encoded.substr(first, end - first);
}

}  // namespace

void SecretRegistry::add(Secret secret) {
  std::erase_if(secret.forms,
                [](const std::string& form) { return form.size() < k_form_octets_min; });
  if (secret.forms.empty()) return;
  if (std::find(secrets_.begin(), secrets_.end(), secret) != secrets_.end()) return;
  for (const std::string& form : secret.forms) {
    form_octets_max_ = std::max(form_octets_max_, form.size());
  }
  secrets_.push_back(std::move(secret));
}

void SecretRegistry::add_password(const std::string& owner, const std::string& user,
                                  const std::string& password) {
  std::string plain = std::string(1, '\0') + user + std::string(1, '\0') + password;
  add({SecretKind::password,
       password,
       owner,
       {password, wire::base64_encode(plain), wire::base64_encode(password)}});
}

void SecretRegistry::add_token(const std::string& owner, const std::string& user,
                               const std::string& token) {
  const std::string xoauth2 = "user=" + user +
                              "\x01"
                              "auth=Bearer " +
                              token + "\x01\x01";
  std::vector<std::string> forms{token, wire::base64_encode(xoauth2)};
  // OAUTHBEARER puts it behind fields of any length: base64 then has it in one of three shapes.
  for (std::size_t before = 0; before < 3; ++before) {
    forms.push_back(base64_inside("auth=Bearer " + token, before));
  }
  add({SecretKind::token, token, owner, std::move(forms)});
}

void SecretRegistry::add_mail(const std::string& owner, std::string_view content) {
  const mime::Message message = mime::parse(content);
  const auto subject = mime::field_shown(content, message.root.header, "Subject");
  const mime::Field* field = message.root.header.find("Subject");
  if (subject && field) {
    // As it stands there, up to a folded line's end: the words on the wire, encoded or not.
    add({SecretKind::subject, *subject, owner, {first_line(field->body.of(content))}});
  }
  const mime::Part* readable = mime::readable_part(message);
  if (!readable) return;
  add({SecretKind::body,
       first_line(mime::decoded_text(content, *readable)),
       owner,
       {first_line(readable->body.of(content))}});
}

void SecretRegistry::add_address(const std::string& owner, const std::string& address) {
  add({SecretKind::address, address, owner, {"<" + address + ">"}});
}

std::vector<const Secret*> SecretWatcher::read(std::uint64_t stream, std::string_view octets) {
  std::vector<const Secret*> found;
  std::string& tail = tails_[stream];
  tail += octets;
  const std::vector<Secret>& secrets = registry_->secrets();
  for (std::size_t i = 0; i < secrets.size(); ++i) {
    if (learnt_.count(i) > 0) continue;
    const bool is_here =
        std::any_of(secrets[i].forms.begin(), secrets[i].forms.end(),
                    [&](const std::string& form) { return tail.find(form) != std::string::npos; });
    if (!is_here) continue;
    learnt_.insert(i);
    found.push_back(&secrets[i]);
  }
  const std::size_t keep = registry_->form_octets_max();
  if (tail.size() > keep) tail.erase(0, tail.size() - keep);
  return found;
}

}  // namespace mailscope::hosts
