"""Misspelled names, and what each of them costs: the registration, a setting, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from wizard.core.about import told
from wizard.core.finding import Finding
from wizard.core.handset.parameters import NEEDED, Kind, Known
from wizard.core.handset.sheet import Entry, Sheet, Slip, lay_out

CODE = "config.parameter-misspelled"
_ENABLE = "voIpProt.SIP.enable"


class Harm(IntEnum):
    """What a misspelled name costs, the least first."""

    INCIDENTAL = 0
    SETTING = 1
    ADDRESS = 2

    def variant(self, *, word: bool) -> str:
        """The variant of the finding; ``word`` is for a word that is wrong in several names."""
        names = ("word-incidental", "word-setting", "word") if word else ("incidental", "setting", "")
        return names[self]


def gravest_first(finding: Finding) -> int:
    """A key to sort by: a slip that costs more comes before one that costs less, or no slip."""
    if finding.code != CODE:
        return 1
    return -max(harm for harm in Harm if finding.variant in {harm.variant(word=w) for w in (True, False)})


def slip_findings(sheet: Sheet) -> Iterator[Finding]:
    """Misspelled names. The same word wrong in several names of a file is one fault."""
    # Only what the handset itself makes of the files tells what it loses.
    actual = lay_out(sheet.configuration, as_meant=False) if sheet.slips else sheet
    groups: dict[tuple[str, str, str], list[Slip]] = {}
    for slip in sheet.slips:
        words = _wrong_word(slip)
        groups.setdefault((slip.placed.file.path, *words), []).append(slip)
    for (_, wrong, right), slips in groups.items():
        harm = max(harm_of(slip, sheet, actual) for slip in slips)
        if wrong and len(slips) > 1 and any(_is_of_servers(slip) for slip in slips):
            facts = {
                "parameter": wrong,
                "expected": right,
                "spelled": _shown(wrong, right),
                "file": slips[0].placed.file.name,
                "repair": right,
            }
            seen = tuple(slip.placed.evidence(of_name=True) for slip in slips)
            yield Finding(CODE, wrong, seen, facts, harm.variant(word=True))
        else:
            yield from (_misspelled(slip, harm_of(slip, sheet, actual)) for slip in slips)


def harm_of(slip: Slip, sheet: Sheet, actual: Sheet) -> Harm:
    """What the handset loses: ``sheet`` is what was meant, ``actual`` what it really takes."""
    right, value = slip.meant, slip.placed.value
    entry = next((one for one in sheet.entries if one.prefix == right.prefix), None)
    if right.name == _ENABLE:
        return Harm.INCIDENTAL if value == "1" else Harm.SETTING
    if not _would_count(slip, entry, sheet):
        return Harm.INCIDENTAL
    if right.field == "address" and _is_lost(right, sheet, actual):
        return Harm.ADDRESS
    return Harm.INCIDENTAL if value in _in_force(right, actual) else Harm.SETTING


def _would_count(slip: Slip, entry: Entry | None, sheet: Sheet) -> bool:
    """Whether the handset would look for servers otherwise if the name were right."""
    right = slip.meant
    if entry is None or right.field not in NEEDED or not (entry.is_set or sheet.is_partial):
        return False
    unused = right.kind is Kind.SERVER and right.line == 0 and sheet.shared_is_ignored
    return not unused and bool(slip.placed.value) and slip.placed in entry.get(right.field)


def _is_lost(right: Known, sheet: Sheet, actual: Sheet) -> bool:
    """Whether a line that is to have this address is left without any."""
    lines = (right.line,) if right.line else sheet.lines or (0,)
    return any(
        not any(actual.servers(one) or actual.proxy(one) is not None for one in (line, 0)) for line in lines
    )


def _in_force(right: Known, actual: Sheet) -> set[str]:
    """What the handset uses instead: what another line sets, else its default."""
    cell = actual.cells.get((right.prefix, right.field))
    set_elsewhere = {placed.value for placed in cell[1]} if cell is not None else set()
    if right.field == "address" and right.kind is Kind.SERVER:
        used = actual.servers(right.line) or actual.servers(0)
        set_elsewhere |= {placed.value for entry in used for placed in entry.get("address")}
    if set_elsewhere - {""}:
        return set_elsewhere
    if right.field == "transport":
        return {"DNSnaptr"}
    # A missing port of an outbound proxy is no safe 0: older files bring 5060 along.
    return {"0"} if right.field == "port" and right.kind is Kind.SERVER else set()


_LOOK_ALIKE = str.maketrans("I1|", "lll")


def _shown(written: str, right: str) -> str:
    """The right name, and what to look for where many fonts draw both names alike."""
    alike = written.translate(_LOOK_ALIKE) == right.translate(_LOOK_ALIKE) and len(written) == len(right)
    wanted = {two for one, two in zip(written, right, strict=False) if one != two}
    return f"{right} (capital I)" if alike and wanted == {"I"} else right


def _wrong_word(slip: Slip) -> tuple[str, str]:
    """The only word of a name that is wrong, and the right one; empty if there is more to it."""
    written, right = slip.placed.name.split("."), slip.meant.name.split(".")
    wrong = [pair for pair in zip(written, right, strict=False) if pair[0] != pair[1]]
    return wrong[0] if slip.free and len(written) == len(right) and len(wrong) == 1 else ("", "")


def _is_of_servers(slip: Slip) -> bool:
    return slip.meant.kind in {Kind.SERVER, Kind.PROXY} or slip.meant.name == _ENABLE


def _misspelled(slip: Slip, harm: Harm) -> Finding:
    name, right = slip.placed.name[:100], slip.meant.name
    facts = {"parameter": name, "expected": right, "spelled": _shown(name, right)}
    facts["file"] = slip.placed.file.name
    if slip.free:
        facts["repair"] = right
    else:
        facts["left"] = told("slip.set-as-well", right=right)
    seen = (slip.placed.evidence(of_name=True),)
    return Finding(CODE, name, seen, facts, harm.variant(word=False))
