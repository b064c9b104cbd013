"""What lies in an archive of tar, packed or not: it is read as a whole, since it has no list of its files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from wizard.core.about import name_of, told
from wizard.core.log import origin
from wizard.core.log.archive import MOST_ENTRIES, leads_elsewhere, too_many
from wizard.core.log.kinds import packed_kind
from wizard.core.log.origin import HEAD, Origin
from wizard.core.log.unpacking import UNPACKED, unpacked
from wizard.core.regular import Refused, refuse_no_file

if TYPE_CHECKING:
    import tarfile

MOST = 64 * 1024 * 1024
"""Bytes, unpacked: all logs of an archive are held at once."""


class _Size(NamedTuple):
    compress_size: int


class _Careful(io.RawIOBase):
    """A stream of which no more is read than any honest archive has."""

    def __init__(self, inner: BinaryIO, path: str) -> None:
        super().__init__()
        self._inner, self._path = inner, path
        self._room = MOST

    def read(self, size: int = -1, /) -> bytes:
        if not 0 <= size <= self._room:
            raise Refused(told("archive.packed", name=name_of(self._path), kind="tar"))
        data = self._inner.read(size)
        self._room -= len(data)
        return data


class Tar:
    """The files in an archive by their names. Raises one of ``READING_FAILS`` where it cannot be read."""

    def __init__(self, path: str) -> None:
        self.path = path
        status = refuse_no_file(path)
        self.files, self.sentences = _read(path, status.st_size, status.st_mtime_ns)

    def close(self) -> None:
        """There is nothing to be closed."""

    def open(self, entry: str) -> tuple[Any, _Size]:
        """The stream of a file, and its size."""
        if entry not in self.files:
            raise Refused(told("archive.entry-gone", name=name_of(self.path), entry=entry))
        data = self.files[entry]
        return io.BytesIO(data), _Size(len(data))


@lru_cache(maxsize=1)  # Each of its logs is asked for by itself, and again for its lines.
def _read(path: str, _size: int, _changed: int) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """What the files of an archive hold, and a sentence for each that is left out."""
    import tarfile  # Few logs lie in one.

    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as the stream that it is
        careful = cast(BinaryIO, _Careful(_plain(file), path))
        try:
            with tarfile.open(fileobj=careful, mode="r|", errors="replace") as tar:
                return _files(path, tar)
        except (tarfile.TarError, ValueError, OverflowError) as error:
            raise zipfile.BadZipFile(str(error)) from None


def _files(path: str, tar: tarfile.TarFile) -> tuple[dict[str, bytes], tuple[str, ...]]:
    name = name_of(path)
    files: dict[str, bytes] = {}
    sentences: list[str] = []
    room = MOST
    for number, info in enumerate(tar):
        if number == MOST_ENTRIES:
            raise Refused(too_many(path))
        entry = info.name.removeprefix("./")
        tar.members = []  # type: ignore[attr-defined]  # It would keep them all.
        if leads_elsewhere(entry):
            sentences.append(told("archive.leads-out", name=name, entry=entry))
        elif info.issym() or info.islnk():
            sentences.append(told("archive.link", name=name, entry=entry))
        elif info.isfile() and info.size > room:  # A hole takes no room in it.
            sentences.append(told("log-file.large", name=f"{name}/{entry}", limit=MOST // 1024**2))
        elif info.isfile() and (file := tar.extractfile(info)) is not None:
            files[entry] = file.read()
            room -= len(files[entry])
    return files, tuple(sentences)


def tar_in(path: str) -> bool:
    """Whether a file is an archive of tar, packed or not. Raises one of ``READING_FAILS``."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as the stream that it is
        return packed_kind(_plain(file).read(HEAD)) == "tar"


class _Lent(io.RawIOBase):
    """A file for those that close what they are given."""

    def __init__(self, file: io.FileIO) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int | None:  # type: ignore[override]
        return self._file.readinto(target)


def _plain(file: io.FileIO) -> BinaryIO:
    """What a file holds, unpacked where it is packed."""
    kind = packed_kind(file.read(HEAD))
    file.seek(0)
    return unpacked(kind, _Lent(file)) if kind in UNPACKED else file


def listed(path: str) -> Iterator[Origin | str]:
    """The files of an archive that may be read; a sentence for each that is left out, or for all."""
    try:
        tar = Tar(path)
    except origin.READING_FAILS as error:
        yield origin.sentence(error, name_of(path))
        return
    yield from tar.sentences
    yield from (Origin(path, name) for name in tar.files)
