"""Folders and files that are no files on a disk but views of the running system, such as /proc on Linux."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_TABLE = "/proc/self/mountinfo"
_PSEUDO = frozenset(
    {
        "autofs",
        "binfmt_misc",
        "bpf",
        "cgroup",
        "cgroup2",
        "configfs",
        "debugfs",
        "devpts",
        "devtmpfs",
        "efivarfs",
        "fusectl",
        "hugetlbfs",
        "mqueue",
        "nsfs",
        "proc",
        "pstore",
        "rpc_pipefs",
        "securityfs",
        "selinuxfs",
        "sysfs",
        "tracefs",
    }
)
"""File systems of Linux whose files the kernel makes up as they are read."""


def pseudo_devices(table: str = _TABLE) -> frozenset[int]:
    """The device numbers (``st_dev``) of all mounted pseudo file systems; none but on Linux.

    The table's form: proc_pid_mountinfo(5).
    """
    # Wine shows Linux's /proc on a drive; nothing on Windows makes device numbers of it.
    if sys.platform == "win32":
        return frozenset()
    try:
        lines = Path(table).read_text("utf-8", "replace").split("\n")
    except OSError:
        return frozenset()  # macOS has none, and mounts nothing of the kind among files.
    return frozenset(os.makedev(*numbers) for line in lines if (numbers := _numbers(line)))


def _numbers(line: str) -> tuple[int, int] | None:
    """A pseudo file system's major and minor number; None for any other line."""
    mount, _, system = line.partition(" - ")
    fields = mount.split()
    if system.partition(" ")[0] not in _PSEUDO or len(fields) < 3:
        return None
    major, _, minor = fields[2].partition(":")
    return (int(major), int(minor)) if major.isdigit() and minor.isdigit() else None


def is_view(status: os.stat_result) -> bool:
    """Whether a file is one that the kernel makes up as it is read, such as /proc/kmsg, which never ends."""
    # Such file systems lie on no disk, so their devices have the major number 0.
    return sys.platform != "win32" and os.major(status.st_dev) == 0 and status.st_dev in pseudo_devices()


def device_of(folder: str) -> int | None:
    """The ``st_dev`` of a folder itself, not of what a link leads to; None if it cannot be looked at."""
    try:
        return os.lstat(folder).st_dev
    except OSError:
        return None
