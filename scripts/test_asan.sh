#!/bin/sh
# The whole suite with the address sanitizer in the tests, the programs and the C parts, in a build folder of its own.
set -eu
cd "$(dirname "$0")/.."
# Poppler and fontconfig keep what they have loaded until the end. The sanitizer takes terabytes of addresses for itself,
# so that no limit on them can be kept: the tests that expect one to be kept look at BUDGETD_SANITIZED.
export ASAN_OPTIONS=detect_leaks=0 BUDGETD_SANITIZED=1
exec swift test --sanitize=address --scratch-path .build/asan --parallel "$@"
