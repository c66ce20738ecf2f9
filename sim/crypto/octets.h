// Texts as the octets that libraries written in C want to see.
#pragma once

#include <string>
#include <string_view>

namespace mailscope::crypto {

inline const unsigned char* octets_at(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* octets_at(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace mailscope::crypto
