// Names every part of a record or a handshake message that is in clear.
#include "sim/base/text.h"
#include "sim/tls/octet_reader.h"
#include "sim/tls/tls_names.h"
#include "sim/tls/tls_record.h"

namespace mailscope::tls {
namespace {

constexpr std::size_t k_octets_shown_max = 32;

std::string shown(std::string_view octets) {
  if (octets.size() <= k_octets_shown_max) return hex(octets);
  return hex(octets.substr(0, k_octets_shown_max)) + "… (" + std::to_string(octets.size()) +
         " octets)";
}

// Appends fields while a reader moves over the octets.
class FieldWriter {
 public:
  FieldWriter(std::vector<Field>& fields, int depth) : fields_(fields), depth_(depth) {}

  FieldWriter deeper() const { return FieldWriter(fields_, depth_ + 1); }
  // A field from `begin` to where the reader is now.
  void add(std::string name, std::string value, std::size_t begin, const OctetReader& reader) {
    add(std::move(name), std::move(value), Span{begin, reader.at() - begin});
  }
  void add(std::string name, std::string value, Span span) {
    fields_.push_back({depth_, std::move(name), std::move(value), span});
  }
  void octets(const char* name, OctetReader& reader, std::size_t count) {
    const std::size_t begin = reader.at();
    const std::string value = shown(reader.take(count));
    add(name, value, begin, reader);
  }
  void rest(const char* name, OctetReader& reader) {
    if (reader.left() > 0) octets(name, reader, reader.left());
  }
  // Numbers of two octets with their names, one field each.
  void numbers(const char* name, OctetReader reader, std::string (*name_of)(std::uint16_t)) {
    while (reader.left() >= 2) {
      const std::size_t begin = reader.at();
      const std::string value = name_of(reader.u16());
      add(name, value, begin, reader);
    }
    rest("octets left over", reader);
  }

 private:
  std::vector<Field>& fields_;
  int depth_;
};

// A vector with its own length: a field for the whole, and a reader of its content.
OctetReader vector_field(FieldWriter& fields, const char* name, OctetReader& reader,
                         std::size_t length_octets) {
  const std::size_t begin = reader.at();
  OctetReader content = reader.vector(length_octets);
  fields.add(name, std::to_string(content.left()) + " octets", begin, reader);
  return content;
}

void key_share_fields(FieldWriter fields, OctetReader body, bool is_client) {
  OctetReader list = is_client ? body.vector(2) : body;
  while (list.left() >= 2) {
    const std::size_t begin = list.at();
    const std::string group = group_name(list.u16());
    fields.add("group", group, begin, list);
    if (list.left() == 0) return;  // a HelloRetryRequest names only the group
    OctetReader key = list.vector(2);
    fields.octets("public key", key, key.left());
  }
}

void server_name_fields(FieldWriter fields, OctetReader body) {
  OctetReader list = body.vector(2);
  while (list.left() > 0) {
    list.u8();
    OctetReader name = list.vector(2);
    const std::size_t begin = name.at();
    const std::string value = visible(name.rest());
    fields.add("host name", value, begin, name);
  }
}

void protocol_fields(FieldWriter fields, OctetReader list) {
  while (list.left() > 0) {
    OctetReader name = list.vector(1);
    const std::size_t begin = name.at();
    const std::string value = visible(name.rest());
    fields.add("protocol", value, begin, name);
  }
}

void extension_body_fields(FieldWriter fields, std::uint16_t type, OctetReader body,
                           bool is_client) {
  switch (type) {
    case 0: return server_name_fields(fields, body);
    case 10: return fields.numbers("group", body.vector(2), group_name);
    case 13:
    case 50: return fields.numbers("signature scheme", body.vector(2), signature_name);
    case 16: return protocol_fields(fields, body.vector(2));
    case 43: return fields.numbers("version", is_client ? body.vector(1) : body, version_name);
    case 51: return key_share_fields(fields, body, is_client);
    default: return fields.rest("content", body);
  }
}

void extension_fields(FieldWriter fields, OctetReader& reader, bool is_client) {
  if (reader.left() == 0) return;
  OctetReader list = vector_field(fields, "extensions", reader, 2);
  FieldWriter inner = fields.deeper();
  while (list.left() > 0) {
    const std::size_t begin = list.at();
    const std::uint16_t type = list.u16();
    OctetReader body = list.vector(2);
    inner.add("extension", extension_name(type), begin, list);
    extension_body_fields(inner.deeper(), type, body, is_client);
    if (list.is_short()) return inner.add("fault", "the extension is cut off", Span{begin, 0});
  }
}

void hello_fields(FieldWriter fields, OctetReader& body, bool is_client) {
  const std::size_t begin = body.at();
  const std::string version = version_name(body.u16());
  fields.add("legacy version", version, begin, body);
  fields.octets("random", body, 32);
  const std::size_t id_begin = body.at();
  const std::string id = shown(body.vector(1).rest());
  fields.add("session id", id, id_begin, body);
  if (is_client) {
    OctetReader suites = vector_field(fields, "cipher suites", body, 2);
    fields.deeper().numbers("cipher suite", suites, suite_name);
    const std::size_t methods_begin = body.at();
    const std::string methods = shown(body.vector(1).rest());
    fields.add("compression methods", methods, methods_begin, body);
  } else {
    const std::size_t suite_begin = body.at();
    const std::string suite = suite_name(body.u16());
    fields.add("cipher suite", suite, suite_begin, body);
    fields.octets("compression method", body, 1);
  }
  extension_fields(fields, body, is_client);
}

// Both shapes begin alike enough: TLS 1.3 has a context (empty, one octet 0) before the list.
void certificate_fields(FieldWriter fields, OctetReader& body, bool is_tls_1_3) {
  if (is_tls_1_3) fields.octets("request context", body, std::size_t{body.u8()});
  OctetReader list = vector_field(fields, "certificates", body, 3);
  FieldWriter inner = fields.deeper();
  while (list.left() >= 3) {
    OctetReader der = list.vector(3);
    inner.octets("certificate", der, der.left());
    if (is_tls_1_3) list.vector(2);
    if (list.is_short()) return;
  }
}

void signature_fields(FieldWriter fields, OctetReader& body) {
  const std::size_t begin = body.at();
  const std::string scheme = signature_name(body.u16());
  fields.add("signature scheme", scheme, begin, body);
  OctetReader signature = body.vector(2);
  fields.octets("signature", signature, signature.left());
}

// Of TLS 1.2 with elliptic curves (RFC 8422, section 5.4).
void server_key_exchange_fields(FieldWriter fields, OctetReader& body) {
  fields.octets("curve type", body, 1);
  const std::size_t begin = body.at();
  const std::string group = group_name(body.u16());
  fields.add("group", group, begin, body);
  OctetReader key = body.vector(1);
  fields.octets("public key", key, key.left());
  signature_fields(fields, body);
}

void alert_fields(FieldWriter fields, OctetReader& body) {
  const std::size_t begin = body.at();
  const std::uint8_t level = body.u8();
  fields.add("level", level == 1 ? "warning" : level == 2 ? "fatal" : "level unknown", begin, body);
  const std::size_t description_begin = body.at();
  const std::uint8_t description = body.u8();
  fields.add("description", alert_name(description) + ": " + alert_meaning(description),
             description_begin, body);
  fields.rest("octets left over", body);
}

}  // namespace

std::vector<Field> fields_of_handshake(std::string_view message, std::size_t at, int depth) {
  std::vector<Field> list;
  FieldWriter fields(list, depth);
  OctetReader reader(message, at);
  const std::uint8_t type = reader.u8();
  OctetReader body = reader.vector(3);
  fields.add(handshake_type_name(type), std::to_string(message.size()) + " octets",
             Span{at, message.size()});
  FieldWriter inner = fields.deeper();
  if (message.size() < k_handshake_header_octets) {
    inner.add("fault", "the message ends within its header", Span{at + message.size(), 0});
    return list;
  }
  inner.add("type", std::to_string(type) + " " + handshake_type_name(type), Span{at, 1});
  inner.add("length", std::to_string(body.left()), Span{at + 1, 3});
  switch (type) {
    case 1:
    case 2: hello_fields(inner, body, type == 1); break;
    case 8: extension_fields(inner, body, false); break;
    case 11:
      // The length of the list is the rest of the message in TLS 1.2 (RFC 5246, section 7.4.2).
      certificate_fields(
          inner, body,
          body.left() < 3 || OctetReader(message.substr(4, 3)).u24() + 3 != body.left());
      break;
    case 12: server_key_exchange_fields(inner, body); break;
    case 15: signature_fields(inner, body); break;
    case 20: inner.rest("verify data", body); break;
    default: break;
  }
  inner.rest("content", body);
  if (body.is_short() || reader.is_short()) {
    inner.add("fault", "the message is shorter than it says", Span{at + message.size(), 0});
  }
  return list;
}

std::vector<Field> fields_of_record(std::string_view octets, const Record& record,
                                    bool is_encrypted) {
  std::vector<Field> list;
  FieldWriter fields(list, 0);
  fields.add("record", content_type_name(record.type) + (is_encrypted ? ", encrypted" : ""),
             record.whole);
  FieldWriter inner = fields.deeper();
  const std::size_t at = record.whole.offset;
  inner.add("content type", std::to_string(record.type) + " " + content_type_name(record.type),
            Span{at, 1});
  inner.add("version", version_name(record.version), Span{at + 1, 2});
  inner.add("length", std::to_string(record.fragment.length), Span{at + 3, 2});
  OctetReader reader(octets.substr(record.fragment.offset, record.fragment.length),
                     record.fragment.offset);
  if (is_encrypted || record.type == k_application_data) {
    inner.rest("encrypted content", reader);
  } else if (record.type == k_alert) {
    alert_fields(inner, reader);
  } else if (record.type == k_handshake) {
    while (reader.left() >= k_handshake_header_octets) {
      const std::string_view rest = octets.substr(reader.at(), record.fragment.end() - reader.at());
      const std::size_t length = k_handshake_header_octets + OctetReader(rest.substr(1, 3)).u24();
      const std::size_t begin = reader.at();
      const auto message = fields_of_handshake(reader.take(length), begin, 1);
      list.insert(list.end(), message.begin(), message.end());
    }
    inner.rest("the beginning of a message", reader);
  } else {
    inner.rest("content", reader);
  }
  return list;
}

std::string to_text(const std::vector<Field>& fields) {
  std::string text;
  for (const auto& field : fields) {
    text += std::string(static_cast<std::size_t>(field.depth) * 2, ' ') + field.name + ": " +
            field.value + "\n";
  }
  return text;
}

}  // namespace mailscope::tls
