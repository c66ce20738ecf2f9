// Message to octets, with compression where it is allowed (RFC 1035, section 4.1.4; RFC 3597,
// section 4).
#include <map>

#include "sim/dns/dns_message.h"

namespace mailscope::dns {
namespace {

constexpr std::size_t k_pointer_target_max = 0x3FFF;

enum class Compress { yes, no };

class Writer {
 public:
  std::size_t size() const { return octets_.size(); }
  std::string take() { return std::move(octets_); }

  void octet(unsigned value) { octets_ += static_cast<char>(static_cast<unsigned char>(value)); }
  void u16(unsigned value) {
    octet(value >> 8);
    octet(value & 255);
  }
  void u32(std::uint32_t value) {
    u16(value >> 16);
    u16(value & 0xFFFF);
  }
  void raw(std::string_view octets) { octets_ += octets; }
  void character_string(std::string_view text) {
    octet(static_cast<unsigned>(text.size()));
    raw(text);
  }

  // Suffixes are compared with their case, so that what is read back is what was written.
  void name(const Name& name, Compress compress) {
    const auto& labels = name.labels();
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const std::vector<std::string> suffix(labels.begin() + static_cast<std::ptrdiff_t>(i),
                                            labels.end());
      const auto known = suffixes_.find(suffix);
      if (compress == Compress::yes && known != suffixes_.end()) {
        u16(0xC000U | static_cast<unsigned>(known->second));
        return;
      }
      if (known == suffixes_.end() && size() <= k_pointer_target_max) suffixes_[suffix] = size();
      character_string(labels[i]);
    }
    octet(0);
  }

  // Cuts back to `size`, forgetting the names written since.
  void cut_to(std::size_t size) {
    octets_.resize(size);
    for (auto it = suffixes_.begin(); it != suffixes_.end();) {
      it = it->second >= size ? suffixes_.erase(it) : std::next(it);
    }
  }
  void patch_u16(std::size_t at, unsigned value) {
    octets_[at] = static_cast<char>(static_cast<unsigned char>(value >> 8));
    octets_[at + 1] = static_cast<char>(static_cast<unsigned char>(value & 255));
  }

 private:
  std::string octets_;
  std::map<std::vector<std::string>, std::size_t> suffixes_;
};

struct DataWriter {
  Writer& out;

  void operator()(const A& a) const { out.u32(a.address.value); }
  void operator()(const Aaaa& aaaa) const { out.raw(octets_of(aaaa.address)); }
  void operator()(const Ns& ns) const { out.name(ns.host, Compress::yes); }
  void operator()(const Cname& cname) const { out.name(cname.target, Compress::yes); }
  void operator()(const Ptr& ptr) const { out.name(ptr.target, Compress::yes); }
  void operator()(const Mx& mx) const {
    out.u16(mx.preference);
    out.name(mx.exchange, Compress::yes);
  }
  void operator()(const Txt& txt) const {
    for (const auto& text : txt.strings) out.character_string(text);
  }
  void operator()(const Soa& soa) const {
    out.name(soa.primary, Compress::yes);
    out.name(soa.mailbox, Compress::yes);
    for (const auto value : {soa.serial, soa.refresh_s, soa.retry_s, soa.expire_s, soa.minimum_s}) {
      out.u32(value);
    }
  }
  void operator()(const Srv& srv) const {
    out.u16(srv.priority);
    out.u16(srv.weight);
    out.u16(srv.port);
    out.name(srv.target, Compress::no);  // RFC 2782: not compressed
  }
  void operator()(const Tlsa& tlsa) const {
    out.octet(tlsa.usage);
    out.octet(tlsa.selector);
    out.octet(tlsa.matching);
    out.raw(tlsa.association);
  }
  void operator()(const Caa& caa) const {
    out.octet(caa.flags);
    out.character_string(caa.tag);
    out.raw(caa.value);
  }
  void operator()(const Opaque& opaque) const { out.raw(opaque.octets); }
};

void write_record(Writer& out, const Record& record) {
  out.name(record.name, Compress::yes);
  out.u16(static_cast<unsigned>(type_of(record.data)));
  out.u16(record.record_class);
  out.u32(record.ttl_s);
  const std::size_t length_at = out.size();
  out.u16(0);
  std::visit(DataWriter{out}, record.data);
  out.patch_u16(length_at, static_cast<unsigned>(out.size() - length_at - 2));
}

void write_edns(Writer& out, const Edns& edns, Rcode rcode) {
  out.octet(0);  // the root
  out.u16(static_cast<unsigned>(Type::opt));
  out.u16(edns.udp_octets);
  out.octet((static_cast<unsigned>(rcode) >> 4) & 255);
  out.octet(edns.version);
  out.u16(edns.dnssec_ok ? 0x8000 : 0);
  std::size_t length = 0;
  for (const auto& option : edns.options) length += 4 + option.octets.size();
  out.u16(static_cast<unsigned>(length));
  for (const auto& option : edns.options) {
    out.u16(option.code);
    out.u16(static_cast<unsigned>(option.octets.size()));
    out.raw(option.octets);
  }
}

std::size_t edns_octets(const std::optional<Edns>& edns) {
  if (!edns) return 0;
  std::size_t octets = 11;
  for (const auto& option : edns->options) octets += 4 + option.octets.size();
  return octets;
}

unsigned flags_of(const Message& message, bool is_truncated) {
  unsigned flags = message.is_response ? 0x8000 : 0;
  flags |= (message.opcode & 15U) << 11;
  if (message.is_authoritative) flags |= 0x0400;
  if (is_truncated) flags |= 0x0200;
  if (message.recursion_desired) flags |= 0x0100;
  if (message.recursion_available) flags |= 0x0080;
  if (message.is_authentic) flags |= 0x0020;
  if (message.checking_disabled) flags |= 0x0010;
  return flags | (static_cast<unsigned>(message.rcode) & 15U);
}

// Writes records while they fit; returns how many did.
std::size_t write_section(Writer& out, const std::vector<Record>& records, std::size_t octets_max) {
  std::size_t written = 0;
  for (const Record& record : records) {
    const std::size_t before = out.size();
    write_record(out, record);
    if (out.size() > octets_max) {
      out.cut_to(before);
      break;
    }
    ++written;
  }
  return written;
}

}  // namespace

std::string print_message(const Message& message, std::size_t octets_max) {
  const std::size_t reserved = edns_octets(message.edns);
  const std::size_t room = octets_max > reserved ? octets_max - reserved : 0;
  Writer out;
  out.u16(message.id);
  out.u16(0);  // flags, patched below
  out.u16(static_cast<unsigned>(message.questions.size()));
  out.raw(std::string(6, '\0'));  // counts, patched below
  for (const Question& question : message.questions) {
    out.name(question.name, Compress::yes);
    out.u16(static_cast<unsigned>(question.type));
    out.u16(1);
  }
  std::size_t authorities = 0, additionals = 0;
  const std::size_t answers = write_section(out, message.answers, room);
  bool is_cut = answers < message.answers.size();
  if (!is_cut) {
    authorities = write_section(out, message.authorities, room);
    is_cut = authorities < message.authorities.size();
  }
  if (!is_cut) additionals = write_section(out, message.additionals, room);
  if (message.edns) write_edns(out, *message.edns, message.rcode);
  out.patch_u16(2, flags_of(message, message.is_truncated || is_cut));
  out.patch_u16(6, static_cast<unsigned>(answers));
  out.patch_u16(8, static_cast<unsigned>(authorities));
  out.patch_u16(10, static_cast<unsigned>(additionals + (message.edns ? 1 : 0)));
  return out.take();
}

}  // namespace mailscope::dns
