#!/bin/sh
# Copies the folder of each event's document to S3_TARGET, a place as rclone names it: “remote:bucket/folder”.
set -eu
event=$(cat)
path=$(printf %s "$event" | jq -r .data.path)
# A rejected document that has become a release since is not there any more.
if [ ! -e "$BUDGETD_ARCHIVE/$path" ] && [ "$(printf %s "$event" | jq -r .type)" = budgetd.document.rejected ]; then
    exit 0
fi
rclone copy --quiet "$BUDGETD_ARCHIVE/$path" "$S3_TARGET/$path"
