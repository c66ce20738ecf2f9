// Header, questions, records.
#include "ui/model/dns_fields.h"

#include <optional>

#include "sim/base/text.h"
#include "sim/dns/dns_message.h"

namespace mailscope::ui {
namespace {

class DnsReader {
 public:
  explicit DnsReader(std::string_view octets) : octets_(octets) {}

  std::vector<ByteField> read() {
    if (octets_.size() < 12) {
      put(0, "octets", hex(octets_, ' '), 0, octets_.size());
      return std::move(fields_);
    }
    put(0, "id", std::to_string(u16(0)), 0, 2);
    read_flags();
    static constexpr const char* k_counts[] = {"questions", "answers", "authorities", "additional"};
    for (std::size_t i = 0; i < 4; ++i)
      put(0, k_counts[i], std::to_string(u16(4 + 2 * i)), 4 + 2 * i, 2);
    at_ = 12;
    for (unsigned i = 0; i < u16(4) && read_question(); ++i) {
    }
    static constexpr const char* k_records[] = {"answer", "authority", "additional record"};
    for (std::size_t section = 0; section < 3; ++section) {
      for (unsigned i = 0; i < u16(6 + 2 * section) && read_record(k_records[section]); ++i) {
      }
    }
    return std::move(fields_);
  }

 private:
  void put(int depth, std::string name, std::string value, std::size_t begin, std::size_t count) {
    fields_.push_back({depth, std::move(name), std::move(value), begin, count, false});
  }
  unsigned octet(std::size_t at) const {
    return at < octets_.size() ? static_cast<unsigned char>(octets_[at]) : 0;
  }
  unsigned u16(std::size_t at) const { return octet(at) << 8 | octet(at + 1); }
  unsigned long u32(std::size_t at) const {
    return static_cast<unsigned long>(u16(at)) << 16 | u16(at + 2);
  }

  void read_flags() {
    const unsigned flags = u16(2);
    put(0, "flags", "0x" + hex(octets_.substr(2, 2)), 2, 2);
    put(1, "query or answer", flags & 0x8000 ? "answer" : "query", 2, 1);
    put(1, "opcode", std::to_string(flags >> 11 & 15), 2, 1);
    put(1, "authoritative", flags & 0x0400 ? "1" : "0", 2, 1);
    put(1, "truncated", flags & 0x0200 ? "1" : "0", 2, 1);
    put(1, "recursion desired", flags & 0x0100 ? "1" : "0", 2, 1);
    put(1, "recursion available", flags & 0x0080 ? "1" : "0", 3, 1);
    put(1, "response code", dns::to_text(static_cast<dns::Rcode>(flags & 15)), 3, 1);
  }

  // The name that begins at `at_`, which moves behind it; nothing when it is broken.
  std::optional<std::string> read_name() {
    std::string name;
    std::size_t at = at_;
    bool has_jumped = false;
    for (std::size_t limit = octets_.size() + 1; limit-- > 0 && at < octets_.size();) {
      const unsigned length = octet(at);
      if (length >= 0xC0) {
        const std::size_t to = u16(at) & 0x3FFFu;
        if (!has_jumped) at_ = at + 2;
        has_jumped = true;
        if (to >= at) return std::nullopt;
        at = to;
        continue;
      }
      if (length == 0) {
        if (!has_jumped) at_ = at + 1;
        return name.empty() ? "." : name;
      }
      name += (name.empty() ? "" : ".") + visible(octets_.substr(at + 1, length));
      at += 1 + length;
    }
    return std::nullopt;
  }

  static std::string type_name(unsigned type) {
    return type == 41 ? "OPT" : dns::to_text(static_cast<dns::Type>(type));
  }

  bool read_question() {
    const std::size_t begin = at_, slot = fields_.size();
    const auto name = read_name();
    if (!name || at_ + 4 > octets_.size()) return false;
    put(0, "question", type_name(u16(at_)) + " " + *name, begin, at_ + 4 - begin);
    put(1, "name", *name, begin, at_ - begin);
    put(1, "type", type_name(u16(at_)), at_, 2);
    put(1, "class", u16(at_ + 2) == 1 ? "IN" : std::to_string(u16(at_ + 2)), at_ + 2, 2);
    at_ += 4;
    return slot < fields_.size();
  }

  bool read_record(const char* title) {
    const std::size_t begin = at_;
    const auto name = read_name();
    const std::size_t fixed = at_;
    if (!name || fixed + 10 > octets_.size()) return false;
    const unsigned type = u16(fixed);
    const std::size_t length = u16(fixed + 8), data = fixed + 10;
    if (data + length > octets_.size()) return false;
    put(0, title, type_name(type) + " " + *name, begin, data + length - begin);
    put(1, "name", *name, begin, fixed - begin);
    put(1, "type", type_name(type), fixed, 2);
    if (type == 41) {
      put(1, "largest answer", std::to_string(u16(fixed + 2)), fixed + 2, 2);
      put(1, "extended flags", "0x" + hex(octets_.substr(fixed + 4, 4)), fixed + 4, 4);
    } else {
      put(1, "class", u16(fixed + 2) == 1 ? "IN" : std::to_string(u16(fixed + 2)), fixed + 2, 2);
      put(1, "time to live", std::to_string(u32(fixed + 4)) + " s", fixed + 4, 4);
    }
    put(1, "length of the data", std::to_string(length), fixed + 8, 2);
    read_data(type, data, length);
    at_ = data + length;
    return true;
  }

  void read_data(unsigned type, std::size_t data, std::size_t length) {
    if (length == 0) return;
    const auto name_at = [&](std::size_t at) {
      at_ = at;
      return read_name().value_or("?");
    };
    if (type == 1 && length == 4) {
      std::string address;
      for (std::size_t i = 0; i < 4; ++i)
        address += (i ? "." : "") + std::to_string(octet(data + i));
      put(1, "address", address, data, 4);
    } else if (type == 15 && length > 2) {
      put(1, "preference", std::to_string(u16(data)), data, 2);
      put(1, "mail server", name_at(data + 2), data + 2, length - 2);
    } else if (type == 2 || type == 5 || type == 12) {
      put(1, "host name", name_at(data), data, length);
    } else if (type == 16) {
      std::string text;
      for (std::size_t at = data; at < data + length; at += 1 + octet(at))
        text += visible(
            octets_.substr(at + 1, std::min<std::size_t>(octet(at), data + length - at - 1)));
      put(1, "text", text, data, length);
    } else if (type == 6) {
      put(1, "first name server", name_at(data), data, at_ - data);
      const std::size_t mail = at_;
      put(1, "mailbox of the owner", name_at(mail), mail, at_ - mail);
      static constexpr const char* k_numbers[] = {"serial", "refresh", "retry", "expire",
                                                  "minimum"};
      for (const char* number : k_numbers) {
        if (at_ + 4 > data + length) return;
        put(1, number, std::to_string(u32(at_)), at_, 4);
        at_ += 4;
      }
    } else {
      put(1, "data", hex(octets_.substr(data, std::min<std::size_t>(length, 24)), ' '), data,
          length);
    }
  }

  std::string_view octets_;
  std::size_t at_ = 0;
  std::vector<ByteField> fields_;
};

}  // namespace

std::vector<ByteField> fields_of_dns(std::string_view octets) { return DnsReader(octets).read(); }

}  // namespace mailscope::ui
