// Octets to Message. Every read is checked; every pointer must lead backwards (RFC 1035, section
// 4.1.4).
#include <utility>

#include "sim/dns/dns_message.h"

namespace mailscope::dns {
namespace {

constexpr std::size_t k_header_octets = 12;
constexpr std::uint16_t k_in = 1;

// A place in the message; the first fault stays and every later read gives zero.
class Reader {
 public:
  explicit Reader(std::string_view message) : message_(message), end_(message.size()) {}

  std::size_t at() const { return at_; }
  std::size_t left() const { return end_ - at_; }
  bool is_bad() const { return !what_.empty(); }
  std::size_t bad_at() const { return bad_at_; }
  const std::string& what() const { return what_; }

  void fail(std::size_t at, std::string what) {
    if (is_bad()) return;
    bad_at_ = at;
    what_ = std::move(what);
  }

  unsigned octet() {
    if (is_bad() || left() < 1) {
      fail(at_, "the message ends too early");
      return 0;
    }
    return static_cast<unsigned char>(message_[at_++]);
  }
  std::uint16_t u16() {
    const unsigned high = octet();
    return static_cast<std::uint16_t>((high << 8) | octet());
  }
  std::uint32_t u32() {
    const std::uint32_t high = u16();
    return (high << 16) | u16();
  }
  std::string octets(std::size_t count) {
    if (is_bad() || left() < count) {
      fail(at_, "the message ends too early");
      return {};
    }
    const std::string_view taken = message_.substr(at_, count);
    at_ += count;
    return std::string(taken);
  }

  Name name();

  // RDATA of `count` octets: reads stop at its end until `leave` is called.
  void enter(std::size_t count) {
    if (left() < count)
      return fail(at_, "the data of a record reaches past the end of the message");
    outer_end_ = end_;
    end_ = at_ + count;
  }
  void leave(std::string_view what) {
    if (!is_bad() && left() != 0) fail(at_, std::string(what) + " is longer than it should be");
    end_ = outer_end_;
  }

 private:
  std::string_view message_;
  std::size_t at_ = 0, end_, outer_end_ = 0;
  std::size_t bad_at_ = 0;
  std::string what_;
};

// A pointer must lead to before the place where this run of labels began; so each jump makes the
// reachable part smaller and the walk ends.
Name Reader::name() {
  std::vector<std::string> labels;
  const std::size_t start = at_;
  std::size_t place = at_, limit = at_, wire_octets = 1;
  bool jumped = false;
  while (!is_bad()) {
    const std::size_t end = jumped ? message_.size() : end_;
    if (place >= end) {
      fail(place, "a name reaches past the end");
      break;
    }
    const auto length = static_cast<unsigned char>(message_[place]);
    if (length == 0) {
      if (!jumped) at_ = place + 1;
      break;
    }
    if ((length & 0xC0) == 0xC0) {
      if (place + 1 >= end) {
        fail(place, "a compression pointer is cut off");
        break;
      }
      const std::size_t target = static_cast<std::size_t>(length & 0x3F) << 8 |
                                 static_cast<unsigned char>(message_[place + 1]);
      if (target >= limit) {
        fail(place, "a compression pointer does not lead backwards");
        break;
      }
      if (!jumped) at_ = place + 2;
      jumped = true;
      place = limit = target;
      continue;
    }
    if ((length & 0xC0) != 0) {
      fail(place, "a label has a length octet of no known kind");
      break;
    }
    if (place + 1 + length > end) {
      fail(place, "a label reaches past the end");
      break;
    }
    wire_octets += 1U + length;
    if (wire_octets > k_name_octets_max) {
      fail(start, "a name is longer than 255 octets");
      break;
    }
    labels.emplace_back(message_.substr(place + 1, length));
    place += 1U + length;
  }
  if (is_bad()) return {};
  auto name = Name::from_labels(std::move(labels));
  MUST(name.has_value());
  return *std::move(name);
}

std::string character_string(Reader& reader) { return reader.octets(reader.octet()); }

// RDATA by type (RFC 1035, section 3.3, and the type's own RFC). Names are decompressed in every
// type: some servers compress where they should not.
Data read_data(Reader& reader, Type type) {
  switch (type) {
    case Type::a: return A{Ipv4{reader.u32()}};
    case Type::aaaa: {
      Aaaa aaaa;
      for (auto& octet : aaaa.address.octets) octet = static_cast<std::uint8_t>(reader.octet());
      return aaaa;
    }
    case Type::ns: return Ns{reader.name()};
    case Type::cname: return Cname{reader.name()};
    case Type::ptr: return Ptr{reader.name()};
    case Type::mx: {
      const auto preference = reader.u16();
      return Mx{preference, reader.name()};
    }
    case Type::txt: {
      Txt txt;
      do txt.strings.push_back(character_string(reader));
      while (!reader.is_bad() && reader.left() > 0);
      return txt;
    }
    case Type::soa: {
      Soa soa;
      soa.primary = reader.name();
      soa.mailbox = reader.name();
      soa.serial = reader.u32();
      soa.refresh_s = reader.u32();
      soa.retry_s = reader.u32();
      soa.expire_s = reader.u32();
      soa.minimum_s = reader.u32();
      return soa;
    }
    case Type::srv: {
      Srv srv;
      srv.priority = reader.u16();
      srv.weight = reader.u16();
      srv.port = reader.u16();
      srv.target = reader.name();
      return srv;
    }
    case Type::tlsa: {
      Tlsa tlsa;
      tlsa.usage = static_cast<std::uint8_t>(reader.octet());
      tlsa.selector = static_cast<std::uint8_t>(reader.octet());
      tlsa.matching = static_cast<std::uint8_t>(reader.octet());
      tlsa.association = reader.octets(reader.left());
      return tlsa;
    }
    case Type::caa: {
      Caa caa;
      caa.flags = static_cast<std::uint8_t>(reader.octet());
      caa.tag = character_string(reader);
      caa.value = reader.octets(reader.left());
      return caa;
    }
    case Type::opt:
    case Type::spf:
    case Type::any: break;
  }
  return Opaque{static_cast<std::uint16_t>(type), reader.octets(reader.left())};
}

// The OPT pseudo-record: its class is a size, its TTL flags (RFC 6891, section 6.1.3).
void read_edns(Reader& reader, Message& message, std::uint16_t udp_octets, std::uint32_t flags) {
  if (message.edns) return reader.fail(reader.at(), "a second OPT record");
  Edns edns;
  edns.udp_octets = udp_octets;
  edns.version = static_cast<std::uint8_t>((flags >> 16) & 0xFF);
  edns.dnssec_ok = (flags & 0x8000) != 0;
  message.rcode = static_cast<Rcode>(
      static_cast<std::uint16_t>(((flags >> 24) << 4) | static_cast<std::uint16_t>(message.rcode)));
  while (!reader.is_bad() && reader.left() > 0) {
    EdnsOption option;
    option.code = reader.u16();
    option.octets = reader.octets(reader.u16());
    edns.options.push_back(std::move(option));
  }
  message.edns = std::move(edns);
}

enum class Section { answer, authority, additional };

void read_record(Reader& reader, Message& message, Section section) {
  const std::size_t start = reader.at();
  Record record;
  record.name = reader.name();
  const auto type = static_cast<Type>(reader.u16());
  record.record_class = reader.u16();
  record.ttl_s = reader.u32();
  // A TTL with its top bit set means zero (RFC 2181, section 8).
  if (type != Type::opt && (record.ttl_s & 0x8000'0000U) != 0) record.ttl_s = 0;
  reader.enter(reader.u16());
  if (reader.is_bad()) return;
  if (type == Type::opt) {
    if (section != Section::additional || !record.name.is_root()) {
      return reader.fail(start, "an OPT record where none may be");
    }
    read_edns(reader, message, record.record_class, record.ttl_s);
    return reader.leave("the OPT record");
  }
  if (record.record_class == k_in) {
    record.data = read_data(reader, type);
  } else {
    record.data = Opaque{static_cast<std::uint16_t>(type), reader.octets(reader.left())};
  }
  reader.leave("the data of a record of type " + to_text(type));
  auto& records = section == Section::answer      ? message.answers
                  : section == Section::authority ? message.authorities
                                                  : message.additionals;
  records.push_back(std::move(record));
}

void read_flags(Message& message, std::uint16_t flags) {
  message.is_response = (flags & 0x8000) != 0;
  message.opcode = static_cast<std::uint8_t>((flags >> 11) & 15);
  message.is_authoritative = (flags & 0x0400) != 0;
  message.is_truncated = (flags & 0x0200) != 0;
  message.recursion_desired = (flags & 0x0100) != 0;
  message.recursion_available = (flags & 0x0080) != 0;
  message.is_authentic = (flags & 0x0020) != 0;
  message.checking_disabled = (flags & 0x0010) != 0;
  message.rcode = static_cast<Rcode>(static_cast<std::uint16_t>(flags & 15));
}

}  // namespace

Result<Message, BadMessage> parse_message(std::string_view octets) {
  if (octets.size() < k_header_octets) {
    return Error{
        BadMessage{octets.size(), "shorter than a DNS header of 12 octets", std::nullopt, false}};
  }
  Reader reader(octets);
  Message message;
  message.id = reader.u16();
  read_flags(message, reader.u16());
  const std::size_t questions = reader.u16(), answers = reader.u16();
  const std::size_t authorities = reader.u16(), additionals = reader.u16();
  // Counts are the peer's claim: each loop also ends with the octets.
  for (std::size_t i = 0; i < questions && !reader.is_bad(); ++i) {
    Question question;
    question.name = reader.name();
    question.type = static_cast<Type>(reader.u16());
    const std::size_t class_at = reader.at();
    if (reader.u16() != k_in && !reader.is_bad())
      reader.fail(class_at, "a question of a class other than IN");
    message.questions.push_back(std::move(question));
  }
  for (std::size_t i = 0; i < answers && !reader.is_bad(); ++i)
    read_record(reader, message, Section::answer);
  for (std::size_t i = 0; i < authorities && !reader.is_bad(); ++i) {
    read_record(reader, message, Section::authority);
  }
  for (std::size_t i = 0; i < additionals && !reader.is_bad(); ++i) {
    read_record(reader, message, Section::additional);
  }
  if (!reader.is_bad() && reader.left() != 0)
    reader.fail(reader.at(), "octets follow the last record");
  if (reader.is_bad()) {
    return Error{BadMessage{reader.bad_at(), reader.what(), message.id, message.is_response}};
  }
  return message;
}

}  // namespace mailscope::dns
