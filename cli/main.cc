#include "cli/cli.h"

int main(int count, char** values) { return mpaas::cli::main(count, values); }
