"""When the handset goes back to its first server, in plain words (84-Series Administration Guide)."""

from __future__ import annotations

from wizard.core.handset.configuration import FailBack

SOURCE = "84-Series Administration Guide"
DEFAULT_TIMEOUT = 3600
"""Seconds of ``failOver.failBack.timeout`` while nothing else is set."""


def fail_back_sentence(mode: FailBack | None, expires: int) -> str:
    """What this mode means for somebody who watches the handset; None is the handset's default."""
    match mode:
        case FailBack.DNS_TTL:
            return "The handset tries the first server again when the time to live of its DNS record is over."
        case FailBack.DURATION:
            return (
                "The handset tries the first server again after a fixed time: failOver.failBack.timeout, "
                f"{DEFAULT_TIMEOUT} seconds while you set no other."
            )
        case _:
            return (
                "The handset tries the first server again when it renews its registration. With expires "
                f"{expires} it may stay on the second server for up to {lasting(expires)}. "
                "That is not a fault."
            )


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
