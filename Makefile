# budgetd: `make run` installs, builds and watches Inbox; `make test` runs every test.

.PHONY: run test test-survival test-asan fuzz build setup format lint

# Seconds of fuzzing each: texts, pages, PDFs.
FUZZ_SECONDS ?= 600

run: build
	.build/release/budgetd watch --inbox Inbox --archive Archive

build: setup
	swift build -c release

test: setup
	scripts/setup.sh --for-tests
	scripts/lint.sh
	swift test --parallel

# Minutes of random crashes and of crowds, on the release build.
test-survival: build
	python3 Tests/Survival/kill_rounds.py .build/release/budgetd 200
	python3 Tests/Survival/full_size.py .build/release/budgetd

# The suite with every access to memory checked; in a build folder of its own. Leaks are left: poppler keeps tables.
test-asan: setup
	scripts/setup.sh --for-tests
	scripts/test_asan.sh

# Looks for texts, pages and PDFs that crash or hang the reader. What it finds is kept in .build/fuzz/found.
fuzz: build
	scripts/fuzz.sh $(FUZZ_SECONDS)

setup:
	scripts/setup.sh

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

lint:
	scripts/lint.sh
