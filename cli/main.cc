#include "cli/cli.h"
#include "compiler/base/resources.h"

int main(int count, char** values) {
  mpaas::use_embedded_resources();
  return mpaas::cli::main(count, values);
}
