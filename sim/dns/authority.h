// The authoritative server: a query's octets in, the response's octets out. It has no state but its
// zones.
//
// Knows no sockets, no cache and no recursion: for a name outside its zones it says REFUSED.
//
//   const Authority authority({zone_of_example_org, zone_of_example_net});
//   if (const auto reply = authority.reply(datagram, Transport::udp)) send(reply->octets);
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/dns/dns_message.h"
#include "sim/dns/zone.h"

namespace mailscope::dns {

// TCP carries the same messages, each after its length in two octets (RFC 1035, section 4.2.2); the
// owner adds and takes off that prefix.
enum class Transport { udp, tcp };

class Authority {
 public:
  // Zones of different origins; of zones one below the other the nearest answers.
  explicit Authority(std::vector<Zone> zones);

  struct Reply {
    std::string octets;
    Message message;   // the same, parsed: for the trace (before truncation)
    std::string text;  // "MX example.org? 10 mx.example.org"
  };
  // nullopt where silence is right: not a DNS header, or itself a response.
  std::optional<Reply> reply(std::string_view octets, Transport transport) const;

  Message answer(const Message& query) const;
  const std::vector<Zone>& zones() const { return zones_; }

 private:
  const Zone* zone_for(const Name& name) const;

  std::vector<Zone> zones_;
};

}  // namespace mailscope::dns
