"""Which logs there are in files, folders and archives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from wizard.core.about import sentence_of, told
from wizard.core.log.inside import ARCHIVES, MAILS, UNREAD, in_file, in_mail
from wizard.core.log.kinds import packed_kind
from wizard.core.log.mails import may_be_mail
from wizard.core.log.origin import HEAD, READING_FAILS, STANDARD_INPUT, Origin, sentence
from wizard.core.log.rotated import NAME, Log, is_snapshot, logs_of
from wizard.core.log.tars import tar_in
from wizard.core.log.unpacking import UNPACKED
from wizard.core.mounts import device_of, pseudo_devices
from wizard.core.regular import Refused, is_file, is_too_long, open_file, refuse_no_file

__all__ = ("Log", "find", "is_snapshot", "logs_of")


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
            yield from in_file(path, is_zip=kind == "zip")
        elif kind == "mail" and (inside := in_mail(path)):
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
            if name.lower().endswith(ARCHIVES) and is_file(whole):
                yield from in_file(str(whole), is_zip=name.lower().endswith(".zip"))
            elif name.lower().endswith(MAILS) and is_file(whole):
                inside = in_mail(str(whole))
                yield from inside
                found += [] if inside else [Origin(str(whole))]
            elif name.lower().endswith(UNREAD) and is_file(whole):
                found.append(Origin(str(whole)))  # Who reads it says what to do.
            elif NAME.fullmatch(name) and (is_file(whole) or is_too_long(whole)):
                found.append(Origin(str(whole)))
        yield from logs_of(found)
    yield from problems
