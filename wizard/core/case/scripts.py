"""A case's fixes as files ready to be run by whoever administers the DNS server. Nothing here runs them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from wizard.core.about import told
from wizard.core.case.case import Case
from wizard.core.case.judging import Judge
from wizard.core.finding import State
from wizard.core.plan.recipes import Product, Recipe, recipe
from wizard.core.plan.recipes.recipe import COMMENTS, RESTART
from wizard.core.plan.records import change_for
from wizard.core.record import RecordChange, RecordType

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NOT_CMD = re.compile(r"[^\x20-\x7e]")
_MANY = "These are {count} changes, one after the other."
_HOW = {
    Product.POWERSHELL: "Run it in PowerShell, as administrator, on the DNS server. Read it first.",
    Product.DNSCMD: "Run it in cmd.exe, as administrator, on the DNS server. Read it first.",
    Product.BIND: "Lines for a zone file. They are not to be run.",
    Product.DNSMASQ: "Lines for dnsmasq's configuration. They are not to be run.",
    Product.UNBOUND: "Lines for unbound's configuration. They are not to be run.",
}
_UNDO = "Takes back what {name} did."


@dataclass(frozen=True, slots=True)
class Script:
    """A file as it is written: its name, its bytes, and one sentence for the README."""

    name: str
    data: bytes
    about: str


@dataclass(frozen=True, slots=True)
class Scripts:
    """The files, in the order in which they matter, and a sentence for each that is left out."""

    files: tuple[Script, ...]
    left_out: tuple[str, ...] = ()


_NAMES = {
    Product.POWERSHELL: ("fix.ps1", "undo.ps1"),
    Product.DNSCMD: ("fix.cmd", "undo.cmd"),
    Product.BIND: ("zone-lines.txt", "zone-lines-undo.txt"),
    Product.DNSMASQ: ("dnsmasq-lines.conf", "dnsmasq-lines-undo.conf"),
    Product.UNBOUND: ("unbound-lines.conf", "unbound-lines-undo.conf"),
}
_ABOUT = {
    "fix.ps1": "makes the changes in Windows DNS by PowerShell. It cannot make NAPTR records.",
    "undo.ps1": "takes back what fix.ps1 made.",
    "fix.cmd": "makes all changes in Windows DNS by dnscmd. Use it instead of fix.ps1, not after it.",
    "undo.cmd": "takes back what fix.cmd made.",
    "fix-naptr.cmd": "makes the NAPTR records alone. Use it after fix.ps1.",
    "undo-naptr.cmd": "takes back what fix-naptr.cmd made.",
    "zone-lines.txt": "the lines for a zone file: BIND, Knot DNS, NSD, PowerDNS.",
    "zone-lines-undo.txt": "the lines that take them back.",
    "dnsmasq-lines.conf": "the lines for dnsmasq.",
    "dnsmasq-lines-undo.conf": "the lines that take them back.",
    "unbound-lines.conf": "the lines for unbound.",
    "unbound-lines-undo.conf": "the lines that take them back.",
}


def changes_of(case: Case, judge: Judge) -> tuple[RecordChange, ...]:
    """What is to be changed in DNS: by what is wrong now, or by the plan where nothing was asked yet."""
    findings = judge.whole(case).findings
    found = [f.change for f in findings if f.state is State.CURRENT and f.caused_by is None and f.change]
    if case.plan is not None and case.report is None and not case.logs:
        found.append(change_for(case.plan))
    return tuple(dict.fromkeys(found))


def scripts_of(changes: Sequence[RecordChange]) -> Scripts:
    """The files of these changes; none if there is nothing to change."""
    files: list[Script] = []
    left: list[str] = []
    if not changes:
        return Scripts((), ())
    for product, (name, undo) in _NAMES.items():
        recipes = [recipe(product, change) for change in changes]
        made = [(name, _joined(product, name, recipes)), (undo, _undone(product, undo, name, recipes))]
        if product is Product.POWERSHELL:
            made = [(one, text) for one, text in made if _does_something(product, text)]
        for one, text in made:
            _add(files, left, product, one, text)
        if product is Product.DNSCMD and _has_powershell(files):
            _add_naptr(files, left, changes)
    return Scripts(tuple(files), tuple(left))


def _has_powershell(files: Iterable[Script]) -> bool:
    return any(one.name == "fix.ps1" for one in files)


def _add_naptr(files: list[Script], left: list[str], changes: Sequence[RecordChange]) -> None:
    """What PowerShell cannot make."""
    alone = [_naptr(change) for change in changes]
    alone = [change for change in alone if change.create or change.delete]
    if alone:
        recipes = [recipe(Product.DNSCMD, change) for change in alone]
        name, undo = "fix-naptr.cmd", "undo-naptr.cmd"
        _add(files, left, Product.DNSCMD, name, _joined(Product.DNSCMD, name, recipes))
        _add(files, left, Product.DNSCMD, undo, _undone(Product.DNSCMD, undo, name, recipes))


def _naptr(change: RecordChange) -> RecordChange:
    return replace(
        change,
        create=tuple(one for one in change.create if one.type is RecordType.NAPTR),
        delete=tuple(one for one in change.delete if one.type is RecordType.NAPTR),
    )


def _add(files: list[Script], left: list[str], product: Product, name: str, text: str) -> None:
    if product is Product.DNSCMD and not _is_plain(text):
        left.append(f"{name} is left out: cmd.exe cannot read letters outside ASCII. Use fix.ps1.")
    else:
        files.append(Script(name, _encoded(product, text), _ABOUT[name]))


def _is_plain(text: str) -> bool:
    return not _NOT_CMD.search(text.replace("\n", ""))


def _encoded(product: Product, text: str) -> bytes:
    """Windows PowerShell 5.1 takes a file without the mark for one in the old code page."""
    windows = text.replace("\n", "\r\n")
    match product:
        case Product.POWERSHELL:
            return BYTE_ORDER_MARK + windows.encode("utf-8")
        case Product.DNSCMD:
            return windows.encode("ascii")
        case _:
            return text.encode("utf-8")


def _joined(product: Product, name: str, recipes: Sequence[Recipe]) -> str:
    """All recipes as one file, prose as comments. Their undo has a file of its own."""
    shown = (replace(one, undo=()).text() for one in recipes)
    return "\n".join([*_head(product, name, len(recipes)), *shown])


def _undone(product: Product, name: str, of: str, recipes: Sequence[Recipe]) -> str:
    mark = COMMENTS[product]
    lines = [*_head(product, name, len(recipes)), mark + _UNDO.format(name=of)]
    for one in reversed(recipes):
        lines += ["", *one.undo]
    return "\n".join([*lines, "", mark + told(RESTART)]) + "\n"


def _head(product: Product, name: str, count: int) -> Iterator[str]:
    mark = COMMENTS[product]
    yield f"{mark}{name}"
    yield mark + _HOW[product]
    if count > 1:
        yield mark + _MANY.format(count=count)
    yield ""


def _does_something(product: Product, text: str) -> bool:
    return any(line.strip() and not line.startswith(COMMENTS[product].rstrip()) for line in text.splitlines())
