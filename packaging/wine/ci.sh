#!/usr/bin/env bash
# The Windows program, built and tried out under Wine, for CI: everything or nothing, within a time limit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec timeout --kill-after=30 "${FAILOVER_WINE_LIMIT_S:-1200}" python3 packaging/dev.py wine "$@"
