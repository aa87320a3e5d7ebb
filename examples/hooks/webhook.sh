#!/bin/sh
# Sends each event to WEBHOOK_URL, signed as Standard Webhooks has it; WEBHOOK_SECRET is “whsec_” and base64.
set -eu
event=$(cat)
id=$(printf %s "$event" | jq -r .id)
time=$(date +%s)
key=$(printf %s "${WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
signature=$(printf %s.%s.%s "$id" "$time" "$event" |
    openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64 -w 0)
curl --fail --silent --show-error --max-time 30 --output /dev/null \
    --header "content-type: application/cloudevents+json" \
    --header "webhook-id: $id" --header "webhook-timestamp: $time" --header "webhook-signature: v1,$signature" \
    --data-binary "$event" "$WEBHOOK_URL"
