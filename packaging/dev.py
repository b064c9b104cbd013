#!/usr/bin/env python3
"""The developer's one command: it sets up what is missing, then does what it is asked to.

    python packaging/dev.py run [ARGS]      start the program (without a display: draw the practice case)
    python packaging/dev.py test [ARGS]     pass the tests, on all cores; ARGS go to pytest
    python packaging/dev.py check           format, lint, types and layers
    python packaging/dev.py build           this platform's executable, and its self-test (or --one-file)
    python packaging/dev.py wine [STAGE]    Windows' executables, built and tried out under Wine
    python packaging/dev.py format          let ruff fix and format the sources
    python packaging/dev.py lock [ARGS]     lock the dependencies anew; ARGS go to uv, for example --upgrade

Everything goes into .venv in the checkout, with the locked versions. On Debian and Ubuntu, missing system
packages are installed where that is allowed; elsewhere the line that would install them is printed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 -- an old Python still gets as far as this sentence
    sys.stderr.write(
        f"dev.py: this is Python {sys.version_info[0]}.{sys.version_info[1]}, and 3.11 or newer is needed; "
        "call one, for example `python3.11 packaging/dev.py run` or `py -3.11 packaging\\dev.py run`.\n"
    )
    sys.exit(2)

import debian
import sizes
from debian import Stop, say
from environment import BIN, LOCKS, PYTHON, ROOT, WINDOWS, alone, make_venv, ready, runs

BUILD = ROOT / "build"
DIST = ROOT / "dist"
SPEC = ROOT / "packaging/wizard.spec"
# What a lock must cover: uv's names of the platforms (Debian 12 has glibc 2.36), and the Pythons in use.
PLATFORMS = ("x86_64-pc-windows-msvc", "x86_64-manylinux_2_36")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# With these of pytest's words a few tests are looked at closely, or it is said how many processes there are.
IN_ONE_PROCESS = {
    *("-k", "-s", "-n", "--numprocesses", "--dist", "--pdb", "--trace", "--co", "--collect-only", "no:xdist"),
    *("--lf", "--last-failed", "--ff", "--failed-first", "--nf", "--new-first", "--sw", "--stepwise"),
}


def display() -> bool:
    """Whether a window could be shown."""
    on_linux = sys.platform.startswith("linux")
    return not on_linux or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def surroundings(**more: str) -> dict[str, str]:
    """The environment variables of what dev.py starts: the checkout's packages, from whatever folder."""
    path = os.environ.get("PATH", os.defpath)
    if not WINDOWS:  # Debian keeps servers in sbin, which only root has in its path
        path = ":".join(dict.fromkeys([*path.split(":"), "/usr/local/sbin", "/usr/sbin", "/sbin"]))
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", **more}


def offscreen() -> dict[str, str]:
    """The variable that lets Qt do without a display where there is none."""
    return {} if display() else {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def call(*command: str | Path, cwd: Path | None = ROOT, env: Mapping[str, str] | None = None) -> int:
    """Run a program; its exit code (128 + the signal's number if a signal ended it)."""
    code = subprocess.run(command, cwd=cwd, env=env or surroundings(), check=False).returncode
    return code if code >= 0 else 128 - code


def run(args: list[str]) -> int:
    """Start the program in the caller's folder, so that files can be named as they are seen there."""
    ready("run")
    debian.qt(PYTHON)
    if args or display():
        return call(PYTHON, "-m", "wizard", *args, cwd=None)
    shots = BUILD / "practice-case"
    say(
        "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set): drawing the practice case instead."
    )
    shots.mkdir(parents=True, exist_ok=True)
    code = call(PYTHON, "-m", "wizard", "demo", "--shots", shots, cwd=None, env=surroundings(**offscreen()))
    if code == 0:
        say(f"Every page and the fix summary are in {shots}")
    return code


def test(args: list[str]) -> int:
    """Pass the tests, with real servers where they can be had."""
    ready("dev")
    debian.qt(PYTHON)
    debian.servers()
    return call(PYTHON, "-m", "pytest", *side_by_side(args), *args, env=surroundings(**offscreen()))


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def side_by_side(args: list[str]) -> list[str]:
    """Pytest's words for one process a core; none for a single file, or where ``args`` ask for one process.

    On Windows it is one: there Qt has one place for the settings of all tests of a user.
    """
    short = {arg[:2] for arg in args if arg[:1] == "-" != arg[1:2]}
    words = short | {arg.split("=")[0] for arg in args}
    few = words & IN_ONE_PROCESS or any(arg.endswith(".py") or "::" in arg for arg in args)
    # Each begins with a part of its own and gives of it to one that is done: tests that share a server stay
    # together, as far as they can.
    return [] if few or WINDOWS or cores() < 2 else ["-n", str(cores()), "--dist", "worksteal"]


def check(_args: list[str]) -> int:
    """Ask every judge, whatever the first one says."""
    ready("dev")
    judges: dict[str, tuple[str | Path, ...]] = {
        "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
        "lint": (PYTHON, "-m", "ruff", "check", "."),
        "types": (PYTHON, "-m", "mypy"),
        # What Python has on Linux alone is missing where the program is used.
        "types on Windows": (PYTHON, "-m", "mypy", "--platform=win32", f"--cache-dir={BUILD}/mypy-windows"),
        "layers": (BIN / "lint-imports", "--no-logo"),
    }
    failed = []
    for name, command in judges.items():
        say(f"-- {name}")
        if call(*command):
            failed.append(name)
    if failed:
        hint = " (`dev.py format` mends the format)" if "format" in failed else ""
        raise Stop(f"the check found faults in {', '.join(failed)}; see above{hint}.", code=1)
    say("Format, lint, types and layers are in order.")
    return 0


def tidy(_args: list[str]) -> int:
    """Let ruff fix what it can and format the sources."""
    ready("dev")
    fixed = call(PYTHON, "-m", "ruff", "check", "--fix-only", "--quiet", ".")
    return call(PYTHON, "-m", "ruff", "format", ".") or fixed


def build(args: list[str]) -> int:
    """Build the executables of this platform, weigh them, and let them test themselves."""
    ready("dev")
    debian.qt(PYTHON)
    debian.build_tools(PYTHON)
    say("Building the executable; this takes about a minute.")
    into = ("--distpath", DIST, "--workpath", BUILD / "pyinstaller")
    command = (PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *into, SPEC, "--", *args)
    if call(*command, env=os.environ):
        raise Stop("PyInstaller could not build the executable; its last lines above say what was missing.")
    folder = DIST / "failover-wizard"
    suffix = ".exe" if WINDOWS else ""
    programs = [folder / f"failover-wizard{suffix}"]
    programs += [folder / "Handset Failover Wizard.exe"] if WINDOWS else []
    programs += [DIST / f"failover-wizard-one-file{suffix}"] if "--one-file" in args else []
    for program in programs:
        prove(program)
    say(f"Built {folder}; its self-test passed. It weighs:\n{sizes.table(folder)}")
    if "--one-file" in args:
        say(f"{sizes.megabytes(programs[-1].stat().st_size)}  {programs[-1].name}, all in one file")
    return 0


def prove(program: Path) -> None:
    """Let an executable test itself. It must live on its own, and gets nothing of the checkout."""
    report = BUILD / f"self-test {program.stem}.json"
    report.unlink(missing_ok=True)
    if call(program, "self-test", "--out", report, cwd=BUILD, env={**os.environ, **offscreen()}):
        raise Stop(f"{program} was built and fails its self-test; see above and {report}.", code=1)
    # A program without a console ends well in silence, also when it never ran the test.
    if not report.exists():
        raise Stop(f"{program} was built, but its self-test wrote no {report}.", code=1)


def wine(args: list[str]) -> int:
    """Build Windows' executables on Linux and try them out; for tests only, never to ship."""
    ready("dev")
    debian.qt(PYTHON)
    return call(PYTHON, ROOT / "packaging/wine", *args, env=os.environ)


def lock(args: list[str]) -> int:
    """Write both lock files: exact versions, with the public index's hashes for every platform."""
    with alone():
        if not runs():
            make_venv()
        if subprocess.run([PYTHON, "-c", "import uv"], capture_output=True, check=False).returncode:
            say("Installing uv.")
            if call(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"):
                raise Stop("uv, which locks the versions, could not be installed; see pip's message above.")
    # A private index may hold some of the files alone, and the lock must know the hashes of all.
    private = ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX", "UV_FIND_LINKS", "UV_CONFIG", "UV_NO_INDEX")
    env = {name: value for name, value in os.environ.items() if not name.startswith(private)}
    uv = (PYTHON, "-m", "uv", "pip")
    options = (
        "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --annotation-style line"
    )
    # "fewest": one version of numpy for all Pythons, so that what is tested is what is shipped.
    options += " --fork-strategy fewest --no-config --quiet"
    header = ("--custom-compile-command", "python packaging/dev.py lock")
    dev, runtime = (LOCKS[kind].relative_to(ROOT).as_posix() for kind in ("dev", "run"))
    for target, more in {dev: ("--extra", "dev"), runtime: ("--constraints", dev)}.items():
        say(f"Locking {target}.")
        if call(
            *uv, "compile", "pyproject.toml", *more, *options.split(), *header, "-o", target, *args, env=env
        ):
            raise Stop("uv found no versions that fit together; its message above says which do not.")
    dry = "install --dry-run --quiet --no-config --require-hashes --only-binary :all: -r".split()
    for platform in PLATFORMS:
        for version in PYTHONS:
            where = (
                "--python-platform",
                platform,
                "--python-version",
                version,
                "--target",
                BUILD / "nowhere",
            )
            if call(*uv, *dry, dev, *where, env=env):
                raise Stop(f"a locked version has no wheel for Python {version} on {platform}; see above.")
    say(f"Locked, with wheels for Python {', '.join(PYTHONS)} on {' and '.join(PLATFORMS)}.")
    return 0


COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "build": build,
    "wine": wine,
    "format": tidy,
    "lock": lock,
}


def main(argv: list[str]) -> int:
    if not argv or argv[0] in {"-h", "--help", "help"}:
        say((__doc__ or "").strip())
        return 0 if argv else 2
    try:
        if argv[0] not in COMMANDS:
            raise Stop(f"there is no command {argv[0]!r}; there are {', '.join(COMMANDS)}.")
        return COMMANDS[argv[0]](argv[1:])
    except Stop as stop:
        sys.stdout.flush()
        sys.stderr.write(f"dev.py: {stop}\n")
        return stop.code
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
