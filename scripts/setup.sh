#!/bin/sh
# Installs the Debian packages that budgetd needs, if any is missing. With --for-tests, also those of the suite.
set -eu

packages="libpoppler-glib-dev libsqlite3-dev poppler-data pkg-config"
if [ "${1:-}" = "--for-tests" ]; then
    packages="$packages python3-jsonschema strace"
fi

missing=""
for package in $packages; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "installing:$missing" >&2
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "install these packages as root first:$missing" >&2; exit 77; }
    as_root="sudo"
fi
$as_root apt-get update -q
# shellcheck disable=SC2086 # a list of package names
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
