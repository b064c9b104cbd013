"""Several files together, as a handset takes them: the same parameter in two files has one winner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wizard.core.about import told
from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.handset.config_file import ConfigFile, Layer
from wizard.core.handset.config_xml import Setting
from wizard.core.handset.masking import shown_setting, shown_value

OWN_WINS = "merging.own-file-wins"
UNDECIDED = "merging.shared-files"


@dataclass(frozen=True, slots=True)
class Placed:
    """A setting and the file that it stands in."""

    file: ConfigFile
    setting: Setting

    @property
    def name(self) -> str:
        """The parameter's name as written."""
        return self.setting.name

    @property
    def value(self) -> str:
        """The parameter's value."""
        return self.setting.value

    @property
    def shown(self) -> str:
        """The value for the screen: secrets hidden, not too long."""
        return shown_value(self.name, self.value)

    def evidence(self, *, of_name: bool = False) -> Evidence:
        """The setting as evidence: at its value, or at its name."""
        line, column = self.setting.value_line, self.setting.value_column
        if of_name:
            line, column = self.setting.line, self.setting.column
        return Evidence(EvidenceKind.CONFIG, self.file.path, shown_setting(self.setting), line, column)


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one handset is configured with.

    ``files`` in order of precedence, the winner first; ``mac`` is empty where no file names a
    handset. ``notes`` say what the order rests on. ``ranks`` are by path, the lowest wins.
    """

    files: tuple[ConfigFile, ...]
    mac: str = ""
    notes: tuple[str, ...] = ()
    by_name: Mapping[str, tuple[Placed, ...]] = field(default_factory=dict)
    ranks: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def in_force(self, name: str) -> tuple[Placed, ...]:
        """The settings of this name that may win.

        There are several where nothing decides: in two shared files, or twice in one file.
        """
        return self.strongest(self.by_name.get(name, ()))

    def below(self, placed: Sequence[Placed]) -> tuple[Placed, ...]:
        """Those of ``placed`` that would win without what was set on the handset itself.

        Empty if nothing was set there, or if nothing is below it.
        """
        served = tuple(one for one in placed if one.file.layer > Layer.WEB)
        return self.strongest(served) if len(served) < len(placed) else ()

    def strongest(self, placed: Sequence[Placed]) -> tuple[Placed, ...]:
        """Those of ``placed`` that no stronger file overrides."""
        best = min((self.ranks[one.file.path] for one in placed), default=None)
        return tuple(one for one in placed if self.ranks[one.file.path] == best)

    def value(self, name: str) -> str | None:
        """The value in force, the first one where several may win; None if no file sets it."""
        found = self.in_force(name)
        return found[0].value if found else None


def rank(file: ConfigFile, listed: Sequence[str]) -> tuple[int, int]:
    """The lowest wins.

    Files that the master configuration file lists go by its order, the first wins (inferred: the
    rule of the firmware that this handset's descends from).
    """
    if file.layer <= Layer.WEB:
        return file.layer, 0
    for position, entry in enumerate(listed):
        pattern = re.sub(r"\\\[[A-Z_]*MAC[A-Z_]*\\\]", "[0-9a-f]{12}", re.escape(entry))
        if re.fullmatch(pattern, file.name, re.IGNORECASE):
            return Layer.OWN, position
    return (Layer.SHARED if listed else file.layer), len(listed)


def configurations(files: Iterable[ConfigFile]) -> tuple[Configuration, ...]:
    """One configuration for every handset that the file names tell of, each with the shared files.

    A single one where they name none.
    """
    readable = tuple({file.path: file for file in files if not file.problem}.values())
    macs = list(dict.fromkeys(file.mac for file in readable if file.mac))
    return tuple(_configuration(mac, readable) for mac in macs or [""])


def _configuration(mac: str, files: tuple[ConfigFile, ...]) -> Configuration:
    own = tuple(file for file in files if file.mac in {"", mac})
    listed = _listed(own)
    ranks = {file.path: rank(file, listed) for file in own}
    ordered = tuple(sorted(own, key=lambda file: ranks[file.path]))
    by_name: dict[str, list[Placed]] = {}
    for file in ordered:
        for setting in file.settings:
            by_name.setdefault(setting.name, []).append(Placed(file, setting))
    settings = {name: tuple(placed) for name, placed in by_name.items()}
    return Configuration(ordered, mac, _notes(ordered, listed), settings, ranks)


def _listed(files: Iterable[ConfigFile]) -> tuple[str, ...]:
    return next((file.listed for file in files if file.listed), ())


def _notes(files: Sequence[ConfigFile], listed: Sequence[str]) -> tuple[str, ...]:
    served = [file for file in files if file.layer >= Layer.OWN and file.settings and not file.listed]
    if len(served) < 2 or listed:
        return ()
    if len({file.layer for file in served}) > 1:
        return (told(OWN_WINS),)
    return (told(UNDECIDED),)
