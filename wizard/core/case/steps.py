"""The wizard's steps and how far each one is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """The pages, in order."""

    START = "start"
    SETUP = "setup"
    HANDSET = "handset"
    CHECKS = "checks"
    LOG = "log"
    SUMMARY = "summary"


class Progress(StrEnum):
    """``STALE``: done before, but what it was made from has changed since."""

    TODO = "to do"
    INCOMPLETE = "incomplete"
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Status:
    """How far a step is. ``text`` is one short line for the step list, such as "2 problems"."""

    progress: Progress
    text: str
