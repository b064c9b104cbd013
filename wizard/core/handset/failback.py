"""Failing over and going back, in plain words (84-Series Administration Guide)."""

from __future__ import annotations

from wizard.core.handset.configuration import DEFAULT_FAIL_BACK_TIMEOUT, FailBack, FailOver
from wizard.core.plan.deployment import Redundancy

SOURCE = "84-Series Administration Guide"


def fail_back_sentence(mode: FailBack | None, expires: int, timeout: int = DEFAULT_FAIL_BACK_TIMEOUT) -> str:
    """What this mode means for somebody who watches the handset.

    ``mode`` None is the handset's default; ``timeout`` in seconds counts for a fixed time alone.
    """
    match mode:
        case FailBack.DNS_TTL:
            return "The handset tries the first server again when the time to live of its DNS record is over."
        case FailBack.DURATION if timeout == 0:
            return "The handset stays on the second server until that one fails."
        case FailBack.DURATION:
            return f"The handset tries the first server again after a fixed time: {lasting(timeout)}."
        case _:
            return (
                "The handset tries the first server again when it renews its registration. With expires "
                f"{expires} it may stay on the second server for up to {lasting(expires)}. "
                "That is not a fault."
            )


def fail_over_sentence(choice: FailOver | None) -> str:
    """What this choice means once the handset turns to another server. None is its default."""
    match choice:
        case FailOver.SEPARATE:
            return (
                "The handset registers with another server before it uses it, and counts the registration "
                "with the failed one as lost. Right for servers that do not know of each other."
            )
        case FailOver.SHARED:
            return (
                "The handset uses another server without registering there: that one knows the registration "
                "already. Right for servers that know of each other."
            )
        case _:
            return (
                "Nothing is written. By default the handset uses another server without registering there, "
                "which fits servers that know of each other."
            )


def fail_over_doubt(choice: FailOver | None, redundancy: Redundancy) -> str:
    """Why this choice does not fit the servers; empty if it does, or if nobody knows."""
    if redundancy is Redundancy.ACTIVE_PASSIVE and choice is not FailOver.SEPARATE:
        return (
            "DNS setup says that the servers do not know of each other. Choose to register with each server: "
            "otherwise the next one does not know this handset."
        )
    if redundancy is Redundancy.ACTIVE_ACTIVE and choice is FailOver.SEPARATE:
        return (
            "DNS setup says that the servers know of each other. Registering with each is not needed then; "
            "a shared registration fits."
        )
    return ""


def lasting(seconds: int) -> str:
    """A time span in round words: ``about an hour``."""
    if seconds < 120:
        return f"{seconds} seconds" if seconds != 1 else "1 second"
    minutes = round(seconds / 60)
    if minutes == 60:
        return "about an hour"
    if minutes < 120:
        return f"about {minutes} minutes"
    hours = round(seconds / 3600)
    return f"about {hours} hours" if hours < 48 else f"about {round(seconds / 86_400)} days"
