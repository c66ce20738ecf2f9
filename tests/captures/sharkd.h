// One Wireshark for many captures: sharkd, asked over pipes. To start Wireshark's dissectors costs more than
// to read a lesson's packets with them.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace mailscope {

class Sharkd {
 public:
  Sharkd() {
    int questions[2], answers[2];
    if (::pipe(questions) != 0 || ::pipe(answers) != 0) return;
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(questions[0], STDIN_FILENO);
      ::dup2(answers[1], STDOUT_FILENO);
      if (std::freopen("/dev/null", "w", stderr) == nullptr) ::_exit(126);
      for (const int end : {questions[0], questions[1], answers[0], answers[1]}) ::close(end);
      ::execlp("sharkd", "sharkd", "-", static_cast<char*>(nullptr));
      ::_exit(127);
    }
    ::close(questions[0]);
    ::close(answers[1]);
    to_ = ::fdopen(questions[1], "w");
    from_ = ::fdopen(answers[0], "r");
  }
  Sharkd(const Sharkd&) = delete;
  Sharkd& operator=(const Sharkd&) = delete;
  ~Sharkd() {
    if (to_ != nullptr) std::fclose(to_);
    if (from_ != nullptr) std::fclose(from_);
    if (process_ > 0) ::waitpid(process_, nullptr, 0);
  }

  // Sets one of Wireshark's preferences; false when that was refused.
  bool prefer(const std::string& name, const std::string& value) {
    return is_ok(ask("setconf", {{"name", name}, {"value", value}}));
  }

  // Reads a file in place of the one before; false when that was refused.
  bool load(const std::string& path) { return is_ok(ask("load", {{"file", path}})); }

  // The fields of each packet, in the words of Wireshark's columns; several values of one field are
  // parted by commas.
  std::vector<std::vector<std::string>> packets(const std::vector<std::string>& fields) {
    nlohmann::json columns;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      columns["column" + std::to_string(i)] = fields[i] + ":0";
    }
    const nlohmann::json answer = ask("frames", columns);
    std::vector<std::vector<std::string>> rows;
    const auto result = answer.find("result");
    if (result == answer.end() || !result->is_array()) return rows;
    for (const nlohmann::json& packet : *result) {
      rows.push_back(packet.value("c", std::vector<std::string>{}));
    }
    return rows;
  }

 private:
  static bool is_ok(const nlohmann::json& answer) {
    const auto result = answer.find("result");
    return result != answer.end() && result->is_object() && result->value("status", "") == "OK";
  }

  // The answer to one question; null when sharkd is gone.
  nlohmann::json ask(const std::string& method, const nlohmann::json& parameters) {
    if (to_ == nullptr || from_ == nullptr) return {};
    const nlohmann::json question = {
        {"jsonrpc", "2.0"}, {"id", ++asked_}, {"method", method}, {"params", parameters}};
    std::fputs((question.dump() + "\n").c_str(), to_);
    std::fflush(to_);
    std::string line;
    for (int c = std::fgetc(from_); c != EOF && c != '\n'; c = std::fgetc(from_)) {
      line += static_cast<char>(c);
    }
    const auto answer = nlohmann::json::parse(line, nullptr, false);
    return answer.is_object() ? answer : nlohmann::json::object();
  }

  pid_t process_ = -1;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
  int asked_ = 0;
};

}  // namespace mailscope
