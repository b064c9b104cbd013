"""What lies in an archive of tar, packed or not: it has no list of its files, so it is gone through once.

A plain one is read where it lies. One that is packed can only be unpacked from its beginning, so its logs are
kept, each packed by itself.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import count
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from wizard.core.about import told
from wizard.core.log import origin
from wizard.core.log.archive import MOST_ENTRIES, leads_elsewhere, too_many
from wizard.core.log.kinds import is_text, packed_kind
from wizard.core.log.origin import HEAD, MOST_RATIO, UNSUSPECTED, Origin
from wizard.core.log.tar_streams import AT_ONCE, Careful, Part, Piece, plain
from wizard.core.log.unpacking import UNPACKED, unpacked
from wizard.core.regular import Refused, open_file, refuse_no_file

if TYPE_CHECKING:
    import tarfile

MOST_KEPT = 64 * 1024 * 1024
"""Bytes: of all logs of a packed archive, each packed by itself; and of a plain one as it is listed."""
MOST_UNPACKED = 1024 * 1024 * 1024
"""Bytes that are unpacked of a packed one."""
_GZIP = 31
"""What zlib calls it."""

Open = Callable[[], BinaryIO]
"""Opens the archive itself."""


class _Size(NamedTuple):
    compress_size: int


class _Kept(NamedTuple):
    """A file's bytes, packed by gzip."""

    data: bytes
    size: int


_Files = dict[str, Piece | _Kept]


class Tar:
    """The files in an archive by their names. Raises one of ``READING_FAILS`` where it cannot be read.

    ``place`` is where it lies, ``data`` are its bytes where that is within something else.
    """

    def __init__(self, place: Origin, data: bytes | None = None) -> None:
        self.path = place.path
        self._place = place
        if data is None:
            status = refuse_no_file(place.path)
            self._open: Open = partial(_opened, place.path)
            self.files, self.sentences = _of_file(place, status.st_size, status.st_mtime_ns)
        else:
            self._open = partial(io.BytesIO, data)
            self.files, self.sentences = _listed(place, self._open, len(data))

    def close(self) -> None:
        """There is nothing to be closed."""

    def holds(self, entry: str) -> bool:
        """Whether there is such a file."""
        return entry in self.files

    def open(self, entry: str) -> tuple[Any, _Size]:
        """The stream of a file, and its size."""
        found = self.files.get(entry)
        if found is None:
            raise Refused(told("archive.entry-gone", name=self._place.short, entry=entry))
        if isinstance(found, Piece):
            return Part(self._open(), found), _Size(found.size)
        return unpacked("gzip", cast(io.RawIOBase, io.BytesIO(found.data))), _Size(found.size)


@lru_cache(maxsize=1)  # Each of its logs is asked for by itself, and again for its lines.
def _of_file(place: Origin, size: int, _changed: int) -> tuple[_Files, tuple[str, ...]]:
    return _listed(place, partial(_opened, place.path), size)


def _opened(path: str) -> BinaryIO:
    return cast(BinaryIO, open_file(path))


def _listed(place: Origin, open_it: Open, size: int) -> tuple[_Files, tuple[str, ...]]:
    """The files of an archive of so many bytes, and a sentence for each that is left out."""
    import tarfile  # Few logs lie in one.

    with open_it() as file:
        inner = plain(file)
        most, refused = MOST_KEPT, told("archive.packed", name=place.short, kind="tar")
        if inner is not file:
            most = min(MOST_UNPACKED, max(UNSUSPECTED, MOST_RATIO * size))
            if most < MOST_UNPACKED:
                refused = told("archive.bomb", name=place.short, times=MOST_RATIO)
        careful = Careful(inner, most, refused, is_plain=inner is file)
        files: _Files = {}
        sentences: list[str] = []
        try:
            with tarfile.open(fileobj=cast(BinaryIO, careful), mode="r:", errors="replace") as tar:
                _take(files, sentences, tar, careful, place)
        except (tarfile.TarError, ValueError, OverflowError, *origin.READING_FAILS) as error:
            if not files or isinstance(error, Refused):
                raise _failure(error) from None
            sentences.append(origin.sentence(_failure(error), place.short))
        return files, tuple(sentences)


def _failure(error: Exception) -> Exception:
    """One of ``READING_FAILS`` in place of what else goes wrong in an archive."""
    return error if isinstance(error, origin.READING_FAILS) else zipfile.BadZipFile(str(error))


def _take(files: _Files, sentences: list[str], tar: tarfile.TarFile, careful: Careful, place: Origin) -> None:
    """Takes up the files of an archive, and a sentence for each that is left out."""
    room = MOST_KEPT
    for number in count():
        info = tar.next()
        tar.members = []  # type: ignore[attr-defined]  # It would keep them all.
        if info is None:
            return
        if number == MOST_ENTRIES:
            raise Refused(too_many(place))
        entry = info.name.removeprefix("./")
        if leads_elsewhere(entry):
            sentences.append(told("archive.leads-out", name=place.short, entry=entry))
        elif info.issym() or info.islnk():
            sentences.append(told("archive.link", name=place.short, entry=entry))
        elif info.isfile() and careful.is_plain and not info.issparse():
            files[entry] = Piece(info.offset_data, info.size)
        elif info.isfile():
            # A hole takes no room in it.
            kept = _kept(tar, info, room) if info.size <= careful.room else None
            if kept is None:
                name = place.within(entry).short
                sentences.append(told("log-file.large", name=name, limit=MOST_KEPT // 1024**2))
            else:
                files[entry] = kept
                room -= len(kept.data)


def _kept(tar: tarfile.TarFile, info: tarfile.TarInfo, room: int) -> _Kept | None:
    """A file of an archive, None if it has more than so many bytes. Of what is no log, its beginning."""
    file = cast(BinaryIO, tar.extractfile(info))
    packer = zlib.compressobj(1, wbits=_GZIP)
    chunk = file.read(HEAD)
    is_wanted = is_text(chunk) or packed_kind(chunk) in UNPACKED
    data = bytearray()
    while chunk:
        data += packer.compress(chunk)
        if len(data) > room:
            return None
        chunk = file.read(AT_ONCE) if is_wanted else b""
    return _Kept(bytes(data + packer.flush()), info.size)


def tar_in(path: str) -> bool:
    """Whether a file is an archive of tar, packed or not. Raises one of ``READING_FAILS``."""
    with open_file(path) as file:
        return holds_tar(cast(BinaryIO, file))


def holds_tar(file: BinaryIO) -> bool:
    """The same of an open one."""
    return packed_kind(plain(file).read(HEAD)) == "tar"


def listed(place: Origin, data: bytes | None = None) -> Iterator[Origin | str]:
    """The files of an archive that may be read; a sentence for each that is left out, or for all.

    Its bytes are ``data`` where it lies within something else.
    """
    try:
        tar = Tar(place, data)
    except origin.READING_FAILS as error:
        yield origin.sentence(error, place.short)
        return
    yield from tar.sentences
    yield from (place.within(name) for name in tar.files)
