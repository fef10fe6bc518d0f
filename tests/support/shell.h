// Runs other programs for tests: independent oracles such as openssl, tar, unzip, zbarimg.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace mpaas::test {

struct Ran {
  int exit = -1;
  std::string output;  // stdout
};

// stderr is dropped unless the command redirects it.
inline Ran shell(const std::string& command) {
  Ran ran;
  FILE* pipe = ::popen(("{ " + command + "; } 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) {
    return ran;
  }
  std::array<char, 4096> buffer{};
  for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    ran.output.append(buffer.data(), count);
  }
  const int status = ::pclose(pipe);
  ran.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return ran;
}

}  // namespace mpaas::test
