// The canonical octets of a record, one overload for each type that a field can have.
#include "sim/export/trace_digest.h"

#include <type_traits>

#include "sim/base/text.h"
#include "sim/crypto/hash.h"

namespace mailscope {
namespace {

class Canonical {
 public:
  void number(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) out_ += static_cast<char>((value >> shift) & 0xFF);
  }
  void add(std::string_view text) {
    number(text.size());
    out_ += text;
  }
  void add(const std::string& text) { add(std::string_view(text)); }
  void add(const Octets& octets) { add(octets.value); }
  void add(bool claim) { number(claim ? 1 : 0); }
  void add(Duration duration) { number(static_cast<std::uint64_t>(duration.us)); }
  void add(Time time) { number(static_cast<std::uint64_t>(time.us)); }
  void add(Ipv4 address) { number(address.value); }
  template <class Tag>
  void add(Id<Tag> id) {
    number(id.value);
  }
  template <class Value>
  void add(Value value) requires(std::is_enum_v<Value>) {
    add(name_of(value));
  }
  template <class Value>
  void add(Value value) requires(std::is_integral_v<Value> && !std::is_same_v<Value, bool>) {
    number(static_cast<std::uint64_t>(value));
  }
  void add(const std::vector<std::string>& list) {
    number(list.size());
    for (const auto& member : list) add(member);
  }
  void add(const Facts& facts) {
    number(facts.size());
    for (const auto& [key, value] : facts) add(key), add(value);
  }
  std::string& octets() { return out_; }

 private:
  std::string out_;
};

}  // namespace

std::string trace_digest(const Trace& trace) {
  crypto::Sha256 digest;
  Canonical canonical;
  for (const Record& record : trace) {
    canonical.octets().clear();
    canonical.add(record.number);
    canonical.add(record.time);
    canonical.add(record.cause);
    canonical.add(record.place.host);
    canonical.add(record.place.peer);
    canonical.add(record.place.connection);
    canonical.add(kind_of(record));
    std::visit(
        [&](const auto& payload) {
          std::decay_t<decltype(payload)>::fields(
              payload, [&](std::string_view, const auto& value) { canonical.add(value); });
        },
        record.payload);
    digest.add(canonical.octets());
  }
  return hex(digest.result());
}

}  // namespace mailscope
