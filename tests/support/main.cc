// Tests walk deep trees, as the compiler does: on a large stack.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include "compiler/base/large_stack.h"

int main(int count, char** values) {
  int result = 0;
  mpaas::run_on_large_stack([&] { result = Catch::Session().run(count, values); });
  return result;
}
