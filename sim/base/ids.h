// Small numbers with a type of their own, so that a host is never taken for a link.
#pragma once

#include <compare>
#include <cstdint>

namespace mailscope {

template <class Tag>
struct Id {
  std::uint32_t value = 0;  // 0 = none

  constexpr bool is_none() const { return value == 0; }
  friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

using HostId = Id<struct HostTag>;  // a machine, numbered from 1 in the scenario's order
using LinkId = Id<struct LinkTag>;  // a wire between two hosts
using ConnectionId = Id<struct ConnectionTag>;  // one TCP connection, the same number at both ends
using RecordNumber = Id<struct RecordTag>;      // a line of the Trace, from 1

}  // namespace mailscope
