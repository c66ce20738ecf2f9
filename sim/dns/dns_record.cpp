#include "sim/dns/dns_record.h"

#include <array>

#include "sim/base/text.h"

namespace mailscope::dns {
namespace {

struct TypeName {
  Type type;
  const char* text;
};
constexpr std::array k_type_names{
    TypeName{Type::a, "A"},     TypeName{Type::ns, "NS"},     TypeName{Type::cname, "CNAME"},
    TypeName{Type::soa, "SOA"}, TypeName{Type::ptr, "PTR"},   TypeName{Type::mx, "MX"},
    TypeName{Type::txt, "TXT"}, TypeName{Type::aaaa, "AAAA"}, TypeName{Type::srv, "SRV"},
    TypeName{Type::opt, "OPT"}, TypeName{Type::tlsa, "TLSA"}, TypeName{Type::spf, "SPF"},
    TypeName{Type::any, "ANY"}, TypeName{Type::caa, "CAA"},
};

// A character-string in quotes (RFC 1035, section 5.1).
std::string quoted(std::string_view octets) {
  std::string text = "\"";
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (octet < 0x20 || octet >= 0x7F) {
      text += '\\';
      text += static_cast<char>('0' + octet / 100);
      text += static_cast<char>('0' + octet / 10 % 10);
      text += static_cast<char>('0' + octet % 10);
    } else {
      text += c;
    }
  }
  return text + "\"";
}

std::string number(unsigned long value) { return std::to_string(value); }

struct DataText {
  FinalDot final_dot;

  std::string name(const Name& name) const {
    return name.is_root() || final_dot == FinalDot::no ? name.text() : name.text() + ".";
  }
  std::string operator()(const A& a) const { return mailscope::to_text(a.address); }
  std::string operator()(const Aaaa& aaaa) const { return mailscope::to_text(aaaa.address); }
  std::string operator()(const Ns& ns) const { return name(ns.host); }
  std::string operator()(const Cname& cname) const { return name(cname.target); }
  std::string operator()(const Ptr& ptr) const { return name(ptr.target); }
  std::string operator()(const Mx& mx) const {
    return number(mx.preference) + " " + name(mx.exchange);
  }
  std::string operator()(const Txt& txt) const {
    std::string text;
    for (const auto& part : txt.strings) text += (text.empty() ? "" : " ") + quoted(part);
    return text;
  }
  std::string operator()(const Soa& soa) const {
    return name(soa.primary) + " " + name(soa.mailbox) + " " + number(soa.serial) + " " +
           number(soa.refresh_s) + " " + number(soa.retry_s) + " " + number(soa.expire_s) + " " +
           number(soa.minimum_s);
  }
  std::string operator()(const Srv& srv) const {
    return number(srv.priority) + " " + number(srv.weight) + " " + number(srv.port) + " " +
           name(srv.target);
  }
  std::string operator()(const Tlsa& tlsa) const {
    return number(tlsa.usage) + " " + number(tlsa.selector) + " " + number(tlsa.matching) + " " +
           hex(tlsa.association);
  }
  std::string operator()(const Caa& caa) const {
    return number(caa.flags) + " " + caa.tag + " " + quoted(caa.value);
  }
  std::string operator()(const Opaque& opaque) const {
    std::string text = "\\# " + number(opaque.octets.size());
    return opaque.octets.empty() ? text : text + " " + hex(opaque.octets);
  }
};

struct DataType {
  Type operator()(const A&) const { return Type::a; }
  Type operator()(const Aaaa&) const { return Type::aaaa; }
  Type operator()(const Ns&) const { return Type::ns; }
  Type operator()(const Cname&) const { return Type::cname; }
  Type operator()(const Ptr&) const { return Type::ptr; }
  Type operator()(const Mx&) const { return Type::mx; }
  Type operator()(const Txt&) const { return Type::txt; }
  Type operator()(const Soa&) const { return Type::soa; }
  Type operator()(const Srv&) const { return Type::srv; }
  Type operator()(const Tlsa&) const { return Type::tlsa; }
  Type operator()(const Caa&) const { return Type::caa; }
  Type operator()(const Opaque& opaque) const { return static_cast<Type>(opaque.type); }
};

}  // namespace

std::string to_text(Type type) {
  for (const TypeName& name : k_type_names) {
    if (name.type == type) return name.text;
  }
  return "TYPE" + number(static_cast<unsigned>(type));
}

std::optional<Type> parse_type(std::string_view text) {
  for (const TypeName& name : k_type_names) {
    if (equal_ignoring_case(name.text, text)) return name.type;
  }
  if (!starts_with_ignoring_case(text, "TYPE")) return std::nullopt;
  const auto value = parse_number(text.substr(4));
  if (!value || *value > 0xFFFF) return std::nullopt;
  return static_cast<Type>(static_cast<std::uint16_t>(*value));
}

std::string Txt::joined() const {
  std::string text;
  for (const auto& part : strings) text += part;
  return text;
}

Type type_of(const Data& data) { return std::visit(DataType{}, data); }

std::string to_text(const Data& data, FinalDot final_dot) {
  return std::visit(DataText{final_dot}, data);
}

std::string to_text(const Record& record) {
  const std::string record_class =
      record.record_class == 1 ? "IN" : "CLASS" + number(record.record_class);
  return record.name.text() + " " + number(record.ttl_s) + " " + record_class + " " +
         to_text(type_of(record.data)) + " " + to_text(record.data);
}

bool operator<(const Question& a, const Question& b) {
  if (a.name < b.name) return true;
  if (b.name < a.name) return false;
  return a.type < b.type;
}

std::string to_text(const Question& question) {
  return to_text(question.type) + " " + question.name.text() + "?";
}

}  // namespace mailscope::dns
