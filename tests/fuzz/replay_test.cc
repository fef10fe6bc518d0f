// Gives a fuzz target the files of its corpus, where there is no libFuzzer: every input that was
// worth keeping is a test.
#include <catch2/catch.hpp>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

TEST_CASE("the corpus runs through") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(MPAAS_CORPUS)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    INFO(entry.path().filename().string());
    CHECK(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()) ==
          0);
    // Cut off anywhere it is as hostile as whole.
    for (std::size_t size = 0; size < text.size(); size += 1 + text.size() / 40) {
      CHECK(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), size) == 0);
    }
    ++count;
  }
  CHECK(count >= 10);
}
