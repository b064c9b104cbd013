"""Failing over and going back, in plain words (84-Series Administration Guide)."""

from __future__ import annotations

from wizard.core.about import told
from wizard.core.handset.configuration import DEFAULT_FAIL_BACK_TIMEOUT, FailBack, FailOver
from wizard.core.plan.deployment import Redundancy

SOURCE = "84-Series Administration Guide"


def fail_back_sentence(mode: FailBack | None, expires: int, timeout: int = DEFAULT_FAIL_BACK_TIMEOUT) -> str:
    """What this mode means for somebody who watches the handset.

    ``mode`` None is the handset's default; ``timeout`` in seconds counts for a fixed time alone.
    """
    match mode:
        case FailBack.DNS_TTL:
            return told("fail-back.dns-ttl")
        case FailBack.DURATION if timeout == 0:
            return told("fail-back.next-failure")
        case FailBack.DURATION:
            return told("fail-back.duration", time=lasting(timeout))
        case _:
            return told("fail-back.registration", expires=expires, time=lasting(expires))


def fail_over_sentence(choice: FailOver | None) -> str:
    """What this choice means once the handset turns to another server. None is its default."""
    match choice:
        case FailOver.SEPARATE:
            return told("fail-over.separate")
        case FailOver.SHARED:
            return told("fail-over.shared")
        case _:
            return told("fail-over.default")


def fail_over_doubt(choice: FailOver | None, redundancy: Redundancy) -> str:
    """Why this choice does not fit the servers; empty if it does, or if nobody knows."""
    if redundancy is Redundancy.ACTIVE_PASSIVE and choice is not FailOver.SEPARATE:
        return told("fail-over.needs-separate")
    if redundancy is Redundancy.ACTIVE_ACTIVE and choice is FailOver.SEPARATE:
        return told("fail-over.needs-shared")
    return ""


def lasting(seconds: int) -> str:
    """A time span in round words: ``about an hour``."""
    if seconds < 120:
        return told("lasting.seconds.one" if seconds == 1 else "lasting.seconds.many", count=seconds)
    minutes = round(seconds / 60)
    if minutes == 60:
        return told("lasting.hour")
    if minutes < 120:
        return told("lasting.minutes", count=minutes)
    hours = round(seconds / 3600)
    if hours < 48:
        return told("lasting.hours", count=hours)
    return told("lasting.days", count=round(seconds / 86_400))
