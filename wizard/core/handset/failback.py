"""When the handset goes back to its first server, in plain words (84-Series Administration Guide)."""

from __future__ import annotations

from wizard.core.handset.configuration import DEFAULT_FAIL_BACK_TIMEOUT, FailBack

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
