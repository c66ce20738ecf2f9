// The words of a mail protocol taken apart token by token, and a mail's header field by field.
//
// Tolerant: what does not fit its grammar is shown as it stands. Values are octets made visible; names are
// English (`words` in po files), translated where they are shown.
#pragma once

#include <string_view>
#include <vector>

#include "ui/model/bytes_model.h"

namespace mailscope::ui {

struct LineContext {
  Protocol protocol = Protocol::smtp;
  Speaker speaker = Speaker::client;
  bool is_content = false;  // a mail, from its first header field to the final dot
};

// `octets` begin at the start of a line. Places count from their first octet.
std::vector<ByteField> fields_of_lines(std::string_view octets, const LineContext& context);

}  // namespace mailscope::ui
