// Resource records as values: what the DNS stores, by type (RFC 1035, 3596, 2782, 6698, 8659).
//
// Knows no wire format (dns_message.h) and no master-file syntax (zone_text.h).
//
//   const Record record{name_of("example.org"), 3600, Mx{10, name_of("mx.example.org")}};
//   type_of(record.data) == Type::mx;
//   to_text(record.data) == "10 mx.example.org";
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/address.h"
#include "sim/dns/dns_name.h"

namespace mailscope::dns {

// Types that are understood; any other number is carried as it is.
enum class Type : std::uint16_t {
  a = 1,
  ns = 2,
  cname = 5,
  soa = 6,
  ptr = 12,
  mx = 15,
  txt = 16,
  aaaa = 28,
  srv = 33,
  opt = 41,  // only in messages (RFC 6891)
  tlsa = 52,
  spf = 99,   // the retired type of RFC 4408: known so that it can be named
  any = 255,  // only in questions
  caa = 257,
};
// "MX", or "TYPE65" for a type without a name here (RFC 3597, section 5).
std::string to_text(Type type);
std::optional<Type> parse_type(std::string_view text);

struct A {
  Ipv4 address;
  friend bool operator==(const A&, const A&) = default;
};
struct Aaaa {
  Ipv6 address;
  friend bool operator==(const Aaaa&, const Aaaa&) = default;
};
struct Ns {
  Name host;
  friend bool operator==(const Ns&, const Ns&) = default;
};
struct Cname {
  Name target;
  friend bool operator==(const Cname&, const Cname&) = default;
};
struct Ptr {
  Name target;
  friend bool operator==(const Ptr&, const Ptr&) = default;
};
struct Mx {
  std::uint16_t preference = 0;
  Name exchange;  // the root = null MX (RFC 7505)
  friend bool operator==(const Mx&, const Mx&) = default;
};
struct Txt {
  std::vector<std::string> strings;  // each up to 255 octets; at least one
  std::string joined() const;        // as SPF, DKIM and DMARC read it
  friend bool operator==(const Txt&, const Txt&) = default;
};
struct Soa {
  Name primary, mailbox;
  std::uint32_t serial = 1, refresh_s = 7200, retry_s = 900, expire_s = 1'209'600;
  std::uint32_t minimum_s = 300;  // how long a "no" may be kept (RFC 2308, section 4)
  friend bool operator==(const Soa&, const Soa&) = default;
};
struct Srv {
  std::uint16_t priority = 0, weight = 0, port = 0;
  Name target;  // the root = the service is not offered
  friend bool operator==(const Srv&, const Srv&) = default;
};
struct Tlsa {
  std::uint8_t usage = 3, selector = 1, matching = 1;
  std::string association;  // octets
  friend bool operator==(const Tlsa&, const Tlsa&) = default;
};
struct Caa {
  std::uint8_t flags = 0;
  std::string tag, value;
  friend bool operator==(const Caa&, const Caa&) = default;
};
// A type not understood: its octets (RFC 3597).
struct Opaque {
  std::uint16_t type = 0;
  std::string octets;
  friend bool operator==(const Opaque&, const Opaque&) = default;
};

using Data = std::variant<A, Aaaa, Ns, Cname, Ptr, Mx, Txt, Soa, Srv, Tlsa, Caa, Opaque>;

Type type_of(const Data& data);
// As in a master file: "10 mx.example.org", "\"v=spf1 -all\"". People read names without the final
// dot, zone files want it.
enum class FinalDot { no, yes };
std::string to_text(const Data& data, FinalDot final_dot = FinalDot::no);

struct Record {
  Name name;
  std::uint32_t ttl_s = 3600;
  Data data;
  std::uint16_t record_class = 1;  // IN

  friend bool operator==(const Record&, const Record&) = default;
};
// "example.org 3600 IN MX 10 mx.example.org"
std::string to_text(const Record& record);

struct Question {
  Name name;
  Type type = Type::a;

  friend bool operator==(const Question&, const Question&) = default;
  friend bool operator<(const Question& a, const Question& b);
};
// "MX example.org?"
std::string to_text(const Question& question);

}  // namespace mailscope::dns
