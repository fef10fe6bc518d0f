# The two commands of the README. Both install what is missing (Debian packages of packages.txt, npm packages of tests/package-lock.json),
# build, and run; a second time they need neither the network nor root. Everything else is CMake: see CMakePresets.json.
.PHONY: all demo test bench install clean

BUILD := build/release

all: build

.PHONY: build
build:
	@cmake/install_packages build
	@cmake/build release mpaas

demo:
	@cmake/install_packages build demo
	@cmake/build release mpaas
	@node tests/demo.mjs $(BUILD)/mpaas

test:
	@cmake/install_packages build demo test
	@cmake/build release
	@cmake/build asan compiler_tests
	@node tests/run.mjs build/release build/asan:unit_compiler

bench:
	@cmake/install_packages build demo test
	@cmake/build release
	@node tests/bench/bench.mjs $(BUILD)/mpaas

install: build
	install -D -m 755 $(BUILD)/mpaas $(DESTDIR)$(or $(PREFIX),/usr/local)/bin/mpaas

clean:
	rm -rf build
