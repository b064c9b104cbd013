"""Which logs lie in an archive or a mail, and in mails within archives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wizard.core.about import told
from wizard.core.log.archive import MOST_ENTRIES, listed
from wizard.core.log.mail_parts import MOST_PACKED
from wizard.core.log.mails import Mail, mail_at
from wizard.core.log.office import is_read
from wizard.core.log.opening import Opener
from wizard.core.log.origin import READING_FAILS, Origin
from wizard.core.log.quotes import quoted
from wizard.core.log.repeated import lines_of, some_of
from wizard.core.log.rotated import NAME, Log, file_name, logs_of
from wizard.core.log.tars import listed as listed_tar
from wizard.core.log.unpacking import UNPACKED

MAILS = (".eml", ".emlx", ".mbox")
_TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz")
ARCHIVES = (".zip", *_TARS)
UNREAD = (".7z", ".rar")
"""Archives that are not looked into."""
_OF_A_VISIT = ("case.json", "summary.html")
"""The entries of this program's archive of everything of a visit; what it says of itself is no log."""
_ABOUT_A_VISIT = ("README.txt", "summary.txt")
_OTHER = re.compile(r".+\.(?:csv|tsv|eml|html?|xml|json|jsonl|ndjson|rtf)", re.IGNORECASE | re.DOTALL)
"""What others save logs as. Where there are logs as handsets send them, it is something else."""
_OFFICE = ("[Content_Types].xml", "META-INF/manifest.xml")
"""The entries that every Word or Excel file has (ECMA-376, part 2), and every OpenDocument (part 2, 3.2)."""
_MOST_OF_MAILS = 256 * 1024 * 1024
"""Bytes of all mails of an archive that are looked into; of the others each is one log, or a sentence."""


def in_file(path: str, *, is_zip: bool) -> Iterator[Log | str]:
    """The logs in an archive, and a sentence about each part of it that cannot be looked into."""
    place = Origin(path)
    yield from _in_archive(listed(place) if is_zip else listed_tar(place), place)


def in_mail(path: str) -> list[Log | str]:
    """The logs of a mail that holds several, or packed ones, and what is said of other packed files.

    Nothing of one that is a log itself, as of every file that is no mail.
    """
    try:
        mail = mail_at(Origin(path))
    except READING_FAILS:
        return []
    if mail is None:
        return []
    with Opener() as opener:
        return [*_in_mail(mail, opener)]


def _in_mail(mail: Mail, opener: Opener) -> Iterator[Log | str]:
    place = mail.place
    origins: list[Origin] = []
    inside: list[Log | str] = []
    for name, attached in mail.packed.items():
        within = place.within(name)
        if attached.kind in {"zip", "tar"}:
            # Mails in mails in archives have an end.
            inside += _in_archive(mail.listed(name), within, looks_into_mails=not place.entry)
        elif attached.kind in UNPACKED:
            origins.append(within)
        else:
            inside.append(told("archive.in-mail", name=place.short, part=name))
    if mail.has_more:
        inside.append(told("archive.many-in-mail", name=place.short, most=MOST_PACKED))
    packed = [*origins, *(part for one in inside if isinstance(one, Log) for part in one.parts)]
    again = quoted(_some_of(mail), packed, opener)
    texts = [place.within(name) for name in mail.logs if place.within(name) not in again]
    if len(texts) == 1 and not packed:
        if inside:
            yield Log((texts[0] if place.entry else place,))
            yield from inside
        return
    yield from logs_of([*texts, *origins])
    yield from inside


def _some_of(mail: Mail) -> dict[Origin, set[str]]:
    """Lines that tell whether the logs in a mail's texts are in others."""
    return {mail.place.within(name): some_of(lines_of(text)) for name, text in mail.logs.items()}


def _in_archive(
    entries: Iterable[Origin | str], place: Origin, *, looks_into_mails: bool = True
) -> Iterator[Log | str]:
    """The logs among the entries of an archive that lies at a place."""
    entries = list(entries)
    before = f"{place.entry}/" if place.entry else ""
    names = {one.entry.removeprefix(before) for one in entries if isinstance(one, Origin)}
    found: list[Origin] = []
    others: list[Origin] = []
    mails: list[Origin] = []
    said = False
    for one in entries:
        if isinstance(one, str):
            said = True
            yield one
        elif names.issuperset(_OF_A_VISIT) and one.entry.removeprefix(before) in _ABOUT_A_VISIT:
            continue
        elif NAME.fullmatch(file_name(one)):
            found.append(one)
        elif file_name(one).lower().endswith((*ARCHIVES, *UNREAD, ".gz")):
            said = True
            yield told("archive.nested", name=one.short)
        elif looks_into_mails and file_name(one).lower().endswith(MAILS):
            mails.append(one)
        elif _OTHER.fullmatch(file_name(one)):
            others.append(one)
    is_office = not names.isdisjoint(_OFFICE)
    in_mails = _in_mails(mails, found)
    others += in_mails.without
    if not (found or in_mails.logs or is_office) and not names.issuperset(_OF_A_VISIT):
        found = others  # Logs that other programs saved.
    yield from logs_of(sorted(found))
    yield from in_mails.logs
    found += [part for one in in_mails.logs if isinstance(one, Log) for part in one.parts]
    if not found and is_office:
        yield Log((place,)) if is_read(names) else told("archive.office", name=place.short)
    elif not found and not said and not in_mails.logs:
        yield told("archive.no-log", name=place.short)


class _Mails(NamedTuple):
    """What lies in mails, with sentences about it, and the mails in which no log was seen."""

    logs: list[Log | str]
    without: list[Origin]


def _in_mails(mails: Sequence[Origin], beside: Sequence[Origin]) -> _Mails:
    """What lies in the mails of an archive but for what quotes the logs ``beside`` them."""
    inside: list[Log | str] = []
    without: list[Origin] = []
    some: dict[Origin, set[str]] = {}
    room = _MOST_OF_MAILS
    with Opener() as opener:
        for one in sorted(mails):
            if room <= 0 or len(inside) > MOST_ENTRIES:
                inside.append(Log((one,)))
                continue
            try:
                mail = opener.mail(one)
            except READING_FAILS:
                without.append(one)  # Whoever reads it says why.
                continue
            if mail is None:
                without.append(one)
                continue
            room -= mail.length
            its = list(_in_mail(mail, opener))
            if not (its or mail.logs):
                without.append(one)
                continue
            its_some = _some_of(mail)
            some |= its_some if its else {one: next(iter(its_some.values()))}
            inside += its or [Log((one,))]
        again = quoted(some, beside, opener)
    kept = [one for one in inside if isinstance(one, str) or not again.issuperset(one.parts)]
    return _Mails(kept, without)
