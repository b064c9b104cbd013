"""What a time to live means for a handset: when it asks again, and how late it sees a change."""

from __future__ import annotations

SHORT = 300
LONG = 86_400
"""Seconds: below the one and from the other on, a time to live is worth a word."""

_SHORT = (
    "With {ttl} seconds the handset asks DNS again and again, and each look-up can time out. 3600 is advised."
)
_LONG = "With {ttl} seconds the handset may see a changed record only {days} later. 3600 is advised."


def ttl_doubt(ttl: int) -> str:
    """Why a time to live in seconds can be used and still is not wise; empty for a sound one."""
    if ttl < SHORT:
        return _SHORT.format(ttl=ttl)
    if ttl < LONG:
        return ""
    days = ttl // LONG
    return _LONG.format(ttl=ttl, days="a day" if days == 1 else f"{days:,} days")
