#!/bin/sh
# Keeps each event, and the release that it tells of, in the PostgreSQL database that PGDATABASE and its like name.
set -eu
event=$(cat)
# A file and not a pipe: half of it would be half of an event. A release is too long for a command line.
script=$(mktemp)
trap 'rm -f "$script"' EXIT
release=null
if [ "$(printf %s "$event" | jq -r .type)" != budgetd.document.rejected ]; then
    release=$(cat "$BUDGETD_ARCHIVE/$(printf %s "$event" | jq -r .data.path)/release.json")
fi
{
    printf '%s\n' "CREATE TEMPORARY TABLE incoming (event jsonb, release jsonb);" "COPY incoming FROM STDIN;"
    printf '%s\t%s\n' "$event" "$release" | sed 's/\\/\\\\/g'
    cat <<'SQL'
\.
CREATE TABLE IF NOT EXISTS budget_events (id text PRIMARY KEY, sequence bigint, type text, time timestamptz, data jsonb);
CREATE TABLE IF NOT EXISTS budget_releases (sha256 text PRIMARY KEY, superseded boolean DEFAULT false, release jsonb);
INSERT INTO budget_events
SELECT event->>'id', (event->>'sequence')::bigint, event->>'type', (event->>'time')::timestamptz, event->'data'
FROM incoming ON CONFLICT DO NOTHING;
INSERT INTO budget_releases (sha256, release)
SELECT event->'data'->>'sha256', release FROM incoming WHERE jsonb_typeof(release) = 'object'
ON CONFLICT (sha256) DO UPDATE SET release = excluded.release;
UPDATE budget_releases SET superseded = true
WHERE sha256 IN (SELECT jsonb_array_elements_text(event->'data'->'supersedes') FROM incoming);
SQL
} > "$script"
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --single-transaction --file "$script" > /dev/null
