// DNS messages and answers as the trace tells them.
#pragma once

#include <string_view>

#include "sim/dns/answer.h"
#include "sim/dns/cache.h"
#include "sim/trace/payload.h"

namespace mailscope::hosts {

DnsSaid query_record(std::string_view octets, const dns::Question& question);
DnsSaid response_record(const dns::Message& response);
LookupDone lookup_record(const dns::Answer& answer);
CacheChanged cache_record(const dns::CacheEntry& entry);

}  // namespace mailscope::hosts
