// What Python's email package says of its own test mails (python_email.py), for comparison with ours.
#pragma once

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sim/base/text.h"

namespace mailscope::test {

struct PythonMail {
  std::string file;
  std::string octets;     // with CR LF at the line ends
  bool is_sound = false;  // Python finds no defect in it
  std::string said;       // the oracle's lines, without "FILE …"
};

inline std::string with_crlf(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (text[i] == '\n') out += '\r';
    out += text[i];
  }
  return out;
}

// `what`: "outline" or "structure".
inline std::vector<PythonMail> python_mails(const std::string& what) {
  // Debian's own Python: it is the one that has the package with the mails.
  const std::string command = "/usr/bin/python3 tests/support/python_email.py " + what;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string all;
  char piece[4096];
  while (const std::size_t count = std::fread(piece, 1, sizeof piece, pipe))
    all.append(piece, count);
  REQUIRE(pclose(pipe) == 0);
  std::vector<PythonMail> mails;
  for (const std::string_view line : split(all, '\n')) {
    if (line.rfind("FILE ", 0) == 0) {
      const Cut words = cut(line.substr(5), ' ');
      PythonMail mail;
      mail.file = std::string(words.head);
      mail.is_sound = words.tail == "sound";
      std::ifstream file(mail.file, std::ios::binary);
      mail.octets = with_crlf(std::string(std::istreambuf_iterator<char>(file), {}));
      mails.push_back(std::move(mail));
    } else if (!mails.empty() && !line.empty()) {
      mails.back().said += std::string(line) + "\n";
    }
  }
  return mails;
}

}  // namespace mailscope::test
