// The small closed lists of the trace, each with the word that stands for it in JSON, text and patterns.
#pragma once

#include <optional>
#include <string_view>

namespace mailscope {

enum class Protocol { none, tcp, udp, tls, dns, smtp, pop3, imap };
enum class Speaker { client, server };
enum class Security { none, starttls, tls };  // plain, upgraded by STARTTLS or STLS, implicit TLS
enum class Verdict { accepted, refused, deferred, ignored, noted };
enum class Severity { info, success, warning, error };
enum class SecretKind { password, token, address, subject, body };
enum class EndReason { closed, reset, refused, timed_out, unreachable, cut };
enum class DropReason { firewall, middlebox, cut, no_such_host, no_such_port, corrupt };
enum class RecipientOutcome { relayed, delivered, bounced };
enum class HostRole { client, server, resolver, dns, attacker, outside };

// RFC 9293, section 3.3.2.
enum class TcpState {
  closed,
  listen,
  syn_sent,
  syn_received,
  established,
  fin_wait_1,
  fin_wait_2,
  close_wait,
  closing,
  last_ack,
  time_wait,
};

template <class Enum>
struct Named {
  Enum value;
  std::string_view name;
};

inline constexpr Named<Protocol> k_protocols[] = {
    {Protocol::none, "none"}, {Protocol::tcp, "tcp"},   {Protocol::udp, "udp"},
    {Protocol::tls, "tls"},   {Protocol::dns, "dns"},   {Protocol::smtp, "smtp"},
    {Protocol::pop3, "pop3"}, {Protocol::imap, "imap"},
};
inline constexpr Named<Speaker> k_speakers[] = {
    {Speaker::client, "client"},
    {Speaker::server, "server"},
};
inline constexpr Named<Security> k_securities[] = {
    {Security::none, "none"},
    {Security::starttls, "starttls"},
    {Security::tls, "tls"},
};
inline constexpr Named<Verdict> k_verdicts[] = {
    {Verdict::accepted, "accepted"}, {Verdict::refused, "refused"}, {Verdict::deferred, "deferred"},
    {Verdict::ignored, "ignored"},   {Verdict::noted, "noted"},
};
inline constexpr Named<Severity> k_severities[] = {
    {Severity::info, "info"},
    {Severity::success, "success"},
    {Severity::warning, "warning"},
    {Severity::error, "error"},
};
inline constexpr Named<SecretKind> k_secret_kinds[] = {
    {SecretKind::password, "password"}, {SecretKind::token, "token"},
    {SecretKind::address, "address"},   {SecretKind::subject, "subject"},
    {SecretKind::body, "body"},
};
inline constexpr Named<EndReason> k_end_reasons[] = {
    {EndReason::closed, "closed"},           {EndReason::reset, "reset"},
    {EndReason::refused, "refused"},         {EndReason::timed_out, "timed-out"},
    {EndReason::unreachable, "unreachable"}, {EndReason::cut, "cut"},
};
inline constexpr Named<DropReason> k_drop_reasons[] = {
    {DropReason::firewall, "firewall"},
    {DropReason::middlebox, "middlebox"},
    {DropReason::cut, "cut"},
    {DropReason::no_such_host, "no-such-host"},
    {DropReason::no_such_port, "no-such-port"},
    {DropReason::corrupt, "corrupt"},
};
inline constexpr Named<RecipientOutcome> k_recipient_outcomes[] = {
    {RecipientOutcome::relayed, "relayed"},
    {RecipientOutcome::delivered, "delivered"},
    {RecipientOutcome::bounced, "bounced"},
};
inline constexpr Named<HostRole> k_host_roles[] = {
    {HostRole::client, "client"},     {HostRole::server, "server"},
    {HostRole::resolver, "resolver"}, {HostRole::dns, "dns"},
    {HostRole::attacker, "attacker"}, {HostRole::outside, "outside"},
};
inline constexpr Named<TcpState> k_tcp_states[] = {
    {TcpState::closed, "CLOSED"},           {TcpState::listen, "LISTEN"},
    {TcpState::syn_sent, "SYN-SENT"},       {TcpState::syn_received, "SYN-RECEIVED"},
    {TcpState::established, "ESTABLISHED"}, {TcpState::fin_wait_1, "FIN-WAIT-1"},
    {TcpState::fin_wait_2, "FIN-WAIT-2"},   {TcpState::close_wait, "CLOSE-WAIT"},
    {TcpState::closing, "CLOSING"},         {TcpState::last_ack, "LAST-ACK"},
    {TcpState::time_wait, "TIME-WAIT"},
};

constexpr const auto& names_of(Protocol) { return k_protocols; }
constexpr const auto& names_of(Speaker) { return k_speakers; }
constexpr const auto& names_of(Security) { return k_securities; }
constexpr const auto& names_of(Verdict) { return k_verdicts; }
constexpr const auto& names_of(Severity) { return k_severities; }
constexpr const auto& names_of(SecretKind) { return k_secret_kinds; }
constexpr const auto& names_of(EndReason) { return k_end_reasons; }
constexpr const auto& names_of(DropReason) { return k_drop_reasons; }
constexpr const auto& names_of(RecipientOutcome) { return k_recipient_outcomes; }
constexpr const auto& names_of(HostRole) { return k_host_roles; }
constexpr const auto& names_of(TcpState) { return k_tcp_states; }

template <class Enum>
constexpr std::string_view name_of(Enum value) {
  for (const auto& entry : names_of(value)) {
    if (entry.value == value) return entry.name;
  }
  return "?";
}

template <class Enum>
constexpr std::optional<Enum> named(std::string_view name) {
  for (const auto& entry : names_of(Enum{})) {
    if (entry.name == name) return entry.value;
  }
  return std::nullopt;
}

}  // namespace mailscope
