"""Everything that is shipped comes with its licence."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import licences
import pytest
from debian import Stop

from wizard import __version__

# From the locked requirements; what brings no text of its own, or not all of it, has more than one file.
SHIPPED = {
    "defusedxml": "PSF LICENSE AGREEMENT|PYTHON SOFTWARE FOUNDATION LICENSE",
    "dnspython": "Permission to use, copy, modify, and",
    "idna": "Kim Davies",
    "Jinja2": "Pallets",
    "MarkupSafe": "Pallets",
    "numpy": "NumPy Developers",
    "pyinstaller": "Bootloader Exception",
    "PySide6_Essentials": "GNU LESSER GENERAL PUBLIC LICENSE",
    "shiboken6": "GNU LESSER GENERAL PUBLIC LICENSE",
    "Lucide icons": "ISC License",
}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "licenses"
    licences.collect(folder)
    return folder


@pytest.mark.parametrize(("package", "words"), SHIPPED.items())
def test_a_shipped_package_has_its_licence_in_a_folder_of_its_name(
    collected: Path, package: str, words: str
) -> None:
    folders = [folder for folder in collected.iterdir() if folder.name.lower() == package.lower()]
    texts = "".join(text.read_text("utf-8", "replace") for folder in folders for text in folder.iterdir())
    assert re.search(words, texts)


def test_python_itself_and_the_program_are_there(collected: Path) -> None:
    (python,) = collected.glob("Python 3.*")
    assert "Guido van Rossum" in next(python.iterdir()).read_text("utf-8", "replace")
    assert "MIT License" in (collected / "LICENSE.txt").read_text(encoding="utf-8")


def test_the_list_names_every_package_with_version_and_licence(collected: Path) -> None:
    listed = (collected / "README.txt").read_text(encoding="utf-8")
    assert f"Handset Failover Wizard {__version__}" in listed
    for one in licences.bundled():
        (line,) = [line for line in listed.splitlines() if f" {one.name} {one.version}: " in line]
        assert len(line.rpartition(": ")[2]) > 2
    assert f"Qt {metadata.version('pyside6-essentials')}" in listed


def test_what_the_lock_holds_is_what_is_listed() -> None:
    lock = licences.LOCKS["run"].read_text(encoding="utf-8")
    # hyperscan is locked for the platforms that it has wheels for.
    wanted = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)) - {"hyperscan"}
    assert wanted <= {licences.canonical(one.name) for one in licences.bundled()}


def test_qt_is_not_shipped_under_the_licence_that_only_its_customers_have(collected: Path) -> None:
    assert not list(collected.rglob("*Commercial*"))


def test_a_package_without_any_text_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = tmp_path / "bare-1.0.dist-info"
    bare.mkdir()
    (bare / "METADATA").write_text("Metadata-Version: 2.1\nName: bare\nVersion: 1.0\nLicense: MIT\n")
    (bare / "RECORD").write_text("bare-1.0.dist-info/METADATA,,\n")
    monkeypatch.setattr(licences, "bundled", lambda: [metadata.Distribution.at(bare)])
    with pytest.raises(Stop, match="bare brings no licence text"):
        licences.collect(tmp_path / "licenses")


def test_the_system_s_libraries_bring_their_packages_copyright(tmp_path: Path) -> None:
    libraries = [str(path) for path in Path("/usr/lib").glob("*/libz.so.1")]
    if not libraries or not Path("/var/lib/dpkg").is_dir():
        pytest.skip("no Debian")
    licences.collect(tmp_path / "licenses", libraries)
    (text,) = (tmp_path / "licenses/system libraries").glob("zlib1g/copyright*")
    assert "Jean-loup Gailly" in text.read_text(encoding="utf-8")
