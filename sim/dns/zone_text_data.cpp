// The data of a record from the words of a master-file line, type by type.
#include <limits>

#include "sim/base/text.h"
#include "sim/dns/zone_text_tokens.h"

namespace mailscope::dns {
namespace {

struct Form {
  Type type;
  const char* needs;  // "MX needs <needs>"
  const char* mend;
};
constexpr Form k_forms[] = {
    {Type::a, "one IPv4 address", "write: A 192.0.2.1"},
    {Type::aaaa, "one IPv6 address", "write: AAAA 2001:db8::1"},
    {Type::ns, "one host name", "write: NS ns.example.org."},
    {Type::cname, "one name", "write: CNAME www.example.org."},
    {Type::ptr, "one name", "write: PTR mx.example.org."},
    {Type::mx, "a preference and a host", "write: MX 10 mx.example.org."},
    {Type::txt, "text in quotes, each piece up to 255 octets", "write: TXT \"v=spf1 mx -all\""},
    {Type::soa, "two names and five numbers",
     "write: SOA ns.example.org. hostmaster.example.org. 1 7200 900 1209600 300"},
    {Type::srv, "priority, weight, port and host", "write: SRV 0 1 465 mail.example.org."},
    {Type::tlsa, "usage, selector, matching type and hexadecimal digits",
     "write: TLSA 3 1 1 0123…"},
    {Type::caa, "flags, a tag and a quoted value", "write: CAA 0 issue \"ca.example\""},
};
constexpr Form k_form_unknown{Type::any, "its octets as RFC 3597 writes them", "write: \\# 2 0a0b"};

// Reads the words in order; the first fault stays and every later read gives nothing of use.
class Words {
 public:
  Words(const std::vector<Token>& tokens, std::size_t first, std::size_t line_octets,
        const Form& form, Type type, const Name& origin)
      : tokens_(tokens),
        at_(first),
        line_octets_(line_octets),
        form_(form),
        type_(type),
        origin_(origin) {}

  bool is_at_end() const { return at_ >= tokens_.size(); }
  const std::optional<ZoneFault>& fault() const { return fault_; }

  void fail(std::size_t column) {
    if (fault_) return;
    fault_ = ZoneFault{1, column, to_text(type_) + " needs " + form_.needs, form_.mend};
  }
  void fail_here() { fail(is_at_end() ? line_octets_ + 1 : tokens_[at_].column); }
  // Something is left over, or nothing was there.
  void end() {
    if (!is_at_end()) fail_here();
  }

  std::string word() {
    if (is_at_end()) {
      fail_here();
      return {};
    }
    return tokens_[at_++].text;
  }
  Name name() {
    if (is_at_end()) {
      fail_here();
      return {};
    }
    auto name = read_name(tokens_[at_++], origin_);
    if (name) return *std::move(name);
    if (!fault_) fault_ = name.error();
    return {};
  }
  template <class Number>
  Number number() {
    const std::size_t before = at_;
    const auto value = parse_number(word());
    if (!value || *value > std::numeric_limits<Number>::max()) {
      at_ = before;
      fail_here();
      return 0;
    }
    return static_cast<Number>(*value);
  }
  template <class Parse>
  auto address(Parse parse) {
    const std::size_t before = at_;
    auto value = parse(word());
    if (!value) {
      at_ = before;
      fail_here();
    }
    return value;
  }
  // All that is left: pairs of hexadecimal digits, blanks between them do not count.
  std::string hex_octets() {
    std::string digits;
    const std::size_t before = at_;
    while (!is_at_end()) digits += lower(word());
    std::string octets;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
      const int high = hex_value(digits[i]), low = hex_value(digits[i + 1]);
      if (high < 0 || low < 0) break;
      octets += static_cast<char>(static_cast<unsigned char>(high * 16 + low));
    }
    if (octets.size() * 2 != digits.size()) {
      at_ = before;
      fail_here();
    }
    return octets;
  }

 private:
  static int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  const std::vector<Token>& tokens_;
  std::size_t at_, line_octets_;
  const Form& form_;
  Type type_;
  const Name& origin_;
  std::optional<ZoneFault> fault_;
};

Txt read_txt(Words& words) {
  Txt txt;
  do {
    std::string part = words.word();
    if (part.size() > 255) words.fail_here();
    txt.strings.push_back(std::move(part));
  } while (!words.is_at_end() && !words.fault());
  return txt;
}

Soa read_soa(Words& words) {
  Soa soa;
  soa.primary = words.name();
  soa.mailbox = words.name();
  for (auto* field : {&soa.serial, &soa.refresh_s, &soa.retry_s, &soa.expire_s, &soa.minimum_s}) {
    *field = words.number<std::uint32_t>();
  }
  return soa;
}

Opaque read_opaque(Words& words, Type type) {
  Opaque opaque;
  opaque.type = static_cast<std::uint16_t>(type);
  if (words.word() != "\\#") words.fail_here();
  const auto count = words.number<std::uint16_t>();
  opaque.octets = words.hex_octets();
  if (opaque.octets.size() != count) words.fail_here();
  return opaque;
}

Data read_words(Words& words, Type type) {
  switch (type) {
    case Type::a: return A{words.address(parse_ipv4).value_or(Ipv4{})};
    case Type::aaaa: return Aaaa{words.address(parse_ipv6).value_or(Ipv6{})};
    case Type::ns: return Ns{words.name()};
    case Type::cname: return Cname{words.name()};
    case Type::ptr: return Ptr{words.name()};
    case Type::mx: {
      const auto preference = words.number<std::uint16_t>();
      return Mx{preference, words.name()};
    }
    case Type::txt: return read_txt(words);
    case Type::soa: return read_soa(words);
    case Type::srv: {
      Srv srv;
      srv.priority = words.number<std::uint16_t>();
      srv.weight = words.number<std::uint16_t>();
      srv.port = words.number<std::uint16_t>();
      srv.target = words.name();
      return srv;
    }
    case Type::tlsa: {
      Tlsa tlsa;
      tlsa.usage = words.number<std::uint8_t>();
      tlsa.selector = words.number<std::uint8_t>();
      tlsa.matching = words.number<std::uint8_t>();
      tlsa.association = words.hex_octets();
      if (tlsa.association.empty()) words.fail_here();
      return tlsa;
    }
    case Type::caa: {
      Caa caa;
      caa.flags = words.number<std::uint8_t>();
      caa.tag = words.word();
      caa.value = words.word();
      if (caa.tag.empty() || caa.tag.size() > 255) words.fail_here();
      return caa;
    }
    case Type::opt:
    case Type::spf:
    case Type::any: break;
  }
  return read_opaque(words, type);
}

}  // namespace

Result<Data, ZoneFault> read_data(Type type, const std::vector<Token>& tokens, std::size_t first,
                                  std::size_t line_octets, const Name& origin) {
  const Form* form = &k_form_unknown;
  for (const Form& known : k_forms) {
    if (known.type == type) form = &known;
  }
  Words words(tokens, first, line_octets, *form, type, origin);
  Data data = read_words(words, type);
  words.end();
  if (words.fault()) return Error{*words.fault()};
  return data;
}

}  // namespace mailscope::dns
