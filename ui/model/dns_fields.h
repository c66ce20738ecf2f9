// A DNS message taken apart, field by field with its place (RFC 1035, section 4; EDNS by RFC 6891).
//
// Tolerant: reads as far as the octets go; names follow pointers backwards only.
#pragma once

#include <string_view>
#include <vector>

#include "ui/model/bytes_model.h"

namespace mailscope::ui {

std::vector<ByteField> fields_of_dns(std::string_view octets);

}  // namespace mailscope::ui
