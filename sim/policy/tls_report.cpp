// Counting by reason, JSON with its escapes, and the mail around it.
#include "sim/policy/tls_report.h"

#include <algorithm>

#include "sim/base/text.h"
#include "sim/base/time.h"
#include "sim/mime/header.h"
#include "sim/policy/tag_list.h"

namespace mailscope::policy {
namespace {

std::string quoted(std::string_view text) {
  static constexpr char k_digits[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (octet < 0x20 || octet == 0x7F) {
      out += "\\u00";
      out += k_digits[octet >> 4];
      out += k_digits[octet & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string list_of(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + quoted(text);
  return "[" + out + "]";
}

// Members of an object or elements of a list, one a line, so that no line of the mail is too long.
std::string lines_of(char open, char close, const std::vector<std::string>& parts,
                     std::size_t depth) {
  const std::string indent(2 * depth + 2, ' ');
  std::string out(1, open);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    out += "\r\n" + indent + parts[i] + (i + 1 < parts.size() ? "," : "");
  }
  return out + "\r\n" + std::string(2 * depth, ' ') + close;
}

std::string text_of(const TlsFailure& failure) {
  std::vector<std::string> members{"\"result-type\": " + quoted(failure.result_type),
                                   "\"sending-mta-ip\": " + quoted(failure.sending_ip),
                                   "\"receiving-mx-hostname\": " + quoted(failure.receiving_host),
                                   "\"receiving-ip\": " + quoted(failure.receiving_ip),
                                   "\"failed-session-count\": " + std::to_string(failure.sessions)};
  if (!failure.reason_code.empty()) {
    members.push_back("\"failure-reason-code\": " + quoted(failure.reason_code));
  }
  return lines_of('{', '}', members, 4);
}

std::string text_of(const TlsPolicyResult& result) {
  std::vector<std::string> policy{"\"policy-type\": " + quoted(name_of(result.kind))};
  if (!result.strings.empty()) {
    std::vector<std::string> strings;
    for (const std::string& text : result.strings) strings.push_back(quoted(text));
    policy.push_back("\"policy-string\": " + lines_of('[', ']', strings, 4));
  }
  policy.push_back("\"policy-domain\": " + quoted(result.domain));
  if (!result.mx_hosts.empty()) policy.push_back("\"mx-host\": " + list_of(result.mx_hosts));
  std::vector<std::string> members{
      "\"policy\": " + lines_of('{', '}', policy, 3),
      "\"summary\": " +
          lines_of('{', '}',
                   {"\"total-successful-session-count\": " + std::to_string(result.successes),
                    "\"total-failure-session-count\": " + std::to_string(result.failures)},
                   3)};
  if (!result.details.empty()) {
    std::vector<std::string> details;
    for (const TlsFailure& failure : result.details) details.push_back(text_of(failure));
    members.push_back("\"failure-details\": " + lines_of('[', ']', details, 3));
  }
  return lines_of('{', '}', members, 2);
}

}  // namespace

std::string_view name_of(TlsPolicyKind kind) {
  switch (kind) {
    case TlsPolicyKind::none: return "no-policy-found";
    case TlsPolicyKind::sts: return "sts";
    case TlsPolicyKind::tlsa: return "tlsa";
  }
  return "";
}

void count(TlsPolicyResult& result, TlsFailure failure) {
  if (failure.result_type.empty()) {
    ++result.successes;
    return;
  }
  ++result.failures;
  const auto same =
      std::find_if(result.details.begin(), result.details.end(), [&](const TlsFailure& known) {
        failure.sessions = known.sessions;  // all but the number must be the same
        return known == failure;
      });
  if (same != result.details.end()) {
    ++same->sessions;
    return;
  }
  failure.sessions = 1;
  result.details.push_back(std::move(failure));
}

std::string tls_report_text(const TlsReport& report) {
  std::vector<std::string> policies;
  for (const TlsPolicyResult& result : report.policies) policies.push_back(text_of(result));
  return lines_of(
             '{', '}',
             {"\"organization-name\": " + quoted(report.organization),
              "\"date-range\": " +
                  lines_of('{', '}',
                           {"\"start-datetime\": " + quoted(rfc3339_date(report.begin_s)),
                            "\"end-datetime\": " + quoted(rfc3339_date(report.end_s))},
                           1),
              "\"contact-info\": " + quoted(report.contact), "\"report-id\": " + quoted(report.id),
              "\"policies\": " + lines_of('[', ']', policies, 1)},
             0) +
         "\r\n";
}

std::string tls_report_mail(const TlsReport& report, std::string_view from, std::string_view to,
                            std::string_view host_name, std::int64_t date_s) {
  const std::string boundary = "=_" + report.id + "_tlsrpt";
  const std::string file = std::string(cut(report.contact, '@').tail) + "!" + report.domain + "!" +
                           std::to_string(report.begin_s) + "!" + std::to_string(report.end_s) +
                           "!" + report.id + ".json";
  const std::string text = tls_report_text(report);
  const bool is_plain = is_ascii(text);
  const std::string eight_bit =
      is_plain ? std::string() : mime::fold_field("Content-Transfer-Encoding", "8bit");
  std::string out = mime::fold_field("Date", rfc5322_date(date_s));
  out += mime::fold_field("From", "<" + std::string(from) + ">");
  out += mime::fold_field("To", "<" + std::string(to) + ">");
  out += mime::fold_field("Message-ID", "<" + report.id + "@" + std::string(host_name) + ">");
  out += mime::fold_field("Subject", "Report Domain: " + report.domain + " Submitter: " +
                                         report.organization + " Report-ID: <" + report.id + ">");
  out += mime::fold_field("TLS-Report-Domain", report.domain);
  out += mime::fold_field("TLS-Report-Submitter", report.organization);
  // It must get through although TLS fails: that may be what it is about (RFC 8460, section 3).
  out += mime::fold_field("TLS-Required", "No");
  out += mime::fold_field("Auto-Submitted", "auto-generated");
  out += "MIME-Version: 1.0\r\n";
  out += mime::fold_field(
      "Content-Type", "multipart/report; report-type=\"tlsrpt\"; boundary=\"" + boundary + "\"");
  out += eight_bit + "\r\n--" + boundary + "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n";
  out += "How TLS fared with mail from " + std::string(host_name) + "\r\nto " + report.domain +
         " on " + rfc3339_date(report.begin_s).substr(0, 10) + ", as RFC 8460 has it.\r\n\r\n--" +
         boundary + "\r\n";
  out += mime::fold_field("Content-Type", "application/tlsrpt+json");
  out += mime::fold_field("Content-Disposition", "attachment; filename=\"" + file + "\"");
  return out + eight_bit + "\r\n" + text + "\r\n--" + boundary + "--\r\n";
}

Result<std::vector<std::string>, std::string> parse_tls_report_record(std::string_view text) {
  const auto tags = TagList::parse(text);
  if (!tags || tags->tags().empty() || tags->tags().front().first != "v" ||
      tags->tags().front().second != "TLSRPTv1") {
    return Error{std::string("it does not begin with v=TLSRPTv1")};
  }
  std::vector<std::string> destinations;
  const std::string uris = tags->value_or("rua", "");
  for (const std::string_view each : split(uris, ',')) {
    const std::string_view uri = trim(each);
    if (starts_with_ignoring_case(uri, "mailto:") || starts_with_ignoring_case(uri, "https:")) {
      destinations.emplace_back(uri);
    }
  }
  if (destinations.empty()) return Error{std::string("rua= names no mailto: and no https:")};
  return destinations;
}

std::string_view tls_result_type(std::string_view failure_code) {
  if (failure_code == "not-offered") return "starttls-not-supported";
  if (failure_code == "certificate-wrong-name") return "certificate-host-mismatch";
  if (failure_code == "certificate-expired" || failure_code == "certificate-not-yet-valid") {
    return "certificate-expired";
  }
  if (failure_code == "certificate-unknown-authority" ||
      failure_code == "certificate-self-signed" || failure_code == "certificate-missing") {
    return "certificate-not-trusted";
  }
  if (failure_code == "dane-mismatch") return "tlsa-invalid";
  return "validation-failure";
}

}  // namespace mailscope::policy
