"""Which value a handset takes of several, and why: the files' own order of precedence."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.core.about import told
from wizard.core.handset.config_file import ConfigFile, Layer
from wizard.core.handset.merge import Configuration, Placed
from wizard.core.handset.parameters import known
from wizard.core.knowledge import Basis

GUIDE = "84-Series Administration Guide"


@dataclass(frozen=True, slots=True)
class Decision:
    """One parameter: the settings in force and those that lose to them.

    There are several in force where nothing decides. ``reason`` is a sentence, empty where no other
    file sets the parameter; ``basis`` and ``source`` tell who says so.
    """

    name: str
    in_force: tuple[Placed, ...]
    beaten: tuple[Placed, ...] = ()
    reason: str = ""
    basis: Basis = Basis.VENDOR
    source: str = ""

    @property
    def is_contested(self) -> bool:
        """Whether another value is set elsewhere."""
        return len({placed.value for placed in (*self.in_force, *self.beaten)}) > 1


def decisions(configuration: Configuration) -> tuple[Decision, ...]:
    """Every parameter that decides where the handset registers, or what it logs; in file order."""
    return tuple(decide(configuration, name) for name in configuration.by_name if known(name) is not None)


def others_contested(configuration: Configuration) -> int:
    """How many parameters that are none of our business have different values in different files."""
    return sum(
        1
        for name, placed in configuration.by_name.items()
        if len(placed) > 1 and known(name) is None and len({one.value for one in placed}) > 1
    )


def decide(configuration: Configuration, name: str) -> Decision:
    """Which of the settings of this name the handset takes."""
    placed = configuration.by_name[name]
    winners = configuration.in_force(name)
    beaten = tuple(one for one in placed if one not in winners)
    if len(placed) == 1:
        return Decision(name, winners)
    reason, basis, source = _reason(configuration, winners, beaten)
    return Decision(name, winners, beaten, reason, basis, source)


def _reason(
    configuration: Configuration, winners: tuple[Placed, ...], beaten: tuple[Placed, ...]
) -> tuple[str, Basis, str]:
    winner = winners[0].file
    if len({one.file.path for one in winners}) > 1:
        text = told("precedence.unknown")
        return text, Basis.INFERRED, told("precedence.by-list")
    if len(winners) > 1:
        text = told("precedence.in-one-file", winners=len(winners), name=winner.name)
        return text, Basis.UNVERIFIED, ""
    match winner.layer:
        case Layer.MENU:
            return told("precedence.menu"), Basis.VENDOR, GUIDE
        case Layer.WEB:
            text = told("precedence.web-page")
            return text, Basis.VENDOR, GUIDE
    return _among_served(configuration, winner, beaten[0].file)


def _among_served(
    configuration: Configuration, winner: ConfigFile, loser: ConfigFile
) -> tuple[str, Basis, str]:
    master = next((file for file in configuration.files if file.listed), None)
    if master is None:
        text = told("precedence.own-file", name=winner.name)
        return text, Basis.INFERRED, told("precedence.by-config-files")
    if configuration.ranks[loser.path][0] > Layer.OWN:
        text = told("precedence.listed", winner=winner.name, master=master.name, loser=loser.name)
    else:
        text = told("precedence.listed-before", winner=winner.name, loser=loser.name, master=master.name)
    return text, Basis.INFERRED, told("precedence.by-firmware")
