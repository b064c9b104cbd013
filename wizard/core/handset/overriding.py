"""A fault that was set on the handset itself: where it comes from, what it hides, how to clear it.

Without this a technician corrects the provisioning server's file, which is right already.
"""

from __future__ import annotations

from dataclasses import replace

from wizard.core.about import told
from wizard.core.finding import Finding
from wizard.core.handset.config_file import Layer
from wizard.core.handset.lint_entries import entry_findings
from wizard.core.handset.merge import Placed
from wizard.core.handset.sheet import Entry, Sheet
from wizard.core.handset.wanted import Wanted

_PLACE = {Layer.MENU: "overriding.in-menu", Layer.WEB: "overriding.on-web-page"}
_WINS = "overriding.wins"
_RIGHT = "overriding.right-value"
_CLEAR = "overriding.clear"
_CHANGE = "overriding.change"


def with_origin(finding: Finding, entry: Entry, sheet: Sheet, known: Wanted) -> Finding:
    """The finding, with the fact ``origin`` if its value was set on the handset itself.

    With the fact ``clear`` as well, clearing it there mends the fault: a file below has the right value.
    """
    field = finding.subject.removeprefix(f"{entry.prefix}.")
    placed = next((one for one in entry.get(field) if _is_seen(one, finding)), None)
    if placed is None or placed.file.layer > Layer.WEB:
        return finding
    facts = {
        "parameter": finding.subject,
        "value": placed.shown,
        "place": told(_PLACE[placed.file.layer]),
        "file": placed.file.name,
        "line": str(placed.setting.value_line),
    }
    good = _good_below(finding, entry, field, sheet, known)
    if good is None:
        return replace(
            finding, facts={**finding.facts, "origin": f"{told(_WINS, **facts)} {told(_CHANGE, **facts)}"}
        )
    facts |= {"good": good.shown, "good_file": good.file.name, "good_line": str(good.setting.value_line)}
    more = {"origin": f"{told(_WINS, **facts)} {told(_RIGHT, **facts)}", "clear": told(_CLEAR, **facts)}
    if "left" in finding.facts:
        more["left"] = f"{more['origin']} {more['clear']}"
    return replace(finding, facts={**finding.facts, **more})


def _is_seen(placed: Placed, finding: Finding) -> bool:
    return placed.evidence() in finding.evidence


def _good_below(finding: Finding, entry: Entry, field: str, sheet: Sheet, known: Wanted) -> Placed | None:
    """What the handset takes once the value is cleared, if that is without the fault."""
    below = sheet.hidden.get(finding.subject, ())
    if not below or not all(one.value for one in below):
        return None
    cleared = replace(entry, fields={**entry.fields, field: below})
    faults = {one.subject for one in entry_findings(cleared, sheet, known)}
    return None if finding.subject in faults else below[0]
