"""A configuration file of a handset, read: its parameters, or what keeps them from being read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import IntEnum
from pathlib import Path

from wizard.core.about import name_of, sentence_of, told
from wizard.core.handset.config_faults import Fault, explain
from wizard.core.handset.config_text import FileText, decode
from wizard.core.handset.config_xml import Setting, read_xml
from wizard.core.regular import Refused, is_in_cloud, is_too_long, open_file

MAX_BYTES = 4 * 1024 * 1024
"""A handset's own files have 1 to 500 KB."""

_MAC = re.compile(r"(?<![0-9a-f])(?!0{12})([0-9a-f]{12})(?![0-9a-f])", re.IGNORECASE)
_OVERRIDE = re.compile(r"^[0-9a-f]{12}-(phone|web)\.cfg$", re.IGNORECASE)
LOG_LINE = re.compile(r"^\s*(?:<\d+>)?[\d.]{6,14}\|\w+\s*\|[0-6*]\|", re.MULTILINE)
HTML = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_BINARY = (
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_MASTER = "CONFIG_FILES"


class Layer(IntEnum):
    """Who has the last word, the lowest first.

    That the menu wins over the web page, and both over the provisioning server's files, silently,
    stands in the 84-Series Administration Guide. That a handset's own file wins over a shared one
    is inferred: the master configuration file decides it.
    """

    MENU = 0
    WEB = 1
    OWN = 2
    SHARED = 3


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A file as read.

    ``problem`` is one sentence if it could not be opened or was refused; ``fault`` is set if it is
    no XML: then the handset reads nothing of it and ``settings`` is empty. ``notes`` are sentences
    about what is odd about it. ``masked`` files come from a saved case, which keeps no secrets: they
    can be judged, not saved. Texts and values stay out of its repr: they hold passwords.
    """

    path: str
    text: FileText = field(default_factory=FileText, repr=False)
    settings: tuple[Setting, ...] = field(default=(), repr=False)
    fault: Fault | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()
    masked: bool = False

    @property
    def name(self) -> str:
        """The file name without its folders."""
        return _base(self.path)

    @property
    def mac(self) -> str:
        """The handset's MAC address as the file name tells it, 12 hex digits, or empty."""
        found = _MAC.search(self.name)
        return found.group(1).lower() if found else ""

    @property
    def layer(self) -> Layer:
        """Where the handset takes this file from, by its name."""
        override = _OVERRIDE.match(self.name)
        if override and self.mac:
            return Layer.MENU if override.group(1).lower() == "phone" else Layer.WEB
        return Layer.OWN if self.mac else Layer.SHARED

    @property
    def listed(self) -> tuple[str, ...]:
        """The configuration files that a master configuration file lists, in its order."""
        texts = [setting.value for setting in self.settings if setting.name == _MASTER]
        return tuple(_base(name.strip()) for text in texts[:1] for name in text.split(",") if name.strip())

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.text.encode(self.text.text)


def open_config(path: Path) -> ConfigFile:
    """Reads a configuration file. What goes wrong is a value with a sentence, never an error."""
    name = str(path)
    try:
        if path.is_dir():
            return ConfigFile(name, problem=told("config-file.folder", name=name_of(path)))
        with open_file(path, wanted="config") as file:
            data = file.read(MAX_BYTES + 1)
        return read_config(name, data)
    except (OSError, ValueError) as error:
        return ConfigFile(name, problem=_why_unread(path, error))


def _why_unread(path: Path, error: Exception) -> str:
    if isinstance(error, Refused):
        return sentence_of(error)
    if isinstance(error, PermissionError):
        return told("file.forbidden", name=name_of(path))
    if is_too_long(path):
        return told("file.long-path", name=name_of(path))
    if isinstance(error, FileNotFoundError):
        return told("file.not-there", name=name_of(path))
    if is_in_cloud(path):
        return told("file.cloud", name=name_of(path))
    reason = getattr(error, "strerror", None) or told("file.bad-name")
    return told("file.unreadable", name=name_of(path), reason=reason)


def read_config(path: str, data: bytes) -> ConfigFile:
    """The configuration in the bytes of a file. ``path`` names it in findings."""
    name = name_of(path, _base(path))
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        return ConfigFile(path, problem=told("config-file.large", name=name, limit=limit))
    kind = next((kind for begin, kind in _BINARY if data.startswith(begin)), "")
    if kind:
        return ConfigFile(path, fault=_other_kind(kind))
    text = decode(data)
    if text.problem:
        return ConfigFile(path, problem=told("file.about", name=name, sentence=text.problem))
    notes = (told("file.about", name=name, sentence=text.note),) if text.note else ()
    return replace(_read(path, text), notes=notes)


def rewritten(file: ConfigFile, text: str) -> ConfigFile:
    """The same file with another text in it, read."""
    return replace(_read(file.path, replace(file.text, text=text)), notes=file.notes, masked=file.masked)


def resumed(path: str, text: str, fault: Fault | None, notes: tuple[str, ...]) -> ConfigFile:
    """A file as a case keeps it: its text without secrets, and what was wrong with it as a whole."""
    kept = FileText(text)
    read = ConfigFile(path, kept, fault=fault) if fault is not None else _read(path, kept)
    return replace(read, notes=notes, masked=True)


def _read(path: str, text: FileText) -> ConfigFile:
    kind = _kind(text.text)
    if kind:
        return ConfigFile(path, text, fault=_other_kind(kind))
    xml = read_xml(text.text)
    if xml.problem:
        about = told("file.about", name=name_of(path, _base(path)), sentence=xml.problem)
        return ConfigFile(path, problem=about)
    if xml.broken is not None:
        return ConfigFile(path, text, fault=explain(text.text, xml.broken))
    return ConfigFile(path, text, xml.settings)


def _other_kind(kind: str) -> Fault:
    """A file that is something else than a configuration."""
    what = told(f"config-file.kind.{kind}")
    return Fault(1, 1, told("config-file.it-is", kind=what), kind=what)


def _kind(text: str) -> str:
    """What a text is that cannot be a configuration, by its key; empty if it may be one."""
    if not text.strip():
        return "empty"
    if HTML.match(text[:4000]):
        return "html"
    if "<" not in text or not text.lstrip().startswith("<"):
        if len(LOG_LINE.findall(text[:20_000])) >= 2:
            return "log"
        if "<" not in text:
            return "text"
    return ""


def _base(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2] or path
