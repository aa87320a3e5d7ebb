# budgetd: `make run` installs, builds and watches Inbox; `make test` runs every test.

.PHONY: run test build setup format lint

run: build
	.build/release/budgetd watch --inbox Inbox --archive Archive

build: setup
	swift build -c release

test: setup
	scripts/setup.sh --for-tests
	scripts/lint.sh
	swift test --parallel

setup:
	scripts/setup.sh

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

lint:
	scripts/lint.sh
