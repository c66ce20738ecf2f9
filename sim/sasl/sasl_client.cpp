// The client's side of the mechanisms.
#include "sim/sasl/sasl_client.h"

#include <utility>

#include "sim/base/check.h"
#include "sim/base/text.h"
#include "sim/sasl/scram.h"
#include "sim/wire/base64.h"

namespace mailscope::sasl {
namespace {

// A server that asks for more rounds than that wants to keep us busy (RFC 5802, section 9).
constexpr std::uint64_t k_iterations_min = 4096;
constexpr std::uint64_t k_iterations_max = 1'000'000;

}  // namespace

ClientExchange::ClientExchange(Mechanism mechanism, Credentials credentials, Options options)
    : mechanism_(mechanism), credentials_(std::move(credentials)), options_(std::move(options)) {
  MUST(is_possible(mechanism_, options_.hashes));
}

bool ClientExchange::has_initial_response() const {
  switch (mechanism_) {
    case Mechanism::plain:
    case Mechanism::scram_sha_256:
    case Mechanism::xoauth2:
    case Mechanism::oauthbearer: return true;
    case Mechanism::login:
    case Mechanism::cram_md5: return false;
  }
  return false;
}

bool ClientExchange::may_succeed() const {
  return mechanism_ != Mechanism::scram_sha_256 || is_server_proven_;
}

Result<std::string, ClientFault> ClientExchange::respond(std::string_view challenge) {
  const bool is_first = step_++ == 0;
  switch (mechanism_) {
    case Mechanism::plain:
      if (!is_first) break;
      return credentials_.authzid + '\0' + credentials_.user + '\0' + credentials_.password;
    case Mechanism::login: return respond_login(challenge);
    case Mechanism::cram_md5:
      if (!is_first) break;
      return credentials_.user + " " +
             hex(options_.hashes.hmac_md5(credentials_.password, challenge));
    case Mechanism::scram_sha_256: return respond_scram(challenge);
    case Mechanism::xoauth2:
      if (is_first) {
        return "user=" + credentials_.user +
               "\x01"
               "auth=Bearer " +
               credentials_.token + "\x01\x01";
      }
      error_text_ = challenge;
      return std::string{};
    case Mechanism::oauthbearer:
      if (is_first) {
        std::string message = "n,a=" + saslname_encode(credentials_.user) + ",\x01";
        if (!options_.host.empty()) message += "host=" + options_.host + "\x01";
        if (options_.port != 0) message += "port=" + std::to_string(options_.port) + "\x01";
        return message + "auth=Bearer " + credentials_.token + "\x01\x01";
      }
      error_text_ = challenge;
      return std::string("\x01");
  }
  return Error{ClientFault("the server asks for more than " + std::string(name_of(mechanism_)) +
                           " has to say")};
}

// Servers word their questions as they like; only the order counts.
Result<std::string, ClientFault> ClientExchange::respond_login(std::string_view) {
  if (step_ == 1) return credentials_.user;
  if (step_ == 2) return credentials_.password;
  return Error{ClientFault("the server asks for more than a user name and a password")};
}

Result<std::string, ClientFault> ClientExchange::respond_scram(std::string_view challenge) {
  if (step_ == 1) {
    client_first_bare_ = "n=" + saslname_encode(credentials_.user) + ",r=" + options_.nonce;
    const std::string authzid =
        credentials_.authzid.empty() ? "" : "a=" + saslname_encode(credentials_.authzid);
    gs2_header_ = "n," + authzid + ",";
    return gs2_header_ + client_first_bare_;
  }
  if (step_ == 2) return answer_scram_first(challenge);
  const auto attributes = parse_attributes(challenge);
  if (step_ == 3 && attributes && attributes->front().name == 'e') {
    return Error{ClientFault("the server says " + attributes->front().value)};
  }
  if (step_ != 3 || !attributes || attributes->front().name != 'v' ||
      attributes->front().value != wire::base64_encode(server_signature_)) {
    return Error{ClientFault("the server could not prove that it knows the password")};
  }
  is_server_proven_ = true;
  return std::string{};
}

Result<std::string, ClientFault> ClientExchange::answer_scram_first(std::string_view server_first) {
  const auto attributes = parse_attributes(server_first);
  if (!attributes || attributes->size() < 3 || (*attributes)[0].name != 'r' ||
      (*attributes)[1].name != 's' || (*attributes)[2].name != 'i') {
    return Error{ClientFault("the server's message is not r=nonce,s=salt,i=rounds")};
  }
  const std::string& nonce = (*attributes)[0].value;
  if (nonce.size() <= options_.nonce.size() ||
      nonce.compare(0, options_.nonce.size(), options_.nonce) != 0) {
    return Error{
        ClientFault("the server's nonce does not continue ours: an old answer, played again")};
  }
  const auto salt = wire::base64_decode((*attributes)[1].value);
  const auto iterations = parse_number((*attributes)[2].value);
  if (!salt || salt->empty() || !iterations) {
    return Error{ClientFault("the server's salt or its number of rounds is wrong")};
  }
  if (*iterations < k_iterations_min || *iterations > k_iterations_max) {
    return Error{ClientFault("the server asks for " + std::to_string(*iterations) +
                             " rounds; from 4096 (RFC 7677, section 4) to 1000000 are done")};
  }
  const ScramKeys keys = scram_keys(options_.hashes, credentials_.password, *salt,
                                    static_cast<std::uint32_t>(*iterations));
  const std::string without_proof = "c=" + wire::base64_encode(gs2_header_) + ",r=" + nonce;
  const std::string auth_message =
      client_first_bare_ + "," + std::string(server_first) + "," + without_proof;
  server_signature_ = scram_server_signature(options_.hashes, keys, auth_message);
  return without_proof +
         ",p=" + wire::base64_encode(scram_proof(options_.hashes, keys, auth_message));
}

}  // namespace mailscope::sasl
