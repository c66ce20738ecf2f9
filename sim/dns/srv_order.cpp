#include "sim/dns/srv_order.h"

#include <algorithm>
#include <utility>

namespace mailscope::dns {

std::vector<Srv> srv_order(std::vector<Srv> records, Random random) {
  std::erase_if(records, [](const Srv& record) { return record.target.is_root(); });
  // Those of weight 0 stand first in their priority: so they have a small chance, but one.
  std::stable_sort(records.begin(), records.end(), [](const Srv& a, const Srv& b) {
    return std::pair(a.priority, a.weight != 0) < std::pair(b.priority, b.weight != 0);
  });
  for (std::size_t i = 0; i < records.size(); ++i) {
    std::size_t end = i;
    std::uint64_t sum = 0;
    for (; end < records.size() && records[end].priority == records[i].priority; ++end)
      sum += records[end].weight;
    if (end - i < 2) continue;
    // The first whose running sum is at least the number drawn from 0 to the sum of all.
    std::uint64_t drawn = random.below(sum + 1);
    std::size_t chosen = i;
    while (drawn > records[chosen].weight) drawn -= records[chosen++].weight;
    const auto at = [&](std::size_t n) { return records.begin() + static_cast<std::ptrdiff_t>(n); };
    std::rotate(at(i), at(chosen), at(chosen + 1));
  }
  return records;
}

}  // namespace mailscope::dns
