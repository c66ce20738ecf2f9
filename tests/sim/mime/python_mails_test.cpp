// The mails of Python's email test suite, taken apart by Python and by us.
#include <cstdio>

#include <catch2/catch_test_macros.hpp>

#include "sim/mime/message.h"
#include "tests/support/python_email.h"

using namespace mailscope;

namespace {

std::string fnv(const std::string& octets) {
  std::uint32_t value = 2166136261u;
  for (const char c : octets) value = (value ^ static_cast<unsigned char>(c)) * 16777619u;
  char text[16];
  std::snprintf(text, sizeof text, "%08x", value);
  return text;
}

std::string outline(const std::string& octets, const mime::Part& part, int depth) {
  std::string text = std::to_string(depth) + " " + part.type.value;
  const bool is_leaf = part.children.empty() && !part.is_multipart();
  if (is_leaf && part.main_type() != "message") {
    const std::string body = mime::decoded_body(octets, part);
    text += " " + std::to_string(body.size()) + " " + fnv(body);
  }
  text += "\n";
  for (const mime::Part& child : part.children) text += outline(octets, child, depth + 1);
  return text;
}

}  // namespace

TEST_CASE("mime: the sound mails of Python's test suite have the parts that Python finds",
          "[mime]") {
  std::size_t sound = 0;
  for (const test::PythonMail& mail : test::python_mails("outline")) {
    INFO(mail.file);
    const mime::Message message = mime::parse(mail.octets);  // never fails, sound or not
    if (!mail.is_sound) continue;
    ++sound;
    CHECK(outline(mail.octets, message.root, 0) == mail.said);
  }
  CHECK(sound >= 35);
}
