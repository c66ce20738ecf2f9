// The mechanisms: the RFCs' own examples, our client against our server, and every wrong message.
#include <array>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "sim/crypto/hash.h"
#include "sim/sasl/sasl_client.h"
#include "sim/sasl/sasl_server.h"

using namespace mailscope;
using namespace mailscope::sasl;
using namespace std::string_literals;

namespace {

const Hashes k_hashes{.sha256 = crypto::sha256,
                      .hmac_sha256 = crypto::hmac_sha256,
                      .pbkdf2_sha256 = crypto::pbkdf2_sha256,
                      .md5 = crypto::md5,
                      .hmac_md5 = crypto::hmac_md5};

ServerExchange server_of(Mechanism mechanism, std::string nonce = "serverNonce") {
  return ServerExchange(mechanism, {k_hashes, std::move(nonce), "mx.example.org"});
}

std::string challenge_of(const ServerStep& step) {
  const auto* challenge = std::get_if<Challenge>(&step);
  return challenge ? challenge->octets : "(no challenge)";
}

const Rejected* rejected(const ServerStep& step) { return std::get_if<Rejected>(&step); }

// An owner with one account.
struct Account {
  std::string user = "anna", password = "s3cret", token = "tok-1";
  bool is_allowed = true;

  Decision decide(const Attempt& attempt) const {
    if (attempt.user != user || !is_allowed) return Decision::refuse;
    if (const auto* given = std::get_if<Password>(&attempt.proof)) {
      return given->text == password ? Decision::accept : Decision::refuse;
    }
    if (const auto* given = std::get_if<Token>(&attempt.proof)) {
      return given->text == token ? Decision::accept : Decision::refuse;
    }
    return Decision::accept;
  }
};

// Plays a whole exchange. "accepted", or why not.
std::string play(Mechanism mechanism, const Credentials& credentials, const Account& account,
                 bool with_initial_response = true) {
  auto server = server_of(mechanism);
  ClientExchange client(mechanism, credentials, {k_hashes, "clientNonce", "mx.example.org", 587});
  std::optional<std::string> initial;
  if (with_initial_response && client.has_initial_response()) initial = client.respond("").value();
  ServerStep step = server.start(initial);
  for (int turn = 0; turn < 10; ++turn) {
    if (const auto* challenge = std::get_if<Challenge>(&step)) {
      const auto response = client.respond(challenge->octets);
      if (!response) return "client: " + response.error();
      step = server.receive(*response);
    } else if (const auto* asked = std::get_if<SecretAsked>(&step)) {
      step = server.answer(asked->user == account.user
                               ? std::optional<Secret>(Secret{account.password, "", 4096})
                               : std::nullopt);
    } else if (const auto* attempt = std::get_if<Attempt>(&step)) {
      step = server.answer(account.decide(*attempt));
    } else if (std::get_if<Accepted>(&step)) {
      return client.may_succeed() ? "accepted" : "the client is not convinced";
    } else {
      switch (rejected(step)->why) {
        case Rejected::Why::malformed: return "malformed: " + rejected(step)->text;
        case Rejected::Why::wrong: return "wrong";
        case Rejected::Why::refused: return "refused";
      }
    }
  }
  return "endless";
}

constexpr std::array k_all{Mechanism::plain,         Mechanism::login,   Mechanism::cram_md5,
                           Mechanism::scram_sha_256, Mechanism::xoauth2, Mechanism::oauthbearer};

}  // namespace

TEST_CASE("sasl: every mechanism lets the right client in, with and without initial response",
          "[sasl]") {
  const Credentials credentials{"anna", "s3cret", "tok-1", ""};
  for (const Mechanism mechanism : k_all) {
    INFO(name_of(mechanism));
    CHECK(play(mechanism, credentials, Account{}, true) == "accepted");
    CHECK(play(mechanism, credentials, Account{}, false) == "accepted");
  }
}

TEST_CASE("sasl: a wrong secret, an unknown user and a closed account are refused", "[sasl]") {
  for (const Mechanism mechanism : k_all) {
    INFO(name_of(mechanism));
    const bool is_proof = !is_clear_text(mechanism);
    const std::string no = is_proof ? "wrong" : "refused";
    CHECK(play(mechanism, {"anna", "guess", "guess", ""}, Account{}) == no);
    CHECK(play(mechanism, {"boris", "s3cret", "tok-1", ""}, Account{}) == no);
    Account closed;
    closed.is_allowed = false;
    CHECK(play(mechanism, {"anna", "s3cret", "tok-1", ""}, closed) == "refused");
  }
}

TEST_CASE("sasl: names with commas and equals signs survive SCRAM and OAUTHBEARER", "[sasl]") {
  Account account;
  account.user = "a=b,c";
  const Credentials credentials{"a=b,c", "s3cret", "tok-1", ""};
  CHECK(play(Mechanism::scram_sha_256, credentials, account) == "accepted");
  CHECK(play(Mechanism::oauthbearer, credentials, account) == "accepted");
}

TEST_CASE("sasl: SCRAM-SHA-256 says what RFC 7677, section 3 prints", "[sasl]") {
  ClientExchange client(Mechanism::scram_sha_256, {"user", "pencil", "", ""},
                        {k_hashes, "rOprNGfwEbeRWgbNEkqO", "", 0});
  auto server = server_of(Mechanism::scram_sha_256, "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
  const std::string first = client.respond("").value();
  CHECK(first == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
  CHECK(server.start(first) == ServerStep{SecretAsked{"user"}});
  const std::string salt = "\x5b\x6d\x99\x68\x9d\x12\x35\x8e\xec\xa0\x4b\x14\x12\x36\xfa\x81";
  const std::string server_first = challenge_of(server.answer(Secret{"pencil", salt, 4096}));
  CHECK(server_first ==
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
  const std::string client_final = client.respond(server_first).value();
  CHECK(client_final ==
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  CHECK(server.receive(client_final) == ServerStep{Attempt{"user", "", Proven{}}});
  const std::string server_final = challenge_of(server.answer(Decision::accept));
  CHECK(server_final == "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  CHECK_FALSE(client.is_server_proven());
  CHECK(client.respond(server_final).value().empty());
  CHECK(client.is_server_proven());
}

TEST_CASE("sasl: CRAM-MD5 says what RFC 2195, section 2 prints", "[sasl]") {
  ClientExchange client(Mechanism::cram_md5, {"tim", "tanstaaftanstaaf", "", ""},
                        {k_hashes, "", "", 0});
  CHECK(client.respond("<1896.697170952@postoffice.reston.mci.net>").value() ==
        "tim b913a602c7eda7a495b4e6e7334d3890");
}

TEST_CASE("sasl: PLAIN carries whom to act as", "[sasl]") {
  auto server = server_of(Mechanism::plain);
  CHECK(challenge_of(server.start(std::nullopt)).empty());
  CHECK(server.receive("boss\0anna\0s3cret"s) ==
        ServerStep{Attempt{"anna", "boss", Password{"s3cret"}}});
  CHECK(server.answer(Decision::accept) == ServerStep{Accepted{"anna", "boss"}});
}

TEST_CASE("sasl: LOGIN asks for name and password, or takes the name at once", "[sasl]") {
  auto server = server_of(Mechanism::login);
  CHECK(challenge_of(server.start(std::nullopt)) == "Username:");
  CHECK(challenge_of(server.receive("anna")) == "Password:");
  CHECK(server.receive("s3cret") == ServerStep{Attempt{"anna", "", Password{"s3cret"}}});
  auto again = server_of(Mechanism::login);
  CHECK(challenge_of(again.start("anna")) == "Password:");
}

TEST_CASE("sasl: OAuth tells why before it fails", "[sasl]") {
  auto server = server_of(Mechanism::oauthbearer);
  const auto step = server.start(
      "n,a=anna,\x01"
      "auth=Bearer expired\x01\x01"s);
  CHECK(step == ServerStep{Attempt{"anna", "", Token{"expired"}}});
  CHECK(challenge_of(server.answer(Decision::refuse)).find("invalid_token") != std::string::npos);
  CHECK(rejected(server.receive("\x01")) != nullptr);
}

TEST_CASE("sasl: malformed messages are told apart from wrong passwords", "[sasl]") {
  struct Case {
    Mechanism mechanism;
    std::string message;
  };
  const std::vector<Case> cases{
      {Mechanism::plain, ""},
      {Mechanism::plain, "anna"},
      {Mechanism::plain, "\0anna"s},
      {Mechanism::plain, "\0\0pw"s},
      {Mechanism::plain, "\0anna\0"s},
      {Mechanism::plain, "\0anna\0pw\0more"s},
      {Mechanism::plain, "\0an\xffna\0pw"s},
      {Mechanism::plain, std::string(20'000, 'x')},
      {Mechanism::login, ""},
      {Mechanism::cram_md5, "anna 00"},
      {Mechanism::scram_sha_256, ""},
      {Mechanism::scram_sha_256, "n=user,r=abc"},
      {Mechanism::scram_sha_256, "p=tls-unique,,n=user,r=abc"},
      {Mechanism::scram_sha_256, "n,,n=us=er,r=abc"},
      {Mechanism::scram_sha_256, "n,,n=,r=abc"},
      {Mechanism::scram_sha_256, "n,,n=user,r="},
      {Mechanism::scram_sha_256, "n,,m=ext,n=user,r=abc"},
      {Mechanism::xoauth2, "user=anna\x01\x01"},
      {Mechanism::xoauth2, "auth=Bearer x\x01\x01"},
      {Mechanism::xoauth2,
       "user=anna\x01"
       "auth=Bearer x"},
      {Mechanism::oauthbearer, "auth=Bearer x\x01\x01"},
      {Mechanism::oauthbearer, "n,a=anna,\x01\x01"},
      {Mechanism::oauthbearer, "n,a=anna,"},
  };
  for (const Case& c : cases) {
    INFO(name_of(c.mechanism) << ": " << c.message);
    auto server = server_of(c.mechanism);
    const ServerStep step = c.mechanism == Mechanism::cram_md5 || c.message.empty()
                                ? (server.start(std::nullopt), server.receive(c.message))
                                : server.start(c.message);
    REQUIRE(rejected(step) != nullptr);
    CHECK(rejected(step)->why == Rejected::Why::malformed);
  }
}

TEST_CASE("sasl: a changed SCRAM message is refused by the server", "[sasl]") {
  const auto after_change = [](auto change) {
    auto server = server_of(Mechanism::scram_sha_256);
    ClientExchange client(Mechanism::scram_sha_256, {"anna", "pw", "", ""},
                          {k_hashes, "cn", "", 0});
    server.start(client.respond("").value());
    const std::string challenge = challenge_of(server.answer(Secret{"pw", "salt", 4096}));
    return server.receive(change(client.respond(challenge).value()));
  };
  const auto replaced = [](std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  };
  CHECK(std::holds_alternative<Attempt>(after_change([](std::string m) { return m; })));
  const auto why = [](const ServerStep& step) {
    REQUIRE(rejected(step) != nullptr);
    return rejected(step)->why;
  };
  CHECK(why(after_change([&](std::string m) { return replaced(m, "biws", "eSws"); })) ==
        Rejected::Why::malformed);
  CHECK(why(after_change([&](std::string m) { return replaced(m, "r=cn", "r=cm"); })) ==
        Rejected::Why::malformed);
  CHECK(why(after_change([](std::string m) { return m.substr(0, m.rfind("p=")) + "p=AAAA"; })) ==
        Rejected::Why::wrong);
}

TEST_CASE("sasl: the SCRAM client trusts no server without the password", "[sasl]") {
  const auto client_after = [](const std::string& server_first) {
    ClientExchange client(Mechanism::scram_sha_256, {"anna", "pw", "", ""},
                          {k_hashes, "cn", "", 0});
    CHECK(client.respond("").has_value());
    return std::pair(client.respond(server_first), client);
  };
  CHECK_FALSE(client_after("r=other,s=c2FsdA==,i=4096").first.has_value());
  CHECK_FALSE(client_after("r=cn,s=c2FsdA==,i=4096").first.has_value());
  CHECK_FALSE(client_after("r=cn1,s=c2FsdA==,i=1").first.has_value());
  CHECK_FALSE(client_after("r=cn1,s=c2FsdA==,i=99999999").first.has_value());
  CHECK_FALSE(client_after("r=cn1,s=*,i=4096").first.has_value());
  auto [final, client] = client_after("r=cn1,s=c2FsdA==,i=4096");
  CHECK(final.has_value());
  CHECK_FALSE(client.may_succeed());
  CHECK_FALSE(client.respond("v=AAAA").has_value());
  CHECK_FALSE(client.may_succeed());
}

TEST_CASE("sasl: names are known in any case, and say what they show", "[sasl]") {
  for (const Mechanism mechanism : k_all) CHECK(mechanism_by_name(name_of(mechanism)) == mechanism);
  CHECK(mechanism_by_name("scram-sha-256") == Mechanism::scram_sha_256);
  CHECK_FALSE(mechanism_by_name("GSSAPI").has_value());
  CHECK(is_clear_text(Mechanism::plain));
  CHECK_FALSE(is_clear_text(Mechanism::scram_sha_256));
  CHECK_FALSE(is_possible(Mechanism::scram_sha_256, Hashes{}));
}
