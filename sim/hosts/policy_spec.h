// What a mail server may be told about limits, lists and logins: values, read by sim/hosts/server_rules.
//
// Nothing here is on unless a scenario says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/time.h"
#include "sim/policy/dnsbl.h"
#include "sim/policy/greylist.h"
#include "sim/policy/smtp_auth_switches.h"
#include "sim/trace/names.h"

namespace mailscope::hosts {

// ---- how much is too much ---------------------------------------------------------------------------

enum class LimitPer { account, client };  // who is counted: a login, or an address on the network

inline constexpr Named<LimitPer> k_limit_pers[] = {
    {LimitPer::account, "account"},
    {LimitPer::client, "client"},
};
constexpr const auto& names_of(LimitPer) { return k_limit_pers; }

enum class LimitCounts { recipients, mails, connections };

inline constexpr Named<LimitCounts> k_limit_counts[] = {
    {LimitCounts::recipients, "recipients"},
    {LimitCounts::mails, "mails"},
    {LimitCounts::connections, "connections"},
};
constexpr const auto& names_of(LimitCounts) { return k_limit_counts; }

struct LimitSpec {
  std::string id;  // "daily"
  LimitPer per = LimitPer::account;
  LimitCounts counts = LimitCounts::recipients;
  std::uint64_t count_max = 500;
  Duration window = days(1);
  bool is_permanent = false;  // 550 instead of 450: nothing will come of trying again soon
  std::string text;           // the reply's words; empty: made from the numbers
};

// After so many failed logins nobody gets in under that name, or from that address, for a while.
struct LockoutSpec {
  std::uint32_t failures_max = 5;
  Duration window = minutes(10);
  Duration length = minutes(30);
  LimitPer per = LimitPer::account;
};

// ---- block lists ------------------------------------------------------------------------------------

enum class CheckAt { mail, recipient };  // at MAIL FROM, or at RCPT TO

inline constexpr Named<CheckAt> k_check_ats[] = {
    {CheckAt::mail, "mail"},
    {CheckAt::recipient, "recipient"},
};
constexpr const auto& names_of(CheckAt) { return k_check_ats; }

struct BlocklistSpec {
  std::vector<policy::DnsblList> lists;
  CheckAt at = CheckAt::mail;
};

// ---- SMTP AUTH as Exchange Online switches it ---------------------------------------------------------

enum class Switch { unset, on, off };

inline constexpr Named<Switch> k_switches[] = {
    {Switch::unset, "unset"},
    {Switch::on, "on"},
    {Switch::off, "off"},
};
constexpr const auto& names_of(Switch) { return k_switches; }

struct TokenSpec {
  std::string token;
  std::optional<Duration> valid_for;  // from the world's start; unset: for ever
};

}  // namespace mailscope::hosts
