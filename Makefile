# budgetd: `make run` installs, builds and watches Inbox; `make test` runs every test.

.PHONY: run install test test-survival test-service test-examples bench test-asan fuzz build deb setup format lint

# Seconds of fuzzing each: texts, pages, pictures, PDFs.
FUZZ_SECONDS ?= 600

# Colours are an option of the compiler: what was built on a terminal would be built again in a pipe.
PLAIN = --no-color-diagnostics

# Where `make install` puts programs, completions and the reference.
PREFIX ?= $(HOME)/.local

run: build
	@echo "Drop releases into Inbox: what they say appears in Archive/releases. Ctrl-C ends."
	@echo "In another terminal: .build/release/budgetd list, show, export; \`make install\` puts it on your path."
	@.build/release/budgetd watch --inbox Inbox --archive Archive

build: setup
	@[ -x .build/release/budgetd ] || echo "Building budgetd: some minutes the first time, nothing the next."
	swift build $(PLAIN) -c release --static-swift-stdlib

# For one user, without root: nothing outside of PREFIX is touched.
install: build
	install -D .build/release/budgetd "$(PREFIX)/bin/budgetd"
	install -D .build/release/budgetd-worker "$(PREFIX)/libexec/budgetd/budgetd-worker"
	install -D .build/release/budgetd-review "$(PREFIX)/libexec/budgetd/budgetd-review"
	mkdir -p "$(PREFIX)/share/bash-completion/completions" "$(PREFIX)/share/doc/budgetd"
	"$(PREFIX)/bin/budgetd" --generate-completion-script bash > "$(PREFIX)/share/bash-completion/completions/budgetd"
	"$(PREFIX)/bin/budgetd" reference > "$(PREFIX)/share/doc/budgetd/reference.md"
	@"$(PREFIX)/bin/budgetd" doctor > /dev/null && echo "installed: $(PREFIX)/bin/budgetd"
	@case ":$$PATH:" in *":$(PREFIX)/bin:"*) ;; *) echo "$(PREFIX)/bin is not on your PATH." ;; esac

# The tests of the programs wait for them: beside tests that compute for minutes they would miss what they wait for.
test: setup
	scripts/setup.sh --for-tests
	scripts/lint.sh
	swift build $(PLAIN) --build-tests
	swift test $(PLAIN) --skip-build --parallel --skip CommandTests
	swift test $(PLAIN) --skip-build --parallel --filter CommandTests
	/usr/bin/python3 -B Tests/Review/browser.py .build/debug/budgetd

# Minutes of random crashes and of crowds, on the release build.
test-survival: build
	python3 Tests/Survival/kill_rounds.py .build/release/budgetd 200
	python3 Tests/Survival/full_size.py .build/release/budgetd
	python3 Tests/Survival/export_size.py .build/release/budgetd Tests/Fixtures/release.pdf Tests/Fixtures/goals-open.pdf

# .build/package/budgetd_….deb: programs without a runtime of Swift to install, the service, manuals, completions.
deb: build
	scripts/setup.sh --for-packages
	scripts/deb.sh

# The package and its service: read, installed in a clean root, and booted. What a machine does not allow is skipped
# with a line that says so.
test-service: deb
	lintian --allow-root --fail-on error .build/package/budgetd_*.deb
	scripts/check_unit.sh .build/release/budgetd
	python3 Tests/Service/clean_root.py .build/package/budgetd_*.deb .build/tools/debian-12 .build/release/budgetd || [ $$? -eq 77 ]
	python3 Tests/Service/clean_root.py .build/package/budgetd_*.deb .build/tools/debian-13 .build/release/budgetd trixie || [ $$? -eq 77 ]
	python3 Tests/Service/boot.py .build/package/budgetd_*.deb || [ $$? -eq 77 ]

# Every example of the README's chapter for downstream, against real peers, and those that read on many machines.
test-examples: build
	scripts/setup.sh --for-examples
	python3 Tests/Examples/readme.py .build/release/budgetd .build/tools/python
	python3 Tests/Examples/scale.py .build/release/budgetd .build/tools/scaling

# budgetd beside other tools on the same PDFs, and how time and memory grow. The pictures are those that the README shows.
bench: build
	scripts/setup.sh --for-bench
	python3 Tests/Benchmark/compare.py .build/release/budgetd .build/tools/bench --picture docs/benchmark.svg
	python3 Tests/Benchmark/scans.py .build/release/budgetd .build/tools/scans
	python3 Tests/Benchmark/curves.py .build/release/budgetd --picture docs/scaling.svg

# The suite with every access to memory checked; in a build folder of its own. Leaks are left: poppler keeps tables.
test-asan: setup
	scripts/setup.sh --for-tests
	scripts/test_asan.sh

# Looks for texts, pages, pictures and PDFs that crash or hang the reader. What it finds is kept in .build/fuzz/found.
fuzz: build
	scripts/fuzz.sh $(FUZZ_SECONDS)

setup:
	scripts/setup.sh

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

lint:
	scripts/lint.sh
