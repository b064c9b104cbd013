"""What the program's own files have in common: JSON that says what it is and which version wrote it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from wizard import __version__
from wizard.core.about import name_of, sentence_of, told
from wizard.core.case.codec import encode
from wizard.core.regular import Refused, open_file
from wizard.core.saving import write_atomically

SCHEMA = 1
KIND = "failover-wizard case"
EVIDENCE_KIND = "failover-wizard evidence"
MAX_BYTES = 512 * 1024 * 1024
_START_BYTES = 1000
"""A file says within these what it is."""
_WORDS = {KIND: "case", EVIDENCE_KIND: "evidence"}
"""Where the words about a kind of file stand."""


class DocumentError(Exception):
    """Why a file is not what it should be: one sentence, as :func:`~wizard.core.about.told` makes it."""


def text_of(kind: str, **content: object) -> str:
    """The text of a file of this kind."""
    parts = {name: encode(part) for name, part in content.items()}
    document = {"kind": kind, "schema": SCHEMA, "version": __version__, **parts}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def bytes_of(text: str) -> bytes:
    """The text as a file holds it.

    A name may hold half a surrogate pair (on Linux, where bytes are no UTF-8): its escape is JSON too.
    """
    return text.encode("utf-8", "backslashreplace")


def parsed(text: str, kind: str) -> dict[str, Any]:
    """The JSON of a file of this kind. Raises :class:`DocumentError`, without the file's name."""
    about = _WORDS[kind]
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise DocumentError(told(f"document.{about}.damaged")) from None
    found = document.get("kind") if isinstance(document, dict) else None
    if isinstance(found, str) and found != kind and found in _WORDS:
        raise DocumentError(told(f"document.{_WORDS[found]}.instead"))
    if not isinstance(document, dict) or found != kind:
        raise DocumentError(told(f"document.{about}.other"))
    schema = document.get("schema")
    if type(schema) is not int or schema > SCHEMA:
        raise DocumentError(told("document.newer"))
    return document


def read(path: Path, kind: str) -> str:
    """The text of a file of this kind. Raises :class:`DocumentError` with what is wrong, the file named."""
    name = name_of(path)
    try:
        if path.is_dir():
            raise IsADirectoryError
        with open_file(path, wanted="own") as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                raise DocumentError(told(f"document.{_WORDS[kind]}.large", name=name))
            return file.readall().decode("utf-8")
    except UnicodeDecodeError:
        raise DocumentError(told(f"document.{_WORDS[kind]}.no-text", name=name)) from None
    except Refused as refused:
        raise DocumentError(sentence_of(refused)) from None
    except FileNotFoundError:
        raise DocumentError(told("file.not-there", name=name)) from None
    except PermissionError:
        raise DocumentError(told("file.forbidden", name=name)) from None
    except IsADirectoryError:
        raise DocumentError(told("document.folder", name=name)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or told("file.bad-name")
        raise DocumentError(told("document.unreadable", name=name, reason=reason)) from None


def save_beside(path: Path, data: bytes) -> str:
    """Writes what is made from a case, never over a saved case: that is the only copy of a visit's work.

    Empty, or one sentence about what went wrong.
    """
    try:
        with open_file(path) as file:
            start = file.read(_START_BYTES)
    except OSError:  # Nothing is there, or what is wrong with it shows in writing.
        start = b""
    if f'"kind": "{KIND}"'.encode() in start:
        return told("saving.case-there", name=name_of(path))
    return write_atomically(path, data)
