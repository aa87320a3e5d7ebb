#!/bin/sh
# Installs the Debian packages that budgetd needs, if any is missing. With --for-tests, also those of the suite; with
# --for-packages, also those that make a Debian package and try it; with --for-examples, also those that the README's
# examples use; with --for-bench, also those that the benchmark compares with.
set -eu

packages="libcurl4-openssl-dev libpoppler-glib-dev libsqlite3-dev libxlsxwriter-dev poppler-data pkg-config"
if [ "${1:-}" = "--for-tests" ]; then
    packages="$packages chromium chromium-driver fonts-noto-cjk python3-jsonschema python3-selenium strace"
fi
if [ "${1:-}" = "--for-packages" ]; then
    packages="$packages debhelper debootstrap dpkg-dev lintian systemd systemd-container"
fi

if [ "${1:-}" = "--for-examples" ]; then
    packages="$packages curl jq openssl postgresql python3-venv rclone"
fi

if [ "${1:-}" = "--for-bench" ]; then
    packages="$packages default-jre-headless poppler-utils python3-venv time"
fi

missing=""
for package in $packages; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
if [ -n "$missing" ]; then
    echo "installing:$missing" >&2
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "install these packages as root first:$missing" >&2; exit 77; }
        as_root="sudo"
    fi
    $as_root apt-get update -q
    # shellcheck disable=SC2086 # a list of package names
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
fi

# Installing the package would start a server: only the tool is taken out of it.
tools="$(dirname "$0")/../.build/tools"
if [ "${1:-}" = "--for-tests" ] && [ ! -x "$tools/promtool" ] && ! command -v promtool >/dev/null; then
    mkdir -p "$tools/unpacked"
    if (cd "$tools" && apt-get download -q prometheus && dpkg-deb -x prometheus_*.deb unpacked); then
        mv "$tools/unpacked/usr/bin/promtool" "$tools/promtool"
    else
        echo "no promtool: the test that checks the metrics with it will be skipped" >&2
    fi
    rm -rf "$tools"/unpacked "$tools"/prometheus_*.deb
fi
