"""The licences of everything that the executable carries, gathered from what is installed.

A package that brings no licence text of its own, and for which none lies in ``packaging/licenses``, ends
the build: nothing is shipped without one.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from debian import Stop
from environment import LOCKS, ROOT

TEXTS = ROOT / "packaging/licenses"
# Whose wheels bring no text, or not that of the libraries linked into them.
SUPPLIED = {
    "hyperscan": ("Hyperscan.txt", "PCRE.txt"),
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
# The choice that is not taken here, and that only Qt's customers have.
NOT_TAKEN = {"LicenseRef-Qt-Commercial.txt"}
LONGEST_NAME = 60
"""Some packages state their licence as a sentence, or as the whole text."""
NAMED_AS_LICENCE = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
# Its lines fit into the window's dialog, which wraps longer ones a second time.
README = """\
Handset Failover Wizard {version} is under the MIT licence; the file LICENSE.txt in this
folder is its text.

It carries, each under its own licence, in a folder of that name:

{packages}

Of PyInstaller, the code that starts the program is in it; its licence allows that
for any program.

Qt and PySide6 (with Shiboken) are used under the GNU Lesser General Public License,
version 3. They are linked dynamically and unchanged: you may replace their files in
the program's folder (_internal/PySide6 and _internal/shiboken6) by your own builds of
the same version, and you may take the program apart to debug such a change. Their
source code is at https://download.qt.io/official_releases/ (Qt {qt}) and
https://download.qt.io/official_releases/QtForPython/ (PySide6 {qt}). Qt contains code
of third parties, which is listed with its licences at
https://doc.qt.io/qt-6/licenses-used-in-qt.html.
"""


def bundled() -> list[metadata.Distribution]:
    """The distributions that the program needs, as locked and as installed here; PyInstaller's start code."""
    text = LOCKS["run"].read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)
    found = []
    for name in [*names, "pyinstaller"]:
        try:
            found.append(metadata.distribution(name))
        except metadata.PackageNotFoundError:  # not locked for this platform
            continue
    return sorted(found, key=lambda one: one.name.lower())


def canonical(name: str) -> str:
    """A package's name as the index spells it: PySide6_Essentials is pyside6-essentials."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(one: metadata.Distribution) -> str:
    """The licence in a word or two, as the package states it."""
    stated = one.metadata.get("License-Expression") or one.metadata.get("License") or ""
    if not stated or len(stated) > LONGEST_NAME:
        named = [text for text in one.metadata.get_all("Classifier") or [] if text.startswith("License ::")]
        stated = named[0].rpartition(":: ")[2] if named else "see its folder"
    return str(stated).strip()


def collect(into: Path, libraries: Iterable[str] = ()) -> None:
    """Write every licence text into a fresh folder. ``libraries`` are the system's files that go along."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", into / "LICENSE.txt")
    _copy(ROOT / "resources/icons/LICENSE", into / "Lucide icons")
    _copy(python_licence(), into / f"Python {sys.version_info.major}.{sys.version_info.minor}")
    lines = [f"  Python {sys.version.split()[0]}: PSF License Agreement", "  Lucide icons: ISC"]
    for one in bundled():
        folder = into / one.name
        texts = [Path(str(file.locate())) for file in one.files or [] if _is_licence(str(file))]
        texts = [text for text in texts if text.name not in NOT_TAKEN]
        texts += [TEXTS / name for name in SUPPLIED.get(canonical(one.name), ())]
        if not texts:
            raise Stop(f"{one.name} brings no licence text; put one into {TEXTS} and name it in SUPPLIED.", 1)
        for number, text in enumerate(texts):
            _copy(text, folder, number)
        lines.append(f"  {one.name} {one.version}: {licence_of(one)}")
    for package, text in sorted(_debian(libraries).items()):
        _copy(text, into / "system libraries" / package)
        lines.append(f"  {package}: see its copyright file in “system libraries”")
    from wizard import __version__

    qt = metadata.version("pyside6-essentials")
    readme = README.format(version=__version__, packages="\n".join(lines), qt=qt)
    (into / "README.txt").write_text(readme, encoding="utf-8")


def python_licence() -> Path:
    """Python's own text: python.org puts it beside the program, Linux beside the library."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (
        Path(sys.base_prefix, "LICENSE.txt"),
        Path(sysconfig.get_path("stdlib"), "LICENSE.txt"),
        Path("/usr/share/doc", version, "copyright"),
    )
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise Stop(f"Python's own licence is in none of {', '.join(map(str, places))}.", 1)
    return found


def _is_licence(name: str) -> bool:
    folder, _, file = name.replace("\\", "/").rpartition("/")
    return ".dist-info" in folder and ("/licenses" in folder or bool(NAMED_AS_LICENCE.match(file)))


def _copy(text: Path, folder: Path, number: int = 0) -> None:
    """Copy a text; several of one name, as numpy has them, are told apart by their folder's."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / text.name
    if number and target.exists():
        target = folder / f"{text.parent.name} {text.name}"
    shutil.copy(text, target.with_name(target.name if target.suffix else f"{target.name}.txt"))


def _debian(libraries: Iterable[str]) -> dict[str, Path]:
    """The Debian packages of the system's libraries, with their copyright files."""
    paths = sorted({str(Path(name).resolve()) for name in libraries})
    if not sys.platform.startswith("linux") or not shutil.which("dpkg-query") or not paths:
        return {}
    # Debian 12 knows some libraries by their old place in /lib.
    asked = [*paths, *(path.removeprefix("/usr") for path in paths)]
    done = subprocess.run(["dpkg-query", "-S", *asked], capture_output=True, text=True, check=False)
    packages = {line.split(":")[0] for line in done.stdout.splitlines()}
    texts = {package: Path("/usr/share/doc", package, "copyright") for package in packages}
    return {package: text for package, text in texts.items() if text.is_file()}
