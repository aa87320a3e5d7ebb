#!/bin/sh
# Fuzzes texts, pages, pictures and PDFs for some seconds each: scripts/fuzz.sh SECONDS
# The corpora grow in .build/fuzz/corpus from one run to the next; crashes are kept in .build/fuzz/found.
set -eu
cd "$(dirname "$0")/.."
seconds="${1:-600}"
fuzz=.build/fuzz
for kind in text pages pictures; do
    # The net is C: what it reads and writes is watched.
    BUDGETD_FUZZ=1 swift build -c release --sanitize=fuzzer --sanitize=address --scratch-path "$fuzz" --product "fuzz-$kind"
    mkdir -p "$fuzz/corpus/$kind" "$fuzz/found/$kind"
done

failed=""
for kind in text pages pictures; do
    seeds="Tests/Fuzz/Corpus/$kind"
    [ "$kind" = text ] && seeds="$seeds Tests/Fixtures"
    echo "$kind: $seconds seconds"
    # Swift's own description of a crash would start a program and wait for it.
    # shellcheck disable=SC2086 # a list of folders
    SWIFT_BACKTRACE=enable=no "$fuzz/release/fuzz-$kind" -max_total_time="$seconds" -timeout=20 -max_len=8192 \
        -rss_limit_mb=2048 -print_final_stats=1 -dict=Tests/Fuzz/words.dict -artifact_prefix="$fuzz/found/$kind/" \
        "$fuzz/corpus/$kind" $seeds || failed="$failed $kind"
done
echo "PDFs: $seconds seconds"
python3 Tests/Hostile/make_hostile.py "$fuzz/hostile"
python3 Tests/Fuzz/mutate_pdfs.py .build/release/budgetd "$seconds" "$fuzz/found/pdf" \
    Tests/Fixtures/*.pdf "$fuzz"/hostile/ok-*.pdf "$fuzz"/hostile/*font*.pdf "$fuzz"/hostile/type3-*.pdf || failed="$failed PDFs"
[ -z "$failed" ] || { echo "failed:$failed; see $fuzz/found" >&2; exit 1; }
