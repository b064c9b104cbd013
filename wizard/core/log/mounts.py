"""Folders that hold no files but views of the running system, such as /proc on Linux."""

from __future__ import annotations

import os
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
    """The device numbers (``st_dev``) of all mounted pseudo file systems; none where there is no table.

    The table's form: proc_pid_mountinfo(5).
    """
    try:
        lines = Path(table).read_text("utf-8", "replace").split("\n")
    except OSError:
        return frozenset()  # Windows and macOS have none, and mount nothing of the kind among files.
    return frozenset(device for line in lines if (device := _device(line)) is not None)


def _device(line: str) -> int | None:
    mount, _, system = line.partition(" - ")
    fields = mount.split()
    if system.partition(" ")[0] not in _PSEUDO or len(fields) < 3:
        return None
    major, _, minor = fields[2].partition(":")
    return os.makedev(int(major), int(minor)) if major.isdigit() and minor.isdigit() else None


def device_of(folder: str) -> int | None:
    """The ``st_dev`` of a folder itself, not of what a link leads to; None if it cannot be looked at."""
    try:
        return os.lstat(folder).st_dev
    except OSError:
        return None
