// The numbers by which both the writer and the reader know a pcapng file.
#pragma once

#include <cstdint>

namespace mailscope {

constexpr std::uint32_t k_block_section = 0x0A0D0D0A;
constexpr std::uint32_t k_byte_order = 0x1A2B3C4D;

}  // namespace mailscope
