"""What lies in a zip archive, without trusting it: paths, sizes, passwords, links, archives in archives."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wizard.core.log import origin
from wizard.core.log.origin import Origin
from wizard.core.regular import Refused

MOST_ENTRIES = 10_000
MOST_DIRECTORY = 512 * MOST_ENTRIES
"""Bytes of the archive's list of entries."""

_LINK_SHIFT = 16
_ENCRYPTED = 1
_KNOWN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class _Careful(io.FileIO):
    """Never reads a list of entries into memory that is longer than any honest one."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MOST_DIRECTORY:
            raise Refused(_too_many(Path(str(self.name)).name))
        return super().read(-1 if size is None else size)


class Archive:
    """An open zip archive. Raises one of ``READING_FAILS`` where it is damaged or refused."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._file = _Careful(path)
        try:
            self._zip = zipfile.ZipFile(self._file)
        except (ValueError, OverflowError, struct.error) as error:
            self._file.close()
            raise zipfile.BadZipFile(str(error)) from None
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Closes the file."""
        self._zip.close()
        self._file.close()

    def entries(self) -> Iterator[zipfile.ZipInfo]:
        """All entries that are files."""
        infos = self._zip.infolist()
        if len(infos) > MOST_ENTRIES:
            raise Refused(_too_many(Path(self.path).name))
        return (info for info in infos if not info.is_dir())

    def open(self, entry: str) -> tuple[Any, zipfile.ZipInfo]:
        """The stream of an entry, and what the archive says of it."""
        try:
            info = self._zip.getinfo(entry)
        except KeyError:
            raise Refused(f"{Path(self.path).name} has no {entry} any more. Open it again.") from None
        if info.flag_bits & _ENCRYPTED:
            name = Origin(self.path, entry).short
            raise Refused(f"{name} is protected by a password. Unpack it and open the logs inside.")
        if info.compress_type not in _KNOWN:
            raise NotImplementedError
        return self._zip.open(info), info


def _too_many(name: str) -> str:
    return f"{name} holds more than {MOST_ENTRIES:,} files. Unpack it and open the folder."


def listed(path: str) -> Iterator[Origin | str]:
    """The entries of an archive that may be read; a sentence for each that is left out, or for all."""
    try:
        archive = Archive(path)
    except origin.READING_FAILS as error:
        yield origin.sentence(error, Path(path).name)
        return
    try:
        found = list(archive.entries())
    except Refused as refused:
        yield str(refused)
        return
    finally:
        archive.close()
    if sum(info.file_size for info in found) > origin.MOST_UNPACKED:
        limit = origin.MOST_UNPACKED // 1024**3
        yield f"{Path(path).name} unpacks to more than {limit} GB. Unpack it and open the folder."
        return
    for info in {info.filename: info for info in found}.values():
        yield _judged(Origin(path, info.filename), info)


def _judged(place: Origin, info: zipfile.ZipInfo) -> Origin | str:
    archive = Path(place.path).name
    if _leads_elsewhere(info):
        return f"{archive} holds an entry that leads out of the archive ({info.filename}). It was left out."
    if stat.S_ISLNK(info.external_attr >> _LINK_SHIFT):
        return f"{archive} holds a link to another file ({info.filename}). It was left out."
    huge = info.file_size > origin.UNSUSPECTED and info.file_size > origin.MOST_RATIO * info.compress_size
    if huge:
        return (
            f"{place.short} unpacks to more than {origin.MOST_RATIO} times its size, as no log does. "
            "It was left out: ask who sent it."
        )
    return place


def _leads_elsewhere(info: zipfile.ZipInfo) -> bool:
    name = info.filename.replace("\\", "/")
    return name.startswith("/") or ":" in name.split("/", 1)[0] or ".." in name.split("/")
