# budgetd: `make run` installs, builds and watches Inbox; `make test` runs every test.

.PHONY: run test test-survival build setup format lint

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

setup:
	scripts/setup.sh

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

lint:
	scripts/lint.sh
