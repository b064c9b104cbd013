"""What a time to live means for a handset: when it asks again, and how late it sees a change."""

from __future__ import annotations

from wizard.core.words import Said

SHORT = 300
LONG = 86_400
"""Seconds: below the one and from the other on, a time to live is worth a word."""


def ttl_doubt(ttl: int) -> Said | None:
    """Why a time to live in seconds can be used and still is not wise; None for a sound one."""
    if ttl < SHORT:
        return Said("plan.ttl.short", {"ttl": ttl})
    return Said("plan.ttl.long", {"ttl": ttl}, count=ttl // LONG) if ttl >= LONG else None
