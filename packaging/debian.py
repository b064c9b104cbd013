"""The system packages that Qt, the tests and the build need on Debian and Ubuntu; does nothing on Windows."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# What Qt's core and its xcb and offscreen platforms load, by the name that `ldd` reports as missing.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
QT_FILES = (
    "QtWidgets.abi3.so",
    "QtSvg.abi3.so",
    "QtPrintSupport.abi3.so",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/iconengines/libqsvgicon.so",
)
QT_PROBE = """
from PySide6 import QtGui, QtSvg, QtWidgets
app = QtWidgets.QApplication([])
# Three families are always named, even where there is not one font.
print(bool(set(QtGui.QFontDatabase.families()) - {"Monospace", "Sans Serif", "Serif"}))
"""
SERVERS = (
    "bind9 bind9-utils bind9-dnsutils knot nsd pdns-server pdns-backend-bind unbound dnsmasq-base"
    " kamailio kamailio-tls-modules sip-tester ripgrep lnav chromium poppler-utils xvfb xdotool"
).split()
SERVICES = {
    "bind9": "named",
    "knot": "knot",
    "nsd": "nsd",
    "pdns-server": "pdns",
    "unbound": "unbound",
    "kamailio": "kamailio",
}


class Stop(Exception):  # noqa: N818 -- not an error of ours: the sentence that ends a call
    """A step that cannot be done. The text says what, where and what to do."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    print(sentence, flush=True)  # at once: the programs that follow write to the same terminal


# ---------------------------------------------------------------- apt


def has_apt() -> bool:
    return sys.platform.startswith("linux") and bool(shutil.which("apt-get") and shutil.which("dpkg-query"))


@functools.cache
def root_prefix() -> list[str] | None:
    """What goes before a command to run it as root; None where that would need a password."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if sudo and sudo.returncode == 0 else None


def apt_line(packages: list[str]) -> str:
    sudo = "" if root_prefix() == [] else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install --no-install-recommends {' '.join(packages)}"


def apt(packages: list[str], purpose: str, *, all_or_none: bool = True) -> str:
    """Install Debian packages. Returns an empty text, or why it was not done.

    Without ``all_or_none``, packages that this release does not offer are left out.
    """
    prefix = root_prefix()
    if prefix is None:
        return "that needs the administrator's rights"
    say(f"Installing Debian's {' '.join(packages)} ({purpose}).")
    get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    get += ["-o", "DPkg::Lock::Timeout=300"]
    quiet(*get, "update")  # when it fails for one source, the packages may still come from another
    if not all_or_none:
        absent = not_offered(packages)
        if absent:
            say(f"This system does not offer {' '.join(absent)}: the tests that need it will be skipped.")
        packages = [name for name in packages if name not in absent]
    done = quiet(*get, "install", "-y", "--no-install-recommends", *packages)
    if done.returncode:
        sys.stderr.write(done.stderr or done.stdout)
        return "apt-get failed, as its message above says"
    return ""


def quiet(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program without letting it ask or print, its messages in English."""
    env = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        env=env,
        check=False,
    )


def not_offered(packages: list[str]) -> list[str]:
    """The packages that no source of this system has."""
    policy = quiet("apt-cache", "policy", *packages).stdout
    known = set(re.findall(r"^(\S+):\n  Installed: .*\n  Candidate: (?!\(none\))", policy, re.MULTILINE))
    return [name for name in packages if name not in known]


def installed(packages: list[str]) -> set[str]:
    text = quiet("dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\\n", *packages).stdout
    return {line.split()[1] for line in text.splitlines() if line.startswith("installed ")}


def require(packages: list[str], purpose: str) -> None:
    """Install packages that the call cannot do without."""
    if not has_apt():
        raise Stop(
            f"{purpose}: install what Debian calls {' '.join(packages)} with this system's package manager."
        )
    problem = apt(packages, purpose)
    if problem:
        raise Stop(f"system packages are missing ({purpose}), and {problem}; run: {apt_line(packages)}")


# ---------------------------------------------------------------- what needs them


def python_venv() -> None:
    """Install what Debian leaves out of Python's `venv`, and in the same go what Qt will ask for."""
    if not sys.platform.startswith("linux"):
        raise Stop(
            f"{sys.executable} comes without venv; install Python 3.11 or newer as python.org offers it."
        )
    mine = f"python{sys.version_info.major}.{sys.version_info.minor}"
    default = Path("/usr/bin/python3").resolve().name == mine
    packages = ["python3-venv" if default else f"{mine}-venv"]
    if has_apt():
        packages += sorted(set(QT_LIBRARIES.values()) - installed([*QT_LIBRARIES.values()]))
    require(packages, "Python and Qt need them")


def qt(python: Path) -> None:
    """Make sure that Qt loads and finds a font, with the libraries that only the system can give it."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries(python)
    if missing:
        unknown = sorted(missing - QT_LIBRARIES.keys())
        if unknown:
            raise Stop(
                f"Qt needs {', '.join(unknown)}; install what provides it with this system's package manager."
            )
        require(sorted({QT_LIBRARIES[name] for name in missing}), "Qt needs these libraries")
    if not has_font(python):
        require(["fonts-dejavu-core"], "there is no font to draw text with")


def missing_libraries(python: Path) -> set[str]:
    """The shared libraries that Qt asks for and the system does not have."""
    if not shutil.which("ldd"):
        return set()
    folder = next(python.parent.parent.glob("lib/python3*/site-packages/PySide6"))
    report = quiet("ldd", *(str(folder / name) for name in QT_FILES)).stdout
    return set(re.findall(r"(\S+) => not found", report))


def has_font(python: Path) -> bool:
    """Whether Qt finds a font; proves on the way that it starts."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*.warning=false"}
    done = subprocess.run([python, "-c", QT_PROBE], capture_output=True, text=True, env=env, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Stop(
            f"Qt does not start ({said}); if no library is named there, remove .venv and call dev.py again."
        )
    return done.stdout.split()[-1:] == ["True"]


def servers() -> None:
    """Install the real servers that the tests talk to; where that cannot be, those tests skip and say why."""
    if not has_apt():
        return
    present = installed(SERVERS)
    missing = [name for name in SERVERS if name not in present]
    if not missing:
        return
    prefix = root_prefix()
    units = [f"/etc/systemd/system/{SERVICES[name]}.service" for name in missing if name in SERVICES]
    units = [unit for unit in units if not os.path.lexists(unit)]
    if prefix is not None and units:
        # The tests start their own on loopback: running them must not leave a server on port 53. A mask holds
        # where systemd runs; where no init system does (a container), Debian's invoke-rc.d starts nothing.
        names = " ".join(Path(unit).stem for unit in units)
        say(f"The services {names} stay masked, so that none starts (to use one: systemctl unmask NAME).")
        quiet(*prefix, "mkdir", "-p", "/etc/systemd/system")
        for unit in units:
            quiet(*prefix, "ln", "-s", "/dev/null", unit)
    problem = apt(missing, "the tests talk to real servers; this can take minutes", all_or_none=False)
    if problem:
        say(f"Tests that need {' '.join(missing)} will be skipped: {problem}. To have them, run:")
        say(apt_line(missing))


def build_tools(python: Path) -> None:
    """Install what PyInstaller needs: objdump and Debian's shared libpython."""
    if not has_apt():
        return
    missing = [] if shutil.which("objdump") else ["binutils"]
    real = python.resolve()
    if real.parent == Path("/usr/bin") and not list(Path("/usr/lib").glob(f"*/lib{real.name}.so.1.0")):
        missing.append(f"lib{real.name}")
    if missing:
        require(missing, "PyInstaller needs them")
