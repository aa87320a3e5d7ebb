#!/bin/sh
# Copies the folder of each event's document to S3_TARGET, a place as rclone names it: “remote:bucket/folder”.
set -eu
path=$(jq -r .data.path)
# A rejected document that has become a release since is not there any more.
[ -d "$BUDGETD_ARCHIVE/$path" ] || exit 0
rclone copy --quiet "$BUDGETD_ARCHIVE/$path" "$S3_TARGET/$path"
