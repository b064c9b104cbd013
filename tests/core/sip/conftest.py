"""Whatever a test of this folder does: nothing but OPTIONS may go over the wire."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.servers import sip_peer


@pytest.fixture(autouse=True)
def nothing_but_options() -> Iterator[None]:
    before = len(sip_peer.ALL_HEARD)
    yield
    for data in sip_peer.ALL_HEARD[before:]:
        starts = re.findall(rb"^(\S+) \S+ SIP/2\.0\r$", data, re.MULTILINE)
        assert starts == [b"OPTIONS"], data
        assert re.findall(rb"^CSeq: 1 (\S+)\r$", data, re.MULTILINE) == [b"OPTIONS"], data
        assert b"REGISTER" not in data
