"""The table of what the parts of a build weigh."""

from __future__ import annotations

from pathlib import Path

import sizes

LAID_OUT = {
    "failover-wizard.exe": "the executables, with all Python code",
    "_internal/PySide6/Qt6Core.dll": "Qt and PySide6",
    "_internal/shiboken6/Shiboken.pyd": "Qt and PySide6",
    "_internal/numpy.libs/libscipy_openblas64_-0.dll": "numpy and its OpenBLAS",
    "_internal/numpy/_core/_multiarray_umath.pyd": "numpy and its OpenBLAS",
    "_internal/hyperscan/_hs_ext.pyd": "hyperscan",
    "_internal/resources/icons/app.svg": "the program's resources",
    "_internal/libcrypto-3.dll": "OpenSSL",
    "_internal/python312.dll": "Python",
    "_internal/unicodedata.pyd": "Python",
    "_internal/lib-dynload/_ssl.so": "Python",
    "_internal/jinja2/x": "other packages",
    "_internal/libxcb.so.1": "the system's libraries",
    "licenses/README.txt": "licences",
}


def test_every_file_counts_in_one_part(tmp_path: Path) -> None:
    expected: dict[str, int] = {}
    for weight, (name, part) in enumerate(LAID_OUT.items(), 1):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(weight))
        expected[part] = expected.get(part, 0) + weight
    assert sizes.by_part(tmp_path) == expected
    assert sizes.total(tmp_path) == sum(range(len(LAID_OUT) + 1))


def test_a_link_weighs_nothing(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(bytes(1_500_000))
    (tmp_path / "two").symlink_to("one")
    assert sizes.total(tmp_path) == 1_500_000
    assert "1.5 MB  together, in 1 files" in sizes.table(tmp_path)
