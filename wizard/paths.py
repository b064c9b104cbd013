"""Where shipped files lie: the only place that knows about checkout, wheel and frozen program."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a file or folder under ``resources``.

    A wheel carries them inside the package, a checkout and a frozen program beside it.
    """
    inside = _PACKAGE / "resources"
    root = inside if inside.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
