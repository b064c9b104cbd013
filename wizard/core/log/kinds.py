"""What a file is, by how it begins: packed, a text that may be a log, or known to be none."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from wizard.core.log.own import own_kind

_PACKED = (
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard"),
    (0, b"\x04\x22\x4d\x18", "LZ4"),
    (0, b"\x1f\x9d", "compress"),
    (0, b"MSCF\0\0\0\0", "CAB"),
    (257, b"ustar", "tar"),
)
_NO_TEXT = (
    (0, b"\x89PNG\r\n\x1a\n", "picture"),
    (0, b"\xff\xd8\xff", "picture"),
    (0, b"GIF8", "picture"),
    (0, b"II*\x00", "picture"),
    (0, b"MM\x00*", "picture"),
    # As Windows saves a screenshot: BM, its size, and this.
    (6, b"\x00\x00\x00\x006\x00\x00\x00", "picture"),
    (8, b"WEBP", "picture"),
    (4, b"ftyphei", "picture"),
    (4, b"ftypavif", "picture"),
    (4, b"ftyp", "video"),
    (0, b"\x1a\x45\xdf\xa3", "video"),
    (0, b"%PDF-", "pdf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "office"),  # OneNote.
    (0, b"!BDN", "office"),  # A store of Outlook's.
    (0, b"\xd4\xc3\xb2\xa1", "capture"),
    (0, b"\xa1\xb2\xc3\xd4", "capture"),
    (0, b"\x4d\x3c\xb2\xa1", "capture"),  # Its times are in nanoseconds.
    (0, b"\xa1\xb2\x3c\x4d", "capture"),
    (0, b"\x0a\x0d\x0d\x0a", "capture"),
    (0, b"ElfFile\x00", "events"),
)


def packed_kind(head: bytes) -> str:
    """How a file that begins so is packed, empty for plain ones."""
    return _kind_of(head, _PACKED)


def is_text(head: bytes) -> bool:
    """Whether a file that begins so is neither packed nor of a kind that is known to be no log."""
    # Nearly every log begins with a digit, and so may the first name in an archive of tar.
    if head[:1].isdigit():
        return not packed_kind(head)
    return not (packed_kind(head) or no_text_kind(head))


def no_text_kind(head: bytes) -> str:
    """What a file that begins so is, of which no log can be read: the end of a sentence's key, or empty."""
    return _kind_of(head, _NO_TEXT) or ("" if head[:1].isdigit() else own_kind(head))


def _kind_of(head: bytes, kinds: Sequence[tuple[int, bytes, str]]) -> str:
    return next((kind for at, magic, kind in kinds if head[at : at + len(magic)] == magic), "")


def utf16_of(head: bytes) -> str:
    """Which UTF-16 a text that begins so has, empty if none: by its mark, or by its NULs."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(head) // 2
    if half < 8 or b"\0" not in head:
        return ""
    # Nearly every second byte of such a text is NUL.
    if head[1::2].count(0) > 0.8 * half and head[0::2].count(0) < 0.2 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.8 * half and head[1::2].count(0) < 0.2 * half:
        return "utf-16-be"
    return ""
