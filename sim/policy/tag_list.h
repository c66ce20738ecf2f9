// "v=DKIM1; k=rsa; p=…": the tag lists of DKIM and DMARC (RFC 6376, section 3.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailscope::policy {

class TagList {
 public:
  // nullopt: a tag without "=", an empty name, or a name that comes twice.
  static std::optional<TagList> parse(std::string_view text);

  // Values without outer white space; nullptr when the tag is not there.
  const std::string* find(std::string_view name) const;
  std::string value_or(std::string_view name, std::string_view otherwise) const;
  const std::vector<std::pair<std::string, std::string>>& tags() const { return tags_; }

 private:
  std::vector<std::pair<std::string, std::string>> tags_;
};

// Without spaces, tabs and line ends: what base 64 in a tag may be folded with.
std::string without_white_space(std::string_view text);

}  // namespace mailscope::policy
