// What Wireshark thinks of a capture.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

namespace mailscope {

// The output of `tshark -r FILE arguments`, checksums being checked; "FAILED: ..." when it cannot run.
inline std::string tshark(const std::string& capture, const std::string& arguments) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("mailscope_capture_" + std::to_string(::getpid()) + ".pcapng");
  std::ofstream(path, std::ios::binary) << capture;
  const std::string command = "tshark -r " + path.string() +
                              " -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE"
                              " -o udp.check_checksum:TRUE " +
                              arguments + " 2>/dev/null";
  std::string output;
  if (std::FILE* pipe = ::popen(command.c_str(), "r")) {
    std::array<char, 4096> buffer{};
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
      output.append(buffer.data(), count);
    }
    const int status = ::pclose(pipe);
    if (status != 0) output = "FAILED: " + command;
  }
  std::filesystem::remove(path);
  return output;
}

// Packets with anything wrong: malformed, a bad checksum, or something odd about TCP.
inline std::string tshark_complaints(const std::string& capture) {
  return tshark(
      capture,
      "-Y '_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 ||"
      " udp.checksum.status == 0 || tcp.analysis.flags || _ws.expert.severity >= 0x800000'");
}

inline std::size_t lines_in(const std::string& text) {
  std::size_t count = 0;
  for (const char c : text) count += c == '\n' ? 1U : 0U;
  return count;
}

}  // namespace mailscope
