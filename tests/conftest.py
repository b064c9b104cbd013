"""What every test can rely on: no display, settings of its own, the same examples on every run of CI."""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# These stand before the first import of Qt, which reads them once. The folder goes when pytest does.
_home = tempfile.TemporaryDirectory(prefix="failover-wizard-tests-", ignore_cleanup_errors=True)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform == "win32":  # as wizard.gui.offscreen does
    os.environ.setdefault("QT_QPA_FONTDIR", str(Path(os.environ["SYSTEMROOT"], "Fonts")))
for _variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
    _folder = Path(_home.name, _variable.lower())
    _folder.mkdir(mode=0o700)  # Qt warns about a runtime folder that others may read
    os.environ[_variable] = str(_folder)

# Qt warns, and a warning fails a test, where the locale has no letters but ASCII's.
if os.environ.get("LC_ALL") in ("C", "POSIX"):
    os.environ["LC_ALL"] = "C.UTF-8"

# A shell's background job ignores Ctrl+C and hands that on to the processes that tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_status: int | None = None  # How the tests went, once that is known.

hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session", autouse=True)
def own_settings() -> None:
    """Keep QSettings in files of the tests' own folder, on Windows too, instead of in the registry."""
    from PySide6.QtCore import QSettings, QStandardPaths

    if not sys.platform.startswith(
        "linux"
    ):  # there the variables above do it; test mode would go to ~/.qttest
        QStandardPaths.setTestModeEnabled(True)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
            QSettings.setPath(form, scope, str(Path(_home.name, "settings", scope.name)))


def _under_wine() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Windows' own program runs these; packaging/wine has Wine instead."""
    for item in items:
        if re.search(r" at 0x[0-9a-f]{6,}", item.nodeid):
            pytest.exit(f"{item.nodeid} is called otherwise in every process: give it ids=…", 4)
    if _under_wine():
        for item in items:
            for mark in item.iter_markers("not_under_wine"):
                item.add_marker(pytest.mark.skip(reason=f"Wine {mark.args[0]}"))


def pytest_configure() -> None:
    """As in the program (wizard/gui/garbage.py): no thread of a test destroys an earlier test's window."""
    gc.disable()
    sys.addaudithook(_note_an_import)


_QT = ("PySide6", "shiboken6", "wizard.gui", "wizard.paper")
_loaded_in_threads: set[str] = set()


def _note_an_import(event: str, details: tuple[object, ...]) -> None:
    """Notes which modules that know Qt a thread loads: see wizard/gui/late_pages.py for what comes of it."""
    if event != "import" or not str(details[0]).startswith(_QT):
        return
    if threading.current_thread() is not threading.main_thread():
        _loaded_in_threads.add(str(details[0]))


@pytest.fixture(autouse=True)
def no_thread_loads_qt() -> Iterator[None]:
    """A thread that loads a module with classes of Qt ends the process now and then."""
    yield
    loaded = sorted(_loaded_in_threads)
    _loaded_in_threads.clear()
    assert not loaded, f"loaded in a thread: {loaded}"


def pytest_runtest_logfinish() -> None:
    from wizard.gui.garbage import collect_what_is_due

    collect_what_is_due()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    global _status  # noqa: PLW0603  the hook that ends the process is not told
    _status = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """As the program ends (wizard/__main__.py): with Qt loaded, Python does not take its objects apart."""
    if _status is not None and "PySide6.QtWidgets" in sys.modules:
        _home.cleanup()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_status)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Where the servers are promised to be there (CI), a test of theirs that is skipped has failed."""
    report = yield
    promised = os.environ.get("FAILOVER_REQUIRE_SERVERS") == "1"
    if promised and report.skipped and item.get_closest_marker("servers") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"FAILOVER_REQUIRE_SERVERS=1, and this test of real servers was skipped: {reason}"
    return report
