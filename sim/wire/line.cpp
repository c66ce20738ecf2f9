// Lines as they go over the wire.
#include "sim/wire/line.h"

#include "sim/wire/dot_stuffing.h"

namespace mailscope {

std::string wire_octets(const Line& line) {
  switch (line.framing) {
    case Framing::none: return line.octets;
    case Framing::dots: return wire::dot_stuffed(line.octets);
  }
  return line.octets;
}

}  // namespace mailscope
