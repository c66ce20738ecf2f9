// The word of a record's kind.
#include "sim/trace/trace.h"

namespace mailscope {

std::string_view kind_of(const Record& record) {
  return std::visit([](const auto& payload) { return std::decay_t<decltype(payload)>::k_kind; },
                    record.payload);
}

}  // namespace mailscope
