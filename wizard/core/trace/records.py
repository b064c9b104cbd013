"""The dump of an answer's records: one field a line, without the name that they belong to."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.core.record import Naptr, Srv
from wizard.core.trace import events as ev

_OF_NAPTR = {
    ev.NaptrOrder: "order",
    ev.NaptrPreference: "preference",
    ev.NaptrFlags: "flags",
    ev.NaptrService: "service",
    ev.NaptrRegexp: "regexp",
    ev.NaptrReplacement: "replacement",
}
_OF_SRV = {ev.SrvPriority: "priority", ev.SrvWeight: "weight"}
_FROM = {
    field: tuple(fields.values())[place:]
    for fields in (_OF_NAPTR, _OF_SRV)
    for place, field in enumerate(fields.values())
}
"""A field and those that follow it in the lines of a record."""
_SRV_FIELDS = 4
_TYPE = {
    **dict.fromkeys((ev.ListStarted, ev.NaptrAdded, *_OF_NAPTR), "NAPTR"),
    **dict.fromkeys((ev.SrvAdded, ev.SrvTarget, *_OF_SRV), "SRV"),
}
OF_RECORDS = frozenset(_TYPE)
"""The kinds of lines that a dump has."""


class Dump:
    """Puts fields together: a NAPTR is complete at its last line, an SRV once all fields are there.

    ``has_hole`` tells of the line that was taken last that lines before it were lost, and a record with them.
    """

    has_hole = False

    def __init__(self) -> None:
        self.naptr: dict[str, object] = {}
        self.srv: dict[str, object] = {}

    def begin(self, rtype: str) -> None:
        """An answer comes: what is left of the records of the one before lost its end."""
        if rtype == "SRV":
            self.srv = {}
        elif rtype == "NAPTR":
            self.naptr = {}

    @staticmethod
    def type_of(event: ev.Event) -> str:
        """The type of the record that a line belongs to, empty for every other line."""
        return _TYPE.get(type(event), "")

    def take(self, event: ev.Event) -> Naptr | Srv | None:
        """Takes one line; gives the record that it completes."""
        self.has_hole = False
        if isinstance(event, ev.NaptrAdded):
            return self._naptr()
        if isinstance(event, ev.ListStarted | ev.NaptrOrder):
            self.has_hole = bool(self.naptr)
            self.naptr = {}
        elif isinstance(event, ev.SrvAdded):
            self.has_hole = bool(self.srv)
            self.srv = {}
        elif isinstance(event, ev.SrvTarget):  # the first field: what came before had another record's
            self.has_hole = bool(self.srv)
            self.srv = {"target": event.target, "port": event.port}
        self._field(_OF_NAPTR, self.naptr, event)
        self._field(_OF_SRV, self.srv, event)
        if len(self.srv) < _SRV_FIELDS:
            return None
        values, self.srv = self.srv, {}
        return Srv(**values)  # type: ignore[arg-type]

    def _field(
        self, fields: Mapping[type[ev.Event], str], values: dict[str, object], event: ev.Event
    ) -> None:
        """Keeps one field. The lines of a record have one order: what stands otherwise is two records'."""
        field = fields.get(type(event))
        if field is None:
            return
        if not values.keys().isdisjoint(_FROM[field]):
            values.clear()
            self.has_hole = True
        values[field] = getattr(event, field)

    def _naptr(self) -> Naptr | None:
        values, self.naptr = self.naptr, {}
        # A field whose line was lost is not empty: nothing could be said of such a record.
        self.has_hole = not values.keys() >= {"order", "flags", "service", "replacement"}
        if self.has_hole:
            return None
        return Naptr(**{"preference": 0, "regexp": "", **values})  # type: ignore[arg-type]
