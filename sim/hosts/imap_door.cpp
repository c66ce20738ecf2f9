// What a mail server answers its IMAP sessions; they work on the account themselves, and tell.
#include "sim/hosts/acting_as.h"
#include "sim/hosts/doors.h"

namespace mailscope::hosts {
namespace {

imap::ServerOptions imap_options_of(MailServer& server, const ServiceSpec& service,
                                    const Channel::Options& channel) {
  imap::ServerOptions options;
  options.host_name = server.server_name();
  const auto is_offered = [&](const char* name) {
    return service.hidden_extensions.count(name) == 0;
  };
  options.extensions.starttls = service.offers_starttls && is_offered("STARTTLS");
  options.extensions.idle = is_offered("IDLE");
  options.extensions.move = is_offered("MOVE");
  options.extensions.uidplus = is_offered("UIDPLUS");
  options.extensions.literal_plus = is_offered("LITERAL+");
  options.extensions.literal_minus = is_offered("LITERAL-");
  options.extensions.rev2 = is_offered("IMAP4rev2");
  options.extensions.namespace_ = is_offered("NAMESPACE");
  options.extensions.unselect = is_offered("UNSELECT");
  options.extensions.id = is_offered("ID");
  options.extensions.special_use = is_offered("SPECIAL-USE");
  options.extensions.list_extended = is_offered("LIST-EXTENDED");
  options.extensions.status_size = is_offered("STATUS=SIZE");
  options.extensions.esearch = is_offered("ESEARCH");
  options.extensions.searchres = is_offered("SEARCHRES");
  options.extensions.binary = is_offered("BINARY");
  options.extensions.condstore = is_offered("CONDSTORE");
  options.extensions.qresync = is_offered("QRESYNC");
  options.extensions.sort = is_offered("SORT");
  options.extensions.thread = is_offered("THREAD");
  options.mechanisms.clear();
  for (const std::string& name : service.mechanisms) {
    const auto mechanism = sasl::mechanism_by_name(name);
    if (mechanism && *mechanism != sasl::Mechanism::login) options.mechanisms.push_back(*mechanism);
  }
  options.is_tls_active = is_implicit_tls(service.kind);
  options.requires_tls_for_auth = !service.allows_clear_text_login;
  options.hashes = k_hashes;
  options.nonce = nonce_for(server, channel);
  return options;
}

}  // namespace

ImapDoor::ImapDoor(MailServer& server, Channel::Options options, const ServiceSpec& service)
    : SessionTalk(server, options, imap_options_of(server, service, options)),
      server_(server),
      service_(service) {
  set_patience(minutes(30));  // autologout: at least 30 minutes (RFC 9051, section 5.4)
}

void ImapDoor::begin() {
  restart_patience();
  // Under implicit TLS the greeting waits for the handshake: it is the first thing said inside.
  if (is_implicit_tls(service_.kind)) {
    channel_.start_tls(server_.server_tls());
  } else {
    session_.set_clock(env_.unix_s());
    session_.start();
  }
  pump();
}

void ImapDoor::feed(std::string_view plaintext) {
  session_.set_clock(env_.unix_s());
  session_.receive(plaintext);
}

void ImapDoor::on(const imap::ServerEvent& event) {
  if (const auto* login = std::get_if<imap::LoginAsked>(&event)) {
    const std::string method =
        login->mechanism ? std::string(sasl::name_of(*login->mechanism)) : "LOGIN";
    account_ =
        server_.check_login({login->user, login->proof, method, Protocol::imap, channel_.place()})
            .account;
    imap::LoginVerdict verdict;
    if (account_ &&
        !may_act_as(server_, *account_, login->user, login->authzid, channel_.place())) {
      account_ = nullptr;
      verdict.code = "AUTHORIZATIONFAILED";  // RFC 9051, section 7.1
    }
    verdict.account = account_;
    session_.answer(verdict);
  } else if (const auto* secret = std::get_if<imap::SecretAsked>(&event)) {
    session_.answer_secret(server_.secret_of(secret->user));
  } else if (std::holds_alternative<imap::StartTls>(event)) {
    channel_.say(session_.take_output());
    channel_.start_tls(server_.server_tls());
  } else if (const auto* changed = std::get_if<imap::Changed>(&event)) {
    if (account_) server_.changes_made(*account_, {changed->change}, this);
  } else if (const auto* refused = std::get_if<imap::Refused>(&event)) {
    env_.recorder.lead(channel_.place(),
                       Decision{Verdict::refused,
                                "command-refused",
                                {{"command", refused->command}, {"why", refused->why}},
                                refused->rule,
                                ""});
  } else if (std::holds_alternative<imap::Closed>(event)) {
    channel_.say(session_.take_output());
    channel_.close();
  }
}

void ImapDoor::on_tls(const ChannelEvent& event) {
  if (std::holds_alternative<TlsUp>(event)) {
    if (is_implicit_tls(service_.kind)) {
      session_.start();
    } else {
      session_.tls_started();
    }
  } else {
    if (!is_implicit_tls(service_.kind)) session_.tls_failed();
    channel_.close();
  }
}

void ImapDoor::account_changed() {
  const CauseScope scope(env_.recorder);
  session_.account_changed();
  pump();
}

void ImapDoor::patience_ended() {
  session_.shut_down("autologout: nothing was said for 30 minutes");
  pump();
}

}  // namespace mailscope::hosts
