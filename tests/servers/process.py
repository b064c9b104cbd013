"""What the real servers share: free ports, a folder of their own, readiness and the end."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

LOOPBACK = "127.0.0.1"
START_LIMIT = 20.0
_SBIN = os.pathsep.join(["/usr/sbin", "/usr/local/sbin", "/sbin"])
# Below the range from which systems take ports for outgoing connections: nobody else lands on them by chance.
_LOWEST, _HIGHEST = 10240, 32000
_CHANCE = random.SystemRandom()


def missing(reason: str) -> NoReturn:
    """Skips the test, or fails it where every server has to be there."""
    if os.environ.get("FAILOVER_REQUIRE_SERVERS") == "1":
        pytest.fail(f"FAILOVER_REQUIRE_SERVERS=1, but {reason}", pytrace=False)
    pytest.skip(reason)


def program(name: str) -> str:
    """The path of an installed program; without it the test is skipped."""
    found = shutil.which(name) or shutil.which(name, path=_SBIN)
    return found or missing(f"{name} is not installed")


def _ports() -> range:
    """The ports of this process. Those that run tests side by side (pytest-xdist) have other ones each.

    So a port that was found free, or is to stay dead, is nobody else's meanwhile.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    share = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    each = (_HIGHEST - _LOWEST) // share
    # A worker that takes the place of one that crashed has the next number, and the ports of one before it.
    return range(_LOWEST + worker % share * each, _LOWEST + (worker % share + 1) * each)


def free_port(*addresses: str) -> int:
    """A port that is free for UDP and TCP on all ``addresses`` (127.0.0.1 if none are given)."""
    for _attempt in range(200):
        port = _CHANCE.choice(_ports())
        if all(_is_free(address, port) for address in addresses or (LOOPBACK,)):
            return port
    pytest.fail("no free port on loopback")


def _is_free(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(family, kind) as probe:
            try:
                probe.bind((address, port))
            except OSError:
                return False
    return True


def has_ipv6() -> bool:
    """Whether ::1 can be used here."""
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return False
    return True


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """A temporary folder for one server."""
    with tempfile.TemporaryDirectory(prefix=f"failover-{name}-", ignore_cleanup_errors=True) as path:
        yield Path(path)


@dataclass
class Server:
    """A running server. ``port`` is for UDP and TCP; ``tls_port`` is 0 where there is none."""

    name: str
    address: str
    port: int
    folder: Path
    process: subprocess.Popen[bytes]
    tls_port: int = 0
    ended: bool = False

    @property
    def output(self) -> str:
        """What it has written so far."""
        return (self.folder / "output.txt").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """Ends it, and whatever it started, by process id. Harmless when repeated."""
        if self.ended:
            return
        self.ended = True
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        if sys.platform != "win32":
            with suppress(ProcessLookupError):  # nothing is left
                os.killpg(self.process.pid, signal.SIGKILL)  # the group that it was started as


@contextmanager
def running(
    command: Sequence[str | Path],
    place: Path,
    port: int,
    ready: Callable[[], bool],
    address: str = LOOPBACK,
    *,
    fatal: str = "",
) -> Iterator[Server]:
    """Starts a server in ``place`` and yields it when ``ready()`` says so; ends it afterwards.

    It will never be ready once it has written ``fatal``.
    What it wrote goes into the failure message, whether it did not start or the test failed.
    """
    name = Path(command[0]).name
    with (place / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(name, address, port, place, process)
    try:
        _wait(server, ready, fatal)
        yield server
    except BaseException as error:
        error.add_note(f"--- {name} wrote ---\n{server.output[-4000:]}")
        raise
    finally:
        server.stop()


def _wait(server: Server, ready: Callable[[], bool], fatal: str) -> None:
    until = time.monotonic() + START_LIMIT
    while not ready():
        if server.process.poll() is not None:
            pytest.fail(f"{server.name} ended with {server.process.returncode}:\n{server.output[-4000:]}")
        if fatal and fatal in server.output:
            pytest.fail(f"{server.name} is not ready:\n{server.output[-4000:]}")
        if time.monotonic() > until:
            pytest.fail(f"{server.name} gave no answer within {START_LIMIT} s:\n{server.output[-4000:]}")
        time.sleep(0.02)
