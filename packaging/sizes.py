"""What a built folder weighs, part by part."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

# The first that matches counts; paths with slashes, from the built folder.
PARTS = {
    "Qt and PySide6": r"_internal/(PySide6|shiboken6)/|_internal/libQt6",
    "numpy and its OpenBLAS": r"_internal/numpy[./-]",
    "hyperscan": r"_internal/hyperscan[./-]",
    "the program's resources": r"_internal/resources/",
    "licences": r"licenses/",
    "the executables, with all Python code": r"[^/]+$",
    "OpenSSL": r"_internal/lib(ssl|crypto)",
    "Python": (r"_internal/(python3|libpython3|base_library\.zip|[^/]+\.pyd$|lib-dynload/|libffi|VCRUNTIME)"),
    "other packages": r"_internal/[^/]+/",
    "the system's libraries": r"",
}


def files(folder: Path) -> list[Path]:
    """What is shipped: links weigh nothing."""
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def by_part(folder: Path) -> dict[str, int]:
    """Bytes a part, heaviest first."""
    weight: Counter[str] = Counter()
    for path in files(folder):
        name = path.relative_to(folder).as_posix()
        part = next(part for part, pattern in PARTS.items() if re.match(pattern, name))
        weight[part] += path.stat().st_size
    return dict(weight.most_common())


def total(folder: Path) -> int:
    return sum(path.stat().st_size for path in files(folder))


def megabytes(size: int) -> str:
    return f"{size / 1e6:7.1f} MB"


def table(folder: Path) -> str:
    """One line a part and one for the whole."""
    rows = [f"{megabytes(size)}  {part}" for part, size in by_part(folder).items()]
    return "\n".join([*rows, f"{megabytes(total(folder))}  together, in {len(files(folder))} files"])
