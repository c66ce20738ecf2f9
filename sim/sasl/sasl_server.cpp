// The server's side of the mechanisms.
#include "sim/sasl/sasl_server.h"

#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/sasl/scram.h"
#include "sim/wire/base64.h"

namespace mailscope::sasl {
namespace {

// Longer names and passwords are nobody's (RFC 4616, section 2 lets a server set limits).
constexpr std::size_t k_message_octets_max = 8192;

std::string salt_for(const Hashes& hashes, const std::string& user) {
  return hashes.sha256("salt of " + user).substr(0, 16);
}

}  // namespace

ServerExchange::ServerExchange(Mechanism mechanism, Options options)
    : mechanism_(mechanism), options_(std::move(options)) {
  MUST(is_possible(mechanism_, options_.hashes));
}

ServerStep ServerExchange::start(const std::optional<std::string>& initial_response) {
  MUST(at_ == At::begin);
  switch (mechanism_) {
    case Mechanism::plain:
    case Mechanism::scram_sha_256:
    case Mechanism::xoauth2:
    case Mechanism::oauthbearer:
      at_ = At::first_response;
      if (initial_response) return receive(*initial_response);
      return Challenge{""};
    case Mechanism::login:
      at_ = At::user_response;
      if (initial_response) return receive(*initial_response);
      return Challenge{"Username:"};
    case Mechanism::cram_md5:
      if (initial_response) {
        return reject(Rejected::Why::malformed, "CRAM-MD5 has no initial response");
      }
      at_ = At::cram_response;
      challenge_ = "<" + options_.nonce + "@" + options_.host_name + ">";
      return Challenge{challenge_};
  }
  return reject(Rejected::Why::malformed, "unknown mechanism");
}

ServerStep ServerExchange::receive(std::string_view response) {
  if (response.size() > k_message_octets_max) {
    return reject(Rejected::Why::malformed, "the message is too long");
  }
  switch (at_) {
    case At::first_response:
      if (mechanism_ == Mechanism::plain) return read_plain(response);
      if (mechanism_ == Mechanism::scram_sha_256) return read_scram_first(response);
      return read_bearer(response);
    case At::user_response:
      if (response.empty()) return reject(Rejected::Why::malformed, "the user name is empty");
      user_ = response;
      at_ = At::password_response;
      return Challenge{"Password:"};
    case At::password_response: return ask(Password{std::string(response)});
    case At::cram_response: return read_cram(response);
    case At::proof_response: return read_scram_final(response);
    case At::last_response:
      if (!response.empty()) return reject(Rejected::Why::malformed, "nothing more was due");
      return accept();
    case At::error_response: return reject(Rejected::Why::refused, "the token was not accepted");
    case At::begin:
    case At::secret:
    case At::attempt:
    case At::end: break;
  }
  MUST(false && "no response is due");
  return reject(Rejected::Why::malformed, "no response is due");
}

ServerStep ServerExchange::answer(const std::optional<Secret>& secret) {
  MUST(at_ == At::secret);
  return mechanism_ == Mechanism::cram_md5 ? check_cram(secret) : say_scram_first(secret);
}

ServerStep ServerExchange::answer(Decision decision) {
  MUST(at_ == At::attempt);
  if (decision == Decision::accept) {
    if (mechanism_ == Mechanism::scram_sha_256) {
      at_ = At::last_response;
      return Challenge{"v=" + wire::base64_encode(server_signature_)};
    }
    return accept();
  }
  // OAuth describes the failure in one more challenge before it fails (RFC 7628, section 3.2.2).
  if (mechanism_ == Mechanism::oauthbearer) {
    at_ = At::error_response;
    return Challenge{R"({"status":"invalid_token","schemes":"bearer","scope":"mail"})"};
  }
  if (mechanism_ == Mechanism::xoauth2) {
    at_ = At::error_response;
    return Challenge{R"({"status":"401","schemes":"bearer","scope":"mail"})"};
  }
  return reject(Rejected::Why::refused, "not accepted");
}

// message = [authzid] NUL authcid NUL passwd          ; RFC 4616, section 2
ServerStep ServerExchange::read_plain(std::string_view response) {
  const auto parts = split(response, '\0');
  if (parts.size() != 3) {
    return reject(Rejected::Why::malformed, "PLAIN wants authzid NUL user NUL password");
  }
  if (parts[1].empty() || parts[2].empty()) {
    return reject(Rejected::Why::malformed, "the user name or the password is empty");
  }
  if (!is_utf8(response)) return reject(Rejected::Why::malformed, "the message is not UTF-8");
  authzid_ = parts[0];
  user_ = parts[1];
  return ask(Password{std::string(parts[2])});
}

// OAUTHBEARER: gs2-header %x01 *(key "=" value %x01) %x01         ; RFC 7628, section 3.1
// XOAUTH2:     "user=" user %x01 "auth=Bearer " token %x01 %x01
ServerStep ServerExchange::read_bearer(std::string_view response) {
  std::string_view pairs = response;
  if (mechanism_ == Mechanism::oauthbearer) {
    const auto gs2 = parse_gs2(response);
    if (!gs2 || gs2->rest.empty() || gs2->rest.front() != '\x01') {
      return reject(Rejected::Why::malformed, "the GS2 header is wrong");
    }
    user_ = gs2->authzid;
    pairs = gs2->rest.substr(1);
  }
  if (pairs.size() < 2 || pairs.substr(pairs.size() - 2) != "\x01\x01") {
    return reject(Rejected::Why::malformed, "the message does not end in two octets 1");
  }
  std::string token;
  for (const std::string_view pair : split(pairs.substr(0, pairs.size() - 2), '\x01')) {
    const Cut at = cut(pair, '=');
    if (!at.found) return reject(Rejected::Why::malformed, "a part is not key=value");
    if (mechanism_ == Mechanism::xoauth2 && at.head == "user") user_ = at.tail;
    if (at.head == "auth" && starts_with_ignoring_case(at.tail, "Bearer ")) {
      token = at.tail.substr(7);
    }
  }
  if (token.empty()) return reject(Rejected::Why::malformed, "there is no bearer token");
  // RFC 7628 lets the token alone say who it is; our owners want to be told.
  if (user_.empty()) {
    return reject(Rejected::Why::malformed, "there is no user");
  }
  return ask(Token{std::move(token)});
}

// user SP 32 hexadecimal digits in lower case          ; RFC 2195, section 2
ServerStep ServerExchange::read_cram(std::string_view response) {
  const auto space = response.rfind(' ');
  if (space == response.npos || space == 0 || response.size() - space - 1 != 32) {
    return reject(Rejected::Why::malformed, "CRAM-MD5 wants the user and 32 digits");
  }
  user_ = response.substr(0, space);
  digest_ = response.substr(space + 1);
  at_ = At::secret;
  return SecretAsked{user_};
}

ServerStep ServerExchange::check_cram(const std::optional<Secret>& secret) {
  if (!secret || hex(options_.hashes.hmac_md5(secret->password, challenge_)) != digest_) {
    return reject(Rejected::Why::wrong, "the digest is wrong or the user is unknown");
  }
  return ask(Proven{});
}

// client-first-message = gs2-header "n=" user "," "r=" nonce      ; RFC 5802, section 7
ServerStep ServerExchange::read_scram_first(std::string_view response) {
  const auto gs2 = parse_gs2(response);
  if (!gs2) return reject(Rejected::Why::malformed, "the GS2 header is wrong");
  const auto attributes = parse_attributes(gs2->rest);
  if (!attributes || attributes->size() < 2 || (*attributes)[0].name != 'n' ||
      (*attributes)[1].name != 'r' || !is_nonce((*attributes)[1].value)) {
    return reject(Rejected::Why::malformed, "SCRAM wants n=user,r=nonce");
  }
  auto user = saslname_decode((*attributes)[0].value);
  if (!user || user->empty()) return reject(Rejected::Why::malformed, "the user name is wrong");
  user_ = std::move(*user);
  authzid_ = gs2->authzid;
  gs2_header_ = gs2->header;
  client_first_bare_ = gs2->rest;
  full_nonce_ = (*attributes)[1].value + options_.nonce;
  at_ = At::secret;
  return SecretAsked{user_};
}

// An unknown user gets a challenge like any other, and fails at the proof: who exists is not told.
ServerStep ServerExchange::say_scram_first(const std::optional<Secret>& secret) {
  is_user_known_ = secret.has_value();
  const Secret used = secret.value_or(Secret{});
  const std::string salt = used.salt.empty() ? salt_for(options_.hashes, user_) : used.salt;
  const std::uint32_t iterations = used.iterations == 0 ? 4096 : used.iterations;
  keys_ = scram_keys(options_.hashes, used.password, salt, iterations);
  server_first_ =
      "r=" + full_nonce_ + ",s=" + wire::base64_encode(salt) + ",i=" + std::to_string(iterations);
  at_ = At::proof_response;
  return Challenge{server_first_};
}

// client-final-message = "c=" base64(gs2-header) "," "r=" nonce "," "p=" base64(proof)
ServerStep ServerExchange::read_scram_final(std::string_view response) {
  const auto attributes = parse_attributes(response);
  if (!attributes || attributes->size() < 3 || (*attributes)[0].name != 'c' ||
      (*attributes)[1].name != 'r' || attributes->back().name != 'p') {
    return reject(Rejected::Why::malformed, "SCRAM wants c=binding,r=nonce,p=proof");
  }
  if ((*attributes)[0].value != wire::base64_encode(gs2_header_)) {
    return reject(Rejected::Why::malformed, "the channel binding is not the one announced");
  }
  if ((*attributes)[1].value != full_nonce_) {
    return reject(Rejected::Why::malformed, "the nonce is not the one agreed on");
  }
  const auto proof = wire::base64_decode(attributes->back().value);
  if (!proof) return reject(Rejected::Why::malformed, "the proof is not base 64");
  const std::string_view without_proof = response.substr(0, response.rfind(",p="));
  const std::string auth_message =
      client_first_bare_ + "," + server_first_ + "," + std::string(without_proof);
  if (!is_user_known_ || *proof != scram_proof(options_.hashes, keys_, auth_message)) {
    return reject(Rejected::Why::wrong, "the proof is wrong or the user is unknown");
  }
  server_signature_ = scram_server_signature(options_.hashes, keys_, auth_message);
  return ask(Proven{});
}

ServerStep ServerExchange::ask(Proof proof) {
  at_ = At::attempt;
  return Attempt{user_, authzid_, std::move(proof)};
}

ServerStep ServerExchange::accept() {
  at_ = At::end;
  return Accepted{user_, authzid_};
}

ServerStep ServerExchange::reject(Rejected::Why why, std::string text) {
  at_ = At::end;
  return Rejected{why, user_, std::move(text)};
}

}  // namespace mailscope::sasl
