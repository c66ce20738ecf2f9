#include "sim/mime/compose.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/mime/encoded_word.h"
#include "sim/mime/header.h"
#include "sim/mime/parameter.h"
#include "sim/mime/transfer.h"

namespace mailscope::mime {

namespace {

// A part that is ready: its own header fields, then its encoded body.
struct Piece {
  std::string fields;
  std::string body;

  std::string text() const { return fields + "\r\n" + body; }
};

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_crlf = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (is_crlf) ++i;
    if (text[i] == '\n' || text[i] == '\r')
      out += "\r\n";
    else
      out += text[i];
  }
  return out;
}

class Composer {
 public:
  explicit Composer(const MessageDraft& draft) : draft_(draft) {}

  std::string mail() {
    Piece piece = body();
    std::string out = header();
    out += "MIME-Version: 1.0\r\n";
    return out + piece.text();
  }

 private:
  std::string header() const {
    std::string out;
    out += field("Date", rfc5322_date(draft_.date_s));
    addresses(out, "From", draft_.from);
    addresses(out, "Sender", draft_.sender);
    addresses(out, "Reply-To", draft_.reply_to);
    addresses(out, "To", draft_.to);
    addresses(out, "Cc", draft_.cc);
    // RFC 5322, section 3.6.3: a mail whose recipients are all hidden still says so to its reader.
    if (draft_.to.empty() && draft_.cc.empty() && !draft_.bcc.empty())
      out += field("To", "undisclosed-recipients:;");
    if (!draft_.message_id.empty()) out += field("Message-ID", "<" + draft_.message_id + ">");
    ids(out, "In-Reply-To", draft_.in_reply_to);
    ids(out, "References", draft_.references);
    addresses(out, "Disposition-Notification-To", draft_.disposition_notification_to);
    if (!draft_.subject.empty()) out += field("Subject", words(draft_.subject));
    for (const auto& [name, body] : draft_.extra_fields) out += field(name, words(body));
    return out;
  }

  std::string words(std::string_view text) const {
    // A line end in a field would let its text add fields of its own.
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
    return draft_.header_is_utf8 ? line : encode_unstructured(line);
  }

  static std::string field(std::string_view name, std::string_view body) {
    return fold_field(name, body);
  }

  void addresses(std::string& out, std::string_view name, const std::vector<Address>& list) const {
    if (list.empty()) return;
    std::string body;
    for (const Address& address : list) {
      if (!body.empty()) body += ", ";
      if (draft_.header_is_utf8 && !address.display_name.empty() && !is_ascii(address.display_name))
        body += "\"" + address.display_name + "\" <" + address.spec() + ">";
      else
        body += to_text(address);
    }
    out += field(name, body);
  }

  static void ids(std::string& out, std::string_view name, const std::vector<std::string>& list) {
    std::string body;
    for (const std::string& id : list) body += (body.empty() ? "<" : " <") + id + ">";
    if (!body.empty()) out += field(name, body);
  }

  Piece body() {
    Piece piece = readable();
    std::vector<Piece> inlined{piece}, mixed;
    for (const Attachment& attachment : draft_.attachments)
      (attachment.content_id.empty() ? mixed : inlined).push_back(attached(attachment));
    if (inlined.size() > 1) piece = multipart("related", inlined);
    if (mixed.empty()) return piece;
    mixed.insert(mixed.begin(), piece);
    return multipart("mixed", mixed);
  }

  Piece readable() {
    if (draft_.html.empty()) return text("plain", draft_.text);
    if (draft_.text.empty()) return text("html", draft_.html);
    return multipart("alternative", {text("plain", draft_.text), text("html", draft_.html)});
  }

  Piece text(std::string_view subtype, std::string_view content) const {
    const std::string lines = with_crlf(content);
    Transfer transfer = transfer_for_text(lines);
    if (draft_.body_encoding == BodyEncoding::eight_bit && transfer != Transfer::seven_bit &&
        lines.find('\0') == std::string::npos)
      transfer = Transfer::eight_bit;
    const bool is_plain_ascii = is_ascii(lines);
    Piece piece;
    piece.fields =
        field("Content-Type", "text/" + std::string(subtype) +
                                  (is_plain_ascii ? "; charset=us-ascii" : "; charset=utf-8"));
    piece.fields += field("Content-Transfer-Encoding", name_of(transfer));
    piece.body = encoded(lines, transfer);
    return piece;
  }

  static std::string encoded(std::string_view content, Transfer transfer) {
    switch (transfer) {
      case Transfer::base64: return encode_base64_lines(content);
      case Transfer::quoted_printable: return encode_quoted_printable(content);
      case Transfer::seven_bit:
      case Transfer::eight_bit:
      case Transfer::binary:
      case Transfer::unknown: break;
    }
    return std::string(content);
  }

  Piece attached(const Attachment& attachment) const {
    Piece piece;
    const bool is_inline = !attachment.content_id.empty();
    const std::string type = attachment.type.empty() ? "application/octet-stream" : attachment.type;
    piece.fields = field("Content-Type", type);
    std::string disposition = is_inline ? "inline" : "attachment";
    if (!attachment.file_name.empty())
      disposition += parameter_text("filename", attachment.file_name);
    piece.fields += field("Content-Disposition", disposition);
    if (is_inline) piece.fields += field("Content-ID", "<" + attachment.content_id + ">");
    if (starts_with_ignoring_case(type, "message/")) {
      // A mail inside may not be encoded (RFC 2046, section 5.2.1): it goes as it is.
      const bool is_high = !is_ascii(attachment.content);
      piece.fields += field("Content-Transfer-Encoding", is_high ? "8bit" : "7bit");
      piece.body = with_crlf(attachment.content);
    } else {
      piece.fields += field("Content-Transfer-Encoding", "base64");
      piece.body = encode_base64_lines(attachment.content);
    }
    return piece;
  }

  Piece multipart(std::string_view subtype, const std::vector<Piece>& parts) {
    std::string boundary = "=_" + draft_.boundary + "_" + std::to_string(++boundaries_);
    const auto occurs = [&] {
      return std::any_of(parts.begin(), parts.end(), [&](const Piece& part) {
        return part.fields.find(boundary) != std::string::npos ||
               part.body.find(boundary) != std::string::npos;
      });
    };
    while (boundary.size() < 70 && occurs()) boundary += '_';
    Piece piece;
    piece.fields = field("Content-Type",
                         "multipart/" + std::string(subtype) + "; boundary=\"" + boundary + "\"");
    // 8-bit parts make the whole 8-bit (RFC 2045, section 6.4).
    const bool is_high = std::any_of(parts.begin(), parts.end(),
                                     [](const Piece& part) { return !is_ascii(part.body); });
    if (is_high) piece.fields += field("Content-Transfer-Encoding", "8bit");
    for (const Piece& part : parts) {
      piece.body += "--" + boundary + "\r\n" + part.text();
      // The line end before the boundary belongs to the boundary: text that has its own keeps it.
      piece.body += "\r\n";
    }
    piece.body += "--" + boundary + "--\r\n";
    return piece;
  }

  const MessageDraft& draft_;
  int boundaries_ = 0;
};

std::size_t body_offset(std::string_view octets) {
  Faults faults;
  return parse_header(octets, {0, octets.size()}, faults).span.end();
}

}  // namespace

std::string compose(const MessageDraft& draft) {
  std::string mail = Composer(draft).mail();
  // The last line of a mail ends like every other.
  if (mail.size() < 2 || mail.compare(mail.size() - 2, 2, "\r\n") != 0) mail += "\r\n";
  return mail;
}

bool needs_8bitmime(std::string_view octets) {
  return !is_ascii(octets.substr(body_offset(octets)));
}

bool needs_smtputf8(std::string_view octets) {
  return !is_ascii(octets.substr(0, body_offset(octets)));
}

}  // namespace mailscope::mime
