// Files in, scenarios or complaints out.
#include "sim/cli/files.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace mailscope::cli {
namespace {

namespace fs = std::filesystem;

bool is_scenario_name(const fs::path& path) {
  return path.extension() == ".json" && path.filename() != "index.json" &&
         path.filename() != "schema.json";
}

std::string line(const std::string& path, const std::string& what, const std::string& mend) {
  return path + ":1:1: " + what + "; " + mend;
}

}  // namespace

std::vector<std::string> scenario_files(const std::vector<std::string>& paths,
                                        std::vector<std::string>& complaints) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end;
         at.increment(error)) {
      if (is_scenario_name(at->path())) found.push_back(at->path().generic_string());
    }
    if (error)
      complaints.push_back(line(path, "the folder cannot be read", "check its permissions"));
    if (found.empty() && !error) {
      complaints.push_back(
          line(path, "there is no scenario in this folder", "name a folder with *.json files"));
    }
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

std::optional<std::string> read_text(const std::string& path,
                                     std::vector<std::string>& complaints) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    complaints.push_back(line(path, "there is no such file", "check the name"));
    return std::nullopt;
  }
  if (!fs::is_regular_file(path, error)) {
    complaints.push_back(line(path, "this is not a file", "name a scenario file"));
    return std::nullopt;
  }
  const auto size = fs::file_size(path, error);
  if (!error && size > scenario::k_text_octets_max) {
    complaints.push_back(line(path, scenario::size_fault_text(static_cast<std::size_t>(size)),
                              "split the lesson, or shorten the mails in it"));
    return std::nullopt;
  }
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    complaints.push_back(line(path, "the file cannot be opened", "check its permissions"));
    return std::nullopt;
  }
  std::string text;
  char buffer[65'536];
  while (text.size() <= scenario::k_text_octets_max) {
    const std::size_t count = std::fread(buffer, 1, sizeof buffer, file);
    if (count == 0) break;
    text.append(buffer, count);
  }
  std::fclose(file);
  return text;
}

bool is_same_file(const std::string& one, const std::string& other) {
  std::error_code error;
  return fs::equivalent(one, other, error) && !error;
}

std::optional<scenario::Scenario> load_file(const std::string& path,
                                            std::vector<std::string>& complaints) {
  const auto text = read_text(path, complaints);
  if (!text) return std::nullopt;
  auto loaded = scenario::load_scenario(*text);
  if (!loaded) {
    for (const scenario::Fault& fault : loaded.error())
      complaints.push_back(path + ":" + to_text(fault));
    return std::nullopt;
  }
  const std::string stem = fs::path(path).stem().string();
  if (loaded->id != stem) {
    const std::string what =
        "the id is \"" + loaded->id + "\" and the file is called \"" + stem + '"';
    complaints.push_back(path + ":" +
                         to_text(scenario::Fault{scenario::FaultKind::meaning, loaded->id_place,
                                                 what, "give both the same name"}));
    return std::nullopt;
  }
  return std::move(*loaded);
}

}  // namespace mailscope::cli
