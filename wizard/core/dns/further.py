"""Further questions: what a technician would look for once the handset's own questions failed.

They are kept apart from what the handset asks. Each has a purpose that a rule of the diagnosis knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wizard.core.dns.answer import Answer, Question


class Purpose(StrEnum):
    """Why a further question is asked."""

    PARENT = "srv at a parent"
    CHILD = "srv at a sub-domain"
    PROTOCOL = "srv under another protocol"
    SPELLING = "srv under a usual mis-spelling"
    WILDCARD = "a name that nobody made"
    HIJACK = "a domain that does not exist"
    CONTROLLERS = "domain controllers"
    STAR = "a wildcard record itself"
    PLANNED = "a planned host"
    FULL_NAME = "a host by its full name"
    ALIAS = "srv behind an alias"
    IPV6 = "an IPv6 address"
    HOST = "a host in another folder"
    POINTER = "the name of an address"
    REPEAT = "the same question again"
    ALIVE = "a sign of life"
    STILL = "whether it still answers"
    ZONE = "who holds the zone"
    SERIAL = "the version of the zone"
    BELOW_HOST = "a name below a host"
    UNCHECKED = "the same question without the check of signatures"
    CHECKED = "the same question with the check of signatures again"


OUTSIDE = frozenset({Purpose.HIJACK, Purpose.POINTER})
"""About names outside the site's zone, which a sound server without a way there cannot answer."""


@dataclass(frozen=True, slots=True)
class Further:
    """One further question. ``about`` is the owner, target or address that it is asked for."""

    purpose: Purpose
    question: Question
    about: str


@dataclass(frozen=True, slots=True)
class Found:
    """A further question with its answer."""

    further: Further
    answer: Answer
