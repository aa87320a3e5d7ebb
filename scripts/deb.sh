#!/bin/sh
# Builds the Debian package into .build/package from the programs of `make build`.
set -eu
cd "$(dirname "$0")/.."
package="$PWD/.build/package"
version=$(sed -n 's/.*budgetdVersion = "\(.*\)"/\1/p' Sources/BudgetRelease/Version.swift)
packaged=$(dpkg-parsechangelog --show-field Version)
[ "$version" = "$packaged" ] || { echo "the programs are $version, debian/changelog says $packaged" >&2; exit 65; }

tree="$package/budgetd-$version"
rm -rf "$package"
mkdir -p "$tree/root/usr/bin" "$tree/root/usr/libexec/budgetd" "$tree/root/etc/budgetd" "$tree/manual"
cp -rL debian "$tree/debian"
cp README.md README.zh-CN.md "$tree/"
cp -r docs examples "$tree/"
# What is linked into the programs wants its licence beside them.
mkdir "$tree/licences"
for checkout in .build/checkouts/*/; do
    name=$(basename "$checkout")
    for file in "$checkout"LICENSE* "$checkout"NOTICE*; do
        [ -f "$file" ] && cp "$file" "$tree/licences/$name.$(basename "$file")"
    done
done
cp "$(dirname "$(realpath "$(command -v swift)")")/../share/swift/LICENSE.txt" "$tree/licences/swift.LICENSE.txt"
cp Sources/CLineReader/NOTICE "$tree/licences/PP-OCRv6.NOTICE"
root="$tree/root"
install -s .build/release/budgetd "$root/usr/bin/budgetd"
install -s .build/release/budgetd-worker "$root/usr/libexec/budgetd/budgetd-worker"
install -s .build/release/budgetd-review "$root/usr/libexec/budgetd/budgetd-review"
install -m 644 systemd/budgetd.conf "$root/etc/budgetd/budgetd.conf"

# The manual and the completions are what the program says of itself.
budgetd=".build/release/budgetd"
complete() {
    mkdir -p "$root/usr/share/$2"
    LC_ALL=C "$budgetd" --generate-completion-script "$1" > "$root/usr/share/$2/$3"
}
complete bash bash-completion/completions budgetd
sed -i "1{/^#!/d}" "$root/usr/share/bash-completion/completions/budgetd"
complete zsh zsh/vendor-completions _budgetd
complete fish fish/vendor_completions.d budgetd.fish
date=$(dpkg-parsechangelog --show-field Date | xargs -0 date +%Y-%m-%d -d)
scripts/manual.sh "$budgetd" "$date" > "$tree/manual/budgetd.1"
cp systemd/budgetd.service.8 "$tree/manual/"

cd "$tree"
BUDGETD_OUTPUT="$package" debian/rules binary > "$package/log" 2>&1 || { cat "$package/log" >&2; exit 70; }
ls "$package"/*.deb
