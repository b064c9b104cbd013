"""What somebody typed for a server, and what became of a draft that was read."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.core import names
from wizard.core.plan.deployment import Deployment
from wizard.core.words import Said


@dataclass(frozen=True, slots=True)
class DraftServer:
    """One row of the server table as typed; empty fields take their defaults."""

    host: str = ""
    address: str = ""
    port: str = ""
    priority: str = ""
    weight: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into this row."""
        return not (names.tidy(self.host) or names.tidy(self.address))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a draft makes no plan yet.

    ``field`` is ``domain``, ``subdomain``, ``servers``, ``ttl`` or
    ``server.<row from 0>.<host|address|port|priority|weight>``.
    """

    field: str
    said: Said


@dataclass(frozen=True, slots=True)
class Repair:
    """What was cleaned up in one field, and the text that the plan uses instead."""

    field: str
    said: Said
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft read: ``plan`` is None while there are problems.

    ``repairs`` say what was cleaned up in which field.
    """

    plan: Deployment | None
    problems: tuple[Problem, ...]
    repairs: tuple[Repair, ...] = ()

    def problem(self, field: str) -> Said | None:
        """The first thing that is wrong with one field, None if it is fine."""
        return next((problem.said for problem in self.problems if problem.field == field), None)

    def repair(self, field: str) -> Said | None:
        """What was cleaned up in one field."""
        return next((repair.said for repair in self.repairs if repair.field == field), None)
