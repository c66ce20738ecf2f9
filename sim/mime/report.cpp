#include "sim/mime/report.h"

#include "sim/base/text.h"
#include "sim/mime/header.h"

namespace mailscope::mime {
namespace {

std::string part_text(std::string_view type, std::string_view body) {
  std::string text = fold_field("Content-Type", type);
  if (!is_ascii(body)) text += fold_field("Content-Transfer-Encoding", "8bit");
  return text + "\r\n" + std::string(body) + "\r\n";
}

std::string_view returned_type(const Report& report) {
  Faults faults;
  const Header header = parse_header(report.returned, {0, report.returned.size()}, faults);
  const bool is_global = !is_ascii(header.span.of(report.returned)) || !is_ascii(report.programs);
  if (report.is_returned_whole) return is_global ? "message/global" : "message/rfc822";
  return is_global ? "message/global-headers" : "text/rfc822-headers";
}

}  // namespace

std::string compose_report(const Report& report) {
  std::string boundary = "=_" + report.boundary + "_report";
  while (boundary.size() < 70 && report.returned.find(boundary) != std::string::npos)
    boundary += '_';
  std::string out = report.fields;
  out += "MIME-Version: 1.0\r\n";
  out += fold_field("Content-Type", "multipart/report; report-type=" + report.report_type +
                                        "; boundary=\"" + boundary + "\"");
  if (!is_ascii(report.returned) || !is_ascii(report.people) || !is_ascii(report.programs))
    out += fold_field("Content-Transfer-Encoding", "8bit");
  out += "\r\n";

  const std::string line = "--" + boundary + "\r\n";
  out += line + part_text(is_ascii(report.people) ? "text/plain; charset=us-ascii"
                                                  : "text/plain; charset=utf-8",
                          report.people);
  // Addresses outside ASCII: RFC 6533.
  out += line + part_text((is_ascii(report.programs) ? "message/" : "message/global-") +
                              report.report_type,
                          report.programs);
  out += line + part_text(returned_type(report), report.returned);
  return out + "--" + boundary + "--\r\n";
}

const Part* report_part(const Message& message, std::string_view report_type) {
  if (message.root.type.value != "multipart/report" || message.root.children.size() < 2)
    return nullptr;
  const Part& part = message.root.children[1];
  const std::string name(report_type);
  const bool is_it =
      part.type.value == "message/" + name || part.type.value == "message/global-" + name;
  return is_it ? &part : nullptr;
}

std::string typed(std::string_view type, std::string_view value) {
  return std::string(type) + "; " + std::string(value);
}

std::string untyped(std::string_view value) {
  const Cut parts = cut(value, ';');
  return std::string(parts.found ? trim(parts.tail) : trim(value));
}

std::string_view address_type_of(std::string_view address) {
  return is_ascii(address) ? "rfc822" : "utf-8";
}

}  // namespace mailscope::mime
