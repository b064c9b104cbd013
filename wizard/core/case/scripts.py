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
# What each of them is in the README.
_ABOUT = {
    "fix.ps1": "script.about.powershell",
    "undo.ps1": "script.about.powershell-undo",
    "fix.cmd": "script.about.dnscmd",
    "undo.cmd": "script.about.dnscmd-undo",
    "fix-naptr.cmd": "script.about.naptr",
    "undo-naptr.cmd": "script.about.naptr-undo",
    "zone-lines.txt": "script.about.bind",
    "zone-lines-undo.txt": "script.about.lines-undo",
    "dnsmasq-lines.conf": "script.about.dnsmasq",
    "dnsmasq-lines-undo.conf": "script.about.lines-undo",
    "unbound-lines.conf": "script.about.unbound",
    "unbound-lines-undo.conf": "script.about.lines-undo",
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
        left.append(told("script.not-ascii", name=name))
    else:
        files.append(Script(name, _encoded(product, text), told(_ABOUT[name])))


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
    lines = [*_head(product, name, len(recipes)), mark + told("script.undo", name=of)]
    for one in reversed(recipes):
        lines += ["", *one.undo]
    return "\n".join([*lines, "", mark + told(RESTART)]) + "\n"


def _head(product: Product, name: str, count: int) -> Iterator[str]:
    mark = COMMENTS[product]
    yield f"{mark}{name}"
    yield mark + told(f"script.how.{product.value}")
    if count > 1:
        yield mark + told("script.many", count=count)
    yield ""


def _does_something(product: Product, text: str) -> bool:
    return any(line.strip() and not line.startswith(COMMENTS[product].rstrip()) for line in text.splitlines())
