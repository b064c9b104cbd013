"""One handset's settings laid out by what they belong to: servers, proxies, logging."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wizard.core.handset.merge import Configuration, Placed
from wizard.core.handset.parameters import Kind, Known, known, meant
from wizard.core.handset.values import number

Cells = dict[tuple[str, str], tuple[Known, tuple[Placed, ...]]]
"""By prefix and field: the parameter and the settings in force."""

_IDENTITY = re.compile(r"reg\.([1-9][0-9]{0,2})\.address")


@dataclass(frozen=True, slots=True)
class Slip:
    """A misspelled name. ``free`` says that its file does not set the right name: it can be renamed."""

    placed: Placed
    meant: Known
    free: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A server or an outbound proxy: one prefix and the settings in force below it, by field."""

    prefix: str
    kind: Kind
    line: int
    server: int
    fields: dict[str, tuple[Placed, ...]]

    def get(self, field: str) -> tuple[Placed, ...]:
        """The settings in force of one field; empty if no file sets it."""
        return self.fields.get(field, ())

    def value(self, field: str) -> str:
        """The value in force, empty if it is not set."""
        found = self.get(field)
        return found[0].value if found else ""

    @property
    def is_set(self) -> bool:
        """Whether an address is given, so that the handset uses this entry at all."""
        return any(placed.value for placed in self.get("address"))

    @property
    def registers(self) -> bool:
        """Whether the handset registers here: it does unless told not to."""
        return self.is_set and number(self.value("register")) != 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """``lines`` are the lines that some file speaks of.

    ``set_servers`` are the server entries that are set, in order, and ``set_proxies`` the outbound
    proxies, both by line, 0 for voIpProt.
    """

    configuration: Configuration
    entries: tuple[Entry, ...]
    slips: tuple[Slip, ...]
    lines: tuple[int, ...]
    cells: Cells
    set_servers: Mapping[int, tuple[Entry, ...]]
    set_proxies: Mapping[int, Entry]
    hidden: Mapping[str, tuple[Placed, ...]]
    """By name: what a file gives where the handset's own menu or web page has another value."""

    def servers(self, line: int) -> tuple[Entry, ...]:
        """The server entries that are set, of one line or (0) of voIpProt, in order."""
        return self.set_servers.get(line, ())

    def proxy(self, line: int) -> Entry | None:
        """The outbound proxy of one line or (0) of voIpProt, if one is set."""
        return self.set_proxies.get(line)

    @property
    def is_partial(self) -> bool:
        """Whether no server is set at all: then the files are only a part of a configuration."""
        return not self.set_servers

    @property
    def shared_is_ignored(self) -> bool:
        """Whether every line in use has servers of its own, so that nothing uses voIpProt.server."""
        return bool(self.lines) and all(self.servers(line) for line in self.lines)

    def is_extra(self, entry: Entry) -> bool:
        """Whether another server of the same line comes before this one."""
        first = self.servers(entry.line)[:1]
        return entry.kind is Kind.SERVER and not (first and first[0].prefix == entry.prefix)

    def log(self, prefix: str, field: str) -> tuple[Placed, ...]:
        """The settings in force of a logging parameter."""
        return self.cells[prefix, field][1] if (prefix, field) in self.cells else ()


def lay_out(configuration: Configuration, *, as_meant: bool) -> Sheet:
    """The sheet of one handset.

    ``as_meant`` counts a misspelled name as the right one where that is not set: what the
    technician wanted. Without it: what the handset does.
    """
    settings, slips = _settings_and_slips(configuration)
    cells, hidden = _in_force(configuration, settings, as_meant=as_meant)
    entries = _entries(cells)
    servers: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.kind is Kind.SERVER and entry.is_set:
            servers.setdefault(entry.line, []).append(entry)
    return Sheet(
        configuration,
        entries,
        slips,
        _lines(configuration, cells),
        cells,
        {line: tuple(found) for line, found in servers.items()},
        {entry.line: entry for entry in entries if entry.kind is Kind.PROXY and entry.is_set},
        hidden,
    )


def _settings_and_slips(configuration: Configuration) -> tuple[dict[str, list[Placed]], tuple[Slip, ...]]:
    """By right names what stands under them, and under a misspelled one if its file has no right one."""
    slips: list[Slip] = []
    settings: dict[str, list[Placed]] = {n: list(p) for n, p in configuration.by_name.items() if known(n)}
    for name, placed in configuration.by_name.items():
        right = meant(name)
        for one in placed if right is not None else ():
            assert right is not None
            taken = settings.setdefault(right.name, [])
            free = all(other.file.path != one.file.path for other in taken)
            slips.append(Slip(one, right, free))
            if free:
                taken.append(one)
    return settings, tuple(slips)


def _in_force(
    configuration: Configuration, settings: dict[str, list[Placed]], *, as_meant: bool
) -> tuple[Cells, dict[str, tuple[Placed, ...]]]:
    """What counts in each cell, and by name what it hides."""
    cells: Cells = {}
    hidden: dict[str, tuple[Placed, ...]] = {}
    for name, candidates in settings.items():
        parameter = known(name)
        assert parameter is not None
        counted = candidates if as_meant else [one for one in candidates if one.name == name]
        if counted:
            cells[parameter.prefix, parameter.field] = parameter, configuration.strongest(counted)
            hidden[name] = configuration.below(counted)
    return cells, hidden


def _entries(cells: Cells) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    for (prefix, field), (parameter, placed) in cells.items():
        if parameter.kind in {Kind.SERVER, Kind.PROXY}:
            entry = Entry(prefix, parameter.kind, parameter.line, parameter.server, {})
            entries.setdefault(prefix, entry).fields[field] = placed
    return tuple(sorted(entries.values(), key=lambda e: (e.kind is Kind.PROXY, e.line, e.server)))


def _lines(configuration: Configuration, cells: Cells) -> tuple[int, ...]:
    """Lines with an identity, or with a server or proxy of their own."""
    identities = (match for name in configuration.by_name if (match := _IDENTITY.fullmatch(name)))
    found = {int(match.group(1)) for match in identities if configuration.value(match.group())}
    for (_, field), (parameter, placed) in cells.items():
        if field == "address" and parameter.line and any(one.value for one in placed):
            found.add(parameter.line)
    return tuple(sorted(found))
