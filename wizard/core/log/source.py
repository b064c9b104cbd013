"""From a file's bytes to text: handset logs come in many encodings and with NUL padding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

# A whole log is held in memory; a handset's own logs are 10 to 500 KB.
MAX_BYTES = 256 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAC = re.compile(r"(?<![0-9a-fA-F])([0-9a-fA-F]{12})(?![0-9a-fA-F])")


@dataclass(frozen=True, slots=True)
class LogText:
    """A log as text. ``problem`` is one sentence if it could not be read; then ``text`` is empty."""

    name: str
    text: str
    problem: str = ""

    @property
    def mac(self) -> str:
        """The handset's MAC address as its file name tells it, 12 hex digits, or empty."""
        found = _MAC.search(Path(self.name).name)
        return found.group(1).lower() if found else ""


def read(path: Path) -> LogText:
    """Reads a log file. A file that cannot be read is a value with a sentence, never an error."""
    name = str(path)
    try:
        if path.is_dir():
            return LogText(name, "", f"{path.name} is a folder. Open a log file inside it.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // (1024 * 1024)
            return LogText(name, "", f"{path.name} is larger than {limit} MB. Cut out the part around the failure.")
        return LogText(name, decode(path.read_bytes()))
    except FileNotFoundError:
        return LogText(name, "", f"{path.name} is not there any more. Check the path and open it again.")
    except PermissionError:
        return LogText(name, "", f"You may not read {path.name}. Copy it to a folder of yours and open that.")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return LogText(name, "", f"{path.name} cannot be read ({reason}). Copy it to this computer and open that.")


def decode(data: bytes) -> str:
    """The text of a log's bytes: by byte order mark, else UTF-16 by its NULs, UTF-8, Latin-1."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace").replace("\0", "")
    guess = _utf16(data[:4096])
    if guess:
        return data.decode(guess, errors="replace").replace("\0", "")
    data = data.replace(b"\0", b"")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _utf16(head: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of such a text is NUL."""
    half = len(head) // 2
    if half < 8:
        return ""
    if head[1::2].count(0) > 0.8 * half and head[0::2].count(0) < 0.2 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.8 * half and head[1::2].count(0) < 0.2 * half:
        return "utf-16-be"
    return ""
