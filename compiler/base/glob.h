// Patterns of file names as the projects' configuration files write them (minimatch):
//   *  anything but /    **  whole folders, none as well    ?  one character    [a-z] [!a-z]
//   {a,b}  alternatives
// Unlike there, a leading dot is nothing special: what is under node_modules/** includes
// node_modules/.store. Matching takes time in the length of the path times that of the pattern.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mpaas {

class Glob {
 public:
  explicit Glob(std::string_view pattern);
  bool matches(std::string_view path) const;

 private:
  std::vector<std::string> alternatives_;  // without braces
};

// Which files a list of patterns selects: the last pattern that matches decides, and one that
// begins with ! takes out again.
class GlobList {
 public:
  GlobList() = default;
  explicit GlobList(const std::vector<std::string>& patterns);
  bool matches(std::string_view path) const;
  bool empty() const { return rules_.empty(); }

 private:
  struct Rule {
    Glob glob;
    bool selects;
  };
  std::vector<Rule> rules_;
};

}  // namespace mpaas
