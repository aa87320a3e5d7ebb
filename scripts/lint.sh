#!/bin/sh
# Fails where a file is not formatted as .swift-format says.
set -eu
swift format lint --strict --recursive --parallel Package.swift Sources Tests
