#!/usr/bin/env bash
# The Windows program, built and tried out under Wine, for CI. A fault of the program fails; a lab that cannot be had,
# or a computer so busy that FAILOVER_WINE_LIMIT_S seconds are not enough, is said loudly and fails nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export FAILOVER_WINE_LIMIT_S=${FAILOVER_WINE_LIMIT_S:-1080}
limit=$FAILOVER_WINE_LIMIT_S

code=0
timeout --kill-after=30 "$limit" "${PYTHON:-python3}" packaging/dev.py wine "$@" || code=$?

skipped() {
    printf '\n%s\n' "################ THE WINDOWS PROGRAM WAS NOT TRIED TO THE END: $1"
    printf '%s\n\n' "################ Only the stages that end in a line \"-- stage: seconds\" above have passed."
}
case $code in
    0) ;;
    2) skipped "the lab could not be had; the sentence above says why." ;;
    124 | 137) skipped "$limit seconds (FAILOVER_WINE_LIMIT_S) were not enough." ;;
    *) exit "$code" ;;
esac
