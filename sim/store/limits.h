// What an account may hold, so that no client can fill the memory: exceeding it is over_quota or too_many.
#pragma once

#include <cstddef>

namespace mailscope::store {

inline constexpr std::size_t k_quota_octets =
    67'108'864;                                          // of an account that make_account has made
inline constexpr std::size_t k_flags_octets_max = 4000;  // of one mail: the names of its flags
// Mailboxes, and subscriptions as well: k_mailboxes_max of mail_store.h.

}  // namespace mailscope::store
