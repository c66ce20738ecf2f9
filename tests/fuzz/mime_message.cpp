// Any octets as a mail: every part lies inside, what is written can be read, nothing hangs.
#include <string>

#include "sim/base/check.h"
#include "sim/mime/address.h"
#include "sim/mime/date.h"
#include "sim/mime/dsn.h"
#include "sim/mime/encoded_word.h"
#include "sim/mime/mdn.h"
#include "sim/mime/message.h"
#include "sim/mime/parameter.h"
#include "sim/mime/trace_fields.h"
#include "tests/fuzz/fuzz_target.h"

using namespace mailscope;

namespace {

void check_part(std::string_view octets, const mime::Part& part) {
  MUST(part.whole.end() <= octets.size());
  MUST(part.header.span.offset == part.whole.offset && part.body.end() == part.whole.end());
  MUST(part.header.span.end() == part.body.offset);
  for (const mime::Part& child : part.children) {
    MUST(child.whole.offset >= part.body.offset && child.whole.end() <= part.body.end());
    check_part(octets, child);
  }
  if (part.children.empty()) static_cast<void>(mime::decoded_text(octets, part));
  static_cast<void>(part.file_name());
}

}  // namespace

FUZZ_TARGET(mime_message) {
  const std::string octets(reinterpret_cast<const char*>(data), size);
  const mime::Message message = mime::parse(octets);
  check_part(octets, message.root);
  for (const mime::Fault& fault : message.faults) MUST(fault.at.offset <= octets.size());
  static_cast<void>(mime::to_text(message));
  static_cast<void>(mime::attachments(message));
  static_cast<void>(mime::parse_dsn(octets));
  static_cast<void>(mime::parse_mdn(octets));
  static_cast<void>(mime::parse_disposition(octets));
  if (const auto request = mime::mdn_request(octets)) {
    MUST(request->to.size() <= mime::k_mdn_addresses_max);
    mime::MdnDraft draft;
    draft.final_recipient = "anna@example.org";
    draft.original = octets;
    MUST(mime::parse_mdn(mime::compose_mdn(draft)).has_value());
  }
  static_cast<void>(mime::received_path(octets));
  static_cast<void>(mime::parse_parameters(octets));
  static_cast<void>(mime::parse_date(octets));
  static_cast<void>(mime::decode_words(octets));
  for (const mime::Address& address : mime::parse_addresses(octets).all()) {
    static_cast<void>(mime::to_text(address));
  }
  return 0;
}
