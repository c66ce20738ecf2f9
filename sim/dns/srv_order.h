// In which order the servers of a service are tried (RFC 2782): by priority, those of equal priority by chance,
// the likelier the greater their weight.
#pragma once

#include <vector>

#include "sim/base/random.h"
#include "sim/dns/dns_record.h"

namespace mailscope::dns {

// Records whose target is "." say that the service is not offered: they are left out. A chance is drawn only
// among records of equal priority.
std::vector<Srv> srv_order(std::vector<Srv> records, Random random);

}  // namespace mailscope::dns
