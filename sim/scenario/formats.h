// The small texts of the scenario language: ids, host names, addresses, durations, dates.
//
// Each has a rule (for checker and schema) and, where it means a value, a reader that may be called on
// every text the rule lets through.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/base/address.h"
#include "sim/base/time.h"
#include "sim/scenario/shape.h"

namespace mailscope::scenario {

extern const TextRule k_any_text;      // anything, also nothing
extern const TextRule k_some_text;     // anything but white space alone
extern const TextRule k_id;            // "first-message": lower-case letters, digits, hyphens
extern const TextRule k_host_address;  // 192.0.2.0/24, 198.51.100.0/24 or 203.0.113.0/24 (RFC 5737)
extern const TextRule k_network;       // "192.0.2.0/24"
extern const TextRule k_domain;  // "example.org": a host name of RFC 1123, without the final dot
extern const TextRule
    k_owner;  // "@", "mx", "*.sub": the owner of a zone's record, below the origin
extern const TextRule k_mail_address;  // "alice@example.org"
extern const TextRule k_duration;      // "10ms", "5s", "2min", "1h", "5d", "0s"
extern const TextRule k_date_time;     // "2026-03-02T09:00:00Z"
extern const TextRule k_header_name;   // of RFC 5322, section 3.6.8
extern const TextRule k_reply;         // "5", "550" or "5.7.1"

Duration duration_of(std::string_view text);
// Seconds since 1970; nothing when there is no such day or hour (31 February).
std::optional<std::int64_t> unix_seconds_of(std::string_view date_time);

}  // namespace mailscope::scenario
