#!/bin/sh
# Prints the manual of a program, made by swift-argument-parser's own tool of what the program says of itself:
# scripts/manual.sh PROGRAM DATE
set -eu
swift build --no-color-diagnostics --product generate-manual >&2
LC_ALL=C "$(swift build --show-bin-path)/generate-manual" "$1" --date "$2" --output-directory -
