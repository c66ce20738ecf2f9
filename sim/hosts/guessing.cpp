// One attempt after the other, each a connection of its own.
#include "sim/hosts/guessing.h"

#include <memory>
#include <set>

#include "sim/hosts/client_settings.h"
#include "sim/hosts/smtp_call.h"
#include "sim/hosts/typing.h"

namespace mailscope::hosts {
namespace {

class Guesser : public std::enable_shared_from_this<Guesser> {
 public:
  Guesser(Host& host, Guesses guesses, std::function<void()> done)
      : host_(host), guesses_(std::move(guesses)), done_(std::move(done)) {}

  void begin() {
    find_server(host_, guesses_.server, [self = shared_from_this()](std::optional<Ipv4> found) {
      if (!found) return self->done_();
      self->address_ = *found;
      self->try_next();
    });
  }

 private:
  void try_next() {
    const std::size_t users = guesses_.users.size();
    while (at_ < users * guesses_.passwords.size() && found_.count(guesses_.users[at_ % users]) > 0)
      ++at_;
    if (at_ >= users * guesses_.passwords.size()) return done_();
    const std::string user = guesses_.users[at_ % users];
    const std::string password = guesses_.passwords[at_ / users];
    ++at_;
    smtp::Plan plan;
    plan.hello_name = "[" + to_text(host_.env().net.address_of(host_.id())) + "]";
    plan.tls = wire_policy(guesses_.security);
    plan.is_tls_active = guesses_.security == TlsPolicy::tls;
    plan.credentials = sasl::Credentials{user, password, {}, {}};
    plan.mechanisms = {sasl::Mechanism::plain, sasl::Mechanism::login};
    plan.sends_clear_text_without_tls = true;
    plan.hashes = k_hashes;
    const bool is_implicit = plan.is_tls_active;
    const TlsWish wish{parse_ipv4(guesses_.server) ? std::string() : guesses_.server, false, {}};
    host_.dial(address_, guesses_.port, Protocol::smtp, [&](Channel::Options options) {
      return std::make_unique<SmtpCall>(
          host_, options, std::move(plan), wish, is_implicit,
          [self = shared_from_this(), user, password](const SmtpOutcome& outcome) {
            self->tried(user, password, outcome);
          });
    });
  }

  void tried(const std::string& user, const std::string& password, const SmtpOutcome& outcome) {
    const bool is_right = outcome.auth && outcome.auth->is_accepted;
    Facts facts{{"user", user}, {"password", password}};
    if (outcome.auth && outcome.auth->reply.code != 0)
      facts.emplace_back("reply", smtp::to_text(outcome.auth->reply));
    if (is_right) found_.insert(user);
    host_.lead(ScreenShown{is_right ? Severity::success : Severity::info,
                           is_right ? "password-found" : "password-refused", std::move(facts)});
    host_.after(guesses_.wait, [self = shared_from_this()] { self->try_next(); });
  }

  Host& host_;
  Guesses guesses_;
  std::function<void()> done_;
  Ipv4 address_{};
  std::size_t at_ = 0;
  std::set<std::string> found_;
};

}  // namespace

void guess_passwords(Host& host, const Guesses& guesses, std::function<void()> done) {
  std::make_shared<Guesser>(host, guesses, std::move(done))->begin();
}

}  // namespace mailscope::hosts
