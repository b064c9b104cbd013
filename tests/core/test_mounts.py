"""Which mounted file systems are views of the running system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from wizard.core.mounts import device_of, pseudo_devices

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's file systems")

TABLE = """\
22 28 0:21 / /sys rw,nosuid shared:7 - sysfs sysfs rw
23 28 0:22 / /proc rw,nosuid shared:12 - proc proc rw
28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 28 0:44 / /home/-\\040proc rw,relatime shared:9 - nfs4 server:/proc rw
41 28 none / /odd rw - proc proc rw
torn
"""


def test_the_table_of_mounts_tells(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(TABLE, "utf-8")
    assert pseudo_devices(str(table)) == {os.makedev(0, 21), os.makedev(0, 22)}
    assert pseudo_devices(str(tmp_path / "none")) == frozenset()


def test_on_this_computer(tmp_path: Path) -> None:
    assert device_of("/proc") in pseudo_devices()
    assert device_of(str(tmp_path)) not in pseudo_devices()
    (tmp_path / "link").symlink_to("/proc")
    assert device_of(str(tmp_path / "link")) == device_of(str(tmp_path))
    assert device_of(str(tmp_path / "gone")) is None
