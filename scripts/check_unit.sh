#!/bin/sh
# Checks the unit without starting it: systemd's own reading of it, and how much it leaves the service (at most 1.0 of
# 10): scripts/check_unit.sh PROGRAM
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# The program stands elsewhere until the package is installed.
for unit in budgetd budgetd-hook; do
    sed "s|/usr/bin/budgetd|$(realpath "$1")|" "systemd/$unit.service" > "$folder/$unit.service"
done
# What it does not understand it ignores with a word.
systemd-analyze verify --man=no "$folder/budgetd.service" "$folder/budgetd-hook.service" 2> "$folder/verified" || true
if [ -s "$folder/verified" ]; then
    cat "$folder/verified" >&2
    exit 1
fi
systemd-analyze security --offline=true --threshold=10 "$folder/budgetd.service" > "$folder/security" || {
    cat "$folder/security"
    exit 1
}
tail -n 1 "$folder/security"
