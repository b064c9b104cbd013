"""The checkout's own environment, .venv: made when missing, mended when broken, exactly as locked."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import debian
from debian import Stop, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "locked.json"
LOCKS = {"run": ROOT / "packaging/requirements.txt", "dev": ROOT / "packaging/requirements-dev.txt"}

# What pip's message tells about a failure: words in it, and the sentence for them.
PIP_FAULTS = {
    (
        "Failed to establish a new connection",
        "Name or service not known",
        "name resolution",
        "getaddrinfo failed",
        "NameResolutionError",
        "Network is unreachable",
        "ProxyError",
        "timed out",
        "Connection refused",
        "ConnectionError",
    ): "there is no way to the package index; connect to the network (or set pip's proxy) and try again.",
    ("CERTIFICATE_VERIFY_FAILED",): (
        "the package index's certificate is not trusted here; behind a proxy that looks into HTTPS, "
        "set PIP_CERT to the proxy's certificate file and try again."
    ),
    (
        "DO NOT MATCH THE HASHES",
    ): "a downloaded package is not the one that was locked; do not use it, and tell the project.",
    ("No space left",): "the disk is full; make room for about 1 GB and call dev.py again.",
    ("No matching distribution", "Could not find a version"): (
        f"a locked package is not offered for Python {sys.version_info[0]}.{sys.version_info[1]} on this "
        "platform; use Python 3.11 to 3.14 on 64-bit Windows or Linux, remove .venv and call dev.py again."
    ),
}


def ready(kind: str) -> None:
    """Make .venv hold the locked versions of ``kind``. Returns at once when it already does."""
    wanted = digest(LOCKS[kind])
    enough = {wanted, digest(LOCKS["dev"])}  # what develops the program also runs it
    if enough.intersection(complete()):
        return
    with alone():
        present = complete()
        if enough.intersection(present):
            return
        if not present:  # nothing yet, an older lock, or an interrupted installation: start afresh
            make_venv()
        STAMP.unlink(missing_ok=True)
        install(LOCKS[kind])
        write_stamp([*present, wanted])


def digest(lock: Path) -> str:
    """The hash of a lock file, the same whatever its line ends."""
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def complete() -> list[str]:
    """The digests of the locks that .venv holds; none when it is interrupted, damaged or of an older lock."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        whole = all((VENV / name).exists() for name in stamp["entries"])
        current = {digest(lock) for lock in LOCKS.values()}
        locks: list[str] = stamp["locks"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return locks if whole and current.issuperset(locks) and runs() else []


def write_stamp(locks: list[str]) -> None:
    """Note what is installed: the locks, and the name of every installed thing, to see when one is gone."""
    site = next(p for p in VENV.rglob("site-packages") if p.is_dir())
    entries = [p.relative_to(VENV).as_posix() for p in site.iterdir() if p.name != "__pycache__"]
    STAMP.write_text(json.dumps({"locks": locks, "entries": sorted(entries)}, indent=1), encoding="utf-8")


def runs() -> bool:
    """Whether the environment's Python starts (it does not after the system's one has moved)."""
    try:
        return not subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False).returncode
    except OSError:
        return False


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one dev.py at a time change the environment of a checkout."""
    try:
        (ROOT / "build").mkdir(exist_ok=True)
        file = (ROOT / "build/dev.lock").open("a+b")
    except OSError as error:
        raise read_only(error) from None
    with file:
        if not seize(file.fileno()):
            say("Another dev.py is setting up this checkout; waiting for it.")
            while not seize(file.fileno()):
                time.sleep(0.5)
        yield


def seize(descriptor: int) -> bool:
    """Lock a file that is open, until it is closed; False while another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def make_venv() -> None:
    """A fresh, empty .venv."""
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        debian.python_venv()
    say(f"Making {VENV} with Python {sys.version.split()[0]}.")
    remove_venv()
    base = getattr(sys, "_base_executable", None) or sys.executable
    done = subprocess.run([base, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if done.returncode:
        remove_venv()
        raise Stop(
            f"`{base} -m venv {VENV}` failed ({last_line(done.stderr + done.stdout)}); see that {ROOT} "
            "may be written to and the disk is not full, or call dev.py with another Python."
        )


def remove_venv() -> None:
    try:
        if VENV.is_dir() and not VENV.is_symlink():
            shutil.rmtree(VENV)
        else:
            VENV.unlink(missing_ok=True)
    except OSError as error:
        raise Stop(
            f"cannot remove the old {VENV} ({error.strerror}: {error.filename}); close what uses it, "
            "remove the folder and call dev.py again, not with the Python in it."
        ) from None


def install(lock: Path) -> None:
    """Install a lock's versions, wheels alone, each with a known hash."""
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    say(f"Installing the {count} packages of packaging/{lock.name} (a minute or two the first time).")
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
    ]
    command += ["--retries", "2", "--only-binary", ":all:", "--require-hashes", "-r", lock]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    if done.returncode:
        sys.stderr.write(done.stderr)
        fallback = f"{last_line(done.stderr)}; mend that and call dev.py again."
        sentence = (text for words, text in PIP_FAULTS.items() if any(word in done.stderr for word in words))
        raise Stop(f"the installation into {VENV} failed: {next(sentence, fallback)}")


def read_only(error: OSError) -> Stop:
    return Stop(
        f"cannot write in {ROOT} ({error.strerror}); copy the checkout to a folder that you may write to."
    )


def last_line(text: str) -> str:
    lines = [line.strip().rstrip(".;") for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no message"
