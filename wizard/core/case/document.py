"""What the program's own files have in common: JSON that says what it is and which version wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wizard import __version__
from wizard.core.case.codec import encode
from wizard.core.regular import Refused, refuse_no_file
from wizard.core.saving import write_atomically

SCHEMA = 1
KIND = "failover-wizard case"
EVIDENCE_KIND = "failover-wizard evidence"
MAX_BYTES = 512 * 1024 * 1024
_START_BYTES = 1000
"""A file says within these what it is."""
_OTHERS = {
    EVIDENCE_KIND: "It holds saved DNS answers and no case. Open it on the page of the live checks.",
    KIND: "It is a whole case and not saved answers alone. Open it as a case.",
}


class DocumentError(Exception):
    """Why a file is not what it should be: one sentence, which may go on after the file's name."""


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


def parsed(text: str, kind: str, what: str) -> dict[str, Any]:
    """The JSON of a file of this kind, which people call ``what``. Raises :class:`DocumentError`."""
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise DocumentError(f"It is damaged or no {what}. Use another copy of it.") from None
    found = document.get("kind") if isinstance(document, dict) else None
    if isinstance(found, str) and found != kind and found in _OTHERS:
        raise DocumentError(_OTHERS[found])
    if not isinstance(document, dict) or found != kind:
        raise DocumentError(f"It is no {what}. Use one that this program saved.")
    schema = document.get("schema")
    if type(schema) is not int or schema > SCHEMA:
        raise DocumentError("It was saved by a newer version. Update this program to use it.")
    return document


def read(path: Path, *, large: str, foreign: str) -> str:
    """The text of a file. Raises :class:`DocumentError` with what is wrong, the file named.

    ``large`` and ``foreign`` go on after the name: it is too long, or no text at all.
    """
    try:
        refuse_no_file(path, wanted="a file that this program saved")
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(f"{path.name} {large}")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DocumentError(f"{path.name} {foreign}") from None
    except Refused as refused:
        raise DocumentError(str(refused)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DocumentError(
            f"{path.name} cannot be read ({reason}). Check the path and open it again."
        ) from None


def save_beside(path: Path, data: bytes) -> str:
    """Writes what is made from a case, never over a saved case: that is the only copy of a visit's work.

    Empty, or one sentence about what went wrong.
    """
    try:
        refuse_no_file(path)
        with path.open("rb") as file:
            start = file.read(_START_BYTES)
    except OSError:  # Nothing is there, or what is wrong with it shows in writing.
        start = b""
    if f'"kind": "{KIND}"'.encode() in start:
        return f"{path.name} was not saved: a case is saved there. Choose another name."
    return write_atomically(path, data)
