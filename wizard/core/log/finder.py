"""Which logs there are in files, folders and archives, and which files are parts of one log."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from wizard.core.about import name_of, sentence_of, told
from wizard.core.log.archive import listed
from wizard.core.log.kinds import packed_kind
from wizard.core.log.mails import MOST_PACKED, mail_at, may_be_mail
from wizard.core.log.office import is_read
from wizard.core.log.origin import HEAD, READING_FAILS, STANDARD_INPUT, Origin, sentence
from wizard.core.log.quotes import quoted
from wizard.core.log.tars import listed as listed_tar
from wizard.core.log.tars import tar_in
from wizard.core.log.unpacking import UNPACKED
from wizard.core.mounts import device_of, pseudo_devices
from wizard.core.regular import Refused, is_file, is_too_long, open_file, refuse_no_file

# A dot for every sign: Linux has file names with line ends.
_NAME = re.compile(
    r"(?P<base>.+\.(?:log|txt))(?:\.(?P<number>[0-9]{1,4}))?(?:\.gz|\.bz2|\.xz)?", re.IGNORECASE | re.DOTALL
)
_SNAPSHOT = re.compile(r"(?P<mac>[0-9a-f]{12})-now-app\.log")
_MAIL = (".eml", ".emlx", ".mbox")
_TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz")
_ARCHIVES = (".zip", *_TARS)
_OF_A_VISIT = ("case.json", "summary.html")
"""The entries of this program's archive of everything of a visit; what it says of itself is no log."""
_ABOUT_A_VISIT = ("README.txt", "summary.txt")
_OTHER = re.compile(r".+\.(?:csv|tsv|eml|html?|xml|json|jsonl|ndjson|rtf)", re.IGNORECASE | re.DOTALL)
"""What others save logs as. Where there are logs as handsets send them, it is something else."""
_OFFICE = ("[Content_Types].xml", "META-INF/manifest.xml")
"""The entries that every Word or Excel file has (ECMA-376, part 2), and every OpenDocument (part 2, 3.2)."""


@dataclass(frozen=True, slots=True)
class Log:
    """One log: a file, or several files of one handset in the order in which they were written."""

    parts: tuple[Origin, ...]

    @property
    def name(self) -> str:
        """The name of the file that is still being written, as far as the names tell."""
        if len(self.parts) == 1:
            return self.parts[0].name
        whole = [part for part in self.parts if not is_snapshot(part)]
        return (whole or list(self.parts))[-1].name


def is_snapshot(origin: Origin) -> bool:
    """Whether it is what a handset sends when 1, 5 and 9 are held: its last lines once more."""
    match = _NAME.fullmatch(_file_name(origin))
    return match is not None and _SNAPSHOT.fullmatch(match["base"].lower()) is not None


def find(paths: Iterable[str], *, pipes: bool = True) -> Iterator[Log | str]:
    """The logs in files and mails, in folders with all that is in them, in zip archives, on standard input.

    A sentence for each path, or part of it, that cannot be looked into; without ``pipes`` for a pipe too.
    """
    named: dict[Origin, None] = {}
    for path in paths:
        if not path.strip():
            yield told("log-file.no-name")
        elif path == STANDARD_INPUT:
            named.setdefault(Origin(path))
        elif os.path.isdir(path):  # noqa: PTH112 - a Path drops the ./ that the user typed
            yield from logs_of(named)
            named.clear()
            yield from _in_folder(path)
        elif (kind := _kind_of(path)) in {"zip", "tar"}:
            yield from _in_file(path, is_zip=kind == "zip")
        elif kind == "mail" and (inside := _in_mail(path)):
            yield from inside
        elif not pipes and (refused := _refused(path)):
            yield refused
        else:
            named.setdefault(Origin(path))
    yield from logs_of(named)


def _refused(path: str) -> str:
    try:
        refuse_no_file(path)
    except Refused as refused:
        return sentence_of(refused)
    except OSError:
        pass  # Whoever reads it says why.
    return ""


def logs_of(origins: Iterable[Origin]) -> Iterator[Log]:
    """One log for all rotated files of one log, and for a handset's log and its snapshot."""
    groups: dict[tuple[str, str], list[tuple[bool, int, Origin]]] = {}
    for origin in origins:
        match = _NAME.fullmatch(_file_name(origin))
        base = (match["base"] if match else _file_name(origin)).lower()
        number = int(match["number"] or 0) if match else 0
        whole = _SNAPSHOT.sub(r"\g<mac>-app.log", base)
        groups.setdefault((_folder(origin), whole), []).append((whole != base, -number, origin))
    for group in groups.values():
        ranks = {rank[:2] for rank in group}
        if len(ranks) == len(group):
            yield Log(tuple(origin for *_, origin in sorted(group)))
        else:  # The same part twice, such as packed and unpacked: nobody can tell what belongs together.
            yield from (Log((origin,)) for *_, origin in group)


def _file_name(origin: Origin) -> str:
    return PurePosixPath(origin.entry).name if origin.entry else Path(origin.path).name


def _folder(origin: Origin) -> str:
    if origin.entry:
        return f"{origin.path}/{PurePosixPath(origin.entry).parent}"
    return str(Path(origin.path).parent)


def _kind_of(path: str) -> str:
    """Whether a file is an archive, zip or tar, or may be a mail; empty for every other."""
    try:
        if not Path(path).is_file():
            return ""  # Reading from a pipe would take away what its log begins with.
        with open_file(path) as file:
            head = file.read(HEAD)
        kind = packed_kind(head)
        if kind in {"tar", *UNPACKED} and tar_in(path):
            return "tar"
    except READING_FAILS:
        return ""  # Whoever reads it says why.
    return "zip" if kind == "zip" else "mail" if may_be_mail(head) else ""


def _in_mail(path: str) -> list[Log | str]:
    """The logs of a mail that holds several, or packed ones, and what is said of other packed files.

    Nothing of one that is a log itself, as of every file that is no mail.
    """
    try:
        mail = mail_at(path)
    except READING_FAILS:
        return []
    if mail is None:
        return []
    origins: list[Origin] = []
    inside: list[Log | str] = []
    for name, attached in mail.packed.items():
        if attached.kind in {"zip", "tar"}:
            inside += _in_archive(mail.listed(name), Origin(path, name))
        elif attached.kind in UNPACKED:
            origins.append(Origin(path, name))
        else:
            inside.append(told("archive.in-mail", name=name_of(path), part=name))
    if mail.has_more:
        inside.append(told("archive.many-in-mail", name=name_of(path), most=MOST_PACKED))
    packed = [*origins, *(part for one in inside if isinstance(one, Log) for part in one.parts)]
    again = quoted(mail.logs, packed)
    texts = [name for name in mail.logs if name not in again]
    if len(texts) == 1 and not packed:
        return [Log((Origin(path),)), *inside] if inside else []
    return [*logs_of([*(Origin(path, name) for name in texts), *origins]), *inside]


def _in_file(path: str, *, is_zip: bool) -> Iterator[Log | str]:
    place = Origin(path)
    yield from _in_archive(listed(place) if is_zip else listed_tar(place), place)


def _in_archive(listed: Iterable[Origin | str], place: Origin) -> Iterator[Log | str]:
    """The logs among the entries of an archive that lies at a place."""
    entries = list(listed)
    before = f"{place.entry}/" if place.entry else ""
    names = {one.entry.removeprefix(before) for one in entries if isinstance(one, Origin)}
    found: list[Origin] = []
    others: list[Origin] = []
    said = False
    for one in entries:
        if isinstance(one, str):
            said = True
            yield one
        elif names.issuperset(_OF_A_VISIT) and one.entry.removeprefix(before) in _ABOUT_A_VISIT:
            continue
        elif _NAME.fullmatch(_file_name(one)):
            found.append(one)
        elif _file_name(one).lower().endswith((*_ARCHIVES, ".7z", ".rar", ".gz")):
            said = True
            yield told("archive.nested", name=one.short)
        elif _OTHER.fullmatch(_file_name(one)):
            others.append(one)
    is_office = not names.isdisjoint(_OFFICE)
    if not found and not is_office and not names.issuperset(_OF_A_VISIT):
        found = others  # Logs that other programs saved.
    yield from logs_of(sorted(found))
    if not found and is_office:
        yield Log((place,)) if is_read(names) else told("archive.office", name=place.short)
    elif not found and not said:
        yield told("archive.no-log", name=place.short)


def _in_folder(path: str) -> Iterator[Log | str]:
    problems: list[str] = []

    def note(error: OSError) -> None:
        problems.append(sentence(error, str(error.filename or path)))

    # Their files are made up as they are read, and some of them never end.
    pseudo = pseudo_devices()
    if device_of(os.path.realpath(path)) in pseudo:
        yield told("log-file.view-folder", name=path)
        return
    for folder, inner, files in os.walk(path, onerror=note):
        inner[:] = [one for one in sorted(inner) if not pseudo or device_of(f"{folder}/{one}") not in pseudo]
        yield from problems
        problems.clear()
        found: list[Origin] = []
        for name in sorted(files):
            whole = Path(folder, name)
            if name.lower().endswith(_ARCHIVES) and is_file(whole):
                yield from _in_file(str(whole), is_zip=name.lower().endswith(".zip"))
            elif name.lower().endswith(_MAIL) and is_file(whole):
                inside = _in_mail(str(whole))
                yield from inside
                found += [] if inside else [Origin(str(whole))]
            elif _NAME.fullmatch(name) and (is_file(whole) or is_too_long(whole)):
                found.append(Origin(str(whole)))
        yield from logs_of(found)
    yield from problems
