// The parameters of MAIL and RCPT.
#include "sim/smtp/smtp_parameters.h"

#include "sim/base/text.h"

namespace mailscope::smtp {
namespace {

// esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
bool is_keyword(std::string_view text) {
  if (text.empty() || text.front() == '-') return false;
  for (const char c : text) {
    if (!is_alpha(c) && !is_digit(c) && c != '-') return false;
  }
  return true;
}

// esmtp-value = 1*(%d33-60 / %d62-126), with UTF-8 for SMTPUTF8 (RFC 6531, section 3.3)
bool is_value(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 32 || c == '=' || c == 127) return false;
  }
  return !text.empty() && is_utf8(text);
}

Reply not_recognised(const Parameter& parameter) {
  return make_reply(555, "5.5.4", "Parameter " + parameter.keyword + " is not recognised");
}

Reply wrong_value(const Parameter& parameter) {
  return make_reply(501, "5.5.4", "The value of " + parameter.keyword + " is wrong");
}

bool is_repeated(const std::vector<Parameter>& parameters, std::size_t index) {
  for (std::size_t i = 0; i < index; ++i) {
    if (equal_ignoring_case(parameters[i].keyword, parameters[index].keyword)) return true;
  }
  return false;
}

std::optional<Notify> parse_notify(std::string_view value) {
  Notify notify;
  notify.is_given = true;
  if (equal_ignoring_case(value, "NEVER")) return notify;
  for (const std::string_view word : split(value, ',')) {
    bool* flag = equal_ignoring_case(word, "SUCCESS")   ? &notify.success
                 : equal_ignoring_case(word, "FAILURE") ? &notify.failure
                 : equal_ignoring_case(word, "DELAY")   ? &notify.delay
                                                        : nullptr;
    if (flag == nullptr || *flag) return std::nullopt;
    *flag = true;
  }
  return notify;
}

// One parameter of MAIL into `out`. A reply when it is wrong.
std::optional<Reply> take_mail_parameter(const Parameter& parameter, const Extensions& offered,
                                         MailParameters& out) {
  const std::string keyword = upper(parameter.keyword);
  const std::string value = parameter.value.value_or("");
  if (keyword == "SIZE" && offered.size) {
    out.size = value.size() <= 20 ? parse_number(value) : std::nullopt;
    if (!out.size) return wrong_value(parameter);
  } else if (keyword == "BODY" && offered.eight_bit_mime) {
    if (equal_ignoring_case(value, "7BIT"))
      out.body = Body::seven_bit;
    else if (equal_ignoring_case(value, "8BITMIME"))
      out.body = Body::eight_bit_mime;
    else if (equal_ignoring_case(value, "BINARYMIME") && offered.binary_mime)
      out.body = Body::binary_mime;
    else
      return make_reply(501, "5.5.4", "BODY is 7BIT or 8BITMIME here");
  } else if (keyword == "SMTPUTF8" && offered.smtputf8) {
    if (parameter.value) return wrong_value(parameter);
    out.smtputf8 = true;
  } else if (keyword == "REQUIRETLS" && offered.require_tls) {
    if (parameter.value) return wrong_value(parameter);
    out.require_tls = true;
  } else if (keyword == "RET" && offered.dsn) {
    if (equal_ignoring_case(value, "FULL"))
      out.ret = Return::full;
    else if (equal_ignoring_case(value, "HDRS"))
      out.ret = Return::headers;
    else
      return wrong_value(parameter);
  } else if (keyword == "ENVID" && offered.dsn) {
    out.envid = value.size() <= 100 ? xtext_decode(value) : std::nullopt;
    if (!out.envid || out.envid->empty()) return wrong_value(parameter);
  } else if (keyword == "AUTH" && offered.auth) {
    out.auth = xtext_decode(value);
    if (!out.auth || out.auth->empty()) return wrong_value(parameter);
  } else {
    return not_recognised(parameter);
  }
  return std::nullopt;
}

std::optional<Reply> take_recipient_parameter(const Parameter& parameter, const Extensions& offered,
                                              RecipientParameters& out) {
  const std::string keyword = upper(parameter.keyword);
  const std::string value = parameter.value.value_or("");
  if (keyword == "NOTIFY" && offered.dsn) {
    const auto notify = parse_notify(value);
    if (!notify) return wrong_value(parameter);
    out.notify = *notify;
  } else if (keyword == "ORCPT" && offered.dsn) {
    const Cut type = cut(value, ';');
    const auto address = xtext_decode(type.tail);
    if (!is_keyword(type.head) || !address || address->empty() || value.size() > 500) {
      return wrong_value(parameter);
    }
    out.orcpt_type = type.head;
    out.orcpt_address = *address;
  } else {
    return not_recognised(parameter);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<Parameter>> parse_parameters(std::string_view text) {
  std::vector<Parameter> parameters;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;  // more than one space, or one at the end: tolerated
    const Cut pair = cut(word, '=');
    // An empty value is let through to those who know what to say about it.
    const bool is_fine = !pair.found || pair.tail.empty() || is_value(pair.tail);
    if (!is_keyword(pair.head) || !is_fine) return std::nullopt;
    Parameter parameter;
    parameter.keyword = pair.head;
    if (pair.found) parameter.value = std::string(pair.tail);
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

Result<MailParameters, Reply> mail_parameters(const std::vector<Parameter>& parameters,
                                              const Extensions& offered) {
  MailParameters out;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (is_repeated(parameters, i)) return Error{wrong_value(parameters[i])};
    if (auto reply = take_mail_parameter(parameters[i], offered, out))
      return Error{std::move(*reply)};
  }
  return out;
}

Result<RecipientParameters, Reply> recipient_parameters(const std::vector<Parameter>& parameters,
                                                        const Extensions& offered) {
  RecipientParameters out;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (is_repeated(parameters, i)) return Error{wrong_value(parameters[i])};
    if (auto reply = take_recipient_parameter(parameters[i], offered, out)) {
      return Error{std::move(*reply)};
    }
  }
  return out;
}

std::string print(const MailParameters& parameters) {
  std::string out;
  if (parameters.size) out += " SIZE=" + std::to_string(*parameters.size);
  if (parameters.body) {
    switch (*parameters.body) {
      case Body::seven_bit: out += " BODY=7BIT"; break;
      case Body::eight_bit_mime: out += " BODY=8BITMIME"; break;
      case Body::binary_mime: out += " BODY=BINARYMIME"; break;
    }
  }
  if (parameters.smtputf8) out += " SMTPUTF8";
  if (parameters.ret) out += *parameters.ret == Return::full ? " RET=FULL" : " RET=HDRS";
  if (parameters.envid) out += " ENVID=" + xtext_encode(*parameters.envid);
  if (parameters.auth) out += " AUTH=" + xtext_encode(*parameters.auth);
  if (parameters.require_tls) out += " REQUIRETLS";
  return out;
}

std::string print(const RecipientParameters& parameters) {
  std::string out;
  if (parameters.notify.is_given) {
    std::string list;
    const auto add = [&](bool is_on, std::string_view word) {
      if (!is_on) return;
      if (!list.empty()) list += ",";
      list += word;
    };
    add(parameters.notify.success, "SUCCESS");
    add(parameters.notify.failure, "FAILURE");
    add(parameters.notify.delay, "DELAY");
    out += " NOTIFY=" + (list.empty() ? std::string("NEVER") : list);
  }
  if (!parameters.orcpt_type.empty()) {
    out += " ORCPT=" + parameters.orcpt_type + ";" + xtext_encode(parameters.orcpt_address);
  }
  return out;
}

std::string xtext_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= '!' && c <= '~' && c != '+' && c != '=')
      out.push_back(c);
    else
      out += "+" + upper(hex(std::string_view(&c, 1)));
  }
  return out;
}

std::optional<std::string> xtext_decode(std::string_view text) {
  const auto digit = [](char c) {
    return is_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '+') {
      if (i + 2 >= text.size() || digit(text[i + 1]) < 0 || digit(text[i + 2]) < 0)
        return std::nullopt;
      out.push_back(static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])));
      i += 2;
    } else if (static_cast<unsigned char>(c) <= 32 || c == '=' || c == 127) {
      return std::nullopt;
    } else {
      out.push_back(c);  // octets above 127 only as RFC 6533's utf-8-addr-unitext
    }
  }
  return out;
}

}  // namespace mailscope::smtp
