"""The users of a handset, as far as its log names them: each of its lines registers by itself.

A line of the log tells who begins to register, and an error whose registration it was. The searches between
them name nobody, and those of a handset that registers again stand alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from wizard.core import names
from wizard.core.log.handsets import handset_of
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, Entry


class Users:
    """Who registers in a log. Nothing is gone through before it is asked for: most logs show no error."""

    def __init__(self, attempts: Sequence[Attempt], entries: Sequence[Entry]) -> None:
        self._attempts, self._entries = attempts, entries

    @cached_property
    def _begun(self) -> list[tuple[str, str, int]]:
        """Handset, user and line of each registration that was announced."""
        return [
            (handset_of(seen.text), event.user, seen.line)
            for event, seen in self._entries
            if isinstance(event, ev.RegisterStarted)
        ]

    @property
    def all(self) -> set[str]:
        """Everybody whom a line names who begins, or whose search it is known to be."""
        return {who for _, who, _ in self._begun} | {one.user for one in self._attempts if one.user}

    def begins(self, user: str, handset: str = "") -> list[int]:
        """The lines at which this user began to register."""
        return [line for own, who, line in self._begun if who == user and (not handset or own == handset)]

    def searching_for(self, name: str, handset: str = "") -> set[str]:
        """Those whose search for this name may be one that names nobody."""
        own = [one for one in self._attempts if one.handset == handset]
        known = {one.user for one in own if one.user and names.same(one.name, name)}
        elsewhere = {one.user for one in own if one.user} - known
        others = {names.fold(one.name) for one in own} - {names.fold(name)}
        if others - {names.fold(one.name) for one in own if one.user}:
            return known  # There is a name for those of whom no search is known.
        announced = {who for of, who, _ in self._begun if not handset or of == handset}
        return known | (announced - elsewhere)
