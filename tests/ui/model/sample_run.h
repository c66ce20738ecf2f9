// A small run made by hand: Alice submits a mail through STARTTLS while Eve listens, a relay refuses
// somebody, Bob's mailbox gets the mail. For tests of views that want no world.
#pragma once

#include "sim/trace/trace.h"

namespace mailscope::test {

enum class SampleTls { starttls, stripped };

Trace sample_trace(SampleTls tls = SampleTls::starttls);

}  // namespace mailscope::test
