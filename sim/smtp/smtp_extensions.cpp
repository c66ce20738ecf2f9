// Reading the answer to EHLO.
#include "sim/smtp/smtp_extensions.h"

#include "sim/base/text.h"

namespace mailscope::smtp {
namespace {

constexpr Extensions k_none{false, false, false, false, false, false, false,
                            false, false, false, false, false, false, false};

void read_keyword(std::string_view line, Offer& offer) {
  const Cut word = cut(line, ' ');
  const std::string keyword = upper(word.head);
  Extensions& extensions = offer.extensions;
  if (keyword == "SIZE") {
    extensions.size = true;
    offer.size_max = parse_number(trim(word.tail));
  } else if (keyword == "PIPELINING") {
    extensions.pipelining = true;
  } else if (keyword == "8BITMIME") {
    extensions.eight_bit_mime = true;
  } else if (keyword == "ENHANCEDSTATUSCODES") {
    extensions.enhanced_status_codes = true;
  } else if (keyword == "STARTTLS") {
    extensions.starttls = true;
  } else if (keyword == "AUTH" || keyword.compare(0, 5, "AUTH=") == 0) {
    // "AUTH=LOGIN PLAIN" is how servers from before the RFC said it.
    extensions.auth = true;
    const std::string_view list = keyword == "AUTH" ? word.tail : line.substr(5);
    for (const std::string_view name : split(list, ' ')) {
      if (!name.empty()) offer.mechanisms.emplace_back(name);
    }
  } else if (keyword == "DSN") {
    extensions.dsn = true;
  } else if (keyword == "SMTPUTF8") {
    extensions.smtputf8 = true;
  } else if (keyword == "CHUNKING") {
    extensions.chunking = true;
  } else if (keyword == "BINARYMIME") {
    extensions.binary_mime = true;
  } else if (keyword == "REQUIRETLS") {
    extensions.require_tls = true;
  } else if (keyword == "VRFY") {
    extensions.vrfy = true;
  } else if (keyword == "EXPN") {
    extensions.expn = true;
  } else if (keyword == "HELP") {
    extensions.help = true;
  }
}

}  // namespace

Offer read_offer(const std::vector<std::string>& lines) {
  Offer offer;
  offer.extensions = k_none;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == 0) {
      offer.host_name = cut(lines[0], ' ').head;
    } else {
      offer.keywords.push_back(lines[i]);
      read_keyword(trim(lines[i]), offer);
    }
  }
  return offer;
}

}  // namespace mailscope::smtp
