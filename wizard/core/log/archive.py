"""What lies in a zip archive, without trusting it: paths, sizes, passwords, links, archives in archives."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from wizard.core.about import sentence_of, told
from wizard.core.log import origin
from wizard.core.log.origin import Origin
from wizard.core.regular import Refused, no_pipe

MOST_ENTRIES = 10_000
MOST_DIRECTORY = 512 * MOST_ENTRIES
"""Bytes of the archive's list of entries."""

_LINK_SHIFT = 16
_ENCRYPTED = 1
_KNOWN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class _Careful(io.RawIOBase):
    """Never reads a list of entries into memory that is longer than any honest one."""

    def __init__(self, inner: BinaryIO, place: Origin) -> None:
        super().__init__()
        self._inner, self._place = inner, place
        self.tell = inner.tell  # type: ignore[method-assign]

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MOST_DIRECTORY:
            raise Refused(too_many(self._place))
        return self._inner.read(-1 if size is None else size)

    def seek(self, to: int, whence: int = 0, /) -> int:
        if to < 0 == whence:  # A list of entries that lies may lead to before the beginning.
            raise zipfile.BadZipFile("Bad offset")
        return self._inner.seek(to, whence)

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._inner.close()
        super().close()


class Archive:
    """An open zip archive. Raises one of ``READING_FAILS`` where it is damaged or refused.

    ``place`` is where it lies, ``data`` are its bytes where that is within something else.
    """

    def __init__(self, place: Origin, data: bytes | None = None) -> None:
        self.path = place.path
        self._place = place
        inner = io.FileIO(place.path, opener=no_pipe) if data is None else io.BytesIO(data)
        self._file = _Careful(cast(BinaryIO, inner), place)
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
            raise Refused(too_many(self._place))
        return (info for info in infos if not info.is_dir())

    def holds(self, entry: str) -> bool:
        """Whether there is such an entry."""
        return entry in self._zip.NameToInfo

    def open(self, entry: str) -> tuple[Any, zipfile.ZipInfo]:
        """The stream of an entry, and what the archive says of it."""
        try:
            info = self._zip.getinfo(entry)
        except KeyError:
            raise Refused(told("archive.entry-gone", name=self._place.short, entry=entry)) from None
        if info.flag_bits & _ENCRYPTED:
            raise Refused(told("archive.password", name=self._place.within(entry).short))
        if info.compress_type not in _KNOWN:
            raise NotImplementedError
        try:
            return self._zip.open(info), info
        except (ValueError, OverflowError, struct.error) as error:
            raise zipfile.BadZipFile(str(error)) from None


def too_many(place: Origin) -> str:
    """What is said of an archive with more entries than are looked at."""
    return told("archive.many-entries", name=place.short, most=f"{MOST_ENTRIES:,}")


def listed(place: Origin, data: bytes | None = None) -> Iterator[Origin | str]:
    """The entries of an archive that may be read; a sentence for each that is left out, or for all.

    Its bytes are ``data`` where it lies within something else.
    """
    try:
        archive = Archive(place, data)
    except origin.READING_FAILS as error:
        yield origin.sentence(error, place.short)
        return
    try:
        found = list(archive.entries())
    except Refused as refused:
        yield sentence_of(refused)
        return
    finally:
        archive.close()
    if sum(info.file_size for info in found) > origin.MOST_UNPACKED:
        limit = origin.MOST_UNPACKED // 1024**3
        yield told("archive.large", name=place.short, limit=limit)
        return
    for info in {info.filename: info for info in found}.values():
        yield _judged(place, info)


def _judged(place: Origin, info: zipfile.ZipInfo) -> Origin | str:
    inside = place.within(info.filename)
    if leads_elsewhere(info.filename):
        return told("archive.leads-out", name=place.short, entry=info.filename)
    if stat.S_ISLNK(info.external_attr >> _LINK_SHIFT):
        return told("archive.link", name=place.short, entry=info.filename)
    huge = info.file_size > origin.UNSUSPECTED and info.file_size > origin.MOST_RATIO * info.compress_size
    return told("archive.bomb", name=inside.short, times=origin.MOST_RATIO) if huge else inside


def leads_elsewhere(name: str) -> bool:
    """Whether an entry of this name would lie outside of the folder that an archive is unpacked to."""
    name = name.replace("\\", "/")
    return name.startswith("/") or ":" in name.split("/", 1)[0] or ".." in name.split("/")
